//! An event the learner can change before it is sent.

use crossterm::event::KeyCode;

use crate::app::Key;
use crate::course;

/// More than Lambda takes in one call, and far more than anyone types.
const BYTES_MAX: usize = 256 * 1024;

/// An event the learner can change before it is sent.
#[derive(Clone, Debug)]
pub struct EventCard {
    /// The directive.
    pub event: course::EventCard,
    /// Its lines as they are now.
    pub lines: Vec<String>,
    /// The line and column of the cursor while it is edited.
    pub cursor: Option<(usize, usize)>,
    /// Why it cannot be sent as it is.
    pub complaint: Option<String>,
    /// How often it was sent.
    pub sent: u32,
}

impl EventCard {
    pub(in crate::app) fn new(event: course::EventCard) -> Self {
        let mut lines: Vec<String> = event.json.trim_end().lines().map(str::to_owned).collect();
        if lines.is_empty() {
            lines.push("{}".to_owned());
        }
        Self { event, lines, cursor: None, complaint: None, sent: 0 }
    }

    /// Whether it can be sent; otherwise the card says where it is broken.
    pub(in crate::app) fn check(&mut self) -> bool {
        let parsed = serde_json::from_str::<serde_json::Value>(&self.lines.join("\n"));
        self.complaint = parsed.err().map(|error| format!("not sent: {error}"));
        self.complaint.is_none()
    }

    /// One key of a small editor.
    pub(in crate::app) fn write(&mut self, key: Key) {
        let Some((row, column)) = self.cursor else { return };
        let (row, column) = self.clamp(row, column);
        self.cursor = Some(match (key.code, key.typed()) {
            (_, Some(letter)) => self.insert(row, column, letter),
            (KeyCode::Enter, _) => self.split(row, column),
            (KeyCode::Backspace, _) => self.erase_before(row, column),
            (KeyCode::Delete, _) => self.erase_at(row, column),
            (KeyCode::Left, _) if column > 0 => (row, column - 1),
            (KeyCode::Left, _) if row > 0 => (row - 1, self.length(row - 1)),
            (KeyCode::Right, _) if column < self.length(row) => (row, column + 1),
            (KeyCode::Right, _) if row + 1 < self.lines.len() => (row + 1, 0),
            (KeyCode::Up, _) => self.clamp(row.saturating_sub(1), column),
            (KeyCode::Down, _) => self.clamp(row + 1, column),
            (KeyCode::Home, _) => (row, 0),
            (KeyCode::End, _) => (row, self.length(row)),
            _ => (row, column),
        });
        self.complaint = None;
    }

    pub(in crate::app) fn paste(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '\n' => self.write(Key::code(KeyCode::Enter)),
                '\t' => self.write(Key::char(' ')),
                letter if !letter.is_control() => self.write(Key::char(letter)),
                _ => {}
            }
        }
    }

    fn insert(&mut self, row: usize, column: usize, letter: char) -> (usize, usize) {
        if self.lines.iter().map(String::len).sum::<usize>() >= BYTES_MAX {
            return (row, column);
        }
        let at = self.byte(row, column);
        self.lines[row].insert(at, letter);
        (row, column + 1)
    }

    fn split(&mut self, row: usize, column: usize) -> (usize, usize) {
        let at = self.byte(row, column);
        let rest = self.lines[row].split_off(at);
        self.lines.insert(row + 1, rest);
        (row + 1, 0)
    }

    fn erase_before(&mut self, row: usize, column: usize) -> (usize, usize) {
        if column > 0 {
            return self.erase_at(row, column - 1);
        }
        if row == 0 {
            return (0, 0);
        }
        let line = self.lines.remove(row);
        let end = self.length(row - 1);
        self.lines[row - 1].push_str(&line);
        (row - 1, end)
    }

    fn erase_at(&mut self, row: usize, column: usize) -> (usize, usize) {
        let at = self.byte(row, column);
        if at < self.lines[row].len() {
            self.lines[row].remove(at);
        } else if row + 1 < self.lines.len() {
            let next = self.lines.remove(row + 1);
            self.lines[row].push_str(&next);
        }
        (row, column)
    }

    fn length(&self, row: usize) -> usize {
        self.lines[row].chars().count()
    }

    fn byte(&self, row: usize, column: usize) -> usize {
        let line = &self.lines[row];
        line.char_indices().nth(column).map_or(line.len(), |(at, _)| at)
    }

    fn clamp(&self, row: usize, column: usize) -> (usize, usize) {
        let row = row.min(self.lines.len() - 1);
        (row, column.min(self.length(row)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(json: &str, keys: &[&str]) -> EventCard {
        let event = course::EventCard { id: "e".into(), source: "test".into(), title: None, json: json.into() };
        let mut card = EventCard::new(event);
        card.cursor = Some((0, 0));
        for key in keys {
            card.write(Key::parse(key).unwrap_or_else(|| panic!("{key} is a key")));
        }
        card
    }

    #[test]
    fn an_event_is_edited_like_any_text() {
        assert_eq!(typed("{}", &["right", "enter", "1"]).lines, ["{", "1}"]);
        assert_eq!(typed("a\nb", &["down", "backspace"]).lines, ["ab"]);
        assert_eq!(typed("ab\nc", &["end", "del", "left", "del"]).lines, ["ac"]);
        assert_eq!(typed("é", &["end", "backspace", "backspace", "x"]).lines, ["x"]);
    }

    #[test]
    fn broken_json_is_not_sent_and_says_where() {
        let mut card = typed("{}", &["del"]);
        assert!(!card.check());
        assert!(card.complaint.as_deref().is_some_and(|words| words.contains("line 1 column 1")));
    }
}
