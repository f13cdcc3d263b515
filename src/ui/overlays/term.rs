//! A word of the trade and what it means.

use ratatui::layout::Rect;

use crate::app::{Extent, Region, Role};
use crate::course::{CodeBlock, Directive, Task, Term};
use crate::problem::Source;
use crate::ui::lesson::{self, Reading};
use crate::ui::screens::home::draw_rows;
use crate::ui::stage::Stage;
use crate::ui::widgets::more;

/// Columns of the card.
const WIDTH: u16 = 70;

pub(super) fn draw(stage: &mut Stage<'_>, term: &Term, body: Rect) {
    let look = stage.look;
    let source = Source::default();
    let reading = Reading {
        theme: look.theme,
        glyphs: look.glyphs,
        ink: look.style(Role::Text),
        shift: 0,
        focus_step: 0,
        source: &source,
        is_ticked: &|task: &Task| task.done,
        highlighted: &|_: &CodeBlock| None,
        picture: &|_| None,
        directive: &|_: &Directive, _: usize| Vec::new(),
    };
    let room = usize::from(WIDTH.min(body.width.saturating_sub(2)).saturating_sub(6)).max(1);
    let rows = lesson::blocks(&term.blocks, &reading, room);
    let inner = super::open(stage, &term.name, "glossary", body, (WIDTH, rows.len() as u16 + 1));
    let extent = Extent { content: rows.len(), view: inner.height };
    let scroll = stage.measured(Region::Overlay, extent);
    stage.drawn.hits.on_wheel(inner, Region::Overlay);
    draw_rows(stage, inner, &rows, scroll);
    more::draw(&mut stage.pen(inner), &look, scroll, extent);
}
