//! What was drawn for a question's variables, and the texts and numbers that follow from it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::{show_number, template};
use crate::catalog::expr::{self, Exact, Names};
use crate::problem::Problem;

/// The published numbers an expression may name; a course that is not ours has none.
pub type Book = Arc<dyn Names + Send + Sync>;

/// One drawing of a question's variables, and the book its expressions look prices up in.
#[derive(Clone)]
pub struct Values {
    book: Book,
    numbers: BTreeMap<String, Exact>,
    texts: BTreeMap<String, String>,
}

impl Values {
    /// No variables.
    pub fn none(book: Book) -> Self {
        Self { book, numbers: BTreeMap::new(), texts: BTreeMap::new() }
    }

    /// Sets a variable that counts.
    pub(super) fn set_number(&mut self, name: &str, value: Exact) {
        self.numbers.insert(name.to_owned(), value);
        self.texts.insert(name.to_owned(), show_number(expr::as_f64(value)));
    }

    /// Sets a variable that is only words.
    pub(super) fn set_text(&mut self, name: &str, value: &str) {
        self.texts.insert(name.to_owned(), value.to_owned());
    }

    /// What `{{name}}` stands for.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// The text with `{{name}}` and `{= expression}` filled in; what cannot be filled in stays as written.
    pub fn fill(&self, text: &str) -> String {
        template::fill(text, self)
    }

    /// What an expression comes to. The place in the problem is one in the expression.
    pub fn number(&self, expression: &str) -> Result<f64, Problem> {
        expr::number(expression, self).map(expr::as_f64)
    }

    /// What an expression reads like.
    pub fn text(&self, expression: &str) -> Result<String, Problem> {
        expr::evaluate(expression, self).map(|(answer, _)| answer.shown())
    }
}

/// A question's own variables hide published names.
impl Names for Values {
    fn number(&self, name: &str) -> Option<Exact> {
        self.numbers.get(name).copied().or_else(|| self.book.number(name))
    }

    fn all(&self) -> Vec<String> {
        self.numbers.keys().cloned().chain(self.book.all()).collect()
    }
}

/// A book with nothing in it.
#[derive(Clone, Copy, Debug)]
pub struct NoBook;

impl Names for NoBook {
    fn number(&self, _: &str) -> Option<Exact> {
        None
    }

    fn all(&self) -> Vec<String> {
        Vec::new()
    }
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(&self.texts).finish()
    }
}
