//! What was counted of a function's event source mappings.

use crate::sim::Histogram;

/// Records and batches that mappings brought a function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MappingRecord {
    /// Records read from their source (CloudWatch: `PolledEventCount`).
    pub polled: u64,
    /// Batches given to the function, repeated ones included.
    pub batches: u64,
    /// Records in them (CloudWatch: `InvokedEventCount`).
    pub invoked: u64,
    /// Records that were handled (the function succeeded, or did not report them as failed).
    pub handled: u64,
    /// Batches that failed as a whole.
    pub failed_batches: u64,
    /// Batches that were throttled.
    pub throttled_batches: u64,
    /// Records deleted from their queue (CloudWatch: `DeletedEventCount`).
    pub deleted: u64,
    /// Records that failed: with their batch, or reported one by one (CloudWatch: `FailedInvokeEventCount`).
    pub failed: u64,
    /// Records of a stream that were given up (CloudWatch: `DroppedEventCount`).
    pub dropped: u64,
    /// Most batches handled at once by one mapping.
    pub pollers_peak: u32,
    /// How long ago each record of a queue had come when the function got it.
    pub queued: Histogram,
    /// The age of the last record of each batch of a stream when the function got it (CloudWatch: `IteratorAge`).
    pub iterator_age: Histogram,
}

impl MappingRecord {
    /// Adds what was counted in the stretch after.
    pub fn merge(&mut self, next: &Self) {
        self.polled += next.polled;
        self.batches += next.batches;
        self.invoked += next.invoked;
        self.deleted += next.deleted;
        self.handled += next.handled;
        self.failed_batches += next.failed_batches;
        self.throttled_batches += next.throttled_batches;
        self.failed += next.failed;
        self.dropped += next.dropped;
        self.pollers_peak = self.pollers_peak.max(next.pollers_peak);
        self.queued.merge(&next.queued);
        self.iterator_age.merge(&next.iterator_age);
    }
}
