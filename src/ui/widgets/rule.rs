//! A thin line with a title: what other programs draw boxes for.
//!
//! ```text
//! ─ Fleet · heavy-init ── cold starts 20 · 20 environments ─
//! ```

use ratatui::style::Modifier;

use crate::app::Role;
use crate::ui::look::Look;
use crate::ui::pen::Pen;
use crate::ui::text;

/// Draws the line into the first row of `pen`. The one whose keys work now has the accent colour; without colours, a reversed title.
pub fn titled(pen: &mut Pen<'_>, look: &Look<'_>, left: &str, right: &str, focused: bool) {
    let line = look.style(if focused { Role::Accent } else { Role::Rule });
    let mut title = look.bold(if focused { Role::Accent } else { Role::Strong });
    if focused && look.theme.is_colourless() {
        title = title.add_modifier(Modifier::REVERSED);
    }
    let width = pen.width();
    pen.repeat(0, width, 0, look.glyphs.rule, line);
    let room = usize::from(width).saturating_sub(4);
    let facts = format!(" {} ", look.glyphs.dot);
    // When not all has room, whose pane it is goes first, then the facts that say least, which stand first.
    let left = match left.split_once(&facts) {
        Some((name, _)) if text::width(left) + text::width(right) + 4 > room => name,
        _ => left,
    };
    let left = text::cut(left, room, look.glyphs.more);
    if left.is_empty() {
        return;
    }
    let end = pen.text(2, 0, &left, title);
    pen.text(1, 0, " ", line);
    pen.text(end, 0, " ", line);
    let free = usize::from(width).saturating_sub(usize::from(end) + 6);
    let mut right = right;
    while text::width(right) > free
        && let Some((_, rest)) = right.split_once(&facts)
    {
        right = rest;
    }
    let right = text::cut(right, free, look.glyphs.more);
    if text::width(&right) > text::width(look.glyphs.more) || (!right.is_empty() && free > 0) {
        let start = pen.right(width.saturating_sub(2), 0, &right, look.style(Role::Muted));
        pen.text(start.saturating_sub(1), 0, " ", line);
        pen.text(width.saturating_sub(2), 0, " ", line);
    }
}

/// A plain line, for the sum of a bill or the end of a list.
pub fn plain(pen: &mut Pen<'_>, look: &Look<'_>, x: u16, end: u16, y: u16) {
    pen.repeat(x, end, y, look.glyphs.rule, look.style(Role::Rule));
}
