//! What was counted of events that nobody waits for.

use crate::sim::Histogram;

/// Asynchronous events of one function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AsyncRecord {
    /// Events taken into the queue (CloudWatch: `AsyncEventsReceived`).
    pub received: u64,
    /// Events whose function succeeded, at whichever attempt.
    pub succeeded: u64,
    /// Events given up (CloudWatch: `AsyncEventsDropped`).
    pub dropped: u64,
    /// Of the dropped: stopped because their chain went round too often (CloudWatch: `RecursiveInvocationsDropped`).
    pub recursive: u64,
    /// Of the dropped: nothing was left of them, for want of a place to go or because that place did not take them.
    pub lost: u64,
    /// Of the dropped: handed on to a dead letter queue or a destination for failures.
    pub dead_letters: u64,
    /// Dead letter queues that did not take an event (CloudWatch: `DeadLetterErrors`).
    pub dead_letter_errors: u64,
    /// Destinations that did not take a record (CloudWatch: `DestinationDeliveryFailures`).
    pub destination_failures: u64,
    /// How long an event had been queued when an attempt began (CloudWatch: `AsyncEventAge`).
    pub age: Histogram,
}

impl AsyncRecord {
    /// Adds what was counted in the stretch after.
    pub fn merge(&mut self, next: &Self) {
        self.received += next.received;
        self.succeeded += next.succeeded;
        self.dropped += next.dropped;
        self.recursive += next.recursive;
        self.lost += next.lost;
        self.dead_letters += next.dead_letters;
        self.dead_letter_errors += next.dead_letter_errors;
        self.destination_failures += next.destination_failures;
        self.age.merge(&next.age);
    }
}
