//! Two runs side by side at one moment: the same panes twice, and what the one has more or less of than the other.
//!
//! ```text
//! ─ main ─────────────────────│─ memory_mb=1024 ────────────
//!  ■ □ □                      │ ■ □
//! ─ Comparison ─────────────────────────────────────────────
//!                  p50      p95     p99   cold starts  cost …
//!  main           14 ms    3.1 s   3.2 s           19
//!  memory_mb=…    12 ms    1.6 s   1.7 s           19
//!  difference     -2 ms   -1.5 s  -1.5 s            0
//! ```

use ratatui::layout::Rect;

use super::study::{inset, watched, with_bar};
use crate::app::{Bench, Msg, Pane, PaneContext, Role, SIDE_BY_SIDE_FROM, Study};
use crate::lab::{Snapshot, Totals};
use crate::ui::figures;
use crate::ui::panes;
use crate::ui::regions;
use crate::ui::stage::Stage;
use crate::ui::text;
use crate::ui::time_bar;
use crate::ui::widgets::rule;
use crate::units::{Money, Span};

/// Rows of the strip where the figures stand side by side: a rule, their names, two runs, the difference and its share.
const STRIP: u16 = 6;
/// Columns of a run's name in front of its figures.
const NAME: usize = 16;
/// Rows that a pane needs, its rule among them, to show anything.
const PANE_LEAST: u16 = 5;

/// Draws the comparison; returns the columns where walls stand on the footer's rule.
pub(super) fn draw(stage: &mut Stage<'_>, study: &Study, (bench, other): (&Bench, &Snapshot), body: Rect) -> Vec<u16> {
    let (bar, rest) = with_bar(body);
    if let Some(bar) = bar {
        time_bar::draw(stage, bench, bar);
    }
    let names = names(bench);
    if body.width < SIDE_BY_SIDE_FROM {
        draw_narrow(stage, study, (bench, other), &names, rest);
        return Vec::new();
    }
    let strip = STRIP.min(rest.height);
    let above = Rect { height: rest.height - strip, ..rest };
    let width = (rest.width - 1) / 2;
    let left = Rect { width, ..above };
    let right = Rect { x: above.x + width + 1, width: rest.width - width - 1, ..above };
    let look = stage.look;
    let mut wall = stage.pen(Rect { x: left.right(), width: 1, ..above });
    for y in 0..above.height {
        wall.text(0, y, look.glyphs.wall, look.style(Role::Rule));
    }
    let shown = fitting(stage, (bench, other), left);
    let sides = [((&bench.snapshot, other), left), ((other, &bench.snapshot), right)];
    for (name, (sides, area)) in names.iter().zip(sides) {
        draw_side(stage, (bench, sides), name, &shown, area);
    }
    draw_strip(stage, (&bench.snapshot, other), &names, Rect { y: above.bottom(), height: strip, ..rest });
    Vec::new()
}

/// What the two runs are called.
fn names(bench: &Bench) -> [String; 2] {
    let history = bench.history();
    let name = |id| history.fork_name(id).to_owned();
    [name(history.fork_in_hand()), history.fork_beside().map(name).unwrap_or_default()]
}

/// One run and the one beside it.
type Sides<'a> = (&'a Snapshot, &'a Snapshot);

fn context<'a>(stage: &Stage<'a>, bench: &'a Bench, (snapshot, other): Sides<'a>) -> PaneContext<'a> {
    PaneContext {
        snapshot,
        other: Some(other),
        bench,
        theme: stage.look.theme,
        glyphs: stage.look.glyphs,
        highlights: &stage.app.highlights,
        focused: false,
        editing: false,
        scroll: 0,
    }
}

/// The lab's panes that fit below each other, each with the rows it gets: the same on both sides.
fn fitting(stage: &Stage<'_>, (bench, other): (&Bench, &Snapshot), area: Rect) -> Vec<(&'static dyn Pane, u16)> {
    let wanted = |pane: &dyn Pane| {
        let height = |sides| pane.wanted_height(&context(stage, bench, sides), area.width.saturating_sub(2)) + 1;
        height((&bench.snapshot, other)).max(height((other, &bench.snapshot)))
    };
    let rows = area.height.saturating_sub(1);
    let most = usize::from(rows / PANE_LEAST).max(1);
    // The code is the same on both sides, and both bills are in the strip.
    let panes: Vec<&'static dyn Pane> =
        watched(bench).into_iter().filter(|pane| pane.name() != "code").take(most).collect();
    let heights: Vec<u16> = panes.iter().map(|pane| wanted(*pane)).collect();
    let heights = regions::heights(&heights, &vec![true; panes.len()], rows);
    panes.into_iter().zip(heights).collect()
}

/// One run: its name, and below it the panes.
fn draw_side(
    stage: &mut Stage<'_>,
    (bench, sides): (&Bench, Sides<'_>),
    name: &str,
    panes: &[(&'static dyn Pane, u16)],
    area: Rect,
) {
    let look = stage.look;
    let mut pen = stage.pen(Rect { height: 1.min(area.height), ..area });
    pen.text(1, 0, &text::cut(name, usize::from(area.width) / 2, look.glyphs.more), look.bold(Role::Accent));
    let settings = settings(sides.0);
    pen.right(area.width.saturating_sub(1), 0, &settings, look.style(Role::Muted));
    let mut y = area.y + 1;
    for (pane, height) in panes {
        let place = Rect { y, height: (*height).min(area.bottom().saturating_sub(y)), ..area };
        y += place.height;
        draw_pane(stage, bench, sides, *pane, place);
    }
}

/// `512 MB, 20 a second`: what most often tells two runs apart.
fn settings(snapshot: &Snapshot) -> String {
    let load = format!("{} a second", figures::rate(snapshot.load.rps));
    match snapshot.functions.as_slice() {
        [function] => format!("{}, {load}", function.memory),
        _ => load,
    }
}

fn draw_pane(stage: &mut Stage<'_>, bench: &Bench, sides: Sides<'_>, pane: &dyn Pane, area: Rect) {
    if area.is_empty() {
        return;
    }
    let look = stage.look;
    let title = pane.title(&context(stage, bench, sides));
    rule::titled(&mut stage.pen(Rect { height: 1, ..area }), &look, &title.left, &title.right, false);
    let content = inset(Rect { y: area.y + 1, height: area.height - 1, ..area });
    let context = context(stage, bench, sides);
    pane.draw(&context, content, stage.buffer);
}

// ---- the figures

/// Something both runs have so much of.
#[derive(Clone, Copy)]
enum Amount {
    Time(Option<Span>),
    Count(u64),
    /// With how many digits after the point.
    Money(Money, u32),
}

/// A figure of both runs. Of all of them, less is better.
struct Figure {
    name: &'static str,
    one: Amount,
    other: Amount,
}

fn all(one: &Snapshot, other: &Snapshot) -> Vec<Figure> {
    let time = |name, one, other| Figure { name, one: Amount::Time(one), other: Amount::Time(other) };
    let count = |name, figure: fn(&Totals) -> u64| Figure {
        name,
        one: Amount::Count(figure(&one.totals)),
        other: Amount::Count(figure(&other.totals)),
    };
    vec![
        time("p50", one.latency.p50, other.latency.p50),
        time("p95", one.latency.p95, other.latency.p95),
        time("p99", one.latency.p99, other.latency.p99),
        count("cold starts", |totals| totals.cold_starts),
        count("throttles", |totals| totals.throttles),
        count("errors", |totals| totals.errors),
        cost(one.invoice.total, other.invoice.total),
    ]
}

/// Both to the same digits, as many as the smaller one needs.
fn cost(one: Money, other: Money) -> Figure {
    let digits = figures::money_digits(one).max(figures::money_digits(other));
    Figure { name: "cost", one: Amount::Money(one, digits), other: Amount::Money(other, digits) }
}

impl Amount {
    fn told(self) -> String {
        match self {
            Self::Time(span) => figures::span_or_dash(span),
            Self::Count(count) => figures::short_count(count),
            Self::Money(money, digits) => figures::money_to(money, digits),
        }
    }

    fn value(self) -> Option<f64> {
        match self {
            Self::Time(span) => span.map(Span::as_secs_f64),
            Self::Count(count) => Some(count as f64),
            Self::Money(money, _) => Some(money.as_f64()),
        }
    }
}

impl Figure {
    /// How much more the other run has, with its sign: by colour and by sign alike, more is worse.
    fn difference(&self) -> (String, Role) {
        let (Some(one), Some(other)) = (self.one.value(), self.other.value()) else {
            return ("–".to_owned(), Role::Muted);
        };
        let size = match (self.one, self.other) {
            (Amount::Time(Some(one)), Amount::Time(Some(other))) => {
                figures::span(Span::from_micros(one.as_micros().abs_diff(other.as_micros())))
            }
            (Amount::Count(one), Amount::Count(other)) => figures::short_count(one.abs_diff(other)),
            (Amount::Money(one, digits), Amount::Money(other, _)) => {
                figures::money_to(if other > one { other - one } else { one - other }, digits)
            }
            _ => String::new(),
        };
        match other.total_cmp(&one) {
            std::cmp::Ordering::Equal => ("same".to_owned(), Role::Muted),
            std::cmp::Ordering::Less => (format!("-{size}"), Role::Ok),
            std::cmp::Ordering::Greater => (format!("+{size}"), Role::Danger),
        }
    }

    /// The same as a share of what the first run has; of nothing there is none.
    fn share(&self) -> String {
        match (self.one.value(), self.other.value()) {
            (Some(one), Some(other)) if one > 0.0 && one.total_cmp(&other).is_ne() => {
                let percent = (other - one) / one * 100.0;
                match percent.abs() {
                    // A difference of nothing, with a sign, would read as a mistake.
                    size if size < 0.05 => "<0.1 %".to_owned(),
                    size if size < 9.95 => format!("{percent:+.1} %"),
                    _ => format!("{percent:+.0} %"),
                }
            }
            _ => String::new(),
        }
    }
}

/// The figures side by side, below their names.
fn draw_strip(stage: &mut Stage<'_>, (one, other): (&Snapshot, &Snapshot), names: &[String; 2], area: Rect) {
    let look = stage.look;
    let mut pen = stage.pen(area);
    rule::titled(&mut pen, &look, "Comparison", &format!("both at {}", one.now.clock()), true);
    let figures = all(one, other);
    let width = pen.width();
    let room = width.saturating_sub(NAME as u16 + 3);
    let each = (room / figures.len() as u16).max(1);
    let labels = [&names[0], &names[1], "difference", ""];
    for (row, label) in labels.iter().enumerate() {
        let style = if row < 2 { look.style(Role::Text) } else { look.style(Role::Muted) };
        pen.text(1, row as u16 + 2, &text::cut(label, NAME, look.glyphs.more), style);
    }
    for (place, figure) in figures.iter().enumerate() {
        let end = (NAME as u16 + 2 + each * (place as u16 + 1)).min(width.saturating_sub(1));
        let (difference, role) = figure.difference();
        pen.right(end, 1, figure.name, look.style(Role::Muted));
        pen.right(end, 2, &figure.one.told(), look.style(Role::Text));
        pen.right(end, 3, &figure.other.told(), look.style(Role::Text));
        pen.right(end, 4, &difference, look.bold(role));
        pen.right(end, 5, &figure.share(), look.style(role));
    }
}

/// On a small screen the figures stand below each other, and one pane of both runs below them.
fn draw_narrow(
    stage: &mut Stage<'_>,
    study: &Study,
    (bench, other): (&Bench, &Snapshot),
    names: &[String; 2],
    area: Rect,
) {
    let look = stage.look;
    let figures = all(&bench.snapshot, other);
    let table = (figures.len() as u16 + 2).min(area.height);
    draw_table(stage, &figures, names, (bench, Rect { height: table, ..area }));
    let below = Rect { y: area.y + table, height: area.height - table, ..area };
    let chosen = study.focus.as_deref().and_then(panes::named).or_else(|| watched(bench).first().copied());
    let Some(pane) = chosen else { return };
    // Equal heights: a chart that is a row higher seems to say more.
    let height = below.height / 2;
    let halves = [((&bench.snapshot, other), below.y), ((other, &bench.snapshot), below.y + height)];
    for (name, (sides, y)) in names.iter().zip(halves) {
        let place = Rect { y, height, ..below };
        if height < 2 {
            continue;
        }
        let title = pane.title(&context(stage, bench, sides));
        let name = format!("{name} {} {}", look.glyphs.dot, title.left);
        rule::titled(&mut stage.pen(Rect { height: 1, ..place }), &look, &name, &title.right, false);
        let context = context(stage, bench, sides);
        pane.draw(&context, inset(Rect { y: y + 1, height: height - 1, ..place }), stage.buffer);
    }
    stage.drawn.hits.on_click(below, Msg::Do(crate::app::Action::NextPane));
}

fn draw_table(stage: &mut Stage<'_>, figures: &[Figure], names: &[String; 2], (bench, area): (&Bench, Rect)) {
    let look = stage.look;
    let mut pen = stage.pen(area);
    let width = pen.width();
    rule::titled(&mut pen, &look, "Comparison", &format!("both at {}", bench.now().clock()), true);
    let ends: [u16; 4] = columns(width);
    let room = usize::from((ends[1] - ends[0]).saturating_sub(1));
    let difference = if room < "difference".len() { "change" } else { "difference" };
    let heads = [names[0].as_str(), names[1].as_str(), difference, ""];
    for (end, head) in ends.into_iter().zip(heads) {
        pen.right(end, 1, &text::cut(head, room, look.glyphs.more), look.style(Role::Muted));
    }
    for (row, figure) in figures.iter().enumerate() {
        let (y, (difference, role)) = (row as u16 + 2, figure.difference());
        pen.text(1, y, figure.name, look.style(Role::Muted));
        pen.right(ends[0], y, &figure.one.told(), look.style(Role::Text));
        pen.right(ends[1], y, &figure.other.told(), look.style(Role::Text));
        pen.right(ends[2], y, &difference, look.bold(role));
        pen.right(ends[3], y, &figure.share(), look.style(role));
    }
}

/// Where the columns of the table end: names take what the shares leave.
fn columns(width: u16) -> [u16; 4] {
    let last = width.saturating_sub(1);
    let each = last.saturating_sub(13) * 27 / 100;
    [13 + each, 13 + 2 * each, 13 + 3 * each, last]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(one: Amount, other: Amount) -> (String, Role, String) {
        let figure = Figure { name: "", one, other };
        let (difference, role) = figure.difference();
        (difference, role, figure.share())
    }

    #[test]
    fn a_difference_has_its_sign_its_size_and_its_share() {
        let time = |millis| Amount::Time(Some(Span::from_millis(millis)));
        assert_eq!(figure(time(3_100), time(1_550)), ("-1.6 s".into(), Role::Ok, "-50 %".into()));
        assert_eq!(figure(Amount::Count(200), Amount::Count(206)), ("+6".into(), Role::Danger, "+3.0 %".into()));
        assert_eq!(figure(time(30_000), time(29_990)), ("-10 ms".into(), Role::Ok, "<0.1 %".into()));
        assert_eq!(figure(Amount::Count(0), Amount::Count(3)), ("+3".into(), Role::Danger, String::new()));
        assert_eq!(figure(Amount::Time(None), time(3)), ("–".into(), Role::Muted, String::new()));
        let cents = |cents| Amount::Money(Money::new(cents, 100), 2);
        assert_eq!(figure(cents(310), cents(310)), ("same".into(), Role::Muted, String::new()));
        assert_eq!(figure(cents(200), cents(300)), ("+$1.00".into(), Role::Danger, "+50 %".into()));
    }
}
