//! The event that the function in view is called with: to read, to change, to send.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::look;
use crate::app::{Extent, Pane, PaneContext, PaneTitle, Role, Writing};
use crate::ui::pen::Pen;
use crate::ui::written;

/// An event as JSON.
pub struct Event;

impl Pane for Event {
    fn name(&self) -> &'static str {
        "event"
    }

    fn title(&self, context: &PaneContext<'_>) -> PaneTitle {
        let right = context.bench.code().map_or_else(String::new, |file| {
            let state = if context.editing {
                "editing"
            } else if file.event.is_changed() {
                "changed"
            } else {
                ""
            };
            look(context).joined(&[file.event.source.clone(), state.to_owned()])
        });
        PaneTitle { left: "Event".to_owned(), right }
    }

    fn wanted_height(&self, context: &PaneContext<'_>, _width: u16) -> u16 {
        context.bench.code().map_or(2, |file| file.event.editor.lines().len() as u16 + 1)
    }

    fn writing(&self, context: &PaneContext<'_>, area: Rect) -> Option<Writing> {
        context.bench.code().map(|file| written::writing(&file.event.editor, context, area))
    }

    fn draw(&self, context: &PaneContext<'_>, area: Rect, buffer: &mut Buffer) -> Extent {
        let Some(file) = context.bench.code() else {
            let look = look(context);
            let mut pen = Pen::new(buffer, area);
            let words = "this lab models its functions: they take no event";
            pen.text(0, u16::from(pen.height() > 2), words, look.style(Role::Muted));
            return Extent { content: usize::from(pen.height()), view: pen.height() };
        };
        written::draw(&file.event.editor, context, area, buffer)
    }
}
