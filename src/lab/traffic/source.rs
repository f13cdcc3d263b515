//! One endless sequence of arrivals for one function.

use super::curve::Curve;
use super::trace::Place;
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
    pub spacing: Spacing,
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
    /// A client that was turned away.
    Retry,
}

/// How the next arrival follows from the last.
#[derive(Clone, Debug)]
pub(super) enum Spacing {
    /// Evenly, exactly: the k-th arrival comes at floor(k × period), the period kept as a quotient and a remainder so that nothing drifts.
    Even { whole: u64, remainder: u64, over: u64, carry: u64, rps: f64 },
    /// Evenly along a curve.
    EvenAlong { curve: Curve, rps: f64, origin: Moment, due: f64 },
    /// Independently, at a constant rate.
    Poisson { mean_micros: f64, origin: Moment, at: f64 },
    /// Independently along a curve.
    PoissonAlong { curve: Curve, rps: f64, origin: Moment, due: f64 },
    /// As somebody counted.
    Counted(Box<Place>),
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
        let (requests, seconds) = fraction(rps)?;
        if curve == Curve::Flat {
            return Some(Self::periodic(function, requests, seconds * 1_000_000, now));
        }
        let spacing =
            { Spacing::EvenAlong { curve, rps, origin, due: curve.due(rps, now.since(origin).as_micros() as f64) } };
        let mut source = Self { function, count: 1, next: now, kind: Kind::Rate, spacing };
        if now > Moment::START || matches!(curve, Curve::Ramp(_)) {
            source.step_evenly();
        }
        Some(source)
    }

    /// So many requests in so many microseconds, evenly spaced; the first as with [`Source::even`].
    pub fn periodic(function: usize, requests: u64, micros: u64, now: Moment) -> Self {
        let (whole, remainder) = (micros / requests, micros % requests);
        let rps = requests as f64 / micros as f64 * 1e6;
        let spacing = Spacing::Even { whole, remainder, over: requests, carry: 0, rps };
        let mut source = Self { function, count: 1, next: now, kind: Kind::Rate, spacing };
        if now > Moment::START {
            source.step_evenly();
        }
        source
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
    #[inline(always)]
    pub fn advance(&mut self, stream: &mut Stream) {
        if let Spacing::Poisson { mean_micros, origin, at } = &mut self.spacing {
            *at += *mean_micros * stream.standard_exponential();
            self.next = *origin + Span(whole(*at));
        } else {
            self.advance_otherwise(stream);
        }
    }

    #[inline(never)]
    fn advance_otherwise(&mut self, stream: &mut Stream) {
        match &mut self.spacing {
            Spacing::Poisson { .. } => {}
            Spacing::PoissonAlong { curve, rps, origin, due } => {
                *due += stream.standard_exponential();
                self.next = *origin + Span(curve.inverse(*rps, *due) as u64);
            }
            Spacing::Counted(place) => self.next = place.next(stream),
            Spacing::Every(period) => self.next += *period,
            Spacing::Once => self.next = Moment::NEVER,
            Spacing::Even { .. } | Spacing::EvenAlong { .. } => self.step_evenly(),
        }
    }

    fn step_evenly(&mut self) {
        match &mut self.spacing {
            Spacing::Even { whole, remainder, over, carry, .. } => {
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
            Spacing::Even { rps, .. } => *rps,
            Spacing::Poisson { mean_micros, .. } => 1e6 / mean_micros,
            Spacing::EvenAlong { curve, rps, origin, .. } | Spacing::PoissonAlong { curve, rps, origin, .. } => {
                curve.rate(*rps, now.since(*origin).as_micros() as f64)
            }
            Spacing::Counted(place) => place.rate(now),
            Spacing::Every(_) | Spacing::Once => 0.0,
        }
    }
}

/// The whole part of a number that is not negative. Signed integers are what processors convert to; a run never gets so far.
#[inline]
const fn whole(x: f64) -> u64 {
    (x as i64).cast_unsigned()
}

/// The simplest fraction, requests over seconds, that is a rate as far as its digits say: 0.0016638935108153079 is one in 601 seconds.
/// Nothing for a rate too small to ever send a request.
///
/// It is found as a continued fraction, in steps that are exact or rounded alike on every machine.
fn fraction(rps: f64) -> Option<(u64, u64)> {
    const MOST: f64 = 1e13; // times 10^6 it still fits 64 bits
    let tolerance = (rps * 1e-9).min(5e-13).max(rps * 4e-16);
    let (mut before, mut last) = ((0.0, 1.0), (1.0, 0.0));
    let mut rest = rps;
    loop {
        let step = libm::floor(rest);
        let next: (f64, f64) = (step * last.0 + before.0, step * last.1 + before.1);
        if next.0 > MOST || next.1 > MOST {
            break;
        }
        (before, last) = (last, next);
        if (last.0 / last.1 - rps).abs() <= tolerance || rest <= step {
            break;
        }
        rest = 1.0 / (rest - step);
    }
    (last.0 >= 1.0 && last.1 >= 1.0).then_some((last.0 as u64, last.1 as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_the_fraction_its_digits_stand_for() {
        for (rps, expected) in [
            (3.0, (3, 1)),
            (20.5, (41, 2)),
            (1.0 / 601.0, (1, 601)),
            (0.001_663_893_511, (1, 601)),
            (0.1, (1, 10)),
            (1e-6, (1, 1_000_000)),
            (1e-12, (1, 1_000_000_000_000)),
            (1e6 / 3.0, (1_000_000, 3)),
            (0.001_664, (26, 15_625)),
        ] {
            assert_eq!(fraction(rps), Some(expected), "{rps}");
        }
        assert_eq!(fraction(0.0), None);
        assert_eq!(fraction(1e-14), None);
    }
}
