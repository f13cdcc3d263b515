//! How many of something there are, how many there were at most, and how long they were there.

use crate::units::{Moment, Span};

/// A count over time. Its time integral is exact and costs one addition a change:
/// everything that arrives subtracts its arrival, everything that leaves adds its departure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gauge {
    now: u32,
    peak: u32,
    departures_less_arrivals: i128,
}

impl Gauge {
    /// One more.
    pub fn up(&mut self, at: Moment) {
        self.now += 1;
        self.peak = self.peak.max(self.now);
        self.departures_less_arrivals -= i128::from(at.0);
    }

    /// One less.
    pub fn down(&mut self, at: Moment) {
        self.now -= 1;
        self.departures_less_arrivals += i128::from(at.0);
    }

    /// How many there are.
    pub const fn now(&self) -> u32 {
        self.now
    }

    /// How many there were at most since [`Gauge::rest`].
    pub const fn peak(&self) -> u32 {
        self.peak
    }

    /// The time they spent here up to `at`, added up over all of them, since [`Gauge::rest`].
    pub fn integral(&self, at: Moment) -> Span {
        let micros = self.departures_less_arrivals + i128::from(self.now) * i128::from(at.0);
        Span(u64::try_from(micros).unwrap_or(0))
    }

    /// Starts counting time and peak anew from `at`, with those that are here.
    pub fn rest(&mut self, at: Moment) {
        self.peak = self.now;
        self.departures_less_arrivals = -i128::from(self.now) * i128::from(at.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_integral_adds_up_everybodys_time() {
        let mut gauge = Gauge::default();
        gauge.up(Moment(10));
        gauge.up(Moment(20));
        gauge.down(Moment(50));
        assert_eq!(gauge.integral(Moment(60)), Span(10 + 30 + 40 - 30 + 30));
        assert_eq!((gauge.now(), gauge.peak()), (1, 2));
    }

    #[test]
    fn a_rested_gauge_counts_from_there() {
        let mut gauge = Gauge::default();
        gauge.up(Moment(10));
        gauge.up(Moment(20));
        gauge.down(Moment(30));
        gauge.rest(Moment(100));
        assert_eq!((gauge.integral(Moment(150)), gauge.peak()), (Span(50), 1));
    }
}
