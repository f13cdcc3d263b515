//! A fence with its body, and the way from a place in the body to the place in the lesson.

use std::ops::Range;

use super::info::{Info, Pair};
use crate::problem::Problem;

/// A fenced block as the parser found it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fence {
    /// What stands after the ticks.
    pub info: Info,
    /// What stands between the fences; indentation and quote marks are already gone.
    pub body: String,
    /// Whether it is code by its indentation alone, without fences.
    pub indented: bool,
    /// All of it, in the lesson.
    pub span: Range<usize>,
    /// Where the info string stands, in the lesson.
    info_at: usize,
    /// Pieces of the body and where each begins: (in the body, in the lesson).
    pieces: Vec<(usize, usize)>,
}

impl Fence {
    /// A fence whose opening line stands at `span`.
    pub fn new(text: &str, span: Range<usize>, info: &str) -> (Self, Vec<Problem>) {
        let line = text.get(span.clone()).and_then(|fence| fence.lines().next()).unwrap_or_default();
        let ticks = line.find(info).filter(|_| !info.is_empty());
        let info_at = span.start + ticks.unwrap_or(0);
        let (info, problems) = Info::parse(info);
        let fence = Self { info, span, info_at, ..Self::default() };
        let problems = problems.into_iter().map(|problem| problem.shifted(fence.info_at)).collect();
        (fence, problems)
    }

    /// The opening ticks of a fence that runs to the end of what it stands in, because nothing closes it.
    pub fn unclosed(&self, text: &str) -> Option<Range<usize>> {
        let whole = text.get(self.span.clone()).filter(|_| !self.indented)?;
        let tick = whole.chars().next().filter(|first| matches!(first, '`' | '~'))?;
        let ticks = whole.len() - whole.trim_start_matches(tick).len();
        let last = whole.trim_end().rsplit_once('\n').map_or("", |(_, last)| last);
        let last = last.trim_start_matches([' ', '\t', '>']);
        let closed = last.len() >= ticks && last.chars().all(|character| character == tick);
        (ticks >= 3 && !closed).then_some(self.span.start..self.span.start + ticks)
    }

    /// Adds a piece of the body that stands at `at` in the lesson.
    pub fn push(&mut self, piece: &str, at: usize) {
        self.pieces.push((self.body.len(), at));
        self.body.push_str(piece);
    }

    /// The place in the lesson of a place in the body.
    pub fn place(&self, span: &Range<usize>) -> Range<usize> {
        if self.pieces.is_empty() {
            return self.head();
        }
        let start = self.byte(span.start);
        start..self.byte(span.end).max(start)
    }

    fn byte(&self, at: usize) -> usize {
        let piece = self.pieces.partition_point(|(in_body, _)| *in_body <= at).saturating_sub(1);
        let (in_body, in_lesson) = self.pieces[piece];
        (in_lesson + (at - in_body)).min(self.span.end)
    }

    /// The same problem, placed in the lesson.
    pub fn placed(&self, mut problem: Problem) -> Problem {
        // A mistake about the whole body stands at the fence's own line, where a caret can show it.
        problem.span = if problem.span == (0..0) { self.head() } else { self.place(&problem.span) };
        problem
    }

    /// The info string's bytes in the lesson.
    pub fn head(&self) -> Range<usize> {
        let end = self.info.pairs.iter().map(|pair| pair.span.end).max().unwrap_or(self.info.word.len());
        self.info_at..self.info_at + end.max(self.info.word.len())
    }

    /// A pair's bytes in the lesson.
    pub fn pair_place(&self, pair: &Pair) -> Range<usize> {
        self.info_at + pair.span.start..self.info_at + pair.span.end
    }

    /// The bytes of a key's pair in the lesson; the head if it is absent.
    pub fn key_place(&self, key: &str) -> Range<usize> {
        let pair = self.info.pairs.iter().find(|pair| pair.key == key);
        pair.map_or_else(|| self.head(), |pair| self.pair_place(pair))
    }

    /// The bytes of a switch in the lesson.
    pub fn switch_place(&self, span: &Range<usize>) -> Range<usize> {
        self.info_at + span.start..self.info_at + span.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_an_indented_body_is_found_in_the_lesson() {
        let text = "> ```lab id=a\n> one\n> two\n> ```\n";
        let (mut fence, _) = Fence::new(text, 2..text.len(), "lab id=a");
        fence.push("one\n", 16);
        fence.push("two\n", 22);
        assert_eq!(&text[fence.place(&(4..7))], "two");
        assert_eq!(&text[fence.place(&(2..5))], "e\n> t");
        assert_eq!(&text[fence.key_place("id")], "id=a");
    }
}
