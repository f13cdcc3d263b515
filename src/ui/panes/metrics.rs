//! What CloudWatch would show: its metrics by name, unit and statistic, minute by minute.
//!
//! ```text
//! AWS/Lambda                     Unit          Statistic   00:10   00:11    now
//! Invocations                    Count         Sum           300     298    120
//! Errors                         Count         Sum             0       0      0
//! Throttles                      Count         Sum             0      12      0
//! Duration                       Milliseconds  Average      79.1    80.2   81.0
//! ConcurrentExecutions           Count         Maximum         4      20      3
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::look;
use crate::app::{Extent, Pane, PaneContext, PaneTitle, Role};
use crate::cloud::{CLOUDWATCH_METRICS, CloudWatchMetric, MetricUnit};
use crate::lab::Minute;
use crate::ui::figures;
use crate::ui::look::Look;
use crate::ui::pen::Pen;
use crate::ui::text;

/// CloudWatch's metrics.
pub struct Metrics;

/// Metrics that are there from the start, whether anything was counted or not.
const ALWAYS: [&str; 5] = ["Invocations", "Errors", "Throttles", "Duration", "ConcurrentExecutions"];
/// Columns of a value with its gap.
const VALUE: u16 = 10;
/// Columns of unit and statistic, each with its gap.
const UNIT: u16 = 14;
const STATISTIC: u16 = 10;

impl Pane for Metrics {
    fn name(&self) -> &'static str {
        "metrics"
    }

    fn title(&self, context: &PaneContext<'_>) -> PaneTitle {
        let which = super::only_function(context);
        PaneTitle { left: format!("Metrics{which}"), right: "AWS/Lambda, a minute each".to_owned() }
    }

    fn wanted_height(&self, context: &PaneContext<'_>, _width: u16) -> u16 {
        rows(context).len() as u16 + 2
    }

    fn draw(&self, context: &PaneContext<'_>, area: Rect, buffer: &mut Buffer) -> Extent {
        let look = look(context);
        let mut pen = Pen::new(buffer, area);
        let rows = rows(context);
        let view = pen.height().saturating_sub(1);
        let extent = Extent { content: rows.len(), view };
        let scroll = context.scroll.min(extent.scroll_max());
        let layout = Layout::of(pen.width(), &rows, context.snapshot.cloudwatch.minutes.len());
        let minutes = &context.snapshot.cloudwatch.minutes;
        let shown = &minutes[minutes.len().saturating_sub(layout.minutes)..];
        draw_head(&mut pen, &look, &layout, shown);
        for (y, place) in (1..pen.height()).zip(rows.iter().skip(scroll)) {
            draw_row(&mut pen, &look, &layout, (*place, shown), y);
        }
        extent
    }
}

/// The metrics of which something was counted, by their place in CloudWatch's list, and those that always are of interest.
fn rows(context: &PaneContext<'_>) -> Vec<usize> {
    let minutes = &context.snapshot.cloudwatch.minutes;
    let counted = |place: usize| minutes.iter().any(|minute| minute.values[place].is_some_and(|value| value > 0.0));
    let wanted = |place: &usize| ALWAYS.contains(&CLOUDWATCH_METRICS[*place].name) || counted(*place);
    (0..CLOUDWATCH_METRICS.len()).filter(wanted).collect()
}

/// What has room beside the names: they come first, and one minute; then units, further minutes, statistics.
struct Layout {
    name: u16,
    unit: bool,
    statistic: bool,
    minutes: usize,
}

impl Layout {
    fn of(width: u16, rows: &[usize], minutes: usize) -> Self {
        let names =
            rows.iter().map(|place| CLOUDWATCH_METRICS[*place].name.len()).max().unwrap_or(0).max(20) as u16 + 1;
        let mut left = width.saturating_sub(names + VALUE);
        let mut take = |columns: u16| {
            let fits = left >= columns;
            left -= if fits { columns } else { 0 };
            fits
        };
        let unit = take(UNIT);
        let before = take(VALUE);
        let statistic = take(STATISTIC);
        let more = left / VALUE;
        Self {
            name: names.min(width.saturating_sub(VALUE)),
            unit,
            statistic,
            minutes: (1 + usize::from(before) + usize::from(more)).min(minutes.max(1)),
        }
    }

    /// Where the value of a minute ends.
    const fn end(&self, place: usize) -> u16 {
        let before = self.name + if self.unit { UNIT } else { 0 } + if self.statistic { STATISTIC } else { 0 };
        before + VALUE * (place as u16 + 1)
    }
}

fn draw_head(pen: &mut Pen<'_>, look: &Look<'_>, layout: &Layout, minutes: &[Minute]) {
    let style = look.style(Role::Muted);
    pen.text(0, 0, &text::cut("AWS/Lambda", usize::from(layout.name), look.glyphs.more), style);
    let mut x = layout.name;
    if layout.unit {
        pen.text(x, 0, "Unit", style);
        x += UNIT;
    }
    if layout.statistic {
        pen.text(x, 0, "Statistic", style);
    }
    for (place, minute) in minutes.iter().enumerate() {
        let clock = minute.from.clock();
        let head = if place + 1 == minutes.len() { "now" } else { clock.rsplit_once(':').map_or("", |(head, _)| head) };
        pen.right(layout.end(place), 0, head, style);
    }
}

fn draw_row(pen: &mut Pen<'_>, look: &Look<'_>, layout: &Layout, (place, minutes): (usize, &[Minute]), y: u16) {
    let metric = &CLOUDWATCH_METRICS[place];
    pen.text(0, y, &text::cut(metric.name, usize::from(layout.name) - 1, look.glyphs.more), look.style(Role::Text));
    let mut x = layout.name;
    if layout.unit {
        pen.text(x, y, metric.unit.name(), look.style(Role::Muted));
        x += UNIT;
    }
    if layout.statistic {
        pen.text(x, y, metric.statistic(), look.style(Role::Muted));
    }
    for (column, minute) in minutes.iter().enumerate() {
        let Some(value) = minute.values[place] else { continue };
        let role = if value > 0.0 { role(metric) } else { Role::Muted };
        pen.right(layout.end(column), y, &shown(metric, value, layout.unit), look.style(role));
    }
}

/// What goes wrong stands out.
fn role(metric: &CloudWatchMetric) -> Role {
    match metric.name {
        "Throttles" => Role::Throttled,
        name if name.contains("Error") || name.contains("Dropped") || name.contains("Fail") => Role::Danger,
        _ => Role::Text,
    }
}

fn shown(metric: &CloudWatchMetric, value: f64, unit_is_said: bool) -> String {
    match metric.unit {
        MetricUnit::Count => figures::count(value as u64),
        MetricUnit::None => format!("{value:.2}"),
        MetricUnit::Milliseconds => {
            let tenths = (value * 10.0 + 0.5) as u64;
            let unit = if unit_is_said { "" } else { " ms" };
            format!("{}.{}{unit}", figures::count(tenths / 10), tenths % 10)
        }
    }
}
