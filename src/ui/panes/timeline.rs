//! Each invocation as a bar in the row of its environment: waiting, INIT, running, and how long it all took.
//!
//! ```text
//! e01                   ▇         ▇         ▇   14 ms
//! e02                   ░░░░░░░░░░░░░░░░░░░░▇   3.1 s
//!                       ▴ burst               now
//! ```

use std::collections::BTreeMap;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{look, waterfall};
use crate::app::{Extent, Msg, Pane, PaneContext, PaneTitle, Role};
use crate::lab::{InvocationBar, Outcome, Snapshot};
use crate::ui::figures;
use crate::ui::look::Look;
use crate::ui::pen::Pen;
use crate::ui::text;
use crate::units::{EnvironmentId, Moment, Span};

/// Invocations over time.
pub struct Timeline;

/// Milliseconds the axis may span: steps people know, so that it zooms rarely and lands on a round number.
#[rustfmt::skip]
const WINDOWS_MS: [u64; 23] = [
    100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000, 1_800_000,
    3_600_000, 7_200_000, 14_400_000, 28_800_000, 86_400_000, 172_800_000, 604_800_000, 2_592_000_000,
];

impl Pane for Timeline {
    fn name(&self) -> &'static str {
        "timeline"
    }

    fn title(&self, context: &PaneContext<'_>) -> PaneTitle {
        if let Some(bar) = context.bench.inspected.opened() {
            return opened_title(bar, context);
        }
        let right = if context.snapshot.timeline.is_empty() {
            String::new()
        } else {
            format!("last {}", figures::round_span(window(context)))
        };
        PaneTitle { left: "Timeline".to_owned(), right }
    }

    fn wanted_height(&self, context: &PaneContext<'_>, _width: u16) -> u16 {
        if let Some(bar) = context.bench.inspected.opened() {
            return waterfall::height(bar);
        }
        let lanes = Lanes::new(context);
        (lanes.rows.len() as u16).clamp(4, 12) + 1
    }

    fn draw(&self, context: &PaneContext<'_>, area: Rect, buffer: &mut Buffer) -> Extent {
        let look = look(context);
        let mut pen = Pen::new(buffer, area);
        if let Some(bar) = context.bench.inspected.opened() {
            return waterfall::draw(context, bar, &look, &mut pen);
        }
        if context.snapshot.timeline.is_empty() {
            pen.text(0, u16::from(pen.height() > 2), "no request yet", look.style(Role::Muted));
            return Extent { content: usize::from(pen.height()), view: pen.height() };
        }
        let lanes = Lanes::new(context);
        let room = pen.height().saturating_sub(1).max(1);
        let extent = Extent { content: lanes.rows.len(), view: room };
        let first = first_lane(context, &lanes, extent);
        let axis = Axis::new(context, &lanes, pen.width());
        for (row, lane) in lanes.rows.iter().skip(first).take(usize::from(room)).enumerate() {
            draw_lane(&mut pen, &look, &axis, context.snapshot, lane, row as u16);
            mark_chosen(&mut pen, &look, &axis, context, lane, row as u16);
        }
        if pen.height() > 1 {
            let below = (lanes.rows.len() as u16).min(room);
            draw_axis(&mut pen, &look, &axis, context.snapshot, below, extent.scroll_max() > 0);
        }
        extent
    }

    fn clicks(&self, context: &PaneContext<'_>, area: Rect) -> Vec<(Rect, Msg)> {
        if context.bench.inspected.opened().is_some() || context.snapshot.timeline.is_empty() {
            return Vec::new();
        }
        let lanes = Lanes::new(context);
        let room = area.height.saturating_sub(1).max(1);
        let first = first_lane(context, &lanes, Extent { content: lanes.rows.len(), view: room });
        let axis = Axis::new(context, &lanes, area.width);
        let mut clicks = Vec::new();
        for (row, lane) in lanes.rows.iter().skip(first).take(usize::from(room)).enumerate() {
            for bar in &lane.bars {
                let (from, to) = axis.columns_of(bar, context.snapshot.now);
                let place = Rect { x: area.x + from, y: area.y + row as u16, width: to + 1 - from, height: 1 };
                clicks.push((place.intersection(area), Msg::Inspect(bar.span.id)));
            }
        }
        clicks
    }
}

/// `Invocation 112 · heavy-init · e12`, and on the right how to close it.
fn opened_title(bar: &InvocationBar, context: &PaneContext<'_>) -> PaneTitle {
    let dot = context.glyphs.dot;
    let place = bar.span.environment.map_or_else(String::new, |id| format!(" {dot} e{:02}", id.0));
    let kind = match (bar.span.outcome, bar.span.cold) {
        (Outcome::Throttled, _) => "429",
        (_, true) => "cold",
        (_, false) => "warm",
    };
    let left = format!("Invocation {} {dot} {}{place}", bar.span.id.0, bar.function);
    PaneTitle { left, right: format!("{kind} {dot} esc closes") }
}

/// The first lane that is shown: as it is scrolled, but so that the chosen invocation is in sight.
fn first_lane(context: &PaneContext<'_>, lanes: &Lanes<'_>, extent: Extent) -> usize {
    let scrolled = context.scroll.min(extent.scroll_max());
    let chosen = context.bench.inspected.id();
    let lane = lanes.rows.iter().position(|lane| lane.bars.iter().any(|bar| Some(bar.span.id) == chosen));
    match lane {
        Some(lane) if context.focused => scrolled.min(lane).max((lane + 1).saturating_sub(usize::from(extent.view))),
        _ => scrolled,
    }
}

/// The chosen invocation has the ground of what is chosen.
fn mark_chosen(pen: &mut Pen<'_>, look: &Look<'_>, axis: &Axis, context: &PaneContext<'_>, lane: &Lane<'_>, y: u16) {
    let chosen = context.bench.inspected.id();
    let Some(bar) = lane.bars.iter().find(|bar| Some(bar.span.id) == chosen) else { return };
    let (from, to) = axis.columns_of(bar, context.snapshot.now);
    pen.tint(from, y, to + 1 - from, 1, look.chosen());
    pen.text(axis.left.saturating_sub(2), y, look.glyphs.chosen, look.style(Role::Accent));
}

/// The part of the run on the axis; of two runs side by side the longer one, so that equal bars mean equal times.
fn window(context: &PaneContext<'_>) -> Span {
    let own = window_of(context.snapshot);
    context.other.map_or(own, |other| own.max(window_of(other)))
}

/// What one run needs: enough to hold the last few requests whole.
fn window_of(snapshot: &Snapshot) -> Span {
    const SHOWN: usize = 16;
    let bars = &snapshot.timeline;
    let first =
        bars[bars.len().saturating_sub(SHOWN)..].iter().map(|bar| bar.span.arrived).min().unwrap_or(snapshot.now);
    // At high rates the last few arrived in less time than one takes: then several answers long.
    let needed = (snapshot.now.since(first).as_millis_f64() * 1.1).max(median(snapshot).as_millis_f64() * 5.0);
    let window = WINDOWS_MS.into_iter().find(|window| *window as f64 >= needed);
    Span::from_millis(window.unwrap_or(WINDOWS_MS[WINDOWS_MS.len() - 1]))
}

/// How long half of the requests on the timeline took at most; those that waited for a start say nothing of the usual.
fn median(snapshot: &Snapshot) -> Span {
    let answered = snapshot.timeline.iter().filter(|bar| bar.span.outcome != Outcome::Throttled && !bar.span.cold);
    let mut durations: Vec<Span> = answered.filter_map(|bar| Some(bar.span.ended?.since(bar.span.arrived))).collect();
    durations.sort_unstable();
    durations.get(durations.len() / 2).copied().unwrap_or(Span::ZERO)
}

/// The rows: one for all refused requests, then one for each environment with something to see.
struct Lanes<'a> {
    rows: Vec<Lane<'a>>,
}

struct Lane<'a> {
    environment: Option<EnvironmentId>,
    bars: Vec<&'a InvocationBar>,
}

impl<'a> Lanes<'a> {
    fn new(context: &PaneContext<'a>) -> Self {
        let snapshot = context.snapshot;
        let start = Moment(snapshot.now.as_micros().saturating_sub(window(context).as_micros()));
        let mut lanes: BTreeMap<Option<EnvironmentId>, Vec<&InvocationBar>> = BTreeMap::new();
        for bar in &snapshot.timeline {
            if bar.span.ended.is_none_or(|ended| ended >= start) {
                lanes.entry(bar.span.environment).or_default().push(bar);
            }
        }
        let mut rows: Vec<Lane<'_>> = lanes.into_iter().map(|(environment, bars)| Lane { environment, bars }).collect();
        // What is new is worth seeing first: after the refused and the oldest, the environments that have just started.
        let known = rows.iter().take_while(|lane| lane.environment.is_none()).count() + 1;
        if let Some(others) = rows.get_mut(known..) {
            others.sort_by_key(|lane| !lane.bars.iter().any(|bar| bar.span.cold));
        }
        Self { rows }
    }
}

/// Where a moment is on the screen.
struct Axis {
    start: Moment,
    window: Span,
    /// The first column of the bars.
    left: u16,
    /// Columns of the bars.
    columns: u16,
    named: bool,
}

/// Columns for the duration behind a lane.
const DURATION: u16 = figures::SPAN_WIDTH as u16 + 1;

impl Axis {
    fn new(context: &PaneContext<'_>, lanes: &Lanes<'_>, width: u16) -> Self {
        let snapshot = context.snapshot;
        let window = window(context);
        let named = snapshot.functions.len() > 1;
        let label = |lane: &Lane<'_>| text::width(&lane_label(lane, named));
        let left = lanes.rows.iter().map(label).max().unwrap_or(0).clamp(3, 16) as u16 + 2;
        let start = Moment(snapshot.now.as_micros().saturating_sub(window.as_micros()));
        Self { start, window, left, columns: width.saturating_sub(left + DURATION).max(1), named }
    }

    /// The column of a moment; `None` before the axis begins.
    fn column(&self, moment: Moment) -> Option<u16> {
        let since = moment.as_micros().checked_sub(self.start.as_micros())?;
        let share = since as f64 / self.window.as_micros() as f64;
        Some(self.left + ((share * f64::from(self.columns)) as u16).min(self.columns - 1))
    }

    /// The first and the last column of a bar.
    fn columns_of(&self, bar: &InvocationBar, now: Moment) -> (u16, u16) {
        let from = self.column_or_start(bar.span.arrived);
        (from, self.column_or_start(bar.span.ended.unwrap_or(now).min(now)).max(from))
    }

    fn column_or_start(&self, moment: Moment) -> u16 {
        self.column(moment).unwrap_or(self.left)
    }
}

fn lane_label(lane: &Lane<'_>, named: bool) -> String {
    let number = lane.environment.map_or_else(|| "429".to_owned(), |id| format!("e{:02}", id.0));
    match lane.bars.first() {
        Some(bar) if named => format!("{} {number}", text::fitting(&bar.function, 11)),
        _ => number,
    }
}

fn draw_lane(pen: &mut Pen<'_>, look: &Look<'_>, axis: &Axis, snapshot: &Snapshot, lane: &Lane<'_>, y: u16) {
    pen.text(
        0,
        y,
        &text::cut(&lane_label(lane, axis.named), usize::from(axis.left) - 2, look.glyphs.more),
        look.style(Role::Muted),
    );
    // Neighbours have a gap between them, where the later one has cells to spare.
    let mut free = axis.left;
    for bar in &lane.bars {
        let end = axis.column_or_start(bar.span.ended.unwrap_or(snapshot.now).min(snapshot.now));
        let from = if end >= free { free } else { axis.left };
        draw_bar(pen, look, axis, snapshot.now, bar, (from, y));
        free = end + 2;
    }
    let Some(last) = lane.bars.last() else { return };
    let (label, role) = match last.span.outcome {
        Outcome::Throttled => (format!("{} refused", lane.bars.len()), Role::Throttled),
        Outcome::Error => ("error".to_owned(), Role::Danger),
        Outcome::Timeout => ("timeout".to_owned(), Role::Danger),
        Outcome::Running => (so_far(lane, last, snapshot.now), Role::Muted),
        Outcome::Ok => (figures::span(took(last, snapshot.now)), Role::Text),
    };
    pen.right(pen.width(), y, &label, look.style(role));
}

fn took(bar: &InvocationBar, now: Moment) -> Span {
    bar.span.ended.unwrap_or(now).since(bar.span.arrived)
}

/// While a request runs, a short one says what the one before it took: a figure that changes with each frame cannot be read.
fn so_far(lane: &Lane<'_>, running: &InvocationBar, now: Moment) -> String {
    let elapsed = took(running, now);
    let before = lane.bars.iter().rev().find(|bar| bar.span.ended.is_some()).map(|bar| took(bar, now));
    figures::span(before.filter(|before| *before > elapsed).unwrap_or(elapsed))
}

/// Waiting for the provider, INIT, running: later parts are drawn over earlier ones, so that a short run is never lost.
fn draw_bar(pen: &mut Pen<'_>, look: &Look<'_>, axis: &Axis, now: Moment, bar: &InvocationBar, (from, y): (u16, u16)) {
    let end = bar.span.ended.unwrap_or(now).min(now);
    if bar.span.outcome == Outcome::Throttled {
        if let Some(column) = axis.column(bar.span.arrived) {
            pen.text(column, y, look.glyphs.throttled, look.style(Role::Throttled));
        }
        return;
    }
    let column = |moment: Moment| axis.column_or_start(moment.min(end)).max(from);
    if let Some(queued) = bar.span.queued {
        pen.repeat(column(queued), column(bar.span.arrived), y, look.glyphs.queued, look.style(Role::Muted));
    }
    let (arrived, init, run) = (column(bar.span.arrived), column(bar.span.init_start), column(bar.span.run_start));
    pen.repeat(arrived, init, y, look.glyphs.queued, look.style(Role::Starting));
    pen.repeat(init, run.max(init), y, look.glyphs.init, init_style(look));
    let running = now >= bar.span.run_start;
    let last = column(end);
    if running {
        let failed = matches!(bar.span.outcome, Outcome::Error | Outcome::Timeout);
        pen.repeat(run, last + 1, y, look.glyphs.bar, look.style(Role::Running));
        if failed {
            pen.text(last, y, look.glyphs.failed, look.style(Role::Danger));
        }
    } else if bar.span.cold {
        pen.text(last, y, look.glyphs.init, init_style(look));
    }
}

/// A quiet fill: the glyph in its own colour on itself, so that without colours the glyph is seen instead.
pub(super) fn init_style(look: &Look<'_>) -> ratatui::style::Style {
    if look.theme.is_colourless() {
        look.style(Role::Starting)
    } else {
        look.theme.on(Role::StartingDim, Role::StartingDim)
    }
}

fn draw_axis(pen: &mut Pen<'_>, look: &Look<'_>, axis: &Axis, snapshot: &Snapshot, y: u16, scrolls: bool) {
    let end = axis.left + axis.columns;
    let mut free = axis.left;
    for mark in &snapshot.marks {
        let Some(column) = axis.column(mark.at).filter(|column| *column >= free) else { continue };
        let style = look.style(Role::Money);
        let after = pen.text(column, y, look.glyphs.mark, style);
        let wide = text::width(&mark.label) as u16;
        // Near the end of the axis the words stand before their mark.
        free = if after + 1 + wide <= end || column < free + wide + 2 {
            let label = text::cut(&mark.label, usize::from(end.saturating_sub(after + 1)), look.glyphs.more);
            pen.text(after + 1, y, &label, style) + 1
        } else {
            pen.right(column - 1, y, &mark.label, style);
            after + 1
        };
    }
    let hint = if scrolls { format!("{} ", look.glyphs.down) } else { String::new() };
    pen.right(pen.width(), y, &format!("{hint}now"), look.style(Role::Muted));
}
