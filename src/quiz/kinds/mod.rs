//! The types of question. A new one is a file here and a line in [`KINDS`].

mod multiple_choice;
mod numeric;
mod ordering;
mod short_answer;
mod traps;

use std::fmt;
use std::sync::Arc;

use super::fields::Fields;
use super::shuffle::Shuffle;
use super::{Answer, Form, Remark, Rules, Values};
use crate::problem::Problem;

/// What can be asked now.
const KINDS: &[KindRow] = &[multiple_choice::ROW, short_answer::ROW, numeric::ROW, ordering::ROW];

/// What the format knows and a later version will ask.
const LATER: &[&str] = &["Match", "Cloze", "Tracing", "SpotTheBug"];

/// What every type of question can do. The values are those of one drawing; the same ones come with the answer.
pub trait QuestionKind: fmt::Debug + Send + Sync {
    /// How it is answered, its parts in a drawn order.
    fn form(&self, values: &Values, draw: &mut dyn Draw) -> Form;

    /// How right an answer is, and what to say about its wrong parts.
    fn mark(&self, values: &Values, answer: &Answer) -> Marks;

    /// An answer that earns everything.
    fn right_answer(&self, values: &Values) -> Answer;

    /// Why an answer cannot be graded: words where a number is wanted.
    fn complaint(&self, _: &Answer) -> Option<String> {
        None
    }

    /// What is wrong with the question for these values: two equal choices, an expression that fails.
    fn trouble(&self, values: &Values) -> Option<Problem>;
}

/// Chance, as far as a question needs it.
pub trait Draw {
    /// Another order for this many things: the place each position takes its thing from.
    fn order(&mut self, count: usize) -> Vec<usize>;
}

impl Draw for Shuffle {
    fn order(&mut self, count: usize) -> Vec<usize> {
        let mut places: Vec<usize> = (0..count).collect();
        self.shuffle(&mut places);
        places
    }
}

/// A score from 0 to 1 and what to say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// From 0 to 1.
    pub score: f64,
    /// What each wrong part deserves to hear.
    pub remarks: Vec<Remark>,
}

/// A type of question and how it is read from the tables `prompt` and `answer`.
pub(super) struct KindRow {
    name: &'static str,
    pub read: fn(&Fields, &Fields, &Rules) -> Option<Arc<dyn QuestionKind>>,
}

/// What a name in `type` stands for.
pub(super) enum Kind {
    Built(&'static KindRow),
    Later(&'static str),
    Unknown,
}

/// The type with this name.
pub(super) fn find(name: &str) -> Kind {
    if let Some(row) = KINDS.iter().find(|row| row.name == name) {
        return Kind::Built(row);
    }
    LATER.iter().find(|later| **later == name).map_or(Kind::Unknown, |later| Kind::Later(later))
}

/// All names, for advice.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|row| row.name).chain(LATER.iter().copied())
}

/// Two things of a list that read the same.
fn twins(texts: &[String]) -> Option<&String> {
    texts.iter().enumerate().find(|(index, text)| texts[..*index].contains(text)).map(|(_, text)| text)
}
