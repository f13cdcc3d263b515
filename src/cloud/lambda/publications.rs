//! What a function has published, apart from the function: versions, aliases, and what they cost.

use super::function::Behaviour;
use super::pool::Pool;
use super::provisioned::Provisioned;
use super::rent::Rent;
use crate::api::lambda::Qualifier;
use crate::cloud::record::Level;
use crate::cloud::{AliasStatus, FunctionConfig, FunctionRecord, VersionStatus};
use crate::sim::{Gauge, Stream, Streams};
use crate::units::{Moment, Ratio};

/// The alias that traffic uses.
pub(super) const LIVE: &str = "live";

/// What a function has published.
#[derive(Clone, Debug)]
pub(super) struct Publications {
    /// The versions there are, in order of their numbers.
    pub(super) versions: Vec<Version>,
    pub(super) last_number: u32,
    /// Which state of `$LATEST` the last version is a copy of.
    pub(super) copied: Option<u32>,
    pub(super) aliases: Vec<Alias>,
    /// Whether `live` follows every deployment by itself.
    pub(super) follows: bool,
    /// Provisioned concurrency the function is to have.
    pub(super) target: u32,
    /// Settings of the schedule that were armed before this one mean nothing.
    pub(super) schedule: u32,
    pub(super) routing: Stream,
    pub(super) delay: Stream,
    pub(super) ready: Gauge,
    pub(super) running: Gauge,
    /// Provisioned concurrency, by architecture.
    pub(super) provisioned_rent: [Rent; 2],
    pub(super) snapshot_rent: Rent,
}

/// A published version.
#[derive(Clone, Debug)]
pub(super) struct Version {
    pub(super) number: u32,
    pub(super) parts: Parts,
    /// It cannot be called before its snapshot is taken.
    pub(super) active: bool,
    /// It takes no calls any more, and is kept for environments that still have one.
    pub(super) deleted: bool,
    pub(super) provisioned: Provisioned,
}

/// What a version has to itself.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) config: FunctionConfig,
    pub(super) version: u32,
    pub(super) behaviour: Behaviour,
    pub(super) pool: Pool,
}

/// A name for one version, or for two.
#[derive(Clone, Debug)]
pub(super) struct Alias {
    name: String,
    weights: Vec<(u32, Ratio)>,
}

impl Publications {
    pub(super) fn new(function: &str, streams: Streams) -> Self {
        let stream = |question: &str| streams.stream(&format!("lambda/{function}/{question}"));
        Self {
            versions: Vec::new(),
            last_number: 0,
            copied: None,
            aliases: Vec::new(),
            follows: false,
            target: 0,
            schedule: 0,
            routing: stream("alias"),
            delay: stream("provisioned"),
            ready: Gauge::default(),
            running: Gauge::default(),
            provisioned_rent: [Rent::default(), Rent::default()],
            snapshot_rent: Rent::default(),
        }
    }

    pub(super) fn version(&self, number: u32) -> Option<&Version> {
        self.versions.iter().find(|version| version.number == number)
    }

    pub(super) fn version_mut(&mut self, number: u32) -> Option<&mut Version> {
        self.versions.iter_mut().find(|version| version.number == number)
    }

    /// Which version a call goes to; 0 is `$LATEST`. An alias of two versions throws its dice for each call.
    pub(super) fn resolve(&mut self, qualifier: Qualifier) -> u32 {
        let alias = match qualifier {
            Qualifier::Latest => return 0,
            Qualifier::Version(number) => return number,
            Qualifier::Alias(place) => self.aliases.get(usize::from(place)),
            Qualifier::None => self.aliases.iter().find(|alias| alias.name == LIVE),
        };
        match alias.map(|alias| alias.weights.as_slice()) {
            Some([(only, _)]) => *only,
            Some([(first, share), (second, _)]) => {
                if self.routing.chance(*share) {
                    *first
                } else {
                    *second
                }
            }
            _ => 0,
        }
    }

    /// The alias of this name, by its place.
    pub(super) fn alias(&self, name: &str) -> Option<u16> {
        self.aliases.iter().position(|alias| alias.name == name).map(|place| place as u16)
    }

    /// The share of the calls to `live` that each version gets.
    pub(super) fn live(&self) -> &[(u32, Ratio)] {
        self.aliases.iter().find(|alias| alias.name == LIVE).map_or(&[], |alias| &alias.weights)
    }

    pub(super) fn alias_statuses(&self) -> Vec<AliasStatus> {
        let status = |alias: &Alias| AliasStatus { name: alias.name.clone(), weights: alias.weights.clone() };
        self.aliases.iter().map(status).collect()
    }

    /// Adds what was counted here since the last time.
    pub(super) fn take_into(&mut self, record: &mut FunctionRecord, now: Moment) {
        for (sum, rent) in record.usage.provisioned_mb_ms.iter_mut().zip(&mut self.provisioned_rent) {
            *sum += rent.take(now);
        }
        record.usage.snapshot_mb_ms += self.snapshot_rent.take(now);
        record.provisioned = Level::take(&mut self.ready, now);
        record.provisioned_running = Level::take(&mut self.running, now);
    }

    /// The same, left in place.
    pub(super) fn read_into(&self, record: &mut FunctionRecord, now: Moment) {
        for (sum, rent) in record.usage.provisioned_mb_ms.iter_mut().zip(&self.provisioned_rent) {
            *sum += rent.read(now);
        }
        record.usage.snapshot_mb_ms += self.snapshot_rent.read(now);
        record.provisioned = Level::read(&self.ready, now);
        record.provisioned_running = Level::read(&self.running, now);
    }

    pub(super) fn version_statuses(&self) -> Vec<VersionStatus> {
        let status = |version: &Version| VersionStatus {
            number: version.number,
            provisioned_wanted: version.provisioned.target,
            provisioned_ready: version.provisioned.ready,
            active: version.active,
        };
        self.versions.iter().filter(|version| !version.deleted).map(status).collect()
    }

    /// Environments on their way without a request.
    pub(super) fn in_preparation(&self) -> u32 {
        self.versions.iter().map(|version| version.provisioned.in_preparation()).sum()
    }

    pub(super) fn point(&mut self, name: &str, weights: Vec<(u32, Ratio)>) {
        match self.aliases.iter_mut().find(|alias| alias.name == name) {
            Some(alias) => alias.weights = weights,
            None => self.aliases.push(Alias { name: name.to_owned(), weights }),
        }
    }
}

impl Version {
    /// The memory and the processor its environments have.
    pub(super) const fn config(&self) -> &FunctionConfig {
        &self.parts.config
    }
}
