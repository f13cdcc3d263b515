//! A list to choose from: the table of contents, the links of a page, what a search found.

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::app::{Extent, Msg, PickRow, Picker, Region, Role};
use crate::ui::lesson::Row;
use crate::ui::look::Look;
use crate::ui::screens::home::draw_rows;
use crate::ui::stage::Stage;
use crate::ui::text::{self, Piece};
use crate::ui::widgets::more;

/// Draws a picker as an overlay of its own.
pub(super) fn draw(stage: &mut Stage<'_>, picker: &Picker, title: &str, body: Rect) {
    let title = if picker.title.is_empty() { title } else { &picker.title };
    let inner = super::open(stage, title, "", body, (super::WIDTH_MAX, picker.rows.len() as u16));
    draw_list(stage, picker, inner);
}

/// Draws the rows of a picker into `area`, the chosen one always in view.
pub(super) fn draw_list(stage: &mut Stage<'_>, picker: &Picker, area: Rect) {
    let look = stage.look;
    let width = usize::from(area.width);
    let rows: Vec<Row> = picker
        .rows
        .iter()
        .enumerate()
        .map(|(place, row)| row_of(row, place, place == picker.selected, width, &look))
        .collect();
    let extent = Extent { content: rows.len(), view: area.height };
    stage.measured(Region::Overlay, extent);
    stage.drawn.hits.on_wheel(area, Region::Overlay);
    let middle = picker.selected.saturating_sub(usize::from(area.height / 2));
    let scroll = middle.min(extent.scroll_max());
    draw_rows(stage, area, &rows, scroll);
    more::draw(&mut stage.pen(area), &look, scroll, extent);
}

fn row_of(row: &PickRow, place: usize, chosen: bool, width: usize, look: &Look<'_>) -> Row {
    let Some(_) = row.msg else {
        return Row::of(text::cut(&text::printable(&row.text), width, look.glyphs.more), look.bold(Role::Accent));
    };
    let detail = text::cut(&text::printable(&row.detail), width / 3, look.glyphs.more);
    let indent = "  ".repeat(usize::from(row.level));
    let room = width.saturating_sub(text::width(&detail) + indent.len() + 4);
    let words = text::cut(&text::printable(&row.text), room, look.glyphs.more);
    let mark = if chosen { look.glyphs.chosen } else { " " };
    let style = if chosen { look.bold(Role::Strong) } else { look.style(Role::Text) };
    let laid =
        Row::new(vec![Piece::new(format!("{mark} {indent}"), look.bold(Role::Accent)), Piece::new(words, style)])
            .with_right(vec![Piece::new(format!("{detail} "), look.style(Role::Muted))], width);
    let target = Arc::new(Msg::Pick(place));
    let laid = Row { pieces: laid.pieces.into_iter().map(|piece| piece.leading_to(&target)).collect(), ..laid };
    if chosen { laid.on(look.chosen(), width) } else { laid }
}
