//! A run that is played to a moment with its commands, in pieces: what every instrument that plays a lab again is made of.

use std::collections::VecDeque;
use std::sync::Arc;

use super::command::TimedCommand;
use super::run::{Progress, Run, share};
use super::spec::LabSpec;
use crate::catalog::Catalog;
use crate::cloud::Detail;
use crate::problem::Problem;
use crate::sim::Budget;
use crate::units::Moment;

/// What is played: a lab, its seed, the commands given to it, and how far.
#[derive(Clone, Debug)]
pub struct Score {
    /// The lab.
    pub spec: Arc<LabSpec>,
    /// The seed of its traffic and its dice.
    pub seed: u64,
    /// What is done to it, in order of time.
    pub commands: Vec<TimedCommand>,
    /// How far it is played; never beyond the lab's own end.
    pub until: Moment,
    /// The price list.
    pub catalog: Arc<Catalog>,
}

/// A run on its way.
#[derive(Clone, Debug)]
pub struct Playback {
    run: Run,
    commands: VecDeque<TimedCommand>,
    until: Moment,
}

impl Score {
    /// The lab to its own end, with nothing done to it; nothing when it has no end.
    pub fn whole(spec: Arc<LabSpec>, seed: u64, catalog: Arc<Catalog>) -> Option<Self> {
        let until = spec.duration.map(|_| spec.end())?;
        Some(Self { spec, seed, commands: Vec::new(), until, catalog })
    }

    /// The same with another lab.
    #[must_use]
    pub fn with(&self, spec: Arc<LabSpec>) -> Self {
        Self { spec, ..self.clone() }
    }

    /// Ready to be played. Metrics detail is enough for every figure.
    pub fn play(&self, detail: Detail) -> Playback {
        let run = Run::new(Arc::clone(&self.spec), self.seed, detail, Arc::clone(&self.catalog));
        let until = self.until.min(run.end());
        // What would come at the very end has no time left to have an effect.
        let commands = self.commands.iter().filter(|timed| timed.at < until).cloned().collect();
        Playback { run, commands, until }
    }
}

impl Playback {
    /// Plays on as far as the budget goes; whether it is done. A command that no longer fits the lab ends it.
    pub fn step(&mut self, budget: &mut Budget) -> Result<bool, Problem> {
        while let Some(timed) = self.commands.front() {
            if self.run.advance_to(timed.at, budget) == Progress::OutOfBudget {
                return Ok(false);
            }
            if let Some(timed) = self.commands.pop_front() {
                let told = |problem: Problem| Problem { message: format!("`{timed}`: {}", problem.message), ..problem };
                self.run.submit(timed.command.clone()).map_err(told)?;
            }
        }
        Ok(self.run.advance_to(self.until, budget) != Progress::OutOfBudget)
    }

    /// Plays further than it was meant to at first.
    pub(super) fn play_on_to(&mut self, until: Moment) {
        self.until = until.min(self.run.end());
    }

    /// How far it is, 0 to 1.
    pub fn progress(&self) -> f64 {
        share(self.run.now(), self.until)
    }

    /// The run as far as it is played.
    pub const fn run(&self) -> &Run {
        &self.run
    }

    /// The run, to go on with.
    pub fn into_run(self) -> Run {
        self.run
    }
}
