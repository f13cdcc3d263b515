//! The cards of a lesson: what answers on the page. One file a directive; each turns the card's state into rows.

mod challenge;
mod event;
mod form;
pub use form::input;
mod lab;
mod predict;
mod quiz;

use std::sync::Arc;

use ratatui::style::Style;

use super::lesson::{Reading, Row, marked};
use super::text::{self, Piece};
use super::widgets::keys::KeyHint;
use crate::app::keymap::{self, Group};
use crate::app::{App, Card, Edited, Msg, Role, Study};
use crate::course::Directive;

/// What a card may look at.
pub struct CardContext<'a, 'r> {
    /// The state.
    pub app: &'a App,
    /// The lesson it is in.
    pub study: &'a Study,
    /// How the page looks.
    pub reading: Reading<'r>,
    /// The directive's id.
    pub id: &'a str,
    /// Whether keys go to this card.
    pub active: bool,
    /// Columns of the whole card.
    pub width: usize,
}

impl CardContext<'_, '_> {
    /// Columns of the text inside.
    pub fn inside(&self) -> usize {
        self.width.saturating_sub(4).max(1)
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.reading.style(role)
    }

    /// Text of the card, wrapped.
    pub fn paragraph(&self, words: &str, style: Style) -> Vec<Row> {
        let pieces = marked(words.trim(), style, &self.reading);
        text::wrap(&pieces, self.inside(), self.inside()).into_iter().map(Row::new).collect()
    }

    /// Text behind a word that says what it is: `Hint  Read a REPORT line`.
    pub fn labelled(&self, label: &str, role: Role, words: &str) -> Vec<Row> {
        let indent = text::width(label) + 2;
        let room = self.inside().saturating_sub(indent).max(8);
        let lines = text::wrap(&marked(words.trim(), self.style(Role::Text), &self.reading), room, room);
        let mut label = Some(Piece::new(format!("{label}  "), self.style(role)));
        let rows = lines.into_iter().map(|line| {
            Row::new(line).behind(label.take().unwrap_or_else(|| Piece::new(" ".repeat(indent), Style::default())))
        });
        rows.collect()
    }

    /// The keys that work on this card now; for a card that keys do not go to, how to get there.
    pub fn keys(&self) -> Vec<Row> {
        if !self.active {
            return Vec::new();
        }
        let working = if self.app.overlay.is_some() { keymap::below(self.app) } else { keymap::active(self.app) };
        let of_card = |group| match group {
            Group::Card => true,
            Group::Code => self.app.edited() == Some(Edited::Card),
            _ => false,
        };
        let rows: Vec<_> = working.into_iter().filter(|row| of_card(row.group) && row.footer.is_some()).collect();
        self.hints(&KeyHint::from_rows(&rows, self.reading.glyphs))
    }

    /// Keys and labels in as many rows as they take.
    pub fn hints(&self, hints: &[KeyHint]) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        for hint in hints {
            let fits = rows.last().is_some_and(|row| row.width() + 3 + hint.width() <= self.inside());
            if !fits {
                rows.push(Row::empty());
            }
            if let Some(row) = rows.last_mut() {
                if !row.pieces.is_empty() {
                    row.pieces.push(Piece::new("   ", Style::default()));
                }
                row.pieces.extend(self.hint(hint));
            }
        }
        rows
    }

    fn hint(&self, hint: &KeyHint) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (key, action) in &hint.keys {
            let target = Arc::new(Msg::Do(*action));
            pieces.push(Piece::new(format!("{key} "), self.reading.style(Role::Accent)).leading_to(&target));
        }
        let label = Piece::new(hint.label.clone(), self.style(Role::Muted));
        pieces.push(match hint.keys.first() {
            Some((_, action)) => label.leading_to(&Arc::new(Msg::Do(*action))),
            None => label,
        });
        pieces
    }
}

/// The rows of a directive's card.
pub fn rows(app: &App, study: &Study, directive: &Directive, reading: Reading<'_>, width: usize) -> Vec<Row> {
    let id = directive.id();
    let active = study.active.as_deref() == Some(id);
    let context = CardContext { app, study, reading, id, active, width };
    let rows = match (directive, study.cards.get(id)) {
        (Directive::Lab(card), _) => lab::rows(card, &context),
        (_, Some(Card::Predict(card))) => predict::rows(card, &context),
        (_, Some(Card::Challenge(card))) => challenge::rows(card, &context),
        (_, Some(Card::Quiz(card))) => quiz::rows(card, &context),
        (_, Some(Card::Event(card))) => event::rows(card, &context),
        (_, None) => Vec::new(),
    };
    clickable(rows, id)
}

/// A click anywhere on a card goes to the card, except where it means something else.
fn clickable(rows: Vec<Row>, id: &str) -> Vec<Row> {
    let target = Arc::new(Msg::Card(id.to_owned()));
    let aim = |piece: Piece| if piece.target.is_none() { piece.leading_to(&target) } else { piece };
    rows.into_iter().map(|row| Row { pieces: row.pieces.into_iter().map(aim).collect(), ..row }).collect()
}

/// Groups of rows with an empty row between those that have any.
fn spaced(groups: impl IntoIterator<Item = Vec<Row>>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for group in groups {
        if !rows.is_empty() && !group.is_empty() {
            rows.push(Row::empty());
        }
        rows.extend(group);
    }
    rows
}
