//! How provisioned environments go: too many of them, too old, or shut down for another reason.

use super::Lambda;
use super::environment::Phase;
use super::pool::Place;
use crate::cloud::context::Context;
use crate::cloud::entry::ShutDownReason;
use crate::units::{FunctionId, Moment};

impl Lambda {
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

    pub(super) fn retire_replaced(&mut self, context: &mut Context<'_>, id: FunctionId, number: u32, old: Place) {
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
}
