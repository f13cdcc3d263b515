//! One endless sequence of arrivals for one function.

use super::curve::Curve;
use crate::sim::Stream;
use crate::units::{Moment, Span};

/// Arrivals of one kind for one function; the next one is always known.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Which function, by its place in the lab.
    pub function: usize,
    /// How many requests come at once.
    pub count: u32,
    /// When the next ones come.
    pub next: Moment,
    /// What it is: a load, a burst, a warmer's ping.
    pub kind: Kind,
    spacing: Spacing,
}

/// Where arrivals come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The load's own rate.
    Rate,
    /// Many at once.
    Burst,
    /// A schedule that keeps an environment warm.
    Ping,
}

/// How the next arrival follows from the last.
#[derive(Clone, Debug)]
enum Spacing {
    /// Evenly, exactly: the k-th arrival comes at floor(k × 10^12 / µrps), kept as a quotient and a remainder so that nothing drifts.
    Even { whole: u64, remainder: u64, over: u64, carry: u64 },
    /// Evenly along a curve.
    EvenAlong { curve: Curve, rps: f64, origin: Moment, due: f64 },
    /// Independently, at a constant rate.
    Poisson { mean_micros: f64, origin: Moment, at: f64 },
    /// Independently along a curve.
    PoissonAlong { curve: Curve, rps: f64, origin: Moment, due: f64 },
    /// Every so often.
    Every(Span),
    /// Never again.
    Once,
}

impl Source {
    /// `rps` evenly spaced requests a second along a curve that starts at `origin`.
    ///
    /// The first comes at once when the run starts with it, and one spacing later when it is changed in between: a hand that turns a
    /// knob ten times must not send ten requests.
    pub fn even(function: usize, curve: Curve, rps: f64, origin: Moment, now: Moment) -> Option<Self> {
        let micro_rps = (rps * 1e6 + 0.5) as u64;
        if micro_rps == 0 {
            return None;
        }
        let spacing = if curve == Curve::Flat {
            let (whole, remainder) = (1_000_000_000_000 / micro_rps, 1_000_000_000_000 % micro_rps);
            Spacing::Even { whole, remainder, over: micro_rps, carry: 0 }
        } else {
            Spacing::EvenAlong { curve, rps, origin, due: curve.due(rps, now.since(origin).as_micros() as f64) }
        };
        let mut source = Self { function, count: 1, next: now, kind: Kind::Rate, spacing };
        if now > Moment::START || matches!(curve, Curve::Ramp(_)) {
            source.step_evenly();
        }
        Some(source)
    }

    /// `rps` independent requests a second along a curve that starts at `origin`.
    pub fn poisson(
        function: usize,
        curve: Curve,
        rps: f64,
        origin: Moment,
        now: Moment,
        stream: &mut Stream,
    ) -> Option<Self> {
        if rps <= 0.0 {
            return None;
        }
        let elapsed = now.since(origin).as_micros() as f64;
        let spacing = match curve {
            Curve::Flat => Spacing::Poisson { mean_micros: 1e6 / rps, origin, at: elapsed },
            _ => Spacing::PoissonAlong { curve, rps, origin, due: curve.due(rps, elapsed) },
        };
        let mut source = Self { function, count: 1, next: now, kind: Kind::Rate, spacing };
        source.advance(stream);
        Some(source)
    }

    /// `count` requests at once at `next`, and again every so often.
    pub fn repeated(function: usize, kind: Kind, count: u32, next: Moment, every: Option<Span>) -> Self {
        Self { function, count, next, kind, spacing: every.map_or(Spacing::Once, Spacing::Every) }
    }

    /// Moves on to the arrival after this one.
    pub fn advance(&mut self, stream: &mut Stream) {
        match &mut self.spacing {
            Spacing::Poisson { mean_micros, origin, at } => {
                *at += *mean_micros * stream.standard_exponential();
                self.next = *origin + Span(*at as u64);
            }
            Spacing::PoissonAlong { curve, rps, origin, due } => {
                *due += stream.standard_exponential();
                self.next = *origin + Span(curve.inverse(*rps, *due) as u64);
            }
            Spacing::Every(period) => self.next += *period,
            Spacing::Once => self.next = Moment::NEVER,
            Spacing::Even { .. } | Spacing::EvenAlong { .. } => self.step_evenly(),
        }
    }

    fn step_evenly(&mut self) {
        match &mut self.spacing {
            Spacing::Even { whole, remainder, over, carry } => {
                *carry += *remainder;
                let extra = u64::from(*carry >= *over);
                *carry -= extra * *over;
                self.next += Span(*whole + extra);
            }
            Spacing::EvenAlong { curve, rps, origin, due } => {
                *due += 1.0;
                self.next = *origin + Span(curve.inverse(*rps, *due) as u64);
            }
            _ => {}
        }
    }

    /// Requests a second at `now`, of a rate; bursts and pings have none.
    pub fn rate(&self, now: Moment) -> f64 {
        match &self.spacing {
            Spacing::Even { over, .. } => *over as f64 / 1e6,
            Spacing::Poisson { mean_micros, .. } => 1e6 / mean_micros,
            Spacing::EvenAlong { curve, rps, origin, .. } | Spacing::PoissonAlong { curve, rps, origin, .. } => {
                curve.rate(*rps, now.since(*origin).as_micros() as f64)
            }
            Spacing::Every(_) | Spacing::Once => 0.0,
        }
    }
}
