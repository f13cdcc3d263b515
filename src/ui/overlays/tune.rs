//! A sweep: how far it is; then speed above and cost below, over the values of the setting, with the best point marked.
//!
//! ```text
//! ─ Tune · memory_mb ───────────────────────────────────────── 10 min at each point ─
//!  p95        ███
//!             ███     ▄▄▄     ▂▂▂     ▁▁▁     ▁▁▁
//!          612 ms  306 ms  153 ms   98 ms   95 ms
//!  cost       ▄▄▄     ▄▄▄     ▄▄▄     ▅▅▅     ███
//!         $0.0021 $0.0021 $0.0022 $0.0025 $0.0041
//!             128     256     512    1024    1769
//!                                       ★
//!  ★ memory_mb 1024: the cheapest whose p95 is within 10 % of the fastest
//! ```

use ratatui::layout::Rect;

use crate::app::{Msg, Role, Tune, TuneStage};
use crate::lab::metrics::{self, Unit};
use crate::lab::shown;
use crate::lab::sweep::{Row, Table};
use crate::ui::figures;
use crate::ui::look::Look;
use crate::ui::pen::Pen;
use crate::ui::stage::Stage;
use crate::ui::text;
use crate::ui::widgets::columns::{self, Column};
use crate::ui::widgets::{meter, rule};
use crate::units::{Money, Span};

/// Columns of the names at the left.
const GUTTER: u16 = 7;
/// Columns of a point, at least and at most: `$0.000148` has to be whole.
const POINT: (u16, u16) = (10, 14);
/// Rows of a chart at most: higher shows no more.
const CHART_MAX: u16 = 12;
/// Rows beside the two charts: figures, values, marks, sentences, details.
const BESIDE: u16 = 14;
/// Steps of the bar while it works.
const METER: u16 = 24;

pub(super) fn draw(stage: &mut Stage<'_>, tune: &Tune, body: Rect) {
    let look = stage.look;
    let names: Vec<&str> = tune.axes.iter().map(crate::lab::sweep::Axis::name).collect();
    let title = format!("Tune {} {}", look.glyphs.dot, names.join(" and "));
    let height = match tune.stage {
        TuneStage::Done(_) => body.height.min(BESIDE + 2 * CHART_MAX + 2),
        _ => 7.min(body.height),
    };
    let wide = GUTTER + 4 + tune.across() as u16 * POINT.1;
    let width = match tune.stage {
        TuneStage::Done(_) => wide.max(78).min(body.width),
        _ => 66.min(body.width),
    };
    let area = Rect { x: body.x + (body.width - width) / 2, y: body.y + (body.height - height) / 3, width, height };
    stage.drawn.hits.cover(area);
    let mut pen = Pen::new(stage.buffer, area);
    pen.fill(0, 0, width, height, look.theme.on(Role::Text, Role::Panel));
    rule::titled(&mut pen, &look, &title, &tune.about, true);
    rule::plain(&mut pen, &look, 0, width, height.saturating_sub(1));
    let inner = Rect { x: area.x + 2, y: area.y + 1, width: width.saturating_sub(4), height: height.saturating_sub(2) };
    match &tune.stage {
        TuneStage::Working(job) => {
            let share = stage.app.jobs.progress(*job).unwrap_or(1.0);
            draw_progress(&mut stage.pen(inner), &look, share, tune.points());
        }
        TuneStage::Failed(problem) => {
            let help = problem.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
            let words = text::printable(&format!("{}{help}", problem.message));
            let mut pen = stage.pen(inner);
            for (row, line) in text::wrap_plain(&words, usize::from(inner.width)).iter().enumerate() {
                pen.text(0, 1 + row as u16, line, look.style(Role::Danger));
            }
        }
        TuneStage::Done(table) => draw_table(stage, tune, table, inner),
    }
}

fn draw_progress(pen: &mut Pen<'_>, look: &Look<'_>, share: f64, points: usize) {
    let done = ((share * points as f64) as usize).min(points);
    let x = meter::draw(pen, look, (0, 1), METER, share, Role::Money);
    let words = format!("{done} of {points} points, {}", figures::percent(share));
    pen.text(x + 2, 1, &words, look.style(Role::Text));
    let words = "The same requests arrive at every point; esc ends it.";
    pen.text(0, 3, words, look.style(Role::Muted));
}

/// The columns that are in view, and how wide each is.
struct Grid {
    first: usize,
    count: usize,
    width: u16,
}

impl Grid {
    fn of(across: usize, selected: usize, room: u16) -> Self {
        let width = (room / across.max(1) as u16).clamp(POINT.0, POINT.1);
        let count = usize::from(room / width).clamp(1, across);
        // The chosen column stays in view.
        let first = selected.saturating_sub(count / 2).min(across - count);
        Self { first, count, width }
    }
}

fn draw_table(stage: &mut Stage<'_>, tune: &Tune, table: &Table, inner: Rect) {
    let look = stage.look;
    let across = tune.across();
    let line = tune.selected / across;
    let grid = Grid::of(across, tune.selected % across, inner.width.saturating_sub(GUTTER));
    let height = inner.height.saturating_sub(BESIDE - 2).clamp(2, 2 * CHART_MAX) / 2;
    for place in 0..grid.count {
        let point = line * across + grid.first + place;
        let column = Rect {
            x: inner.x + GUTTER + place as u16 * grid.width,
            y: inner.y,
            width: grid.width,
            height: inner.height.min(2 * height + 5),
        };
        stage.drawn.hits.on_click(column, Msg::Pick(point));
    }
    let mut pen = stage.pen(inner);
    let mut y = 0;
    if let [first, _] = tune.axes.as_slice() {
        let value = first.values.get(line).map_or("", String::as_str);
        let words = format!("{} {value}", first.name());
        let x = pen.text(0, 0, &text::printable(&words), look.bold(Role::Strong));
        let more = format!("{} {} the others", look.glyphs.up, look.glyphs.down);
        pen.text(x + 2, 0, &more, look.style(Role::Muted));
        y = 1;
    }
    let charts = [("p95", "p95_ms", Role::Running), ("cost", "cost", Role::Money)];
    for (name, metric, role) in charts {
        draw_chart(&mut pen, &look, table, &grid, (line * across, y, height), (name, metric, role), tune.selected);
        y += height + 1;
    }
    draw_axis(&mut pen, &look, tune, table, &grid, line * across, y);
    draw_words(&mut pen, &look, tune, table, y + 3);
}

/// Columns for one metric, with its figures below. All lines of a grid share one scale, so that they can be compared.
fn draw_chart(
    pen: &mut Pen<'_>,
    look: &Look<'_>,
    table: &Table,
    grid: &Grid,
    (line, y, height): (usize, u16, u16),
    (name, metric, role): (&str, &str, Role),
    selected: usize,
) {
    let value = |row: &Row| row.value(metric);
    // Points that fail are out of the question, and would dwarf the others.
    let sound = table.rows.iter().any(|row| row.sound);
    let most = table.rows.iter().filter(|row| row.sound == sound).filter_map(value).fold(0.0, f64::max);
    pen.text(0, y, name, look.bold(role));
    for place in 0..grid.count {
        let point = line + grid.first + place;
        let Some(row) = table.rows.get(point) else { continue };
        let x = GUTTER + place as u16 * grid.width;
        if point == selected {
            pen.tint(x + 1, y, grid.width - 1, height + 1, look.chosen());
        }
        let Some(value) = value(row) else {
            pen.right(x + grid.width, y + height, "-", look.style(Role::Muted));
            continue;
        };
        let ink = if row.sound { role } else { Role::Danger };
        let style = if table.best == Some(point) { look.bold(ink) } else { look.style(ink) };
        let share = if most > 0.0 { value / most } else { 0.0 };
        // Where colours do not tell, the pattern does.
        let pattern = (!row.sound).then_some(look.glyphs.init);
        let column = Column { share, style, cap: pattern.map(|_| (1.0, style)), pattern };
        let bar = grid.width.saturating_sub(4).max(2);
        let mut chart = pen.part(0, y, x + grid.width, height);
        columns::draw(&mut chart, look, x + grid.width - bar, &vec![Some(column); usize::from(bar)]);
        // A figure that is cut is another figure: it may use the column's gap.
        let figure = text::cut(&short(metric, value), usize::from(grid.width), look.glyphs.more);
        pen.right(x + grid.width, y + height, &figure, look.style(Role::Text));
    }
}

/// A figure in the width of a point.
fn short(metric: &str, value: f64) -> String {
    match metrics::lookup(metric).map(|row| row.unit) {
        Some(Unit::Millis) => figures::span(Span::from_secs_f64(value / 1e3)),
        Some(Unit::Dollars) => {
            let micros = (value * 1e12) as i128;
            figures::money_short(Money::new(micros, 1_000_000_000_000))
        }
        unit => shown(unit.unwrap_or(Unit::Count), Some(value)),
    }
}

/// The values of the setting, with the marks below.
fn draw_axis(pen: &mut Pen<'_>, look: &Look<'_>, tune: &Tune, table: &Table, grid: &Grid, line: usize, y: u16) {
    let Some(axis) = tune.axes.last() else { return };
    let width = pen.width();
    rule::plain(pen, look, GUTTER, width.min(GUTTER + grid.count as u16 * grid.width), y);
    for place in 0..grid.count {
        let end = GUTTER + (place as u16 + 1) * grid.width;
        let point = line + grid.first + place;
        let Some(value) = axis.values.get(grid.first + place) else { continue };
        let value = text::cut(&grouped(&text::printable(value)), usize::from(grid.width) - 1, look.glyphs.more);
        let style = if point == tune.selected { look.bold(Role::Strong) } else { look.style(Role::Text) };
        if point == tune.selected {
            pen.tint(end - grid.width + 1, y + 1, grid.width - 1, 1, look.chosen());
        }
        pen.right(end, y + 1, &value, style);
        match table.rows.get(point) {
            Some(_) if table.best == Some(point) => {
                pen.right(end, y + 2, &format!("best {}", look.glyphs.star), look.bold(Role::Ok));
            }
            Some(row) if row.pareto => {
                pen.right(end, y + 2, look.glyphs.no_star, look.style(Role::Muted));
            }
            Some(row) if !row.sound => {
                pen.right(end, y + 2, "fails", look.style(Role::Danger));
            }
            _ => {}
        }
    }
    if grid.first > 0 {
        pen.text(0, y + 1, look.glyphs.more, look.style(Role::Accent));
    }
    if grid.first + grid.count < tune.across() {
        pen.text(width.saturating_sub(1), y + 1, look.glyphs.more, look.style(Role::Accent));
    }
}

/// What is best, what the marks mean, and all figures of the chosen point.
fn draw_words(pen: &mut Pen<'_>, look: &Look<'_>, tune: &Tune, table: &Table, mut y: u16) {
    let width = usize::from(pen.width());
    let mut verdict = format!("{} {}", look.glyphs.star, table.verdict());
    if tune.points() == 1 || table.best.is_none() {
        verdict = table.verdict();
    }
    let left = pen.height().saturating_sub(y);
    let lines = text::wrap_plain(&verdict, width);
    // Where there is hardly any room, a whole figure is worth more than the rest of a sentence.
    let short = left < lines.len() as u16 + FACTS;
    for line in lines.iter().take(if short { 1 } else { usize::MAX }) {
        pen.text(0, y, line, look.bold(if table.best.is_some() { Role::Ok } else { Role::Warning }));
        y += 1;
    }
    let settings = tune.chosen().map(|row| {
        let settings =
            tune.axes.iter().zip(&row.values).map(|(axis, value)| format!("{} {}", axis.name(), grouped(value)));
        (row, settings.collect::<Vec<_>>().join(" "))
    });
    if let Some((row, settings)) = settings.as_ref().filter(|_| short) {
        return draw_few(pen, look, row, settings, y);
    }
    let arrivals =
        if table.same_arrivals { "the same requests at every point" } else { "the load differs from point to point" };
    let words = format!("{} no other is both faster and cheaper {} {arrivals}", look.glyphs.no_star, look.glyphs.dot);
    pen.text(0, y, &text::cut(&words, width, look.glyphs.more), look.style(Role::Muted));
    y += 2;
    let Some((row, settings)) = settings else { return };
    let of = row.of.as_ref().map_or_else(String::new, |of| format!("times of {of}"));
    pen.text(0, y, &text::cut(&text::printable(&settings), width, look.glyphs.more), look.bold(Role::Strong));
    pen.right(width as u16, y, &text::cut(&text::printable(&of), width / 2, look.glyphs.more), look.style(Role::Muted));
    let lines = flow(&details(row, &TIMES), width).into_iter().chain(flow(&details(row, &COUNTS), width));
    for (place, line) in lines.enumerate() {
        pen.text(0, y + 1 + place as u16, &text::printable(&line), look.style(Role::Text));
    }
}

/// Where there is hardly any room: the point, what it costs, and how fast it is.
fn draw_few(pen: &mut Pen<'_>, look: &Look<'_>, row: &Row, settings: &str, y: u16) {
    let items: Vec<String> = [settings.to_owned()].into_iter().chain(details(row, &FEW)).collect();
    for (place, line) in flow(&items, usize::from(pen.width())).into_iter().enumerate() {
        pen.text(0, y + place as u16, &text::printable(&line), look.style(Role::Text));
    }
}

/// Whole figures in as many lines as they take: half a figure is a wrong one.
fn flow(items: &[String], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut() {
            Some(line) if text::width(line) + 3 + text::width(item) <= width => {
                line.push_str("   ");
                line.push_str(item);
            }
            _ => lines.push(item.clone()),
        }
    }
    lines
}

/// A setting's value with its thousands apart.
fn grouped(value: &str) -> String {
    value.parse::<u64>().map_or_else(|_| value.to_owned(), figures::count)
}

/// The figures of a point: name, metric.
const TIMES: [(&str, &str); 4] =
    [("p50", "p50_ms"), ("p95", "p95_ms"), ("p99", "p99_ms"), ("mean duration", "duration_mean_ms")];
const COUNTS: [(&str, &str); 5] = [
    ("cold", "cold_starts"),
    ("throttled", "throttles"),
    ("errors", "errors"),
    ("cost", "cost"),
    ("a million", "cost_per_m"),
];
const FEW: [(&str, &str); 3] = [("cost", "cost"), ("p95", "p95_ms"), ("cold", "cold_starts")];
/// Rows of the sentence about arrivals, an empty one, the point and its figures.
const FACTS: u16 = 5;

fn details(row: &Row, names: &[(&str, &str)]) -> Vec<String> {
    let detail = |(name, metric): &(&str, &str)| {
        let unit = metrics::lookup(metric).map_or(Unit::Count, |row| row.unit);
        format!("{name} {}", told(unit, row.value(metric)))
    };
    names.iter().map(detail).collect()
}

/// As reports write it, with thousands apart.
fn told(unit: Unit, value: Option<f64>) -> String {
    let plain = shown(unit, value);
    let (sign, rest) = plain.strip_prefix('$').map_or(("", plain.as_str()), |rest| ("$", rest));
    let (number, behind) = rest.split_once(' ').unwrap_or((rest, ""));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let Ok(whole) = whole.parse::<u64>() else { return plain };
    let point = if fraction.is_empty() { "" } else { "." };
    let gap = if behind.is_empty() { "" } else { " " };
    format!("{sign}{}{point}{fraction}{gap}{behind}", figures::count(whole))
}
