//! Jobs: long work that a thread of the outside does while the screen goes on.
//!
//! 1. [`App::start`] takes a [`Work`] of the lab floor, gives it a number, and returns the effect that hands it to the outside.
//! 2. The outside answers with `Msg::JobProgress` and at last `Msg::JobDone`, or `Msg::JobLost` when nothing will come any more.
//! 3. What comes out of a job is a variant of [`JobResult`], with its line in [`App::job_done`].
//!
//! A job whose number is no longer known was cancelled: what comes of it is dropped.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::{App, Effect};
use crate::lab::month::MonthReport;
use crate::lab::sweep::Table;
use crate::lab::{Budget, Work};
use crate::problem::Problem;

/// Jobs at a time: more wait for nobody. One screen shows one or two.
pub const JOBS_MAX: usize = 8;

/// The number of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct JobId(u64);

/// What can come out of a job.
#[derive(Clone, Debug, PartialEq)]
pub enum JobResult {
    /// A sweep, or why it came to nothing.
    Sweep(Result<Arc<Table>, Problem>),
    /// A month, or why it came to nothing.
    Month(Result<Arc<MonthReport>, Problem>),
}

/// Work with its number and the name of what comes out.
pub struct Job {
    /// Its number.
    pub id: JobId,
    work: Box<dyn Steps>,
}

/// The jobs that are being done, with how far each is.
#[derive(Debug, Default)]
pub struct Jobs {
    running: BTreeMap<JobId, f64>,
    last: u64,
}

/// A [`Work`] whose result has found its variant.
trait Steps: Send {
    fn step(&mut self, budget: &mut Budget) -> bool;
    fn progress(&self) -> f64;
    fn finish(self: Box<Self>) -> JobResult;
}

struct Named<W: Work> {
    work: W,
    name: fn(W::Output) -> JobResult,
}

impl<W: Work> Steps for Named<W> {
    fn step(&mut self, budget: &mut Budget) -> bool {
        self.work.step(budget)
    }

    fn progress(&self) -> f64 {
        self.work.progress()
    }

    fn finish(self: Box<Self>) -> JobResult {
        (self.name)(self.work.finish())
    }
}

impl Job {
    /// Works on as far as the budget goes; whether all is done.
    pub fn step(&mut self, budget: &mut Budget) -> bool {
        self.work.step(budget)
    }

    /// How far it is, 0 to 1.
    pub fn progress(&self) -> f64 {
        self.work.progress()
    }

    /// What came out, once all is done.
    pub fn finish(self) -> JobResult {
        self.work.finish()
    }
}

impl PartialEq for Job {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("id", &self.id).field("progress", &self.progress()).finish_non_exhaustive()
    }
}

impl Jobs {
    /// How far a job is; nothing when it is over, or was never begun.
    pub fn progress(&self, id: JobId) -> Option<f64> {
        self.running.get(&id).copied()
    }

    /// Whether anything is being done.
    pub fn any(&self) -> bool {
        !self.running.is_empty()
    }
}

impl App {
    /// Begins a job: its number, and the effect that hands it to the outside. `name` says what comes out: `JobResult::Sweep`.
    /// Nothing when there are too many already, which the learner is told.
    pub(super) fn start<W: Work + 'static>(
        &mut self,
        work: W,
        name: fn(W::Output) -> JobResult,
    ) -> Option<(JobId, Effect)> {
        if self.jobs.running.len() >= JOBS_MAX {
            self.refuse("too much is being worked on; esc ends it");
            return None;
        }
        self.jobs.last += 1;
        let id = JobId(self.jobs.last);
        self.jobs.running.insert(id, 0.0);
        Some((id, Effect::StartJob(Job { id, work: Box::new(Named { work, name }) })))
    }

    /// Ends a job before its time.
    pub(super) fn cancel_job(&mut self, id: JobId) -> Vec<Effect> {
        match self.jobs.running.remove(&id) {
            Some(_) => vec![Effect::CancelJob(id)],
            None => Vec::new(),
        }
    }

    /// A job got further.
    pub(super) fn job_progress(&mut self, id: JobId, share: f64) {
        if let Some(known) = self.jobs.running.get_mut(&id) {
            *known = share;
        }
    }

    /// A job is done: its result goes to who asked for it.
    pub(super) fn job_done(&mut self, id: JobId, result: JobResult) -> Vec<Effect> {
        if self.jobs.running.remove(&id).is_none() {
            return Vec::new();
        }
        match result {
            JobResult::Sweep(outcome) => self.sweep_done(id, outcome),
            JobResult::Month(outcome) => self.month_done(id, outcome),
        }
        Vec::new()
    }

    /// A job will never be done.
    pub(super) fn job_lost(&mut self, id: JobId) -> Vec<Effect> {
        if self.jobs.running.remove(&id).is_some() {
            self.refuse("the work in the background broke off; try it again");
        }
        Vec::new()
    }
}
