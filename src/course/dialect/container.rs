//! What is open around a line: admonitions, tabs, folds, and what only groups.

use super::{DETAILS, MARK, TAB};

/// One thing that is open.
#[derive(Clone, Debug)]
pub struct Container {
    /// Columns before its first line, inside what it stands in.
    pub lead: usize,
    /// What ends it.
    pub end: End,
    /// Whether its lines become lines of a quote.
    pub quotes: bool,
    /// Columns that its lines are indented by habit; known after the first of them.
    pub habit: Option<usize>,
}

/// What ends a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// `:::`, at least so many.
    Colons(usize),
    /// A line that is indented less than four columns.
    Outdent,
    /// The closing tag of this name.
    Tag(String),
    /// A blank line.
    Blank,
}

/// What a container becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The name of the callout: `tip`, or a mark of ours.
    pub name: String,
    /// `-`, `+` or nothing.
    pub fold: &'static str,
}

impl Opening {
    /// A callout of this name.
    pub fn callout(name: &str) -> Self {
        Self { name: name.to_owned(), fold: "" }
    }

    /// One of several tabs.
    pub fn tab() -> Self {
        Self { name: format!("{MARK}{TAB}"), fold: "" }
    }

    /// Something to open and close.
    pub fn details() -> Self {
        Self { name: format!("{MARK}{DETAILS}"), fold: "-" }
    }

    /// What a word of another tool opens.
    pub fn of_word(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "tab" | "tabitem" | "tab-item" | "tab-panel" => Some(Self::tab()),
            "details" | "expand" | "collapse" | "collapsible" | "accordion" | "spoiler" | "dropdown" | "toggle" => {
                Some(Self::details())
            }
            word => super::admonition::kind(word).map(|_| Self::callout(word)),
        }
    }
}

impl Container {
    /// The beginning of each of its lines.
    pub fn prefix(&self) -> String {
        format!("{}{}", " ".repeat(self.lead), if self.quotes { "> " } else { "" })
    }
}
