//! A chart of columns, each as high as its value, in eighths of a row.

use ratatui::style::Style;

use crate::ui::look::Look;
use crate::ui::pen::Pen;

/// One column: its height as a share of the chart, and how it looks.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// From 0 to 1.
    pub share: f64,
    /// Its colour.
    pub style: Style,
    /// The share of it, from its top, in another colour, and that colour.
    pub cap: Option<(f64, Style)>,
    /// The cap is drawn with this instead of solid blocks: how kinds differ where colours do not.
    pub pattern: Option<&'static str>,
}

/// Draws columns side by side from column `x` on, standing on the last row of the pen. Something that is more than nothing is seen.
pub fn draw(pen: &mut Pen<'_>, look: &Look<'_>, x: u16, columns: &[Option<Column>]) {
    for (place, column) in columns.iter().enumerate() {
        if let Some(column) = column {
            draw_column(pen, look, x + place as u16, column);
        }
    }
}

fn draw_column(pen: &mut Pen<'_>, look: &Look<'_>, x: u16, column: &Column) {
    let height = pen.height();
    let eighths = ((column.share.clamp(0.0, 1.0) * f64::from(height) * 8.0).round() as u16).max(1);
    let rows = eighths.div_ceil(8);
    let cap = column.cap.map_or(0, |(share, _)| capped(rows, share));
    for row in 0..height {
        let below = (height - 1 - row) * 8;
        let here = eighths.saturating_sub(below).min(8);
        if here == 0 {
            continue;
        }
        let in_cap = row < height - rows + cap;
        let style = column.cap.filter(|_| in_cap).map_or(column.style, |(_, style)| style);
        let pattern = column.pattern.filter(|_| in_cap && here > 1);
        pen.text(x, row, pattern.unwrap_or(look.glyphs.eighths[usize::from(here) - 1]), style);
    }
}

/// Rows of a cap: as near to its share as whole rows come; what is there is seen, except on a column of one row.
fn capped(rows: u16, share: f64) -> u16 {
    let least = u16::from(rows > 1 && share > 0.0);
    ((share.clamp(0.0, 1.0) * f64::from(rows)).round() as u16).max(least)
}
