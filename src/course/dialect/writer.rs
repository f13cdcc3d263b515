//! A text written anew from another, which remembers where each piece of it came from.

use std::ops::Range;

/// The new text so far.
#[derive(Debug)]
pub struct Writer<'a> {
    source: &'a str,
    /// The new text.
    pub out: String,
    /// Stretches in order: where each begins in the new text, where in the old, and how long it is the same in both.
    stretches: Vec<Stretch>,
}

#[derive(Clone, Copy, Debug)]
struct Stretch {
    new: usize,
    old: usize,
    same: usize,
}

impl<'a> Writer<'a> {
    /// Nothing written yet.
    pub fn new(source: &'a str) -> Self {
        Self { source, out: String::with_capacity(source.len() + source.len() / 16), stretches: Vec::new() }
    }

    /// Copies these bytes of the old text.
    pub fn copy(&mut self, span: Range<usize>) {
        if span.is_empty() {
            return;
        }
        let new = self.out.len();
        self.out.push_str(&self.source[span.clone()]);
        match self.stretches.last_mut() {
            Some(last) if last.new + last.same == new && last.old + last.same == span.start => last.same += span.len(),
            _ => self.stretches.push(Stretch { new, old: span.start, same: span.len() }),
        }
    }

    /// Writes something that stands for what is at `at` in the old text.
    pub fn put(&mut self, words: &str, at: usize) {
        self.stretches.push(Stretch { new: self.out.len(), old: at, same: 0 });
        self.out.push_str(words);
    }

    /// The new text and the way back.
    pub fn finish(self) -> (String, Places) {
        (self.out, Places(self.stretches))
    }
}

/// The way from a place in the new text to the one in the old.
#[derive(Debug)]
pub struct Places(Vec<Stretch>);

impl Places {
    /// Where these bytes of the new text came from.
    pub fn old(&self, span: &Range<usize>) -> Range<usize> {
        let start = self.byte(span.start);
        start..self.byte(span.end).max(start)
    }

    fn byte(&self, at: usize) -> usize {
        // Several stretches may begin at one place; the last of them is the one that has bytes there.
        let Some(stretch) =
            self.0.partition_point(|stretch| stretch.new <= at).checked_sub(1).map(|index| self.0[index])
        else {
            return at;
        };
        stretch.old + (at - stretch.new).min(stretch.same)
    }
}
