//! What a mapping reads from: the one place that knows the words of sources.

use crate::api::{Fault, Operation, Record, Response, source};
use crate::units::Span;

/// A source that can be read. Real queues and streams join the modelled ones here, each in its service's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// A modelled source, by its number.
    Modelled(u16),
}

impl Origin {
    /// How to ask a queue for records.
    pub(super) const fn receive(self, max: u32, wait: Span) -> Operation {
        let Self::Modelled(source) = self;
        Operation::Source(source::Operation::Receive { source, max, wait })
    }

    /// How to tell a queue that records are done.
    pub(super) const fn delete(self, ids: Vec<u64>) -> Operation {
        let Self::Modelled(source) = self;
        Operation::Source(source::Operation::Delete { source, ids })
    }

    /// How to read a shard of a stream.
    pub(super) const fn read(self, shard: u16, from: u64, max: u32) -> Operation {
        let Self::Modelled(source) = self;
        Operation::Source(source::Operation::Read { source, shard, from, max })
    }

    /// The records of an answer; nothing where the answer brings none, as that of a deletion.
    pub(super) fn records(outcome: Result<Response, Fault>) -> Option<Vec<Record>> {
        match outcome {
            Ok(Response::Source(source::Response::Records(records))) => Some(records),
            // A source that does not answer is asked again, as if it had nothing.
            Err(_) => Some(Vec::new()),
            Ok(_) => None,
        }
    }
}
