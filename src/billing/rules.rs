//! How AWS Lambda turns what happened into what is billed, where that is more than rounding up a millisecond.
//! The numbers are the catalog's; a test below holds the two together.

use crate::units::Span;

/// Provisioned concurrency is charged in whole stretches of five minutes.
pub const PROVISIONED_STEP_S: u64 = 300;
/// A `SnapStart` version is charged for three hours at least.
pub const SNAPSTART_LEAST_S: u64 = 3 * 3600;
/// An event poller is charged for a minute at least.
pub const POLLER_LEAST_S: u64 = 60;
/// A queue's mapping in provisioned mode has at least so many pollers.
pub const SQS_POLLERS_LEAST: u64 = 2;
/// What every request may stream without a charge.
pub const STREAMED_FREE_MB: u64 = 6;
/// An asynchronous event up to this size is one request.
pub const ASYNC_FIRST_KB: u64 = 256;
/// Each further started part of this size is one request more.
pub const ASYNC_FURTHER_KB: u64 = 64;

/// The time that environments kept ready are charged for.
pub const fn provisioned_time(configured: Span) -> Span {
    let step = Span::from_secs(PROVISIONED_STEP_S).as_micros();
    Span::from_micros(configured.as_micros().div_ceil(step) * step)
}

/// The time that the snapshot of a version is charged for.
pub fn snapstart_time(active: Span) -> Span {
    active.max(Span::from_secs(SNAPSTART_LEAST_S))
}

/// The time that an event poller is charged for: by the second, a minute at least.
pub fn poller_time(running: Span) -> Span {
    let seconds = running.as_micros().div_ceil(1_000_000);
    Span::from_secs(seconds.max(POLLER_LEAST_S))
}

/// How many requests an asynchronous event of that size is charged as.
pub const fn async_requests(bytes: u64) -> u64 {
    let further = bytes.saturating_sub(ASYNC_FIRST_KB * 1024);
    1 + further.div_ceil(ASYNC_FURTHER_KB * 1024)
}

/// How many requests it takes to hand so many records of a queue or stream to a function: one a batch.
pub const fn batch_requests(records: u64, batch_size: u64) -> u64 {
    records.div_ceil(batch_size)
}

/// Whether snapshots of that runtime are kept and restored without a charge.
pub fn snapstart_is_free(runtime: &str) -> bool {
    runtime.starts_with("java")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn the_rules_are_those_of_the_catalog() {
        let catalog = Catalog::embedded();
        for (name, number) in [
            ("lambda.provisioned_step_s", PROVISIONED_STEP_S),
            ("lambda.snapstart_cache_min_h", SNAPSTART_LEAST_S / 3600),
            ("lambda.poller_min_s", POLLER_LEAST_S),
            ("lambda.sqs_pollers_min", SQS_POLLERS_LEAST),
            ("lambda.streaming_free_mb", STREAMED_FREE_MB),
            ("lambda.async_first_request_kb", ASYNC_FIRST_KB),
            ("lambda.async_further_request_kb", ASYNC_FURTHER_KB),
        ] {
            let value = catalog.value(name).unwrap_or_else(|| panic!("{name} is not in the catalog"));
            assert_eq!(value.decimal, number.to_string(), "{name}");
        }
    }

    #[test]
    fn ready_environments_are_charged_in_started_stretches_of_five_minutes() {
        for (seconds, charged) in [(0, 0), (1, 300), (300, 300), (301, 600), (28_800, 28_800)] {
            assert_eq!(provisioned_time(Span::from_secs(seconds)), Span::from_secs(charged));
        }
    }

    #[test]
    fn a_snapshot_is_charged_for_three_hours_and_a_poller_for_a_minute_at_least() {
        assert_eq!(snapstart_time(Span::from_secs(1)), Span::from_secs(10_800));
        assert_eq!(snapstart_time(Span::from_millis(10_800_001)), Span::from_millis(10_800_001));
        assert_eq!(poller_time(Span::from_secs(1)), Span::from_secs(60));
        assert_eq!(poller_time(Span::from_millis(61_001)), Span::from_secs(62));
    }

    #[test]
    fn a_large_asynchronous_event_is_several_requests() {
        let kb = |kb: u64| async_requests(kb * 1024);
        assert_eq!([kb(0), kb(1), kb(256), kb(257), kb(320), kb(321), kb(1024)], [1, 1, 1, 2, 2, 3, 13]);
        assert_eq!(async_requests(256 * 1024 + 1), 2);
    }

    #[test]
    fn a_batch_is_one_request_however_full() {
        assert_eq!([batch_requests(0, 10), batch_requests(1, 10), batch_requests(10, 10)], [0, 1, 1]);
        assert_eq!(batch_requests(1_000_001, 10), 100_001);
    }
}
