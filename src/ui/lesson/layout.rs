//! The rows of a page, kept until something about it changes: a frame mostly draws what the last one drew.

use std::ops::Range;
use std::sync::Arc;

use super::{Reading, Row};
use crate::course::{Block, BlockKind};

/// What the kept rows were made for. Anything that is not in here must not change them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageKey {
    /// The lesson and what identifies this opening of it.
    pub lesson: String,
    /// The page.
    pub page: usize,
    /// Blocks shown so far.
    pub revealed: usize,
    /// Columns.
    pub width: usize,
    /// Colours.
    pub theme: &'static str,
    /// Whether colours are missing, characters are ASCII.
    pub plain: (bool, bool),
    /// Columns that code is scrolled.
    pub shift: usize,
    /// The step of the line focus.
    pub focus_step: usize,
    /// Counts what else the page shows of the learner's doings: ticks, colours that arrived.
    pub revision: u64,
}

/// The rows of a page.
#[derive(Default)]
pub struct LessonLayout {
    key: PageKey,
    /// `None` for a card, which is laid out anew: it changes with each key press.
    kept: Vec<Option<Arc<[Row]>>>,
    rows: Vec<Row>,
    /// The first row of each block.
    starts: Vec<usize>,
}

impl LessonLayout {
    /// Lays out `blocks`, or takes what is there.
    pub fn update(&mut self, key: PageKey, blocks: &[Block], reading: &Reading<'_>) {
        if self.key != key || self.kept.len() != blocks.len() {
            self.key = key;
            self.kept = blocks.iter().map(|block| self.keep(block, reading)).collect();
            self.assemble(blocks, reading);
        } else if self.kept.iter().any(Option::is_none) {
            self.assemble(blocks, reading);
        }
    }

    /// All rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The rows of the block at this place.
    pub fn rows_of(&self, block: usize) -> Option<Range<usize>> {
        let start = *self.starts.get(block)?;
        Some(start..self.starts.get(block + 1).copied().unwrap_or(self.rows.len()))
    }

    fn keep(&self, block: &Block, reading: &Reading<'_>) -> Option<Arc<[Row]>> {
        let is_card = matches!(block.kind, BlockKind::Directive(_));
        (!is_card).then(|| super::block(block, reading, self.key.width).into())
    }

    fn assemble(&mut self, blocks: &[Block], reading: &Reading<'_>) {
        self.rows.clear();
        self.starts.clear();
        let mut before: Option<&Block> = None;
        for (block, kept) in blocks.iter().zip(&self.kept) {
            let fresh: Arc<[Row]> = match kept {
                Some(rows) => Arc::clone(rows),
                None => super::block(block, reading, self.key.width).into(),
            };
            if !fresh.is_empty() && before.is_some_and(|before| super::has_gap(before, block)) {
                self.rows.push(Row::empty());
            }
            self.starts.push(self.rows.len());
            self.rows.extend(fresh.iter().cloned());
            before = if fresh.is_empty() { before } else { Some(block) };
        }
    }
}
