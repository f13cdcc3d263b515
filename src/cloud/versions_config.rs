//! What a function has beyond its current code: published versions, kept warm or kept as snapshots.

use crate::cloud::{ConfigError, FunctionConfig, PackageKind, PlatformFacts, Runtime};
use crate::units::{Moment, Ratio, Span};

/// Settings that take effect on published versions only; AWS refuses them for `$LATEST`.
///
/// Where one of them is on, every deployment publishes a version and points the alias `live` to it, and what is called without a
/// qualifier goes there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VersionsConfig {
    /// Environments kept ready.
    pub provisioned_concurrency: u32,
    /// Other numbers of them, from some moment of the run on.
    pub provisioned_schedule: Vec<ScheduledTarget>,
    /// Whether environments are restored from a snapshot that is taken after INIT, when a version is published.
    pub snap_start: bool,
    /// Aliases that are there when the world begins; so are all versions up to the highest they name, each like the function.
    pub aliases: Vec<AliasConfig>,
}

/// An alias of published versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AliasConfig {
    /// Its name.
    pub name: String,
    /// One version, or two with their shares of the calls.
    pub weights: Vec<(u32, Ratio)>,
}

/// So many environments are to be kept ready from then on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScheduledTarget {
    /// Since the start of the run.
    pub at: Span,
    /// How many.
    pub target: u32,
}

impl VersionsConfig {
    /// Whether the function runs from published versions.
    pub const fn publishes(&self) -> bool {
        self.provisioned_concurrency > 0 || !self.provisioned_schedule.is_empty() || self.snap_start
    }

    /// The most environments that are ever kept ready.
    pub fn provisioned_most(&self) -> u32 {
        let scheduled = self.provisioned_schedule.iter().map(|scheduled| scheduled.target);
        scheduled.fold(self.provisioned_concurrency, u32::max)
    }

    /// How many are asked for over a stretch of the run, added up over its microseconds; of no time at all, how many are then.
    pub fn kept_ready(&self, from: Moment, to: Moment) -> u128 {
        let changes =
            self.provisioned_schedule.iter().map(|scheduled| (Moment::START + scheduled.at, scheduled.target));
        let (mut since, mut target, mut sum) = (from, self.provisioned_concurrency, 0);
        for (at, next) in changes.take_while(|(at, _)| *at <= to) {
            if at > since {
                sum += u128::from(target) * u128::from(at.since(since).as_micros());
                since = at;
            }
            target = next;
        }
        if from == to { u128::from(target) } else { sum + u128::from(target) * u128::from(to.since(since).as_micros()) }
    }

    /// Whether the platform would accept it for this function; what depends on other functions is checked by the world.
    pub(super) fn check(&self, config: &FunctionConfig, facts: &PlatformFacts) -> Result<(), ConfigError> {
        let provisioned = self.provisioned_most();
        if let Some(reserved) = config.reserved_concurrency.filter(|reserved| provisioned > *reserved) {
            return Err(ConfigError::ProvisionedOverReserved { provisioned, reserved });
        }
        if !self.snap_start {
            return Ok(());
        }
        let refused = |with: String| Err(ConfigError::SnapStart { with });
        if provisioned > 0 {
            return refused("together with provisioned concurrency: choose one of the two".to_owned());
        }
        if config.package == PackageKind::Image {
            return refused("for container images: package it as a zip".to_owned());
        }
        let (free, _) = facts.ephemeral_storage;
        if config.ephemeral_storage > free {
            return refused(format!(
                "with more than {free} of /tmp, and this function has {}",
                config.ephemeral_storage
            ));
        }
        match &config.runtime {
            Runtime::Named(name) if facts.restore.contains_key(name) => Ok(()),
            runtime => {
                let known: Vec<&str> = facts.restore.keys().map(String::as_str).collect();
                refused(format!(
                    "for `{runtime}`: it is for Java 11, Python 3.12 and .NET 8 and what came after ({})",
                    known.join(", ")
                ))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_ready_follows_the_schedule() {
        let at = |hours: u64| Span::from_secs(hours * 3_600);
        let schedule = [(8, 40), (9, 0)].map(|(hour, target)| ScheduledTarget { at: at(hour), target });
        let versions = VersionsConfig { provisioned_schedule: schedule.to_vec(), ..VersionsConfig::default() };
        let hour = 3_600_000_000_u128;
        for (from, to, expected) in
            [(0, 8, 0), (0, 24, 40 * hour), (8, 9, 40 * hour), (9, 24, 0), (7, 10, 40 * hour), (8, 8, 40)]
        {
            let moment = |hours: u64| Moment::START + at(hours);
            assert_eq!(versions.kept_ready(moment(from), moment(to)), expected, "{from} to {to}");
        }
        let always = VersionsConfig { provisioned_concurrency: 3, ..VersionsConfig::default() };
        assert_eq!(always.kept_ready(Moment::START, Moment::START + at(2)), 6 * hour);
    }
}
