//! How provisioned environments come to be: one after another, and of use only when all of them are ready.

use super::Lambda;
use super::environment::{Kind, Phase, Work};
use super::life::rest;
use super::timers::Timer;
use super::versions::{Side, published_init_limit};
use crate::cloud::context::Context;
use crate::cloud::entry::{InitPhase, ShutDownReason, What};
use crate::units::{FunctionId, Moment, Span};

impl Lambda {
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
    pub(super) fn begin_provisioned(&mut self, context: &mut Context<'_>, id: FunctionId, number: u32) -> Option<u32> {
        let now = context.now();
        let slot = self.with_version(id, number, Side::Provisioned, |lambda| {
            let slot = lambda.create(context, id);
            let function = &mut lambda.functions[usize::from(id.0)];
            let limit = published_init_limit(&function.config, context.facts());
            let (runtime, own) = function.draw_init();
            let init_start = now + function.behaviour.platform;
            let own = lambda.own_init(context, slot, own, (init_start + runtime, init_start + limit));
            let init = runtime + own;
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
            provisioned: true,
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
    pub(super) fn usable_if_complete(&mut self, context: &mut Context<'_>, id: FunctionId, number: u32) {
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

    pub(super) fn make_usable(&mut self, context: &mut Context<'_>, id: FunctionId, number: u32, slots: &[u32]) {
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
    pub(super) fn finish_allocation_at_once(&mut self, context: &mut Context<'_>, id: FunctionId, number: u32) {
        let Some(version) = self.publications_mut(id).and_then(|publications| publications.version_mut(number)) else {
            return;
        };
        let count = std::mem::take(&mut version.provisioned.to_begin);
        let slots: Option<Vec<u32>> = self.with_version(id, number, Side::Provisioned, |lambda| {
            let mut slots = Vec::new();
            for _ in 0..count {
                let slot = lambda.create(context, id);
                lambda.environments[slot as usize].kind = Kind::Provisioned;
                lambda.own_init(context, slot, Span::ZERO, (Moment::START, Moment::NEVER));
                slots.push(slot);
            }
            slots
        });
        self.make_usable(context, id, number, &slots.unwrap_or_default());
    }
}
