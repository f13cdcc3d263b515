//! Time and branches as the learner asks for them: by the keys, the bar of time, the list of branches, the command line.

use super::overlay::{PickRow, Picker};
use super::turn_line::{self, Turn};
use super::{App, Bench, Effect, Msg, Overlay};
use crate::lab::Recording;
use crate::lab::history::ForkId;
use crate::problem::Problem;
use crate::units::Moment;

impl App {
    /// Goes to a moment of the run, as far as it was played.
    pub(super) fn turn_to_moment(&mut self, moment: Moment) {
        if super::when::turnable(self) {
            self.with_bench(|bench| bench.go_to(moment));
        }
    }

    /// Does what a line about time and branches asks for.
    pub(super) fn turn(&mut self, turn: Turn) -> Result<Vec<Effect>, Problem> {
        let bench = self.bench_or_problem()?;
        match turn {
            Turn::Save(name) => return Ok(vec![Effect::Save(name, bench.recording().to_toml())]),
            Turn::Forks => {
                self.open_forks();
                return Ok(Vec::new());
            }
            Turn::Rename(words) => {
                self.rename_branch(&words)?;
                return Ok(Vec::new());
            }
            Turn::Back(_) | Turn::At(_) | Turn::Fork(_) | Turn::Compare(_) => {}
        }
        self.may_run()?;
        let bench = self.bench_or_problem()?;
        match turn {
            Turn::Back(span) => bench.go_back(span),
            Turn::At(moment) => bench.go_to(moment),
            Turn::Fork(name) => bench.fork(name.as_deref())?,
            Turn::Compare(with) => bench.compare(&with)?,
            Turn::Save(_) | Turn::Forks | Turn::Rename(_) => {}
        }
        self.after_bench();
        Ok(Vec::new())
    }

    /// An open guess wants to be made before the lab shows the answer.
    pub(super) fn may_run(&self) -> Result<(), Problem> {
        if self.locked_by().is_none() {
            return Ok(());
        }
        Err(super::tune::first_guess())
    }

    /// Names of the branches of the run on the bench, and what they are.
    pub(super) fn branches(&self) -> Vec<(String, String)> {
        let Some(history) = self.bench().map(Bench::history) else { return Vec::new() };
        history.forks().into_iter().map(|fork| (fork.name.clone(), turn_line::about(&fork, history))).collect()
    }

    /// Shows what CloudWatch counts, or closes it again.
    pub(super) fn toggle_metrics(&mut self) -> Result<(), Problem> {
        let shown = self.bench_or_problem()?.toggle_metrics();
        let first = self.bench().and_then(|bench| bench.watch.first().cloned());
        self.focus(if shown { Some(super::bench::METRICS.to_owned()) } else { first });
        Ok(())
    }

    // ---- the list of branches

    pub(super) fn open_forks(&mut self) {
        let Some(history) = self.bench().map(Bench::history) else { return };
        let in_hand = history.fork_in_hand();
        let forks = history.forks();
        let row = |fork: &crate::lab::history::Fork| {
            let here = if fork.id == in_hand { " (in hand)" } else { "" };
            let words = format!("{}{here}  {}", fork.name, turn_line::origin(fork, history));
            PickRow::new(words, turn_line::extent(fork), u8::from(fork.parent.is_some()), Msg::TakeFork(fork.id))
        };
        let mut picker = Picker::new("Branches of this run", forks.iter().map(row).collect());
        picker.selected = forks.iter().position(|fork| fork.id == in_hand).unwrap_or(0);
        self.overlay(Overlay::Forks(picker));
    }

    pub(super) fn take_fork(&mut self, id: ForkId) {
        if let Err(problem) = self.may_run() {
            self.refuse(super::act::one_line(&problem));
            return;
        }
        self.with_bench(|bench| bench.take_fork(id));
    }

    pub(super) fn compare_chosen(&mut self) {
        let Some(id) = self.chosen_fork() else { return };
        self.overlay = None;
        if let Err(problem) = self.may_run() {
            self.refuse(super::act::one_line(&problem));
            return;
        }
        self.on_bench(|bench| bench.compare_fork(id));
    }

    pub(super) fn delete_chosen(&mut self) {
        let Some(id) = self.chosen_fork() else { return };
        self.on_bench(|bench| bench.delete_fork(id));
        self.open_forks();
    }

    fn rename_branch(&mut self, words: &str) -> Result<(), Problem> {
        let forks = self.branches();
        let (old, new) = turn_line::renaming(words, &forks);
        self.bench_or_problem()?.rename_fork(old, new)?;
        self.after_bench();
        Ok(())
    }

    /// The command line, ready for the chosen branch's new name.
    pub(super) fn rename_chosen(&mut self) {
        let Some(id) = self.chosen_fork() else { return };
        let Some(name) = self.bench().map(|bench| bench.history().fork_name(id).to_owned()) else { return };
        self.open_command(&format!("rename {name} to "));
    }

    fn chosen_fork(&self) -> Option<ForkId> {
        match self.overlay.as_ref()?.picker()?.choice()? {
            Msg::TakeFork(id) => Some(id),
            _ => None,
        }
    }

    // ---- a run in a file

    /// What became of a file that was to be written.
    pub(super) fn saved(&mut self, outcome: Result<String, String>) {
        match outcome {
            Ok(name) => self.say(format!("written to {name}: coldstart replay {name} plays it again")),
            Err(trouble) => self.refuse(trouble),
        }
    }
}

impl Bench {
    /// This run, as a file keeps it.
    pub fn recording(&self) -> Recording {
        Recording::of(self.run(), &self.id, self.history.lab())
    }
}
