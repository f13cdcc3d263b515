//! A rate limit that refills continuously: so many at once, so many a second.

use crate::units::Moment;

/// Starts full; every request takes a token; tokens trickle in at `refill_per_s` up to `capacity`.
///
/// Counted in millionths of a token, so that a microsecond's share is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenBucket {
    capacity: u64,
    refill_per_s: u64,
    level: u64,
    filled_at: Moment,
}

const TOKEN: u64 = 1_000_000;

impl TokenBucket {
    /// A full bucket.
    pub fn new(capacity: u64, refill_per_s: u64) -> Self {
        let capacity = capacity.saturating_mul(TOKEN);
        Self { capacity, refill_per_s, level: capacity, filled_at: Moment::START }
    }

    /// Takes a token, if there is one.
    pub fn take(&mut self, at: Moment) -> bool {
        self.fill(at);
        let enough = self.level >= TOKEN;
        if enough {
            self.level -= TOKEN;
        }
        enough
    }

    /// Whole tokens there are at `at`.
    pub fn tokens(&mut self, at: Moment) -> u64 {
        self.fill(at);
        self.level / TOKEN
    }

    fn fill(&mut self, at: Moment) {
        let gained = at.since(self.filled_at).0.saturating_mul(self.refill_per_s);
        self.level = self.level.saturating_add(gained).min(self.capacity);
        self.filled_at = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed(bucket: &mut TokenBucket, arrivals: impl Iterator<Item = u64>) -> usize {
        arrivals.filter(|&at| bucket.take(Moment(at))).count()
    }

    /// The reference scenario `gateway-at-rate`.
    #[test]
    fn exactly_the_rate_passes_for_ever() {
        let mut gateway = TokenBucket::new(5_000, 10_000);
        assert_eq!(passed(&mut gateway, (0..20_000).map(|k| k * 100)), 20_000);
    }

    /// The reference scenario `gateway-bursts`.
    #[test]
    fn a_burst_empties_it_and_a_quarter_of_a_second_refills_half() {
        let mut gateway = TokenBucket::new(5_000, 10_000);
        let bursts = (0..6_000).map(|_| 0).chain((0..6_000).map(|_| 250_000));
        assert_eq!(passed(&mut gateway, bursts), 7_500);
    }

    /// The reference scenario `scale-rate-stream-500`.
    #[test]
    fn fractions_of_a_token_are_never_lost() {
        let mut scaling = TokenBucket::new(1_000, 100);
        assert_eq!(passed(&mut scaling, (0..5_000).map(|k| k * 2_000)), 1_999);
    }
}
