//! The colours of a text while it is typed: what was known moves with the text, until the outside has looked at it again.

use std::ops::Range;

use super::{Buffer, Place};
use crate::app::syntax::{HighlightedLines, SyntaxRole};

/// Stretches of one line: their role, and how many bytes they are long.
pub type Stretches = Vec<(SyntaxRole, usize)>;

/// The colours of each line. A line without any is plain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Colours {
    lines: Vec<Stretches>,
}

impl Colours {
    /// The stretches of a line.
    pub fn of(&self, line: usize) -> &[(SyntaxRole, usize)] {
        self.lines.get(line).map_or(&[], Vec::as_slice)
    }

    /// Takes over what the outside found.
    pub fn take(&mut self, lines: &HighlightedLines) {
        self.lines = lines.iter().map(|line| line.iter().map(|(role, text)| (*role, text.len())).collect()).collect();
    }

    /// A part of the text is replaced by `text`, which looks like what it is typed into. `buffer` is the text before.
    pub fn replace(&mut self, buffer: &Buffer, range: &Range<Place>, text: &str) {
        self.lines.resize_with(buffer.lines().len(), Vec::new);
        let (from, to) = (range.start, range.end);
        let mut head = cut(&self.lines[from.line], 0, from.byte, buffer.line(from.line).len());
        let tail = cut(&self.lines[to.line], to.byte, usize::MAX, buffer.line(to.line).len());
        let role = head.last().or(tail.first()).map_or(SyntaxRole::Plain, |(role, _)| *role);
        let mut parts = text.split('\n').map(str::len);
        push(&mut head, role, parts.next().unwrap_or_default());
        let mut lines = vec![head];
        lines.extend(parts.map(|length| if length == 0 { Vec::new() } else { vec![(SyntaxRole::Plain, length)] }));
        if let Some(last) = lines.last_mut() {
            for (role, length) in tail {
                push(last, role, length);
            }
        }
        self.lines.splice(from.line..=to.line, lines);
    }
}

/// The stretches between two bytes of a line that is so long.
fn cut(stretches: &[(SyntaxRole, usize)], from: usize, to: usize, length: usize) -> Stretches {
    let known: usize = stretches.iter().map(|(_, length)| length).sum();
    let rest = (SyntaxRole::Plain, length.saturating_sub(known));
    let mut start = 0;
    let mut part = Vec::new();
    for (role, bytes) in stretches.iter().copied().chain([rest]) {
        let end = start + bytes;
        push(&mut part, role, end.min(to).min(length).saturating_sub(start.max(from)));
        start = end;
    }
    part
}

fn push(stretches: &mut Stretches, role: SyntaxRole, bytes: usize) {
    match stretches.last_mut() {
        _ if bytes == 0 => {}
        Some((last, length)) if *last == role => *length += bytes,
        _ => stretches.push((role, bytes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SyntaxRole::{Keyword, Plain, String as Text};

    #[test]
    fn a_letter_looks_like_what_it_is_typed_into() {
        let buffer = Buffer::new("let a = \"hi\"");
        let mut colours = Colours::default();
        colours.take(&vec![vec![(Keyword, "let".into()), (Plain, " a = ".into()), (Text, "\"hi\"".into())]]);
        colours.replace(&buffer, &(Place::new(0, 10)..Place::new(0, 10)), "x");
        assert_eq!(colours.of(0), [(Keyword, 3), (Plain, 5), (Text, 5)]);
    }

    #[test]
    fn lines_keep_their_colours_when_others_come_and_go() {
        let buffer = Buffer::new("let\n\"a\"\n\"b\"");
        let mut colours = Colours::default();
        colours.take(&vec![vec![(Keyword, "let".into())], vec![(Text, "\"a\"".into())], vec![(Text, "\"b\"".into())]]);
        let mut other = colours.clone();
        colours.replace(&buffer, &(Place::new(0, 3)..Place::new(0, 3)), "\n");
        assert_eq!((colours.of(0), colours.of(1), colours.of(2)), (&[(Keyword, 3)][..], &[][..], &[(Text, 3)][..]));
        other.replace(&buffer, &(Place::new(0, 1)..Place::new(2, 2)), "");
        assert_eq!(other.of(0), [(Keyword, 1), (Text, 1)]);
    }
}
