//! What lies over the screen: one thing at a time, closed with `esc`.

use std::sync::Arc;

use tui_input::Input;

use super::Action;
use super::command_line::CommandLine;
use super::msg::Msg;
use crate::course::Term;

/// The one thing over the screen.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// Every key, by group.
    Help,
    /// The table of contents of the lesson and the course.
    Contents(Picker),
    /// The links of this page.
    Links(Picker),
    /// The places the learner marked.
    Bookmarks(Picker),
    /// The pieces of code to copy one of.
    Copy(Picker),
    /// An address on the web.
    Web(String),
    /// Words in the course.
    Search(Search),
    /// `:`
    Command(CommandLine),
    /// A term of the glossary.
    Term(Box<Term>),
    /// Something to be read before going on.
    Message(Message),
    /// Events to begin from.
    Templates(Picker),
    /// Something to be agreed to.
    Confirm(Confirm),
    /// A setting swept over the lab's traffic.
    Tune(Box<super::Tune>),
    /// A month of the lab, played.
    Month(super::MonthView),
    /// What the lab's load costs on functions and on servers.
    BreakEven(Box<super::BreakEvenView>),
    /// The branches of the run.
    Forks(Picker),
    /// What is wrong with the course.
    Problems(Picker),
}

/// A list to choose from.
#[derive(Clone, Debug, Default)]
pub struct Picker {
    /// What is chosen.
    pub title: String,
    /// The rows.
    pub rows: Vec<PickRow>,
    /// The chosen row.
    pub selected: usize,
}

/// A row of a list to choose from.
#[derive(Clone, Debug)]
pub struct PickRow {
    /// What it is.
    pub text: String,
    /// More about it, at the right.
    pub detail: String,
    /// How deep it stands below others.
    pub level: u8,
    /// What choosing it does; `None` for a row that only divides.
    pub msg: Option<Msg>,
}

/// Searching the course.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// What is looked for.
    pub input: Input,
    /// The words of the course.
    pub(super) index: Arc<super::search::Index>,
    /// What was found so far, best first.
    pub picker: Picker,
}

/// Words of the program to the learner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// In a few words.
    pub title: String,
    /// In full.
    pub text: String,
}

/// Something to be agreed to before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirm {
    /// The question, in a few words.
    pub title: String,
    /// What will happen.
    pub text: String,
    /// What is done then.
    pub yes: Action,
}

impl Overlay {
    /// The list to choose from, if it is one.
    pub const fn picker(&self) -> Option<&Picker> {
        match self {
            Self::Contents(picker)
            | Self::Links(picker)
            | Self::Forks(picker)
            | Self::Templates(picker)
            | Self::Problems(picker)
            | Self::Bookmarks(picker)
            | Self::Copy(picker)
            | Self::Search(Search { picker, .. }) => Some(picker),
            _ => None,
        }
    }

    /// The list to choose from, to be changed.
    pub(super) const fn picker_mut(&mut self) -> Option<&mut Picker> {
        match self {
            Self::Contents(picker)
            | Self::Links(picker)
            | Self::Forks(picker)
            | Self::Templates(picker)
            | Self::Problems(picker)
            | Self::Bookmarks(picker)
            | Self::Copy(picker)
            | Self::Search(Search { picker, .. }) => Some(picker),
            _ => None,
        }
    }
}

impl Picker {
    /// A list; the first row that can be chosen is.
    pub fn new(title: impl Into<String>, rows: Vec<PickRow>) -> Self {
        let selected = rows.iter().position(|row| row.msg.is_some()).unwrap_or(0);
        Self { title: title.into(), rows, selected }
    }

    /// Moves the choice by `steps` rows that can be chosen.
    pub fn step(&mut self, steps: isize) {
        let choosable: Vec<usize> = (0..self.rows.len()).filter(|&row| self.rows[row].msg.is_some()).collect();
        let Some(last) = choosable.len().checked_sub(1) else { return };
        let here = choosable.iter().position(|&row| row >= self.selected).unwrap_or(last);
        self.selected = choosable[here.saturating_add_signed(steps).min(last)];
    }

    /// What choosing the chosen row does.
    pub fn choice(&self) -> Option<Msg> {
        self.rows.get(self.selected)?.msg.clone()
    }
}

impl PickRow {
    /// A row that does something.
    pub fn new(text: impl Into<String>, detail: impl Into<String>, level: u8, msg: Msg) -> Self {
        Self { text: text.into(), detail: detail.into(), level, msg: Some(msg) }
    }

    /// A row that divides.
    pub fn heading(text: impl Into<String>) -> Self {
        Self { text: text.into(), detail: String::new(), level: 0, msg: None }
    }
}
