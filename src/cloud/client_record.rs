//! What clients went through that try again: told by whoever plays them, counted beside what the cloud sees.

use crate::sim::Histogram;

/// Clients of one function that try again when they are turned away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientRecord {
    /// Requests that were made again; the cloud counts each as a request like any other.
    pub retries: u64,
    /// Calls that were given up: turned away at every attempt.
    pub gave_up: u64,
    /// How long each call that was turned away at first had waited between its attempts, when it was let in or given up.
    pub waits: Histogram,
}

impl ClientRecord {
    /// Adds what was counted in the stretch after.
    pub fn merge(&mut self, next: &Self) {
        self.retries += next.retries;
        self.gave_up += next.gave_up;
        self.waits.merge(&next.waits);
    }
}
