//! From the catalog to the numbers a world needs.

use crate::catalog::{self, Catalog};
use crate::cloud::{
    Architecture, InitTime, PackageKind, PlatformFacts, PlatformTime, Quantiles, RestoreTime, RuntimeVersion,
    VersionFacts,
};
use crate::units::Span;

impl From<&Catalog> for PlatformFacts {
    fn from(catalog: &Catalog) -> Self {
        let lambda = catalog.lambda();
        let init = catalog.init_rows().iter().map(|row| {
            let key = (row.runtime.clone(), row.package.into(), row.architecture.into());
            let init = Quantiles { p5: row.p5, p50: row.p50, p95: row.p95, p99: row.p99 };
            (key, InitTime { init, first_invoke: row.first_invoke })
        });
        let versions = catalog.runtimes().iter().map(|runtime| {
            let version = RuntimeVersion { name: runtime.version.clone(), arn: runtime.version_arn.clone() };
            (runtime.id.clone(), version)
        });
        let restore = catalog
            .restore_times()
            .iter()
            .map(|row| (row.runtime.clone(), RestoreTime { p50: row.p50, is_model: row.published.is_model() }));
        Self {
            mb_per_vcpu: lambda.mb_per_vcpu,
            init_limit: lambda.init_limit,
            memory: (lambda.memory_min, lambda.memory_max),
            timeout_max: lambda.timeout_max,
            ephemeral_storage: (lambda.ephemeral_min, lambda.ephemeral_max),
            unreserved_min: lambda.unreserved_minimum,
            scaling_burst: lambda.scaling_per_10s,
            scaling_per_s: lambda.scaling_per_10s / 10,
            rps_per_concurrency: lambda.rps_per_concurrency,
            sync_payload_max: lambda.sync_payload_max,
            asynchronous: lambda.asynchronous.clone(),
            queues: lambda.queues.clone(),
            streams: lambda.streams.clone(),
            platform_time: (&lambda.platform_time).into(),
            idle_expiry: (lambda.idle_expiry_min, lambda.idle_expiry_max),
            max_age: (lambda.max_age_min, lambda.max_age_max),
            traces_per_s: lambda.traces_per_s,
            traced_share: lambda.traced_share,
            init: init.collect(),
            versions: (&lambda.versions).into(),
            restore: restore.collect(),
            runtime_versions: versions.collect(),
        }
    }
}

impl From<&catalog::VersionFacts> for VersionFacts {
    fn from(published: &catalog::VersionFacts) -> Self {
        Self {
            init_limit: published.init_limit,
            restore_limit: published.restore_limit,
            provisioned_delay: (published.provisioned_delay_min, published.provisioned_delay_max),
            provisioned_gap: Span(Span::from_secs(60).0 / u64::from(published.provisioned_per_min.max(1))),
            provisioned_step: published.provisioned_step,
            snapshot_min: published.snapshot_min,
            restore_spread: published.restore_spread,
            restore_billed: published.restore_billed,
            fresh_image_per_mb: published.fresh_image_per_mb,
        }
    }
}

impl From<&catalog::PlatformTime> for PlatformTime {
    fn from(published: &catalog::PlatformTime) -> Self {
        Self {
            zip_floor: published.zip_floor,
            zip_intercept: published.zip_base,
            zip_per_mb: published.zip_per_mb,
            image_intercept: published.image_base,
            image_per_mb: published.image_per_mb,
        }
    }
}

impl From<catalog::Architecture> for Architecture {
    fn from(published: catalog::Architecture) -> Self {
        match published {
            catalog::Architecture::X86_64 => Self::X86_64,
            catalog::Architecture::Arm64 => Self::Arm64,
        }
    }
}

impl From<Architecture> for catalog::Architecture {
    fn from(configured: Architecture) -> Self {
        match configured {
            Architecture::X86_64 => Self::X86_64,
            Architecture::Arm64 => Self::Arm64,
        }
    }
}

impl From<catalog::Package> for PackageKind {
    fn from(published: catalog::Package) -> Self {
        match published {
            catalog::Package::Zip => Self::Zip,
            catalog::Package::Image => Self::Image,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Megabytes, Span};

    #[test]
    fn the_world_starts_as_the_catalog_says() {
        let facts = PlatformFacts::from(&Catalog::embedded());
        assert_eq!(facts.mb_per_vcpu, 1769);
        assert_eq!(facts.memory, (Megabytes(128), Megabytes(10_240)));
        assert_eq!((facts.scaling_burst, facts.scaling_per_s), (1_000, 100));
        let node = ("nodejs22.x".to_owned(), PackageKind::Zip, Architecture::X86_64);
        assert_eq!(facts.init[&node].init.p50, Span(141_100));
    }
}
