//! A quiz and its questions, as their author wrote them.

use std::sync::Arc;

use super::shuffle::Shuffle;
use super::variable::Variable;
use super::{Asked, Book, NoBook, QuestionKind, Values};

/// Questions that are asked one after another.
#[derive(Clone, Debug, Default)]
pub struct Quiz {
    /// Its name within the course, given by the fence it stands in.
    pub id: String,
    /// The questions, in the author's order.
    pub questions: Vec<Arc<Question>>,
    /// What the learner should know about this quiz, such as a question this version cannot ask.
    pub notes: Vec<String>,
}

/// One question.
#[derive(Clone)]
pub struct Question {
    /// Its name for ever: what a learner answered hangs on it.
    pub id: String,
    /// What several questions have in common, shown above each of them.
    pub setting: Option<String>,
    /// The question in words, with `{{name}}` for variables and `{= expression}` for published numbers.
    pub prompt: String,
    /// What is asked and how it is graded.
    pub kind: Arc<dyn QuestionKind>,
    /// Why the right answer is right.
    pub context: Option<String>,
    /// What to show to somebody who asks for help.
    pub hint: Option<String>,
    /// From 1, easy, to 5.
    pub difficulty: Option<u8>,
    /// Free words to find it by.
    pub tags: Vec<String>,
    /// The lesson it belongs to, where that is not the one it stands in.
    pub lesson: Option<String>,
    pub(super) variables: Vec<Variable>,
    pub(super) book: Book,
}

impl Question {
    /// A question of a kind that no file can write, such as one whose truth a run will show.
    pub fn new(id: &str, prompt: &str, kind: Arc<dyn QuestionKind>) -> Self {
        Self {
            id: id.to_owned(),
            setting: None,
            prompt: prompt.to_owned(),
            kind,
            context: None,
            hint: None,
            difficulty: None,
            tags: Vec::new(),
            lesson: None,
            variables: Vec::new(),
            book: Arc::new(NoBook),
        }
    }

    /// The question as one learner sees it: the same seed, the same values and order.
    pub fn draw(self: &Arc<Self>, seed: u64) -> Asked {
        let mut shuffle = Shuffle::new(seed, &self.id);
        let mut values = Values::none(Arc::clone(&self.book));
        for variable in &self.variables {
            variable.draw(&mut shuffle, &mut values);
        }
        Asked {
            setting: self.setting.as_ref().map(|text| values.fill(text)),
            prompt: values.fill(&self.prompt),
            hint: self.hint.as_ref().map(|text| values.fill(text)),
            form: self.kind.form(&values, &mut shuffle),
            question: Arc::clone(self),
            values,
        }
    }
}

impl std::fmt::Debug for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Question").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}
