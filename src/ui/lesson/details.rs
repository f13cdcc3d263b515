//! Something to open and close. It is shown open: nothing of a page may be missed because nobody opened it.

use ratatui::style::{Modifier, Style};

use super::{Reading, Row, blocks, inline};
use crate::app::Role;
use crate::course::Details;
use crate::ui::text::{self, Piece};

pub(super) fn rows(details: &Details, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let style = reading.style(Role::Strong).add_modifier(Modifier::BOLD);
    let (inside, moved) = super::inside(width, 2);
    let mut marker = Some(Piece::new(format!("{} ", reading.glyphs.unfolded), reading.style(Role::Accent)));
    let space = || Piece::new("  ", Style::default());
    let title = text::wrap(&inline::plain(&details.title, style), inside, inside);
    let mut rows: Vec<Row> =
        title.into_iter().map(|line| moved_by(Row::new(line), moved, marker.take().unwrap_or_else(space))).collect();
    rows.extend(blocks(&details.blocks, reading, inside).into_iter().map(|row| moved_by(row, moved, space())));
    rows
}

fn moved_by(row: Row, moved: bool, by: Piece) -> Row {
    if moved { row.behind(by) } else { row }
}
