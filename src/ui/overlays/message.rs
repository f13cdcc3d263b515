//! Something to be read before going on.

use ratatui::layout::Rect;

use crate::app::{Extent, Message, Region, Role};
use crate::ui::lesson::Row;
use crate::ui::screens::home::draw_rows;
use crate::ui::stage::Stage;
use crate::ui::text::{self, Piece};
use crate::ui::widgets::more;

/// Columns of the words.
const WIDTH: u16 = 66;

pub(super) fn draw(stage: &mut Stage<'_>, message: &Message, body: Rect) {
    let look = stage.look;
    let room = usize::from(WIDTH.min(body.width.saturating_sub(2)).saturating_sub(6)).max(1);
    let lines = message.text.lines().map(text::printable);
    let wrapped = lines.flat_map(|line| text::wrap(&[Piece::new(line, look.style(Role::Text))], room, room));
    let rows: Vec<Row> = wrapped.map(Row::new).collect();
    let inner = super::open(stage, &message.title, "", body, (WIDTH, rows.len() as u16 + 1));
    let extent = Extent { content: rows.len(), view: inner.height };
    let scroll = stage.measured(Region::Overlay, extent);
    stage.drawn.hits.on_wheel(inner, Region::Overlay);
    draw_rows(stage, inner, &rows, scroll);
    more::draw(&mut stage.pen(inner), &look, scroll, extent);
}
