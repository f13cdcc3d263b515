//! Bullets, numbers and tasks, nested as deep as the author likes.

use std::ops::Range;
use std::sync::Arc;

use ratatui::style::Style;

use super::{Reading, Row, blocks};
use crate::app::{Msg, Role};
use crate::course::{BlockKind, Item, List, Task};
use crate::ui::text::{self, Piece};

/// Whether items stand apart shows early; nobody counts through thousands of them for it.
const LOOKED_AT: usize = 400;

pub(super) fn rows(list: &List, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    rows_of(list, 0..list.items.len(), reading, width)
}

/// Some of the items, as they stand in the whole list.
pub(super) fn rows_of(list: &List, items: Range<usize>, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let last = list.start.unwrap_or(0) + list.items.len().saturating_sub(1) as u64;
    let digits = last.to_string().len();
    let loose = list.items.iter().take(LOOKED_AT).any(is_loose);
    let mut rows = Vec::new();
    for (place, item) in list.items.iter().enumerate().take(items.end).skip(items.start) {
        if loose && place > 0 {
            rows.push(Row::empty());
        }
        let marker = match (&item.task, list.start) {
            (Some(task), _) => tick(task, reading),
            (None, Some(first)) => {
                let number = text::right(&(first + place as u64).to_string(), digits);
                Piece::new(format!("{number}. "), reading.style(Role::Muted))
            }
            (None, None) => Piece::new(format!("{} ", reading.glyphs.bullet), reading.style(Role::Muted)),
        };
        rows.extend(hanging(marker, item, reading, width));
    }
    rows
}

/// Items of several paragraphs need air between them; short ones do not.
fn is_loose(item: &Item) -> bool {
    item.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::List(_))).count() > 1
}

/// The marker before the first row, and as much room before the others.
fn hanging(marker: Piece, item: &Item, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let indent = marker.width();
    let (inside, moved) = super::inside(width, indent);
    let inner = blocks_tight(item, reading, inside);
    if !moved {
        let marker = (indent <= width).then(|| Row::new(vec![marker]));
        return marker.into_iter().chain(inner).collect();
    }
    let mut marker = Some(marker);
    let inner = if inner.is_empty() { vec![Row::empty()] } else { inner };
    inner
        .into_iter()
        .map(|row| row.behind(marker.take().unwrap_or_else(|| Piece::new(" ".repeat(indent), Style::default()))))
        .collect()
}

/// A list inside an item follows its text without a gap.
fn blocks_tight(item: &Item, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    if is_loose(item) {
        return blocks(&item.blocks, reading, width);
    }
    item.blocks.iter().flat_map(|block| super::block(block, reading, width)).collect()
}

fn tick(task: &Task, reading: &Reading<'_>) -> Piece {
    let ticked = (reading.is_ticked)(task);
    let (text, role) = if ticked { ("[x] ", Role::Ok) } else { ("[ ] ", Role::Accent) };
    Piece::new(text, reading.style(role)).leading_to(&Arc::new(Msg::Tick(task.id.clone())))
}
