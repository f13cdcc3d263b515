//! What a mapping reads from: the one place that knows the words of sources.

use crate::api::{Operation, Record, Response, source};
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

    /// The records of an answer.
    pub(super) fn records(response: Response) -> Vec<Record> {
        match response {
            Response::Source(source::Response::Records(records)) => records,
            _ => Vec::new(),
        }
    }
}
