//! Provisioned concurrency: environments that are made before anybody asks, and stay.
//!
//! 1. After a minute or two the first environment is begun, then a hundred a second. Each runs INIT.
//! 2. None of them takes a request before all are ready. Until then, and beyond their number, requests go on demand.
//! 3. They never expire. One that grows old is replaced first, and leaves when its successor is ready.

use super::pool::{Place, Pool};
use super::rent::in_lots;
use super::timers::Timer;
use super::{Lambda, account};
use crate::cloud::context::Context;
use crate::cloud::entry::What;
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
    pub(super) to_begin: u32,
    /// How many run INIT.
    pub(super) preparing: u32,
    /// Ready, but not before all are.
    pub(super) waiting: Vec<u32>,
    /// Successors, each with the one it replaces.
    pub(super) successors: Vec<(u32, Place)>,
    pub(super) allocating: bool,
    /// Those that wait for a request.
    pub(super) pool: Pool,
    /// Requests a second that come with them.
    pub(super) rate: Option<TokenBucket>,
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
    pub(super) fn is_ready(&mut self, ready: u32, facts: &PlatformFacts) {
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
            self.open_aliases(context, id);
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
