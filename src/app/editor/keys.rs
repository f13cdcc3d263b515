//! What keys do in an editor. Those with a name on the screen (undo, find, …) come through the keymap.

use crossterm::event::{KeyCode, KeyModifiers};

use super::buffer::TAB;
use super::{Cursor, Editor, Place, byte_at, column_of};
use crate::app::Key;

/// What opens a block: the next line is indented deeper.
const OPENS: [char; 3] = ['{', '[', '('];
/// What closes one.
const CLOSES: [char; 3] = ['}', ']', ')'];

impl Editor {
    /// One key; whether it means anything here.
    pub fn press(&mut self, key: Key) -> bool {
        if let Some(letter) = key.typed() {
            self.letter(letter);
            return true;
        }
        let select = key.modifiers.contains(KeyModifiers::SHIFT);
        let word = key.modifiers.intersects(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Enter => self.line_end(),
            KeyCode::Backspace if word || alt => self.erase(self.buffer.word_before(self.cursor.at)),
            KeyCode::Backspace => self.backspace(),
            KeyCode::Delete if word || alt => self.erase(self.buffer.word_after(self.cursor.at)),
            KeyCode::Delete => self.erase(self.buffer.after(self.cursor.at)),
            KeyCode::Char('w') if word => self.erase(self.buffer.word_before(self.cursor.at)),
            KeyCode::Char('k') if word => self.cut_line(),
            KeyCode::Tab => self.indent(),
            KeyCode::BackTab => self.outdent(),
            KeyCode::Up if alt => self.carry(true),
            KeyCode::Down if alt => self.carry(false),
            KeyCode::Left if word => self.go(self.buffer.word_before(self.cursor.at), select),
            KeyCode::Right if word => self.go(self.buffer.word_after(self.cursor.at), select),
            KeyCode::Left => self.left(select),
            KeyCode::Right => self.right(select),
            KeyCode::Up => self.rows(-1, select),
            KeyCode::Down => self.rows(1, select),
            KeyCode::PageUp => self.rows(-self.page.cast_signed(), select),
            KeyCode::PageDown => self.rows(self.page.cast_signed(), select),
            KeyCode::Home if word => self.go(Place::START, select),
            KeyCode::End if word => self.go(self.buffer.end(), select),
            KeyCode::Home => self.line_start(select),
            KeyCode::End => self.go(Place::new(self.cursor.at.line, usize::MAX), select),
            _ => return false,
        }
        true
    }

    fn letter(&mut self, letter: char) {
        let at = self.cursor.at;
        let before = &self.buffer.line(at.line)[..at.byte];
        let closes = CLOSES.contains(&letter) && self.cursor.selected().is_none();
        // A closing bracket alone in its line stands where its block began.
        if closes && !before.is_empty() && before.trim().is_empty() {
            let kept = before.len().saturating_sub(TAB.len());
            self.replace(vec![(Place::new(at.line, kept)..at, letter.to_string())]);
            return;
        }
        self.insert(letter.encode_utf8(&mut [0; 4]));
    }

    /// A new line, as deep as this one; deeper after an open bracket, and a bracket that closes it goes one line further.
    fn line_end(&mut self) {
        let at = self.cursor.selected().map_or(self.cursor.at, |selected| selected.start);
        let line = self.buffer.line(at.line);
        let (before, after) = line.split_at(at.byte);
        let depth = before.len() - before.trim_start().len();
        let indent = before[..depth].to_owned();
        let opened = before.trim_end().chars().next_back().filter(|letter| OPENS.contains(letter));
        let closes = after.trim_start().chars().next().filter(|letter| CLOSES.contains(letter));
        match (opened, closes) {
            (Some(_), Some(_)) if self.cursor.selected().is_none() => {
                self.insert(&format!("\n{indent}{TAB}\n{indent}"));
                self.go(Place::new(at.line + 1, indent.len() + TAB.len()), false);
            }
            (Some(_), _) => self.insert(&format!("\n{indent}{TAB}")),
            _ => self.insert(&format!("\n{indent}")),
        }
    }

    /// Erases what is selected, or up to a place.
    fn erase(&mut self, to: Place) {
        let at = self.cursor.at;
        let range = self.cursor.selected().unwrap_or(at.min(to)..at.max(to));
        self.replace(vec![(range, String::new())]);
    }

    /// One grapheme back; in the blanks before a line, one step of indentation.
    fn backspace(&mut self) {
        let at = self.cursor.at;
        let before = &self.buffer.line(at.line)[..at.byte];
        let blank = before.len() >= TAB.len() && before.bytes().all(|byte| byte == b' ');
        let to = if blank {
            Place::new(at.line, (before.len() - 1) / TAB.len() * TAB.len())
        } else {
            self.buffer.before(at)
        };
        self.erase(to);
    }

    fn cut_line(&mut self) {
        let line = self.cursor.at.line;
        self.cursor = Cursor { at: self.buffer.clamp(Place::new(line + 1, 0)), anchor: Some(Place::new(line, 0)) };
        self.cut();
    }

    fn left(&mut self, select: bool) {
        match self.cursor.selected().filter(|_| !select) {
            Some(selected) => self.go(selected.start, false),
            None => self.go(self.buffer.before(self.cursor.at), select),
        }
    }

    fn right(&mut self, select: bool) {
        match self.cursor.selected().filter(|_| !select) {
            Some(selected) => self.go(selected.end, false),
            None => self.go(self.buffer.after(self.cursor.at), select),
        }
    }

    /// Up or down, in the column one came from.
    fn rows(&mut self, rows: isize, select: bool) {
        let at = self.cursor.at;
        let column = self.goal.unwrap_or_else(|| column_of(self.buffer.line(at.line), at.byte));
        let last = self.buffer.end();
        let place = match at.line.checked_add_signed(rows) {
            None => Place::START,
            Some(line) if line > last.line => last,
            Some(line) => Place::new(line, byte_at(self.buffer.line(line), column)),
        };
        self.go(place, select);
        self.goal = Some(column);
    }

    /// To the first letter of the line; from there to its very beginning.
    fn line_start(&mut self, select: bool) {
        let at = self.cursor.at;
        let line = self.buffer.line(at.line);
        let first = line.len() - line.trim_start().len();
        self.go(Place::new(at.line, if at.byte == first { 0 } else { first }), select);
    }

    /// Blanks up to the next step; the selected lines one step deeper.
    fn indent(&mut self) {
        if let Some(lines) = self.selected_lines() {
            return self.each_line(lines, |line| (!line.is_empty()).then(|| (0, TAB.to_owned())));
        }
        let blanks = TAB.len() - self.column() % TAB.len();
        self.insert(&" ".repeat(blanks));
    }

    fn outdent(&mut self) {
        let here = self.cursor.at.line;
        let lines = self.selected_lines().unwrap_or(here..here + 1);
        self.each_line(lines, |line| {
            let blanks = line.len() - line.trim_start_matches(' ').len();
            (blanks > 0).then(|| (blanks.min(TAB.len()), String::new()))
        });
    }

    /// The lines that are selected, if there is more than one.
    fn selected_lines(&self) -> Option<std::ops::Range<usize>> {
        let selected = self.cursor.selected().filter(|selected| selected.start.line < selected.end.line)?;
        let last = if selected.end.byte == 0 { selected.end.line } else { selected.end.line + 1 };
        Some(selected.start.line..last)
    }

    /// Changes the beginning of each line: so many bytes become this. What is selected stays selected, by whole lines.
    fn each_line(&mut self, lines: std::ops::Range<usize>, change: impl Fn(&str) -> Option<(usize, String)>) {
        let (cursor, selects) = (self.cursor, self.cursor.selected().is_some());
        let edits = lines.clone().rev().filter_map(|line| {
            let (bytes, text) = change(self.buffer.line(line))?;
            Some((Place::new(line, 0)..Place::new(line, bytes), text))
        });
        let edits: Vec<_> = edits.collect();
        let before = self.buffer.line(cursor.at.line).len();
        self.replace(edits);
        let after = self.buffer.line(cursor.at.line).len();
        if selects {
            let last = Place::new(lines.end - 1, usize::MAX);
            self.cursor = Cursor { at: self.buffer.clamp(last), anchor: Some(Place::new(lines.start, 0)) };
        } else {
            let byte = (cursor.at.byte + after).saturating_sub(before);
            self.cursor = Cursor::at(self.buffer.clamp(Place { byte, ..cursor.at }));
        }
        self.history.close();
    }

    /// The line changes places with the one above or below it.
    fn carry(&mut self, up: bool) {
        let at = self.cursor.at;
        let top = if up { at.line.checked_sub(1) } else { Some(at.line) };
        let Some(top) = top.filter(|top| top + 1 < self.buffer.lines().len()) else { return };
        let (one, other) = (self.buffer.line(top), self.buffer.line(top + 1));
        let swapped = format!("{other}\n{one}");
        let range = Place::new(top, 0)..Place::new(top + 1, other.len());
        self.replace(vec![(range, swapped)]);
        self.go(Place { line: if up { top } else { top + 1 }, ..at }, false);
    }
}
