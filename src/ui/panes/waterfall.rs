//! One invocation, part by part, each where it was in time, with what is billed of it.
//!
//! ```text
//!   finds a place, fetches code  ···                         250.00 ms
//! $ runtime starts                 ░░                        141.10 ms
//! $ your code outside the handler    ░░░░░░░░░░░░░░░░░░░░  2,659.01 ms
//! $ handler computes                                     ▇     4.00 ms
//!   the caller waited                                      3,054.11 ms
//! $ billed 2,805 ms x 512 MB
//! ```

use ratatui::style::Style;

use super::timeline::init_style;
use crate::app::{Extent, PaneContext, Role};
use crate::lab::{InvocationBar, Outcome, Part};
use crate::ui::figures;
use crate::ui::look::Look;
use crate::ui::pen::Pen;
use crate::ui::text;
use crate::units::{Moment, Span};

/// Columns of the mark that says what is billed.
const MARK: u16 = 2;
/// Columns of `123,456.78 ms`, and one more.
const FIGURE: u16 = 14;
/// Bars narrower than this say nothing.
const BARS_MIN: u16 = 8;

/// What happens in a part, in plain words, and in fewer.
pub(super) const fn words(part: Part) -> (&'static str, &'static str) {
    match part {
        Part::Queue => ("event waits in the queue", "waits in the queue"),
        Part::Place => ("finds a place, fetches the code", "place, fetch code"),
        Part::Restore => ("snapshot is restored", "restore"),
        Part::RuntimeInit => ("runtime starts", "runtime starts"),
        Part::OwnInit => ("your code outside the handler", "your INIT code"),
        Part::RuntimeAgain => ("runtime starts once more", "runtime, again"),
        Part::OwnAgain => ("your code outside it, once more", "INIT code, again"),
        Part::FirstCall => ("first call loads the rest", "first-call loading"),
        Part::Compute => ("handler computes", "handler computes"),
        Part::Wait => ("handler waits for others", "handler waits"),
    }
}

/// A row of the waterfall.
struct Row {
    billed: bool,
    label: String,
    role: Role,
    /// From where to where, in microseconds after the beginning.
    bar: Option<(u64, u64, Part)>,
    figure: String,
}

/// Rows the pane wants for an invocation.
pub fn height(bar: &InvocationBar) -> u16 {
    // The parts, what the caller waited, what is billed, what the caller got.
    bar.span.parts.iter().count().max(1) as u16 + 3
}

/// Draws the waterfall of an invocation.
pub fn draw(context: &PaneContext<'_>, bar: &InvocationBar, look: &Look<'_>, pen: &mut Pen<'_>) -> Extent {
    let now = context.snapshot.now;
    let response = context.bench.inspected.response.as_ref();
    let room = pen.width().saturating_sub(MARK + FIGURE);
    let short = room < BARS_MIN * 2 + 33;
    let mut rows = rows(bar, now, short);
    if let Some(response) = response {
        let error = response.headers.iter().any(|(name, _)| *name == "X-Amz-Function-Error");
        let header = if error { " X-Amz-Function-Error: Unhandled" } else { "" };
        let label = format!("answer {}{header} {}", response.status, response.body);
        let role = if error || response.status >= 400 { Role::Danger } else { Role::Muted };
        rows.push(Row { billed: false, label, role, bar: None, figure: String::new() });
    }
    let extent = Extent { content: rows.len(), view: pen.height() };
    let first = context.scroll.min(extent.scroll_max());
    let labels = rows.iter().filter(|row| row.bar.is_some()).map(|row| text::width(&row.label) as u16).max();
    let left = MARK + labels.unwrap_or(0) + 2;
    let whole = shown_span(bar, now).as_micros().max(1);
    for (y, row) in (0..pen.height()).zip(rows.iter().skip(first)) {
        draw_row(pen, look, row, (left, whole), y);
    }
    extent
}

/// How much of the invocation there is to see: all of it when it has ended.
fn shown_span(bar: &InvocationBar, now: Moment) -> Span {
    let began = bar.span.queued.unwrap_or(bar.span.arrived);
    let total = bar.span.parts.total();
    if bar.span.ended.is_some() { total } else { total.min(now.since(began)) }
}

fn rows(bar: &InvocationBar, now: Moment, short: bool) -> Vec<Row> {
    let span = &bar.span;
    let mut rows = Vec::new();
    let shown = shown_span(bar, now).as_micros();
    let mut from = 0;
    for (part, length) in span.parts.iter() {
        // What has not happened yet is not shown.
        if from >= shown && span.ended.is_none() {
            break;
        }
        let to = (from + length.as_micros()).min(shown);
        let (long, few) = words(part);
        rows.push(Row {
            billed: part.is_init() || part.is_duration(),
            label: (if short { few } else { long }).to_owned(),
            role: Role::Text,
            bar: Some((from, to, part)),
            figure: millis(Span(to - from)),
        });
        from = to;
    }
    let plain = |label: String, role, figure: String| Row { billed: false, label, role, bar: None, figure };
    if span.outcome == Outcome::Throttled {
        rows.push(plain("turned away at once, nothing ran".to_owned(), Role::Throttled, String::new()));
        return rows;
    }
    let (verb, role) = match span.outcome {
        Outcome::Running => ("still running, so far", Role::Muted),
        Outcome::Ok | Outcome::Throttled if span.queued.is_some() => ("from the queue to the end", Role::Strong),
        Outcome::Ok | Outcome::Throttled => ("the caller waited", Role::Strong),
        Outcome::Error => ("the caller waited for an error", Role::Danger),
        Outcome::Timeout => ("cut off at the timeout after", Role::Danger),
    };
    rows.push(plain(verb.to_owned(), role, millis(Span(shown))));
    if span.ended.is_some() {
        let billed = format!("billed {} ms of {}", figures::count(span.billed_ms), span.memory);
        rows.push(Row { billed: true, ..plain(billed, Role::Money, String::new()) });
    }
    rows
}

fn draw_row(pen: &mut Pen<'_>, look: &Look<'_>, row: &Row, (left, whole): (u16, u64), y: u16) {
    if row.billed {
        pen.text(0, y, "$", look.style(Role::Money));
    }
    let end = pen.width().saturating_sub(if row.figure.is_empty() { 0 } else { FIGURE });
    let label_end = if row.bar.is_some() { left.saturating_sub(1).min(end) } else { end };
    let label = text::printable(&row.label);
    let room = usize::from(label_end.saturating_sub(MARK));
    let style = if row.role == Role::Strong { look.bold(Role::Strong) } else { look.style(row.role) };
    pen.text(MARK, y, &text::cut(&label, room, look.glyphs.more), style);
    if let Some((from, to, part)) = row.bar
        && end >= left + BARS_MIN
    {
        let columns = u64::from(end - left);
        let column = |micros: u64| left + (micros * columns / whole) as u16;
        // However short a part was, it can be seen.
        let start = column(from).min(end - 1);
        let stop = (left + (to * columns).div_ceil(whole) as u16).clamp(start + 1, end);
        let (glyph, style) = ink(part, look);
        pen.repeat(start, stop, y, glyph, style);
    }
    pen.right(pen.width(), y, &row.figure, look.style(row.role));
}

/// Four kinds of ink, which differ without colours too.
fn ink<'a>(part: Part, look: &Look<'a>) -> (&'a str, Style) {
    match part {
        Part::Queue | Part::Place => (look.glyphs.queued, look.style(Role::Starting)),
        Part::Restore | Part::RuntimeInit | Part::OwnInit | Part::RuntimeAgain | Part::OwnAgain => {
            (look.glyphs.init, init_style(look))
        }
        Part::FirstCall | Part::Compute => (look.glyphs.bar, look.style(Role::Running)),
        Part::Wait => (look.glyphs.empty, look.style(Role::Running)),
    }
}

/// As a REPORT line has it, to the hundredth.
fn millis(span: Span) -> String {
    let hundredths = (span.as_micros() + 5) / 10;
    format!("{}.{:02} ms", figures::count(hundredths / 100), hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::{Budget, Detail, LabSpec, Run};

    /// An event fails, waits a minute, and is tried again: the second attempt begins with that minute.
    #[test]
    fn an_event_shows_how_long_it_was_queued() {
        let lab = "[functions.f]\nruntime = \"modelled\"\n[functions.f.model]\nwait = 100\nerror_rate = 1\n[load]\nburst = 1\ninvocation_type = \"Event\"\n";
        let mut run =
            Run::new(std::sync::Arc::new(LabSpec::parse(lab).0.unwrap()), 1, Detail::Full, LabSpec::catalog());
        run.advance_to(Moment(70_000_000), &mut Budget::unlimited());
        let timeline = run.snapshot().timeline;
        let [first, second] = timeline.as_slice() else { panic!("two attempts: {timeline:?}") };
        assert!(rows(first, run.now(), false).iter().all(|row| row.label != "event waits in the queue"));
        let queued = &rows(second, run.now(), false)[0];
        assert_eq!((queued.label.as_str(), queued.figure.as_str()), ("event waits in the queue", "60,100.00 ms"));
        assert_eq!(queued.bar, Some((0, 60_100_000, Part::Queue)));
        assert!(!queued.billed, "nobody pays for waiting there");
    }
}
