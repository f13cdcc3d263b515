//! The lines of a text, and the one way in which they change.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation as _};

use super::Place;

/// What a tab becomes: code of lessons is indented by two.
pub(super) const TAB: &str = "  ";

/// The lines of a text; there is always one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buffer {
    lines: Vec<String>,
}

impl Buffer {
    /// The lines of `text`, cleaned.
    pub fn new(text: &str) -> Self {
        let lines: Vec<String> = clean(text).split('\n').map(str::to_owned).collect();
        Self { lines }
    }

    /// The lines.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// All of it.
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// How many bytes it has, line ends included.
    pub fn bytes(&self) -> usize {
        self.lines.iter().map(|line| line.len() + 1).sum::<usize>() - 1
    }

    /// A line; nothing beyond the last.
    pub fn line(&self, line: usize) -> &str {
        self.lines.get(line).map_or("", String::as_str)
    }

    /// The end of the text.
    pub fn end(&self) -> Place {
        let line = self.lines.len() - 1;
        Place::new(line, self.lines[line].len())
    }

    /// The nearest place that exists.
    pub fn clamp(&self, place: Place) -> Place {
        if place.line >= self.lines.len() {
            return self.end();
        }
        let line = &self.lines[place.line];
        let mut byte = place.byte.min(line.len());
        while !is_between_graphemes(line, byte) {
            byte -= 1;
        }
        Place { byte, ..place }
    }

    /// What stands between two places.
    pub fn slice(&self, range: &Range<Place>) -> String {
        let (from, to) = (self.clamp(range.start), self.clamp(range.end));
        if from.line == to.line {
            return self.lines[from.line].get(from.byte..to.byte).unwrap_or_default().to_owned();
        }
        let mut text = self.lines[from.line][from.byte..].to_owned();
        for line in &self.lines[from.line + 1..to.line] {
            text.push('\n');
            text.push_str(line);
        }
        text.push('\n');
        text.push_str(&self.lines[to.line][..to.byte]);
        text
    }

    /// Puts `text` in the place of what stands between two places; returns where it ends.
    pub fn replace(&mut self, range: &Range<Place>, text: &str) -> Place {
        let (from, to) = (self.clamp(range.start), self.clamp(range.end));
        let tail = self.lines[to.line][to.byte..].to_owned();
        self.lines.drain(from.line + 1..=to.line);
        let first = &mut self.lines[from.line];
        first.truncate(from.byte);
        let mut parts = text.split('\n');
        first.push_str(parts.next().unwrap_or_default());
        let more: Vec<String> = parts.map(str::to_owned).collect();
        let last = from.line + more.len();
        let tail_from = from.line + 1;
        self.lines.splice(tail_from..tail_from, more);
        let end = Place::new(last, self.lines[last].len());
        self.lines[last].push_str(&tail);
        end
    }

    /// One grapheme back, over line ends.
    pub fn before(&self, place: Place) -> Place {
        let line = self.line(place.line);
        match line[..place.byte].grapheme_indices(true).next_back() {
            Some((byte, _)) => Place { byte, ..place },
            None if place.line > 0 => Place::new(place.line - 1, self.line(place.line - 1).len()),
            None => Place::START,
        }
    }

    /// One grapheme on, over line ends.
    pub fn after(&self, place: Place) -> Place {
        let line = self.line(place.line);
        match line[place.byte..].graphemes(true).next() {
            Some(grapheme) => Place { byte: place.byte + grapheme.len(), ..place },
            None if place.line + 1 < self.lines.len() => Place::new(place.line + 1, 0),
            None => place,
        }
    }

    /// The beginning of the word before.
    pub fn word_before(&self, place: Place) -> Place {
        let line = &self.line(place.line)[..place.byte];
        let Some(kind) = line.trim_end().chars().next_back().map(kind) else {
            return if line.is_empty() { self.before(place) } else { Place { byte: 0, ..place } };
        };
        let word = line.trim_end().trim_end_matches(|letter| self::kind(letter) == kind);
        Place { byte: word.len(), ..place }
    }

    /// The end of the word after.
    pub fn word_after(&self, place: Place) -> Place {
        let line = &self.line(place.line)[place.byte..];
        let Some(kind) = line.trim_start().chars().next().map(kind) else {
            return if line.is_empty() { self.after(place) } else { Place { byte: place.byte + line.len(), ..place } };
        };
        let rest = line.trim_start().trim_start_matches(|letter| self::kind(letter) == kind);
        Place { byte: place.byte + line.len() - rest.len(), ..place }
    }

    /// The word around a place.
    pub fn word_at(&self, place: Place) -> Range<Place> {
        let line = self.line(place.line);
        let (before, after) = line.split_at(place.byte.min(line.len()));
        let Some(kind) = after.chars().next().or(before.chars().next_back()).map(kind) else { return place..place };
        let same = |letter: char| self::kind(letter) == kind;
        let start = before.trim_end_matches(same).len();
        let end = line.len() - after.trim_start_matches(same).len();
        Place { byte: start, ..place }..Place { byte: end, ..place }
    }
}

/// Letters of one kind are one word.
fn kind(letter: char) -> u8 {
    match letter {
        letter if letter.is_alphanumeric() || letter == '_' || letter == '$' => 0,
        letter if letter.is_whitespace() => 1,
        _ => 2,
    }
}

fn is_between_graphemes(line: &str, byte: usize) -> bool {
    line.is_char_boundary(byte) && GraphemeCursor::new(byte, line.len(), true).is_boundary(line, 0).unwrap_or(true)
}

/// Text as an editor holds it: line ends are `\n`, tabs are blanks, and nothing in it can act on a terminal.
pub fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', TAB);
    text.chars().filter(|letter| *letter == '\n' || !letter.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: usize, byte: usize) -> Place {
        Place::new(line, byte)
    }

    #[test]
    fn a_part_is_replaced_over_line_ends_and_back() {
        let mut buffer = Buffer::new("one\ntwo\nthree");
        let whole = at(0, 1)..at(2, 2);
        let removed = buffer.slice(&whole);
        assert_eq!(removed, "ne\ntwo\nth");
        let end = buffer.replace(&whole, "X\nY");
        assert_eq!((buffer.text().as_str(), end), ("oX\nYree", at(1, 1)));
        buffer.replace(&(at(0, 1)..end), &removed);
        assert_eq!(buffer.text(), "one\ntwo\nthree");
        assert_eq!(buffer.bytes(), "one\ntwo\nthree".len());
    }

    #[test]
    fn one_steps_over_graphemes_and_words() {
        let buffer = Buffer::new("a👨‍👩‍👧b\nfoo.bar  (x)");
        assert_eq!(buffer.after(at(0, 1)), at(0, "a👨‍👩‍👧".len()));
        assert_eq!(buffer.before(at(0, "a👨‍👩‍👧".len())), at(0, 1));
        assert_eq!(buffer.clamp(at(0, 3)), at(0, 1));
        assert_eq!(buffer.after(at(0, "a👨‍👩‍👧b".len())), at(1, 0));
        assert_eq!((buffer.word_after(at(1, 0)), buffer.word_after(at(1, 4))), (at(1, 3), at(1, 7)));
        assert_eq!((buffer.word_before(at(1, 9)), buffer.word_before(at(1, 4))), (at(1, 4), at(1, 3)));
        assert_eq!(buffer.word_at(at(1, 5)), at(1, 4)..at(1, 7));
        assert_eq!(buffer.before(Place::START), Place::START);
        assert_eq!(buffer.after(buffer.end()), buffer.end());
    }

    #[test]
    fn what_comes_in_cannot_act_on_a_terminal() {
        assert_eq!(Buffer::new("a\tb\r\nc\u{1b}[31m\rd").lines(), ["a  b", "c[31m", "d"]);
    }
}
