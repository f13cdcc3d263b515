//! What costs by the time it is there: provisioned concurrency, and snapshots in a cache.

use crate::units::{Megabytes, Moment, Span};

/// Memory that is held, and what its time has come to.
///
/// Time is counted as it passes. What a provider charges beyond it, because it charges in lots or for a least time, is added when
/// something is given up: before that nobody can say how much of a lot will be used.
#[derive(Clone, Debug, Default)]
pub(super) struct Rent {
    held: Vec<Held>,
    /// Megabytes times microseconds up to `counted_to` that nobody has taken.
    counted: u128,
    counted_to: Moment,
}

/// Some of it, held since one moment.
#[derive(Clone, Copy, Debug)]
struct Held {
    version: u32,
    units: u32,
    memory: Megabytes,
    since: Moment,
}

impl Rent {
    /// From now on, a version holds so many units more, each of so much memory.
    pub(super) fn raise(&mut self, now: Moment, version: u32, units: u32, memory: Megabytes) {
        self.count(now);
        if units > 0 {
            self.held.push(Held { version, units, memory, since: now });
        }
    }

    /// A version gives so many units up, the latest first; `charged` says for how long a span is charged.
    pub(super) fn lower(&mut self, now: Moment, version: u32, mut units: u32, charged: impl Fn(Span) -> Span) {
        self.count(now);
        for held in self.held.iter_mut().rev().filter(|held| held.version == version) {
            let given_up = held.units.min(units);
            let passed = now.since(held.since);
            let beyond = u128::from((charged(passed) - passed).0);
            self.counted += u128::from(given_up) * u128::from(held.memory.0) * beyond;
            held.units -= given_up;
            units -= given_up;
        }
        self.held.retain(|held| held.units > 0);
    }

    /// How many units a version holds.
    #[cfg(test)]
    pub(super) fn units(&self, version: u32) -> u32 {
        self.held.iter().filter(|held| held.version == version).map(|held| held.units).sum()
    }

    /// Megabytes times whole milliseconds since the last time; the rest of a millisecond is kept for the next.
    pub(super) fn take(&mut self, now: Moment) -> u128 {
        self.count(now);
        let whole = self.counted / 1_000;
        self.counted %= 1_000;
        whole
    }

    /// The same, left in place.
    pub(super) fn read(&self, now: Moment) -> u128 {
        (self.counted + self.since_counted(now)) / 1_000
    }

    fn count(&mut self, now: Moment) {
        self.counted += self.since_counted(now);
        self.counted_to = now;
    }

    fn since_counted(&self, now: Moment) -> u128 {
        let megabytes: u128 = self.held.iter().map(|held| u128::from(held.units) * u128::from(held.memory.0)).sum();
        megabytes * u128::from(now.since(self.counted_to).0)
    }
}

/// A span in whole lots.
pub(super) const fn in_lots(span: Span, lot: Span) -> Span {
    Span(span.0.div_ceil(lot.0) * lot.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOT: Span = Span::from_secs(300);
    const SECOND: u64 = 1_000_000;

    fn lots(span: Span) -> Span {
        in_lots(span, LOT)
    }

    #[test]
    fn time_is_counted_as_it_passes_and_rounded_up_at_the_end() {
        let mut rent = Rent::default();
        rent.raise(Moment(0), 1, 10, Megabytes(512));
        assert_eq!(rent.read(Moment(60 * SECOND)), 10 * 512 * 60_000);
        rent.lower(Moment(720 * SECOND), 1, 10, lots);
        assert_eq!(rent.take(Moment(800 * SECOND)), 10 * 512 * 900_000, "12 minutes are three lots of five");
        assert_eq!(rent.take(Moment(900 * SECOND)), 0);
    }

    #[test]
    fn what_came_last_goes_first() {
        let mut rent = Rent::default();
        rent.raise(Moment(0), 1, 4, Megabytes(128));
        rent.raise(Moment(600 * SECOND), 1, 2, Megabytes(128));
        rent.raise(Moment(600 * SECOND), 2, 7, Megabytes(1));
        rent.lower(Moment(660 * SECOND), 1, 3, lots);
        assert_eq!((rent.units(1), rent.units(2)), (3, 7));
        // Four for eleven minutes; two of one minute and one of eleven are rounded up.
        let exact = 128 * (4 * 660_000 + 2 * 60_000) + 7 * 60_000;
        assert_eq!(rent.take(Moment(660 * SECOND)), exact + 128 * (2 * 240_000 + 240_000));
    }

    #[test]
    fn cutting_at_any_moment_changes_nothing() {
        let mut cut = Rent::default();
        cut.raise(Moment(3), 1, 1, Megabytes(129));
        let whole = cut.clone().take(Moment(1_000_003));
        let pieces: u128 = [17, 1_999, 500_001, 1_000_003].map(|at| cut.take(Moment(at))).into_iter().sum();
        assert_eq!(pieces, whole);
    }
}
