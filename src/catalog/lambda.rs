//! What the engine needs to know of AWS Lambda, typed and complete, so that no lookup can fail while a world runs.

use std::collections::BTreeMap;

use super::{AsyncFacts, QueueFacts, StreamFacts, Value};
use crate::units::{Megabytes, Ratio, Span};

/// Limits, rates and times of AWS Lambda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LambdaFacts {
    /// Smallest memory size.
    pub memory_min: Megabytes,
    /// Largest memory size.
    pub memory_max: Megabytes,
    /// Memory size when none is given.
    pub memory_default: Megabytes,
    /// Timeout when none is given.
    pub timeout_default: Span,
    /// Longest timeout.
    pub timeout_max: Span,
    /// `/tmp` that comes with every function, free of charge.
    pub ephemeral_min: Megabytes,
    /// Largest `/tmp`.
    pub ephemeral_max: Megabytes,
    /// Memory that comes with one virtual CPU; less memory is a share of it.
    pub mb_per_vcpu: u32,
    /// How long INIT may take before it is cut off and repeated inside the first invocation.
    pub init_limit: Span,
    /// Concurrency of an account in one Region.
    pub account_concurrency: u32,
    /// Concurrency that reservations must leave over.
    pub unreserved_minimum: u32,
    /// New environments a function may get in ten seconds, refilled continuously.
    pub scaling_per_10s: u32,
    /// Requests per second a unit of concurrency may carry.
    pub rps_per_concurrency: u32,
    /// Shortest idle time after which an environment goes (model value).
    pub idle_expiry_min: Span,
    /// Longest idle time after which an environment goes (model value).
    pub idle_expiry_max: Span,
    /// Youngest age at which a busy environment is replaced (model value).
    pub max_age_min: Span,
    /// Oldest age an environment reaches (model value).
    pub max_age_max: Span,
    /// What happens before INIT.
    pub platform_time: PlatformTime,
    /// What published versions can have.
    pub versions: VersionFacts,
    /// Requests a second that X-Ray traces because they come first.
    pub traces_per_s: u32,
    /// Of the other requests, the share it traces.
    pub traced_share: Ratio,
    /// Started milliseconds are billed in lots of this.
    pub billing_step: Span,
    /// The largest event and the largest answer of a synchronous invocation, in bytes.
    pub sync_payload_max: u64,
    /// Events without a caller who waits.
    pub asynchronous: AsyncFacts,
    /// Event source mappings that read queues.
    pub queues: QueueFacts,
    /// Event source mappings that read streams.
    pub streams: StreamFacts,
}

/// Provisioned concurrency and snapshots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VersionFacts {
    /// At least how long INIT may take where nobody waits for it; longer with a longer timeout.
    pub init_limit: Span,
    /// How long a restore may take.
    pub restore_limit: Span,
    /// Shortest time until the first provisioned environment is begun.
    pub provisioned_delay_min: Span,
    /// Longest such time.
    pub provisioned_delay_max: Span,
    /// Provisioned environments that are begun in a minute.
    pub provisioned_per_min: u32,
    /// Provisioned time is charged in lots of this.
    pub provisioned_step: Span,
    /// A snapshot is charged for at least so long.
    pub snapshot_min: Span,
    /// Of a restore, in percent of its median: faster are 5 in a hundred, slower are 5, slower is 1.
    pub restore_spread: [u32; 3],
    /// How much of a restore is billed, in percent (model value).
    pub restore_billed: u32,
    /// What the first start after an image was deployed takes longer, for each megabyte (model value).
    pub fresh_image_per_mb: Span,
}

/// Time before INIT, in no log line: placement, download, unpacking. A straight line in package size (model value).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlatformTime {
    /// An empty archive.
    pub zip_base: Span,
    /// Each unzipped megabyte.
    pub zip_per_mb: Span,
    /// No archive is faster than this.
    pub zip_floor: Span,
    /// An empty image.
    pub image_base: Span,
    /// Each megabyte of image.
    pub image_per_mb: Span,
}

impl LambdaFacts {
    /// Collects the facts by name; the error lists the names that are missing or are not whole numbers.
    pub(super) fn from_values(values: &BTreeMap<String, Value>) -> Result<Self, Vec<&'static str>> {
        let mut reader = Reader { values, missing: Vec::new() };
        let facts = Self {
            memory_min: reader.megabytes("lambda.memory_min_mb"),
            memory_max: reader.megabytes("lambda.memory_max_mb"),
            memory_default: reader.megabytes("lambda.memory_default_mb"),
            timeout_default: reader.seconds("lambda.timeout_default_s"),
            timeout_max: reader.seconds("lambda.timeout_max_s"),
            ephemeral_min: reader.megabytes("lambda.ephemeral_storage_min_mb"),
            ephemeral_max: reader.megabytes("lambda.ephemeral_storage_max_mb"),
            mb_per_vcpu: reader.whole("lambda.mb_per_vcpu"),
            init_limit: reader.seconds("lambda.init_limit_s"),
            account_concurrency: reader.whole("lambda.account_concurrency"),
            unreserved_minimum: reader.whole("lambda.unreserved_minimum"),
            scaling_per_10s: reader.whole("lambda.scaling_per_10s"),
            rps_per_concurrency: reader.whole("lambda.rps_per_concurrency"),
            idle_expiry_min: reader.seconds("lambda.idle_expiry_min_s"),
            idle_expiry_max: reader.seconds("lambda.idle_expiry_max_s"),
            max_age_min: reader.seconds("lambda.max_age_min_s"),
            max_age_max: reader.seconds("lambda.max_age_max_s"),
            platform_time: PlatformTime {
                zip_base: reader.millis("lambda.platform_zip_base_ms"),
                zip_per_mb: reader.millis("lambda.platform_zip_per_mb_ms"),
                zip_floor: reader.millis("lambda.platform_zip_floor_ms"),
                image_base: reader.millis("lambda.platform_image_base_ms"),
                image_per_mb: reader.millis("lambda.platform_image_per_mb_ms"),
            },
            versions: VersionFacts {
                init_limit: reader.seconds("lambda.init_limit_provisioned_s"),
                restore_limit: reader.seconds("lambda.restore_limit_s"),
                provisioned_delay_min: reader.seconds("lambda.provisioned_delay_min_s"),
                provisioned_delay_max: reader.seconds("lambda.provisioned_delay_max_s"),
                provisioned_per_min: reader.whole("lambda.provisioned_per_min"),
                provisioned_step: reader.seconds("lambda.provisioned_step_s"),
                snapshot_min: Span::from_secs(u64::from(reader.whole("lambda.snapstart_cache_min_h")) * 3_600),
                restore_spread: [
                    reader.whole("lambda.restore_p5_percent"),
                    reader.whole("lambda.restore_p95_percent"),
                    reader.whole("lambda.restore_p99_percent"),
                ],
                restore_billed: reader.whole("lambda.restore_billed_percent"),
                fresh_image_per_mb: reader.millis("lambda.image_first_start_per_mb_ms"),
            },
            traces_per_s: reader.whole("lambda.traces_per_s"),
            traced_share: reader.percent("lambda.traced_percent"),
            billing_step: reader.millis("lambda.billing_step_ms"),
            sync_payload_max: u64::from(reader.whole("lambda.sync_payload_max_mb")) << 20,
            asynchronous: AsyncFacts::read(&mut reader),
            queues: QueueFacts::read(&mut reader),
            streams: StreamFacts::read(&mut reader),
        };
        if reader.missing.is_empty() { Ok(facts) } else { Err(reader.missing) }
    }
}

/// Looks names up and remembers the ones it missed.
pub(super) struct Reader<'a> {
    values: &'a BTreeMap<String, Value>,
    missing: Vec<&'static str>,
}

impl Reader<'_> {
    fn number(&mut self, name: &'static str) -> f64 {
        let found = self.values.get(name).map(|value| value.number).filter(|number| *number >= 0.0);
        found.unwrap_or_else(|| {
            self.missing.push(name);
            0.0
        })
    }

    pub(super) fn whole(&mut self, name: &'static str) -> u32 {
        let number = self.number(name);
        if number.fract() != 0.0 || number > f64::from(u32::MAX) {
            self.missing.push(name);
        }
        number as u32
    }

    fn percent(&mut self, name: &'static str) -> Ratio {
        Ratio::from_f64(self.number(name) / 100.0)
    }

    fn megabytes(&mut self, name: &'static str) -> Megabytes {
        Megabytes(self.whole(name))
    }

    pub(super) fn seconds(&mut self, name: &'static str) -> Span {
        Span::from_secs_f64(self.number(name))
    }

    fn millis(&mut self, name: &'static str) -> Span {
        Span::from_millis_f64(self.number(name))
    }
}
