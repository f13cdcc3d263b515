//! Money as an exact fraction of a US dollar. Nothing is rounded before it is shown.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedMul, Signed, Zero};

/// An exact amount of US dollars.
///
/// Prices have at most a dozen decimals and usage is an integer, so the fraction stays far inside 128 bits;
/// arithmetic that would leave them panics in tests and saturates nowhere, because a wrong bill is worse than none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(Ratio<i128>);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(Ratio::new_raw(0, 1));

    /// `numerator / denominator` dollars.
    ///
    /// # Panics
    /// When the denominator is zero.
    pub fn new(numerator: i128, denominator: i128) -> Self {
        Self(Ratio::new(numerator, denominator))
    }

    /// A decimal such as `0.0000166667`; `None` if it is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || fraction.len() > 18 {
            return None;
        }
        let numerator: i128 = format!("{whole}{fraction}").parse().ok()?;
        let denominator = 10_i128.pow(u32::try_from(fraction.len()).ok()?);
        Some(Self::new(if negative { -numerator } else { numerator }, denominator))
    }

    /// This price for `quantity` units sold in lots of `per`: `price.times(40, 1_000_000)`.
    ///
    /// # Panics
    /// When `per` is zero.
    #[must_use]
    pub fn times(self, quantity: i128, per: i128) -> Self {
        Self(self.0 * Ratio::new(quantity, per))
    }

    /// This share of an amount: 0.15 of $0.1632.
    #[must_use]
    pub fn of(self, whole: Self) -> Self {
        Self(self.0 * whole.0)
    }

    /// [`Money::times`], or nothing if the fraction would leave 128 bits.
    pub fn checked_times(self, quantity: i128, per: i128) -> Option<Self> {
        self.0.checked_mul(&Ratio::new(quantity, per)).map(Self)
    }

    /// The sum, or nothing if the fraction would leave 128 bits.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(&other.0).map(Self)
    }

    /// The nearest float, for ratios, sorting and axes.
    pub fn as_f64(self) -> f64 {
        *self.0.numer() as f64 / *self.0.denom() as f64
    }

    /// Exactly `digits` decimals, half away from zero: `1.20`.
    pub fn rounded(self, digits: u32) -> String {
        let scale = 10_i128.pow(digits);
        let Some(scaled) = self.0.checked_mul(&Ratio::from_integer(scale)) else {
            // An amount so large that its last decimals do not fit has no use for them.
            let zero = if digits == 1 { ".0" } else { "0" };
            return self.rounded(digits - 1) + zero;
        };
        let scaled = scaled.round().to_integer();
        let sign = if scaled < 0 { "-" } else { "" };
        let (whole, fraction) = (scaled.abs() / scale, scaled.abs() % scale);
        if digits == 0 {
            return format!("{sign}{whole}");
        }
        format!("{sign}{whole}.{fraction:0width$}", width = digits as usize)
    }

    /// All decimals where the fraction has finitely many, else 18 of them, without trailing zeros: `0.000528`.
    pub fn exact(self) -> String {
        let digits = finite_decimals(*self.0.denom()).unwrap_or(18).min(30);
        let text = self.rounded(digits);
        if !text.contains('.') {
            return text;
        }
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// Whether nothing is owed.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }
}

/// How many decimals a reduced fraction with this denominator has; `None` when they never end.
fn finite_decimals(mut denominator: i128) -> Option<u32> {
    let mut count = |factor: i128| {
        let mut times = 0;
        while denominator % factor == 0 {
            denominator /= factor;
            times += 1;
        }
        times
    };
    let decimals = count(2).max(count(5));
    (denominator == 1).then_some(decimals)
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// Dollars for people: cents from a dollar up, and below that enough decimals to show two figures that count.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.abs();
        let digits = if size.is_zero() || size >= Ratio::from_integer(1) {
            2
        } else if size >= Ratio::new(1, 100) {
            4
        } else if size >= Ratio::new(1, 10_000) {
            6
        } else {
            8
        };
        f.pad(&format!("${}", self.rounded(digits)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gigabyte_second_price_keeps_every_digit() {
        let price = Money::parse("0.0000166667").unwrap();
        assert_eq!(price.times(140_000, 1).exact(), "2.333338");
        assert_eq!(price.times(140_000, 1).rounded(2), "2.33");
    }

    #[test]
    fn rounding_goes_half_away_from_zero() {
        assert_eq!(Money::parse("0.005").unwrap().rounded(2), "0.01");
        assert_eq!(Money::parse("-0.005").unwrap().rounded(2), "-0.01");
    }

    #[test]
    fn an_amount_too_large_for_its_decimals_still_shows() {
        let amount = Money::new(i128::MAX / 10, 1_024_000_000_000);
        assert!(amount.rounded(30).ends_with('0') && amount.exact().starts_with("1661"), "{}", amount.exact());
        assert_eq!(amount.checked_times(i128::MAX, 1), None);
    }

    #[test]
    fn what_is_not_a_decimal_is_refused() {
        for text in ["", ".5", "1,5", "1e3", "0.0.1", "five", "--1"] {
            assert_eq!(Money::parse(text), None, "{text}");
        }
    }
}
