//! A modelled stream: records stay in the order of their shard until they expire.

use std::collections::VecDeque;

use crate::api::Record;
use crate::cloud::SourceStatus;
use crate::sim::bounds::SOURCE_RECORDS_MAX;
use crate::units::{Moment, Span};

/// One stream.
#[derive(Clone, Debug)]
pub(super) struct Stream {
    shards: Vec<VecDeque<Record>>,
    retention: Span,
    arrived: u64,
    expired: u64,
    refused: u64,
}

impl Stream {
    pub(super) fn new(shards: u16, retention: Span) -> Self {
        let shards = vec![VecDeque::new(); usize::from(shards.max(1))];
        Self { shards, retention, arrived: 0, expired: 0, refused: 0 }
    }

    /// A record comes to the shard of its key.
    pub(super) fn put(&mut self, record: Record) {
        self.arrived += 1;
        let kept: usize = self.shards.iter().map(VecDeque::len).sum();
        if kept >= SOURCE_RECORDS_MAX {
            self.refused += 1;
            return;
        }
        let shard = record.key as usize % self.shards.len();
        self.shards[shard].push_back(record);
    }

    /// Records of a shard, from a number on.
    pub(super) fn read(&mut self, now: Moment, shard: u16, (from, max): (u64, u32)) -> Vec<Record> {
        let Some(records) = self.shards.get_mut(usize::from(shard)) else { return Vec::new() };
        while records.front().is_some_and(|record| Moment(record.sent_us) + self.retention <= now) {
            records.pop_front();
            self.expired += 1;
        }
        let first = records.partition_point(|record| record.id < from);
        records.iter().skip(first).take(max as usize).copied().collect()
    }

    pub(super) fn status(&self) -> SourceStatus {
        let kept: usize = self.shards.iter().map(VecDeque::len).sum();
        SourceStatus {
            name: String::new(),
            kind: "stream",
            arrived: self.arrived,
            waiting: kept as u64,
            hidden: 0,
            done: 0,
            set_aside: self.expired,
            refused: self.refused,
        }
    }
}
