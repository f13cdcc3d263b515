//! The modelled event sources' words: what Lambda's side of a queue or a stream asks of it.
//!
//! They are those of Amazon SQS and Amazon Kinesis in small, and stand for them until these services exist.

use crate::api::Record;
use crate::units::Span;

/// What can be asked of an event source.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// A queue: hand out records that are there, or wait a while for one. What is handed out is hidden from others for the
    /// queue's visibility timeout, and comes back after it unless it was deleted.
    Receive {
        /// Which source.
        source: u16,
        /// How many at most.
        max: u32,
        /// How long to wait for the first.
        wait: Span,
    },
    /// A queue: take one more record.
    Send {
        /// Which source.
        source: u16,
        /// Its size.
        bytes: u32,
    },
    /// A queue: these are done.
    Delete {
        /// Which source.
        source: u16,
        /// Their numbers.
        ids: Vec<u64>,
    },
    /// A stream: records of a shard from a place on, in their order. They stay.
    Read {
        /// Which source.
        source: u16,
        /// Which of its shards.
        shard: u16,
        /// The first that has not been read.
        from: u64,
        /// How many at most.
        max: u32,
    },
}

/// What an event source answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Response {
    /// What was handed out; nothing when there was nothing.
    Records(Vec<Record>),
    /// It is taken.
    Sent,
    /// They are deleted.
    Deleted,
}

impl Operation {
    /// The action as an IAM policy writes it.
    pub const fn action(&self) -> &'static str {
        match self {
            Self::Receive { .. } => "source:ReceiveMessage",
            Self::Send { .. } => "source:SendMessage",
            Self::Delete { .. } => "source:DeleteMessageBatch",
            Self::Read { .. } => "source:GetRecords",
        }
    }

    /// The source it is about.
    pub const fn resource(&self) -> u16 {
        match self {
            Self::Receive { source, .. }
            | Self::Send { source, .. }
            | Self::Delete { source, .. }
            | Self::Read { source, .. } => *source,
        }
    }
}
