//! What a lab says about its traffic.

use super::client::ClientSpec;
use super::curve::Curve;
use super::source::{Kind, Source};
use super::trace::Trace;
use crate::api::Payload;
use crate::api::lambda::{InvocationType, Invoke, Qualifier};
use crate::lab::command::Shape;
use crate::sim::Stream;
use crate::units::{FunctionId, Moment, Span};

/// A load, as a lab's `[load]` or a `load` command describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadSpec {
    /// Requests a second over all targets.
    pub rps: f64,
    /// The exact time from one request to the next, where the lab gives that instead of a rate.
    pub period: Option<Span>,
    /// How single requests are spread.
    pub spread: Spread,
    /// How the rate follows time.
    pub curve: Curve,
    /// Counted requests, besides.
    pub trace: Option<Trace>,
    /// Many at once, besides.
    pub burst: Option<Burst>,
    /// The functions that are called, by their place in the lab, each with its weight.
    pub targets: Vec<(usize, f64)>,
    /// One call to each target every so often, besides.
    pub ping_every: Option<Span>,
    /// Whether callers wait for the answer.
    pub invocation_type: InvocationType,
    /// The size of each event, in bytes.
    pub payload: u32,
    /// What its clients do when they are turned away.
    pub client: ClientSpec,
}

/// How single requests are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// At equal distances.
    Even,
    /// Independent of each other.
    Independent,
}

/// Many requests at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Burst {
    /// How many.
    pub size: u32,
    /// From one to the next. Without it there is only one.
    pub every: Option<Span>,
    /// When the first one comes.
    pub first: Moment,
}

impl LoadSpec {
    /// A rate and a shape, with no targets yet.
    pub fn of(rps: f64, shape: Shape) -> Self {
        let (spread, curve) = match shape {
            Shape::Steady | Shape::Burst => (Spread::Even, Curve::Flat),
            Shape::Ramp(over) => (Spread::Even, Curve::Ramp(over)),
            Shape::Poisson => (Spread::Independent, Curve::Flat),
            Shape::Day => (Spread::Independent, Curve::Day),
        };
        Self {
            rps,
            period: None,
            spread,
            curve,
            trace: None,
            burst: None,
            targets: Vec::new(),
            ping_every: None,
            invocation_type: InvocationType::RequestResponse,
            payload: 0,
            client: ClientSpec::default(),
        }
    }

    /// In words: `steady+burst`.
    pub fn words(&self) -> String {
        let mut words = Vec::new();
        if self.rps > 0.0 {
            match (self.spread, self.curve) {
                (Spread::Even, Curve::Flat | Curve::Day) => words.push("steady"),
                (Spread::Independent, Curve::Flat | Curve::Ramp(_)) => words.push("poisson"),
                (Spread::Even, Curve::Ramp(_)) | (Spread::Independent, Curve::Day) => {}
            }
            match self.curve {
                Curve::Flat => {}
                Curve::Ramp(_) => words.push("ramp"),
                Curve::Day => words.push("day"),
            }
        }
        if self.trace.is_some() {
            words.push("trace");
        }
        if self.burst.is_some_and(|burst| burst.size > 0) {
            words.push("burst");
        }
        if self.ping_every.is_some() {
            words.push("ping");
        }
        if words.is_empty() { "none".to_owned() } else { words.join("+") }
    }

    /// Whether bursts and pings are all that tells it from another load.
    pub(super) fn has_rates_of(&self, other: &Self) -> bool {
        let rates = |load: &Self| Self {
            burst: None,
            ping_every: None,
            invocation_type: InvocationType::default(),
            payload: 0,
            client: ClientSpec::default(),
            ..load.clone()
        };
        rates(self) == rates(other)
    }

    /// Whether its pings go to the same functions as often.
    pub(super) fn has_pings_of(&self, other: &Self) -> bool {
        (self.ping_every, &self.targets) == (other.ping_every, &other.targets)
    }

    /// The request it makes of a function.
    pub fn request(&self, function: FunctionId) -> Invoke {
        let (invocation_type, payload) = (self.invocation_type, Payload::of_size(self.payload));
        Invoke { function, qualifier: Qualifier::None, invocation_type, payload, turn: 0 }
    }

    /// Whether its requests carry nothing, and their callers wait and never try again.
    pub const fn is_plain(&self) -> bool {
        self.payload == 0 && self.client.retries == 0 && matches!(self.invocation_type, InvocationType::RequestResponse)
    }

    /// One source for each target that has a share of the rate.
    pub(super) fn rates(&self, now: Moment, streams: &mut [Stream]) -> Vec<Source> {
        let origin = match self.curve {
            Curve::Day => Moment::START, // the hours of the run's own clock
            _ => now,
        };
        let whole: f64 = self.weights();
        let source = |&(function, weight): &(usize, f64)| {
            let rps = self.rps * weight / whole;
            match (self.spread, self.period) {
                (Spread::Even, Some(period)) if self.curve == Curve::Flat && self.targets.len() == 1 => {
                    Some(Source::periodic(function, 1, period.as_micros().max(1), now))
                }
                (Spread::Even, _) => Source::even(function, self.curve, rps, origin, now),
                (Spread::Independent, _) => {
                    Source::poisson(function, self.curve, rps, origin, now, &mut streams[function])
                }
            }
        };
        let mut sources: Vec<Source> = self.targets.iter().filter_map(source).collect();
        sources.extend(self.trace.iter().flat_map(|trace| trace.sources(now, streams)));
        sources
    }

    /// `size` requests at `at`, shared by weight: each target its whole part, what is left to the largest remainders.
    pub(super) fn bursts(&self, size: u32, at: Moment, every: Option<Span>) -> Vec<Source> {
        let whole = self.weights();
        let exact: Vec<f64> = self.targets.iter().map(|(_, weight)| f64::from(size) * weight / whole).collect();
        let mut counts: Vec<u32> = exact.iter().map(|share| *share as u32).collect();
        let mut order: Vec<usize> = (0..exact.len()).collect();
        order.sort_by(|a, b| exact[*b].fract().total_cmp(&exact[*a].fract()));
        let left = size.saturating_sub(counts.iter().sum());
        for index in order.into_iter().take(left as usize) {
            counts[index] += 1;
        }
        let shared = self.targets.iter().zip(counts).filter(|(_, count)| *count > 0);
        shared.map(|((function, _), count)| Source::repeated(*function, Kind::Burst, count, at, every)).collect()
    }

    fn weights(&self) -> f64 {
        self.targets.iter().map(|(_, weight)| weight).sum()
    }
}
