//! How long requests took: a column for each stretch of the run, as high as its slowest hundredth.
//!
//! ```text
//!  5 s                          ██▅██▅
//!                               ██████
//!    0 ▁▁▁▆▁▁▁▁▁▁▁▁▁▁▁▁▁▁▆▁▁▁▁▁▁██████▁▁▁▁
//! cold                          ▴▴▴▴▴▴
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::look;
use crate::app::{Extent, Pane, PaneContext, PaneTitle, Role};
use crate::lab::LatencyColumn;
use crate::ui::figures;
use crate::ui::look::Look;
use crate::ui::pen::Pen;
use crate::ui::text;
use crate::ui::widgets::columns::{self, Column};
use crate::units::Span;

/// Latency over time.
pub struct Latency;

/// Columns for the figures of the axis.
const AXIS: u16 = figures::SPAN_WIDTH as u16 + 1;

impl Pane for Latency {
    fn name(&self) -> &'static str {
        "latency"
    }

    fn title(&self, context: &PaneContext<'_>) -> PaneTitle {
        let latency = &context.snapshot.latency;
        let figure = |name: &str, value| {
            // Six columns hold any duration but the rarest, and keep the names where they are.
            format!("{name} {}", text::right(&figures::span_or_dash(value), 6))
        };
        let facts = [figure("p50", latency.p50), figure("p95", latency.p95), figure("p99", latency.p99)];
        PaneTitle { left: "Latency".to_owned(), right: look(context).joined(&facts) }
    }

    fn wanted_height(&self, _context: &PaneContext<'_>, _width: u16) -> u16 {
        5
    }

    fn draw(&self, context: &PaneContext<'_>, area: Rect, buffer: &mut Buffer) -> Extent {
        let look = look(context);
        let mut pen = Pen::new(buffer, area);
        let (width, height) = (pen.width(), pen.height());
        let extent = Extent { content: usize::from(height), view: height };
        let latency = &context.snapshot.latency;
        if latency.count == 0 && latency.columns.iter().all(|column| column.throttles == 0) {
            pen.text(0, u16::from(height > 2), "no answer yet", look.style(Role::Muted));
            return extent;
        }
        let room = usize::from(width.saturating_sub(AXIS));
        let shown = newest(&latency.columns, room);
        // The row of marks is the last to go when there is no room.
        let marks = u16::from(height > 2);
        let chart = height - marks;
        if let Some(longest) = longest(shown) {
            let beside = context.other.and_then(|other| self::longest(newest(&other.latency.columns, room)));
            let top = ceiling(beside.map_or(longest, |beside| beside.max(longest)));
            let bars: Vec<Option<Column>> = shown.iter().map(|column| column_of(column, top, &look)).collect();
            columns::draw(&mut pen.part(0, 0, width, chart), &look, AXIS, &bars);
            draw_figures(&mut pen, &look, top, chart);
        } else {
            let since = shown.first().map_or(Span::ZERO, |first| context.snapshot.now.since(first.start));
            let words = format!("no answer in the last {}", figures::round_span(since));
            pen.text(0, u16::from(height > 2), &words, look.style(Role::Muted));
        }
        if marks > 0 {
            draw_marks(&mut pen, &look, shown, chart);
        }
        extent
    }
}

/// The columns that there is room for.
fn newest(columns: &[LatencyColumn], room: usize) -> &[LatencyColumn] {
    &columns[columns.len().saturating_sub(room)..]
}

/// The highest of them; nothing where nobody was answered.
fn longest(columns: &[LatencyColumn]) -> Option<Span> {
    columns.iter().filter(|column| column.count > 0).filter_map(height_of).max()
}

/// What a column is as high as: the slowest hundredth, where few requests make that the slowest.
fn height_of(column: &LatencyColumn) -> Option<Span> {
    column.p99.or(column.max)
}

/// The next round duration: an axis that seldom changes can be read at a glance.
fn ceiling(longest: Span) -> Span {
    let mut decade = 1_000;
    loop {
        for step in [1, 2, 5] {
            if step * decade >= longest.as_micros() {
                return Span::from_micros(step * decade);
            }
        }
        decade *= 10;
    }
}

fn column_of(column: &LatencyColumn, top: Span, look: &Look<'_>) -> Option<Column> {
    let value = height_of(column).filter(|_| column.count > 0)?;
    let cold = cold_share(column);
    Some(Column {
        share: value.as_micros() as f64 / top.as_micros().max(1) as f64,
        style: look.style(Role::Idle),
        cap: (cold > 0.0).then(|| (cold, look.style(Role::Starting))),
        pattern: (cold > 0.0 && look.theme.is_colourless()).then_some(look.glyphs.init),
    })
}

/// Which share of the requests answered here had waited for a start.
fn cold_share(column: &LatencyColumn) -> f64 {
    column.cold as f64 / column.count.max(1) as f64
}

fn draw_figures(pen: &mut Pen<'_>, look: &Look<'_>, top: Span, chart: u16) {
    let figure = |value: Span| text::right(&figures::round_span(value), figures::SPAN_WIDTH);
    pen.text(0, 0, &figure(top), look.style(Role::Muted));
    if chart > 1 {
        pen.text(0, chart - 1, &text::right("0", figures::SPAN_WIDTH), look.style(Role::Muted));
    }
}

/// Below the columns: where cold starts happened, where requests were refused.
fn draw_marks(pen: &mut Pen<'_>, look: &Look<'_>, shown: &[LatencyColumn], y: u16) {
    let (mut cold, mut refused) = (false, false);
    for (place, column) in shown.iter().enumerate() {
        let x = AXIS + place as u16;
        if column.throttles > 0 {
            refused = true;
            pen.text(x, y, look.glyphs.throttled, look.style(Role::Throttled));
        } else if column.cold_starts > 0 {
            cold = true;
            pen.text(x, y, look.glyphs.mark, look.style(Role::Starting));
        }
    }
    let (label, role) = match (cold, refused) {
        (_, true) => (format!("{} 429", look.glyphs.throttled), Role::Throttled),
        (true, false) => (format!("{} cold", look.glyphs.mark), Role::Starting),
        (false, false) => return,
    };
    pen.text(0, y, &text::right(&label, figures::SPAN_WIDTH), look.style(role));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_ends_at_a_round_duration() {
        for (longest, top) in [(14_000, 20_000), (900, 1_000), (3_100_000, 5_000_000), (0, 1_000)] {
            assert_eq!(ceiling(Span(longest)), Span(top));
        }
    }
}
