//! Somebody else's words, behind a thin bar.

use ratatui::style::Modifier;

use super::{Reading, Row, blocks};
use crate::app::Role;
use crate::course::Block;
use crate::ui::text::Piece;

pub(super) fn rows(quoted: &[Block], reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let inner = reading.with_ink(reading.ink.add_modifier(Modifier::ITALIC));
    let bar = Piece::new(format!("{} ", reading.glyphs.wall), reading.style(Role::Rule));
    let (inside, moved) = super::inside(width, 2);
    let rows = blocks(quoted, &inner, inside).into_iter();
    rows.map(|row| if moved { row.behind(bar.clone()) } else { row }).collect()
}
