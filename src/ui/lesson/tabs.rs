//! Ways to say the same thing: one under the other, each with its name.

use ratatui::style::Modifier;

use super::{Reading, Row, blocks, inline};
use crate::app::Role;
use crate::course::Tab;
use crate::ui::text::{self, Piece};

pub(super) fn rows(tabs: &[Tab], reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let style = reading.style(Role::Accent).add_modifier(Modifier::BOLD);
    let (inside, moved) = super::inside(width, 2);
    let bar = Piece::new(format!("{} ", reading.glyphs.wall), reading.style(Role::Rule));
    let mut rows = Vec::new();
    for tab in tabs {
        if !rows.is_empty() {
            rows.push(Row::empty());
        }
        rows.extend(text::wrap(&inline::plain(&tab.title, style), width, width).into_iter().map(Row::new));
        rows.extend(
            blocks(&tab.blocks, reading, inside)
                .into_iter()
                .map(|row| if moved { row.behind(bar.clone()) } else { row }),
        );
    }
    rows
}
