//! An event: its JSON, to be changed and sent.

use ratatui::style::Modifier;

use super::{CardContext, spaced};
use crate::app::{EventCard, Role};
use crate::ui::highlight;
use crate::ui::lesson::{Row, card};
use crate::ui::text::{self, Piece};

pub(super) fn rows(event: &EventCard, context: &CardContext<'_, '_>) -> Vec<Row> {
    let title = event.event.title.clone().unwrap_or_else(|| "Event".to_owned());
    let aside = match event.sent {
        0 => event.event.source.clone(),
        1 => format!("{}, sent once", event.event.source),
        times => format!("{}, sent {times} times", event.event.source),
    };
    let complaint = event.complaint.as_deref().map(|words| context.paragraph(words, context.style(Role::Danger)));
    let inner = spaced([lines(event, context), complaint.unwrap_or_default(), context.keys()]);
    card(Piece::new(title, context.style(Role::Accent)), &aside, inner, &context.reading, context.width)
}

fn lines(event: &EventCard, context: &CardContext<'_, '_>) -> Vec<Row> {
    let whole = event.lines.join("\n");
    let coloured = context.app.highlights.get("json", &whole);
    let line = |(number, line): (usize, &String)| {
        let cursor = event.cursor.filter(|(row, _)| *row == number).map(|(_, column)| column);
        match (cursor, coloured.and_then(|lines| lines.get(number))) {
            (Some(column), _) => Row::new(edited(line, column, context)),
            (None, Some(stretches)) => {
                let piece =
                    |(role, words): &(_, String)| Piece::new(words.clone(), context.style(highlight::role_of(*role)));
                Row::new(stretches.iter().map(piece).collect())
            }
            (None, None) => Row::of(line.clone(), context.style(Role::Text)),
        }
    };
    event.lines.iter().enumerate().map(line).map(|row| cut(row, context)).collect()
}

/// The line with the cursor: the character under it reversed.
fn edited(line: &str, column: usize, context: &CardContext<'_, '_>) -> Vec<Piece> {
    let style = context.style(Role::Text);
    let before: String = line.chars().take(column).collect();
    let under: String = line.chars().skip(column).take(1).collect();
    let after: String = line.chars().skip(column + 1).collect();
    let under = if under.is_empty() { " ".to_owned() } else { under };
    vec![Piece::new(before, style), Piece::new(under, style.add_modifier(Modifier::REVERSED)), Piece::new(after, style)]
}

/// JSON is not wrapped; what is too long shows that it is.
fn cut(row: Row, context: &CardContext<'_, '_>) -> Row {
    let room = context.inside();
    if row.width() <= room {
        return row;
    }
    let mut left = room.saturating_sub(1);
    let mut pieces = Vec::new();
    for piece in row.pieces {
        let words = text::fitting(&piece.text, left).to_owned();
        left -= text::width(&words).min(left);
        pieces.push(Piece { text: words, ..piece });
    }
    pieces.push(Piece::new(context.reading.glyphs.more, context.style(Role::Accent)));
    Row::new(pieces)
}
