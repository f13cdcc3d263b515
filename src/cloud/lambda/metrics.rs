//! The counts under the names that CloudWatch gives them (namespace AWS/Lambda).

use crate::cloud::{AccountRecord, FunctionRecord};
use crate::sim::Histogram;

/// One of CloudWatch's metrics.
#[derive(Clone, Copy, Debug)]
pub struct CloudWatchMetric {
    /// CloudWatch's name.
    pub name: &'static str,
    /// CloudWatch's unit.
    pub unit: MetricUnit,
    /// What it counts.
    pub meaning: &'static str,
    /// Where it comes from.
    pub value: MetricValue,
}

/// CloudWatch's name for what a metric is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricUnit {
    /// So many.
    Count,
    /// Time.
    Milliseconds,
    /// Utilization as CloudWatch has it: 0.5 is half.
    None,
}

/// Where a metric's value comes from.
#[derive(Clone, Copy, Debug)]
pub enum MetricValue {
    /// One function's: a sum for counts, a maximum for levels, a mean for times.
    Function(fn(&FunctionRecord) -> f64),
    /// The account's.
    Account(fn(&AccountRecord) -> f64),
    /// Nothing in this simulator makes one happen, and this is why.
    Never(&'static str),
}

impl CloudWatchMetric {
    /// Which of CloudWatch's statistics its value is: a sum of counts, a mean of times, the most of a level.
    pub fn statistic(&self) -> &'static str {
        let level =
            self.unit == MetricUnit::None || self.name.ends_with("Executions") || self.name.ends_with("Concurrency");
        match self.unit {
            MetricUnit::Milliseconds => "Average",
            _ if level => "Maximum",
            _ => "Sum",
        }
    }
}

impl MetricUnit {
    /// As CloudWatch writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Count => "Count",
            Self::Milliseconds => "Milliseconds",
            Self::None => "None",
        }
    }
}

const fn of_function(
    name: &'static str,
    unit: MetricUnit,
    value: fn(&FunctionRecord) -> f64,
    meaning: &'static str,
) -> CloudWatchMetric {
    CloudWatchMetric { name, unit, meaning, value: MetricValue::Function(value) }
}

const fn of_account(name: &'static str, value: fn(&AccountRecord) -> f64, meaning: &'static str) -> CloudWatchMetric {
    CloudWatchMetric { name, unit: MetricUnit::Count, meaning, value: MetricValue::Account(value) }
}

const fn never(name: &'static str, unit: MetricUnit, why: &'static str, meaning: &'static str) -> CloudWatchMetric {
    CloudWatchMetric { name, unit, meaning, value: MetricValue::Never(why) }
}

const NO_EXTENSIONS: &str = "modelled functions have no extensions";
const NO_KAFKA: &str = "there is no Kafka here";
const NO_LARGE_RECORDS: &str = "records that come from queues and streams are as large as their source lets them be";

fn mean_ms(histogram: &Histogram) -> f64 {
    histogram.mean().unwrap_or_default().as_millis_f64()
}

use MetricUnit::{Count, Milliseconds};

/// All of them, in CloudWatch's groups: invocations, performance, concurrency, events that nobody waits for, mappings.
pub const CLOUDWATCH_METRICS: &[CloudWatchMetric] = &[
    of_function(
        "Invocations",
        Count,
        |record| record.counters.invocations as f64,
        "requests that got an environment, failed ones included; throttled ones are not",
    ),
    of_function(
        "Errors",
        Count,
        |record| record.counters.errors as f64,
        "invocations that failed: thrown, timed out, killed",
    ),
    of_function(
        "DeadLetterErrors",
        Count,
        |record| record.asynchronous.dead_letter_errors as f64,
        "events that a dead letter queue did not take",
    ),
    of_function(
        "DestinationDeliveryFailures",
        Count,
        |record| record.asynchronous.destination_failures as f64,
        "records that a destination did not take",
    ),
    of_function(
        "Throttles",
        Count,
        |record| record.counters.throttles as f64,
        "requests turned away with 429; they count neither as Invocations nor as Errors",
    ),
    never("OversizedRecordCount", Count, NO_LARGE_RECORDS, "records too large to be handed to the function"),
    of_function(
        "ProvisionedConcurrencyInvocations",
        Count,
        |record| record.counters.provisioned as f64,
        "invocations in provisioned environments",
    ),
    of_function(
        "ProvisionedConcurrencySpilloverInvocations",
        Count,
        |record| record.counters.spillover as f64,
        "invocations on demand because the provisioned environments were all in use",
    ),
    of_function(
        "RecursiveInvocationsDropped",
        Count,
        |record| record.asynchronous.recursive as f64,
        "events stopped because their chain went round too often",
    ),
    of_function(
        "Duration",
        Milliseconds,
        |record| mean_ms(&record.duration()),
        "time in the handler, INIT not included",
    ),
    never(
        "PostRuntimeExtensionsDuration",
        Milliseconds,
        NO_EXTENSIONS,
        "time that extensions take after the handler has answered",
    ),
    of_function(
        "IteratorAge",
        Milliseconds,
        |record| mean_ms(&record.mapping.iterator_age),
        "age of the last record of a stream's batch when the function got it",
    ),
    never("OffsetLag", Count, NO_KAFKA, "records between the newest and the last one read"),
    of_function(
        "ConcurrentExecutions",
        Count,
        |record| f64::from(record.running.peak),
        "requests in progress, at most",
    ),
    of_function(
        "ProvisionedConcurrentExecutions",
        Count,
        |record| f64::from(record.provisioned_running.peak),
        "requests in progress in provisioned environments, at most",
    ),
    of_function(
        "ProvisionedConcurrencyUtilization",
        MetricUnit::None,
        utilization,
        "provisioned environments in use as a share of all of them, at most",
    ),
    of_account(
        "UnreservedConcurrentExecutions",
        |account| f64::from(account.unreserved.peak),
        "requests in progress of functions that reserve nothing, at most",
    ),
    never(
        "ClaimedAccountConcurrency",
        Count,
        "it is the level of an account, and reservations are settings here",
        "concurrency that no function can have on demand any more: reserved, provisioned and in use",
    ),
    of_function(
        "AsyncEventsReceived",
        Count,
        |record| record.asynchronous.received as f64,
        "events taken into the queue",
    ),
    of_function(
        "AsyncEventAge",
        Milliseconds,
        |record| mean_ms(&record.asynchronous.age),
        "time from queue to function",
    ),
    of_function("AsyncEventsDropped", Count, |record| record.asynchronous.dropped as f64, "events given up"),
    of_function("PolledEventCount", Count, |record| record.mapping.polled as f64, "events a mapping read"),
    never("FilteredOutEventCount", Count, "mappings have no filters here", "events its filter left out"),
    of_function(
        "InvokedEventCount",
        Count,
        |record| record.mapping.invoked as f64,
        "events it called the function with",
    ),
    of_function("FailedInvokeEventCount", Count, |record| record.mapping.failed as f64, "events of calls that failed"),
    of_function("DroppedEventCount", Count, |record| record.mapping.dropped as f64, "events given up"),
    never(
        "OnFailureDestinationDeliveredEventCount",
        Count,
        "a mapping's destination is a queue or a topic, and there are none yet",
        "events handed to a destination for failures",
    ),
    of_function(
        "DeletedEventCount",
        Count,
        |record| record.mapping.deleted as f64,
        "events deleted from the queue after their function succeeded",
    ),
];

fn utilization(record: &FunctionRecord) -> f64 {
    f64::from(record.provisioned_running.peak) / f64::from(record.provisioned.peak.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_metric_has_one_row() {
        let mut names: Vec<&str> = CLOUDWATCH_METRICS.iter().map(|metric| metric.name).collect();
        assert_eq!(names.len(), 28);
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 28);
    }

    #[test]
    fn values_come_from_what_was_counted() {
        let mut record = FunctionRecord::default();
        record.counters.invocations = 3;
        record.asynchronous.received = 2;
        let value = |name: &str| match CLOUDWATCH_METRICS.iter().find(|metric| metric.name == name).unwrap().value {
            MetricValue::Function(value) => value(&record),
            other => panic!("{other:?}"),
        };
        assert_eq!((value("Invocations"), value("AsyncEventsReceived"), value("Duration")), (3.0, 2.0, 0.0));
    }
}
