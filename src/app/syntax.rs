//! Code in parts of speech. The colouring itself is done outside, after the first frame; the state only keeps its results.

use std::collections::BTreeMap;

/// What a stretch of code is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SyntaxRole {
    /// Nothing in particular.
    #[default]
    Plain,
    /// Words to the reader.
    Comment,
    /// Words of the language.
    Keyword,
    /// Text.
    String,
    /// Numbers and other constants.
    Number,
    /// Names of functions, types and keys.
    Name,
    /// Operators, brackets, commas.
    Punctuation,
}

/// Lines of stretches.
pub type HighlightedLines = Vec<Vec<(SyntaxRole, String)>>;

/// A piece of code to be coloured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HighlightJob {
    /// The language, as the fence names it.
    pub lang: String,
    /// The code.
    pub text: String,
}

/// Which code has been asked for, and what came back.
#[derive(Clone, Debug, Default)]
pub struct Highlights {
    /// By language, by text; nothing for what is not answered yet.
    done: BTreeMap<String, BTreeMap<String, Option<HighlightedLines>>>,
}

impl Highlights {
    /// The coloured lines of a piece of code, once they are there.
    pub fn get(&self, lang: &str, text: &str) -> Option<&HighlightedLines> {
        self.done.get(lang)?.get(text)?.as_ref()
    }

    /// Whether this job is new; from now on it is not.
    pub(super) fn ask(&mut self, job: &HighlightJob) -> bool {
        let of_lang = self.done.entry(job.lang.clone()).or_default();
        let new = !of_lang.contains_key(&job.text);
        if new {
            of_lang.insert(job.text.clone(), None);
        }
        new
    }

    /// The result of a job, if it is still wanted.
    #[expect(clippy::needless_pass_by_value, reason = "a job is done once")]
    pub(super) fn answer(&mut self, job: HighlightJob, lines: HighlightedLines) {
        if let Some(asked) = self.done.get_mut(&job.lang).and_then(|of_lang| of_lang.get_mut(&job.text)) {
            *asked = Some(lines);
        }
    }

    /// Forgets everything: another lesson, other code.
    pub(super) fn clear(&mut self) {
        self.done.clear();
    }
}
