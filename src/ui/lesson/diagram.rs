//! A diagram written in words, drawn. One that is wider than the page is scrolled like code; `y` copies its words.

use ratatui::style::Modifier;

use super::{Reading, Row, code};
use crate::app::Role;
use crate::course::CodeBlock;
use crate::ui::diagram::{self, Ink};
use crate::ui::text::Piece;

/// The rows of a drawing; `None` for what is no diagram or one that is not understood.
pub(super) fn rows(block: &CodeBlock, reading: &Reading<'_>, width: usize) -> Option<Vec<Row>> {
    if block.lang != "mermaid" {
        return None;
    }
    let canvas = diagram::draw(&block.text, width)?;
    let mut rows: Vec<Row> = block.title.iter().map(|title| code::titled(title, reading, width)).collect();
    for stretches in canvas.rows() {
        let pieces = stretches.into_iter().map(|(ink, text)| Piece::new(text, style(ink, reading))).collect();
        rows.push(code::window(pieces, reading, width));
    }
    Some(rows)
}

fn style(ink: Ink, reading: &Reading<'_>) -> ratatui::style::Style {
    match ink {
        Ink::Line => reading.style(Role::Muted),
        Ink::Words => reading.ink,
        Ink::Label => reading.style(Role::Muted).add_modifier(Modifier::ITALIC),
        Ink::Arrow => reading.style(Role::Accent),
    }
}
