//! What will happen, earliest first; of two things at the same time, the one that was scheduled first.
//!
//! A waiting event is one integer, `time | sequence | slot`, in a heap with four children a node: comparing two
//! events is one comparison of integers, and four keys fill a cache line. The event itself waits in its slot.

use crate::sim::bounds::AGENDA_EVENTS_MAX;
use crate::units::Moment;

/// Events in order of time, first in first out at equal times.
#[derive(Clone, Debug)]
pub struct Agenda<E> {
    heap: Vec<u128>,
    slots: Vec<E>,
    free: Vec<u32>,
    sequence: u64,
}

/// The agenda holds as many events as it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("more than {AGENDA_EVENTS_MAX} events are waiting")]
pub struct Full;

const SLOT_BITS: u32 = 24;
const SEQUENCE_BITS: u32 = 40;
const CHILDREN: usize = 4;

impl<E: Copy> Agenda<E> {
    /// An agenda with nothing on it.
    pub const fn new() -> Self {
        Self { heap: Vec::new(), slots: Vec::new(), free: Vec::new(), sequence: 0 }
    }

    /// Puts `event` on the agenda for `at`, behind everything already scheduled for that moment.
    pub fn schedule(&mut self, at: Moment, event: E) -> Result<(), Full> {
        let slot = self.occupy(event)?;
        if self.sequence >> SEQUENCE_BITS != 0 {
            self.renumber();
        }
        let key = u128::from(at.0) << 64 | u128::from(self.sequence << SLOT_BITS | u64::from(slot));
        self.sequence += 1;
        self.heap.push(key);
        self.sift_up(self.heap.len() - 1);
        Ok(())
    }

    /// Takes the next event off the agenda.
    pub fn pop(&mut self) -> Option<(Moment, E)> {
        let key = *self.heap.first()?;
        let last = self.heap.pop()?;
        if !self.heap.is_empty() {
            self.sift_down(last);
        }
        let slot = (key as u32) & ((1 << SLOT_BITS) - 1);
        self.free.push(slot);
        Some((Moment((key >> 64) as u64), self.slots[slot as usize]))
    }

    /// When the next event happens.
    pub fn peek(&self) -> Option<Moment> {
        self.heap.first().map(|key| Moment((key >> 64) as u64))
    }

    /// How many events wait.
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    fn occupy(&mut self, event: E) -> Result<u32, Full> {
        if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = event;
            return Ok(slot);
        }
        if self.slots.len() >= AGENDA_EVENTS_MAX {
            return Err(Full);
        }
        self.slots.push(event);
        Ok(self.slots.len() as u32 - 1)
    }

    /// After a trillion events the sequence starts again; the order of those that wait is kept.
    fn renumber(&mut self) {
        self.heap.sort_unstable();
        let slot_mask = (1u128 << SLOT_BITS) - 1;
        for (order, key) in self.heap.iter_mut().enumerate() {
            *key = *key >> 64 << 64 | (order as u128) << SLOT_BITS | (*key & slot_mask);
        }
        self.sequence = self.heap.len() as u64;
    }

    fn sift_up(&mut self, mut at: usize) {
        let key = self.heap[at];
        while at > 0 {
            let parent = (at - 1) / CHILDREN;
            if self.heap[parent] <= key {
                break;
            }
            self.heap[at] = self.heap[parent];
            at = parent;
        }
        self.heap[at] = key;
    }

    /// Fills the hole at the root with `key`, moving smaller children up on its way.
    fn sift_down(&mut self, key: u128) {
        let heap = self.heap.as_mut_slice();
        let mut hole = 0;
        loop {
            let first = hole * CHILDREN + 1;
            let children = match heap.get(first..first + CHILDREN) {
                Some(full) => full,
                None => heap.get(first..).unwrap_or_default(),
            };
            let Some((child, &smallest)) = children.iter().enumerate().min_by_key(|&(_, key)| key) else { break };
            if key <= smallest {
                break;
            }
            heap[hole] = smallest;
            hole = first + child;
        }
        heap[hole] = key;
    }
}

impl<E: Copy> Default for Agenda<E> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn events_leave_in_order_of_time_and_then_of_arrival(times in prop::collection::vec(0u64..50, 0..300)) {
            let mut agenda = Agenda::new();
            for (order, &time) in times.iter().enumerate() {
                agenda.schedule(Moment(time), order).unwrap();
            }
            let mut expected: Vec<(u64, usize)> = times.iter().copied().zip(0..).collect();
            expected.sort_unstable();
            let left: Vec<(u64, usize)> = std::iter::from_fn(|| agenda.pop()).map(|(at, order)| (at.0, order)).collect();
            prop_assert_eq!(left, expected);
        }

        #[test]
        fn scheduling_while_popping_keeps_the_order(steps in prop::collection::vec((any::<bool>(), 0u64..20), 0..300)) {
            let mut agenda = Agenda::new();
            let mut model: Vec<(u64, usize)> = Vec::new();
            for (order, (push, time)) in steps.into_iter().enumerate() {
                if push {
                    agenda.schedule(Moment(time), order).unwrap();
                    model.push((time, order));
                    model.sort_unstable();
                } else {
                    let expected = (!model.is_empty()).then(|| model.remove(0));
                    prop_assert_eq!(agenda.pop().map(|(at, order)| (at.0, order)), expected);
                }
            }
        }
    }

    #[test]
    fn the_order_survives_a_new_count_of_the_sequence() {
        let mut agenda = Agenda::new();
        agenda.sequence = (1 << SEQUENCE_BITS) - 2;
        for order in 0..5 {
            agenda.schedule(Moment(7), order).unwrap();
        }
        let left: Vec<i32> = std::iter::from_fn(|| agenda.pop()).map(|(_, order)| order).collect();
        assert_eq!(left, [0, 1, 2, 3, 4]);
    }
}
