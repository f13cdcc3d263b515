//! A month of the lab on the bench: "what will this cost me?", answered by playing it in the background.

use std::sync::Arc;

use super::job::JobId;
use super::{App, Effect, JobResult, Overlay, Region};
use crate::lab::month::{Month, MonthReport};
use crate::problem::Problem;

/// A month on the screen.
#[derive(Clone, Debug)]
pub enum MonthView {
    /// It is being played by this job.
    Working(JobId),
    /// Here it is.
    Done(Arc<MonthReport>),
    /// Why it came to nothing.
    Failed(Problem),
}

impl App {
    /// Plays a month of the lab as it is set now, in the background.
    pub(super) fn month(&mut self) -> Result<Vec<Effect>, Problem> {
        if self.locked_by().is_some() {
            return Err(super::tune::first_guess());
        }
        let catalog = Arc::clone(&self.catalog);
        let bench = self.bench_or_problem()?;
        let month = Month::new(&bench.current_spec(), bench.seed(), catalog, None)?;
        let named = |outcome: Result<MonthReport, Problem>| JobResult::Month(outcome.map(Arc::new));
        let Some((job, effect)) = self.start(month, named) else { return Ok(Vec::new()) };
        self.scrolls.to(Region::Overlay, 0);
        self.overlay = Some(Overlay::Month(MonthView::Working(job)));
        Ok(vec![effect])
    }

    /// A month is over: its view shows it, unless it was closed since.
    pub(super) fn month_done(&mut self, id: JobId, outcome: Result<Arc<MonthReport>, Problem>) {
        if let Some(Overlay::Month(view)) = &mut self.overlay
            && matches!(view, MonthView::Working(job) if *job == id)
        {
            *view = match outcome {
                Ok(report) => MonthView::Done(report),
                Err(problem) => MonthView::Failed(problem),
            };
        }
    }
}
