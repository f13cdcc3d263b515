//! Looking for words in the text.

use tui_input::{Input, InputRequest};

use super::{Cursor, Editor, Place};

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Find {
    /// The words. Capitals count only where there are some.
    pub input: Input,
    /// Where the search began: what is typed further is looked for from there.
    pub(super) from: Place,
}

impl Editor {
    /// Opens the field for what is looked for, with what is selected in it.
    pub fn open_find(&mut self) {
        let words = self.selection().filter(|text| !text.contains('\n')).unwrap_or_default();
        let from = self.cursor.selected().map_or(self.cursor.at, |selected| selected.start);
        self.find = Some(Find { input: Input::new(words), from });
    }

    /// Edits what is looked for, and goes to the first place from where the search began.
    pub fn edit_find(&mut self, request: InputRequest) {
        let Some(find) = &mut self.find else { return };
        find.input.handle(request);
        let from = find.from;
        let found = self.matches();
        match found.iter().find(|(start, _)| *start >= from).or(found.first()).copied() {
            Some(found) => self.show(found),
            None => self.go(from, false),
        }
    }

    /// Goes to the next place with the words, or to the one before; after the last comes the first.
    pub fn find_next(&mut self, forward: bool) {
        let found = self.matches();
        let here = self.cursor.selected().map_or(self.cursor.at, |selected| selected.start);
        let next = if forward {
            found.iter().find(|(start, _)| *start > here).or(found.first())
        } else {
            found.iter().rev().find(|(start, _)| *start < here).or(found.last())
        };
        if let Some(found) = next.copied() {
            self.show(found);
        }
    }

    /// Every place with the words, in order.
    pub fn matches(&self) -> Vec<(Place, Place)> {
        let Some(words) = self.find.as_ref().map(|find| find.input.value()).filter(|words| !words.is_empty()) else {
            return Vec::new();
        };
        let lines = self.buffer.lines().iter().enumerate();
        lines
            .flat_map(|(line, text)| {
                in_line(text, words).map(move |(from, to)| (Place::new(line, from), Place::new(line, to)))
            })
            .collect()
    }

    /// `2 of 5`: the place that is shown, and how many there are.
    pub fn found(&self) -> (Option<usize>, usize) {
        let found = self.matches();
        let here = self.cursor.selected().map(|selected| selected.start);
        (found.iter().position(|(start, _)| Some(*start) == here), found.len())
    }

    fn show(&mut self, (from, to): (Place, Place)) {
        self.go(to, false);
        self.cursor = Cursor { at: to, anchor: Some(from) };
    }
}

/// Where the words stand in a line. ASCII letters are compared without their case as long as the words have no capitals.
fn in_line<'a>(text: &'a str, words: &'a str) -> impl Iterator<Item = (usize, usize)> + use<'a> {
    let exact = words.chars().any(char::is_uppercase);
    let same = move |part: &str| if exact { part == words } else { part.eq_ignore_ascii_case(words) };
    let mut after = 0;
    text.char_indices().filter_map(move |(byte, _)| {
        let end = byte + words.len();
        let found = byte >= after && text.get(byte..end).is_some_and(same);
        if found {
            after = end;
        }
        found.then_some((byte, end))
    })
}
