//! Modelled event sources: a queue and a stream with nothing to them but what Lambda's side needs to be tried against.
//!
//! They stand for Amazon SQS and Amazon Kinesis until those services exist, have no prices, and are spoken to through the door
//! like any other service.
//!
//! What can go wrong: a source holds a bounded number of records, and those that come when it is full are lost.

mod arrivals;
mod queue;
mod stream;

use arrivals::Source as Inflow;
use queue::Queue;
use stream::Stream;

use crate::api::source::{Operation, Response};
use crate::api::{Envelope, Fault, Record, Reply};
use crate::cloud::context::Context;
use crate::cloud::service::Service;
use crate::cloud::{ConfigError, PlatformFacts, SourceKind, SourceStatus, WorldSpec};
use crate::sim::Streams;
use crate::sim::bounds::EVENT_SOURCES_MAX;

/// The service.
#[derive(Clone, Default)]
pub struct Source {
    sources: Vec<One>,
}

/// One of the sources.
#[derive(Clone)]
struct One {
    name: String,
    inflow: Inflow,
    store: Store,
}

#[derive(Clone)]
enum Store {
    Queue(Queue),
    Stream(Stream),
}

/// What a source wants to be woken for, beside its number.
const ARRIVAL: u32 = 0;
const UPKEEP: u32 = 1;

impl Service for Source {
    type Operation = Operation;
    const RESOURCE: &'static str = "source";

    fn new(spec: &WorldSpec, streams: Streams, facts: &PlatformFacts) -> Result<Self, ConfigError> {
        if spec.event_sources.len() > EVENT_SOURCES_MAX {
            return Err(ConfigError::TooMany { what: "event sources", most: EVENT_SOURCES_MAX });
        }
        let mut sources = Vec::with_capacity(spec.event_sources.len());
        for source in &spec.event_sources {
            source.check(facts)?;
            let store = match source.kind {
                SourceKind::Queue { visibility_timeout, max_receive_count } => {
                    Store::Queue(Queue::new(visibility_timeout, max_receive_count))
                }
                SourceKind::Stream { shards, retention } => Store::Stream(Stream::new(shards, retention)),
            };
            sources.push(One { name: source.name.clone(), inflow: Inflow::new(source, streams), store });
        }
        Ok(Self { sources })
    }

    fn begin(&mut self, context: &mut Context<'_>) {
        for number in 0..self.sources.len() as u32 {
            let source = &mut self.sources[number as usize];
            for _ in 0..source.inflow.backlog() {
                let record = source.inflow.make(context.now());
                source.store.put(record);
            }
            if let Some(next) = source.inflow.next() {
                context.wake_at(next, number << 1 | ARRIVAL);
            }
        }
    }

    fn resource_name(&self, resource: u16) -> &str {
        self.sources.get(usize::from(resource)).map_or("", |source| &source.name)
    }

    fn call(&mut self, context: &mut Context<'_>, envelope: Envelope, operation: Operation) {
        let number = operation.resource();
        let Some(source) = self.sources.get_mut(usize::from(number)) else {
            return reply(context, envelope, Err(Fault::ResourceNotFound));
        };
        match (operation, &mut source.store) {
            (Operation::Receive { max, wait, .. }, Store::Queue(queue)) => {
                queue.receive(context, envelope, (max, wait), u32::from(number) << 1 | UPKEEP);
            }
            (Operation::Send { bytes, .. }, Store::Queue(queue)) => {
                let outcome = if queue.has_room() { Ok(Response::Sent) } else { Err(Fault::Service) };
                queue.put(source.inflow.sent(context.now(), bytes));
                queue.keep_up(context, u32::from(number) << 1 | UPKEEP);
                reply(context, envelope, outcome);
            }
            (Operation::Delete { ids, .. }, Store::Queue(queue)) => {
                queue.delete(&ids);
                reply(context, envelope, Ok(Response::Deleted));
            }
            (Operation::Read { shard, from, max, .. }, Store::Stream(stream)) => {
                let records = stream.read(context.now(), shard, (from, max));
                reply(context, envelope, Ok(Response::Records(records)));
            }
            _ => reply(context, envelope, Err(Fault::ResourceNotFound)),
        }
    }

    fn wake(&mut self, context: &mut Context<'_>, token: u32) {
        let Some(source) = self.sources.get_mut((token >> 1) as usize) else { return };
        if token & 1 == ARRIVAL {
            let record = source.inflow.make(context.now());
            source.store.put(record);
            source.inflow.advance();
            if let Some(next) = source.inflow.next() {
                context.wake_at(next, token);
            }
        }
        if let Store::Queue(queue) = &mut source.store {
            queue.keep_up(context, token | UPKEEP);
        }
    }
}

impl Source {
    /// What can be seen of a source.
    pub(crate) fn status(&self, number: usize) -> Option<SourceStatus> {
        let source = self.sources.get(number)?;
        let mut status = match &source.store {
            Store::Queue(queue) => queue.status(),
            Store::Stream(stream) => stream.status(),
        };
        status.name.clone_from(&source.name);
        Some(status)
    }

    /// How many sources there are.
    pub(crate) fn count(&self) -> usize {
        self.sources.len()
    }
}

impl Store {
    fn put(&mut self, record: Record) {
        match self {
            Self::Queue(queue) => queue.put(record),
            Self::Stream(stream) => stream.put(record),
        }
    }
}

fn reply(context: &mut Context<'_>, envelope: Envelope, outcome: Result<Response, Fault>) {
    let outcome = outcome.map(crate::api::Response::Source);
    context.reply(Reply { to: envelope.id, caller: envelope.caller, outcome });
}
