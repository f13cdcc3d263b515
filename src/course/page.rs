//! A page: what is read before turning over.

use std::ops::Range;

use super::block::{Block, BlockKind};

/// What is read before turning over.
#[derive(Clone, Debug)]
pub struct Page {
    /// Made of the title, unique in the lesson: where the learner stopped is remembered by it.
    pub id: String,
    /// Its first heading; the lesson's title if it has none.
    pub title: String,
    /// What stands on it.
    pub blocks: Vec<Block>,
    /// Its bytes in the lesson's text.
    pub span: Range<usize>,
}

impl Page {
    /// How many keys reveal this page: the number of pauses on it.
    pub fn pauses(&self) -> usize {
        self.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Pause)).count()
    }

    /// What is visible after `reveals` keys; footnotes wait for the last.
    pub fn revealed(&self, reveals: usize) -> &[Block] {
        let end =
            self.blocks.iter().enumerate().filter(|(_, block)| matches!(block.kind, BlockKind::Pause)).nth(reveals);
        &self.blocks[..end.map_or(self.blocks.len(), |(at, _)| at)]
    }
}
