//! What a provider does, as numbers: filled from the catalog, never written here.

use std::collections::BTreeMap;

use crate::catalog::{AsyncFacts, QueueFacts, StreamFacts};
use crate::cloud::{Architecture, PackageKind, Quantiles};
use crate::units::{Megabytes, Ratio, Span};

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
    /// The largest event and the largest answer of a synchronous invocation, in bytes.
    pub sync_payload_max: u64,
    /// Events that nobody waits for.
    pub asynchronous: AsyncFacts,
    /// Lambda's side of a queue.
    pub queues: QueueFacts,
    /// Lambda's side of a stream.
    pub streams: StreamFacts,
    /// Time before INIT.
    pub platform_time: PlatformTime,
    /// How long an idle environment is kept: the shortest and the longest.
    pub idle_expiry: (Span, Span),
    /// How old an environment becomes, however busy: the youngest and the oldest.
    pub max_age: (Span, Span),
    /// The runtimes' share of INIT.
    pub init: BTreeMap<InitKey, InitTime>,
    /// What published versions can have.
    pub versions: VersionFacts,
    /// How long a restore from a snapshot takes, by runtime.
    pub restore: BTreeMap<String, RestoreTime>,
    /// Requests a second that are traced because they come first.
    pub traces_per_s: u32,
    /// Of the others, the share that is traced.
    pub traced_share: Ratio,
    /// What an `INIT_START` line prints, by runtime.
    pub runtime_versions: BTreeMap<String, RuntimeVersion>,
}

/// Provisioned concurrency and snapshots, in the platform's numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VersionFacts {
    /// At least how long INIT may take where nobody waits for it; longer with a longer timeout.
    pub init_limit: Span,
    /// How long a restore may take.
    pub restore_limit: Span,
    /// How long it takes until the first provisioned environment is begun: the shortest and the longest.
    pub provisioned_delay: (Span, Span),
    /// From one provisioned environment to the next.
    pub provisioned_gap: Span,
    /// Provisioned time is charged in lots of this.
    pub provisioned_step: Span,
    /// A snapshot is charged for at least so long.
    pub snapshot_min: Span,
    /// Of a restore, in percent of its median: p5, p95, p99.
    pub restore_spread: [u32; 3],
    /// How much of a restore is billed, in percent.
    pub restore_billed: u32,
    /// What the first start after an image was deployed takes longer, for each megabyte.
    pub fresh_image_per_mb: Span,
}

impl PlatformFacts {
    /// How long a restore of a runtime takes with this memory; nothing where it cannot be restored.
    pub fn restore_at(&self, runtime: &str, memory: Megabytes) -> Option<Quantiles> {
        let p50 = between_sizes(&FIRST_INVOKE_MEMORY, &self.restore.get(runtime)?.p50, memory);
        let [p5, p95, p99] = self.versions.restore_spread.map(|percent| Span(p50.0 * u64::from(percent) / 100));
        Some(Quantiles { p5, p50, p95, p99 })
    }
}

/// How long a runtime takes to come back from a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RestoreTime {
    /// The medians at each of [`FIRST_INVOKE_MEMORY`].
    pub p50: [Span; 4],
    /// Whether nobody measured this runtime, and the times are those of others.
    pub is_model: bool,
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

/// The runtime's share of a cold start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InitTime {
    /// How long INIT takes.
    pub init: Quantiles,
    /// How long the first invocation of a function that does nothing takes, at each of [`FIRST_INVOKE_MEMORY`]: what the runtime
    /// still loads then, with the processor share of that memory.
    pub first_invoke: [Span; 4],
}

/// The memory settings at which first invocations were measured.
pub const FIRST_INVOKE_MEMORY: [Megabytes; 4] = [Megabytes(128), Megabytes(256), Megabytes(512), Megabytes(1_024)];

impl InitTime {
    /// How much longer the first invocation takes with this memory: a straight line between the logarithms of what was
    /// measured, and no further than that.
    pub fn first_invoke_at(&self, memory: Megabytes) -> Span {
        between_sizes(&FIRST_INVOKE_MEMORY, &self.first_invoke, memory)
    }
}

/// What was measured at some sizes, in between: straight in logarithms, level outside.
pub(super) fn between_sizes(sizes: &[Megabytes; 4], measured: &[Span; 4], size: Megabytes) -> Span {
    let Some(above) = sizes.iter().position(|known| *known >= size) else { return measured[3] };
    if above == 0 || sizes[above] == size {
        return measured[above];
    }
    let ln = |number: f64| libm::log(number.max(1.0));
    let (low, high) = (ln(f64::from(sizes[above - 1].0)), ln(f64::from(sizes[above].0)));
    let (from, to) = (ln(measured[above - 1].0 as f64), ln(measured[above].0 as f64));
    let share = (ln(f64::from(size.0)) - low) / (high - low);
    Span((libm::exp(from + share * (to - from)) + 0.5) as u64)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// .NET 8 as measured: it compiles what it needs in its first invocation, with the share of the processor it has.
    #[test]
    fn a_first_invocation_is_as_slow_as_measured_and_lies_between_where_it_was_not() {
        let first_invoke = [715, 356, 164, 74].map(Span::from_millis);
        let all_the_same = Span::from_millis(250);
        let init = Quantiles { p5: all_the_same, p50: all_the_same, p95: all_the_same, p99: all_the_same };
        let dotnet = InitTime { init, first_invoke };
        for (memory, expected) in FIRST_INVOKE_MEMORY.into_iter().zip(first_invoke) {
            assert_eq!(dotnet.first_invoke_at(memory), expected);
        }
        let at = |memory| dotnet.first_invoke_at(Megabytes(memory)).as_millis_f64();
        assert!((at(181) / libm::sqrt(715.0 * 356.0) - 1.0).abs() < 0.01, "{}", at(181));
        assert!((at(10_240) - 74.0).abs() < 1e-9, "nobody measured more, so nothing better is promised");
    }
}
