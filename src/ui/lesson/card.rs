//! A card: something on the page that answers. A ground of its own, room around the words, keys at the foot.

use ratatui::style::{Modifier, Style};

use super::{Reading, Row};
use crate::app::Role;
use crate::ui::text::{self, Piece};

/// Columns of room at each side of a card's text.
pub const PADDING: usize = 2;

/// A titled card around `inner`; `aside` stands at the right of the title.
pub fn card(title: Piece, aside: &str, inner: Vec<Row>, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let end = width.saturating_sub(PADDING);
    let text = text::cut(&title.text, end.saturating_sub(PADDING).max(1), reading.glyphs.more);
    let title = Piece { style: title.style.add_modifier(Modifier::BOLD), text, ..title };
    let aside = Piece::new(aside, reading.style(Role::Muted));
    let head = Row::new(vec![title]).with_right(vec![aside], end.saturating_sub(PADDING));
    let mut rows = vec![head];
    if !inner.is_empty() {
        rows.push(Row::empty());
        rows.extend(inner);
    }
    on_panel(rows, reading, width)
}

/// Rows on a card's ground. Without colour there is no ground to see, so an edge stands for it.
pub fn on_panel(rows: Vec<Row>, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let ground = reading.theme.fill(Role::Panel);
    let edge = if reading.theme.is_colourless() {
        Piece::new(format!("{} ", reading.glyphs.wall), reading.style(Role::Muted))
    } else {
        Piece::new(" ".repeat(PADDING), Style::default())
    };
    rows.into_iter().map(|row| row.behind(edge.clone()).on(ground, width)).collect()
}
