//! The events that are next, in order: as long as they are few, a list is the fastest there is.

/// Events in order of time, first in first out at equal times.
#[derive(Clone, Debug)]
pub(super) struct Near<E> {
    events: Vec<(u64, E)>,
    /// Those before are taken already.
    first: usize,
}

/// Room to begin with: some kilobytes.
const ROOM: usize = 128;

impl<E: Copy> Near<E> {
    pub(super) fn new() -> Self {
        Self { events: Vec::with_capacity(ROOM), first: 0 }
    }

    pub(super) const fn len(&self) -> usize {
        self.events.len() - self.first
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// When the next one happens.
    #[inline(always)]
    pub(super) fn next(&self) -> Option<u64> {
        self.events.get(self.first).map(|event| event.0)
    }

    /// When the last one happens.
    #[inline(always)]
    pub(super) fn last(&self) -> Option<u64> {
        self.events.last().map(|event| event.0)
    }

    #[inline(always)]
    pub(super) fn pop(&mut self) -> Option<(u64, E)> {
        let event = *self.events.get(self.first)?;
        self.first += 1;
        if self.first == self.events.len() {
            self.clear();
        }
        Some(event)
    }

    /// Adds an event that happens no earlier than the last one.
    #[inline(always)]
    pub(super) fn push(&mut self, at: u64, event: E) {
        if self.events.len() == self.events.capacity() {
            self.make_room();
        }
        self.events.push((at, event));
    }

    /// Adds an event behind those that happen no later. It looks from the end, where most belong.
    #[inline(always)]
    pub(super) fn insert(&mut self, at: u64, event: E) {
        self.push(at, event);
        sink(&mut self.events[self.first..]);
    }

    /// Brings the last `count` events in order, which came with the latest first.
    pub(super) fn sort_last(&mut self, count: usize) {
        let from = self.events.len() - count;
        let last = &mut self.events[from..];
        last.reverse();
        for place in 2..=count {
            sink(&mut last[..place]);
        }
    }

    /// Takes back the last `count` events.
    pub(super) fn drop_last(&mut self, count: usize) {
        self.events.truncate(self.events.len() - count);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, E)> {
        self.events[self.first..].iter().copied()
    }

    pub(super) fn clear(&mut self) {
        self.events.clear();
        self.first = 0;
    }

    /// Forgets the events that are taken, if they are most of the list; else the list grows.
    #[cold]
    fn make_room(&mut self) {
        if self.first > self.events.len() / 2 {
            self.events.drain(..self.first);
            self.first = 0;
        }
    }
}

/// Moves the last of some events, which are in order but for that one, to its place.
#[inline(always)]
fn sink<E: Copy>(events: &mut [(u64, E)]) {
    let Some(&event) = events.last() else { return };
    let mut place = events.len() - 1;
    while place > 0 && events[place - 1].0 > event.0 {
        events[place] = events[place - 1];
        place -= 1;
    }
    events[place] = event;
}
