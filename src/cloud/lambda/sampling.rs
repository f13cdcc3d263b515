//! Which requests X-Ray traces: the first ones of each second, and a share of the others.

use crate::cloud::{PlatformFacts, Traced, Tracing};
use crate::sim::Stream;
use crate::units::Moment;

/// The choice, function by function (that it is not made for several functions together is a model value).
#[derive(Clone, Debug)]
pub(super) struct Sampling {
    stream: Stream,
    second: u64,
    /// Requests traced in this second because they were first.
    taken: u32,
}

impl Sampling {
    pub(super) const fn new(stream: Stream) -> Self {
        Self { stream, second: u64::MAX, taken: 0 }
    }

    /// Whether the request that arrives now is traced. Where tracing is off nothing is drawn.
    pub(super) fn choose(&mut self, tracing: Tracing, now: Moment, facts: &PlatformFacts) -> Traced {
        if tracing == Tracing::PassThrough {
            return Traced::Off;
        }
        let second = now.0 / 1_000_000;
        if second != self.second {
            (self.second, self.taken) = (second, 0);
        }
        if self.taken < facts.traces_per_s {
            self.taken += 1;
            return Traced::Sampled;
        }
        if self.stream.chance(facts.traced_share) { Traced::Sampled } else { Traced::Passed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::Streams;
    use crate::units::Ratio;

    #[test]
    fn the_first_of_a_second_and_five_of_a_hundred_others() {
        let facts = PlatformFacts { traces_per_s: 1, traced_share: Ratio::from_f64(0.05), ..PlatformFacts::default() };
        let mut sampling = Sampling::new(Streams::new(1).stream("trace"));
        let mut chosen = |micros| sampling.choose(Tracing::Active, Moment(micros), &facts) == Traced::Sampled;
        let firsts = (0..100).filter(|second| chosen(second * 1_000_000)).count();
        assert_eq!(firsts, 100);
        let others = (0..20_000_u64).filter(|other| chosen(200_000_000 + other / 1_000 * 1_000_000 + other)).count();
        assert!((900..1_160).contains(&others), "20 first ones and about 999 others: {others}");
    }

    #[test]
    fn nothing_is_drawn_where_nobody_traces() {
        let facts = PlatformFacts::default();
        let mut sampling = Sampling::new(Streams::new(1).stream("trace"));
        let untouched = sampling.stream.clone().bits();
        assert_eq!(sampling.choose(Tracing::PassThrough, Moment(5), &facts), Traced::Off);
        assert_eq!(sampling.stream.bits(), untouched);
    }
}
