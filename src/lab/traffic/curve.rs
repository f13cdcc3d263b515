//! How a rate follows time, as the number of requests due by a moment, and back from that number to the moment.
//!
//! Arrivals are placed by the inverse: the request due when the count reaches x arrives at `inverse(x)`. Evenly spaced requests take
//! x = 0, 1, 2, …; independent ones take sums of exponential draws. Both then follow any curve without drift.

use crate::units::Span;

/// A rate over time, relative to its mean or final rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curve {
    /// Always the full rate.
    Flat,
    /// From nothing to the full rate over this time, then flat.
    Ramp(Span),
    /// Following the hours of a day, with the full rate as the day's average.
    Day,
}

/// The rate at each full hour in thousandths of the day's average, straight lines in between.
///
/// A model value: the gentle two-humped day of a shop whose customers live in one time zone. It adds up to 24,000.
const HOURS: [u32; 24] = [
    450, 300, 220, 180, 180, 250, 400, 650, 950, 1200, 1350, 1450, //
    1400, 1350, 1350, 1350, 1400, 1450, 1570, 1700, 1700, 1400, 1050, 700,
];

const MICROS_PER_HOUR: f64 = 3.6e9;
const DAY_S: f64 = 86_400.0;

impl Curve {
    /// The rate `micros` after the start, where the full rate is `rps`.
    pub fn rate(self, rps: f64, micros: f64) -> f64 {
        match self {
            Self::Flat => rps,
            Self::Ramp(over) => rps * (micros / over.as_micros().max(1) as f64).min(1.0),
            Self::Day => {
                let hour = hour_of_day(micros);
                let (from, to) = edges(hour as usize);
                rps * (from + (to - from) * hour.fract())
            }
        }
    }

    /// How many requests are due within the first `micros`.
    pub fn due(self, rps: f64, micros: f64) -> f64 {
        let seconds = micros / 1e6;
        match self {
            Self::Flat => rps * seconds,
            Self::Ramp(over) => {
                let over = over.as_secs_f64();
                if seconds < over { rps * seconds * seconds / (2.0 * over) } else { rps * (seconds - over / 2.0) }
            }
            Self::Day => {
                let days = libm::floor(seconds / DAY_S);
                let hour = hour_of_day(micros);
                let (from, to) = edges(hour as usize);
                let part = from * hour.fract() + (to - from) * hour.fract() * hour.fract() / 2.0;
                rps * (days * DAY_S + (hours_before(hour as usize) + part) * 3600.0)
            }
        }
    }

    /// After how many microseconds `due` reaches `requests`.
    pub fn inverse(self, rps: f64, requests: f64) -> f64 {
        let full_seconds = requests / rps;
        match self {
            Self::Flat => full_seconds * 1e6,
            Self::Ramp(over) => {
                let over = over.as_secs_f64();
                let seconds = if full_seconds < over / 2.0 {
                    libm::sqrt(2.0 * over * full_seconds)
                } else {
                    full_seconds + over / 2.0
                };
                seconds * 1e6
            }
            Self::Day => {
                let days = libm::floor(full_seconds / DAY_S);
                let mut left = (full_seconds - days * DAY_S) / 3600.0;
                let mut hour = 0;
                while hour < 23 && left > area(hour) {
                    left -= area(hour);
                    hour += 1;
                }
                (days * 24.0 + hour as f64 + into_hour(hour, left)) * MICROS_PER_HOUR
            }
        }
    }
}

/// The part of an hour after which `left` of its area is used up.
fn into_hour(hour: usize, left: f64) -> f64 {
    let (from, to) = edges(hour);
    let root = libm::sqrt((from * from + 2.0 * (to - from) * left).max(0.0));
    (2.0 * left / (from + root)).min(1.0)
}

fn hour_of_day(micros: f64) -> f64 {
    let hours = micros / MICROS_PER_HOUR;
    (hours - libm::floor(hours / 24.0) * 24.0).clamp(0.0, 23.999_999_999)
}

fn edges(hour: usize) -> (f64, f64) {
    (f64::from(HOURS[hour % 24]) / 1e3, f64::from(HOURS[(hour + 1) % 24]) / 1e3)
}

fn area(hour: usize) -> f64 {
    let (from, to) = edges(hour);
    f64::midpoint(from, to)
}

fn hours_before(hour: usize) -> f64 {
    (0..hour).map(area).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_averages_to_its_rate() {
        assert_eq!(HOURS.iter().sum::<u32>(), 24_000);
        let due = Curve::Day.due(2.0, 30.0 * DAY_S * 1e6);
        assert!((due - 30.0 * DAY_S * 2.0).abs() < 1e-3, "{due}");
    }

    #[test]
    fn each_curve_goes_there_and_back() {
        for curve in [Curve::Flat, Curve::Ramp(Span::from_secs(30)), Curve::Day] {
            for micros in [1.0, 1e6, 29.9e6, 31e6, 7.77e9, 86_399e6, 123_456e6] {
                let back = curve.inverse(5.0, curve.due(5.0, micros));
                assert!((back - micros).abs() < 1e-6 * micros.max(1e6), "{curve:?} {micros} {back}");
            }
        }
    }

    #[test]
    fn a_ramp_rises_to_its_rate() {
        let ramp = Curve::Ramp(Span::from_secs(30));
        assert!((ramp.rate(50.0, 15e6) - 25.0).abs() < 1e-9);
        assert!((ramp.rate(50.0, 60e6) - 50.0).abs() < 1e-9);
        assert!((ramp.due(50.0, 30e6) - 750.0).abs() < 1e-9);
    }
}
