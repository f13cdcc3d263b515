//! The shards of a stream: each is read so many times a second and handled in order, by one batch at a time or by as many as the
//! mapping's parallelization factor says, records of one key always in the same lane.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{BatchResult, ask, wake};
use crate::api::{Record, Records};
use crate::cloud::async_config::doubling;
use crate::cloud::context::Context;
use crate::cloud::lambda::Lambda;
use crate::cloud::lambda::token::Wake;
use crate::units::{Moment, Span};

/// One shard, as Lambda reads it.
#[derive(Clone, Debug, Default)]
pub(super) struct Shard {
    /// The first record that has not been read.
    next: u64,
    /// Whoever asks the source for it.
    reader: u32,
    lanes: Vec<Lane>,
}

/// Records that are handled in order.
#[derive(Clone, Debug, Default)]
struct Lane {
    /// Read, and not yet given to the function.
    waiting: VecDeque<Record>,
    /// Batches to do before those, the last one first: what is left of one that failed.
    pieces: Vec<Vec<Record>>,
    /// Who handles a batch of it, while somebody does.
    poller: Option<u32>,
}

/// Where a lane is: its mapping, its shard, its number in it.
type Place = (u32, usize, usize);

impl Shard {
    pub(super) fn new(lanes: u32) -> Self {
        Self { next: 0, reader: 0, lanes: vec![Lane::default(); lanes.max(1) as usize] }
    }
}

impl Lambda {
    pub(super) fn begin_stream(&mut self, context: &mut Context<'_>, number: u32) {
        for shard in 0..self.mappings.of(number).shards.len() {
            let reader = self.mappings.poller(number, shard as u32, context.now());
            self.mappings.of(number).shards[shard].reader = reader;
        }
        self.look_at_stream(context, number);
    }

    /// Reads on in every shard for which there is room, and looks again in a moment.
    pub(super) fn look_at_stream(&mut self, context: &mut Context<'_>, number: u32) {
        let most = context.facts().streams.batch_max;
        let mapping = self.mappings.of(number);
        for (shard, known) in (0..).zip(&mapping.shards) {
            let waiting: usize = known.lanes.iter().map(|lane| lane.waiting.len()).sum();
            let room = most.saturating_sub(waiting as u32);
            if room > 0 {
                ask(context, known.reader, mapping.origin.read(shard, known.next, room));
            }
        }
        let pause = Span(1_000_000 / u64::from(mapping.config.polls_per_s.max(1)));
        let at = context.now() + pause;
        context.wake_at(at, Wake::Mapping(number).token());
    }

    /// Records of a shard came, or none.
    pub(super) fn read(&mut self, context: &mut Context<'_>, reader: u32, records: Vec<Record>) {
        let (number, shard) = self.place_of(reader);
        let known = &mut self.mappings.of(number).shards[shard];
        for record in records {
            known.next = record.id + 1;
            // Not the bits that chose the shard: those are alike for all of its records.
            let lane = (record.key >> 16) as usize % known.lanes.len();
            known.lanes[lane].waiting.push_back(record);
        }
        for lane in 0..known.lanes.len() {
            self.begin_lane(context, (number, shard, lane));
        }
    }

    /// Gives a lane's next batch to the function, if it has one and nobody is at it.
    fn begin_lane(&mut self, context: &mut Context<'_>, (number, shard, lane): Place) {
        let now = context.now();
        let mapping = self.mappings.of(number);
        let config = mapping.config;
        let known = &mut mapping.shards[shard].lanes[lane];
        if known.poller.is_some() {
            return;
        }
        let Some(records) = known.next_batch(now, config.batch_size as usize, config.batch_window) else { return };
        let records = self.without_old(number, records, now);
        let Some(newest) = records.last().map(|record| Moment(record.sent_us)) else { return };
        let ticket = self.mappings.poller(number, shard as u32, now);
        self.mappings.pollers[ticket as usize].batch =
            Arc::new(Records { records, reports_failures: config.reports_failures });
        self.mappings.of(number).shards[shard].lanes[lane].poller = Some(ticket);
        let record = &mut self.functions[usize::from(config.function.0)].record.mapping;
        record.iterator_age.record(now.since(newest));
        self.invoke_batch(context, ticket);
    }

    /// The records that are young enough; the others are given up.
    fn without_old(&mut self, number: u32, mut records: Vec<Record>, now: Moment) -> Vec<Record> {
        let config = self.mappings.of(number).config;
        let Some(most) = config.maximum_record_age else { return records };
        let before = records.len();
        records.retain(|record| now.since(Moment(record.sent_us)) <= most);
        self.give_up_records(config.function, before - records.len());
        records
    }

    pub(super) fn lane_batch_done(&mut self, context: &mut Context<'_>, ticket: u32, result: BatchResult) {
        let config = self.mappings.mapping_of(ticket).config;
        let poller = &mut self.mappings.pollers[ticket as usize];
        let records = &poller.batch.records;
        let left = match (result, records.iter().position(|record| record.poison)) {
            (BatchResult::Handled, None) => Vec::new(),
            // The handler says where it stopped; from there on it is tried again.
            (BatchResult::Handled, Some(first)) => records[first..].to_vec(),
            _ => records.clone(),
        };
        if left.is_empty() {
            return self.end_lane(context, ticket, Vec::new());
        }
        if result == BatchResult::Failed && config.bisect && left.len() > 1 {
            // The first half comes first; cutting costs no retry.
            let (first, second) = left.split_at(left.len() / 2);
            return self.end_lane(context, ticket, vec![second.to_vec(), first.to_vec()]);
        }
        poller.troubles += u32::from(result != BatchResult::Throttled);
        let gives_up = config.maximum_retry_attempts.is_some_and(|most| poller.troubles > most);
        if gives_up && result != BatchResult::Throttled {
            self.give_up_records(config.function, left.len());
            return self.end_lane(context, ticket, Vec::new());
        }
        // The shard, or this lane of it, is blocked meanwhile.
        let pause = doubling(context.facts().queues.back_off, poller.troubles);
        poller.batch = Arc::new(Records { records: left, reports_failures: config.reports_failures });
        wake(context, context.now() + pause, ticket);
    }

    /// A blocked batch is tried again, but for records that grew too old.
    pub(super) fn try_lane_again(&mut self, context: &mut Context<'_>, ticket: u32) {
        let (number, _) = self.place_of(ticket);
        let batch = Arc::clone(&self.mappings.pollers[ticket as usize].batch);
        let records = self.without_old(number, batch.records.clone(), context.now());
        if records.is_empty() {
            return self.end_lane(context, ticket, Vec::new());
        }
        self.mappings.pollers[ticket as usize].batch = Arc::new(Records { records, ..*batch });
        self.invoke_batch(context, ticket);
    }

    /// A lane goes on to its next batch, or to what is left of this one.
    fn end_lane(&mut self, context: &mut Context<'_>, ticket: u32, pieces: Vec<Vec<Record>>) {
        let (number, shard) = self.place_of(ticket);
        let lanes = &mut self.mappings.of(number).shards[shard].lanes;
        let Some(lane) = lanes.iter().position(|lane| lane.poller == Some(ticket)) else { return };
        lanes[lane].poller = None;
        lanes[lane].pieces.extend(pieces);
        self.mappings.free.push(ticket);
        self.begin_lane(context, (number, shard, lane));
    }

    fn place_of(&self, ticket: u32) -> (u32, usize) {
        let poller = &self.mappings.pollers[ticket as usize];
        (poller.mapping, poller.shard as usize)
    }
}

impl Lane {
    /// What is next: a piece of a batch that failed, or a batch that is full or has waited long enough.
    fn next_batch(&mut self, now: Moment, size: usize, window: Span) -> Option<Vec<Record>> {
        if let Some(piece) = self.pieces.pop() {
            return Some(piece);
        }
        let first = self.waiting.front()?;
        if self.waiting.len() < size && now.since(Moment(first.sent_us)) < window {
            return None;
        }
        let count = self.waiting.len().min(size);
        Some(self.waiting.drain(..count).collect())
    }
}
