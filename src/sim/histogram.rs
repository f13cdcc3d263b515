//! How long things took: counts in buckets whose width is 1/64 of their value, so that a quantile is within 1 %.
//!
//! Only the range of buckets between the smallest and the largest value seen is stored; a function's latencies
//! need about 4 KB, however many they are.

use crate::units::Span;

/// Counts of spans. Recording is an index and an addition; two histograms add and subtract exactly.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    counts: Vec<u64>,
    first: usize,
    count: u64,
    total: u64,
    max: Span,
}

/// Buckets an octave. Half a bucket is 0.78 % of its value.
const STEPS: u64 = 64;
const STEP_BITS: u32 = STEPS.trailing_zeros();
/// Room kept around a first value, so that the second rarely moves the buckets.
const MARGIN: usize = 32;

impl Histogram {
    /// Nothing counted yet.
    pub const fn new() -> Self {
        Self { counts: Vec::new(), first: 0, count: 0, total: 0, max: Span::ZERO }
    }

    /// Counts one span.
    pub fn record(&mut self, span: Span) {
        let bucket = bucket_of(span.0);
        let index = bucket.wrapping_sub(self.first);
        if index >= self.counts.len() {
            self.cover(bucket, bucket + 1);
        }
        self.counts[bucket - self.first] += 1;
        self.count += 1;
        self.total += span.0;
        self.max = self.max.max(span);
    }

    /// How many were counted.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Their sum, exactly, in microseconds.
    pub const fn total_micros(&self) -> u64 {
        self.total
    }

    /// Their mean; none of nothing.
    pub fn mean(&self) -> Option<Span> {
        (self.count > 0).then(|| Span(self.total / self.count))
    }

    /// The longest, exactly; none of nothing.
    pub fn max(&self) -> Option<Span> {
        (self.count > 0).then_some(self.max)
    }

    /// The span that a share `q` of all do not exceed (nearest rank), within 1 %; none of nothing.
    pub fn quantile(&self, q: f64) -> Option<Span> {
        let rank = ((q * self.count as f64).ceil() as u64).clamp(1, self.count.max(1));
        let mut seen = 0;
        for (index, &count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= rank && count > 0 {
                return Some(middle_of(self.first + index).min(self.max));
            }
        }
        None
    }

    /// How many were longer than `span`, to the precision of a bucket.
    pub fn count_over(&self, span: Span) -> u64 {
        let after = (bucket_of(span.0) + 1).saturating_sub(self.first);
        self.counts.iter().skip(after).sum()
    }

    /// Adds all that `other` counted.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        self.cover(other.first, other.first + other.counts.len());
        for (index, &count) in other.counts.iter().enumerate() {
            self.counts[other.first - self.first + index] += count;
        }
        self.count += other.count;
        self.total += other.total;
        self.max = self.max.max(other.max);
    }

    /// Takes away all that `other` counted; `other` must be part of this one. The longest of the rest is then known
    /// to the precision of a bucket.
    pub fn subtract(&mut self, other: &Self) {
        for (index, &count) in other.counts.iter().enumerate() {
            if count > 0 {
                let own = &mut self.counts[other.first + index - self.first];
                *own = own.saturating_sub(count);
            }
        }
        self.count = self.count.saturating_sub(other.count);
        self.total = self.total.saturating_sub(other.total);
        let last = self.counts.iter().rposition(|&count| count > 0);
        self.max = last.map_or(Span::ZERO, |index| middle_of(self.first + index).min(self.max));
    }

    /// Makes room for the buckets `from..to`.
    fn cover(&mut self, from: usize, to: usize) {
        if self.counts.is_empty() {
            self.first = from.saturating_sub(MARGIN);
        }
        if from < self.first {
            let first = from.saturating_sub(MARGIN);
            self.counts.splice(0..0, std::iter::repeat_n(0, self.first - first));
            self.first = first;
        }
        if to > self.first + self.counts.len() {
            self.counts.resize(to + MARGIN - self.first, 0);
        }
    }
}

/// Below 64 µs each value has its bucket; above, 64 buckets an octave.
const fn bucket_of(micros: u64) -> usize {
    if micros < STEPS {
        return micros as usize;
    }
    let octave = micros.ilog2() - STEP_BITS;
    (((octave as u64) << STEP_BITS) + (micros >> octave)) as usize
}

fn middle_of(bucket: usize) -> Span {
    let bucket = bucket as u64;
    if bucket < 2 * STEPS {
        return Span(bucket);
    }
    let octave = (bucket >> STEP_BITS) - 1;
    let low = ((bucket & (STEPS - 1)) + STEPS) << octave;
    Span(low + (1 << octave) / 2)
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
        }

        #[test]
        fn adding_and_taking_away_are_exact(
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
            both.subtract(&of(&right));
            prop_assert_eq!(both.count(), left.len() as u64);
            let near = |a: Span, b: Span| a.0.abs_diff(b.0) as f64 <= b.0 as f64 * 0.01;
            let (found, exact) = (both.quantile(0.5), of(&left).quantile(0.5));
            prop_assert!(found.zip(exact).is_none_or(|(found, exact)| near(found, exact)), "{found:?} for {exact:?}");
            prop_assert_eq!(found.is_some(), exact.is_some());
        }

        #[test]
        fn every_bucket_holds_its_own_middle(micros in 0u64..u64::MAX / 2) {
            let bucket = bucket_of(micros);
            prop_assert_eq!(bucket_of(middle_of(bucket).0), bucket);
        }
    }

    #[test]
    fn of_nothing_there_is_no_quantile() {
        assert_eq!(
            (Histogram::new().quantile(0.5), Histogram::new().mean(), Histogram::new().max()),
            (None, None, None)
        );
    }
}
