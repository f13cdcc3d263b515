//! A session: what is typed stands out, what is answered steps back.

use ratatui::style::Modifier;

use super::card::on_panel;
use super::{Reading, Row, code};
use crate::app::Role;
use crate::course::CodeBlock;
use crate::ui::text::Piece;

pub(super) fn rows(session: &CodeBlock, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let muted = reading.style(Role::Muted);
    let typed = reading.style(Role::Text).add_modifier(Modifier::BOLD);
    let pieces = |line: &str| match line.strip_prefix("$ ") {
        Some(command) => vec![Piece::new("$ ", muted), Piece::new(command, typed)],
        None => vec![Piece::new(line, muted)],
    };
    let inside = width.saturating_sub(4).max(1);
    let rows = session.text.lines().map(|line| code::window(pieces(line), reading, inside)).collect();
    on_panel(rows, reading, width)
}
