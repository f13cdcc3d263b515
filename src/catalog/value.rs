//! What a name in prose, a question or a goal stands for: a price, an allowance, a quota or a measurement.

use super::expr::{Exact, Names, exact};
use super::{Catalog, Published};

/// A named number: `lambda.timeout_max_s` is 900 s.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The number as published: `0.0000166667`.
    pub decimal: String,
    /// The nearest float, for arithmetic in prose.
    pub number: f64,
    /// What it counts: `USD per GB-s`.
    pub unit: String,
    /// Where it comes from.
    pub published: Published,
}

impl Names for Catalog {
    fn number(&self, name: &str) -> Option<Exact> {
        exact(&self.value(name)?.decimal)
    }

    fn all(&self) -> Vec<String> {
        self.names().map(str::to_owned).collect()
    }
}
