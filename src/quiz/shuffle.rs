//! Drawing without ambient chance: the same seed and name give the same order, on every machine and in every version.

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// A seeded source of order for one question.
pub(super) struct Shuffle(Xoshiro256PlusPlus);

impl Shuffle {
    /// A source of its own for each name, so that a new question changes no other one's drawing.
    pub(super) fn new(seed: u64, name: &str) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed ^ fingerprint(name)))
    }

    /// A whole number below `bound`; zero when there is nothing to choose from.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        // The high half of a 128-bit product; its bias is below 2^-50 for anything a question counts.
        ((u128::from(self.0.next_u64()) * u128::from(bound)) >> 64) as u64
    }

    /// The same things in another order (Fisher and Yates).
    pub(super) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            let chosen = self.below(last as u64 + 1) as usize;
            things.swap(last, chosen);
        }
    }
}

/// FNV-1a: short, well known and the same everywhere, unlike the standard library's hasher.
fn fingerprint(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shuffled(seed: u64, name: &str) -> Vec<u32> {
        let mut things: Vec<u32> = (0..8).collect();
        Shuffle::new(seed, name).shuffle(&mut things);
        things
    }

    #[test]
    fn a_seed_and_a_name_fix_the_order() {
        assert_eq!(shuffled(7, "cs-burst"), shuffled(7, "cs-burst"));
        assert_ne!(shuffled(7, "cs-burst"), shuffled(8, "cs-burst"));
        assert_ne!(shuffled(7, "cs-burst"), shuffled(7, "cs-pinger"));
    }

    #[test]
    fn every_first_place_is_about_as_likely() {
        let mut firsts = [0_u32; 8];
        for seed in 0..4_000 {
            firsts[shuffled(seed, "q")[0] as usize] += 1;
        }
        assert!(firsts.iter().all(|count| (400..600).contains(count)), "{firsts:?}");
    }
}
