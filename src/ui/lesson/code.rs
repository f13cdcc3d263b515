//! Source code: coloured once the worker has read it, with what to look at in front and the rest dimmed.

use ratatui::style::{Modifier, Style};

use super::card::on_panel;
use super::{Reading, Row};
use crate::app::{HighlightedLines, Role, SyntaxRole};
use crate::course::{CodeBlock, FocusStep};
use crate::ui::highlight;
use crate::ui::text::{self, Piece};

pub(super) fn rows(code: &CodeBlock, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let colours = (reading.highlighted)(code);
    let focus = focus(code, reading.focus_step);
    let digits = code.text.lines().count().to_string().len();
    let inside = width.saturating_sub(4).max(1);
    let mut rows: Vec<Row> = code.title.iter().map(|title| titled(title, reading, inside)).collect();
    for (index, line) in code.text.lines().enumerate() {
        let in_focus = focus.is_none_or(|step| step.contains(index + 1));
        let pieces = match coloured(colours, index, line) {
            Some(stretches) if in_focus => {
                let piece = |(role, text): &(SyntaxRole, String)| {
                    Piece::new(text.clone(), reading.style(highlight::role_of(*role)))
                };
                stretches.iter().map(piece).collect()
            }
            _ if in_focus => vec![Piece::new(line, reading.style(Role::Text))],
            _ => vec![Piece::new(line, dimmed(reading))],
        };
        rows.push(match focus {
            // A number column only where numbers help to find the lines that are meant.
            Some(_) => {
                let number = text::right(&(index + 1).to_string(), digits);
                let room = inside.saturating_sub(digits + 2).max(1);
                let style = if in_focus { reading.style(Role::Accent) } else { reading.style(Role::Rule) };
                window(pieces, reading, room).behind(Piece::new(format!("{number}  "), style))
            }
            None => window(pieces, reading, inside),
        });
    }
    // `rust,editable` is Rust, and something for the tool it was written for.
    let lang = code.lang.split([',', '{', ' ']).next().unwrap_or_default();
    if let Some(first) = rows.first_mut().filter(|_| !lang.is_empty()) {
        // The language stands at the right of the first row, where there is room for it.
        let label = Piece::new(lang, reading.style(Role::Rule));
        *first = std::mem::take(first).with_right(vec![label], inside);
    }
    on_panel(rows, reading, width)
}

/// The title above code or a drawing.
pub(super) fn titled(title: &str, reading: &Reading<'_>, columns: usize) -> Row {
    Row::of(text::cut(title, columns, reading.glyphs.more), reading.style(Role::Muted))
}

/// The step that is shown: the last one stays.
fn focus(code: &CodeBlock, step: usize) -> Option<&FocusStep> {
    code.focus.get(step.min(code.focus.len().saturating_sub(1)))
}

/// The worker's colours, if they are of this very line.
fn coloured<'a>(
    colours: Option<&'a HighlightedLines>,
    index: usize,
    line: &str,
) -> Option<&'a Vec<(SyntaxRole, String)>> {
    let stretches = colours?.get(index)?;
    (stretches.iter().map(|(_, text)| text.len()).sum::<usize>() == line.len()).then_some(stretches)
}

fn dimmed(reading: &Reading<'_>) -> Style {
    let muted = reading.style(Role::Muted);
    if reading.theme.is_colourless() { muted.add_modifier(Modifier::DIM) } else { muted }
}

/// The first column in view of a line that is `whole` columns long.
pub(super) fn window_start(whole: usize, columns: usize, shift: usize) -> usize {
    shift.min(whole.saturating_sub(columns))
}

/// The part of a line that is in view: code is never wrapped. A mark at either end says that it goes on there.
pub(super) fn window(pieces: Vec<Piece>, reading: &Reading<'_>, columns: usize) -> Row {
    let whole = text::pieces_width(&pieces);
    if whole <= columns && reading.shift == 0 {
        return Row::new(pieces);
    }
    let more = reading.glyphs.more;
    let mark = || Piece::new(more, reading.style(Role::Accent));
    let start = window_start(whole, columns, reading.shift);
    let mut row = Vec::new();
    if start > 0 {
        row.push(mark());
    }
    let from = if start > 0 { start + 1 } else { 0 };
    let to = if whole > start + columns { start + columns - 1 } else { whole };
    let mut at = 0;
    for piece in pieces {
        let piece_width = piece.width();
        let (skip, end) = (from.saturating_sub(at), to.saturating_sub(at));
        at += piece_width;
        if skip >= piece_width || end == 0 {
            continue;
        }
        let (after, gap) = text::past(&piece.text, skip);
        let upto = text::fitting(&piece.text, end).len();
        row.push(Piece { text: format!("{}{}", " ".repeat(gap), &piece.text[after.min(upto)..upto]), ..piece });
    }
    if to < whole {
        row.push(mark());
    }
    Row::new(row)
}
