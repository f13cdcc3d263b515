//! What is charged besides invocations on demand.

use super::function::Function;
use super::invoke::{billed, mb_ms};
use crate::units::Span;

impl Function {
    /// INIT that runs when a version with a snapshot is published.
    pub(super) fn bill_init_alone(&mut self, init: Span) {
        let (billed_ms, place) = (billed(init), self.config.architecture as usize);
        let usage = &mut self.record.usage;
        usage.billed_ms += billed_ms;
        usage.compute_mb_ms[place] += mb_ms(billed_ms, self.config.memory);
        usage.init_mb_ms[place] += mb_ms(billed_ms, self.config.memory);
    }

    /// INIT of a provisioned environment: at the price of its invocations.
    pub(super) fn bill_provisioned_init(&mut self, version: u32, init: Span) {
        let (billed_ms, made) = (billed(init), *self.made(version));
        let usage = &mut self.record.usage;
        usage.billed_ms += billed_ms;
        usage.provisioned_used_mb_ms[made.architecture as usize] += mb_ms(billed_ms, made.memory);
        usage.ephemeral_mb_ms += mb_ms(billed_ms, made.ephemeral_charged);
    }

    /// An invocation has been charged as if on demand, beyond what was there before; it ran in a provisioned environment.
    pub(super) fn charge_as_provisioned(&mut self, before: [u128; 2]) {
        let usage = &mut self.record.usage;
        for ((used, now), before) in usage.provisioned_used_mb_ms.iter_mut().zip(usage.compute_mb_ms).zip(before) {
            *used += now - before;
        }
        usage.compute_mb_ms = before;
    }

    /// An environment has come back from a snapshot. Java pays nothing for that.
    pub(super) fn count_restore(&mut self, build: u32, took: Span) {
        let made = *self.made(build);
        self.record.restore.record(took);
        if self.runtimes[made.runtime as usize].pays_for_snapshots() {
            self.record.usage.restored_mb += u128::from(made.memory.0);
        }
    }

    /// How long INIT takes when a version is published, if it runs then.
    pub(super) fn draw_published_init(&mut self, runs: bool) -> Span {
        if !runs {
            return Span::ZERO;
        }
        let (runtime, own) = self.draw_init();
        runtime + own
    }
}
