//! Where a page ends and the next begins.

use std::ops::Range;

use super::{Draft, Parser};
use crate::course::block::BlockKind;
use crate::course::front_matter::PageRule;
use crate::course::inline;
use crate::course::page::Page;
use crate::course::slug::Slugs;

/// A page is laid out as a whole; one of more blocks than this is cut in two so that turning to it stays immediate.
const PAGE_BLOCKS_MAX: usize = 1_500;

impl Parser<'_> {
    pub(super) fn rule(&mut self, span: Range<usize>) {
        self.flush();
        if self.around.head.pages == PageRule::Rule && self.open.len() == 1 {
            self.turn(span.start, span.end);
        } else {
            self.add(BlockKind::Rule, span);
        }
    }

    pub(super) fn break_before_heading(&mut self, level: u8, at: usize) {
        let deepest = match self.around.head.pages {
            PageRule::Heading1 => 1,
            PageRule::Heading2 => 2,
            _ => 0,
        };
        let turned = self.breaks.binary_search(&at).is_ok();
        if (level <= deepest || turned) && self.open.len() == 1 {
            self.turn(at, at);
        }
    }

    pub(super) fn cut_long_page(&mut self, at: usize) {
        if self.open.len() == 1 && self.open[0].blocks.len() >= PAGE_BLOCKS_MAX {
            self.turn(at, at);
        }
    }

    /// Ends a page; one without blocks is no page.
    pub(super) fn turn(&mut self, end: usize, next: usize) {
        self.flush();
        let blocks = std::mem::take(&mut self.top().blocks);
        if blocks.is_empty() {
            self.page_start = next;
            return;
        }
        let notes = std::mem::take(&mut self.notes);
        self.pages.push(Draft { blocks, span: self.page_start..end, notes });
        self.page_start = next;
    }
}

pub(super) fn page(draft: Draft, lesson_title: &str, ids: &mut Slugs) -> Page {
    let heading = draft.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Heading { text, .. } => Some(inline::words(text)),
        _ => None,
    });
    let title = heading.unwrap_or_else(|| lesson_title.to_owned());
    Page::new(ids.fresh(&title), title, draft.blocks, draft.span)
}
