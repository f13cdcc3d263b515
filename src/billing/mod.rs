//! Floor 3: usage × price. Services count in whole numbers; prices are applied late; rounding happens once, at display.
//!
//! 1. Services add what they did to a [`Usage`]: so many requests, so many MB-ms, each a [`Meter`].
//! 2. [`price`] multiplies it with the catalog's prices, tier by tier, after the free allowances, into an [`Invoice`].
//! 3. The invoice explains itself: quantity × price = amount, with source and date. Its amounts are exact fractions.

pub mod break_even;
mod elsewhere;
mod extrapolate;
mod free_tier;
mod invoice;
mod pricing;
pub mod rules;
mod text;
mod usage;
mod usage_file;
mod workload;

pub use crate::catalog::{Meter, MeterRow};
pub use elsewhere::{Book, Comparison, Unsaid};
pub use extrapolate::{HOURS_PER_MONTH, month};
pub use free_tier::FreeTier;
pub use invoice::{Invoice, Line};
pub use pricing::{TooMuch, price, try_price};
pub use usage::{Usage, UsageRow, billed_millis};
pub use usage_file::UsageFile;
pub use workload::Workload;

#[cfg(test)]
mod tests;
