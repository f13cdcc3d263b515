//! Copies of a run from which it can be played on.
//!
//! They are laid at equal distances in events, because events are what playing costs. When there are too many, one goes whose neighbours
//! stand close for its age: the recent past stays dense, the distant past thins out, and the distance one has to play grows with how far
//! one goes back, never beyond a share of it.

use std::sync::Arc;

use super::branch::{Branch, ForkId};
use crate::lab::run::Run;
use crate::units::Moment;

/// Events from one checkpoint to the next. Full detail plays about five million a second on a machine like the developers', so that getting
/// from one to the next takes less than a tenth of a second. Tests lay them close, to have many in a short run.
pub(super) const SPACING: u64 = if cfg!(test) { 500 } else { 400_000 };

/// Checkpoints of a branch. At a thousand requests a second the last hour takes eighteen of them; the rest is for what came before.
const COUNT_MAX: usize = 64;

/// Bytes of all checkpoints of a lab. One with ten thousand environments takes about four million, so that an hour of such a lab fits;
/// most labs never lay a single one.
pub(super) const MEMORY_MAX: usize = 96 * 1024 * 1024;

/// A copy of a run, and how many deeds of its branch are in it.
pub(super) struct Checkpoint {
    pub run: Run,
    pub done: usize,
    weight: usize,
}

impl Checkpoint {
    pub fn new(run: Run, done: usize) -> Arc<Self> {
        Arc::new(Self { weight: run.weight(), run, done })
    }

    fn events(&self) -> u64 {
        self.run.events()
    }
}

/// The checkpoints of a branch, in order. Branches share those from before they parted.
#[derive(Clone, Default)]
pub(super) struct Checkpoints {
    kept: Vec<Arc<Checkpoint>>,
    grown: bool,
}

impl Checkpoints {
    /// The last one that is on the way to `at` with `done` deeds.
    pub fn before(&self, at: Moment, done: usize) -> Option<&Arc<Checkpoint>> {
        self.kept.iter().rev().find(|kept| kept.run.now() <= at && kept.done <= done)
    }

    /// Those that a branch which leaves at `now` has in common.
    pub fn up_to(&self, now: Moment, done: usize) -> Self {
        let shared = self.kept.iter().filter(|kept| kept.run.now() <= now && kept.done <= done);
        Self { kept: shared.cloned().collect(), grown: false }
    }

    /// Events that a run may play on before its next checkpoint.
    pub fn room(&self, events: u64) -> u64 {
        let before = self.kept.iter().rev().map(|kept| kept.events()).find(|kept| *kept <= events);
        (before.unwrap_or(0) + SPACING).saturating_sub(events)
    }

    /// Lays one.
    pub fn lay(&mut self, run: &Run, done: usize) {
        let place = self.kept.partition_point(|kept| kept.events() <= run.events());
        self.kept.insert(place, Checkpoint::new(run.clone(), done));
        self.grown = true;
        while self.kept.len() > COUNT_MAX {
            let Some((place, _)) = self.least_missed() else { break };
            self.kept.remove(place);
        }
    }

    /// Whether any were laid since the last time this was asked.
    pub fn take_grown(&mut self) -> bool {
        std::mem::take(&mut self.grown)
    }

    /// The one that would be missed least, and how much: the way it saves, for its age. The newest always stays.
    fn least_missed(&self) -> Option<(usize, f64)> {
        let events: Vec<u64> = self.kept.iter().map(|kept| kept.events()).collect();
        let newest = *events.last()?;
        let missed = |place: usize| {
            let before = place.checked_sub(1).map_or(0, |before| events[before]);
            let gap = events[place + 1] - before;
            gap as f64 / (newest - events[place]).max(1) as f64
        };
        (0..events.len() - 1).map(|place| (place, missed(place))).min_by(|one, other| one.1.total_cmp(&other.1))
    }

    fn forget(&mut self, checkpoint: &Arc<Checkpoint>) {
        self.kept.retain(|kept| !Arc::ptr_eq(kept, checkpoint));
    }
}

/// Bytes of all checkpoints and tips, those that branches share counted once.
pub(super) fn weight(branches: &[Branch]) -> usize {
    let all = branches.iter().flat_map(|branch| branch.checkpoints.kept.iter().chain(&branch.tip));
    let mut known: Vec<&Arc<Checkpoint>> = Vec::new();
    for checkpoint in all {
        if !known.iter().any(|known| Arc::ptr_eq(known, checkpoint)) {
            known.push(checkpoint);
        }
    }
    known.into_iter().map(|checkpoint| checkpoint.weight).sum()
}

/// Lets checkpoints go until all branches together fit; then the ends of branches that nobody has in hand, which can be played again.
pub(super) fn fit(branches: &mut [Branch], bytes: usize, in_hand: ForkId) {
    while weight(branches) > bytes {
        let least = branches.iter().filter_map(|branch| {
            let (place, missed) = branch.checkpoints.least_missed()?;
            Some((missed, Arc::clone(&branch.checkpoints.kept[place])))
        });
        if let Some((_, checkpoint)) = least.min_by(|one, other| one.0.total_cmp(&other.0)) {
            for branch in branches.iter_mut() {
                branch.checkpoints.forget(&checkpoint);
            }
        } else if let Some(branch) = branches.iter_mut().find(|branch| branch.id != in_hand && branch.tip.is_some()) {
            branch.tip = None;
        } else {
            return;
        }
    }
}

#[cfg(test)]
impl Checkpoints {
    /// Where they stand, in events.
    pub fn places(&self) -> Vec<u64> {
        self.kept.iter().map(|kept| kept.events()).collect()
    }
}
