//! What can happen to an event that nobody waits for.

use serde::Serialize;

use crate::units::{Moment, Span};

/// One step in the life of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum EventStep {
    /// It was taken into the queue.
    Queued,
    /// An attempt came to nothing; there will be another.
    Retry {
        /// Whether the attempt was throttled. Otherwise the function failed.
        throttled: bool,
        /// Which attempt of its kind is next: the second, the third.
        attempt: u32,
        /// When.
        #[serde(rename = "due_us")]
        due: Moment,
    },
    /// It was given up.
    Dropped {
        /// Why.
        reason: DropReason,
        /// How old it was.
        #[serde(rename = "age_us")]
        age: Span,
    },
    /// It, or a record of it, was handed on.
    HandedOn {
        /// As what.
        delivery: Delivery,
        /// Whether it was taken.
        taken: bool,
    },
}

/// Why an event is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DropReason {
    /// The function failed at every attempt.
    RetriesExhausted,
    /// It waited too long.
    EventAgeExceeded,
    /// The function may not run at all: its reserved concurrency is 0.
    NoConcurrency,
    /// Its chain of invocations went round too often.
    Recursion,
}

/// As what an event is handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// A record of a success.
    OnSuccess,
    /// A record of a failure.
    OnFailure,
    /// The failed event itself.
    DeadLetter,
}

impl DropReason {
    /// In words, after "because".
    pub const fn words(self) -> &'static str {
        match self {
            Self::RetriesExhausted => "the function failed at every attempt (RetriesExhausted)",
            Self::EventAgeExceeded => "it grew older than the maximum event age (EventAgeExceeded)",
            Self::NoConcurrency => "the function's reserved concurrency is 0",
            Self::Recursion => "it is one round of a loop too many (RecursiveInvocationsDropped)",
        }
    }
}

impl Delivery {
    /// Where it goes, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::OnSuccess => "on-success destination",
            Self::OnFailure => "on-failure destination",
            Self::DeadLetter => "dead letter queue",
        }
    }
}
