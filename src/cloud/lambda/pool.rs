//! The idle environments of one function, and which of them is next.

use std::collections::{BinaryHeap, VecDeque};

use super::environment::{Environment, Phase};
use crate::cloud::Routing;
use crate::sim::Stream;
use crate::units::EnvironmentId;

/// Idle environments in the order of routing.
///
/// An environment that is shut down while it waits stays listed until its turn comes, and is passed over then. That keeps
/// shutting down cheap, and it cannot grow: a function creates an environment only when this list has been emptied.
#[derive(Clone, Debug)]
pub(super) enum Pool {
    /// A stack: the one that finished last is on top.
    Mru(Vec<Place>),
    /// A heap: the one created last is on top.
    Newest(BinaryHeap<Place>),
    /// A queue: the one that finished first is in front.
    Lru(VecDeque<Place>),
    /// In no order: any of them.
    Random(Vec<Place>),
}

/// An environment and the slot it lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) id: EnvironmentId,
    pub(super) slot: u32,
}

impl Pool {
    pub(super) const fn new(routing: Routing) -> Self {
        match routing {
            Routing::Mru => Self::Mru(Vec::new()),
            Routing::Newest => Self::Newest(BinaryHeap::new()),
            Routing::Lru => Self::Lru(VecDeque::new()),
            Routing::Random => Self::Random(Vec::new()),
        }
    }

    /// Adds one that has just become idle.
    #[inline(always)]
    pub(super) fn push(&mut self, place: Place) {
        match self {
            Self::Mru(stack) => stack.push(place),
            _ => self.push_otherwise(place),
        }
    }

    #[inline(never)]
    fn push_otherwise(&mut self, place: Place) {
        match self {
            Self::Mru(list) | Self::Random(list) => list.push(place),
            Self::Newest(heap) => heap.push(place),
            Self::Lru(queue) => queue.push_back(place),
        }
    }

    /// Takes the one that is next; where that is any of them, `chance` says which.
    #[inline(always)]
    pub(super) fn pop(&mut self, environments: &[Environment], chance: &mut Stream) -> Option<u32> {
        loop {
            let place = match self {
                Self::Mru(stack) => stack.pop()?,
                _ => self.pop_otherwise(chance)?,
            };
            let environment = &environments[place.slot as usize];
            if environment.id == place.id && environment.phase == Phase::Idle {
                return Some(place.slot);
            }
        }
    }

    #[inline(never)]
    fn pop_otherwise(&mut self, chance: &mut Stream) -> Option<Place> {
        match self {
            Self::Mru(stack) => stack.pop(),
            Self::Newest(heap) => heap.pop(),
            Self::Lru(queue) => queue.pop_front(),
            Self::Random(list) if list.is_empty() => None,
            Self::Random(list) => Some(list.swap_remove(chance.below(list.len() as u64) as usize)),
        }
    }

    /// Whether there is a next one.
    pub(super) fn has_next(&self, environments: &[Environment]) -> bool {
        let waits = |place: &Place| {
            let environment = &environments[place.slot as usize];
            environment.id == place.id && environment.phase == Phase::Idle
        };
        match self {
            Self::Mru(list) | Self::Random(list) => list.iter().rev().any(waits),
            Self::Newest(heap) => heap.iter().any(waits),
            Self::Lru(queue) => queue.iter().any(waits),
        }
    }

    /// Orders the same environments by another rule. Those that were least recently used stay lowest.
    pub(super) fn reroute(&mut self, routing: Routing) {
        let places = match std::mem::replace(self, Self::new(routing)) {
            Self::Mru(list) | Self::Random(list) => list,
            Self::Newest(heap) => heap.into_sorted_vec(),
            Self::Lru(queue) => queue.into(),
        };
        for place in places {
            self.push(place);
        }
    }
}
