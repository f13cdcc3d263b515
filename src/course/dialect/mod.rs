//! What other tools write, said in the Markdown that our parser reads: admonitions become callouts, tabs and folds become
//! marked quotes, templates and components vanish around their text, slides become pages.
//!
//! The text is written anew line by line, knowing fences, with a way back from each byte to the file. Only lessons that
//! are not ours are read this way: one whose front matter has an `id` says exactly what it says.

pub mod admonition;
mod block;
mod code;
mod container;
mod facts;
mod lines;
mod paging;
mod phrase;
mod slides;
mod tag;
mod writer;

use std::ops::Range;

use super::lesson::LessonHead;
use crate::problem::Problem;
pub use writer::Places;

/// Before the name of a container that only this module writes: no author has this character.
pub const MARK: char = '\u{e000}';
/// A tab, as the name of a callout.
pub const TAB: &str = "tab";
/// A fold.
pub const DETAILS: &str = "details";
/// Loose lines at the top.
pub const FACTS: &str = "facts";

/// A lesson of another tool, in our Markdown.
#[derive(Debug)]
pub struct Rewritten {
    /// What to parse; the front matter is still before the body.
    pub text: String,
    /// Where the headings begin that start a page, when nothing else does.
    pub breaks: Vec<usize>,
    /// What an author should know, placed in the file.
    pub remarks: Vec<Problem>,
    places: Places,
}

impl Rewritten {
    /// Where these bytes stand in the file.
    pub fn place(&self, span: &Range<usize>) -> Range<usize> {
        self.places.old(span)
    }
}

/// Writes the lesson anew; its body begins at byte `body`.
pub fn rewritten(text: &str, body: usize, head: &LessonHead) -> Rewritten {
    lines::Lines::new(text, body, head).rewritten()
}
