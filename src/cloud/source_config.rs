//! A modelled queue or stream, and the event source mapping that reads it for a function.

use crate::cloud::{ConfigError, PlatformFacts};
use crate::units::{FunctionId, Ratio, Span};

/// A modelled event source and its mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceSpec {
    /// Its name.
    pub name: String,
    /// Where its records come from.
    pub arrivals: Arrivals,
    /// The share of records that no handler can make anything of.
    pub poison: Ratio,
    /// The size of each record, in bytes.
    pub record_bytes: u32,
    /// What kind of source it is.
    pub kind: SourceKind,
    /// How Lambda reads it, if it does.
    pub mapping: Option<MappingConfig>,
}

/// Where the records of a modelled source come from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Arrivals {
    /// Records that are there at the start.
    pub backlog: u32,
    /// Records a second after that.
    pub rps: f64,
    /// Whether they come independently of each other instead of evenly.
    pub independent: bool,
}

/// What kind of source it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// A standard queue: each record goes to one reader, and is gone when it is done.
    Queue {
        /// How long a record that was handed out is hidden from others.
        visibility_timeout: Span,
        /// A record that was handed out so often is set aside at the next time; never when absent.
        max_receive_count: Option<u32>,
    },
    /// A stream: records stay in the order of their shard.
    Stream {
        /// How many shards it has.
        shards: u16,
        /// How long records stay.
        retention: Span,
    },
}

/// An event source mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MappingConfig {
    /// Which function gets the records.
    pub function: FunctionId,
    /// Records an invocation, at most.
    pub batch_size: u32,
    /// How long to wait for a batch to fill.
    pub batch_window: Span,
    /// Whether the handler says which records failed (`ReportBatchItemFailures`).
    pub reports_failures: bool,
    /// Queues: batches handled at once, at most.
    pub maximum_concurrency: Option<u32>,
    /// Streams: batches of one shard at once.
    pub parallelization_factor: u32,
    /// Streams: polls of a shard in a second.
    pub polls_per_s: u32,
    /// Streams: whether a batch that failed is cut in two.
    pub bisect: bool,
    /// Streams: how often a batch is tried again; until its records expire when absent.
    pub maximum_retry_attempts: Option<u32>,
    /// Streams: records older than this are skipped; until they expire when absent.
    pub maximum_record_age: Option<Span>,
}

impl SourceSpec {
    /// Whether the platform would accept its mapping.
    pub fn check(&self, facts: &PlatformFacts) -> Result<(), ConfigError> {
        let Some(mapping) = &self.mapping else { return Ok(()) };
        let (queues, streams) = (&facts.queues, &facts.streams);
        let within = |what, value: u32, min: u32, max: u32| {
            if value < min || value > max { Err(ConfigError::Mapping { what, value, min, max }) } else { Ok(()) }
        };
        match self.kind {
            SourceKind::Queue { .. } => {
                within("batch size", mapping.batch_size, 1, queues.batch_max)?;
                if mapping.batch_window < Span::from_secs(1) {
                    let most = queues.batch_without_window_max;
                    within("batch size without a window of a second", mapping.batch_size, 1, most)?;
                }
                let (least, most) = queues.concurrency;
                mapping.maximum_concurrency.map_or(Ok(()), |value| within("maximum concurrency", value, least, most))
            }
            SourceKind::Stream { .. } => {
                within("batch size", mapping.batch_size, 1, streams.batch_max)?;
                within("parallelization factor", mapping.parallelization_factor, 1, streams.parallelization_max)?;
                let retries = mapping.maximum_retry_attempts;
                retries.map_or(Ok(()), |value| within("maximum retry attempts", value, 0, streams.retries_max))
            }
        }
    }
}
