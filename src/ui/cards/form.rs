//! How a question is answered: choices, a field, items to arrange. Predictions and quizzes ask alike.

use std::sync::Arc;

use ratatui::style::{Modifier, Style};

use super::CardContext;
use crate::app::{Msg, Role};
use crate::quiz::{Answer, Form, QuizCard};
use crate::ui::lesson::{Row, marked};
use crate::ui::text::{self, Piece};

/// Columns of a field for a number; a field for words is wider.
const NUMBER_FIELD: usize = 10;

/// The form of the question in hand, as far as it is filled in.
pub fn rows(entry: &QuizCard, context: &CardContext<'_, '_>) -> Vec<Row> {
    let Some(asked) = entry.asked() else { return Vec::new() };
    match &asked.form {
        Form::Choose { choices, several } => choices_rows(entry, choices, *several, context),
        Form::Type { unit, number } => vec![field(entry, unit.as_deref(), *number, context)],
        Form::Arrange { .. } => items_rows(entry, context),
    }
}

fn choices_rows(entry: &QuizCard, choices: &[String], several: bool, context: &CardContext<'_, '_>) -> Vec<Row> {
    let right = right_choices(entry);
    let mut rows = Vec::new();
    if several && right.is_none() {
        rows.push(Row::of("Pick all that apply.".to_owned(), context.style(Role::Muted)));
    }
    for (place, choice) in choices.iter().enumerate() {
        let picked = entry.is_picked(place);
        let under_cursor = context.active && entry.is_open() && entry.cursor() == place;
        let (open, filled, close) = if several { ("[", "x", "]") } else { ("(", "*", ")") };
        let mark = format!("{open}{}{close} ", if picked { filled } else { " " });
        let (verdict, role) = match &right {
            Some(right) if right.contains(choice) && picked => (context.reading.glyphs.done, Role::Ok),
            Some(right) if right.contains(choice) => ("+", Role::Ok),
            Some(_) if picked => (context.reading.glyphs.failed, Role::Danger),
            Some(_) => (" ", Role::Muted),
            None if under_cursor => (context.reading.glyphs.chosen, Role::Accent),
            None => (" ", Role::Text),
        };
        let style = context.style(role);
        let words = match right {
            None if under_cursor || picked => context.style(Role::Text).add_modifier(Modifier::BOLD),
            None => context.style(Role::Text),
            Some(_) => style,
        };
        let target = Arc::new(Msg::Choose(context.id.to_owned(), place));
        let lead = vec![
            Piece::new(format!("{verdict} "), style),
            Piece::new(mark, context.style(if picked { Role::Accent } else { Role::Muted })),
        ];
        let missed = several && !picked && right.as_ref().is_some_and(|right| right.contains(choice));
        let choice = if missed { format!("{choice} (missed)") } else { choice.clone() };
        rows.extend(hanging(lead, &choice, words, context).into_iter().map(|row| aimed(row, &target)));
    }
    rows
}

/// The right choices, once there is a grade.
fn right_choices(entry: &QuizCard) -> Option<Vec<String>> {
    entry.grade()?;
    match entry.asked()?.right_answer() {
        Answer::Picked(texts) | Answer::Arranged(texts) => Some(texts),
        Answer::Typed(_) => None,
    }
}

fn items_rows(entry: &QuizCard, context: &CardContext<'_, '_>) -> Vec<Row> {
    let right = right_choices(entry);
    let mut rows = Vec::new();
    for (place, item) in entry.items().iter().enumerate() {
        let under_cursor = context.active && entry.is_open() && entry.cursor() == place;
        let (mark, role) = match &right {
            Some(right) if right.get(place) == Some(item) => (context.reading.glyphs.done, Role::Ok),
            Some(_) => (context.reading.glyphs.failed, Role::Danger),
            None if under_cursor => (context.reading.glyphs.chosen, Role::Accent),
            None => (" ", Role::Text),
        };
        let style = context.style(role);
        let words = if under_cursor {
            context.style(Role::Text).add_modifier(Modifier::BOLD)
        } else {
            context.style(Role::Text)
        };
        let lead = vec![
            Piece::new(format!("{mark} "), style),
            Piece::new(format!("{}. ", place + 1), context.style(Role::Muted)),
        ];
        let target = Arc::new(Msg::Choose(context.id.to_owned(), place));
        rows.extend(hanging(lead, item, words, context).into_iter().map(|row| aimed(row, &target)));
    }
    rows
}

/// A field with what is typed so far, its cursor, and what the number counts.
fn field(entry: &QuizCard, unit: Option<&str>, number: bool, context: &CardContext<'_, '_>) -> Row {
    let value = entry.input().value();
    let columns = if number { NUMBER_FIELD } else { context.inside().saturating_sub(4).min(36) };
    let editing = context.active && entry.is_open();
    let field = context.reading.theme.on(Role::Strong, Role::Selection);
    let mut row =
        Row::new(input(value, entry.input().visual_cursor(), columns, editing, field, context.reading.glyphs.more));
    if let Some(unit) = unit {
        row.pieces.push(Piece::new(format!("  {unit}"), context.style(Role::Muted)));
    }
    row
}

/// An editable line in `columns` columns: the part around the cursor, the cursor as a reversed cell.
pub fn input(value: &str, cursor: usize, columns: usize, editing: bool, style: Style, more: &str) -> Vec<Piece> {
    let columns = columns.max(3);
    let room = columns - 2;
    // The cursor is always in view.
    let skip = cursor.saturating_sub(room.saturating_sub(1));
    let visible = &value[text::fitting(value, skip).len()..];
    let before = text::fitting(visible, cursor.saturating_sub(skip));
    let rest = &visible[before.len()..];
    let under: String = rest.chars().take(1).collect();
    let after =
        text::fitting(&rest[under.len()..], room.saturating_sub(text::width(before) + text::width(&under).max(1)));
    let lead = if skip > 0 { more } else { " " };
    let cursor_style = if editing { style.add_modifier(Modifier::REVERSED) } else { style };
    let under = if under.is_empty() { " ".to_owned() } else { under };
    let used = 1 + text::width(before) + text::width(&under) + text::width(after);
    vec![
        Piece::new(format!("{lead}{before}"), style),
        Piece::new(under, cursor_style),
        Piece::new(format!("{after}{}", " ".repeat(columns.saturating_sub(used))), style),
    ]
}

/// Words behind a mark, the following lines below the first.
fn hanging(lead: Vec<Piece>, words: &str, style: Style, context: &CardContext<'_, '_>) -> Vec<Row> {
    let indent = text::pieces_width(&lead);
    let room = context.inside().saturating_sub(indent).max(8);
    let mut lead = Some(lead);
    let lines = text::wrap(&marked(words, style, &context.reading), room, room);
    lines
        .into_iter()
        .map(|line| {
            let mut pieces = lead.take().unwrap_or_else(|| vec![Piece::new(" ".repeat(indent), Style::default())]);
            pieces.extend(line);
            Row::new(pieces)
        })
        .collect()
}

fn aimed(row: Row, target: &Arc<Msg>) -> Row {
    Row { pieces: row.pieces.into_iter().map(|piece| piece.leading_to(target)).collect(), ..row }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str, cursor: usize) -> String {
        input(value, cursor, 8, true, Style::new(), "~").into_iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn a_field_keeps_its_width_and_its_cursor_in_view() {
        assert_eq!(shown("", 0), "        ");
        assert_eq!(shown("19", 2), " 19     ");
        assert_eq!(shown("1234567890", 10), "~67890  ");
        assert_eq!(shown("1234567890", 0), " 123456 ");
        assert_eq!(text::width(&shown("日本語日本語", 12)), 8);
    }
}
