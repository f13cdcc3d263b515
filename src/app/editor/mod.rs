//! A text that is being edited: its lines, the cursor, what is selected, what can be taken back, what is looked for.
//!
//! 1. [`Buffer`] holds the lines; [`Buffer::replace`] is the one way in which they change.
//! 2. [`Editor`] gives every change to the history, the colours and the mark, so that none of them is ever about another text.
//! 3. `keys` says what each key does; keys with a name on the screen come through the keymap instead.
//!
//! Why not a text area crate: those at hand take back letter by letter, step between characters instead of graphemes, draw all text in one
//! style and have no place for a mark. What is left of them when a pane draws its own lines is less than this folder.

mod brackets;
mod buffer;
mod colours;
mod find;
mod history;
mod keys;
mod place;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use buffer::{Buffer, clean};
pub use colours::Stretches;
pub use find::Find;
pub use place::{Cursor, Place};

use super::syntax::{HighlightedLines, SyntaxRole};
use colours::Colours;
use history::{Change, History};

/// More than Lambda takes in one call, and far more than a function that one edits in a pane.
pub const BYTES_MAX: usize = 256 * 1024;

/// A text that is being edited.
#[derive(Clone, Debug)]
pub struct Editor {
    buffer: Buffer,
    cursor: Cursor,
    /// The column one came from, on the way up or down over shorter lines.
    goal: Option<usize>,
    history: History,
    colours: Colours,
    /// What is looked for, while the field for it is open.
    pub find: Option<Find>,
    /// What went wrong, and where.
    pub mark: Option<Mark>,
    /// What was cut or copied last.
    clip: String,
    /// Counts changes.
    revision: u64,
    /// The revision whose colours were asked for.
    asked: Option<u64>,
    /// Lines that a page key moves by, as the view measured.
    pub(super) page: usize,
}

/// What went wrong in a line; it stays with the line when others come and go above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The line, from zero.
    pub line: usize,
    /// The column, from zero, if one is known.
    pub column: Option<usize>,
    /// What went wrong, in one line.
    pub words: String,
}

impl Editor {
    /// An editor of a text, with the cursor at its beginning.
    pub fn new(text: &str) -> Self {
        Self {
            buffer: Buffer::new(text),
            cursor: Cursor::default(),
            goal: None,
            history: History::default(),
            colours: Colours::default(),
            find: None,
            mark: None,
            clip: String::new(),
            revision: 0,
            asked: None,
            page: 10,
        }
    }

    /// The text.
    pub fn text(&self) -> String {
        self.buffer.text()
    }

    /// Its lines.
    pub fn lines(&self) -> &[String] {
        self.buffer.lines()
    }

    /// Where one is, and what is selected.
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// Grows with every change.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The part of a line that is selected, in bytes; and whether its line end is.
    pub fn selected_in(&self, line: usize) -> Option<(Range<usize>, bool)> {
        let selected = self.cursor.selected()?;
        if line < selected.start.line || line > selected.end.line {
            return None;
        }
        let start = if line == selected.start.line { selected.start.byte } else { 0 };
        let length = self.buffer.line(line).len();
        let end = if line == selected.end.line { selected.end.byte } else { length };
        Some((start..end, line < selected.end.line))
    }

    /// The bracket at the cursor and its partner.
    pub fn brackets(&self) -> Option<(Place, Place)> {
        brackets::pair(&self.buffer, self.cursor.at, |place| {
            !matches!(self.role_at(place), SyntaxRole::String | SyntaxRole::Comment)
        })
    }

    /// The colours of a line.
    pub fn colours(&self, line: usize) -> &[(SyntaxRole, usize)] {
        self.colours.of(line)
    }

    /// The text whose colours nobody has been asked for.
    pub(super) fn uncoloured(&mut self) -> Option<String> {
        let new = self.asked != Some(self.revision);
        self.asked = Some(self.revision);
        new.then(|| self.text())
    }

    /// Takes over colours, if they are this text's.
    pub(super) fn take_colours(&mut self, text: &str, lines: &HighlightedLines) {
        let same = lines.len() <= self.lines().len() && text.split('\n').eq(self.lines().iter().map(String::as_str));
        if same {
            self.colours.take(lines);
        }
    }

    fn role_at(&self, place: Place) -> SyntaxRole {
        let mut end = 0;
        let found = self.colours.of(place.line).iter().find(|(_, bytes)| {
            end += bytes;
            end > place.byte
        });
        found.map_or(SyntaxRole::Plain, |(role, _)| *role)
    }

    // ---- changing

    /// Puts `text` in the place of what is selected, or where the cursor is.
    pub fn insert(&mut self, text: &str) {
        let range = self.cursor.selected().unwrap_or(self.cursor.at..self.cursor.at);
        self.replace(vec![(range, clean(text))]);
    }

    /// The whole text becomes another; one step to be taken back.
    pub fn set_text(&mut self, text: &str) {
        let text = clean(text);
        if text != self.text() {
            let at = self.cursor.at;
            self.replace(vec![(Place::START..self.buffer.end(), text)]);
            self.history.close();
            self.cursor = Cursor::at(self.buffer.clamp(at));
        }
    }

    /// Takes the last step back; whether there was one.
    pub fn undo(&mut self) -> bool {
        let mut history = std::mem::take(&mut self.history);
        let cursor = history.undo(|change| self.apply(change));
        self.history = history;
        self.settle(cursor)
    }

    /// Does again what was taken back last; whether there was anything.
    pub fn redo(&mut self) -> bool {
        let mut history = std::mem::take(&mut self.history);
        let cursor = history.redo(|change| self.apply(change));
        self.history = history;
        self.settle(cursor)
    }

    fn settle(&mut self, cursor: Option<Cursor>) -> bool {
        if let Some(cursor) = cursor {
            (self.cursor, self.goal) = (cursor, None);
        }
        cursor.is_some()
    }

    /// Several replacements as one step, the last in the text first, so that no place moves before its turn. The cursor goes to the end of
    /// the first of them.
    fn replace(&mut self, edits: Vec<(Range<Place>, String)>) {
        let grows: usize = edits.iter().map(|(_, text)| text.len()).sum();
        if self.buffer.bytes() + grows > BYTES_MAX {
            return;
        }
        let before = self.cursor;
        let changes: Vec<Change> = edits
            .into_iter()
            .map(|(range, inserted)| Change { at: range.start, removed: self.buffer.slice(&range), inserted })
            .filter(|change| change.removed != change.inserted)
            .collect();
        if changes.is_empty() {
            return;
        }
        for change in &changes {
            self.apply(change);
        }
        if let Some(first) = changes.last() {
            self.cursor = Cursor::at(history::end_of(first.at, &first.inserted));
        }
        self.goal = None;
        self.history.keep(changes, before, self.cursor);
    }

    /// Does a change to the text and to all that moves with it.
    fn apply(&mut self, change: &Change) {
        let range = change.at..history::end_of(change.at, &change.removed);
        self.colours.replace(&self.buffer, &range, &change.inserted);
        if let Some(mark) = &mut self.mark {
            let came = change.inserted.matches('\n').count();
            let went = range.end.line - range.start.line;
            // A line end typed before the marked line takes the mark along with its line.
            if mark.line > range.start.line || (mark.line == range.start.line && range.start.byte == 0 && came > 0) {
                mark.line = (mark.line + came).saturating_sub(went).max(range.start.line);
            }
        }
        change.apply(&mut self.buffer);
        self.revision += 1;
    }

    // ---- moving

    /// Goes to a place; `select` keeps what lies between selected.
    pub fn go(&mut self, place: Place, select: bool) {
        let anchor = if select { Some(self.cursor.anchor.unwrap_or(self.cursor.at)) } else { None };
        self.cursor = Cursor { at: self.buffer.clamp(place), anchor };
        self.goal = None;
        self.history.close();
    }

    /// Goes to a line and a column of the screen, both from zero; a second time to the same place selects the word there.
    pub fn go_to_column(&mut self, line: usize, column: usize, select: bool) {
        let line = line.min(self.buffer.end().line);
        let place = Place::new(line, byte_at(self.buffer.line(line), column));
        if !select && self.cursor == Cursor::at(place) {
            let word = self.buffer.word_at(place);
            self.cursor = Cursor { at: word.end, anchor: Some(word.start) };
            return;
        }
        self.go(place, select);
    }

    /// The column of the cursor on the screen, from zero.
    pub fn column(&self) -> usize {
        column_of(self.buffer.line(self.cursor.at.line), self.cursor.at.byte)
    }

    /// What is selected, as text.
    pub fn selection(&self) -> Option<String> {
        self.cursor.selected().map(|range| self.buffer.slice(&range))
    }

    /// Selects everything.
    pub fn select_all(&mut self) {
        self.cursor = Cursor { at: self.buffer.end(), anchor: Some(Place::START) };
        self.history.close();
    }

    /// Keeps what is selected, to be put elsewhere; what that is.
    pub fn copy(&mut self) -> Option<String> {
        let text = self.selection()?;
        self.clip.clone_from(&text);
        Some(text)
    }

    /// Takes what is selected out, to be put elsewhere; what that is.
    pub fn cut(&mut self) -> Option<String> {
        let text = self.copy()?;
        self.insert("");
        self.history.close();
        Some(text)
    }

    /// Puts what was copied or cut.
    pub fn paste(&mut self) {
        let clip = self.clip.clone();
        self.history.close();
        self.insert(&clip);
        self.history.close();
    }
}

/// The byte of a line at a column of the screen.
fn byte_at(line: &str, column: usize) -> usize {
    use unicode_segmentation::UnicodeSegmentation as _;
    let mut used = 0;
    for (byte, grapheme) in line.grapheme_indices(true) {
        let columns = columns(grapheme);
        // The second half of a wide character is nearer to its end.
        if used + columns.div_ceil(2) > column {
            return byte;
        }
        used += columns;
    }
    line.len()
}

/// The column of the screen at a byte of a line.
pub fn column_of(line: &str, byte: usize) -> usize {
    use unicode_segmentation::UnicodeSegmentation as _;
    line[..byte.min(line.len())].graphemes(true).map(columns).sum()
}

fn columns(grapheme: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(grapheme)
}
