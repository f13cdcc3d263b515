//! What came of a call: the answer or the error, what it took, where the time went, what it wrote.
//!
//! ```text
//! ✓ answered in 312.40 ms
//! {
//!   "statusCode": 200
//! }
//!
//! Duration 4.12 ms   Billed 5 ms   Init 141.10 ms   Memory 67 of 128 MB
//! place 120 ms · runtime starts 141 ms · handler computes 4 ms
//!
//! START RequestId: 6f1c…e2 Version: $LATEST
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{logs, look, waterfall};
use crate::app::{Answer, CallResult, Extent, Failure, Msg, Pane, PaneContext, PaneTitle, Role};
use crate::ui::figures;
use crate::ui::look::Look;
use crate::ui::pen::Pen;
use crate::ui::text::{self, Piece};
use crate::ui::widgets::more;

/// What came of a call.
pub struct Result;

/// A row, and the place in the learner's code that it speaks of.
type Row = (Vec<Piece>, Option<(usize, usize)>);

impl Pane for Result {
    fn name(&self) -> &'static str {
        "result"
    }

    fn title(&self, context: &PaneContext<'_>) -> PaneTitle {
        let right = context.bench.calls.result.as_ref().map_or_else(String::new, |result| {
            let number = format!("invocation {}", result.bar.span.id.0);
            look(context).joined(&[result.bar.function.clone(), number])
        });
        PaneTitle { left: "Result".to_owned(), right }
    }

    fn wanted_height(&self, context: &PaneContext<'_>, width: u16) -> u16 {
        context.bench.calls.result.as_ref().map_or(2, |result| rows(result, context, width).len() as u16 + 1)
    }

    fn clicks(&self, context: &PaneContext<'_>, area: Rect) -> Vec<(Rect, Msg)> {
        let Some(result) = &context.bench.calls.result else { return Vec::new() };
        let rows = rows(result, context, area.width);
        let extent = Extent { content: rows.len(), view: area.height };
        let seen = rows.iter().skip(context.scroll.min(extent.scroll_max())).take(usize::from(area.height));
        let places = seen.enumerate().filter_map(|(row, (_, place))| Some((row, (*place)?)));
        places
            .map(|(row, (line, column))| {
                let msg = Msg::PointAt { pane: "code".to_owned(), line, column, select: false };
                (Rect { y: area.y + row as u16, height: 1, ..area }, msg)
            })
            .collect()
    }

    fn draw(&self, context: &PaneContext<'_>, area: Rect, buffer: &mut Buffer) -> Extent {
        let look = look(context);
        let mut pen = Pen::new(buffer, area);
        let Some(result) = &context.bench.calls.result else {
            let runs = context.bench.code().is_some_and(|file| file.runs);
            let words =
                if runs { "nothing was called yet" } else { "this lab models its functions: they answer nothing" };
            pen.text(0, u16::from(pen.height() > 2), words, look.style(Role::Muted));
            return Extent { content: usize::from(pen.height()), view: pen.height() };
        };
        let rows = rows(result, context, area.width);
        let extent = Extent { content: rows.len(), view: pen.height() };
        let scroll = context.scroll.min(extent.scroll_max());
        for (y, (row, _)) in (0..pen.height()).zip(rows.iter().skip(scroll)) {
            pen.pieces(0, y, row);
            if text::pieces_width(row) > usize::from(pen.width()) {
                pen.text(pen.width().saturating_sub(1), y, look.glyphs.more, look.style(Role::Accent));
            }
        }
        more::draw(&mut pen, &look, scroll, extent);
        extent
    }
}

fn rows(result: &CallResult, context: &PaneContext<'_>, width: u16) -> Vec<Row> {
    let look = look(context);
    let mut rows = head(result, context, &look);
    rows.push(plain(Vec::new()));
    rows.extend(figures_of(result, &look, width));
    rows.push(plain(Vec::new()));
    let room = usize::from(width);
    rows.extend(result.logs.iter().map(|line| plain(logs::pieces(line, room, &look))));
    rows
}

fn plain(pieces: Vec<Piece>) -> Row {
    (pieces, None)
}

fn head(result: &CallResult, context: &PaneContext<'_>, look: &Look<'_>) -> Vec<Row> {
    let span = &result.bar.span;
    let took = span.ended.unwrap_or(context.snapshot.now).since(span.arrived);
    let ascii = look.glyphs.ascii;
    let line = |mark: &str, words: String, role: Role| {
        plain(vec![Piece::new(format!("{mark} "), look.bold(role)), Piece::new(words, look.bold(role))])
    };
    let body = |text: &str, role: Role| -> Vec<Row> {
        text.lines().map(|line| plain(vec![Piece::new(text::printable(line), look.style(role))])).collect()
    };
    match &result.answer {
        None => vec![line(look.glyphs.playing, format!("running for {}", figures::span(took)), Role::Running)],
        Some(Answer::Response(json)) => {
            let mark = if ascii { "+" } else { look.glyphs.done };
            let mut rows = vec![line(mark, format!("answered in {}", figures::span(took)), Role::Ok)];
            rows.extend(body(json, Role::Text));
            rows
        }
        Some(Answer::Refused(status, reason)) => {
            let mark = if ascii { "!" } else { look.glyphs.failed };
            let mut rows = vec![line(mark, format!("turned away with {status}"), Role::Throttled)];
            rows.extend(body(reason, Role::Text));
            rows
        }
        Some(Answer::Failed(failure)) => {
            let mark = if ascii { "!" } else { look.glyphs.failed };
            let mut rows = vec![line(mark, format!("{} after {}", failure.kind, figures::span(took)), Role::Danger)];
            rows.extend(body(&failure.message, Role::Text));
            rows.extend(stack(failure, look));
            rows
        }
    }
}

/// The stack, without the line that says what is said above already; a click on the learner's own line leads there.
fn stack(failure: &Failure, look: &Look<'_>) -> Vec<Row> {
    let frames = failure.stack.iter().filter(|line| line.trim_start().starts_with("at "));
    let mut own = failure.place;
    frames
        .map(|frame| {
            // The first line of the learner's own file is the one to look at.
            let here = if frame.contains("/var/task/") { own.take() } else { None };
            let style = if here.is_some() { look.bold(Role::Accent) } else { look.style(Role::Muted) };
            (vec![Piece::new(format!("  {}", text::printable(frame.trim_start())), style)], here)
        })
        .collect()
}

/// What it took, and where the time went.
fn figures_of(result: &CallResult, look: &Look<'_>, width: u16) -> Vec<Row> {
    let span = &result.bar.span;
    let muted = look.style(Role::Muted);
    let mut fields: Vec<(&str, String, Role)> = Vec::new();
    let mut field = |label, value: Option<&str>, role| {
        if let Some(value) = value {
            fields.push((label, value.to_owned(), role));
        }
    };
    field("Duration", result.figure("Duration"), Role::Text);
    field("Billed", result.figure("Billed Duration"), Role::Money);
    field("Init", result.figure("Init Duration"), Role::Starting);
    let memory = result.figure("Max Memory Used").map(|used| format!("{used} of {}", span.memory));
    field("Memory", memory.as_deref(), Role::Text);
    if fields.is_empty() && span.ended.is_some() {
        fields.push(("Billed", format!("{} ms", span.billed_ms), Role::Money));
        fields.push(("Memory", span.memory.to_string(), Role::Text));
    }
    let cells = fields
        .into_iter()
        .map(|(label, value, role)| vec![Piece::new(format!("{label} "), muted), Piece::new(value, look.style(role))]);
    let mut rows = flowing(cells, usize::from(width));
    let parts = span.parts.iter().map(|(part, time)| {
        let words = format!("{} ", waterfall::words(part).1);
        vec![Piece::new(words, muted), Piece::new(figures::span(time), look.style(Role::Text))]
    });
    rows.extend(flowing(parts, usize::from(width)));
    rows.into_iter().map(plain).collect()
}

/// Cells one after the other, in as many rows as they take.
fn flowing(cells: impl Iterator<Item = Vec<Piece>>, width: usize) -> Vec<Vec<Piece>> {
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for cell in cells {
        let wide = text::pieces_width(&cell);
        match rows.last_mut() {
            Some(row) if text::pieces_width(row) + 3 + wide <= width => {
                row.push(Piece::new("   ", ratatui::style::Style::default()));
                row.extend(cell);
            }
            _ => rows.push(cell),
        }
    }
    rows
}
