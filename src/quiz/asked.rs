//! A question as one learner sees it: values drawn, choices in order.

use std::sync::Arc;

use super::number::{read_number, show_answer};
use super::{Answer, Form, Grade, Question, Values};

/// A question put to a learner.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The question it came from.
    pub question: Arc<Question>,
    /// What several questions have in common, to show above the prompt.
    pub setting: Option<String>,
    /// The question in words.
    pub prompt: String,
    /// What to show to somebody who asks for help.
    pub hint: Option<String>,
    /// How it is answered.
    pub form: Form,
    /// What was drawn for its variables.
    pub values: Values,
}

impl Asked {
    /// How right an answer is. Anything may be handed in; what does not fit the form is wrong.
    pub fn grade(&self, answer: &Answer) -> Grade {
        let marks = self.question.kind.mark(&self.values, answer);
        Grade {
            score: marks.score.clamp(0.0, 1.0),
            remarks: marks.remarks,
            right_answer: self.right_lines(),
            explanation: self.question.context.as_ref().map(|context| self.values.fill(context)),
        }
    }

    /// Why an answer cannot be graded yet, in words for the learner: nothing picked, not a number.
    pub fn complaint(&self, answer: &Answer) -> Option<String> {
        if answer.is_empty() {
            return Some(
                match self.form {
                    Form::Choose { several: true, .. } => "Pick at least one.",
                    Form::Choose { .. } => "Pick one.",
                    Form::Type { .. } => "Type an answer first.",
                    Form::Arrange { .. } => "There is nothing to arrange.",
                }
                .to_owned(),
            );
        }
        self.question.kind.complaint(answer)
    }

    /// An answer that earns everything.
    pub fn right_answer(&self) -> Answer {
        self.question.kind.right_answer(&self.values)
    }

    fn right_lines(&self) -> Vec<String> {
        match self.right_answer() {
            Answer::Picked(texts) | Answer::Arranged(texts) => texts,
            Answer::Typed(text) => match &self.form {
                Form::Type { unit, number: true } => {
                    let text = read_number(&text).map_or(text, |number| show_answer(number, unit.as_deref()));
                    vec![unit.as_ref().map_or(text.clone(), |unit| format!("{text} {unit}"))]
                }
                _ => vec![text],
            },
        }
    }
}
