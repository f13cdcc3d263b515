//! A change: lines that came, lines that went.

use super::card::on_panel;
use super::{Reading, Row, code};
use crate::app::Role;
use crate::course::CodeBlock;
use crate::ui::text::Piece;

pub(super) fn rows(diff: &CodeBlock, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let role = |line: &str| match line.as_bytes().first() {
        Some(b'+') => Role::Ok,
        Some(b'-') => Role::Danger,
        Some(b'@') => Role::Muted,
        _ => Role::Text,
    };
    let inside = width.saturating_sub(4).max(1);
    let line = |line: &str| code::window(vec![Piece::new(line, reading.style(role(line)))], reading, inside);
    on_panel(diff.text.lines().map(line).collect(), reading, width)
}
