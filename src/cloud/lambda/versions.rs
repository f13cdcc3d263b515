//! Published versions and aliases.
//!
//! A version is a copy of `$LATEST` that never changes, with environments of its own. What a version has to itself (its
//! configuration, its behaviour, its idle environments) is put in the place of `$LATEST` for as long as something is done to it,
//! so that everything else knows one kind of function only, and functions without versions pay nothing for them.

use super::Lambda;
use super::environment::{Environment, Kind, Phase};
use super::function::{Behaviour, Function, made};
use super::pool::Pool;
use super::provisioned::Provisioned;
use super::publications::{LIVE, Parts, Publications, Version};
use super::timers::Timer;
use crate::cloud::context::Context;
use crate::cloud::entry::{ShutDownReason, What};
use crate::cloud::{ConfigError, FunctionConfig, PlatformFacts};
use crate::units::{FunctionId, Ratio, Span};

/// Which environments of a version are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    OnDemand,
    Provisioned,
}

impl Lambda {
    /// Does something to a version, with the version in the place of `$LATEST`.
    pub(super) fn with_version<T>(
        &mut self,
        id: FunctionId,
        number: u32,
        side: Side,
        act: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        self.publications(id)?.version(number)?;
        self.exchange(id, number, side, true);
        let done = act(self);
        self.exchange(id, number, side, false);
        Some(done)
    }

    /// Exchanges a version with what stands in its place. Provisioned environments wait in a pool of their own, for ever, and
    /// their requests do not draw on the concurrency that functions share.
    fn exchange(&mut self, id: FunctionId, number: u32, side: Side, enter: bool) {
        use std::mem::swap;
        let place = usize::from(id.0);
        let (function, publications) = (&mut self.functions[place], self.publications[place].as_deref_mut());
        let Some(version) = publications.and_then(|publications| publications.version_mut(number)) else { return };
        let parts = &mut version.parts;
        let special = |function: &mut Function, provisioned: &mut Provisioned| {
            if side == Side::Provisioned {
                swap(&mut function.behaviour.idle_expiry, &mut provisioned.idle_expiry);
                swap(&mut function.shares_pool, &mut provisioned.shares_pool);
            }
        };
        if !enter {
            special(function, &mut version.provisioned);
        }
        swap(&mut function.config, &mut parts.config);
        swap(&mut function.version, &mut parts.version);
        swap(&mut function.behaviour, &mut parts.behaviour);
        let pool = if side == Side::Provisioned { &mut version.provisioned.pool } else { &mut parts.pool };
        swap(&mut function.pool, pool);
        if enter {
            special(function, &mut version.provisioned);
        }
    }

    pub(super) fn publications(&self, id: FunctionId) -> Option<&Publications> {
        self.publications.get(usize::from(id.0))?.as_deref()
    }

    pub(super) fn publications_mut(&mut self, id: FunctionId) -> Option<&mut Publications> {
        self.publications.get_mut(usize::from(id.0))?.as_deref_mut()
    }

    /// Publishes `$LATEST` as it is now, and says under which number. A second version of the same code and configuration is the
    /// first one again, as on AWS.
    pub(crate) fn publish(&mut self, context: &mut Context<'_>, id: FunctionId) -> u32 {
        let revision = self.functions[usize::from(id.0)].version;
        if let Some(publications) = self.publications(id)
            && publications.copied == Some(revision)
        {
            return publications.last_number;
        }
        self.copy_latest(context, id, false)
    }

    /// Makes a version out of `$LATEST`. One whose snapshot is still to be taken is not active at first, unless it was there
    /// before the run began.
    fn copy_latest(&mut self, context: &mut Context<'_>, id: FunctionId, was_there: bool) -> u32 {
        let now = context.now();
        let place = usize::from(id.0);
        let function = &mut self.functions[place];
        let streams = context.core.streams;
        let publications =
            self.publications[place].get_or_insert_with(|| Box::new(Publications::new(&function.name, streams)));
        publications.last_number += 1;
        let number = publications.last_number;
        publications.copied = Some(function.version);
        function.published = true;
        let config = function.config.clone();
        let snap_start = config.versions.snap_start;
        let behaviour = if snap_start {
            Behaviour::restored(&config, context.facts())
        } else {
            Behaviour::new(&config, context.facts())
        };
        let runtime = function.runtimes.len() as u32 - 1;
        let init = function.draw_published_init(snap_start && !was_there);
        let revision =
            function.keep_version(made(&config, &behaviour, runtime).published(number), config.handler.code().cloned());
        let memory = config.memory;
        let pool = Pool::new(config.routing);
        let parts = Parts { config, version: revision, behaviour, pool };
        let active = !snap_start || was_there;
        publications.versions.push(Version {
            number,
            parts,
            active,
            deleted: false,
            provisioned: Provisioned::default(),
        });
        context.write(|| What::Published { function: id, version: number });
        if !snap_start {
            return number;
        }
        if function.config.runtime.pays_for_snapshots() {
            publications.snapshot_rent.raise(now, number, 1, memory);
        }
        if !was_there {
            self.take_snapshot(context, id, number, init);
        }
        number
    }

    /// Publishes the versions that aliases of the configuration name, and points these to them.
    pub(super) fn open_aliases(&mut self, context: &mut Context<'_>, id: FunctionId) {
        let aliases = self.functions[usize::from(id.0)].config.versions.aliases.clone();
        let highest = aliases.iter().flat_map(|alias| &alias.weights).map(|(number, _)| *number).max().unwrap_or(0);
        while self.publications(id).map_or(0, |publications| publications.last_number) < highest {
            self.copy_latest(context, id, true);
        }
        for alias in aliases {
            let pointed = self.set_alias(context, id, &alias.name, &alias.weights);
            debug_assert!(pointed.is_ok(), "the versions were just published");
        }
    }

    /// INIT runs once, when a version is published, and is charged.
    fn take_snapshot(&mut self, context: &mut Context<'_>, id: FunctionId, number: u32, init: Span) {
        let function = &mut self.functions[usize::from(id.0)];
        let init = init.min(published_init_limit(&function.config, context.facts()));
        function.bill_init_alone(init);
        let build = function.version;
        context.write(|| What::SnapshotBegun { function: id, version: number, build });
        let at = context.now() + init;
        self.set_timer(context, at, Timer::Snapshot { function: id, number, init, build });
    }

    /// The snapshot of a version is taken: it can be called.
    pub(super) fn snapshot_taken(
        &mut self,
        context: &mut Context<'_>,
        id: FunctionId,
        (number, build): (u32, u32),
        init: Span,
    ) {
        context.write(|| What::SnapshotTaken { function: id, version: number, init, build });
        let Some(publications) = self.publications_mut(id) else { return };
        if let Some(version) = publications.version_mut(number) {
            version.active = true;
        }
        if publications.follows && publications.last_number == number {
            self.point_live(context, id, number);
        }
    }

    /// Points an alias to one version or two, by hand. `live` no longer follows deployments then.
    pub(crate) fn set_alias(
        &mut self,
        context: &mut Context<'_>,
        id: FunctionId,
        name: &str,
        weights: &[(u32, Ratio)],
    ) -> Result<(), ConfigError> {
        let sum: u64 = weights.iter().map(|(_, share)| share.0).sum();
        if weights.is_empty() || weights.len() > 2 || sum != Ratio::ONE.0 {
            return Err(ConfigError::Weights);
        }
        for (number, _) in weights {
            let version = self.publications(id).and_then(|publications| publications.version(*number));
            if version.is_none_or(|version| version.deleted) {
                return Err(ConfigError::NoVersion { number: *number });
            }
        }
        let Some(publications) = self.publications_mut(id) else { return Err(ConfigError::Weights) };
        publications.point(name, weights.to_vec());
        if name == LIVE {
            publications.follows = false;
            self.share_provisioned(context, id);
        }
        let version = weights.iter().max_by_key(|(number, share)| (*share, *number)).map_or(0, |(number, _)| *number);
        context.write(|| What::Aliased { function: id, version });
        Ok(())
    }

    /// Publishes what was deployed and lets `live` follow, where the function's settings or an earlier such step ask for it.
    pub(super) fn follow_deployment(&mut self, context: &mut Context<'_>, id: FunctionId, was_there: bool) {
        let function = &self.functions[usize::from(id.0)];
        let (revision, publishes) = (function.version, function.config.versions.publishes());
        let snap_start = function.config.versions.snap_start;
        let publications = self.publications(id);
        let by_hand = publications.is_some_and(|publications| !publications.live().is_empty() && !publications.follows);
        let follows = publications.is_some_and(|publications| publications.follows);
        let last = publications.and_then(|publications| publications.version(publications.last_number));
        let same = publications.and_then(|publications| publications.copied) == Some(revision)
            && last.is_some_and(|last| last.config().versions.snap_start == snap_start);
        if by_hand || !(publishes || follows) || (same && follows) {
            return;
        }
        let number = if same {
            publications.map_or(0, |publications| publications.last_number)
        } else {
            self.copy_latest(context, id, was_there)
        };
        let Some(publications) = self.publications_mut(id) else { return };
        publications.follows = true;
        let active = publications.version(number).is_some_and(|version| version.active);
        if active || publications.live().is_empty() {
            self.point_live(context, id, number);
        }
    }

    /// `live` moves on to a version; the one it leaves is deleted.
    fn point_live(&mut self, context: &mut Context<'_>, id: FunctionId, number: u32) {
        let Some(publications) = self.publications_mut(id) else { return };
        let left: Vec<u32> = publications.live().iter().map(|(left, _)| *left).filter(|left| *left != number).collect();
        publications.point(LIVE, vec![(number, Ratio::ONE)]);
        context.write(|| What::Aliased { function: id, version: number });
        self.share_provisioned(context, id);
        for left in left {
            self.delete_version(context, id, left);
        }
    }

    /// A version is gone: its idle environments at once, busy ones after their request.
    fn delete_version(&mut self, context: &mut Context<'_>, id: FunctionId, number: u32) {
        let now = context.now();
        let least = context.facts().versions.snapshot_min;
        let places = self.idle_of_version(id, number);
        for slot in places {
            self.shut_down(context, slot, ShutDownReason::Deploy);
        }
        let Some(publications) = self.publications_mut(id) else { return };
        publications.snapshot_rent.lower(now, number, 1, |held| held.max(least));
        if let Some(version) = publications.version_mut(number) {
            // No environment is of this version any more: whoever comes back from a request finds that out.
            version.parts.version = u32::MAX;
            version.deleted = true;
        }
        self.forget_versions(id);
    }

    /// Deleted versions that have no environment left.
    fn forget_versions(&mut self, id: FunctionId) {
        let Some(publications) = self.publications[usize::from(id.0)].as_deref_mut() else { return };
        let function = &self.functions[usize::from(id.0)];
        let of_it = |environment: &&Environment| environment.function == id && environment.phase != Phase::Gone;
        let used: Vec<u32> =
            self.environments.iter().filter(of_it).map(|one| function.made(one.version).number).collect();
        publications.versions.retain(|version| !version.deleted || used.contains(&version.number));
    }

    /// The idle environments on demand of a version, oldest first.
    fn idle_of_version(&self, id: FunctionId, number: u32) -> Vec<u32> {
        let function = &self.functions[usize::from(id.0)];
        self.idle_environments(|environment| {
            environment.function == id
                && environment.kind == Kind::Published
                && function.made(environment.version).number == number
        })
    }

    /// Settings of the function as a whole hold for its versions too.
    pub(super) fn settle_versions(&mut self, id: FunctionId, facts: &PlatformFacts) {
        let function = &self.functions[usize::from(id.0)];
        let config = function.config.clone();
        let Some(publications) = self.publications_mut(id) else { return };
        for version in &mut publications.versions {
            let parts = &mut version.parts;
            if parts.config.routing != config.routing {
                parts.pool.reroute(config.routing);
                version.provisioned.pool.reroute(config.routing);
            }
            let own = &mut parts.config;
            own.reserved_concurrency = config.reserved_concurrency;
            own.routing = config.routing;
            (own.idle_expiry, own.max_age) = (config.idle_expiry, config.max_age);
            parts.behaviour.live_as(own, facts);
        }
    }
}

/// How long INIT may take where nobody waits for it.
pub(super) fn published_init_limit(config: &FunctionConfig, facts: &PlatformFacts) -> Span {
    config.timeout.max(facts.versions.init_limit)
}
