//! What is wrong with the block above, for its author: where, what, the line itself, what to do.

use ratatui::style::{Modifier, Style};

use super::{Reading, Row, code};
use crate::app::Role;
use crate::problem::{Problem, Severity};
use crate::ui::text::{self, Piece};

pub(super) fn rows(problems: &[Problem], reading: &Reading<'_>, width: usize) -> Vec<Row> {
    problems.iter().flat_map(|problem| rows_of(problem, reading, width)).collect()
}

fn rows_of(problem: &Problem, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let role = match problem.severity {
        Severity::Error => Role::Danger,
        Severity::Warning => Role::Warning,
    };
    let style = reading.style(role);
    let inside = width.saturating_sub(3).max(1);
    let wrapped = |pieces: &[Piece]| text::wrap(pieces, inside, inside).into_iter().map(Row::new).collect::<Vec<_>>();

    let place = reading.source.position(problem.span.start);
    let place = format!("{}:{}:{}  ", reading.source.name, place.line, place.column);
    let severity = Piece::new(format!("{}: ", problem.severity), style.add_modifier(Modifier::BOLD));
    let mut rows =
        wrapped(&[Piece::new(place, reading.style(Role::Muted)), severity, Piece::new(&*problem.message, reading.ink)]);
    rows.extend(excerpt(problem, reading, inside, style));
    if let Some(help) = &problem.help {
        rows.extend(wrapped(&[Piece::new("help: ", reading.style(Role::Ok)), Piece::new(&**help, reading.ink)]));
    }
    let edge = Piece::new(format!("{} ", reading.glyphs.edge), style);
    rows.into_iter().map(|row| row.behind(edge.clone()).on(reading.theme.fill(Role::Bar), width)).collect()
}

/// The source line and a caret below the bytes that are meant.
fn excerpt(problem: &Problem, reading: &Reading<'_>, width: usize, style: Style) -> Vec<Row> {
    let text = &reading.source.text;
    let place = reading.source.position(problem.span.start);
    let Some(line) = text.lines().nth(place.line - 1) else { return Vec::new() };
    let before: String = line.chars().take(place.column - 1).collect();
    let meant = text.get(problem.span.clone()).unwrap_or_default().lines().next().unwrap_or_default();
    let indent = text::width(&text::printable(&before));
    let carets = "^".repeat(text::width(meant).max(1));
    // What matters is the place: scroll the line until the caret is in view.
    let shifted =
        Reading { shift: (indent + carets.len().min(width / 2)).saturating_sub(width.saturating_sub(2)), ..*reading };
    let muted = reading.style(Role::Muted);
    let line = text::printable(line);
    let start = code::window_start(text::width(&line), width, shifted.shift);
    let column = indent.saturating_sub(start);
    let carets = "^".repeat(carets.len().min(width.saturating_sub(column)));
    let caret = Row::of(format!("{}{carets}", " ".repeat(column)), style);
    vec![code::window(vec![Piece::new(line, muted)], &shifted, width), caret]
}
