//! What happened, in order: the latest entries to look back at, and one fingerprint of all of them.

use std::collections::VecDeque;
use std::hash::{Hash, Hasher};

use crate::sim::Fingerprint;
use crate::sim::bounds::JOURNAL_ENTRIES_MAX;

/// A bounded history. Two runs with equal fingerprints wrote the same entries in the same order.
#[derive(Clone, Debug)]
pub struct Journal<E> {
    kept: VecDeque<E>,
    written: u64,
    fingerprint: Fingerprint,
}

impl<E: Hash> Journal<E> {
    /// An empty journal.
    pub const fn new() -> Self {
        Self { kept: VecDeque::new(), written: 0, fingerprint: Fingerprint::new() }
    }

    /// Writes one entry; the oldest is forgotten when there is no more room.
    pub fn write(&mut self, entry: E) {
        entry.hash(&mut self.fingerprint);
        if self.kept.len() == JOURNAL_ENTRIES_MAX {
            self.kept.pop_front();
        }
        self.kept.push_back(entry);
        self.written += 1;
    }

    /// How many entries were ever written.
    pub const fn written(&self) -> u64 {
        self.written
    }

    /// The entries still kept, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &E> {
        self.kept.iter()
    }

    /// The kept entries among those after the first `written` ones: what is new since a reader had seen that many.
    pub fn since(&self, written: u64) -> impl Iterator<Item = &E> {
        let forgotten = self.written - self.kept.len() as u64;
        self.kept.iter().skip(written.saturating_sub(forgotten) as usize)
    }

    /// 64 bits that stand for everything ever written.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint.finish()
    }
}

impl<E: Hash> Default for Journal<E> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_covers_what_was_forgotten() {
        let journal_of = |first: u32| {
            let mut journal = Journal::new();
            journal.write(first);
            (0..JOURNAL_ENTRIES_MAX as u32).for_each(|entry| journal.write(entry));
            journal
        };
        let (one, two) = (journal_of(1), journal_of(2));
        assert!(one.entries().eq(two.entries()));
        assert_ne!(one.fingerprint(), two.fingerprint());
    }

    #[test]
    fn a_reader_gets_what_is_new() {
        let mut journal = Journal::new();
        (0..5).for_each(|entry| journal.write(entry));
        assert_eq!(journal.since(3).copied().collect::<Vec<u32>>(), [3, 4]);
    }
}
