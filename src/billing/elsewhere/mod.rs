//! The same usage under other providers' rules: what it would cost there, what had to be assumed, what cannot be compared.
//!
//! 1. A usage file says what functions did, as [`Workload`](super::Workload)s: so many requests, each of such a time, of such a size.
//! 2. A [`Book`] meters that work by its own rules (steps, least times, sizes) into meters of its own.
//! 3. The catalog prices those meters as it prices Lambda's; the [`Comparison`] carries the invoice and its labels.

mod azure;
mod comparison;
mod gcp;
mod metering;

use super::{FreeTier, TooMuch, UsageFile, try_price};
use crate::catalog::expr::Exact;
use crate::catalog::{Catalog, Meter};
pub use comparison::Comparison;
use metering::Metering;

/// A provider's way to charge for functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Book {
    /// Google Cloud Run functions, 2nd generation, billed by request.
    Gcp,
    /// Google Cloud Functions, 1st generation.
    Gcp1st,
    /// Azure Functions on the Consumption plan.
    Azure,
    /// Azure Functions on the Flex Consumption plan.
    AzureFlex,
}

/// What a usage file may leave unsaid, given by whoever asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unsaid {
    /// The memory setting.
    pub memory_mb: Option<Exact>,
    /// How many requests an instance takes at once.
    pub at_once: Option<Exact>,
    /// The processors of an instance.
    pub vcpu: Option<Exact>,
    /// The size of an instance.
    pub instance_mb: Option<Exact>,
}

impl Book {
    /// Every book, by its name on the command line.
    pub const ALL: [(&'static str, Self); 4] =
        [("gcp", Self::Gcp), ("gcp-1st", Self::Gcp1st), ("azure", Self::Azure), ("azure-flex", Self::AzureFlex)];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, book)| *book == self).map_or("", |(name, _)| name)
    }

    /// Whose prices these are, and where.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Gcp => "Google Cloud Run functions (2nd gen, request-based), Tier 1",
            Self::Gcp1st => "Google Cloud Functions (1st gen), Tier 1",
            Self::Azure => "Azure Functions (Consumption)",
            Self::AzureFlex => "Azure Functions (Flex Consumption, on demand)",
        }
    }

    /// What the same usage would cost there.
    ///
    /// # Errors
    /// When it is more than anybody uses.
    pub fn bill(
        self,
        file: &UsageFile,
        catalog: &Catalog,
        free_tier: FreeTier,
        unsaid: &Unsaid,
    ) -> Result<Comparison, TooMuch> {
        let mut metering = Metering::new(catalog.elsewhere(), *unsaid);
        for workload in &file.workloads {
            let metered = match self {
                Self::Gcp => gcp::second_generation(&mut metering, workload),
                Self::Gcp1st => gcp::first_generation(&mut metering, workload),
                Self::Azure => azure::consumption(&mut metering, workload),
                Self::AzureFlex => azure::flex(&mut metering, workload),
            };
            metered.ok_or(TooMuch(self.name()))?;
        }
        let mut invoice = try_price(&metering.usage, catalog, free_tier)?;
        self.title().clone_into(&mut invoice.region);
        Ok(Comparison {
            book: self,
            invoice,
            assumed: metering.assumed,
            not_comparable: self.not_comparable(),
            left_out: left_out(file),
        })
    }

    /// What the two bills do not have in common.
    fn not_comparable(self) -> &'static [&'static str] {
        match self {
            Self::Gcp => gcp::SECOND_GENERATION,
            Self::Gcp1st => gcp::FIRST_GENERATION,
            Self::Azure => azure::CONSUMPTION,
            Self::AzureFlex => azure::FLEX,
        }
    }
}

/// Lines of Lambda's bill that have no counterpart in the comparison.
fn left_out(file: &UsageFile) -> Vec<String> {
    use Meter::{LambdaArm, LambdaProvisionedArmUsed, LambdaProvisionedX86Used, LambdaRequests, LambdaX86};
    let carried = [LambdaRequests, LambdaX86, LambdaArm, LambdaProvisionedX86Used, LambdaProvisionedArmUsed];
    let left = Meter::all()
        .filter(|meter| !meter.is_information() && !carried.contains(meter) && file.usage.count(*meter) > 0);
    left.map(|meter| format!("{} · {}", meter.row().service, meter.row().item)).collect()
}

#[cfg(test)]
mod tests;
