//! The check of a challenge: the whole lab, played with the learner's settings on fixed seeds, in pieces, so that no frame waits for it.

use std::sync::Arc;

use super::run_gap::{Budget, Progress, Run};
use crate::catalog::Catalog;
use crate::cloud::Detail;
use crate::lab::{Goal, Judged, LabSpec, Window};
use crate::units::Moment;

/// The seeds every challenge is checked and calibrated on.
pub const SEEDS: [u64; 3] = [1, 2, 3];

/// Where a lab that never ends is judged.
const DEFAULT_END: Moment = Moment(600_000_000);

/// A check in progress.
pub struct Trial {
    spec: Arc<LabSpec>,
    catalog: Arc<Catalog>,
    goals: Vec<Goal>,
    window: Window,
    end: Moment,
    run: Option<Run>,
    judged: Vec<Vec<Judged>>,
}

impl Trial {
    /// Begins a check.
    pub(super) fn new(spec: Arc<LabSpec>, catalog: Arc<Catalog>, goals: Vec<Goal>, window: Window) -> Self {
        let end = spec.duration.map_or(DEFAULT_END, |span| Moment::START + span);
        Self { spec, catalog, goals, window, end, run: None, judged: Vec::new() }
    }

    /// How far it is, 0 to 1.
    pub fn progress(&self) -> f64 {
        let whole = self.end.as_secs_f64().max(1e-6);
        let current = self.run.as_ref().map_or(0.0, |run| run.now().as_secs_f64() / whole);
        ((self.judged.len() as f64 + current) / SEEDS.len() as f64).clamp(0.0, 1.0)
    }

    /// Plays on as far as the budget goes; the outcome once every seed is played: for each goal the seed where it came out worst.
    pub(super) fn work(&mut self, budget: &mut Budget) -> Option<Vec<Judged>> {
        while self.judged.len() < SEEDS.len() {
            let seed = SEEDS[self.judged.len()];
            let run = self.run.get_or_insert_with(|| {
                Run::new(Arc::clone(&self.spec), seed, Detail::Metrics, Arc::clone(&self.catalog))
            });
            if run.advance_to(self.end, budget) == Progress::OutOfBudget {
                return None;
            }
            let metrics = run.measure(&self.window);
            self.judged.push(self.goals.iter().map(|goal| goal.judge(&metrics)).collect());
            self.run = None;
        }
        Some(self.worst())
    }

    fn worst(&self) -> Vec<Judged> {
        let of_goal = |goal: usize| {
            let seeds = self.judged.iter().map(|judged| &judged[goal]);
            seeds.min_by(|one, other| one.margin.total_cmp(&other.margin)).cloned()
        };
        (0..self.goals.len()).filter_map(of_goal).collect()
    }
}

impl std::fmt::Debug for Trial {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trial").field("progress", &self.progress()).finish_non_exhaustive()
    }
}
