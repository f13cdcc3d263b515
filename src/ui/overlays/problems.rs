//! What is wrong with the course, each with its place; the chosen one with what to do.

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::app::{Extent, Msg, Picker, Played, Problems, Region, Role};
use crate::course::check::Finding;
use crate::problem::{Severity, one_line};
use crate::ui::lesson::Row;
use crate::ui::look::Look;
use crate::ui::screens::home::draw_rows;
use crate::ui::stage::Stage;
use crate::ui::text::{self, Piece};
use crate::ui::widgets::more;

pub(super) fn draw(stage: &mut Stage<'_>, picker: &Picker, body: Rect) {
    let look = stage.look;
    let Some(problems) = &stage.app.problems else { return };
    let width = usize::from(super::WIDTH_MAX.min(body.width.saturating_sub(2)).saturating_sub(6)).max(1);
    let mut rows = Vec::new();
    let mut chosen = 0..0;
    for (number, finding) in problems.findings.iter().enumerate() {
        let first = rows.len();
        rows.extend(rows_of(finding, number, number == picker.selected, width, &look));
        if number == picker.selected {
            chosen = first..rows.len();
        }
    }
    if rows.is_empty() {
        rows.push(Row::of("Nothing to complain about", look.style(Role::Ok)));
    }
    let title = format!("Problems{}", problems.summary().map_or_else(String::new, |summary| format!(": {summary}")));
    let inner = super::open(stage, &title, playing(problems), body, (super::WIDTH_MAX, rows.len() as u16));
    let extent = Extent { content: rows.len(), view: inner.height };
    stage.measured(Region::Overlay, extent);
    stage.drawn.hits.on_wheel(inner, Region::Overlay);
    // The chosen one stands in the middle, where there is more than fits.
    let middle: usize = usize::midpoint(chosen.start, chosen.end);
    let scroll = middle.saturating_sub(usize::from(inner.height / 2)).min(extent.scroll_max());
    draw_rows(stage, inner, &rows, scroll);
    more::draw(&mut stage.pen(inner), &look, scroll, extent);
}

fn playing(problems: &Problems) -> &'static str {
    match problems.played {
        Played::Underway => "challenges are being played",
        Played::Yes => "challenges were played",
        Played::No => "",
    }
}

/// The place, the words below it; of the chosen one the advice, too.
fn rows_of(finding: &Finding, number: usize, chosen: bool, width: usize, look: &Look<'_>) -> Vec<Row> {
    let (source, problem) = (&finding.source, &finding.problem);
    let role = if problem.severity == Severity::Error { Role::Danger } else { Role::Warning };
    let place = source.position(problem.span.start);
    let place = format!("{}:{}:{}", one_line(&source.name), place.line, place.column);
    let mark = if chosen { look.glyphs.chosen } else { " " };
    let target = Arc::new(Msg::Pick(number));
    let room = width.saturating_sub(2 + text::width(&problem.severity.to_string()) + 2);
    let head = Row::new(vec![
        Piece::new(format!("{mark} "), look.bold(Role::Accent)),
        Piece::new(text::cut(&place, room, look.glyphs.more), look.style(Role::Muted)).leading_to(&target),
    ])
    .with_right(vec![Piece::new(format!("{} ", problem.severity), look.style(role))], width);
    let inside = width.saturating_sub(2).max(1);
    let words = if chosen { look.bold(Role::Strong) } else { look.style(Role::Text) };
    let mut pieces = vec![vec![Piece::new(text::printable(&problem.message), words).leading_to(&target)]];
    if let Some(help) = problem.help.as_ref().filter(|_| chosen) {
        pieces.push(vec![Piece::new(text::printable(help), look.style(Role::Ok)).leading_to(&target)]);
    }
    let below = pieces.iter().flat_map(|pieces| text::wrap(pieces, inside, inside));
    let indent = Piece::new("  ", look.style(Role::Text));
    let rows = std::iter::once(head).chain(below.map(|pieces| Row::new(pieces).behind(indent.clone())));
    rows.map(|row| if chosen { row.on(look.chosen(), width) } else { row }).collect()
}
