//! Tables: columns as wide as their words, narrower when the page is, and rows as records when it is too narrow for columns.

use ratatui::style::{Modifier, Style};

use super::{Reading, Row, inline};
use crate::app::Role;
use crate::course::{Alignment, Inline, Table};
use crate::ui::text::{self, Piece};

/// Columns of air between two columns.
const GAP: usize = 2;
/// A column narrower than this breaks every word; then records read better.
const COLUMN_MIN: usize = 6;

pub(super) fn rows(table: &Table, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let head_ink = reading.with_ink(reading.ink.patch(reading.style(Role::Strong)).add_modifier(Modifier::BOLD));
    let head: Vec<Cell> = table.head.iter().map(|cell| Cell::new(cell, &head_ink)).collect();
    let body: Vec<Vec<Cell>> =
        table.rows.iter().map(|row| row.iter().map(|cell| Cell::new(cell, reading)).collect()).collect();
    match column_widths(&head, &body, width) {
        Some(widths) => grid(&head, &body, &widths, &table.align, reading),
        None => records(&head, &body, reading, width),
    }
}

/// A cell before wrapping.
struct Cell {
    pieces: Vec<Piece>,
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
        Self { pieces, natural, least }
    }
}

/// How wide each column gets; `None` when there is no room for columns.
fn column_widths(head: &[Cell], body: &[Vec<Cell>], width: usize) -> Option<Vec<usize>> {
    let columns = head.len();
    let room = width.checked_sub(GAP * columns.saturating_sub(1))?;
    let rows = || std::iter::once(head).chain(body.iter().map(Vec::as_slice));
    let most = |measure: fn(&Cell) -> usize| -> Vec<usize> {
        (0..columns).map(|column| rows().filter_map(|row| row.get(column)).map(measure).max().unwrap_or(0)).collect()
    };
    let (mut widths, least) = (most(|cell| cell.natural), most(|cell| cell.least));
    let least: Vec<usize> =
        least.iter().zip(&widths).map(|(least, natural)| (*least).max(COLUMN_MIN).min(*natural)).collect();
    if least.iter().sum::<usize>() > room {
        return None;
    }
    // Take from the widest column that can still give, one column at a time.
    while widths.iter().sum::<usize>() > room {
        let widest =
            (0..columns).filter(|column| widths[*column] > least[*column]).max_by_key(|column| widths[*column])?;
        widths[widest] -= 1;
    }
    Some(widths)
}

fn grid(head: &[Cell], body: &[Vec<Cell>], widths: &[usize], align: &[Alignment], reading: &Reading<'_>) -> Vec<Row> {
    let mut rows = row(head, widths, align);
    let line: Vec<String> = widths.iter().map(|width| reading.glyphs.rule.repeat(*width)).collect();
    rows.push(Row::of(line.join(&" ".repeat(GAP)), reading.style(Role::Rule)));
    for cells in body {
        rows.extend(row(cells, widths, align));
    }
    rows
}

/// One row of the table: as many lines as its tallest cell.
fn row(cells: &[Cell], widths: &[usize], align: &[Alignment]) -> Vec<Row> {
    let wrapped: Vec<Vec<Vec<Piece>>> =
        cells.iter().zip(widths).map(|(cell, width)| text::wrap(&cell.pieces, *width, *width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    let space = |columns: usize| Piece::new(" ".repeat(columns), Style::default());
    let mut rows = Vec::new();
    for line in 0..height {
        let mut pieces = Vec::new();
        for (column, width) in widths.iter().enumerate() {
            let content = wrapped.get(column).and_then(|lines| lines.get(line)).cloned().unwrap_or_default();
            let free = width.saturating_sub(text::pieces_width(&content));
            let before = match align.get(column).copied().unwrap_or_default() {
                Alignment::Left => 0,
                Alignment::Center => free / 2,
                Alignment::Right => free,
            };
            let gap = if column + 1 < widths.len() { GAP } else { 0 };
            pieces.push(space(before));
            pieces.extend(content);
            pieces.push(space(free - before + gap));
        }
        pieces.retain(|piece| !piece.text.is_empty());
        rows.push(Row::new(pieces));
    }
    rows
}

/// Each row as lines of `title: value`.
fn records(head: &[Cell], body: &[Vec<Cell>], reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for (place, cells) in body.iter().enumerate() {
        if place > 0 {
            rows.push(Row::empty());
        }
        for (title, cell) in head.iter().zip(cells) {
            let mut pieces = title.pieces.clone();
            pieces.push(Piece::new(if title.natural > 0 { ": " } else { "" }, reading.style(Role::Muted)));
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
