//! An event: its JSON, to be changed and sent.

use super::{CardContext, spaced};
use crate::app::{EventCard, Role};
use crate::ui::lesson::{Row, card};
use crate::ui::look::Look;
use crate::ui::text::{self, Piece};
use crate::ui::written::{self, Marks};

pub(super) fn rows(event: &EventCard, context: &CardContext<'_, '_>) -> Vec<Row> {
    let title = event.event.title.clone().unwrap_or_else(|| "Event".to_owned());
    let aside = match event.sent {
        0 => event.event.source.clone(),
        1 => format!("{}, sent once", event.event.source),
        times => format!("{}, sent {times} times", event.event.source),
    };
    let wrong = event.open.then(|| event.draft.wrong()).flatten();
    let words = event.complaint.clone().or(wrong);
    let complaint = words.map(|words| context.paragraph(&words, context.style(Role::Danger)));
    let inner = spaced([lines(event, context), complaint.unwrap_or_default(), context.keys()]);
    card(Piece::new(title, context.style(Role::Accent)), &aside, inner, &context.reading, context.width)
}

fn lines(event: &EventCard, context: &CardContext<'_, '_>) -> Vec<Row> {
    let look = Look { theme: context.reading.theme, glyphs: context.reading.glyphs };
    let editor = &event.draft.editor;
    let marks = Marks::of(editor, event.open);
    let line = |line| cut(Row::new(written::pieces(editor, line, &look, &marks)), context);
    (0..editor.lines().len()).map(line).collect()
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
