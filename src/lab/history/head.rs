//! A run on one of the branches, at one moment of it, perhaps on its way to another.

use std::sync::Arc;

use super::branch::{Branch, Deed, ForkId, What};
use super::checkpoints::{Checkpoint, SPACING};
use crate::catalog::Catalog;
use crate::cloud::Detail;
use crate::lab::run::{Progress, Run};
use crate::lab::window::Window;
use crate::sim::Budget;
use crate::units::Moment;

/// What a run needs that is made again: the announced windows, the price list, how much is kept.
pub(super) type Making<'a> = (&'a [Window], &'a Arc<Catalog>, Detail);

/// A run and its place on a branch.
pub(super) struct Head {
    pub fork: ForkId,
    pub run: Run,
    /// How many deeds of the branch are in it.
    pub done: usize,
    /// Whether deeds of the branch have happened again since somebody asked.
    pub replayed: bool,
    journey: Option<Journey>,
}

/// A way to another moment: a run of its own, so that one can still stay where one is.
struct Journey {
    run: Run,
    done: usize,
    goal: Goal,
    from: Moment,
}

/// A moment of a branch, with so many of its deeds done.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Goal {
    at: Moment,
    deeds: usize,
}

impl Head {
    /// At the first moment of a branch.
    pub fn start(branch: &Branch, detail: Detail, catalog: &Arc<Catalog>) -> Self {
        Self { fork: branch.id, run: fresh(branch, (&[], catalog, detail)), done: 0, replayed: false, journey: None }
    }

    /// Whether there is more of the branch.
    pub fn is_past(&self, branch: &Branch) -> bool {
        self.done < branch.deeds.len() || self.run.now() < branch.newest
    }

    /// Whether all that was ever done at this very moment is done.
    pub fn is_complete(&self, branch: &Branch) -> bool {
        self.done == branch.deeds_until(self.run.now(), true)
    }

    /// Whether it is at this moment, with or without what was done at that very moment.
    pub fn is_at(&self, branch: &Branch, now: Moment, complete: bool) -> bool {
        self.journey.is_none() && self.run.now() == now && self.done == branch.deeds_until(now, complete)
    }

    /// Lets time pass; the branch's deeds happen when their moment comes.
    pub fn advance_to(&mut self, branch: &mut Branch, target: Moment, budget: &mut Budget) -> Progress {
        let (goal, before) = (Goal { at: target, deeds: branch.deeds.len() }, self.done);
        let progress = play(&mut self.run, &mut self.done, branch, goal, budget);
        self.replayed |= self.done > before;
        branch.newest = branch.newest.max(self.run.now());
        progress
    }

    /// Keeps what was just done to this run as the last deed of its branch.
    pub fn keep(&mut self, branch: &mut Branch, what: What) {
        branch.deeds.push(Deed { at: self.run.now(), what });
        self.done = branch.deeds.len();
        branch.newest = branch.newest.max(self.run.now());
    }

    /// Stands at the end of its branch from now on, which it has just become part of.
    pub fn moves_to(&mut self, branch: &Branch) {
        (self.fork, self.done, self.journey) = (branch.id, branch.deeds.len(), None);
    }

    // ---- going about in time

    /// Sets out for a moment of the branch.
    pub fn go_to(&mut self, branch: &mut Branch, moment: Moment, making: Making<'_>) {
        self.leave(branch);
        let moment = moment.min(branch.newest);
        let goal = Goal { at: moment, deeds: branch.deeds_until(moment, moment == branch.newest) };
        self.set_out(branch, goal, making);
    }

    /// Whoever leaves the end of a branch finds it again as it was.
    pub fn leave(&mut self, branch: &mut Branch) {
        if self.is_past(branch) {
            return;
        }
        branch.cold_starts = self.run.slices().cold_starts();
        let known =
            branch.tip.as_ref().is_some_and(|tip| tip.run.events() == self.run.events() && tip.done == self.done);
        if !known {
            branch.tip = Some(Checkpoint::new(self.run.clone(), self.done));
        }
    }

    fn set_out(&mut self, branch: &Branch, goal: Goal, making: Making<'_>) {
        let kept = branch.checkpoints.before(goal.at, goal.deeds);
        let tip = branch.tip.as_ref().filter(|tip| on_the_way(&tip.run, tip.done, goal));
        let nearest = kept.into_iter().chain(tip).max_by_key(|kept| (kept.run.events(), kept.done));
        let own = on_the_way(&self.run, self.done, goal).then_some((&self.run, self.done));
        let (mut run, done) = match (nearest.map(|kept| (&kept.run, kept.done)), own) {
            (Some(kept), Some(own)) if kept.0.events() > own.0.events() => (kept.0.clone(), kept.1),
            (_, Some(own)) | (Some(own), None) => (own.0.clone(), own.1),
            (None, None) => (fresh(branch, making), 0),
        };
        making.0.iter().for_each(|window| run.plan(window));
        self.journey = Some(Journey { from: run.now(), run, done, goal });
    }

    /// Works on the way; whether one is there.
    pub fn travel(&mut self, branch: &mut Branch, budget: &mut Budget) -> bool {
        let Some(journey) = &mut self.journey else { return true };
        let progress = play(&mut journey.run, &mut journey.done, branch, journey.goal, budget);
        branch.newest = branch.newest.max(journey.run.now());
        if progress == Progress::OutOfBudget {
            return false;
        }
        if let Some(Journey { run, done, .. }) = self.journey.take() {
            (self.run, self.done) = (run, done);
        }
        true
    }

    /// How far the way is done, and where it leads.
    pub fn travelling(&self) -> Option<(f64, Moment)> {
        let Journey { run, goal, from, .. } = self.journey.as_ref()?;
        let whole = goal.at.since(*from).as_micros().max(1) as f64;
        Some(((run.now().since(*from).as_micros() as f64 / whole).clamp(0.0, 1.0), goal.at))
    }

    /// Stays where one is.
    pub fn stay(&mut self) {
        self.journey = None;
    }

    /// Goes where the other run is: to a moment, with or without what was done at that very moment.
    pub fn follow(
        &mut self,
        branch: &mut Branch,
        (now, complete): (Moment, bool),
        making: Making<'_>,
        budget: &mut Budget,
    ) -> bool {
        let goal = Goal { at: now, deeds: branch.deeds_until(now, complete) };
        if let Some(journey) = self.journey.as_mut().filter(|journey| on_the_way(&journey.run, journey.done, goal)) {
            journey.goal = goal;
        } else if on_the_way(&self.run, self.done, goal) {
            self.journey = None;
            let there = play(&mut self.run, &mut self.done, branch, goal, budget) != Progress::OutOfBudget;
            branch.newest = branch.newest.max(self.run.now());
            return there;
        } else {
            self.leave(branch);
            self.set_out(branch, goal, making);
        }
        self.travel(branch, budget)
    }
}

/// Whether a run only has to be played on to get there.
fn on_the_way(run: &Run, done: usize, goal: Goal) -> bool {
    run.now() <= goal.at && done <= goal.deeds
}

/// The run of a branch at its first moment.
fn fresh(branch: &Branch, (windows, catalog, detail): Making<'_>) -> Run {
    let mut run = Run::new(Arc::clone(&branch.spec), branch.seed, detail, Arc::clone(catalog));
    for window in windows {
        run.plan(window);
    }
    run
}

/// Plays a run of a branch up to a goal, as far as the budget goes, and lays checkpoints on the way.
fn play(run: &mut Run, done: &mut usize, branch: &mut Branch, goal: Goal, budget: &mut Budget) -> Progress {
    loop {
        let due = branch.deeds[..goal.deeds].get(*done).map(|deed| deed.at).filter(|at| *at <= goal.at);
        let room = match branch.checkpoints.room(run.events()) {
            0 => SPACING,
            room => room,
        };
        let events = budget.left().min(room);
        let mut piece = Budget::events(events);
        let progress = run.advance_to(due.unwrap_or(goal.at), &mut piece);
        budget.spend(events - piece.left());
        if branch.checkpoints.room(run.events()) == 0 {
            branch.checkpoints.lay(run, *done);
        }
        match (progress, due) {
            (Progress::OutOfBudget, _) if budget.is_spent() => return progress,
            (Progress::OutOfBudget, _) => {}
            (_, Some(_)) => {
                // It happened before at this very moment of this very run, so it happens again.
                let _ = branch.deeds[*done].what.happens_to(run);
                *done += 1;
            }
            (_, None) => return progress,
        }
    }
}
