//! The idle environments of one function, and which of them is next.

use std::collections::BinaryHeap;

use super::environment::{Environment, Phase};
use crate::cloud::Routing;
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
        }
    }

    /// Adds one that has just become idle.
    #[inline(always)]
    pub(super) fn push(&mut self, place: Place) {
        match self {
            Self::Mru(stack) => stack.push(place),
            Self::Newest(heap) => heap.push(place),
        }
    }

    /// Takes the one that is next.
    #[inline(always)]
    pub(super) fn pop(&mut self, environments: &[Environment]) -> Option<u32> {
        loop {
            let place = match self {
                Self::Mru(stack) => stack.pop()?,
                Self::Newest(heap) => heap.pop()?,
            };
            let environment = &environments[place.slot as usize];
            if environment.id == place.id && environment.phase == Phase::Idle {
                return Some(place.slot);
            }
        }
    }

    /// Orders the same environments by another rule. Those that were least recently used stay lowest.
    pub(super) fn reroute(&mut self, routing: Routing) {
        let places = match std::mem::replace(self, Self::new(routing)) {
            Self::Mru(stack) => stack,
            Self::Newest(heap) => heap.into_sorted_vec(),
        };
        for place in places {
            self.push(place);
        }
    }
}
