//! What AWS publishes about events that nobody waits for, and about Lambda's side of queues and streams.

use super::lambda::Reader;
use crate::units::Span;

/// Asynchronous invocation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AsyncFacts {
    /// The largest event, in bytes.
    pub payload_max: u64,
    /// Retries after an error of the function: how often at most, which is also the default.
    pub retries_max: u32,
    /// How long before each of them.
    pub retry_waits: [Span; 2],
    /// The shortest and the longest time an event may wait; the longest is the default.
    pub event_age: (Span, Span),
    /// The first and the longest time between two tries of a throttled event; it doubles in between.
    pub back_off: (Span, Span),
    /// An event up to this many bytes is one request.
    pub unit_first: u64,
    /// Each further lot of this many is one more.
    pub unit_next: u64,
    /// So many functions may run in one chain; the next one is stopped.
    pub chain_max: u32,
}

/// Lambda's side of a standard queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueFacts {
    /// Batches handled at once at the start.
    pub pollers_start: u32,
    /// How many more each minute, while there is work.
    pub pollers_per_min: u32,
    /// How many at most.
    pub pollers_max: u32,
    /// What `maximum_concurrency` may be.
    pub concurrency: (u32, u32),
    /// Records a batch, when nobody says.
    pub batch_default: u32,
    /// Records a batch at most.
    pub batch_max: u32,
    /// Records a batch at most without a window.
    pub batch_without_window_max: u32,
    /// The longest window.
    pub window_max: Span,
    /// The first and the longest pause after a throttle (model values).
    pub back_off: (Span, Span),
}

/// Lambda's side of a stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StreamFacts {
    /// Records a batch, when nobody says.
    pub batch_default: u32,
    /// Records a batch at most.
    pub batch_max: u32,
    /// Batches of one shard at once, at most.
    pub parallelization_max: u32,
    /// Retries of a batch, at most; without end when nobody says.
    pub retries_max: u32,
    /// The oldest a record may be said to become.
    pub record_age_max: Span,
    /// How often a Kinesis shard is read, in a second.
    pub kinesis_polls_per_s: u32,
    /// How often a DynamoDB shard is read, in a second.
    pub dynamodb_polls_per_s: u32,
}

const KB: u64 = 1 << 10;

impl AsyncFacts {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let kilobytes = |reader: &mut Reader<'_>, name| u64::from(reader.whole(name)) * KB;
        Self {
            payload_max: kilobytes(reader, "lambda.async_payload_max_kb"),
            retries_max: reader.whole("lambda.async_retries"),
            retry_waits: [reader.seconds("lambda.async_retry_first_s"), reader.seconds("lambda.async_retry_second_s")],
            event_age: (reader.seconds("lambda.async_event_age_min_s"), reader.seconds("lambda.async_event_age_max_s")),
            back_off: (reader.seconds("lambda.async_back_off_min_s"), reader.seconds("lambda.async_back_off_max_s")),
            unit_first: kilobytes(reader, "lambda.async_unit_first_kb"),
            unit_next: kilobytes(reader, "lambda.async_unit_next_kb"),
            chain_max: reader.whole("lambda.chain_max"),
        }
    }
}

impl QueueFacts {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            pollers_start: reader.whole("lambda.queue_pollers_start"),
            pollers_per_min: reader.whole("lambda.queue_pollers_per_min"),
            pollers_max: reader.whole("lambda.queue_pollers_max"),
            concurrency: (reader.whole("lambda.queue_concurrency_min"), reader.whole("lambda.queue_concurrency_max")),
            batch_default: reader.whole("lambda.queue_batch_default"),
            batch_max: reader.whole("lambda.queue_batch_max"),
            batch_without_window_max: reader.whole("lambda.queue_batch_without_window_max"),
            window_max: reader.seconds("lambda.batch_window_max_s"),
            back_off: (
                reader.seconds("lambda.mapping_back_off_min_s"),
                reader.seconds("lambda.mapping_back_off_max_s"),
            ),
        }
    }
}

impl StreamFacts {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            batch_default: reader.whole("lambda.stream_batch_default"),
            batch_max: reader.whole("lambda.stream_batch_max"),
            parallelization_max: reader.whole("lambda.stream_parallelization_max"),
            retries_max: reader.whole("lambda.stream_retries_max"),
            record_age_max: reader.seconds("lambda.stream_record_age_max_s"),
            kinesis_polls_per_s: reader.whole("lambda.kinesis_polls_per_s"),
            dynamodb_polls_per_s: reader.whole("lambda.dynamodb_polls_per_s"),
        }
    }
}
