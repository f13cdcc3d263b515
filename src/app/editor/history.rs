//! What was changed, so that it can be taken back: by words and by whole actions, not by letters.

use super::{Buffer, Cursor, Place};

/// Steps that can be taken back: an evening's work on one function.
const STEPS_MAX: usize = 1_000;

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub at: Place,
    pub removed: String,
    pub inserted: String,
}

/// What is taken back together.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    changes: Vec<Change>,
    before: Cursor,
    after: Cursor,
}

/// What was done, and what was taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// The next letter belongs to the last step.
    open: bool,
}

impl History {
    /// Keeps what one action did. Letters typed one after another are one step until a new word begins.
    pub fn keep(&mut self, changes: Vec<Change>, before: Cursor, after: Cursor) {
        self.undone.clear();
        let letter = typed(&changes, before);
        let goes_on = self.open && letter.is_some_and(|letter| self.goes_on_with(letter, before));
        self.open = letter.is_some();
        if let (true, Some(last)) = (goes_on, self.done.last_mut()) {
            last.changes.extend(changes);
            last.after = after;
            return;
        }
        self.done.push(Step { changes, before, after });
        if self.done.len() > STEPS_MAX {
            self.done.remove(0);
        }
    }

    /// What comes next is a step of its own.
    pub fn close(&mut self) {
        self.open = false;
    }

    /// Takes the last step back; where the cursor was before it.
    pub fn undo(&mut self, mut apply: impl FnMut(&Change)) -> Option<Cursor> {
        let step = self.done.pop()?;
        self.open = false;
        for change in step.changes.iter().rev() {
            let back = Change { at: change.at, removed: change.inserted.clone(), inserted: change.removed.clone() };
            apply(&back);
        }
        let cursor = step.before;
        self.undone.push(step);
        Some(cursor)
    }

    /// Does again what was taken back last; where the cursor was after it.
    pub fn redo(&mut self, apply: impl FnMut(&Change)) -> Option<Cursor> {
        let step = self.undone.pop()?;
        self.open = false;
        step.changes.iter().for_each(apply);
        let cursor = step.after;
        self.done.push(step);
        Some(cursor)
    }

    fn goes_on_with(&self, letter: char, before: Cursor) -> bool {
        let Some(last) = self.done.last().filter(|last| last.after == before) else { return false };
        let was_blank = last.changes.last().is_some_and(|change| change.inserted.ends_with(' '));
        // A word ends with the blank after it.
        !was_blank || letter == ' '
    }
}

/// The one letter that was typed where nothing was selected.
fn typed(changes: &[Change], before: Cursor) -> Option<char> {
    let [Change { removed, inserted, .. }] = changes else { return None };
    let mut letters = inserted.chars();
    let letter = letters.next().filter(|letter| *letter != '\n')?;
    (removed.is_empty() && letters.next().is_none() && before.anchor.is_none()).then_some(letter)
}

impl Change {
    /// Does it; returns the place after it.
    pub fn apply(&self, buffer: &mut Buffer) -> Place {
        buffer.replace(&(self.at..end_of(self.at, &self.removed)), &self.inserted)
    }
}

/// Where a text ends that begins at a place.
pub(super) fn end_of(at: Place, text: &str) -> Place {
    match text.rsplit_once('\n') {
        Some((before, last)) => Place::new(at.line + before.matches('\n').count() + 1, last.len()),
        None => Place::new(at.line, at.byte + text.len()),
    }
}
