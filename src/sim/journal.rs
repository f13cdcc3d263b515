//! What happened, in order: the latest entries to look back at, and one fingerprint of all of them.

use std::collections::VecDeque;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::sim::Fingerprint;
use crate::sim::bounds::JOURNAL_ENTRIES_MAX;

/// A bounded history. Two runs with equal fingerprints wrote the same entries in the same order.
///
/// Full pieces are never written to again, so copies of a journal share them: that is what makes a copy of a run cheap.
#[derive(Clone, Debug)]
pub struct Journal<E> {
    full: VecDeque<Arc<[E]>>,
    /// What was written since the last piece was full.
    open: Vec<E>,
    written: u64,
    fingerprint: Fingerprint,
}

/// Entries of a piece: what a copy of a journal copies at most.
const PIECE: usize = 256;

impl<E: Hash + Clone> Journal<E> {
    /// An empty journal.
    pub const fn new() -> Self {
        Self { full: VecDeque::new(), open: Vec::new(), written: 0, fingerprint: Fingerprint::new() }
    }

    /// Writes one entry; the oldest piece is forgotten when there is no more room.
    pub fn write(&mut self, entry: E) {
        entry.hash(&mut self.fingerprint);
        self.open.push(entry);
        self.written += 1;
        if self.open.len() == PIECE {
            self.full.push_back(Arc::from(self.open.as_slice()));
            self.open.clear();
            if self.full.len() == JOURNAL_ENTRIES_MAX / PIECE {
                self.full.pop_front();
            }
        }
    }

    /// How many entries were ever written.
    pub const fn written(&self) -> u64 {
        self.written
    }

    /// How many entries are still kept.
    pub fn kept(&self) -> usize {
        self.full.len() * PIECE + self.open.len()
    }

    /// The entries still kept, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &E> {
        self.full.iter().flat_map(|piece| piece.iter()).chain(&self.open)
    }

    /// The kept entries among those after the first `written` ones: what is new since a reader had seen that many.
    pub fn since(&self, written: u64) -> impl Iterator<Item = &E> {
        let forgotten = self.written - self.kept() as u64;
        let known = written.saturating_sub(forgotten) as usize;
        // Whole pieces that are known are stepped over, not read.
        let pieces = (known / PIECE).min(self.full.len());
        self.full.iter().skip(pieces).flat_map(|piece| piece.iter()).chain(&self.open).skip(known - pieces * PIECE)
    }

    /// 64 bits that stand for everything ever written.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint.finish()
    }
}

impl<E: Hash + Clone> Default for Journal<E> {
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
        (5..1_000).for_each(|entry| journal.write(entry));
        for seen in [0, 5, 255, 256, 700, 998, 1_000, 2_000] {
            assert!(journal.since(seen).copied().eq(seen as u32..1_000), "{seen}");
        }
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let mut journal = Journal::new();
        for entry in 0..JOURNAL_ENTRIES_MAX as u64 * 3 {
            journal.write(entry);
            assert!(journal.kept() < JOURNAL_ENTRIES_MAX);
            assert!(entry < 8_000 || journal.kept() >= JOURNAL_ENTRIES_MAX - 2 * PIECE);
            assert_eq!(journal.entries().next_back(), Some(&entry));
        }
        assert_eq!(journal.entries().count(), journal.kept());
    }

    #[test]
    fn copies_go_their_own_ways() {
        let mut one = Journal::new();
        (0..1_000).for_each(|entry| one.write(entry));
        let mut other = one.clone();
        one.write(1);
        other.write(2);
        assert_eq!((one.entries().next_back(), other.entries().next_back()), (Some(&1), Some(&2)));
        assert_ne!(one.fingerprint(), other.fingerprint());
    }
}
