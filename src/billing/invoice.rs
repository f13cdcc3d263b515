//! A bill that explains itself: every line says how much of what, at which price from which source.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::FreeTier;
use crate::catalog::{Certainty, Meter};
use crate::units::Money;

/// A bill. Amounts are exact; the total is the sum of the lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invoice {
    /// `USD`.
    pub currency: String,
    /// Whose prices: `us-east-1`.
    pub region: String,
    /// The day the prices were collected.
    pub prices_of: String,
    /// Which allowances were taken off.
    pub free_tier: FreeTier,
    /// What is owed, one line a meter and tier, in the order of the meters.
    pub lines: Vec<Line>,
    /// Shares of those lines worth knowing (of it INIT); never added to the total.
    pub information: Vec<Line>,
    /// The sum of the lines.
    pub total: Money,
}

/// Quantity × price = amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What was counted.
    pub meter: Meter,
    /// `lambda`.
    pub service: String,
    /// `Requests`.
    pub item: String,
    /// How many units are charged, after free allowances: an exact decimal.
    pub quantity: String,
    /// `requests`, `GB-s`.
    pub unit: String,
    /// The price as published.
    pub price: String,
    /// For how many units that price is.
    pub per: String,
    /// Quantity × price / per.
    #[serde(serialize_with = "exact")]
    pub amount: Money,
    /// Who publishes the price.
    pub source: String,
    /// When it was read.
    pub date: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// What else explains the line: the allowance, the tier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Invoice {
    /// The sum as AWS prints it: each line rounded to cents, half up, then added.
    pub fn total_of_rounded_lines(&self) -> Money {
        self.lines.iter().filter_map(|line| Money::parse(&line.amount.rounded(2))).sum()
    }

    /// Whether nothing was used that has a price.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// The shape of a report's `bill`: money and quantities are decimal strings.
impl Serialize for Invoice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut bill = serializer.serialize_struct("Invoice", 8)?;
        bill.serialize_field("currency", &self.currency)?;
        bill.serialize_field("region", &self.region)?;
        bill.serialize_field("prices_of", &self.prices_of)?;
        bill.serialize_field("free_tier", &self.free_tier)?;
        bill.serialize_field("total", &self.total.exact())?;
        bill.serialize_field("total_of_rounded_lines", &self.total_of_rounded_lines().rounded(2))?;
        bill.serialize_field("lines", &self.lines)?;
        bill.serialize_field("information", &self.information)?;
        bill.end()
    }
}

fn exact<S: Serializer>(amount: &Money, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&amount.exact())
}
