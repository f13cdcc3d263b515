//! A distribution as a line through some of its quantiles: for what has two peaks, a long tail, or any other shape of its own.

use crate::units::Megabytes;

/// A line through quantiles, in whole units of whatever is measured: microseconds, megabytes. Between two quantiles everything
/// is equally likely; nothing is below the first or above the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuantileLine {
    shares: [u32; Self::POINTS_MAX],
    values: [u64; Self::POINTS_MAX],
    count: u8,
}

impl QuantileLine {
    /// Quantiles a line may have: enough for two peaks and a tail, few enough to be read.
    pub const POINTS_MAX: usize = 16;
    /// All of it, as a share: quantiles are counted in millionths.
    pub const WHOLE: u32 = 1_000_000;

    /// A line through pairs of share and value; nothing if they are fewer than two or more than the most, or do not rise.
    pub fn new(points: &[(u32, u64)]) -> Option<Self> {
        let rises = points.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1);
        let fits = (2..=Self::POINTS_MAX).contains(&points.len()) && points.last()?.0 <= Self::WHOLE;
        if !rises || !fits {
            return None;
        }
        let (mut shares, mut values) = ([0; Self::POINTS_MAX], [0; Self::POINTS_MAX]);
        for (place, point) in points.iter().enumerate() {
            (shares[place], values[place]) = *point;
        }
        Some(Self { shares, values, count: points.len() as u8 })
    }

    /// Its quantiles, each with its share in millionths.
    pub fn points(&self) -> impl DoubleEndedIterator<Item = (u32, u64)> + '_ {
        self.shares.iter().copied().zip(self.values.iter().copied()).take(usize::from(self.count))
    }

    /// The value that a share of all, 0 to 1, do not exceed. Only operations that every machine rounds alike.
    pub fn at(&self, share: f64) -> f64 {
        let wanted = share * f64::from(Self::WHOLE);
        let mut before: Option<(f64, f64)> = None;
        for (share, value) in self.points() {
            let (share, value) = (f64::from(share), value as f64);
            if wanted < share {
                return before.map_or(value, |(from, low)| low + (value - low) * ((wanted - from) / (share - from)));
            }
            before = Some((share, value));
        }
        before.map_or(0.0, |(_, value)| value)
    }

    /// Its mean.
    pub fn mean(&self) -> f64 {
        let whole = f64::from(Self::WHOLE);
        let (mut from, mut low, mut sum) = (0.0, None, 0.0);
        for (share, value) in self.points() {
            let (share, value) = (f64::from(share), value as f64);
            sum += (share - from) * f64::midpoint(low.unwrap_or(value), value);
            (from, low) = (share, Some(value));
        }
        (sum + (whole - from) * low.unwrap_or_default()) / whole
    }

    /// Of memory: what the invocation with this random number uses.
    pub(crate) fn megabytes(&self, bits: u64) -> Megabytes {
        let share = (bits >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0);
        Megabytes((self.at(share) + 0.5) as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloud::Dist;
    use crate::cloud::dist::Sampler;
    use crate::sim::Streams;
    use crate::units::Span;

    fn two_peaks() -> QuantileLine {
        QuantileLine::new(&[(0, 10_000), (600_000, 20_000), (600_001, 500_000), (1_000_000, 700_000)]).unwrap()
    }

    #[test]
    fn between_two_quantiles_it_is_straight_and_beyond_them_it_stays() {
        let line = QuantileLine::new(&[(100_000, 10), (500_000, 50), (900_000, 250)]).unwrap();
        for (share, value) in
            [(0.0, 10.0), (0.1, 10.0), (0.3, 30.0), (0.5, 50.0), (0.7, 150.0), (0.9, 250.0), (1.0, 250.0)]
        {
            assert!((line.at(share) - value).abs() < 1e-9, "{share}: {}", line.at(share));
        }
        // A tenth at 10, two fifths around 30, two fifths around 150, a tenth at 250.
        assert!((line.mean() - 98.0).abs() < 1e-9, "{}", line.mean());
    }

    #[test]
    fn what_is_drawn_has_both_peaks_nothing_between_them_and_the_mean() {
        let (line, mut stream) = (two_peaks(), Streams::new(1).stream("wait"));
        let sampler = Sampler::new(Dist::Quantiles(line));
        let drawn: Vec<Span> = (0..100_000).map(|_| sampler.draw(&mut stream)).collect();
        let low = drawn.iter().filter(|span| span.0 <= 20_000).count();
        let high = drawn.iter().filter(|span| (500_000..=700_000).contains(&span.0)).count();
        assert!(low.abs_diff(60_000) < 600 && low + high >= 99_990, "{low} {high}");
        let mean = drawn.iter().map(|span| span.0 as f64).sum::<f64>() / 100_000.0;
        assert!((mean / line.mean() - 1.0).abs() < 0.01, "{mean} for {}", line.mean());
    }

    #[test]
    fn a_line_rises_and_has_two_to_sixteen_quantiles() {
        let many: Vec<(u32, u64)> = (0..17).map(|share| (share, 0)).collect();
        for wrong in [&[(0, 1)][..], &[(1, 1), (1, 2)], &[(0, 2), (1, 1)], &[(0, 1), (1_000_001, 2)], &many] {
            assert_eq!(QuantileLine::new(wrong), None, "{wrong:?}");
        }
    }
}
