//! The function's own code: to read while it runs, to change, and to compare with the lesson's.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::look;
use crate::app::{CodeFile, CodeView, DiffLine, Extent, Pane, PaneContext, PaneTitle, Role, Writing};
use crate::ui::look::Look;
use crate::ui::pen::Pen;
use crate::ui::text;
use crate::ui::widgets::more;
use crate::ui::written;

/// Source code.
pub struct Code;

impl Pane for Code {
    fn name(&self) -> &'static str {
        "code"
    }

    fn title(&self, context: &PaneContext<'_>) -> PaneTitle {
        let left = match context.bench.code() {
            Some(file) if context.bench.code.len() > 1 => format!("Code {} {}", context.glyphs.dot, file.function),
            _ => "Code".to_owned(),
        };
        let right = context
            .bench
            .code()
            .map_or_else(String::new, |file| look(context).joined(&[file.path.clone(), state(file, context)]));
        PaneTitle { left, right }
    }

    fn wanted_height(&self, context: &PaneContext<'_>, _width: u16) -> u16 {
        context.bench.code().map_or(2, |file| file.editor.lines().len() as u16 + 1)
    }

    fn writing(&self, context: &PaneContext<'_>, area: Rect) -> Option<Writing> {
        let file = context.bench.code().filter(|file| file.view == CodeView::Text)?;
        Some(written::writing(&file.editor, context, area))
    }

    fn draw(&self, context: &PaneContext<'_>, area: Rect, buffer: &mut Buffer) -> Extent {
        let Some(file) = context.bench.code() else {
            let look = look(context);
            let mut pen = Pen::new(buffer, area);
            let words = "this lab models its functions: there is no code to show";
            pen.text(0, u16::from(pen.height() > 2), words, look.style(Role::Muted));
            return Extent { content: usize::from(pen.height()), view: pen.height() };
        };
        match &file.view {
            CodeView::Text => written::draw(&file.editor, context, area, buffer),
            CodeView::Diff(lines) => draw_diff(lines, context, area, buffer),
        }
    }
}

/// What is to be known of the code: that it is written, changed, compared, no longer the lesson's.
fn state(file: &CodeFile, context: &PaneContext<'_>) -> String {
    let changed = file.is_changed();
    match (&file.view, changed) {
        (CodeView::Diff(_), _) => "your changes".to_owned(),
        _ if !file.runs => String::new(),
        (CodeView::Text, _) if !context.bench.is_deployed(file) => "not deployed".to_owned(),
        (CodeView::Text, true) if file.corrected => "changed; the lesson has a newer original".to_owned(),
        (CodeView::Text, true) => "changed".to_owned(),
        (CodeView::Text, false) => String::new(),
    }
}

fn draw_diff(lines: &[DiffLine], context: &PaneContext<'_>, area: Rect, buffer: &mut Buffer) -> Extent {
    let look = look(context);
    let mut pen = Pen::new(buffer, area);
    let extent = Extent { content: lines.len(), view: pen.height() };
    let scroll = context.scroll.min(extent.scroll_max());
    let digits = lines.len().to_string().len();
    for (row, line) in lines.iter().skip(scroll).take(usize::from(extent.view)).enumerate() {
        draw_diff_line(&mut pen, &look, line, digits, row as u16);
    }
    more::draw(&mut pen, &look, scroll, extent);
    extent
}

fn draw_diff_line(pen: &mut Pen<'_>, look: &Look<'_>, line: &DiffLine, digits: usize, y: u16) {
    let (mark, role) = match (line.original, line.own) {
        (None, _) => ("+", Role::Ok),
        (_, None) => ("-", Role::Danger),
        _ => (" ", Role::Text),
    };
    let number = |number: Option<usize>| text::right(&number.map_or_else(String::new, |n| n.to_string()), digits);
    let numbers = format!("{} {} ", number(line.original), number(line.own));
    let x = pen.text(0, y, &numbers, look.style(Role::Muted));
    let x = pen.text(x, y, mark, look.bold(role)) + 1;
    pen.text(x, y, &text::printable(&line.text), look.style(role));
    if text::width(&line.text) > usize::from(pen.width().saturating_sub(x)) {
        pen.text(pen.width().saturating_sub(1), y, look.glyphs.more, look.style(Role::Accent));
    }
}
