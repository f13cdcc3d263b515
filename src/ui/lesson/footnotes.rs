//! The notes of a page, under a short line.

use ratatui::style::Style;

use super::{Reading, Row, blocks, inline};
use crate::app::Role;
use crate::course::Footnote;
use crate::ui::text::{self, Piece};

/// Columns of the line above the notes.
const LINE: usize = 12;

pub(super) fn rows(notes: &[Footnote], reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let mut rows = vec![Row::of(reading.glyphs.rule.repeat(LINE.min(width)), reading.style(Role::Rule))];
    let quiet = reading.with_ink(reading.style(Role::Muted));
    let indent =
        notes.iter().map(|note| text::width(&inline::note_number(note.number, reading)) + 1).max().unwrap_or(0);
    let (inside, moved) = super::inside(width, indent);
    for note in notes {
        let number = text::left(&inline::note_number(note.number, reading), indent);
        let mut marker = Some(Piece::new(number, reading.style(Role::Accent)));
        let inner = blocks(&note.blocks, &quiet, inside);
        if !moved {
            rows.extend(marker.take().map(|marker| Row::new(vec![marker])));
            rows.extend(inner);
            continue;
        }
        rows.extend(
            inner.into_iter().map(|row| {
                row.behind(marker.take().unwrap_or_else(|| Piece::new(" ".repeat(indent), Style::default())))
            }),
        );
    }
    rows
}
