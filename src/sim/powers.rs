//! e to a power, as a table look-up and a short polynomial: half the work of the general function, and as good.
//!
//! A power is 2^(k/64) times the exponential of a rest below ln 2 / 128, which five terms of its series give to the last bit or two.
//! Only additions, multiplications and `libm` are used, so that every machine gets the same.

const STEPS: usize = 64;

/// 2^(0/64), 2^(1/64), …
#[derive(Debug)]
pub(super) struct Powers([f64; STEPS]);

/// ln 2 / 64 in two parts. The first has 32 bits, so that its product with a whole number is exact.
const STEP_HIGH: f64 = 0.010_830_424_693_267_56;
const STEP_LOW: f64 = 2.981_585_826_985_293_3e-12;
/// Adding this to a number leaves no room for a fraction: what is left is the nearest whole number, in the lowest bits.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// Beyond this the result comes near the ends of what a number can hold.
const MOST: f64 = 700.0;

impl Powers {
    pub(super) fn new() -> Self {
        Self(std::array::from_fn(|step| libm::exp2(step as f64 / STEPS as f64)))
    }

    /// e to the power of `x`.
    #[inline]
    pub(super) fn exp(&self, x: f64) -> f64 {
        if x.abs() >= MOST || x.is_nan() {
            return libm::exp(x);
        }
        let shifted = x * (STEPS as f64 / std::f64::consts::LN_2) + ROUND;
        let (steps, whole) = ((shifted.to_bits() as u32).cast_signed(), shifted - ROUND);
        let rest = (x - whole * STEP_HIGH) - whole * STEP_LOW;
        let series = rest + rest * rest * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest * (1.0 / 120.0))));
        let step = self.0[steps.cast_unsigned() as usize % STEPS];
        let doubled = f64::from_bits(((steps >> STEPS.trailing_zeros()) + 1023) as u64 * (1 << 52));
        (step + step * series) * doubled
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_the_exponential(x in prop_oneof![-800.0..800.0, -8.0..8.0, -0.02..0.02]) {
            let (found, exact) = (Powers::new().exp(x), libm::exp(x));
            let alike = found.to_bits() == exact.to_bits() || (found / exact - 1.0).abs() < 1e-15;
            prop_assert!(alike, "{found} for {exact}");
        }
    }

    #[test]
    fn the_ends_are_as_everywhere() {
        let powers = Powers::new();
        for (x, expected) in [(0.0, 1.0), (f64::NEG_INFINITY, 0.0), (1e9, f64::INFINITY)] {
            assert_eq!(powers.exp(x).to_bits(), f64::to_bits(expected), "{x}");
        }
        assert!(powers.exp(f64::NAN).is_nan());
    }
}
