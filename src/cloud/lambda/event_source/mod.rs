//! Event source mappings: Lambda's side of queues and streams.
//!
//! A mapping has pollers. Each asks its source for records through the door, gives them to the function as one batch, waits for
//! the answer, and tells the source what is done ([`queue`]) or moves on along its shard ([`stream`]). What it asks with is
//! [`Origin`]: a service that can be read joins with its own words there, and nothing else changes.
//!
//! How many pollers a queue has: five at the start, and while all of them are busy five more each second (300 a minute, read as a
//! smooth growth), up to the mapping's ceiling. A batch that fails as a whole takes one away again, down to the first five (a model
//! value: AWS says that it backs off, and not how); a poll that finds nothing does, too.

mod origin;
mod queue;
mod stream;

use std::sync::Arc;

use origin::Origin;
use stream::Shard;

use super::Lambda;
use super::coded::Incoming;
use super::throttle::Rates;
use super::token::{Answer, Wake};
use crate::api::lambda::{self, Invoked, Qualifier};
use crate::api::{Caller, Payload, Principal, Records, Reply, Response};
use crate::cloud::context::Context;
use crate::cloud::entry::Ending;
use crate::cloud::{ConfigError, MappingConfig, PlatformFacts, SourceKind, SourceSpec, WorldSpec};
use crate::units::{FunctionId, Moment, Span};

/// All mappings, and their pollers by ticket.
#[derive(Clone, Debug, Default)]
pub(super) struct Mappings {
    all: Vec<Mapping>,
    pollers: Vec<Poller>,
    free: Vec<u32>,
}

/// One mapping.
#[derive(Clone, Debug)]
struct Mapping {
    config: MappingConfig,
    origin: Origin,
    /// Queues: batches handled at once, now and at most.
    pollers: u32,
    most: u32,
    /// Queues: pollers that have nothing to do but wait for records.
    idle: u32,
    /// Queues: pollers that wait before they try again.
    backing_off: u32,
    /// Queues: how long a record that was handed out is hidden from others.
    hidden_for: Span,
    /// Queues: whether a look at the growth is on the agenda.
    grows: bool,
    /// Streams: the lanes of each shard.
    shards: Vec<Shard>,
}

/// Somebody who reads for a mapping: one of the pollers of a queue, or whoever reads or handles a part of a shard.
#[derive(Clone, Debug)]
struct Poller {
    mapping: u32,
    /// Streams: which shard.
    shard: u32,
    /// What it has gathered, or has given to the function.
    batch: Arc<Records>,
    /// When it got the first of that.
    since: Moment,
    /// Failures and throttles in a row.
    troubles: u32,
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BatchResult {
    /// It was handled, but for the records that were reported as failed.
    Handled,
    /// The function failed.
    Failed,
    /// There was no room.
    Throttled,
}

impl Mappings {
    pub(super) fn new(spec: &WorldSpec, facts: &PlatformFacts) -> Result<Self, ConfigError> {
        let mut mappings = Vec::with_capacity(spec.event_sources.len());
        for (number, source) in spec.event_sources.iter().enumerate() {
            source.check(facts)?;
            let Some(config) = source.mapping else { continue };
            if usize::from(config.function.0) >= spec.functions.len() {
                return Err(ConfigError::TooMany { what: "functions", most: spec.functions.len() });
            }
            mappings.push(Mapping::new(number as u16, source, config, facts));
        }
        Ok(Self { all: mappings, pollers: Vec::new(), free: Vec::new() })
    }

    /// Somebody new.
    fn poller(&mut self, mapping: u32, shard: u32, now: Moment) -> u32 {
        let poller = Poller { mapping, shard, batch: Arc::default(), since: now, troubles: 0 };
        if let Some(ticket) = self.free.pop() {
            self.pollers[ticket as usize] = poller;
            return ticket;
        }
        self.pollers.push(poller);
        self.pollers.len() as u32 - 1
    }

    /// Whether something is read for a function.
    pub(super) fn read_for(&self, function: FunctionId) -> bool {
        self.all.iter().any(|mapping| mapping.config.function == function)
    }

    fn of(&mut self, number: u32) -> &mut Mapping {
        &mut self.all[number as usize]
    }

    fn mapping_of(&mut self, ticket: u32) -> &mut Mapping {
        let number = self.pollers[ticket as usize].mapping;
        self.of(number)
    }
}

impl Mapping {
    fn new(number: u16, source: &SourceSpec, config: MappingConfig, facts: &PlatformFacts) -> Self {
        let (shards, hidden_for) = match source.kind {
            SourceKind::Queue { visibility_timeout, .. } => (0, visibility_timeout),
            SourceKind::Stream { shards, .. } => (shards, Span::ZERO),
        };
        Self {
            config,
            origin: Origin::Modelled(number),
            pollers: 0,
            most: config.maximum_concurrency.unwrap_or(facts.queues.pollers_max),
            idle: 0,
            backing_off: 0,
            hidden_for,
            grows: false,
            shards: (0..shards).map(|_| Shard::new(config.parallelization_factor)).collect(),
        }
    }

    const fn reads_queue(&self) -> bool {
        self.shards.is_empty()
    }
}

impl Lambda {
    /// The pollers of every mapping begin.
    pub(super) fn begin_mappings(&mut self, context: &mut Context<'_>) {
        for number in 0..self.mappings.all.len() as u32 {
            if self.mappings.of(number).reads_queue() {
                self.begin_queue(context, number);
            } else {
                self.begin_stream(context, number);
            }
        }
    }

    /// The moment a mapping looks at itself: a queue at its growth, a stream at its shards.
    pub(super) fn look_at_mapping(&mut self, context: &mut Context<'_>, number: u32) {
        if self.mappings.of(number).reads_queue() {
            self.grow_pollers(context, number);
        } else {
            self.look_at_stream(context, number);
        }
    }

    /// The moment a poller waited for: it tries again.
    pub(super) fn go_on_polling(&mut self, context: &mut Context<'_>, ticket: u32) {
        if self.mappings.mapping_of(ticket).reads_queue() {
            self.try_batch_again(context, ticket);
        } else {
            self.try_lane_again(context, ticket);
        }
    }

    /// What a source answered.
    pub(super) fn source_answered(&mut self, context: &mut Context<'_>, ticket: u32, reply: Reply) {
        let Ok(response) = reply.outcome else { return self.ask_later(context, ticket) };
        let records = Origin::records(response);
        let mapping = self.mappings.mapping_of(ticket);
        let (function, queue) = (mapping.config.function, mapping.reads_queue());
        self.functions[usize::from(function.0)].record.mapping.polled += records.len() as u64;
        if queue {
            self.received(context, ticket, records);
        } else {
            self.read(context, ticket, records);
        }
    }

    /// What the function made of a batch.
    pub(super) fn batch_answered(&mut self, context: &mut Context<'_>, ticket: u32, reply: &Reply) {
        let result = match &reply.outcome {
            Ok(Response::Lambda(lambda::Response::Invoke(Invoked::Ran(Ok(_))))) => BatchResult::Handled,
            Ok(_) => BatchResult::Failed,
            Err(_) => BatchResult::Throttled,
        };
        let batch = Arc::clone(&self.mappings.pollers[ticket as usize].batch);
        let mapping = self.mappings.mapping_of(ticket);
        let (function, queue) = (mapping.config.function, mapping.reads_queue());
        let record = &mut self.functions[usize::from(function.0)].record.mapping;
        let poison = batch.records.iter().filter(|record| record.poison).count() as u64;
        match result {
            BatchResult::Handled => {
                record.handled += batch.records.len() as u64 - poison;
                record.failed += poison;
            }
            BatchResult::Failed => {
                record.failed_batches += 1;
                record.failed += batch.records.len() as u64;
            }
            BatchResult::Throttled => record.throttled_batches += 1,
        }
        if queue {
            self.queue_batch_done(context, ticket, result);
        } else {
            self.lane_batch_done(context, ticket, result);
        }
    }

    /// Gives a poller's batch to the function, as its caller who waits. A record that no handler can make anything of makes the
    /// whole batch fail, unless the handler reports such records one by one.
    fn invoke_batch(&mut self, context: &mut Context<'_>, ticket: u32) {
        let poller = &self.mappings.pollers[ticket as usize];
        let batch = Arc::clone(&poller.batch);
        let function = self.mappings.all[poller.mapping as usize].config.function;
        let id = context.core.next_call();
        let caller = Caller::Itself { token: Answer::Batch(ticket).token() };
        self.coded.expect(Incoming { payload: Payload::records(Arc::clone(&batch)), turn: 0 });
        let placed = self.start(context, (id, caller), (function, Qualifier::None), Rates::Held);
        self.coded.expect(Incoming::default());
        let Some(slot) = placed else { return };
        let record = &mut self.functions[usize::from(function.0)].record.mapping;
        record.batches += 1;
        record.invoked += batch.records.len() as u64;
        if self.mappings.mapping_of(ticket).reads_queue() {
            let now = context.now();
            batch.records.iter().for_each(|one| record.queued.record(now.since(Moment(one.sent_us))));
        }
        let environment = &mut self.environments[slot as usize];
        if batch.has_poison() && !batch.reports_failures && environment.ending == Ending::Completed {
            environment.ending = Ending::Thrown;
            self.papers[slot as usize].work.ending = Ending::Thrown;
        }
    }

    /// Records that are given up.
    fn give_up_records(&mut self, function: FunctionId, count: usize) {
        self.functions[usize::from(function.0)].record.mapping.dropped += count as u64;
    }
}

/// Tells a source what is done. Should it not hear, the records come back, as they do from a real queue.
fn tell(context: &mut Context<'_>, operation: crate::api::Operation) {
    context.send(Principal::Account, Answer::Told.token(), operation);
}

/// Asks a source for something.
fn ask(context: &mut Context<'_>, ticket: u32, operation: crate::api::Operation) {
    context.send(Principal::Account, Answer::Source(ticket).token(), operation);
}

/// Wakes a poller at a moment.
fn wake(context: &mut Context<'_>, at: Moment, ticket: u32) {
    context.wake_at(at, Wake::Poller(ticket).token());
}
