//! Tables: columns as wide as their words, narrower when the page is. When even the longest words do not stand side by side, the first column
//! stays and the others are scrolled past it; and where not even two others have room, each row becomes a record.

use std::ops::Range;
use std::sync::Arc;

use ratatui::style::{Modifier, Style};

use super::{Reading, Row, inline};
use crate::app::{Action, Msg, Role};
use crate::course::{Alignment, Inline, Table};
use crate::ui::text::{self, Piece};

/// Columns of air between two columns.
const GAP: usize = 2;
/// A column narrower than this breaks every word.
const COLUMN_MIN: usize = 6;
/// In a table that is scrolled no column is wider than this, so that two of them are in view.
const COLUMN_MAX: usize = 28;
/// The widths of columns show in the first rows; longer words further down are broken.
const LOOKED_AT: usize = 400;

pub(super) fn rows(table: &Table, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    rows_of(table, 0..table.rows.len(), reading, width)
}

/// Some of the rows, as they stand in the whole table; the head stands above the first.
pub(super) fn rows_of(table: &Table, range: Range<usize>, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let head_ink = reading.with_ink(reading.ink.patch(reading.style(Role::Strong)).add_modifier(Modifier::BOLD));
    let head: Vec<Cell> = table.head.iter().map(|cell| Cell::new(cell, &head_ink)).collect();
    let cells_of = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| Cell::new(cell, reading)).collect::<Vec<Cell>>();
    let measures = measures(&head, table.rows.iter().take(LOOKED_AT).map(cells_of));
    let body: Vec<Vec<Cell>> = table.rows[range.clone()].iter().map(cells_of).collect();
    let grid = Grid { head: &head, body: &body, align: &table.align, with_head: range.start == 0 };
    match fit(&measures, width) {
        Fit::Columns(widths) => grid.rows(&widths, &(0..widths.len()).collect::<Vec<_>>(), reading),
        Fit::Scrolled(widths) => grid.scrolled(&widths, reading, width),
        Fit::Records => records(&head, &body, reading, width, range.start),
    }
}

/// A cell before wrapping.
struct Cell {
    pieces: Vec<Piece>,
    measure: Measure,
}

/// How wide something wants to be.
#[derive(Clone, Copy, Default)]
struct Measure {
    /// On one line.
    natural: usize,
    /// Its longest word.
    least: usize,
}

impl Cell {
    fn new(inlines: &[Inline], reading: &Reading<'_>) -> Self {
        let pieces = inline::pieces(inlines, reading);
        let words: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        let natural = words.split('\n').map(text::width).max().unwrap_or(0);
        let least = words.split([' ', '\n']).map(text::width).max().unwrap_or(0);
        Self { pieces, measure: Measure { natural, least } }
    }
}

/// The widest and the least of each column.
fn measures(head: &[Cell], body: impl Iterator<Item = Vec<Cell>>) -> Vec<Measure> {
    let mut most: Vec<Measure> = head.iter().map(|cell| cell.measure).collect();
    for row in body {
        for (most, cell) in most.iter_mut().zip(&row) {
            most.natural = most.natural.max(cell.measure.natural);
            most.least = most.least.max(cell.measure.least);
        }
    }
    most
}

/// How a table is set.
enum Fit {
    /// All columns side by side, with these widths.
    Columns(Vec<usize>),
    /// The first column stays, the others are scrolled.
    Scrolled(Vec<usize>),
    /// A line for each cell.
    Records,
}

fn fit(measures: &[Measure], width: usize) -> Fit {
    let least: Vec<usize> = measures.iter().map(|cell| cell.least.max(COLUMN_MIN).min(cell.natural)).collect();
    let room = width.saturating_sub(GAP * measures.len().saturating_sub(1));
    if least.iter().sum::<usize>() <= room {
        return Fit::Columns(shrunk(measures, &least, room));
    }
    let widths: Vec<usize> =
        measures.iter().zip(&least).map(|(cell, least)| cell.natural.min(COLUMN_MAX).max(*least)).collect();
    let first = widths.first().copied().unwrap_or(0);
    let beside = width.saturating_sub(first + GAP);
    let two_fit = widths.windows(2).skip(1).all(|pair| pair[0] + GAP + pair[1] <= beside);
    if widths.len() > 3 && first * 3 <= width && two_fit { Fit::Scrolled(widths) } else { Fit::Records }
}

/// Takes from the widest column that can still give, one column of the screen at a time.
fn shrunk(measures: &[Measure], least: &[usize], room: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = measures.iter().map(|cell| cell.natural).collect();
    let mut over = widths.iter().sum::<usize>().saturating_sub(room);
    while over > 0 {
        let can_give = (0..widths.len()).filter(|column| widths[*column] > least[*column]);
        let Some(widest) = can_give.max_by_key(|column| widths[*column]) else { break };
        // Down to the next widest at once: a cell may be a whole book.
        let next = (0..widths.len()).filter(|column| *column != widest).map(|column| widths[column]).max().unwrap_or(0);
        let step = widths[widest].saturating_sub(next.max(least[widest])).clamp(1, over);
        widths[widest] -= step;
        over -= step;
    }
    widths
}

/// Cells and how they stand.
struct Grid<'a> {
    head: &'a [Cell],
    body: &'a [Vec<Cell>],
    align: &'a [Alignment],
    with_head: bool,
}

impl Grid<'_> {
    /// The columns in `shown`, one beside the other.
    fn rows(&self, widths: &[usize], shown: &[usize], reading: &Reading<'_>) -> Vec<Row> {
        let mut rows = Vec::new();
        if self.with_head {
            rows = self.row(self.head, widths, shown);
            let line: Vec<String> = shown.iter().map(|column| reading.glyphs.rule.repeat(widths[*column])).collect();
            rows.push(Row::of(line.join(&" ".repeat(GAP)), reading.style(Role::Rule)));
        }
        for cells in self.body {
            rows.extend(self.row(cells, widths, shown));
        }
        rows
    }

    /// The first column, and as many others as there is room for, from the one that the page is scrolled to.
    fn scrolled(&self, widths: &[usize], reading: &Reading<'_>, width: usize) -> Vec<Row> {
        let shown = in_view(widths, reading.shift, width);
        let mut rows = self.rows(widths, &shown, reading);
        if self.with_head {
            let (from, to) = (shown.get(1).map_or(1, |first| first + 1), shown.last().map_or(1, |last| last + 1));
            let words = format!("columns 1, {from} to {to} of {}   [ ] scroll", widths.len());
            let target = Arc::new(Msg::Do(if to < widths.len() { Action::CodeRight } else { Action::CodeLeft }));
            let words = text::cut(&words, width, reading.glyphs.more);
            rows.insert(0, Row::new(vec![Piece::new(words, reading.style(Role::Muted)).leading_to(&target)]));
        }
        rows
    }

    /// One row of the table: as many lines as its tallest cell.
    fn row(&self, cells: &[Cell], widths: &[usize], shown: &[usize]) -> Vec<Row> {
        let wrap = |column: &usize| {
            let pieces = cells.get(*column).map(|cell| cell.pieces.as_slice()).unwrap_or_default();
            text::wrap(pieces, widths[*column], widths[*column])
        };
        let wrapped: Vec<Vec<Vec<Piece>>> = shown.iter().map(wrap).collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        let space = |columns: usize| Piece::new(" ".repeat(columns), Style::default());
        let mut rows = Vec::new();
        for line in 0..height {
            let mut pieces = Vec::new();
            for (place, column) in shown.iter().enumerate() {
                let content = wrapped.get(place).and_then(|lines| lines.get(line)).cloned().unwrap_or_default();
                let free = widths[*column].saturating_sub(text::pieces_width(&content));
                let before = match self.align.get(*column).copied().unwrap_or_default() {
                    Alignment::Left => 0,
                    Alignment::Center => free / 2,
                    Alignment::Right => free,
                };
                let gap = if place + 1 < shown.len() { GAP } else { 0 };
                pieces.push(space(before));
                pieces.extend(content);
                pieces.push(space(free - before + gap));
            }
            pieces.retain(|piece| !piece.text.is_empty());
            rows.push(Row::new(pieces));
        }
        rows
    }
}

/// The first column and those that are in view behind it, when the page is scrolled by `shift`. The last column is never scrolled past.
fn in_view(widths: &[usize], shift: usize, width: usize) -> Vec<usize> {
    let beside = width.saturating_sub(widths[0] + GAP);
    let mut first_of_last = widths.len() - 1;
    let mut used = widths[first_of_last];
    while first_of_last > 1 && used + GAP + widths[first_of_last - 1] <= beside {
        first_of_last -= 1;
        used += GAP + widths[first_of_last];
    }
    // Any scrolling at all moves by a column.
    let mut first = 1;
    let mut passed = 0;
    while first < first_of_last && passed < shift {
        passed += widths[first] + GAP;
        first += 1;
    }
    let mut shown = vec![0];
    let mut room = beside;
    for (column, width) in widths.iter().enumerate().skip(first) {
        if *width > room {
            break;
        }
        shown.push(column);
        room = room.saturating_sub(width + GAP);
    }
    shown
}

/// Each row as lines of `title: value`.
fn records(head: &[Cell], body: &[Vec<Cell>], reading: &Reading<'_>, width: usize, first: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for (place, cells) in body.iter().enumerate() {
        if first + place > 0 {
            rows.push(Row::empty());
        }
        for (title, cell) in head.iter().zip(cells) {
            let mut pieces = title.pieces.clone();
            pieces.push(Piece::new(if title.measure.natural > 0 { ": " } else { "" }, reading.style(Role::Muted)));
            pieces.extend(cell.pieces.iter().cloned());
            let rest = width.saturating_sub(2).max(1);
            for (line, pieces) in text::wrap(&pieces, width, rest).into_iter().enumerate() {
                let row = Row::new(pieces);
                rows.push(if line == 0 { row } else { row.behind(Piece::new("  ", Style::default())) });
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_column_stays_while_the_others_pass() {
        let widths = [10, 20, 20, 20, 20];
        assert_eq!(in_view(&widths, 0, 60), [0, 1, 2]);
        assert_eq!(in_view(&widths, 12, 60), [0, 2, 3]);
        assert_eq!(in_view(&widths, 24, 60), [0, 3, 4]);
        assert_eq!(in_view(&widths, 999, 60), [0, 3, 4], "nobody scrolls past the end");
    }

    #[test]
    fn columns_give_from_the_widest() {
        let measure = |natural, least| Measure { natural, least };
        assert_eq!(shrunk(&[measure(40, 6), measure(10, 6)], &[6, 6], 30), [20, 10]);
        assert_eq!(shrunk(&[measure(4_000_000, 6), measure(30, 6)], &[6, 6], 40), [20, 20]);
        assert_eq!(shrunk(&[measure(5, 5), measure(8, 6)], &[5, 6], 40), [5, 8]);
    }
}
