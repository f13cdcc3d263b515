//! The words of the trade: `glossary.md`, one level-two heading a term.

use super::block::Block;

/// The terms of a course, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Glossary {
    /// The terms.
    pub terms: Vec<Term>,
}

/// A word and what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// As its heading has it.
    pub name: String,
    /// What it means.
    pub blocks: Vec<Block>,
}
