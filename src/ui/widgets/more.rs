//! A hint that there is more than one sees, and where.

use crate::app::{Extent, Role};
use crate::ui::look::Look;
use crate::ui::pen::Pen;

/// Draws arrows at the right of the pen's first and last rows, where something lies beyond them.
pub fn draw(pen: &mut Pen<'_>, look: &Look<'_>, scroll: usize, extent: Extent) {
    let last = pen.height().saturating_sub(1);
    let column = pen.width().saturating_sub(1);
    if scroll > 0 {
        pen.text(column, 0, look.glyphs.up, look.style(Role::Accent));
    }
    if scroll < extent.scroll_max() {
        pen.text(column, last, look.glyphs.down, look.style(Role::Accent));
    }
}
