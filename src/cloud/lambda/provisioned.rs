//! Provisioned concurrency: environments that are made before anybody asks, and stay.
//!
//! 1. After a minute or two the first environment is begun, then a hundred a second. Each runs INIT.
//! 2. None of them takes a request before all are ready. Until then, and beyond their number, requests go on demand.
//! 3. They never expire. One that grows old is replaced first, and leaves when its successor is ready.

use super::environment::{Kind, Phase, Work};
use super::life::rest;
use super::pool::{Place, Pool};
use super::rent::in_lots;
use super::timers::Timer;
use super::versions::{Side, published_init_limit};
use super::{Lambda, account};
use crate::cloud::context::Context;
use crate::cloud::entry::{InitPhase, ShutDownReason, What};
use crate::cloud::{ConfigError, PlatformFacts, Routing, VersionsConfig};
use crate::sim::TokenBucket;
use crate::units::{FunctionId, Moment, Ratio, Span};

/// The provisioned environments of one version.
#[derive(Clone, Debug)]
pub(super) struct Provisioned {
    /// How many there are to be.
    pub(super) target: u32,
    /// How many take requests.
    pub(super) ready: u32,
    /// How many are still to be begun.
    to_begin: u32,
    /// How many run INIT.
    preparing: u32,
    /// Ready, but not before all are.
    waiting: Vec<u32>,
    /// Successors, each with the one it replaces.
    successors: Vec<(u32, Place)>,
    allocating: bool,
    /// Those that wait for a request.
    pub(super) pool: Pool,
    /// Requests a second that come with them.
    rate: Option<TokenBucket>,
    /// What stands in the function's place while a provisioned environment is looked at: it waits for ever, and its concurrency is
    /// its own.
    pub(super) idle_expiry: (Span, Span),
    pub(super) shares_pool: bool,
}

impl Default for Provisioned {
    fn default() -> Self {
        let for_ever = Moment::NEVER.since(Moment::START);
        Self {
            target: 0,
            ready: 0,
            to_begin: 0,
            preparing: 0,
            waiting: Vec::new(),
            successors: Vec::new(),
            allocating: false,
            pool: Pool::new(Routing::Mru),
            rate: None,
            idle_expiry: (for_ever, for_ever),
            shares_pool: false,
        }
    }
}

impl Provisioned {
    /// Environments that are not yet of use.
    pub(super) fn in_preparation(&self) -> u32 {
        self.preparing + self.waiting.len() as u32
    }

    /// Whether one more request a second is theirs.
    pub(super) fn has_rate(&mut self, now: Moment) -> bool {
        self.rate.as_mut().is_some_and(|rate| rate.tokens(now) > 0)
    }

    pub(super) fn take_rate(&mut self, now: Moment) {
        if let Some(rate) = &mut self.rate {
            rate.take(now);
        }
    }

    /// Their number has changed: their rate goes with it.
    fn is_ready(&mut self, ready: u32, facts: &PlatformFacts) {
        if self.ready != ready {
            self.ready = ready;
            self.rate = (ready > 0).then(|| account::rate(ready, facts));
        }
    }
}

impl Lambda {
    /// What there is before the first moment: published, provisioned and ready.
    pub(crate) fn open(&mut self, context: &mut Context<'_>) {
        for place in 0..self.functions.len() {
            let id = FunctionId(place as u16);
            if self.functions[place].config.versions.publishes() {
                self.follow_deployment(context, id, true);
                self.provision(context, id);
            }
        }
        for id in (0..self.functions.len()).map(|place| FunctionId(place as u16)) {
            let numbers: Vec<u32> =
                self.publications(id).map_or_else(Vec::new, |all| all.versions.iter().map(|one| one.number).collect());
            for number in numbers {
                self.finish_allocation_at_once(context, id, number);
            }
        }
    }

    /// Provisions what the configuration says, and arms its schedule.
    pub(super) fn provision(&mut self, context: &mut Context<'_>, id: FunctionId) {
        let VersionsConfig { provisioned_concurrency, provisioned_schedule, .. } =
            self.functions[usize::from(id.0)].config.versions.clone();
        let Some(publications) = self.publications_mut(id) else { return };
        publications.schedule += 1;
        let schedule = publications.schedule;
        let now = context.now();
        let mut target = provisioned_concurrency;
        for scheduled in provisioned_schedule {
            let at = Moment::START + scheduled.at;
            if at <= now {
                target = scheduled.target;
            } else {
                self.set_timer(context, at, Timer::Scheduled { function: id, target: scheduled.target, schedule });
            }
        }
        self.set_target(context, id, target);
    }

    pub(super) fn provision_as_scheduled(
        &mut self,
        context: &mut Context<'_>,
        id: FunctionId,
        target: u32,
        schedule: u32,
    ) {
        if self.publications(id).is_some_and(|publications| publications.schedule == schedule) {
            self.set_target(context, id, target);
        }
    }

    fn set_target(&mut self, context: &mut Context<'_>, id: FunctionId, target: u32) {
        let Some(publications) = self.publications_mut(id) else { return };
        if publications.target != target {
            publications.target = target;
            context.write(|| What::Provisioned { function: id, target });
        }
        self.share_provisioned(context, id);
    }

    /// Shares the function's provisioned concurrency among the versions that `live` points to, by their weights.
    pub(super) fn share_provisioned(&mut self, context: &mut Context<'_>, id: FunctionId) {
        let Some(publications) = self.publications(id) else { return };
        let shares = shares(publications.target, publications.live());
        let numbers: Vec<u32> = publications.versions.iter().map(|version| version.number).collect();
        for number in numbers {
            let wanted = shares.iter().find(|(of, _)| *of == number).map_or(0, |(_, share)| *share);
            self.set_version_target(context, id, number, wanted);
        }
        self.account.provisioned = self.provisioned_total(None);
    }

    fn set_version_target(&mut self, context: &mut Context<'_>, id: FunctionId, number: u32, wanted: u32) {
        let (now, facts) = (context.now(), context.facts().versions);
        let Some(publications) = self.publications_mut(id) else { return };
        let Some(version) = publications.version_mut(number) else { return };
        let (memory, place) = (version.config().memory, version.config().architecture as usize);
        let provisioned = &mut version.provisioned;
        let before = std::mem::replace(&mut provisioned.target, wanted);
        if wanted > before {
            provisioned.to_begin += wanted - before;
            let begin = !std::mem::replace(&mut provisioned.allocating, true);
            publications.provisioned_rent[place].raise(now, number, wanted - before, memory);
            if begin {
                let (shortest, longest) = facts.provisioned_delay;
                let at = now + publications.delay.between(shortest, longest);
                self.set_timer(context, at, Timer::Allocate { function: id, number });
            }
            return;
        }
        let fewer = before - wanted;
        let unbegun = fewer.min(provisioned.to_begin);
        provisioned.to_begin -= unbegun;
        publications.provisioned_rent[place].lower(now, number, fewer, |held| in_lots(held, facts.provisioned_step));
        self.tend(context, id, number);
    }

    /// Begins one environment, and sees to it that the next one follows.
    pub(super) fn begin_next_provisioned(&mut self, context: &mut Context<'_>, id: FunctionId, number: u32) {
        let gap = context.facts().versions.provisioned_gap;
        let Some(version) = self.publications_mut(id).and_then(|publications| publications.version_mut(number)) else {
            return;
        };
        let provisioned = &mut version.provisioned;
        if provisioned.to_begin == 0 {
            provisioned.allocating = false;
            return self.usable_if_complete(context, id, number);
        }
        provisioned.to_begin -= 1;
        self.begin_provisioned(context, id, number);
        let at = context.now() + gap;
        self.set_timer(context, at, Timer::Allocate { function: id, number });
    }

    /// Begins one environment: the provider finds a place, then INIT runs, under the longer limit of those for whom nobody waits.
    fn begin_provisioned(&mut self, context: &mut Context<'_>, id: FunctionId, number: u32) -> Option<u32> {
        let now = context.now();
        let slot = self.with_version(id, number, Side::Provisioned, |lambda| {
            let slot = lambda.create(context, id);
            let function = &mut lambda.functions[usize::from(id.0)];
            let limit = published_init_limit(&function.config, context.facts());
            let (runtime, own) = function.draw_init();
            let init = runtime + own;
            let init_start = now + function.behaviour.platform;
            let run_start = init_start + init.min(limit);
            let environment = &mut lambda.environments[slot as usize];
            let plain = Work::plain(environment);
            let init_timed_out = init > limit;
            lambda.papers[slot as usize].work =
                Work { arrived: now, init_start, run_start, ends: run_start, cold: true, init_timed_out, ..plain };
            environment.filed = true;
            environment.kind = Kind::Provisioned;
            environment.enter(Phase::Fetching, now, init_start);
            context.wake_at(init_start, slot);
            slot
        })?;
        if let Some(version) = self.publications_mut(id)?.version_mut(number) {
            version.provisioned.preparing += 1;
        }
        Some(slot)
    }

    /// INIT of a provisioned environment is over; it is charged like its invocations.
    pub(super) fn provisioned_is_prepared(&mut self, context: &mut Context<'_>, slot: u32) {
        let now = context.now();
        let environment = self.environments[slot as usize];
        let work = self.papers[slot as usize].work;
        let id = environment.function;
        let function = &mut self.functions[usize::from(id.0)];
        let number = function.made(environment.version).number;
        function.bill_provisioned_init(environment.version, work.reported_init());
        context.write(|| What::InitEnded {
            function: id,
            environment: environment.id,
            init: work.reported_init(),
            timed_out: work.init_timed_out,
            build: environment.version,
            phase: InitPhase::Init,
            ahead: true,
        });
        let Some(version) = self.publications_mut(id).and_then(|publications| publications.version_mut(number)) else {
            return;
        };
        let provisioned = &mut version.provisioned;
        provisioned.preparing -= 1;
        let replaced = provisioned.successors.iter().position(|(successor, _)| *successor == slot);
        let replaced = replaced.map(|place| provisioned.successors.swap_remove(place).1);
        if work.init_timed_out {
            // The allocation has failed. What is there already goes on.
            provisioned.to_begin = 0;
            return self.shut_down(context, slot, ShutDownReason::InitFailed);
        }
        if replaced.is_none() {
            provisioned.waiting.push(slot);
            self.environments[slot as usize].enter(Phase::Init, now, Moment::NEVER);
            self.papers[slot as usize].work.run_start = Moment::NEVER;
            return self.usable_if_complete(context, id, number);
        }
        self.make_usable(context, id, number, &[slot]);
        if let Some(old) = replaced {
            self.retire_replaced(context, id, number, old);
        }
    }

    /// Once all are ready, all take requests.
    fn usable_if_complete(&mut self, context: &mut Context<'_>, id: FunctionId, number: u32) {
        let Some(version) = self.publications_mut(id).and_then(|publications| publications.version_mut(number)) else {
            return;
        };
        let provisioned = &mut version.provisioned;
        if provisioned.to_begin > 0 || provisioned.preparing > provisioned.successors.len() as u32 {
            return;
        }
        let waiting = std::mem::take(&mut provisioned.waiting);
        if waiting.is_empty() {
            return;
        }
        self.make_usable(context, id, number, &waiting);
        let ready = self.publications(id).and_then(|all| all.version(number)).map_or(0, |one| one.provisioned.ready);
        context.write(|| What::ProvisionedReady { function: id, version: number, ready });
        self.tend(context, id, number);
    }

    fn make_usable(&mut self, context: &mut Context<'_>, id: FunctionId, number: u32, slots: &[u32]) {
        let now = context.now();
        self.with_version(id, number, Side::Provisioned, |lambda| {
            for slot in slots {
                let environment = &mut lambda.environments[*slot as usize];
                match rest(environment, &mut lambda.functions[usize::from(id.0)], *slot, now) {
                    Some(reason) => lambda.shut_down(context, *slot, reason),
                    None => lambda.watch(*slot),
                }
            }
        });
        let Some(publications) = self.publications_mut(id) else { return };
        (0..slots.len()).for_each(|_| publications.ready.up(now));
        if let Some(version) = publications.version_mut(number) {
            let ready = version.provisioned.ready + slots.len() as u32;
            version.provisioned.is_ready(ready, context.facts());
        }
    }

    /// Before the first moment there was time enough for everything.
    fn finish_allocation_at_once(&mut self, context: &mut Context<'_>, id: FunctionId, number: u32) {
        let Some(version) = self.publications_mut(id).and_then(|publications| publications.version_mut(number)) else {
            return;
        };
        let count = std::mem::take(&mut version.provisioned.to_begin);
        let slots: Option<Vec<u32>> = self.with_version(id, number, Side::Provisioned, |lambda| {
            let mut slots = Vec::new();
            for _ in 0..count {
                let slot = lambda.create(context, id);
                lambda.environments[slot as usize].kind = Kind::Provisioned;
                slots.push(slot);
            }
            slots
        });
        self.make_usable(context, id, number, &slots.unwrap_or_default());
    }

    /// Keeps a version to its target: what is too much goes when it is idle.
    pub(super) fn tend(&mut self, context: &mut Context<'_>, id: FunctionId, number: u32) {
        loop {
            let publications = self.publications[usize::from(id.0)].as_deref_mut();
            let Some(version) = publications.and_then(|publications| publications.version_mut(number)) else { return };
            let provisioned = &mut version.provisioned;
            let there = provisioned.ready + provisioned.waiting.len() as u32;
            if there <= provisioned.target {
                break;
            }
            let slot = match provisioned.waiting.pop() {
                Some(slot) => slot,
                None => {
                    let chance = &mut self.functions[usize::from(id.0)].chance.routing;
                    let Some(slot) = provisioned.pool.pop(&self.environments, chance) else { break };
                    slot
                }
            };
            self.shut_down(context, slot, ShutDownReason::Deprovisioned);
        }
        self.usable_if_complete(context, id, number);
    }

    /// A provisioned environment has grown old: its successor is begun now, and it stays until that is ready.
    pub(super) fn replace_provisioned(&mut self, context: &mut Context<'_>, slot: u32) {
        let environment = &mut self.environments[slot as usize];
        (environment.retires, environment.watched) = (Moment::NEVER, Moment::NEVER);
        if environment.phase == Phase::Idle {
            environment.until = Moment::NEVER;
        }
        let (id, version) = (environment.function, environment.version);
        let old = Place { id: environment.id, slot };
        let number = self.functions[usize::from(id.0)].made(version).number;
        let Some(successor) = self.begin_provisioned(context, id, number) else { return };
        if let Some(version) = self.publications_mut(id).and_then(|publications| publications.version_mut(number)) {
            version.provisioned.successors.push((successor, old));
        }
    }

    fn retire_replaced(&mut self, context: &mut Context<'_>, id: FunctionId, number: u32, old: Place) {
        let environment = &mut self.environments[old.slot as usize];
        if environment.id == old.id && environment.phase == Phase::Idle {
            self.shut_down(context, old.slot, ShutDownReason::Age);
        } else if environment.id == old.id && environment.phase == Phase::Invoking {
            // It leaves as soon as its request is done.
            environment.retires = context.now();
        }
        self.tend(context, id, number);
    }

    /// A provisioned environment is being shut down: it counts no longer.
    pub(super) fn provisioned_leaves(&mut self, context: &Context<'_>, slot: u32) {
        let environment = self.environments[slot as usize];
        let id = environment.function;
        let number = self.functions[usize::from(id.0)].made(environment.version).number;
        let was_usable = matches!(environment.phase, Phase::Idle | Phase::Invoking);
        let Some(publications) = self.publications_mut(id) else { return };
        if !was_usable {
            return;
        }
        publications.ready.down(context.now());
        if let Some(version) = publications.version_mut(number) {
            let ready = version.provisioned.ready.saturating_sub(1);
            version.provisioned.is_ready(ready, context.facts());
        }
    }

    /// What functions without reserved concurrency have provisioned, one of them perhaps changed.
    pub(super) fn provisioned_total(&self, changed: Option<(FunctionId, Option<u32>, u32)>) -> u32 {
        let provisioned = |(place, function): (usize, &super::Function)| {
            let own = || self.publications[place].as_deref().map_or(0, |publications| publications.target);
            match changed {
                Some((id, reserved, most)) if usize::from(id.0) == place => {
                    if reserved.is_none() {
                        most
                    } else {
                        0
                    }
                }
                _ if function.config.reserved_concurrency.is_some() => 0,
                _ => own().max(function.config.versions.provisioned_most()),
            }
        };
        self.functions.iter().enumerate().map(provisioned).fold(0, u32::saturating_add)
    }
}

/// How many each version of `live` gets: by weight, what does not divide to the first.
fn shares(target: u32, live: &[(u32, Ratio)]) -> Vec<(u32, u32)> {
    let share = |weight: Ratio| (u64::from(target) * weight.0 / Ratio::ONE.0) as u32;
    let mut shares: Vec<(u32, u32)> = live.iter().map(|(number, weight)| (*number, share(*weight))).collect();
    let given: u32 = shares.iter().map(|(_, share)| share).sum();
    if let Some(first) = shares.first_mut() {
        first.1 += target - given;
    }
    shares
}

/// Provisioned concurrency counts against the account's, and leaves as much unreserved as reservations must.
pub(super) fn check_provisioned(
    provisioned: u32,
    of_this: u32,
    reserved: u32,
    concurrency: u32,
    facts: &PlatformFacts,
) -> Result<(), ConfigError> {
    let room = concurrency.saturating_sub(reserved).saturating_sub(facts.unreserved_min);
    if of_this > 0 && provisioned > room {
        let most = room.saturating_sub(provisioned - of_this);
        return Err(ConfigError::ProvisionedConcurrency { most, unreserved_min: facts.unreserved_min });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_versions_share_by_weight() {
        let half = Ratio(500_000_000);
        assert_eq!(shares(11, &[(1, half), (2, half)]), [(1, 6), (2, 5)]);
        assert_eq!(shares(10, &[(3, Ratio::ONE)]), [(3, 10)]);
        assert_eq!(shares(10, &[]), []);
    }
}
