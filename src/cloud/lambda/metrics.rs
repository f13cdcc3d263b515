//! The counts under the names that CloudWatch gives them (namespace AWS/Lambda).

use crate::cloud::FunctionRecord;

/// One of CloudWatch's metrics.
#[derive(Clone, Copy, Debug)]
pub struct CloudWatchMetric {
    /// CloudWatch's name.
    pub name: &'static str,
    /// What it counts.
    pub meaning: &'static str,
    /// Its value: a sum for counts, a maximum for levels, a mean in milliseconds for Duration.
    pub value: fn(&FunctionRecord) -> f64,
}

/// All that we have.
pub const CLOUDWATCH_METRICS: &[CloudWatchMetric] = &[
    CloudWatchMetric {
        name: "Invocations",
        meaning: "requests that got an environment, failed ones included; throttled ones are not",
        value: |record| record.counters.invocations as f64,
    },
    CloudWatchMetric {
        name: "Errors",
        meaning: "invocations that failed: thrown, timed out, killed",
        value: |record| record.counters.errors as f64,
    },
    CloudWatchMetric {
        name: "Throttles",
        meaning: "requests turned away with 429; they count neither as Invocations nor as Errors",
        value: |record| record.counters.throttles as f64,
    },
    CloudWatchMetric {
        name: "Duration",
        meaning: "time in the handler, INIT not included",
        value: |record| record.duration().mean().unwrap_or_default().as_millis_f64(),
    },
    CloudWatchMetric {
        name: "ConcurrentExecutions",
        meaning: "requests in progress, at most",
        value: |record| f64::from(record.running.peak),
    },
];
