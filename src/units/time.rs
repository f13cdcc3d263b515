//! Virtual time in whole microseconds: fine enough for a REPORT line's hundredths of a millisecond,
//! coarse enough that 500,000 years fit into 64 bits.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};

use serde::{Deserialize, Serialize};

/// A point on a run's own clock, counted from the start of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub u64);

/// A length of virtual time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(pub u64);

impl Moment {
    /// The start of every run.
    pub const START: Self = Self(0);
    /// Later than anything that happens.
    pub const NEVER: Self = Self(u64::MAX);

    /// Microseconds since the start.
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// Seconds since the start, for display and reports.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// The time from `earlier` to here; zero when `earlier` is later.
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    /// The clock a learner reads: `00:12:41`, with days in front once there are any.
    pub fn clock(self) -> String {
        let seconds = self.0 / 1_000_000;
        let (days, rest) = (seconds / 86_400, seconds % 86_400);
        let clock = format!("{:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60);
        if days == 0 { clock } else { format!("{days}d {clock}") }
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// Whole microseconds.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// Whole milliseconds.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis * 1000)
    }

    /// Whole seconds.
    pub const fn from_secs(seconds: u64) -> Self {
        Self(seconds * 1_000_000)
    }

    /// A fractional number of milliseconds, rounded to the nearest microsecond; negative and NaN become zero.
    pub fn from_millis_f64(millis: f64) -> Self {
        Self((millis.max(0.0) * 1000.0 + 0.5) as u64)
    }

    /// A fractional number of seconds, rounded to the nearest microsecond; negative and NaN become zero.
    pub fn from_secs_f64(seconds: f64) -> Self {
        Self((seconds.max(0.0) * 1e6 + 0.5) as u64)
    }

    /// Microseconds.
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// Milliseconds with fraction, for display and reports.
    pub fn as_millis_f64(self) -> f64 {
        self.0 as f64 / 1e3
    }

    /// Seconds with fraction, for display and reports.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// Whole milliseconds, any started one counted: how providers bill.
    pub const fn millis_ceil(self) -> u64 {
        self.0.div_ceil(1000)
    }
}

impl Add<Span> for Moment {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl AddAssign<Span> for Moment {
    fn add_assign(&mut self, span: Span) {
        *self = *self + span;
    }
}

impl Add for Span {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Span {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Span {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::iter::Sum for Span {
    fn sum<I: Iterator<Item = Self>>(spans: I) -> Self {
        spans.fold(Self::ZERO, Add::add)
    }
}

/// Three significant figures in the largest unit that keeps them readable: `14 ms`, `3.1 s`, `20 min`, `6 h`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = self.0 as f64;
        let (value, unit) = match self.0 {
            0..1_000 => return f.pad(&format!("{} µs", self.0)),
            1_000..999_500 => (micros / 1e3, "ms"),
            999_500..120_000_000 => (micros / 1e6, "s"),
            120_000_000..7_200_000_000 => (micros / 6e7, "min"),
            7_200_000_000..172_800_000_000 => (micros / 3.6e9, "h"),
            _ => (micros / 8.64e10, "d"),
        };
        let digits = usize::from(value < 9.95 && (value - value.round()).abs() >= 0.05);
        f.pad(&format!("{value:.digits$} {unit}"))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.clock())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_counts_hours_and_then_days() {
        assert_eq!((Moment::START + Span::from_secs(761)).clock(), "00:12:41");
        assert_eq!((Moment::START + Span::from_secs(90_061)).clock(), "1d 01:01:01");
    }

    #[test]
    fn spans_read_like_a_person_says_them() {
        for (micros, text) in [
            (0, "0 µs"),
            (1_500, "1.5 ms"),
            (14_100, "14 ms"),
            (999_700, "1 s"),
            (3_120_000, "3.1 s"),
            (1_200_000_000, "20 min"),
            (21_600_000_000, "6 h"),
        ] {
            assert_eq!(Span(micros).to_string(), text);
        }
    }

    #[test]
    fn billing_counts_each_started_millisecond() {
        assert_eq!(Span(213_610).millis_ceil(), 214);
        assert_eq!(Span(39_000).millis_ceil(), 39);
    }
}
