//! Traffic that somebody counted: so many requests in each step of time.

use std::sync::Arc;

use super::source::{Kind, Source, Spacing};
use crate::sim::Stream;
use crate::units::{Moment, Span};

/// Counted requests of one or several functions. The counts are kept exactly; within a step, requests are independent of each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// How long a step is.
    pub step: Span,
    /// Begin again at the end; otherwise nothing comes after it.
    pub repeat: bool,
    /// The requests of each step, for each function by its place in the lab.
    pub counts: Vec<(usize, Arc<[u32]>)>,
}

/// Where in its counts a source is.
#[derive(Clone, Debug)]
pub(super) struct Place {
    counts: Arc<[u32]>,
    step: u64,
    repeat: bool,
    /// The step the next request comes in, counted over all repetitions.
    at: u64,
    /// Requests of that step that have not come yet.
    left: u32,
    /// When the last request came, in microseconds since that step began.
    within: f64,
}

impl Trace {
    /// One source for each function that has requests; a trace stands on the run's own clock, and what was before `now` is gone.
    pub(super) fn sources(&self, now: Moment, streams: &mut [Stream]) -> Vec<Source> {
        let source = |(function, counts): &(usize, Arc<[u32]>)| {
            if counts.iter().all(|count| *count == 0) {
                return None;
            }
            let step = self.step.as_micros().max(1);
            let at = now.as_micros().div_ceil(step);
            let mut place = Place { counts: Arc::clone(counts), step, repeat: self.repeat, at, left: 0, within: 0.0 };
            place.left = place.count(at).unwrap_or(0);
            let next = place.next(&mut streams[*function]);
            let spacing = Spacing::Counted(Box::new(place));
            Some(Source { function: *function, count: 1, next, kind: Kind::Rate, spacing })
        };
        self.counts.iter().filter_map(source).collect()
    }
}

impl Place {
    /// The requests of a step; none beyond the end.
    fn count(&self, step: u64) -> Option<u32> {
        let length = self.counts.len() as u64;
        if step >= length && !self.repeat {
            return None;
        }
        self.counts.get((step % length) as usize).copied()
    }

    /// When the next request comes.
    ///
    /// The least of n independent uniform moments in what is left of the step is `1 - U^(1/n)` of it: the requests come out in order,
    /// one draw each, and there are exactly as many as were counted.
    pub(super) fn next(&mut self, stream: &mut Stream) -> Moment {
        while self.left == 0 {
            (self.at, self.within) = (self.at + 1, 0.0);
            match self.count(self.at) {
                None => return Moment::NEVER,
                Some(count) => self.left = count,
            }
        }
        let share = 1.0 - libm::pow(stream.uniform(), 1.0 / f64::from(self.left));
        self.within += (self.step as f64 - self.within) * share;
        self.left -= 1;
        Moment(self.at * self.step + (self.within as u64).min(self.step - 1))
    }

    /// Requests a second, around `now`.
    pub(super) fn rate(&self, now: Moment) -> f64 {
        f64::from(self.count(now.as_micros() / self.step).unwrap_or(0)) * 1e6 / self.step as f64
    }
}

#[cfg(test)]
mod tests {
    use super::super::{LoadSpec, Traffic};
    use super::*;
    use crate::lab::command::Shape;
    use crate::sim::Streams;

    fn traffic(counts: &[u32], repeat: bool) -> Traffic {
        let trace = Trace { step: Span::from_secs(60), repeat, counts: vec![(0, counts.into())] };
        let load = LoadSpec { trace: Some(trace), targets: vec![(0, 1.0)], ..LoadSpec::of(0.0, Shape::Steady) };
        Traffic::new(&load, &["f".to_owned()], &Streams::new(7))
    }

    fn per_minute(traffic: &mut Traffic, minutes: usize) -> Vec<u32> {
        let mut counts = vec![0; minutes];
        let mut before = Moment::START;
        while traffic.next() < Moment(minutes as u64 * 60_000_000) {
            let arrival = traffic.take();
            assert!(arrival.at >= before, "in order");
            before = arrival.at;
            counts[(arrival.at.as_micros() / 60_000_000) as usize] += arrival.count;
        }
        counts
    }

    #[test]
    fn each_step_has_exactly_the_requests_that_were_counted() {
        let counts = [12, 0, 0, 700, 1, 30_000];
        let mut once = traffic(&counts, false);
        assert_eq!(per_minute(&mut once, 6), counts);
        assert_eq!(once.next(), Moment::NEVER);
        let twice: Vec<u32> = counts.iter().chain(&counts).copied().collect();
        assert_eq!(per_minute(&mut traffic(&counts, true), 12), twice);
    }

    #[test]
    fn within_a_step_requests_come_at_any_moment_alike() {
        let mut traffic = traffic(&[100_000], false);
        let (mut early, mut sum) = (0, 0.0);
        while traffic.next() < Moment::NEVER {
            let at = traffic.take().at.as_secs_f64();
            early += u32::from(at < 15.0);
            sum += at;
        }
        // A quarter in the first quarter; the mean in the middle: four standard deviations of each.
        assert!((f64::from(early) - 25_000.0).abs() < 4.0 * 137.0, "{early}");
        assert!((sum / 1e5 - 30.0).abs() < 4.0 * 0.055, "{sum}");
    }

    #[test]
    fn a_change_of_the_load_keeps_the_place_on_the_clock() {
        let mut changed = traffic(&[10, 20, 30, 40], false);
        let load = LoadSpec { rps: 1e-9, ..changed.spec().clone() };
        changed.replace(load, Moment(90_000_000));
        assert_eq!(per_minute(&mut changed, 4), [0, 0, 30, 40]);
        assert!((changed.rps(Moment(130_000_000)) - 0.5).abs() < 1e-6);
    }
}
