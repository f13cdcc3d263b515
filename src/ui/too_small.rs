//! What a window says that is too small to say anything else.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::look::Look;
use super::pen::Pen;
use super::regions::{HEIGHT_MIN, WIDTH_MIN};
use super::text;
use crate::app::Role;

/// Asks for a bigger window, as far as the words fit.
pub fn draw(buffer: &mut Buffer, area: Rect, look: &Look<'_>) {
    let mut pen = Pen::new(buffer, area);
    let (width, height) = (area.width, area.height);
    pen.fill(0, 0, width, height, look.theme.on(Role::Text, Role::Ground));
    let words = format!(
        "coldstart needs a little more room: {WIDTH_MIN} columns and {HEIGHT_MIN} rows at least. This window has {width} and {height}. Nothing is lost; q quits."
    );
    let margin = u16::from(width > 12);
    let lines = text::wrap_plain(&words, usize::from(width.saturating_sub(2 * margin)).max(1));
    let top = height.saturating_sub(lines.len() as u16) / 2;
    for (row, line) in lines.iter().enumerate() {
        pen.text(margin, top + row as u16, line, look.style(Role::Text));
    }
}
