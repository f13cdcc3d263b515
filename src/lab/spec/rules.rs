//! What exists outside a lab and a lab may name: runtimes, instance types, sample functions.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use crate::catalog::{Catalog, Meter};
use crate::cloud::PlatformFacts;

/// The figures of the sample functions, as the lessons' authors wrote them.
const SAMPLES: &str = include_str!("../../../assets/samples.toml");

/// Names a lab may use, and what they stand for. It never changes while the program runs.
#[derive(Debug)]
pub struct Rules {
    /// What providers publish.
    pub catalog: Arc<Catalog>,
    /// The same, as a world needs it.
    pub facts: PlatformFacts,
    /// Instance types with a price.
    pub instances: Vec<String>,
    /// Sample functions by name.
    pub samples: BTreeMap<String, Sample>,
}

/// A function that labs run by its name alone. All figures are model values.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// What a person calls it.
    pub title: String,
    /// What it does.
    pub does: String,
    /// The runtime it is written for.
    pub runtime: String,
    /// Unpacked size of its code.
    pub package_mb: u32,
    /// INIT of its own.
    pub init_ms: f64,
    /// Computing on one vCPU.
    pub cpu_ms: f64,
    /// Waiting for others.
    pub wait_ms: f64,
    /// Max Memory Used.
    pub memory_used_mb: u32,
    /// INIT of its own with lazy loading.
    #[serde(default)]
    pub lazy_init_ms: Option<f64>,
    /// What the first call computes more with lazy loading.
    #[serde(default)]
    pub lazy_first_call_ms: f64,
    /// Share of invocations that fail.
    #[serde(default)]
    pub error_rate: f64,
    /// What each call prints.
    #[serde(default)]
    pub prints: Option<String>,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let catalog = Catalog::embedded();
    let facts = PlatformFacts::from(&catalog);
    let instances =
        Meter::all().map(Meter::row).filter(|row| row.service == EC2).map(|row| row.item.to_owned()).collect();
    // A mistake in the file is found by the test below; a lab then says "unknown sample" instead of failing to open.
    let samples = toml::from_str(SAMPLES).unwrap_or_default();
    Rules { catalog: Arc::new(catalog), facts, instances, samples }
});

/// The service that rents servers by the hour.
pub const EC2: &str = "ec2";

/// The runtime without any share of its own.
pub const MODELLED: &str = "modelled";

impl Rules {
    /// The rules of this program.
    pub fn get() -> &'static Self {
        &RULES
    }

    /// Names a `runtime` may have.
    pub fn runtimes(&self) -> impl Iterator<Item = &str> {
        self.catalog.runtimes().iter().map(|runtime| runtime.id.as_str()).chain([MODELLED])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_can_be_read_and_names_a_runtime() {
        let samples: BTreeMap<String, Sample> = toml::from_str(SAMPLES).expect("assets/samples.toml");
        assert!(samples.len() >= 5);
        for (name, sample) in samples {
            assert!(RULES.runtimes().any(|runtime| runtime == sample.runtime), "{name}: {}", sample.runtime);
        }
    }
}
