//! The rows of a page, kept until something about it changes: a frame mostly draws what the last one drew.
//!
//! A page of ordinary length is laid out whole. Of a long one only what is in view is, and a screen more in both directions; the rest has an
//! estimated height until somebody scrolls there. The row at the top of the screen is what stays in place when an estimate turns out wrong.

use std::ops::Range;
use std::sync::Arc;

use super::part::Part;
use super::{Reading, Row};
use crate::course::{Block, BlockKind};

/// Up to this many rows a page is laid out whole: milliseconds.
const WHOLE_ROWS_MAX: usize = 1_500;
/// Rows of a long page that are kept although they are far from what is in view.
const KEPT_ROWS_MAX: usize = 20_000;
/// Each round corrects the heights of what came into view by the round before; there are rarely two.
const ROUNDS_MAX: usize = 8;

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

impl PageKey {
    fn is_page_of(&self, other: &Self) -> bool {
        self.lesson == other.lesson && self.page == other.page
    }
}

/// What of the page is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first row on the screen.
    pub scroll: usize,
    /// Rows on the screen.
    pub height: usize,
    /// Rows that the screen draws itself, below the page.
    pub tail: usize,
}

/// The rows of a page.
#[derive(Default)]
pub struct LessonLayout {
    key: PageKey,
    slots: Vec<Slot>,
    total: usize,
    whole: bool,
}

/// A part of the page, and its rows if they are laid out.
struct Slot {
    part: Part,
    /// The first row of its own; the gap before it is the row above.
    start: usize,
    /// Rows, or how many there will be, about.
    height: usize,
    rows: Option<Arc<[Row]>>,
}

/// A row by its part, which stays what it is when heights change.
#[derive(Clone, Copy)]
struct Spot {
    slot: usize,
    offset: usize,
    height: usize,
}

impl LessonLayout {
    /// Lays out what the window shows of `blocks`, or takes what is there. Returns the first row on the screen, which is another when heights
    /// above it have changed.
    pub fn update(&mut self, key: PageKey, blocks: &[Block], reading: &Reading<'_>, window: Window) -> usize {
        let same_page = self.key.is_page_of(&key) && !self.slots.is_empty();
        let spot = same_page.then(|| self.spot(window.scroll));
        let at_end = same_page && !self.whole && window.scroll > 0 && window.scroll >= self.scroll_max(window);
        if self.key != key || !same_page {
            self.key = key;
            self.begin(blocks, reading);
        }
        let spot = spot.filter(|spot| spot.slot < self.slots.len());
        self.settle(blocks, reading, window, spot, at_end)
    }

    /// The same for another window onto the same page.
    pub fn show(&mut self, blocks: &[Block], reading: &Reading<'_>, window: Window) -> usize {
        self.settle(blocks, reading, window, None, false)
    }

    /// Rows of the page; about, if it is long.
    pub fn height(&self) -> usize {
        self.total
    }

    /// The rows in view.
    pub fn rows(&self, window: Window) -> Vec<Row> {
        let end = (window.scroll + window.height).min(self.total);
        let mut rows = Vec::with_capacity(window.height);
        let mut at = window.scroll;
        let first = self.slots.partition_point(|slot| slot.start + slot.height <= at);
        for slot in &self.slots[first..] {
            while at < slot.start.min(end) {
                rows.push(Row::empty());
                at += 1;
            }
            let laid = slot.rows.as_deref().unwrap_or_default();
            while at < (slot.start + slot.height).min(end) {
                rows.push(laid.get(at - slot.start).cloned().unwrap_or_default());
                at += 1;
            }
            if at >= end {
                break;
            }
        }
        rows
    }

    /// The rows of the block at this place.
    pub fn rows_of(&self, block: usize) -> Option<Range<usize>> {
        let first = self.slots.partition_point(|slot| slot.part.block < block);
        let after = self.slots.partition_point(|slot| slot.part.block <= block);
        let slots = self.slots.get(first..after).filter(|slots| !slots.is_empty())?;
        let last = &slots[slots.len() - 1];
        Some(slots[0].start..last.start + last.height)
    }

    /// The block that has this row.
    pub fn block_at(&self, row: usize) -> Option<usize> {
        let slot = self.slots.partition_point(|slot| slot.start + slot.height <= row);
        self.slots.get(slot).or(self.slots.last()).map(|slot| slot.part.block)
    }

    /// The blocks in view. At the top of the page that is the first one even where a gap is above it.
    pub fn seen(&self, window: Window) -> Option<Range<usize>> {
        let last = self.block_at((window.scroll + window.height).saturating_sub(1))?;
        let first = if window.scroll == 0 { 0 } else { self.block_at(window.scroll)? };
        Some(first..last + 1)
    }

    fn scroll_max(&self, window: Window) -> usize {
        (self.total + window.tail).saturating_sub(window.height)
    }

    /// Cuts the page into parts, without a look at what is in them; a page of ordinary length is laid out at once.
    fn begin(&mut self, blocks: &[Block], reading: &Reading<'_>) {
        let width = self.key.width;
        self.slots.clear();
        for (place, block) in blocks.iter().enumerate() {
            for part in Part::of(place, block) {
                let height = part.estimate(block, width);
                self.slots.push(Slot { part, start: 0, height, rows: None });
            }
        }
        self.whole = self.slots.iter().map(|slot| slot.height).sum::<usize>() <= WHOLE_ROWS_MAX;
        if self.whole {
            for slot in &mut self.slots {
                slot.lay_out(blocks, reading, width);
            }
        }
        self.assemble(blocks);
    }

    /// The row at `scroll`, by its part.
    fn spot(&self, scroll: usize) -> Spot {
        let slot = self.slots.partition_point(|slot| slot.start <= scroll).saturating_sub(1);
        let start = self.slots.get(slot).map_or(0, |slot| slot.start);
        let height = self.slots.get(slot).map_or(0, |slot| slot.height);
        Spot { slot, offset: scroll.saturating_sub(start), height }
    }

    /// Where a spot is now. In a part that became longer or shorter as a whole, it keeps its share of it.
    fn row_of(&self, spot: Spot) -> usize {
        let Some(slot) = self.slots.get(spot.slot) else { return self.total };
        let offset = if slot.height == spot.height || spot.offset >= spot.height || spot.height == 0 {
            spot.offset
        } else {
            spot.offset * slot.height / spot.height
        };
        // The row before a part is the gap above it, which belongs to nobody; at the top of the page there is none.
        if spot.slot == 0 && spot.offset == 0 { 0 } else { slot.start + offset }
    }

    fn settle(
        &mut self,
        blocks: &[Block],
        reading: &Reading<'_>,
        window: Window,
        spot: Option<Spot>,
        at_end: bool,
    ) -> usize {
        let mut spot = spot.unwrap_or_else(|| self.spot(window.scroll));
        let mut scroll = window.scroll;
        for _ in 0..ROUNDS_MAX {
            let changed = self.lay_out_around(spot, window.height, blocks, reading);
            if changed {
                self.assemble(blocks);
            }
            let end = self.scroll_max(window);
            scroll = if at_end { end } else { self.row_of(spot).min(end) };
            if !changed {
                break;
            }
            spot = self.spot(scroll);
        }
        self.forget_what_is_far(spot.slot);
        scroll
    }

    /// Lays out what is on the screen and a screen more above and below it; whether any height changed.
    fn lay_out_around(&mut self, spot: Spot, height: usize, blocks: &[Block], reading: &Reading<'_>) -> bool {
        let width = self.key.width;
        let mut changed = false;
        let mut lay = |slot: &mut Slot| {
            let is_card = matches!(blocks.get(slot.part.block).map(|block| &block.kind), Some(BlockKind::Directive(_)));
            // A card is laid out anew: it changes with each key press.
            if slot.rows.is_none() || is_card {
                let before = slot.height;
                slot.lay_out(blocks, reading, width);
                changed |= before != slot.height;
            }
        };
        if self.whole {
            self.slots.iter_mut().for_each(lay);
            return changed;
        }
        let mut below = 0;
        for slot in self.slots.iter_mut().skip(spot.slot) {
            if below > spot.offset + 2 * height {
                break;
            }
            lay(slot);
            below += slot.height;
        }
        let mut above = 0;
        for slot in self.slots.iter_mut().take(spot.slot).rev() {
            if above > height {
                break;
            }
            lay(slot);
            above += slot.height;
        }
        changed
    }

    /// Gives each part its place.
    fn assemble(&mut self, blocks: &[Block]) {
        let mut row = 0;
        let mut before: Option<usize> = None;
        for slot in &mut self.slots {
            let here = slot.part.block;
            let gap = before.is_some_and(|before| before != here && super::has_gap(&blocks[before], &blocks[here]));
            row += usize::from(gap && slot.height > 0);
            slot.start = row;
            row += slot.height;
            before = if slot.height > 0 { Some(here) } else { before };
        }
        self.total = row;
    }

    fn forget_what_is_far(&mut self, from: usize) {
        let laid = |slot: &Slot| if slot.rows.is_some() { slot.height } else { 0 };
        if self.whole || self.slots.iter().map(laid).sum::<usize>() <= KEPT_ROWS_MAX {
            return;
        }
        let (mut above, mut below) = (0, 0);
        for slot in self.slots.iter_mut().skip(from) {
            below += laid(slot);
            slot.rows = slot.rows.take().filter(|_| below < KEPT_ROWS_MAX / 4 || below == slot.height);
        }
        for slot in self.slots.iter_mut().take(from).rev() {
            above += laid(slot);
            slot.rows = slot.rows.take().filter(|_| above < KEPT_ROWS_MAX / 4 || above == slot.height);
        }
    }
}

impl Slot {
    fn lay_out(&mut self, blocks: &[Block], reading: &Reading<'_>, width: usize) {
        let Some(block) = blocks.get(self.part.block) else { return };
        let rows = self.part.rows(block, reading, width);
        self.height = rows.len();
        self.rows = Some(rows.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Depth, Glyphs, Role, Theme};
    use crate::course::Directive;
    use crate::course::Task;
    use crate::problem::Source;

    fn with_reading<T>(see: impl FnOnce(&Reading<'_>) -> T) -> T {
        let theme = Theme::dark(Depth::True);
        let glyphs = Glyphs::new(false);
        let source = Source::new("a.md", "");
        see(&Reading {
            theme: &theme,
            glyphs: &glyphs,
            ink: theme.style(Role::Text),
            shift: 0,
            focus_step: 0,
            source: &source,
            is_ticked: &|_: &Task| false,
            highlighted: &|_| None,
            picture: &|_| None,
            directive: &|_: &Directive, _| Vec::new(),
        })
    }

    /// Paragraphs whose heights nobody can guess from their bytes.
    fn blocks(count: usize) -> Vec<Block> {
        let paragraph = |n: usize| {
            let text = if n.is_multiple_of(7) { "wide 日本語 ".repeat(n % 50 + 1) } else { format!("{n} words") };
            Block { kind: BlockKind::Paragraph(vec![crate::course::Inline::Text(text)]), span: 0..20 + n % 900 }
        };
        (0..count).map(paragraph).collect()
    }

    fn key(width: usize) -> PageKey {
        PageKey { lesson: "long".to_owned(), width, ..PageKey::default() }
    }

    fn text(rows: &[Row]) -> Vec<String> {
        rows.iter().map(|row| row.pieces.iter().map(|piece| piece.text.as_str()).collect()).collect()
    }

    /// The page laid out whole.
    fn whole(blocks: &[Block], width: usize) -> Vec<String> {
        with_reading(|reading| text(&super::super::blocks(blocks, reading, width)))
    }

    #[test]
    fn a_long_page_scrolled_row_by_row_shows_every_row_once() {
        let blocks = blocks(3_000);
        let all = whole(&blocks, 40);
        let mut layout = LessonLayout::default();
        with_reading(|reading| {
            let mut window = Window { scroll: 0, height: 20, tail: 0 };
            for row in 0..all.len() - 20 {
                window.scroll = layout.update(key(40), &blocks, reading, Window { scroll: row, ..window });
                assert_eq!(window.scroll, row, "what is above was seen, so its height is known");
                assert_eq!(text(&layout.rows(window)), all[row..row + 20], "at row {row}");
            }
        });
    }

    #[test]
    fn who_jumps_to_the_end_sees_the_end_and_scrolls_up_without_a_jump() {
        let blocks = blocks(3_000);
        let all = whole(&blocks, 40);
        let mut layout = LessonLayout::default();
        with_reading(|reading| {
            let mut window = Window { scroll: 0, height: 20, tail: 0 };
            layout.update(key(40), &blocks, reading, window);
            window.scroll = layout.height() - 20;
            window.scroll = layout.update(key(40), &blocks, reading, window);
            assert_eq!(text(&layout.rows(window)), all[all.len() - 20..], "the end");
            for up in 1..2_000 {
                window.scroll -= 1;
                window.scroll = layout.update(key(40), &blocks, reading, window);
                let first = all.len() - 20 - up;
                assert_eq!(text(&layout.rows(window)), all[first..first + 20], "{up} rows up");
            }
        });
    }

    #[test]
    fn a_window_that_grows_narrower_keeps_its_place() {
        let blocks = blocks(3_000);
        let mut layout = LessonLayout::default();
        with_reading(|reading| {
            let mut window = Window { scroll: 0, height: 20, tail: 0 };
            for scroll in (0..4_000).step_by(10) {
                window.scroll = layout.update(key(60), &blocks, reading, Window { scroll, ..window });
            }
            let before = layout.block_at(window.scroll);
            window.scroll = layout.update(key(30), &blocks, reading, window);
            assert_eq!(layout.block_at(window.scroll), before);
        });
    }

    #[test]
    fn what_is_far_is_forgotten() {
        let blocks = blocks(20_000);
        let mut layout = LessonLayout::default();
        with_reading(|reading| {
            let window = Window { scroll: 0, height: 20, tail: 0 };
            layout.update(key(40), &blocks, reading, window);
            for scroll in (0..layout.height() - 20).step_by(15) {
                layout.update(key(40), &blocks, reading, Window { scroll, ..window });
            }
            let kept: usize = layout.slots.iter().filter_map(|slot| slot.rows.as_ref().map(|rows| rows.len())).sum();
            assert!(kept <= KEPT_ROWS_MAX, "{kept} rows are kept");
        });
    }
}
