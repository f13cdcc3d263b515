//! A share of a whole, in steps.

use crate::app::Role;
use crate::ui::look::Look;
use crate::ui::pen::Pen;

/// Draws `steps` steps, as many full as `share` says; a share above nothing shows at least one. Returns the column after it.
pub fn draw(pen: &mut Pen<'_>, look: &Look<'_>, (x, y): (u16, u16), steps: u16, share: f64, role: Role) -> u16 {
    let full = filled(steps, share);
    pen.repeat(x, x + full, y, look.glyphs.full, look.style(role));
    pen.repeat(x + full, x + steps, y, look.glyphs.empty, look.style(Role::Muted));
    x + steps
}

fn filled(steps: u16, share: f64) -> u16 {
    let share = share.clamp(0.0, 1.0);
    let full = (share * f64::from(steps)).round() as u16;
    match full {
        0 if share > 0.0 => 1,
        // All full means done, and nothing else does.
        full if full == steps && share < 1.0 => steps.saturating_sub(1),
        full => full,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_means_done_and_empty_means_not_begun() {
        let expected = [(0.0, 0), (0.01, 1), (0.31, 2), (0.99, 7), (1.0, 8), (7.0, 8)];
        for (share, steps) in expected {
            assert_eq!(filled(8, share), steps, "{share}");
        }
    }
}
