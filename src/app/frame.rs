//! A frame of a running lab: owe time, work it off in pieces, look.

use std::time::Duration;

use super::{App, Card, Effect};
use crate::lab::Budget;

impl App {
    /// Wall time passed: the lab on the bench owes some of its own.
    pub(super) fn frame(&mut self, elapsed: Duration) {
        if let Some(bench) = self.bench_mut() {
            let now = bench.now();
            bench.pace.frame(elapsed, now);
        }
    }

    /// Lets the simulation work, at most `events` of it; whether there is more to do before this frame is complete.
    pub fn work(&mut self, events: u64) -> bool {
        let Some(study) = self.study_mut() else { return false };
        let mut more = study.bench_mut().is_some_and(|bench| bench.work(&mut Budget::events(events)));
        for card in study.cards.values_mut() {
            if let Card::Challenge(card) = card {
                more |= card.work(&mut Budget::events(events));
            }
        }
        more
    }

    /// Ends a frame: looks at the lab again, compares guesses with what turned out, judges goals.
    pub fn finish_frame(&mut self) -> Vec<Effect> {
        let was_checking = self.is_checking();
        let moved = self.bench_mut().is_some_and(super::Bench::look);
        let mut effects = Vec::new();
        if moved {
            effects.extend(self.compare_guesses());
            self.judge_goals();
        }
        effects.extend(self.finish_checks());
        if moved || was_checking || !effects.is_empty() {
            self.dirty = true;
        }
        effects
    }
}
