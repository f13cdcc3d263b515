//! Floor 0: mistakes in text. A problem knows what is wrong, where, and what to do; it never stops the program.

mod nearest;
mod shown;
mod source;
mod toml_text;

use std::fmt;
use std::ops::Range;

pub use nearest::nearest;
pub use shown::{acts, one_line, visible};
pub use source::{Position, Source};
pub use toml_text::read_toml;

/// How bad it is: `check` fails on errors only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Works, but not as its author probably meant.
    Warning,
    /// Does not work.
    Error,
}

/// One mistake in one place of one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do about it, when we know.
    pub help: Option<String>,
    /// The bytes of the source that are meant; empty at 0 when the whole text is.
    pub span: Range<usize>,
}

impl Problem {
    /// Something that does not work. What a message quotes may hold anything; a message is one line that acts on nothing.
    pub fn error(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, message: one_line(&message.into()), help: None, span }
    }

    /// Something that works, but probably not as meant.
    pub fn warning(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(span, message) }
    }

    /// The same problem with advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(one_line(&help.into()));
        self
    }

    /// The same problem in a larger text that holds the smaller one from byte `offset` on.
    #[must_use]
    pub fn shifted(mut self, offset: usize) -> Self {
        self.span = self.span.start + offset..self.span.end + offset;
        self
    }

    /// `an error`-free way to say "unknown X `name`", with the nearest of the known names as advice.
    pub fn unknown<'a>(span: Range<usize>, what: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        let problem = Self::error(span, format!("unknown {what} `{name}`"));
        match nearest(name, known.iter().copied()) {
            Some(suggestion) => problem.with_help(format!("did you mean `{suggestion}`?")),
            None if known.is_empty() => problem,
            None => problem.with_help(format!("known: {}", known.join(", "))),
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}
