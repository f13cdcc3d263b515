//! What directives of one lesson know of each other while they are read.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::course::parser::Surroundings;
use crate::problem::Problem;
use crate::quiz::{Book, Misconceptions, NoBook, Rules};

/// What directives of one lesson know of each other while they are read.
pub struct Desk<'a> {
    /// Course, prices, the lesson's head.
    pub around: Surroundings<'a>,
    /// What was wrong so far.
    pub problems: Vec<Problem>,
    /// Every id with its kind and place.
    ids: BTreeMap<(&'static str, String), Range<usize>>,
    /// Labs that were named by others: (id, place).
    named: Vec<(String, Range<usize>)>,
    rules: OnceCell<Rules>,
}

impl<'a> Desk<'a> {
    /// An empty desk.
    pub fn new(around: Surroundings<'a>) -> Self {
        Self { around, problems: Vec::new(), ids: BTreeMap::new(), named: Vec::new(), rules: OnceCell::new() }
    }

    /// How questions are read; made when the first is met, because most pages of a file have none.
    pub fn rules(&self) -> &Rules {
        self.rules.get_or_init(|| {
            let ours = self.around.head.own;
            let book: Book = if ours { Arc::clone(self.around.catalog) as Book } else { Arc::new(NoBook) };
            Rules { misconceptions: Arc::new(Misconceptions::embedded()), book, ours }
        })
    }

    /// Takes an id for a directive; one that is taken already is an error, since progress hangs on it.
    pub fn claim(&mut self, kind: &'static str, id: &str, span: Range<usize>) {
        // One question in a quiz and one prediction are remembered under different names, two of a kind are not.
        if self.ids.insert((kind, id.to_owned()), span.clone()).is_some() {
            let problem =
                Problem::error(span, format!("the {kind} id `{id}` is taken by another {kind} of this lesson"));
            self.problems.push(problem.with_help("each needs an id of its own: what the learner did hangs on it"));
        }
    }

    /// The id of the nth directive of a kind that has none.
    pub fn unnamed(&self, kind: &'static str) -> String {
        let taken = self.ids.keys().filter(|(other, _)| *other == kind).count();
        format!("{kind}-{}", taken + 1)
    }

    /// Notes that a directive names a lab; whether it exists is known at the end of the lesson.
    pub fn name_lab(&mut self, id: &str, span: Range<usize>) {
        self.named.push((id.to_owned(), span));
    }

    /// The labs of the lesson so far.
    pub fn labs(&self) -> Vec<String> {
        self.ids.keys().filter(|(kind, _)| *kind == "lab").map(|(_, id)| id.clone()).collect()
    }

    /// What can only be said once the whole lesson was read.
    pub fn finish(&mut self) -> Vec<Problem> {
        let labs = self.labs();
        for (id, span) in std::mem::take(&mut self.named) {
            if !labs.contains(&id) {
                self.problems.push(Problem::unknown(span, "lab", &id, labs.iter().map(String::as_str)));
            }
        }
        std::mem::take(&mut self.problems)
    }
}
