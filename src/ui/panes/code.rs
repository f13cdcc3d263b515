//! The function's own code, to read while it runs.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::look;
use crate::app::{Extent, HighlightedLines, Pane, PaneContext, PaneTitle, Role};
use crate::ui::highlight;
use crate::ui::look::Look;
use crate::ui::pen::Pen;
use crate::ui::text;
use crate::ui::widgets::more;

/// Source code, read-only.
pub struct Code;

impl Pane for Code {
    fn name(&self) -> &'static str {
        "code"
    }

    fn title(&self, context: &PaneContext<'_>) -> PaneTitle {
        let right = context.bench.code().map_or_else(String::new, |file| file.path.clone());
        PaneTitle { left: "Code".to_owned(), right }
    }

    fn wanted_height(&self, context: &PaneContext<'_>, _width: u16) -> u16 {
        context.bench.code().map_or(2, |file| file.text.lines().count() as u16 + 1)
    }

    fn draw(&self, context: &PaneContext<'_>, area: Rect, buffer: &mut Buffer) -> Extent {
        let look = look(context);
        let mut pen = Pen::new(buffer, area);
        let Some(file) = context.bench.code() else {
            pen.text(
                0,
                u16::from(pen.height() > 2),
                "this lab models its functions: there is no code to show",
                look.style(Role::Muted),
            );
            return Extent { content: usize::from(pen.height()), view: pen.height() };
        };
        let coloured = context.highlights.get(&file.lang, &file.text);
        let extent = Extent { content: file.text.lines().count(), view: pen.height() };
        let scroll = context.scroll.min(extent.scroll_max());
        let digits = extent.content.to_string().len();
        let lines = file.text.lines().enumerate().skip(scroll).take(usize::from(extent.view));
        for (row, (index, line)) in lines.enumerate() {
            let y = row as u16;
            let number = text::right(&(index + 1).to_string(), digits);
            let x = pen.text(0, y, &number, look.style(Role::Muted)) + 2;
            draw_line(&mut pen, &look, (x, y), line, coloured, index);
        }
        more::draw(&mut pen, &look, scroll, extent);
        extent
    }
}

fn draw_line(
    pen: &mut Pen<'_>,
    look: &Look<'_>,
    (x, y): (u16, u16),
    line: &str,
    coloured: Option<&HighlightedLines>,
    index: usize,
) {
    match coloured.and_then(|lines| lines.get(index)) {
        Some(stretches) => {
            stretches.iter().fold(x, |x, (role, text)| pen.text(x, y, text, look.style(highlight::role_of(*role))));
        }
        None => {
            pen.text(x, y, line, look.style(Role::Text));
        }
    }
    if text::width(line) > usize::from(pen.width().saturating_sub(x)) {
        pen.text(pen.width().saturating_sub(1), y, look.glyphs.more, look.style(Role::Accent));
    }
}
