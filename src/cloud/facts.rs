//! What a provider does, as numbers: filled from the catalog, never written here.

use std::collections::BTreeMap;

use crate::cloud::{Architecture, PackageKind};
use crate::units::{Megabytes, Span};

/// Everything the world needs to know about the platform it imitates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlatformFacts {
    /// The memory setting that buys one whole vCPU.
    pub mb_per_vcpu: u32,
    /// INIT longer than this is cut off and tried again inside the first invocation.
    pub init_limit: Span,
    /// The smallest and the largest memory setting.
    pub memory: (Megabytes, Megabytes),
    /// The longest timeout.
    pub timeout_max: Span,
    /// The smallest and the largest `/tmp`; the smallest is free.
    pub ephemeral_storage: (Megabytes, Megabytes),
    /// Concurrency that must stay unreserved.
    pub unreserved_min: u32,
    /// Environments one function may gain at once.
    pub scaling_burst: u32,
    /// Environments one function may gain a second after that.
    pub scaling_per_s: u32,
    /// Requests a second for each unit of concurrency.
    pub rps_per_concurrency: u32,
    /// Time before INIT.
    pub platform_time: PlatformTime,
    /// How long an idle environment is kept: the shortest and the longest.
    pub idle_expiry: (Span, Span),
    /// How old an environment becomes, however busy: the youngest and the oldest.
    pub max_age: (Span, Span),
    /// The runtimes' share of INIT.
    pub init: BTreeMap<InitKey, InitTime>,
    /// What an `INIT_START` line prints, by runtime.
    pub runtime_versions: BTreeMap<String, RuntimeVersion>,
}

/// Which build of a runtime a function gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuntimeVersion {
    /// `nodejs:22.v48`.
    pub name: String,
    /// The ARN behind it.
    pub arn: String,
}

/// What the runtime's share of INIT depends on.
pub type InitKey = (String, PackageKind, Architecture);

/// The runtime's share of INIT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InitTime {
    /// The median.
    pub p50: Span,
    /// 95 of 100 are shorter.
    pub p95: Span,
}

/// Time before INIT, when the provider finds a place, fetches the code and unpacks it: a straight line by size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlatformTime {
    /// The shortest for a zip.
    pub zip_floor: Span,
    /// A zip of nothing, on the fitted line.
    pub zip_intercept: Span,
    /// For each megabyte, unzipped.
    pub zip_per_mb: Span,
    /// An image of nothing, on the fitted line.
    pub image_intercept: Span,
    /// For each megabyte of image.
    pub image_per_mb: Span,
}

impl PlatformTime {
    /// The time before INIT for a package.
    pub fn of(&self, kind: PackageKind, size: Megabytes) -> Span {
        let line = |intercept: Span, per_mb: Span| Span(intercept.0 + per_mb.0 * u64::from(size.0));
        match kind {
            PackageKind::Zip => line(self.zip_intercept, self.zip_per_mb).max(self.zip_floor),
            PackageKind::Image => line(self.image_intercept, self.image_per_mb),
        }
    }
}
