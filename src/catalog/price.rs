//! Prices as providers publish them: a decimal, for how many of what, in which tiers, and what is free.

use super::{Meter, Published};
use crate::units::Money;

/// What one meter costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// What is charged.
    pub meter: Meter,
    /// How many units the price is for: 1,000,000 requests.
    pub per: u64,
    /// At least one, the first from zero, each starting later than the one before.
    pub tiers: Vec<Tier>,
    /// Where the price comes from.
    pub published: Published,
}

/// A price from some monthly quantity on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// The first unit of a month that has this price, counted from zero.
    pub from: u64,
    /// The price.
    pub price: Money,
    /// The price as published: `0.0000166667`.
    pub decimal: String,
}

/// What is free every month, shared by one or more meters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// What it is called: `400,000 GB-s a month, x86 and arm together`.
    pub title: String,
    /// Whose use it covers, in the order in which it is used up.
    pub meters: Vec<Meter>,
    /// Parts of those meters that it does not cover.
    pub not_for: Vec<Meter>,
    /// How many units are free.
    pub quantity: u64,
    /// For whom.
    pub term: Term,
    /// Where it comes from.
    pub published: Published,
}

/// Who gets a free allowance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Every account, for ever.
    Always,
    /// Accounts in their first twelve months.
    FirstYear,
}

impl Price {
    /// The price of the first unit.
    pub fn first(&self) -> &Tier {
        &self.tiers[0]
    }
}
