//! Floor 2: what providers publish (prices, quotas) and what others measured, each number with its source and date.
//!
//! 1. The texts of `assets/catalog` travel inside the binary; [`Catalog::embedded`] reads them, [`Catalog::load`] reads anybody's.
//! 2. Loading checks everything once: every meter has a price, every decimal is one, every number has a source and a date.
//!    What is wrong comes back as [`Problem`](crate::problem::Problem)s with their places; no text makes it panic.
//! 3. After that no lookup of a price can fail, and [`Catalog::value`] answers to every name that prose may use.

mod elsewhere;
mod events;
pub mod expr;
mod file;
mod lambda;
mod load;
mod meter;
mod price;
mod published;
mod runtime;
mod value;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use elsewhere::ElsewhereFacts;
pub use events::{AsyncFacts, QueueFacts, StreamFacts};
pub use lambda::{LambdaFacts, PlatformTime, VersionFacts};
pub use meter::{Meter, MeterRow};
pub use price::{Allowance, Price, Term, Tier};
pub use published::{Certainty, Published};
pub use runtime::{Architecture, InitRow, Package, RestoreTime, Runtime};
pub use value::Value;

use crate::problem::{Problem, Source};
use crate::units::Money;

/// The texts that travel inside the binary: name and content.
const EMBEDDED: [(&str, &str); 3] = [
    ("prices-us-east-1.toml", include_str!("../../assets/catalog/prices-us-east-1.toml")),
    ("lambda.toml", include_str!("../../assets/catalog/lambda.toml")),
    ("prices-elsewhere.toml", include_str!("../../assets/catalog/prices-elsewhere.toml")),
];

/// Prices, quotas and measurements of one provider in one Region; complete, and not changed once loaded.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalog {
    region: String,
    currency: String,
    collected: String,
    /// One a meter, in the order of the meters; parts carry the price of their whole.
    prices: Vec<Price>,
    allowances: Vec<Allowance>,
    values: BTreeMap<String, Value>,
    runtimes: Vec<Runtime>,
    init: Vec<InitRow>,
    restore: Vec<RestoreTime>,
    lambda: LambdaFacts,
    elsewhere: ElsewhereFacts,
}

impl Catalog {
    /// The catalog inside the binary.
    ///
    /// # Panics
    /// Never: a test loads the same texts.
    pub fn embedded() -> Self {
        Self::load(&Self::embedded_sources()).expect("a test loads the embedded catalog")
    }

    /// The texts of the embedded catalog, for whoever replaces one of them.
    pub fn embedded_sources() -> Vec<Source> {
        EMBEDDED.iter().map(|(name, text)| Source::new(*name, *text)).collect()
    }

    /// Reads and checks catalog texts; together they must be complete.
    pub fn load(texts: &[Source]) -> Result<Self, Vec<(Source, Problem)>> {
        load::load(texts)
    }

    /// The Region whose prices these are: `us-east-1`.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// `USD`.
    pub fn currency(&self) -> &str {
        &self.currency
    }

    /// The day the prices were collected, as `YYYY-MM-DD`.
    pub fn collected(&self) -> &str {
        &self.collected
    }

    /// What a meter costs. A part of another meter has the price of the whole.
    pub fn price(&self, meter: Meter) -> &Price {
        &self.prices[meter.index()]
    }

    /// What is free every month.
    pub fn allowances(&self) -> &[Allowance] {
        &self.allowances
    }

    /// What a name in prose, a question or a goal stands for.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// A quota, default or measurement by its name: `lambda.memory_max_mb`. The same names as [`Catalog::value`].
    pub fn quota(&self, name: &str) -> Option<&Value> {
        self.value(name)
    }

    /// Every name [`Catalog::value`] knows, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    /// Limits, rates and times of AWS Lambda.
    pub fn lambda(&self) -> &LambdaFacts {
        &self.lambda
    }

    /// How other providers meter functions.
    pub fn elsewhere(&self) -> &ElsewhereFacts {
        &self.elsewhere
    }

    /// Every runtime a function can name.
    pub fn runtimes(&self) -> &[Runtime] {
        &self.runtimes
    }

    /// A runtime by its id: `nodejs22.x`.
    pub fn runtime(&self, id: &str) -> Option<&Runtime> {
        self.runtimes.iter().find(|runtime| runtime.id == id)
    }

    /// How long INIT was measured to take for that runtime, package and processor.
    pub fn init(&self, runtime: &str, package: Package, architecture: Architecture) -> Option<&InitRow> {
        self.init
            .iter()
            .find(|row| row.runtime == runtime && row.package == package && row.architecture == architecture)
    }

    /// Every measured INIT time.
    pub fn init_rows(&self) -> &[InitRow] {
        &self.init
    }

    /// Every runtime that can be restored from a snapshot, and how long that takes.
    pub fn restore_times(&self) -> &[RestoreTime] {
        &self.restore
    }

    /// The same catalog with one price given by whoever asks: a savings plan, a private agreement. It has no tiers.
    #[must_use]
    pub fn with_price(mut self, meter: Meter, price: Money, source: &str) -> Self {
        let given = Published {
            source: Arc::from(source),
            date: Arc::from(self.collected.as_str()),
            certainty: Certainty::Given,
        };
        for priced in self.prices.iter_mut().filter(|priced| priced.meter.priced_as() == meter) {
            priced.tiers = vec![Tier { from: 0, price, decimal: price.exact() }];
            priced.published = given.clone();
        }
        self
    }
}

#[cfg(test)]
mod tests;
