//! A catalog text as its author writes it, before anything in it is believed.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{Certainty, Term};

/// One text of `assets/catalog`. All sections are optional; only the texts together must be complete.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub region: Option<String>,
    pub currency: Option<String>,
    pub collected: Option<Spanned<String>>,
    /// Short names of public sources, so that a page is cited once.
    #[serde(default)]
    pub sources: BTreeMap<String, String>,
    #[serde(default)]
    pub price: Vec<Spanned<PriceRow>>,
    #[serde(default)]
    pub allowance: Vec<Spanned<AllowanceRow>>,
    #[serde(default)]
    pub facts: Vec<Spanned<FactsRow>>,
    pub runtimes: Option<Spanned<RuntimesTable>>,
    pub init: Option<Spanned<InitTable>>,
    #[serde(default)]
    pub restore: Vec<Spanned<RestoreRow>>,
}

/// Source, date and certainty; each is required, and missed with words of our own.
#[derive(Debug)]
pub(super) struct Citation<'a> {
    pub source: Option<&'a Spanned<String>>,
    pub date: Option<&'a Spanned<String>>,
    pub certainty: Option<Certainty>,
}

/// A price: either `price`, or `tiers`, or a `share` of another meter's price.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PriceRow {
    pub meter: Option<Spanned<String>>,
    /// The name in prose of the (first) price.
    pub name: Option<String>,
    pub price: Option<Spanned<String>>,
    pub tiers: Option<Vec<Spanned<TierRow>>>,
    pub share: Option<Spanned<String>>,
    pub of: Option<Spanned<String>>,
    pub per: Option<Spanned<u64>>,
    pub unit: Option<Spanned<String>>,
    pub source: Option<Spanned<String>>,
    pub date: Option<Spanned<String>>,
    pub certainty: Option<Certainty>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TierRow {
    pub from: u64,
    pub price: Spanned<String>,
    pub name: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AllowanceRow {
    pub title: String,
    pub name: Option<String>,
    pub meters: Vec<Spanned<String>>,
    #[serde(default)]
    pub not_for: Vec<Spanned<String>>,
    pub quantity: u64,
    pub term: Term,
    pub source: Option<Spanned<String>>,
    pub date: Option<Spanned<String>>,
    pub certainty: Option<Certainty>,
}

/// Facts of one subject from one source.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactsRow {
    #[allow(dead_code, reason = "for the person who reads the file")]
    pub about: String,
    pub values: Vec<FactRow>,
    pub source: Option<Spanned<String>>,
    pub date: Option<Spanned<String>>,
    pub certainty: Option<Certainty>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactRow {
    pub name: Spanned<String>,
    pub value: Spanned<String>,
    pub unit: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuntimesTable {
    pub rows: Vec<RuntimeRow>,
    pub source: Option<Spanned<String>>,
    pub date: Option<Spanned<String>>,
    pub certainty: Option<Certainty>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuntimeRow {
    pub id: String,
    pub title: String,
    pub identifier: String,
    pub version: String,
    pub arn: String,
}

/// Measured INIT times, all from one data set: a table in a text, because 88 TOML tables take as long to read as all the rest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InitTable {
    pub rows: Spanned<String>,
    pub source: Option<Spanned<String>>,
    pub date: Option<Spanned<String>>,
    pub certainty: Option<Certainty>,
}

/// Measured restores from snapshots.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RestoreRow {
    pub runtimes: Vec<Spanned<String>>,
    pub p50_ms: Spanned<Vec<u64>>,
    pub source: Option<Spanned<String>>,
    pub date: Option<Spanned<String>>,
    pub certainty: Option<Certainty>,
}

/// Rows that cite a source.
pub(super) trait Cites {
    /// What the row says about where it comes from.
    fn citation(&self) -> Citation<'_>;
}

macro_rules! cites {
    ($($row:ty),*) => { $(impl Cites for $row {
        fn citation(&self) -> Citation<'_> {
            Citation { source: self.source.as_ref(), date: self.date.as_ref(), certainty: self.certainty }
        }
    })* };
}
cites!(PriceRow, AllowanceRow, FactsRow, RuntimesTable, InitTable, RestoreRow);
