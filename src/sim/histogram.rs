//! How long things took: counts in buckets whose width is at most 1/128 of their value, each with the sum of what it holds. A quantile
//! is the mean of its bucket: within 1 %, exact where a bucket holds one value, and never outside of what was recorded.
//!
//! Only the range of buckets between the smallest and the largest value seen is stored; a function's latencies
//! need a few KB, however many they are.

use crate::units::Span;

/// Counts of spans. Recording is an index, two additions and a comparison; histograms add exactly.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    buckets: Vec<Bucket>,
    first: usize,
    max: Span,
}

/// What fell into one bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Bucket {
    count: u64,
    /// In microseconds.
    sum: u64,
}

/// Buckets an octave. A whole bucket is 0.78 % of its value.
const STEPS: u64 = 128;
const STEP_BITS: u32 = STEPS.trailing_zeros();
/// Room kept around a first value, so that the second rarely moves the buckets.
const MARGIN: usize = 32;

impl Histogram {
    /// Nothing counted yet.
    pub const fn new() -> Self {
        Self { buckets: Vec::new(), first: 0, max: Span::ZERO }
    }

    /// Counts one span.
    #[inline(always)]
    pub fn record(&mut self, span: Span) {
        let bucket = bucket_of(span.0);
        if span > self.max {
            self.max = span;
        }
        if let Some(bucket) = self.buckets.get_mut(bucket.wrapping_sub(self.first)) {
            bucket.record(span);
        } else {
            self.cover(bucket, bucket + 1);
            self.buckets[bucket - self.first].record(span);
        }
    }

    /// How many were counted.
    pub fn count(&self) -> u64 {
        self.buckets.iter().map(|bucket| bucket.count).sum()
    }

    /// Their sum, exactly, in microseconds.
    pub fn total_micros(&self) -> u64 {
        self.buckets.iter().map(|bucket| bucket.sum).sum()
    }

    /// Their mean; none of nothing.
    pub fn mean(&self) -> Option<Span> {
        self.total_micros().checked_div(self.count()).map(Span)
    }

    /// The longest, exactly; none of nothing.
    pub fn max(&self) -> Option<Span> {
        (self.count() > 0).then_some(self.max)
    }

    /// The span that a share `q` of all do not exceed (nearest rank), within 1 %, and exact where all values near it are
    /// equal; none of nothing.
    pub fn quantile(&self, q: f64) -> Option<Span> {
        let count = self.count();
        let rank = ((q * count as f64).ceil() as u64).clamp(1, count.max(1));
        let mut seen = 0;
        let bucket = self.buckets.iter().find(|bucket| {
            seen += bucket.count;
            seen >= rank && bucket.count > 0
        })?;
        Some(Span(bucket.sum / bucket.count))
    }

    /// What was counted, shortest first: the mean of each bucket that holds something, and how many it holds.
    pub fn steps(&self) -> impl Iterator<Item = (Span, u64)> + '_ {
        self.buckets
            .iter()
            .filter(|bucket| bucket.count > 0)
            .map(|bucket| (Span(bucket.sum / bucket.count), bucket.count))
    }

    /// How many were longer than `span`, to the precision of a bucket.
    pub fn count_over(&self, span: Span) -> u64 {
        let after = (bucket_of(span.0) + 1).saturating_sub(self.first);
        self.buckets.iter().skip(after).map(|bucket| bucket.count).sum()
    }

    /// Adds all that `other` counted.
    pub fn merge(&mut self, other: &Self) {
        if other.buckets.is_empty() {
            return;
        }
        self.cover(other.first, other.first + other.buckets.len());
        for (own, bucket) in self.buckets[other.first - self.first..].iter_mut().zip(&other.buckets) {
            own.count += bucket.count;
            own.sum += bucket.sum;
        }
        self.max = self.max.max(other.max);
    }

    /// Makes room for the buckets `from..to`.
    #[inline(never)]
    fn cover(&mut self, from: usize, to: usize) {
        if self.buckets.is_empty() {
            self.first = from.saturating_sub(MARGIN);
        }
        if from < self.first {
            let first = from.saturating_sub(MARGIN);
            self.buckets.splice(0..0, std::iter::repeat_n(Bucket::default(), self.first - first));
            self.first = first;
        }
        if to > self.first + self.buckets.len() {
            self.buckets.resize(to + MARGIN - self.first, Bucket::default());
        }
    }
}

impl Bucket {
    const fn record(&mut self, span: Span) {
        self.count += 1;
        self.sum += span.0;
    }
}

/// Below 128 µs each value has its bucket; above, 128 buckets an octave.
const fn bucket_of(micros: u64) -> usize {
    if micros < STEPS {
        return micros as usize;
    }
    let octave = micros.ilog2() - STEP_BITS;
    (((octave as u64) << STEP_BITS) + (micros >> octave)) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(values: &[u64]) -> Histogram {
        let mut histogram = Histogram::new();
        for &value in values {
            histogram.record(Span(value));
        }
        histogram
    }

    proptest! {
        #[test]
        fn a_quantile_is_within_one_percent(mut values in prop::collection::vec(0u64..100_000_000_000, 1..200), q in 0.0f64..1.0) {
            let histogram = of(&values);
            values.sort_unstable();
            let rank = ((q * values.len() as f64).ceil() as usize).clamp(1, values.len());
            let exact = values[rank - 1];
            let found = histogram.quantile(q).unwrap().0;
            prop_assert!(found.abs_diff(exact) as f64 <= exact as f64 * 0.01, "{found} for {exact}");
            prop_assert!(found >= values[0] && found <= values[values.len() - 1], "{found} was never exceeded or reached");
        }

        #[test]
        fn adding_is_exact(
            left in prop::collection::vec(0u64..10_000_000, 0..100),
            right in prop::collection::vec(0u64..10_000_000, 0..100),
        ) {
            let mut both = of(&left);
            both.merge(&of(&right));
            let together: Vec<u64> = left.iter().chain(&right).copied().collect();
            prop_assert_eq!(both.count(), together.len() as u64);
            prop_assert_eq!(both.total_micros(), together.iter().sum::<u64>());
            for q in [0.1, 0.5, 0.99] {
                prop_assert_eq!(both.quantile(q), of(&together).quantile(q));
            }
        }

        #[test]
        fn one_value_is_given_back_exactly(micros in 0u64..100_000_000_000, times in 1usize..100, q in 0.0f64..1.0) {
            prop_assert_eq!(of(&vec![micros; times]).quantile(q), Some(Span(micros)));
        }
    }

    #[test]
    fn a_second_is_a_second_among_others() {
        let histogram = of(&[1_000_000, 1_000_000, 1_000_000, 1_300_000]);
        assert_eq!((histogram.quantile(0.5), histogram.quantile(0.99)), (Some(Span(1_000_000)), Some(Span(1_300_000))));
    }

    #[test]
    fn of_nothing_there_is_no_quantile() {
        assert_eq!(
            (Histogram::new().quantile(0.5), Histogram::new().mean(), Histogram::new().max()),
            (None, None, None)
        );
    }
}
