//! Events that nobody waits for.
//!
//! 1. A call of type `Event` is answered at once (202) and its event kept here, or refused for its size ([`accept`]).
//! 2. The event is tried at once. It passes the same limits as any other request, but for the rates, which hold for callers
//!    who wait ([`attempt`]).
//! 3. A throttled event is tried again after 1, 2, 4, … seconds, at most five minutes, as long as it is young enough; one whose
//!    function failed after one minute and after two.
//! 4. In the end a record of it goes to a destination, or the event itself to a dead letter queue, or nothing is left of it
//!    ([`ending`]).
//!
//! What can go wrong: the queue holds a bounded number of events, and then takes no more (500); an event that went round a
//! loop of functions sixteen times is dropped.

mod accept;
mod attempt;
mod ending;

use crate::api::lambda::Qualifier;
use crate::sim::bounds::ASYNC_EVENTS_MAX;
use crate::units::{FunctionId, InvocationId, Moment};

/// The events of all functions, each under its ticket.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    events: Vec<Event>,
    /// Tickets of events that are gone.
    free: Vec<u32>,
    /// How many wait for an attempt, by function.
    waiting: Vec<u32>,
    /// Which functions have ever had one.
    known: Vec<bool>,
}

/// An event from its arrival to its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    /// The call that brought it; all its attempts are logged under the same request id.
    pub(super) id: InvocationId,
    pub(super) function: FunctionId,
    /// Which version or alias the caller meant, for every attempt.
    pub(super) qualifier: Qualifier,
    pub(super) received: Moment,
    pub(super) bytes: u32,
    /// How many functions ran before in its chain.
    pub(super) turn: u8,
    /// Attempts that failed in the function.
    failures: u8,
    /// Attempts throttled since the last one that was not.
    throttles: u32,
    /// There is no other attempt: it waits for its end.
    ends: bool,
}

impl Queue {
    pub(super) fn new(functions: usize) -> Self {
        Self { events: Vec::new(), free: Vec::new(), waiting: vec![0; functions], known: vec![false; functions] }
    }

    /// How many events of a function wait for an attempt.
    pub(super) fn waiting(&self, function: FunctionId) -> u32 {
        self.waiting[usize::from(function.0)]
    }

    /// Whether a function has ever had an event.
    pub(super) fn knows(&self, function: FunctionId) -> bool {
        self.known[usize::from(function.0)]
    }

    /// How many events there are, waiting or being tried.
    pub(super) fn len(&self) -> usize {
        self.events.len() - self.free.len()
    }

    /// Takes an event in, if there is room.
    fn put(&mut self, event: Event) -> Option<u32> {
        self.known[usize::from(event.function.0)] = true;
        if let Some(ticket) = self.free.pop() {
            self.events[ticket as usize] = event;
            return Some(ticket);
        }
        if self.events.len() >= ASYNC_EVENTS_MAX {
            return None;
        }
        self.events.push(event);
        Some(self.events.len() as u32 - 1)
    }

    /// Lets an event go.
    fn take(&mut self, ticket: u32) -> Event {
        self.free.push(ticket);
        self.events[ticket as usize]
    }
}
