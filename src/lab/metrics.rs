//! What can be measured in a run: one list of names, each with its unit and its meaning.

use serde::ser::{Serialize, SerializeMap, Serializer};

/// In what a metric is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A plain count, possibly a mean of counts.
    Count,
    /// A share of a whole; a goal may say `2%`.
    Share,
    /// Milliseconds; a goal may say `300ms` or `2s`.
    Millis,
    /// Seconds; a goal may say `90s` or `5m`.
    Seconds,
    /// US dollars; a goal may say `1.20usd`.
    Dollars,
}

/// One row of the list.
#[derive(Clone, Copy, Debug)]
pub struct MetricName {
    /// As goals and reports write it.
    pub name: &'static str,
    /// In what it is counted.
    pub unit: Unit,
    /// One line for the help.
    pub meaning: &'static str,
}

/// Every metric, in the order of the report.
pub const NAMES: &[MetricName] = &[
    row("requests", Unit::Count, "requests that arrived, throttled ones included"),
    row("invocations", Unit::Count, "requests that got an environment (CloudWatch: Invocations)"),
    row("cold_starts", Unit::Count, "invocations that waited for a new environment"),
    row("cold_ratio", Unit::Share, "cold starts / invocations"),
    row("throttles", Unit::Count, "requests turned away with 429 (CloudWatch: Throttles)"),
    row("throttle_rate", Unit::Share, "throttles / requests"),
    row("errors", Unit::Count, "invocations that failed in the handler, timeouts included (CloudWatch: Errors)"),
    row("error_rate", Unit::Share, "errors / invocations"),
    row("timeouts", Unit::Count, "invocations cut off at the function's timeout"),
    row(
        "p50_ms",
        Unit::Millis,
        "half of the answered requests took at most this long, cold start included; within 1 %, exact where they are alike",
    ),
    row("p95_ms", Unit::Millis, "95 of 100 answered requests took at most this long; as precise as p50_ms"),
    row("p99_ms", Unit::Millis, "99 of 100 answered requests took at most this long; as precise as p50_ms"),
    row("max_ms", Unit::Millis, "the slowest answered request"),
    row("mean_ms", Unit::Millis, "the average answered request, which hides the slow ones"),
    row("init_ms", Unit::Millis, "median Init Duration of the cold starts; as precise as p50_ms"),
    row("duration_ms", Unit::Millis, "median Duration: the handler alone; as precise as p50_ms"),
    row("duration_mean_ms", Unit::Millis, "the average Duration: what a bill is made of"),
    row("concurrency_peak", Unit::Count, "most requests in progress at one moment"),
    row("concurrency_mean", Unit::Count, "requests in progress, averaged over time"),
    row("environments_peak", Unit::Count, "most environments at one moment, idle ones included"),
    row("environments_mean", Unit::Count, "environments, averaged over time, idle ones included"),
    row("idle_mean", Unit::Count, "environments that wait for work, averaged over time"),
    row("async_events", Unit::Count, "events taken into Lambda's queue (CloudWatch: AsyncEventsReceived)"),
    row(
        "async_dropped",
        Unit::Count,
        "events given up: failed too often, too old, or going round (CloudWatch: AsyncEventsDropped)",
    ),
    row(
        "async_age_s",
        Unit::Seconds,
        "how long the oldest event had been queued when an attempt began (CloudWatch: AsyncEventAge, maximum)",
    ),
    row("dead_letters", Unit::Count, "events given up that a destination for failures or a dead letter queue took"),
    row("lost", Unit::Count, "events given up of which nothing is left"),
    row(
        "provisioned_invocations",
        Unit::Count,
        "invocations in provisioned environments (CloudWatch: ProvisionedConcurrencyInvocations)",
    ),
    row(
        "spillover_invocations",
        Unit::Count,
        "invocations on demand because no provisioned environment was free (CloudWatch: ProvisionedConcurrencySpilloverInvocations)",
    ),
    row(
        "provisioned_utilization",
        Unit::Share,
        "how much of the time provisioned environments had work (CloudWatch: ProvisionedConcurrencyUtilization)",
    ),
    row("restore_ms", Unit::Millis, "median Restore Duration of starts from a snapshot; as precise as p50_ms"),
    row("records", Unit::Count, "records of queues and streams that were handled"),
    row("batches", Unit::Count, "batches of such records that the function was given"),
    row("records_dropped", Unit::Count, "records of streams that were given up: tried too often, or too old"),
    row(
        "iterator_age_s",
        Unit::Seconds,
        "how old the last record of a stream's batch was when the function got it (CloudWatch: IteratorAge, maximum)",
    ),
    row(
        "queue_wait_ms",
        Unit::Millis,
        "how long records of queues had been there when the function got them, on average",
    ),
    row("queue_wait_share", Unit::Share, "records of queues that the function did not get at once / all it got"),
    row("client_retries", Unit::Count, "requests that clients of the load made again after they were turned away"),
    row("client_gave_up", Unit::Count, "calls that clients gave up: turned away at every attempt"),
    row(
        "client_wait_ms",
        Unit::Millis,
        "how long clients that were turned away at first waited between their attempts, all told, on average",
    ),
    row("deploys", Unit::Count, "times a function was changed while it ran"),
    row("cost", Unit::Dollars, "list price of what was used, no free tier"),
    row("cost_h", Unit::Dollars, "that cost for each hour of virtual time"),
    row("cost_day", Unit::Dollars, "that cost for each day of virtual time"),
    row("cost_per_m", Unit::Dollars, "that cost for each million invocations"),
    row("idle_cost_h", Unit::Dollars, "what an hour without any request would cost"),
    row("server_cost", Unit::Dollars, "what the rented servers beside the lab cost"),
    row("server_cost_h", Unit::Dollars, "that cost for each hour, busy or not"),
    row("server_cost_day", Unit::Dollars, "that cost for each day, busy or not"),
];

const fn row(name: &'static str, unit: Unit, meaning: &'static str) -> MetricName {
    MetricName { name, unit, meaning }
}

/// Metrics that most labs have nothing of: a report for people leaves them out where they are zero.
pub const RARE: &[&str] = &[
    "async_events",
    "async_dropped",
    "async_age_s",
    "dead_letters",
    "lost",
    "records",
    "batches",
    "records_dropped",
    "iterator_age_s",
    "queue_wait_ms",
    "queue_wait_share",
    "client_retries",
    "client_gave_up",
    "client_wait_ms",
];

/// The row of a name.
pub fn lookup(name: &str) -> Option<&'static MetricName> {
    NAMES.iter().find(|row| row.name == name)
}

/// One value for each name; absent where there is nothing to measure, as the median of no requests.
#[derive(Clone, Debug, PartialEq)]
pub struct Values(Vec<Option<f64>>);

impl Default for Values {
    fn default() -> Self {
        Self(vec![None; NAMES.len()])
    }
}

impl Values {
    /// The value of a metric.
    pub fn get(&self, name: &str) -> Option<f64> {
        let index = NAMES.iter().position(|row| row.name == name)?;
        self.0[index].filter(|value| value.is_finite())
    }

    /// Notes a value under a name of the list.
    pub(super) fn set(&mut self, name: &str, value: impl Into<Option<f64>>) {
        let index = NAMES.iter().position(|row| row.name == name);
        debug_assert!(index.is_some(), "`{name}` is not in the list of metrics");
        if let Some(index) = index {
            self.0[index] = value.into();
        }
    }

    /// Names and values in the order of the list.
    pub fn iter(&self) -> impl Iterator<Item = (&'static MetricName, Option<f64>)> + '_ {
        NAMES.iter().zip(self.0.iter().copied())
    }
}

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(NAMES.len()))?;
        for (row, value) in self.iter() {
            map.serialize_entry(row.name, &value)?;
        }
        map.end()
    }
}

/// What one window of a run measured: all functions together, and each alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metrics {
    /// All functions together.
    pub total: Values,
    /// Each function, in the order of the lab.
    pub functions: Vec<(String, Values)>,
}

impl Metrics {
    /// The value over all functions.
    pub fn value(&self, name: &str) -> Option<f64> {
        self.total.get(name)
    }

    /// The value of one function.
    pub fn value_of(&self, function: &str, name: &str) -> Option<f64> {
        self.functions.iter().find(|(known, _)| known == function).and_then(|(_, values)| values.get(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_stands_once_and_says_what_it_means() {
        for (index, row) in NAMES.iter().enumerate() {
            assert_eq!(NAMES.iter().position(|other| other.name == row.name), Some(index));
            assert!(!row.meaning.is_empty());
            assert_eq!(row.name.ends_with("_ms"), row.unit == Unit::Millis, "{} carries its unit", row.name);
        }
    }

    #[test]
    fn nothing_measured_is_not_zero() {
        let mut values = Values::default();
        values.set("cold_starts", 3.0);
        values.set("p99_ms", None);
        assert_eq!((values.get("cold_starts"), values.get("p99_ms"), values.get("nonsense")), (Some(3.0), None, None));
    }
}
