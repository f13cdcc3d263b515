//! What was used: whole numbers a meter and function, so that adding and subtracting never rounds.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::catalog::{Architecture, Meter};
use crate::units::Span;

/// Counts a meter and function. Two usages add up and subtract, row by row; a count of zero is no row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage(BTreeMap<(Meter, Option<Arc<str>>), i128>);

/// One row as reports and usage files write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageRow {
    /// The meter's id: `lambda.requests`.
    pub meter: String,
    /// The function, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// The count, a whole number written as a string.
    pub quantity: String,
    /// What is counted: the meter's finest unit, `MB-ms`.
    pub unit: String,
}

impl Usage {
    /// Nothing used.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Adds counts in the meter's finest unit (`MeterRow::counted_in`); negative ones take away.
    pub fn add(&mut self, meter: Meter, function: Option<&str>, count: i128) {
        if count == 0 {
            return;
        }
        let key = (meter, function.map(Arc::from));
        let total = self.0.entry(key.clone()).or_default();
        *total = total.saturating_add(count);
        if *total == 0 {
            self.0.remove(&key);
        }
    }

    /// Adds what functions count of their own: memory × billed time, and how much of that was INIT.
    pub fn add_compute(&mut self, function: &str, architecture: Architecture, mb_ms: i128, of_it_init_mb_ms: i128) {
        let (whole, part) = match architecture {
            Architecture::X86_64 => (Meter::LambdaX86, Meter::LambdaX86Init),
            Architecture::Arm64 => (Meter::LambdaArm, Meter::LambdaArmInit),
        };
        self.add(whole, Some(function), mb_ms);
        self.add(part, Some(function), of_it_init_mb_ms);
    }

    /// Adds an always-on instance that has run for so long, busy or not.
    pub fn add_instance(&mut self, instance: Meter, count: u32, time: Span) {
        self.add(instance, None, i128::from(time.as_micros()) * i128::from(count));
    }

    /// Adds everything of another usage.
    pub fn merge(&mut self, other: &Self) {
        for ((meter, function), count) in &other.0 {
            self.add(*meter, function.as_deref(), *count);
        }
    }

    /// What was used since an earlier state of the same usage.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        let mut difference = self.clone();
        for ((meter, function), count) in &earlier.0 {
            difference.add(*meter, function.as_deref(), -*count);
        }
        difference
    }

    /// Every count times a fraction, rounded to the nearest count.
    ///
    /// # Panics
    /// When the denominator is zero.
    #[must_use]
    pub fn scaled(&self, numerator: u64, denominator: u64) -> Self {
        let mut scaled = Self::new();
        for ((meter, function), count) in &self.0 {
            scaled.add(*meter, function.as_deref(), scale(*count, numerator, denominator));
        }
        scaled
    }

    /// The part of one function.
    #[must_use]
    pub fn of_function(&self, name: &str) -> Self {
        let rows = self.0.iter().filter(|((_, function), _)| function.as_deref() == Some(name));
        Self(rows.map(|(key, count)| (key.clone(), *count)).collect())
    }

    /// The counts of a meter over all functions, in its finest unit.
    pub fn count(&self, meter: Meter) -> i128 {
        self.0.range((meter, None)..).take_while(|((other, _), _)| *other == meter).map(|(_, count)| *count).sum()
    }

    /// Every row: meter, function, count in the meter's finest unit.
    pub fn rows(&self) -> impl Iterator<Item = (Meter, Option<&str>, i128)> {
        self.0.iter().map(|((meter, function), count)| (*meter, function.as_deref(), *count))
    }

    /// Whether nothing was used.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// `Billed Duration`: duration and INIT together, each started millisecond counted.
pub const fn billed_millis(duration: Span, init: Span) -> u64 {
    Span::from_micros(duration.as_micros() + init.as_micros()).millis_ceil()
}

/// `count × numerator / denominator` to the nearest whole, without leaving 128 bits for any count a run can reach.
fn scale(count: i128, numerator: u64, denominator: u64) -> i128 {
    let (numerator, denominator) = (i128::from(numerator), i128::from(denominator));
    let (whole, rest) = (count.div_euclid(denominator), count.rem_euclid(denominator));
    whole.saturating_mul(numerator).saturating_add((2 * rest * numerator + denominator) / (2 * denominator))
}

impl Serialize for Usage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.rows().map(|(meter, function, count)| UsageRow {
            meter: meter.id().to_owned(),
            function: function.map(str::to_owned),
            quantity: count.to_string(),
            unit: meter.row().counted_in.to_owned(),
        }))
    }
}

impl<'de> Deserialize<'de> for Usage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut usage = Self::new();
        for row in Vec::<UsageRow>::deserialize(deserializer)? {
            let (meter, count) = row.read().map_err(serde::de::Error::custom)?;
            usage.add(meter, row.function.as_deref(), count);
        }
        Ok(usage)
    }
}

impl UsageRow {
    /// The meter and the count it stands for.
    fn read(&self) -> Result<(Meter, i128), String> {
        let meter = Meter::by_id(&self.meter).ok_or_else(|| format!("unknown meter `{}`", self.meter))?;
        let expected = meter.row().counted_in;
        if self.unit != expected {
            return Err(format!("`{}` is counted in {expected}, not in {}", self.meter, self.unit));
        }
        let count = self.quantity.parse().map_err(|_| format!("`{}` is not a whole number", self.quantity))?;
        Ok((meter, count))
    }
}
