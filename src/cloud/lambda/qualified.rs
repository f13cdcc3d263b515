//! Invocations of published versions: which version, and whether in a provisioned environment or on demand.

use super::Lambda;
use super::environment::{Kind, Phase};
use super::invoke::start_handler;
use super::throttle::Rates;
use super::versions::Side;
use crate::api::lambda::Qualifier;
use crate::api::{Caller, Fault, Reply, ThrottleReason};
use crate::cloud::context::Context;
use crate::cloud::entry::{ShutDownReason, What};
use crate::cloud::view::Outcome;
use crate::units::{FunctionId, InvocationId};

/// Where a request went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// It is for `$LATEST`, as all are of functions without versions.
    Latest,
    /// To the environment in this slot.
    Placed(u32),
    /// Nowhere; its caller has been told.
    Refused,
}

impl Lambda {
    /// A request arrives that may say which version it means.
    pub(super) fn invoke_qualified(
        &mut self,
        context: &mut Context<'_>,
        id: InvocationId,
        caller: Caller,
        (function, qualifier): (FunctionId, Qualifier),
    ) {
        let published = self.functions.get(usize::from(function.0)).is_some_and(|function| function.published);
        if published {
            self.invoke_published(context, (id, caller), function, qualifier);
        } else {
            self.invoke(context, id, caller, function);
        }
    }

    /// A request to a function that has versions.
    #[cold]
    pub(super) fn invoke_published(
        &mut self,
        context: &mut Context<'_>,
        (id, caller): (InvocationId, Caller),
        function: FunctionId,
        qualifier: Qualifier,
    ) {
        if self.invoke_version(context, (id, caller), function, qualifier, Rates::Held) != Route::Latest {
            return;
        }
        if let Err(reason) = self.take_in(context, (id, caller), function, Rates::Held) {
            self.turn_away(context, id, caller, function, reason);
        }
    }

    /// Sends a request to the version it means, unless that is `$LATEST`.
    pub(super) fn invoke_version(
        &mut self,
        context: &mut Context<'_>,
        (id, caller): (InvocationId, Caller),
        function: FunctionId,
        qualifier: Qualifier,
        rates: Rates,
    ) -> Route {
        let Some(publications) = self.publications_mut(function) else { return Route::Latest };
        let number = publications.resolve(qualifier);
        if number == 0 {
            return Route::Latest;
        }
        let fault = match publications.version(number).filter(|version| !version.deleted) {
            None => Some(Fault::ResourceNotFound),
            Some(version) if !version.active => Some(Fault::SnapStartNotReady),
            Some(_) => None,
        };
        self.functions[usize::from(function.0)].record.counters.requests += 1;
        if let Some(fault) = fault {
            context.reply(Reply { to: id, caller, outcome: Err(fault) });
            return Route::Refused;
        }
        let side = self.side_of_next(context, function, number);
        let placed = self.with_version(function, number, side, |lambda| {
            let slot = lambda.find_for_version(context, function, side, rates)?;
            lambda.place(context, slot, id, caller);
            Ok(slot)
        });
        match placed {
            Some(Ok(slot)) => {
                self.count_side(context, function, number, side);
                return Route::Placed(slot);
            }
            Some(Err(reason)) => self.turn_away(context, id, caller, function, reason),
            None => {}
        }
        Route::Refused
    }

    /// A request goes to a provisioned environment while one waits and their rate allows; else it spills over.
    fn side_of_next(&mut self, context: &Context<'_>, function: FunctionId, number: u32) -> Side {
        let now = context.now();
        let Some(version) = self.publications[usize::from(function.0)]
            .as_deref_mut()
            .and_then(|publications| publications.version_mut(number))
        else {
            return Side::OnDemand;
        };
        let provisioned = &mut version.provisioned;
        if provisioned.has_rate(now) && provisioned.pool.has_next(&self.environments) {
            Side::Provisioned
        } else {
            Side::OnDemand
        }
    }

    fn find_for_version(
        &mut self,
        context: &mut Context<'_>,
        id: FunctionId,
        side: Side,
        rates: Rates,
    ) -> Result<u32, ThrottleReason> {
        let now = context.now();
        if side == Side::OnDemand {
            self.account.admit_concurrency(&self.functions[usize::from(id.0)])?;
            // What is provisioned is set aside within what is reserved.
            let set_aside = self
                .publications(id)
                .map_or(0, |publications| publications.target.saturating_sub(publications.running.now()));
            let function = &self.functions[usize::from(id.0)];
            if function.config.reserved_concurrency.is_some_and(|most| function.running.now() + set_aside >= most) {
                return Err(ThrottleReason::ReservedFunctionConcurrentInvocationLimitExceeded);
            }
        } else if self.functions[usize::from(id.0)].config.reserved_concurrency == Some(0) {
            return Err(ThrottleReason::ReservedFunctionConcurrentInvocationLimitExceeded);
        }
        let function = &mut self.functions[usize::from(id.0)];
        self.account.admit_rate(function, now, rates)?;
        let slot = match function.pool.pop(&self.environments, &mut function.chance.routing) {
            Some(slot) => slot,
            None => self.grow(context, id)?,
        };
        let environment = &mut self.environments[slot as usize];
        if environment.phase == Phase::Fetching {
            environment.kind = Kind::Published;
        }
        Ok(slot)
    }

    fn count_side(&mut self, context: &Context<'_>, function: FunctionId, number: u32, side: Side) {
        let now = context.now();
        let place = usize::from(function.0);
        let counters = &mut self.functions[place].record.counters;
        let Some(publications) = self.publications[place].as_deref_mut() else { return };
        let version = publications.versions.iter_mut().find(|version| version.number == number);
        match (side, version) {
            (Side::Provisioned, Some(version)) => {
                counters.provisioned += 1;
                version.provisioned.take_rate(now);
                publications.running.up(now);
            }
            (Side::OnDemand, Some(version)) if version.provisioned.target > 0 => counters.spillover += 1,
            _ => {}
        }
    }

    /// A restore from a snapshot is over: the handler starts, unless it took too long. Then the caller is told, and the environment is
    /// of no use.
    #[cold]
    pub(super) fn end_restore(&mut self, context: &mut Context<'_>, slot: u32) {
        let now = context.now();
        let work = self.papers[slot as usize].work;
        let environment = &mut self.environments[slot as usize];
        let (id, build) = (environment.function, environment.version);
        let function = &mut self.functions[usize::from(id.0)];
        let (restore, timed_out) = (work.reported_init(), work.init_timed_out);
        context.write(|| What::RestoreEnded { function: id, environment: environment.id, restore, timed_out, build });
        if !timed_out {
            function.count_restore(build, work.init());
            return start_handler(context, environment, slot, (work.ends, work.traced), 0);
        }
        // An error, but no timeout of the function: its handler never ran.
        function.record.counters.errors += 1;
        function.record.cold.record(now.since(work.arrived));
        function.running.down(now);
        self.account.running.down(now);
        if function.shares_pool {
            self.account.unreserved.down(now);
        }
        if let Some(recorder) = &mut context.core.recorder {
            recorder.close_bar(work.bar, now, Outcome::Error, 0);
        }
        context.reply(Reply { to: work.id, caller: work.caller, outcome: Err(Fault::SnapStartTimeout) });
        self.shut_down(context, slot, ShutDownReason::InitFailed);
    }

    /// The moment an environment of a published version was waiting for has come.
    pub(super) fn go_on_published(&mut self, context: &mut Context<'_>, slot: u32) {
        let environment = self.environments[slot as usize];
        let provisioned = environment.kind == Kind::Provisioned;
        if provisioned && environment.invocations == 0 {
            match environment.phase {
                Phase::Fetching => self.start_init(context, slot),
                Phase::Init => self.provisioned_is_prepared(context, slot),
                Phase::Invoking | Phase::Idle | Phase::Gone => {}
            }
            return;
        }
        if provisioned && environment.retires <= context.now() {
            self.replace_provisioned(context, slot);
        }
        self.go_on_in_version(context, slot, |lambda, context| lambda.step(context, slot));
    }

    /// Goes on with an environment, with its version in the place of `$LATEST`; what it has computed there is charged to whoever it is
    /// kept for.
    pub(super) fn go_on_in_version(
        &mut self,
        context: &mut Context<'_>,
        slot: u32,
        act: impl FnOnce(&mut Self, &mut Context<'_>),
    ) {
        let environment = self.environments[slot as usize];
        let id = environment.function;
        let number = self.functions[usize::from(id.0)].made(environment.version).number;
        match environment.kind {
            Kind::Latest => act(self, context),
            Kind::Published => {
                self.with_version(id, number, Side::OnDemand, |lambda| act(lambda, context));
            }
            Kind::Provisioned => {
                let before = self.functions[usize::from(id.0)].record.usage.compute_mb_ms;
                self.with_version(id, number, Side::Provisioned, |lambda| act(lambda, context));
                let over = self.environments[slot as usize].phase != Phase::Invoking;
                if environment.phase == Phase::Invoking && over {
                    self.functions[usize::from(id.0)].charge_as_provisioned(before);
                    if let Some(publications) = self.publications_mut(id) {
                        publications.running.down(context.now());
                    }
                    self.tend(context, id, number);
                }
            }
        }
    }
}
