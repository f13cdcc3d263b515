//! Environments come and go.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Lambda;
use super::environment::{Environment, Kind, Papers, Phase, Process, Work};
use super::function::Function;
use super::pool::Place;
use crate::cloud::context::Context;
use crate::cloud::entry::{Ending, ShutDownReason, What};
use crate::units::{EnvironmentId, FunctionId, InvocationId, Moment};

/// When to look whether an environment has expired. The earliest is greatest, because a heap gives the greatest first;
/// at equal times the oldest environment comes first, whatever the order in which they became idle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Expiry {
    pub(super) at: Moment,
    id: EnvironmentId,
    slot: u32,
}

impl Ord for Expiry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        Reverse((self.at, self.id)).cmp(&Reverse((other.at, other.id)))
    }
}

impl PartialOrd for Expiry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// When to look at idle environments: at least one moment for each, the earliest first.
#[derive(Clone, Debug)]
pub(super) struct Expiries {
    waiting: BinaryHeap<Expiry>,
    /// The earliest moment; it is asked for with every event.
    pub(super) first: Moment,
}

impl Expiries {
    pub(super) const fn new() -> Self {
        Self { waiting: BinaryHeap::new(), first: Moment::NEVER }
    }

    fn push(&mut self, expiry: Expiry) {
        self.first = self.first.min(expiry.at);
        self.waiting.push(expiry);
    }

    fn pop(&mut self) -> Option<Expiry> {
        let expiry = self.waiting.pop();
        self.first = self.waiting.peek().map_or(Moment::NEVER, |first| first.at);
        expiry
    }
}

impl Lambda {
    /// Makes a new environment for a request that is about to be placed in it.
    #[cold]
    pub(super) fn create(&mut self, context: &mut Context<'_>, function: FunctionId) -> u32 {
        let now = context.now();
        let owner = &mut self.functions[usize::from(function.0)];
        let id = self.next_environment;
        self.next_environment = EnvironmentId(id.0 + 1);
        owner.record.counters.environments_created += 1;
        owner.environments.up(now);
        self.account.environments.up(now);
        let environment = Environment {
            id,
            retires: owner.draw_retirement(now),
            watched: Moment::NEVER,
            since: now,
            until: Moment::NEVER,
            request: InvocationId(0),
            version: owner.version,
            invocations: 0,
            function,
            phase: Phase::Fetching,
            process: Process::Fresh,
            ending: Ending::Completed,
            filed: false,
            kind: Kind::Latest,
        };
        let papers = Papers { created: now, before_reset: 0, work: Work::plain(&environment) };
        context.write(|| What::Created { function, environment: id });
        if let Some(slot) = self.free_slots.pop() {
            self.environments[slot as usize] = environment;
            self.papers[slot as usize] = papers;
            return slot;
        }
        self.environments.push(environment);
        self.papers.push(papers);
        self.environments.len() as u32 - 1
    }

    /// Makes sure that somebody looks at an idle environment no later than it expires.
    ///
    /// A busy function uses its environments again and again; each is looked at once per expiry time, not once per request.
    #[cold]
    pub(super) fn watch(&mut self, slot: u32) {
        let environment = &mut self.environments[slot as usize];
        if environment.until < environment.watched {
            environment.watched = environment.until;
            self.expiries.push(Expiry { at: environment.until, id: environment.id, slot });
        }
    }

    /// Looks at the environment whose expiry is due; says whether it was shut down.
    pub(super) fn expire_next(&mut self, context: &mut Context<'_>) -> bool {
        let Some(expiry) = self.expiries.pop() else { return false };
        if !self.has_expired(expiry) {
            return false;
        }
        let environment = &self.environments[expiry.slot as usize];
        let old = environment.retires <= expiry.at;
        if environment.kind == Kind::Provisioned {
            self.replace_provisioned(context, expiry.slot);
            return true;
        }
        self.shut_down(context, expiry.slot, if old { ShutDownReason::Age } else { ShutDownReason::Idle });
        true
    }

    /// Whether the environment really expires at this moment. If it was used in between, it is watched for later.
    fn has_expired(&mut self, expiry: Expiry) -> bool {
        let environment = &mut self.environments[expiry.slot as usize];
        if environment.id != expiry.id || environment.watched != expiry.at {
            return false;
        }
        if environment.phase == Phase::Idle && environment.until == expiry.at {
            return true;
        }
        environment.watched = Moment::NEVER;
        if environment.phase == Phase::Idle {
            self.watch(expiry.slot);
        }
        false
    }

    /// Forgets expiries that will not come true, so that the first one left is exact.
    pub(crate) fn settle_expiries(&mut self) {
        while let Some(expiry) = self.expiries.pop() {
            if self.has_expired(expiry) {
                self.expiries.push(expiry);
                return;
            }
        }
    }

    /// Shuts down the idle environments of one function, or of all.
    pub(super) fn shut_down_idle(
        &mut self,
        context: &mut Context<'_>,
        function: Option<FunctionId>,
        reason: ShutDownReason,
    ) {
        let wanted = |environment: &Environment| {
            let of_function = function.is_none_or(|function| function == environment.function);
            // What is published stays as it is, and what is provisioned is promised.
            let may_go = match reason {
                ShutDownReason::Deploy => environment.kind == Kind::Latest,
                _ => environment.kind != Kind::Provisioned,
            };
            of_function && may_go
        };
        for slot in self.idle_environments(wanted) {
            self.shut_down(context, slot, reason);
        }
    }

    /// The slots of the idle environments that are wanted, oldest first.
    pub(super) fn idle_environments(&self, wanted: impl Fn(&Environment) -> bool) -> Vec<u32> {
        let mut places: Vec<Place> = (0..)
            .zip(&self.environments)
            .filter(|(_, environment)| environment.phase == Phase::Idle && wanted(environment))
            .map(|(slot, environment)| Place { id: environment.id, slot })
            .collect();
        places.sort_unstable();
        places.into_iter().map(|place| place.slot).collect()
    }

    pub(super) fn shut_down(&mut self, context: &mut Context<'_>, slot: u32, reason: ShutDownReason) {
        let now = context.now();
        if self.environments[slot as usize].kind == Kind::Provisioned {
            self.provisioned_leaves(context, slot);
        }
        let environment = &mut self.environments[slot as usize];
        let function = &mut self.functions[usize::from(environment.function.0)];
        environment.phase = Phase::Gone;
        self.coded.shut_down(slot);
        environment.watched = Moment::NEVER;
        function.record.counters.environments_shut_down += 1;
        function.environments.down(now);
        self.account.environments.down(now);
        context.write(|| What::ShutDown { function: environment.function, environment: environment.id, reason });
        self.free_slots.push(slot);
    }
}

/// A request is done: the environment waits for the next one, unless its time is over, for this reason. Its owner then makes sure
/// that somebody [watches](Lambda::watch) it.
#[inline(always)]
pub(super) fn rest(
    environment: &mut Environment,
    function: &mut Function,
    slot: u32,
    now: Moment,
) -> Option<ShutDownReason> {
    if environment.version != function.version {
        return Some(ShutDownReason::Deploy);
    }
    if environment.retires <= now {
        return Some(ShutDownReason::Age);
    }
    let idle_for = function.draw_idle_expiry();
    environment.enter(Phase::Idle, now, environment.retires.min(now + idle_for));
    function.pool.push(Place { id: environment.id, slot });
    None
}
