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
    done: BTreeMap<HighlightJob, Option<HighlightedLines>>,
}

impl Highlights {
    /// The coloured lines of a piece of code, once they are there.
    pub fn get(&self, lang: &str, text: &str) -> Option<&HighlightedLines> {
        let job = HighlightJob { lang: lang.to_owned(), text: text.to_owned() };
        self.done.get(&job)?.as_ref()
    }

    /// Whether this job is new; from now on it is not.
    pub(super) fn ask(&mut self, job: &HighlightJob) -> bool {
        let new = !self.done.contains_key(job);
        if new {
            self.done.insert(job.clone(), None);
        }
        new
    }

    /// The result of a job.
    pub(super) fn answer(&mut self, job: HighlightJob, lines: HighlightedLines) {
        self.done.insert(job, Some(lines));
    }

    /// Forgets everything: another lesson, other code.
    pub(super) fn clear(&mut self) {
        self.done.clear();
    }
}
