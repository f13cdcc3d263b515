//! Chance, by name: each purpose draws from a stream of its own, so that asking one question more
//! (how long is this cold start?) never changes the answer to another (when does the next request come?).

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::sim::Fingerprint;
use crate::sim::ziggurat::Tables;
use crate::units::{Ratio, Span};

/// The seed of a run, from which every stream of it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streams {
    seed: u64,
}

/// One endless sequence of random numbers.
#[derive(Clone, Debug)]
pub struct Stream {
    generator: Xoshiro256PlusPlus,
    /// At hand, because looking whether they exist costs a tenth of a draw.
    tables: &'static Tables,
}

/// How far the 95th percentile of a normal distribution lies from its middle, in standard deviations.
const Z_95: f64 = 1.644_853_626_951_472_7;

impl Streams {
    /// All streams of the run with this seed.
    pub const fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// The stream called `name`: the same for the same seed and name, unrelated to every other.
    pub fn stream(&self, name: &str) -> Stream {
        let mixed = self.seed.wrapping_mul(0xd1b5_4a32_d192_ed03).rotate_left(32) ^ Fingerprint::of(name);
        Stream { generator: Xoshiro256PlusPlus::seed_from_u64(mixed), tables: Tables::shared() }
    }

    /// The seed itself.
    pub const fn seed(&self) -> u64 {
        self.seed
    }
}

impl Stream {
    /// 64 random bits.
    #[inline(always)]
    pub fn bits(&mut self) -> u64 {
        self.generator.next_u64()
    }

    /// At least 0, below 1.
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// At least 0, below `n`; 0 when `n` is 0. The bias of one multiplication (n in 2^64) is far below anything measurable.
    #[inline(always)]
    pub fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(n)) >> 64) as u64
    }

    /// Between `low` and `high`, both included.
    #[inline(always)]
    pub fn between(&mut self, low: Span, high: Span) -> Span {
        Span(low.0 + self.below((high - low).0.saturating_add(1)))
    }

    /// Yes with this probability.
    #[inline(always)]
    pub fn chance(&mut self, probability: Ratio) -> bool {
        self.below(Ratio::ONE.0) < probability.0
    }

    /// From the standard exponential distribution.
    #[inline(always)]
    pub fn standard_exponential(&mut self) -> f64 {
        self.tables.exponential(self)
    }

    /// From the standard normal distribution.
    #[inline(always)]
    pub fn standard_normal(&mut self) -> f64 {
        self.tables.normal(self)
    }

    /// Exponential with this mean.
    pub fn exponential(&mut self, mean: Span) -> Span {
        self.exponential_of(mean.0 as f64)
    }

    /// Exponential with this mean in microseconds.
    #[inline(always)]
    pub fn exponential_of(&mut self, mean: f64) -> Span {
        Span(nearest(mean * self.standard_exponential()))
    }

    /// Lognormal with this median and 95th percentile.
    pub fn lognormal(&mut self, p50: Span, p95: Span) -> Span {
        self.lognormal_of(p50.0 as f64, Self::lognormal_sigma(p50, p95))
    }

    /// Lognormal with this median in microseconds, and this standard deviation of its logarithm.
    #[inline(always)]
    pub fn lognormal_of(&mut self, median: f64, sigma: f64) -> Span {
        let z = self.standard_normal();
        Span(nearest(median * self.tables.powers.exp(sigma * z)))
    }

    /// The logarithm's standard deviation of a lognormal with this median and 95th percentile.
    pub fn lognormal_sigma(p50: Span, p95: Span) -> f64 {
        libm::log(p95.0.max(1) as f64 / p50.0.max(1) as f64).max(0.0) / Z_95
    }
}

/// The nearest whole number to one that is not negative.
#[inline]
fn nearest(x: f64) -> u64 {
    /// 2^52: added to anything smaller, it leaves no room for a fraction, and the lowest bits hold what is left.
    const ROUND: f64 = 4_503_599_627_370_496.0;
    if x < ROUND { (x + ROUND).to_bits() - ROUND.to_bits() } else { x as u64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantile(mut draws: Vec<u64>, share: f64) -> f64 {
        draws.sort_unstable();
        draws[(draws.len() as f64 * share) as usize] as f64
    }

    fn near(value: f64, expected: f64, relative: f64) {
        assert!((value / expected - 1.0).abs() < relative, "{value} is not within {relative} of {expected}");
    }

    #[test]
    fn the_nearest_whole_number_is_nearest() {
        let found = [0.0, 0.4, 0.6, 99_999.49, 1e15 + 0.6, 4e18, f64::INFINITY].map(nearest);
        assert_eq!(found, [0, 0, 1, 99_999, 1_000_000_000_000_001, 4_000_000_000_000_000_000, u64::MAX]);
    }

    #[test]
    fn a_stream_is_its_seed_and_its_name() {
        let draw = |seed, name| Streams::new(seed).stream(name).bits();
        assert_eq!(draw(7, "arrivals/hello"), draw(7, "arrivals/hello"));
        assert_ne!(draw(7, "arrivals/hello"), draw(8, "arrivals/hello"));
        assert_ne!(draw(7, "arrivals/hello"), draw(7, "arrivals/hallo"));
    }

    #[test]
    fn a_lognormal_has_the_median_and_the_tail_it_was_asked_for() {
        let mut stream = Streams::new(1).stream("lognormal");
        let draws: Vec<u64> =
            (0..200_000).map(|_| stream.lognormal(Span::from_millis(141), Span::from_millis(176)).0).collect();
        near(quantile(draws.clone(), 0.5), 141_000.0, 0.003);
        near(quantile(draws, 0.95), 176_000.0, 0.003);
    }

    #[test]
    fn an_exponential_has_its_mean_and_its_quantiles() {
        let mut stream = Streams::new(1).stream("exponential");
        let draws: Vec<u64> = (0..400_000).map(|_| stream.exponential(Span::from_secs(1)).0).collect();
        near(draws.iter().sum::<u64>() as f64 / draws.len() as f64, 1e6, 0.006);
        for (share, expected) in [(0.1, 0.105_361), (0.4, 0.510_8), (0.99, 4.605_2), (0.9999, 9.210_3)] {
            near(quantile(draws.clone(), share), expected * 1e6, 0.08);
        }
    }

    #[test]
    fn a_normal_has_its_moments_and_its_tails() {
        let mut stream = Streams::new(1).stream("normal");
        let draws: Vec<f64> = (0..400_000).map(|_| stream.standard_normal()).collect();
        let moment = |power: i32| draws.iter().map(|z| z.powi(power)).sum::<f64>() / draws.len() as f64;
        assert!(moment(1).abs() < 0.006 && moment(3).abs() < 0.02);
        near(moment(2), 1.0, 0.008);
        near(moment(4), 3.0, 0.03);
        near(draws.iter().filter(|z| z.abs() > 3.0).count() as f64, 400_000.0 * 0.002_699_8, 0.1);
    }

    #[test]
    fn a_chance_is_taken_as_often_as_it_says() {
        let mut stream = Streams::new(1).stream("chance");
        let taken = (0..100_000).filter(|_| stream.chance(Ratio::from_f64(0.02))).count();
        near(taken as f64, 2_000.0, 0.07);
        assert!(!stream.chance(Ratio::ZERO) && stream.chance(Ratio::ONE));
    }
}
