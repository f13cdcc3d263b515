//! Headings: the higher, the louder.

use ratatui::style::Modifier;

use super::{Reading, Row, inline};
use crate::app::Role;
use crate::course::Inline;
use crate::ui::text;

pub(super) fn rows(level: u8, inlines: &[Inline], reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let style = match level {
        1 => reading.style(Role::Strong).add_modifier(Modifier::BOLD),
        2 => reading.style(Role::Accent).add_modifier(Modifier::BOLD),
        3 => reading.style(Role::Text).add_modifier(Modifier::BOLD),
        _ => reading.style(Role::Muted).add_modifier(Modifier::BOLD),
    };
    // Without colour the levels would look alike.
    let style =
        if reading.theme.is_colourless() && level == 1 { style.add_modifier(Modifier::UNDERLINED) } else { style };
    text::wrap(&inline::plain(inlines, style), width, width).into_iter().map(Row::new).collect()
}
