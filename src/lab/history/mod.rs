//! A run whose time can be turned back, and what becomes of it when somebody then does otherwise.
//!
//! 1. While a run is played, copies of it are kept ([`checkpoints`]): few enough to be cheap, near enough to each other that playing on
//!    from the nearest one takes no time a person notices.
//! 2. [`History::go_to`] sets out for an earlier moment, or back to the newest; [`History::travel`] gets there in pieces of work. What was
//!    done later is not forgotten: it happens again when time goes on.
//! 3. Whoever changes something in the past **forks** the run: the new branch has all that was done before that moment, the old one stays
//!    whole. A branch is (lab, seed, timed commands) like any run, so its journal is that of a fresh run with the same commands.
//! 4. A second branch can be played *beside* the one in hand, always at the same moment, to be compared.
//!
//! A moment one has turned back to is complete except for commands given at that very moment: they are still to come, and can be replaced.

mod branch;
mod checkpoints;
mod forks;
mod head;
mod marks;
mod steps;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use branch::{Fork, ForkId};
pub use marks::{MarkKind, TimeMark};
pub use steps::Stop;

use self::branch::{Branch, Deed, What};
use self::checkpoints::MEMORY_MAX;
use self::head::Head;
use super::command::{Command, TimedCommand};
use super::recording::Recording;
use super::run::{Progress, Run};
use super::spec::LabSpec;
use super::window::Window;
use crate::catalog::Catalog;
use crate::cloud::Detail;
use crate::problem::Problem;
use crate::sim::Budget;
use crate::units::Moment;

/// Branches of one lab: as many as a person tells apart, and a list that fits a screen.
pub const FORKS_MAX: usize = 16;

/// Events the run beside may still have to play before both get a command: a tenth of a second of work.
const CATCH_UP_MAX: u64 = 400_000;

/// A run, its past, and its other branches.
pub struct History {
    catalog: Arc<Catalog>,
    detail: Detail,
    /// Never empty; the first one is the run as it was begun.
    branches: Vec<Branch>,
    next_fork: u32,
    /// The run in hand.
    main: Head,
    /// The run beside it.
    beside: Option<Head>,
    /// Whether commands go to the run beside as well, because it differs by one setting only.
    twins: bool,
    /// Windows that were announced; a run that is played again must know them too.
    windows: Vec<Window>,
    memory_max: usize,
}

impl History {
    /// A lab at its first moment.
    pub fn new(spec: Arc<LabSpec>, seed: u64, detail: Detail, catalog: Arc<Catalog>) -> Self {
        let first = Branch::first(spec, seed);
        let main = Head::start(&first, detail, &catalog);
        Self {
            catalog,
            detail,
            branches: vec![first],
            next_fork: 1,
            main,
            beside: None,
            twins: false,
            windows: Vec::new(),
            memory_max: MEMORY_MAX,
        }
    }

    /// A run that was played before, at its first moment: all of it is still to come.
    pub fn of(recording: &Recording, detail: Detail, catalog: Arc<Catalog>) -> Self {
        let mut history = Self::new(Arc::clone(&recording.spec), recording.seed, detail, catalog);
        let deed = |timed: &TimedCommand| Deed { at: timed.at, what: What::Command(timed.command.clone()) };
        history.branches[0].deeds = recording.commands.iter().map(deed).collect();
        history.branches[0].newest = recording.played;
        history
    }

    /// The run in hand, at its present moment.
    pub const fn run(&self) -> &Run {
        &self.main.run
    }

    /// The run beside it, if two are compared.
    pub fn beside(&self) -> Option<&Run> {
        self.beside.as_ref().map(|head| &head.run)
    }

    /// The present moment.
    pub const fn now(&self) -> Moment {
        self.main.run.now()
    }

    /// The latest moment that this branch was ever played to.
    pub fn newest(&self) -> Moment {
        self.branch().newest.max(self.now())
    }

    /// Whether there is more of this branch than was played up to the present moment.
    pub fn is_past(&self) -> bool {
        self.main.is_past(self.branch())
    }

    /// Lets time pass up to and including `target`; what was done later in this branch happens again when its moment comes.
    pub fn advance_to(&mut self, target: Moment, budget: &mut Budget) -> Progress {
        let Self { branches, main, .. } = self;
        let progress = main.advance_to(branch_of(branches, main.fork), target, budget);
        self.tidy();
        progress
    }

    /// Lets all happen that the present moment brings by itself.
    pub fn run_out(&mut self, now: Moment) {
        self.main.run.advance_to(now, &mut Budget::unlimited());
    }

    /// Lets the run beside catch up with the one in hand; whether it has.
    pub fn follow(&mut self, budget: &mut Budget) -> bool {
        let Self { branches, main, beside: Some(beside), windows, catalog, detail, .. } = self else { return true };
        let leader = branch_of(branches, main.fork);
        let (now, complete) = (main.run.now(), main.is_complete(leader));
        let there =
            beside.follow(branch_of(branches, beside.fork), (now, complete), (windows, catalog, *detail), budget);
        self.tidy();
        there
    }

    /// Changes something, now; in the past that forks the run. On a problem nothing is changed.
    pub fn submit(&mut self, command: &Command) -> Result<(), Problem> {
        self.may_change()?;
        self.main.run.submit(command.clone())?;
        self.deed(What::Command(command.clone()));
        Ok(())
    }

    /// Notes that the action with this key is used now.
    pub fn mark(&mut self, key: &str) -> Result<(), Problem> {
        self.may_change()?;
        self.main.run.mark(key);
        self.deed(What::Key(key.to_owned()));
        Ok(())
    }

    /// Announces a window, so that its edges are exact when the run gets there.
    pub fn plan(&mut self, window: &Window) {
        if !self.windows.contains(window) {
            self.windows.push(window.clone());
        }
        self.main.run.plan(window);
        if let Some(beside) = &mut self.beside {
            beside.run.plan(window);
        }
    }

    /// The lab of the branch in hand at its first moment.
    pub fn lab(&self) -> &Arc<LabSpec> {
        &self.branch().spec
    }

    /// The setting by which the lab of the branch in hand differs from the start, if that is how it was made.
    pub fn change(&self) -> Option<&(String, String)> {
        self.branch().change.as_ref()
    }

    /// Whether something that was done before has happened again since this was last asked.
    pub fn has_replayed(&mut self) -> bool {
        std::mem::take(&mut self.main.replayed)
    }

    /// Whether the run beside stands at the same moment as the one in hand.
    pub fn is_together(&self) -> bool {
        let Some(beside) = &self.beside else { return true };
        let complete = self.main.is_complete(self.branch());
        let branch = self.branches.iter().find(|branch| branch.id == beside.fork);
        branch.is_none_or(|branch| beside.is_at(branch, self.now(), complete))
    }

    /// The commands that led to the present moment.
    pub fn commands(&self) -> &[TimedCommand] {
        self.main.run.commands()
    }

    /// When the action with this key was used last, up to the present moment.
    pub fn used_at(&self, key: &str) -> Option<Moment> {
        self.deeds_done().rev().find(|deed| matches!(&deed.what, What::Key(used) if used == key)).map(|deed| deed.at)
    }

    /// When anything was changed last, up to the present moment.
    pub fn last_command_at(&self) -> Moment {
        self.commands().last().map_or(Moment::START, |timed| timed.at)
    }

    // ---- going about in time

    /// Sets out for a moment of this branch, at most the newest. Getting there is the business of [`History::travel`].
    pub fn go_to(&mut self, moment: Moment) {
        let Self { branches, main, windows, catalog, detail, .. } = self;
        main.go_to(branch_of(branches, main.fork), moment, (windows, catalog, *detail));
    }

    /// Works on the way to the moment one has set out for; whether one is there.
    pub fn travel(&mut self, budget: &mut Budget) -> bool {
        let Self { branches, main, .. } = self;
        let there = main.travel(branch_of(branches, main.fork), budget);
        self.tidy();
        there
    }

    /// How far the way is done, 0 to 1, and where it leads; nothing when nobody travels.
    pub fn travelling(&self) -> Option<(f64, Moment)> {
        self.main.travelling()
    }

    /// Stays where one is instead.
    pub fn stay(&mut self) {
        self.main.stay();
    }

    fn branch(&self) -> &Branch {
        self.branches.iter().find(|branch| branch.id == self.main.fork).unwrap_or(&self.branches[0])
    }

    fn deeds_done(&self) -> impl DoubleEndedIterator<Item = &Deed> {
        self.branch().deeds[..self.main.done].iter()
    }

    /// Something was done to the run in hand: its branch knows, and the twin does the same.
    fn deed(&mut self, what: What) {
        self.note(what.clone());
        if !self.twins {
            return;
        }
        let Some(mut twin) = self.beside.take() else { return };
        std::mem::swap(&mut self.main, &mut twin);
        self.twin_deed(what);
        std::mem::swap(&mut self.main, &mut twin);
        self.beside = Some(twin);
    }

    /// Does the same to the twin, while it is in hand: all but what it is there to have otherwise.
    fn twin_deed(&mut self, what: What) {
        let branch = self.branch();
        if branch.change.as_ref().is_some_and(|(setting, _)| what.sets(&branch.spec, setting)) {
            // What lay ahead is no more, for it as for the run it is compared with.
            self.leave_what_lies_ahead();
        } else if what.happens_to(&mut self.main.run).is_ok() {
            // What the twin's own settings do not allow, it does not do.
            self.note(what);
        }
    }

    fn leave_what_lies_ahead(&mut self) {
        if self.is_past() {
            self.branch_off(None);
        }
    }

    /// Keeps what was just done to the run in hand: in its branch, or in a fork of it when it was done in the past.
    fn note(&mut self, what: What) {
        self.leave_what_lies_ahead();
        let Self { branches, main, .. } = self;
        main.keep(branch_of(branches, main.fork), what);
    }

    fn may_change(&mut self) -> Result<(), Problem> {
        if self.main.travelling().is_some() {
            return Err(Problem::error(0..0, "the run is on its way to another moment").with_help("esc stays here"));
        }
        if self.twins && !self.follow(&mut Budget::events(CATCH_UP_MAX)) {
            return Err(Problem::error(0..0, "the run beside is still catching up").with_help("a moment, please"));
        }
        let forks = 1 + usize::from(self.twins);
        if self.is_past() && self.branches.len() + forks > FORKS_MAX {
            return Err(too_many());
        }
        Ok(())
    }

    /// Keeps memory within its bound, over all branches.
    fn tidy(&mut self) {
        if self.branches.iter_mut().any(|branch| branch.checkpoints.take_grown()) {
            checkpoints::fit(&mut self.branches, self.memory_max, self.main.fork);
        }
    }
}

fn too_many() -> Problem {
    Problem::error(0..0, format!("a lab keeps at most {FORKS_MAX} branches")).with_help("delete one of them: `forks`")
}

/// The branch with this id; the first one for an id that is gone.
fn branch_of(branches: &mut [Branch], id: ForkId) -> &mut Branch {
    let place = branches.iter().position(|branch| branch.id == id).unwrap_or(0);
    &mut branches[place]
}
