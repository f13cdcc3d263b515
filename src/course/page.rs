//! A page: what is read before turning over.

use std::ops::Range;
use std::sync::OnceLock;

use super::block::{Block, BlockKind};
use super::outline::Outline;

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
    /// Made when first asked for.
    outline: OnceLock<Outline>,
}

impl Page {
    /// A page of these blocks.
    pub fn new(id: String, title: String, blocks: Vec<Block>, span: Range<usize>) -> Self {
        Self { id, title, blocks, span, outline: OnceLock::new() }
    }

    /// What keys can do something with; to be asked for when the blocks no longer change.
    pub fn outline(&self) -> &Outline {
        self.outline.get_or_init(|| Outline::of(&self.blocks))
    }

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
