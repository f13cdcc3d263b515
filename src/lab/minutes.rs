//! The run as CloudWatch keeps it: every minute by itself, under CloudWatch's own names and units.
//!
//! A minute is over when its last request is counted, and then it never changes. What happens in the present one is counted
//! along. Only the last hour is kept, which is more than a screen shows.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::cloud::{CLOUDWATCH_METRICS, CloudWatchMetric, MetricValue, Slice};
use crate::units::{Moment, Span};

/// One period of CloudWatch's finest usual resolution.
pub const MINUTE: Span = Span::from_secs(60);
/// Minutes kept.
const MINUTES_MAX: usize = 60;

/// The minutes of a run so far.
#[derive(Clone, Debug, Default)]
pub struct Minutes {
    /// Those that are over, oldest first; copies of a run share them.
    closed: VecDeque<Arc<Minute>>,
    /// What was counted of the present one, up to the last cut.
    open: Slice,
}

/// One minute.
#[derive(Clone, Debug, PartialEq)]
pub struct Minute {
    /// When it began.
    pub from: Moment,
    /// The value of each metric, in CloudWatch's order; nothing where nothing in this simulator makes one.
    pub values: Vec<Option<f64>>,
}

/// Metrics minute by minute, as a screen may know them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CloudWatchView {
    /// The last minutes, oldest first; the last one is still going on.
    pub minutes: Vec<Minute>,
}

impl Minutes {
    /// When the present minute is over.
    pub fn next_edge(now: Moment) -> Moment {
        let minute = MINUTE.as_micros();
        Moment((now.as_micros() / minute + 1).saturating_mul(minute))
    }

    /// Takes in what was counted since the last cut; no cut lies across the end of a minute.
    pub fn add(&mut self, slice: &Slice) {
        join(&mut self.open, slice);
        if slice.to.as_micros().is_multiple_of(MINUTE.as_micros()) && self.open.width() > Span::ZERO {
            let open = std::mem::take(&mut self.open);
            self.closed.push_back(Arc::new(Minute::of(&open)));
            if self.closed.len() > MINUTES_MAX {
                self.closed.pop_front();
            }
        }
    }

    /// All there is to see, where `current` is what was counted since the last cut.
    pub fn view(&self, current: &Slice) -> CloudWatchView {
        let mut open = self.open.clone();
        join(&mut open, current);
        let closed = self.closed.iter().map(|minute| Minute::clone(minute));
        CloudWatchView { minutes: closed.chain([Minute::of(&open)]).collect() }
    }

    /// About how many bytes of it no copy shares.
    pub fn weight(&self) -> usize {
        self.closed.len() * size_of::<Arc<Minute>>() + self.open.functions.len() * 1_024
    }
}

fn join(open: &mut Slice, slice: &Slice) {
    if open.functions.is_empty() {
        *open = slice.clone();
    } else {
        open.merge(slice);
    }
}

impl Minute {
    fn of(slice: &Slice) -> Self {
        let mut total = slice.total();
        // Requests of several functions in progress at one moment are the account's.
        total.running = slice.account.running;
        let value = |metric: &CloudWatchMetric| match metric.value {
            MetricValue::Function(value) => Some(value(&total)),
            MetricValue::Account(value) => Some(value(&slice.account)),
            MetricValue::Never(_) => None,
        };
        let minute = MINUTE.as_micros();
        let from = Moment(slice.from.as_micros() / minute * minute);
        Self { from, values: CLOUDWATCH_METRICS.iter().map(value).collect() }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::lab::{Budget, Detail, LabSpec, Run};
    use crate::units::Moment;

    use super::*;

    const LAB: &str = "[functions.f]\nruntime = \"modelled\"\n[functions.f.model]\nwait = 100\n[load]\nrps = 2\n";

    fn played(seconds: u64, detail: Detail) -> Run {
        let (spec, problems) = LabSpec::parse(LAB);
        let spec = spec.unwrap_or_else(|| panic!("{problems:?}"));
        let mut run = Run::new(Arc::new(spec), 1, detail, LabSpec::catalog());
        run.advance_to(Moment(seconds * 1_000_000), &mut Budget::unlimited());
        run
    }

    fn value(minute: &Minute, name: &str) -> Option<f64> {
        minute.values[CLOUDWATCH_METRICS.iter().position(|metric| metric.name == name).unwrap()]
    }

    #[test]
    fn each_minute_stands_alone_and_the_present_one_grows() {
        let view = played(150, Detail::Full).snapshot().cloudwatch;
        let counts: Vec<(u64, Option<f64>)> =
            view.minutes.iter().map(|one| (one.from.as_micros() / 60_000_000, value(one, "Invocations"))).collect();
        assert_eq!(counts, [(0, Some(120.0)), (1, Some(120.0)), (2, Some(61.0))]);
        assert_eq!(value(&view.minutes[1], "Duration"), Some(100.0));
        assert_eq!(value(&view.minutes[1], "ConcurrentExecutions"), Some(1.0));
        assert_eq!(value(&view.minutes[1], "OffsetLag"), None);
    }

    #[test]
    fn minutes_stay_exact_when_time_is_cut_coarsely_and_the_last_hour_is_kept() {
        let view = played(3 * 3_600 + 30, Detail::Full).snapshot().cloudwatch;
        assert_eq!(view.minutes.len(), MINUTES_MAX + 1);
        let (open, closed) = view.minutes.split_last().unwrap();
        assert!(closed.iter().all(|minute| value(minute, "Invocations") == Some(120.0)));
        assert_eq!(value(open, "Invocations"), Some(61.0));
    }

    #[test]
    fn minutes_change_nothing_that_is_measured() {
        let (full, metrics) = (played(1_000, Detail::Full), played(1_000, Detail::Metrics));
        for window in ["all", "last 100s", "00:02-00:15"] {
            let window = window.parse().unwrap();
            assert_eq!(full.measure(&window), metrics.measure(&window), "{window:?}");
        }
        assert_eq!(full.snapshot().latency.columns, metrics.snapshot().latency.columns);
    }
}
