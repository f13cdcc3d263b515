//! Lesson pages as rows of text. One file a kind of block; each turns its block into rows at a given width.
//!
//! 1. `inline` turns running text into styled pieces.
//! 2. Each block file wraps its pieces into `Row`s; containers lay out their children narrower and push them in.
//! 3. `layout` keeps the rows of a page until something about it changes, since most frames change nothing here.

mod ascii;
mod callout;
mod card;
mod code;
mod console;
mod definitions;
mod details;
mod diagram;
mod diff;
mod facts;
mod footnotes;
mod heading;
mod image;
mod inline;
mod layout;
mod list;
mod marked;
mod paragraph;
mod part;
mod problems;
mod quote;
mod row;
mod rule;
mod table;
mod tabs;
#[cfg(test)]
mod tests;

use ratatui::style::Style;

use crate::app::{Glyphs, HighlightedLines, Role, Sight, Theme};
use crate::course::{Block, BlockKind, CodeBlock, CodeKind, Directive, Image, Task};
use crate::problem::Source;

pub use card::card;
pub use inline::pieces;
pub use layout::{LessonLayout, PageKey, Window};
pub use marked::marked;
pub use row::{Ground, Row};

/// What the rows of a page depend on besides the page.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// Colours.
    pub theme: &'a Theme,
    /// Characters.
    pub glyphs: &'a Glyphs,
    /// How running text looks here: a callout or a card may change it for what is inside.
    pub ink: Style,
    /// Columns that code is scrolled to the left.
    pub shift: usize,
    /// Which step of a line focus is shown.
    pub focus_step: usize,
    /// The lesson's text, to show the places of problems in.
    pub source: &'a Source,
    /// Whether the learner ticked a task.
    pub is_ticked: &'a dyn Fn(&Task) -> bool,
    /// The colours of a code block, once the worker has found them.
    pub highlighted: &'a dyn Fn(&CodeBlock) -> Option<&'a HighlightedLines>,
    /// What is known of a picture; `None` when its words are wanted.
    pub picture: &'a dyn Fn(&Image) -> Option<&'a Sight>,
    /// A directive's card, which knows what the learner did with it.
    pub directive: &'a dyn Fn(&Directive, usize) -> Vec<Row>,
}

impl<'a> Reading<'a> {
    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// The same page with another running text.
    #[must_use]
    pub fn with_ink(&self, ink: Style) -> Reading<'a> {
        Reading { ink, ..*self }
    }
}

/// Blocks one under the other, an empty row between them.
pub fn blocks<'a>(blocks: impl IntoIterator<Item = &'a Block>, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut before: Option<&Block> = None;
    for block in blocks {
        let next = self::block(block, reading, width);
        if next.is_empty() {
            continue;
        }
        if before.is_some_and(|before| has_gap(before, block)) {
            rows.push(Row::empty());
        }
        rows.extend(next);
        before = Some(block);
    }
    rows
}

/// A page, or what containers leave of it, is not made narrower than this: what is inside then stands where its container does.
const LEAST: usize = 8;

/// Columns inside a container that moves its content by `by`, and whether it does.
fn inside(width: usize, by: usize) -> (usize, bool) {
    if width >= by + LEAST { (width - by, true) } else { (width, false) }
}

/// Two lists in a row are one list whose author mixed the markers; a problem belongs to the block above it.
fn has_gap(above: &Block, below: &Block) -> bool {
    let lists = matches!((&above.kind, &below.kind), (BlockKind::List(_), BlockKind::List(_)));
    !lists && !matches!(below.kind, BlockKind::Problems(_))
}

/// One block.
pub fn block(block: &Block, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    match &block.kind {
        BlockKind::Heading { level, text, .. } => heading::rows(*level, text, reading, width),
        BlockKind::Paragraph(text) => paragraph::rows(text, reading, width),
        BlockKind::List(list) => list::rows(list, reading, width),
        BlockKind::Quote(blocks) => quote::rows(blocks, reading, width),
        BlockKind::Callout(callout) => callout::rows(callout, reading, width),
        BlockKind::Details(details) => details::rows(details, reading, width),
        BlockKind::Tabs(tabs) => tabs::rows(tabs, reading, width),
        BlockKind::Definitions(definitions) => definitions::rows(definitions, reading, width),
        BlockKind::Facts(facts) => facts::rows(facts, reading, width),
        BlockKind::Code(code) => match code.kind {
            CodeKind::Source => diagram::rows(code, reading, width).unwrap_or_else(|| code::rows(code, reading, width)),
            CodeKind::Diff => diff::rows(code, reading, width),
            CodeKind::Ascii => ascii::rows(code, reading, width),
            CodeKind::Console => console::rows(code, reading, width),
        },
        BlockKind::Table(table) => table::rows(table, reading, width),
        BlockKind::Image(image) => image::rows(image, reading, width),
        BlockKind::Rule => rule::rows(reading, width),
        BlockKind::Footnotes(notes) => footnotes::rows(notes, reading, width),
        BlockKind::Directive(directive) => (reading.directive)(directive, width),
        BlockKind::Problems(problems) => problems::rows(problems, reading, width),
        // What follows a pause is not laid out yet; an instructor's note is not for the page.
        BlockKind::Pause | BlockKind::Note(_) => Vec::new(),
    }
}
