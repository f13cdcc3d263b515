//! A share of a whole, as parts per billion, so that a probability is compared with an integer draw.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Parts per billion; one billion is everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ratio(pub u64);

impl Ratio {
    /// The whole.
    pub const ONE: Self = Self(1_000_000_000);
    /// Nothing of it.
    pub const ZERO: Self = Self(0);

    /// From a fraction of one, rounded to the nearest part per billion; negative and NaN become zero.
    pub fn from_f64(share: f64) -> Self {
        Self((share.max(0.0) * 1e9 + 0.5) as u64)
    }

    /// As a fraction of one, for display and reports.
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 1e9
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = self.as_f64() * 100.0;
        let whole_percents = self.0.is_multiple_of(10_000_000);
        let digits = if whole_percents { 0 } else { 2 };
        f.pad(&format!("{percent:.digits$} %"))
    }
}
