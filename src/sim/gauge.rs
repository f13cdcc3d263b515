//! How many of something there are, how many there were at most, and how long they were there.

use crate::units::{Moment, Span};

/// A count over time. Its time integral is exact and costs one addition a change:
/// everything that arrives subtracts its arrival, everything that leaves adds its departure. The sum wraps on its way;
/// the result does not, before a million of them have been there for half a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gauge {
    now: u32,
    peak: u32,
    departures_less_arrivals: u64,
}

impl Gauge {
    /// One more.
    #[inline(always)]
    pub fn up(&mut self, at: Moment) {
        self.now += 1;
        if self.now > self.peak {
            self.peak = self.now;
        }
        self.departures_less_arrivals = self.departures_less_arrivals.wrapping_sub(at.0);
    }

    /// One less.
    #[inline(always)]
    pub fn down(&mut self, at: Moment) {
        self.now -= 1;
        self.departures_less_arrivals = self.departures_less_arrivals.wrapping_add(at.0);
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
        Span(self.departures_less_arrivals.wrapping_add(u64::from(self.now).wrapping_mul(at.0)))
    }

    /// Starts counting time and peak anew from `at`, with those that are here.
    pub fn rest(&mut self, at: Moment) {
        self.peak = self.now;
        self.departures_less_arrivals = u64::from(self.now).wrapping_mul(at.0).wrapping_neg();
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
