//! Tuning: the lab's own traffic again and again, each time with another value of a setting, to see what is fast and what is cheap.
//!
//! The sweep is done by a job in the background; the view shows how far it is, then its points, of which one is chosen.

mod ask;

use std::sync::Arc;

pub use self::ask::{Ask, FORM};
use super::job::JobId;
use super::{App, Effect, JobResult, MonthView, Overlay};
use crate::lab::sweep::{Axis, Choice, Row, Sweep, Table};
use crate::lab::{Command, LabSpec};
use crate::problem::Problem;

/// A sweep on the screen.
#[derive(Clone, Debug)]
pub struct Tune {
    /// The settings that are varied, the one along the chart last.
    pub axes: Vec<Axis>,
    /// How long each point is played, and with which seed: `10m at each point`.
    pub about: String,
    /// How far it is.
    pub stage: TuneStage,
    /// The chosen point.
    pub selected: usize,
}

/// How far a sweep is.
#[derive(Clone, Debug)]
pub enum TuneStage {
    /// It is being played by this job.
    Working(JobId),
    /// Here it is.
    Done(Arc<Table>),
    /// Why it came to nothing.
    Failed(Problem),
}

impl Tune {
    /// How many points there are.
    pub fn points(&self) -> usize {
        self.axes.iter().map(|axis| axis.values.len()).product()
    }

    /// Points along the chart.
    pub fn across(&self) -> usize {
        self.axes.last().map_or(1, |axis| axis.values.len()).max(1)
    }

    /// What came out, if it did.
    pub fn table(&self) -> Option<&Table> {
        match &self.stage {
            TuneStage::Done(table) => Some(table),
            _ => None,
        }
    }

    /// The chosen point.
    pub fn chosen(&self) -> Option<&Row> {
        self.table()?.rows.get(self.selected)
    }

    /// Chooses the point so many columns and rows away.
    fn step(&mut self, columns: isize, rows: isize) {
        let across = self.across();
        let (row, column) = (self.selected / across, self.selected % across);
        let column = column.saturating_add_signed(columns).min(across - 1);
        let row = row.saturating_add_signed(rows).min((self.points() / across).saturating_sub(1));
        self.selected = row * across + column;
    }
}

impl App {
    /// Plays the lab on the bench with these values, in the background, and shows what comes out.
    pub(super) fn tune(&mut self, ask: &Ask) -> Result<Vec<Effect>, Problem> {
        if self.locked_by().is_some() {
            return Err(first_guess());
        }
        let bench = self.bench_or_problem()?;
        let score = bench.score(ask.time)?;
        let spec = Arc::clone(&score.spec);
        let axis = |(at, text): &(usize, String)| Axis::parse(text, &spec).map_err(|problem| problem.shifted(*at));
        let axes = ask.axes.iter().map(axis).collect::<Result<Vec<Axis>, _>>()?;
        let choice = choice(ask, &spec)?;
        let about = format!("{} at each point", crate::units::Span(score.until.as_micros()));
        let sweep = Sweep::new(score, axes.clone(), choice)?;
        let named = |outcome: Result<Table, Problem>| JobResult::Sweep(outcome.map(Arc::new));
        let Some((job, effect)) = self.start(sweep, named) else { return Ok(Vec::new()) };
        let tune = Tune { axes, about, stage: TuneStage::Working(job), selected: 0 };
        self.overlay = Some(Overlay::Tune(Box::new(tune)));
        Ok(vec![effect])
    }

    /// The key: the memory of the only function there is.
    pub(super) fn tune_memory(&mut self) -> Vec<Effect> {
        let ask = Ask { axes: vec![(0, "memory_mb".to_owned())], ..Ask::default() };
        self.tune(&ask).unwrap_or_else(|problem| {
            self.refuse(super::act::one_line(&problem));
            Vec::new()
        })
    }

    /// A sweep is done: its view shows it, unless it was closed since.
    pub(super) fn sweep_done(&mut self, id: JobId, outcome: Result<Arc<Table>, Problem>) {
        let Some(Overlay::Tune(tune)) = &mut self.overlay else { return };
        if !matches!(tune.stage, TuneStage::Working(job) if job == id) {
            return;
        }
        tune.stage = match outcome {
            Ok(table) => {
                tune.selected = table.best.unwrap_or(0);
                TuneStage::Done(table)
            }
            Err(problem) => TuneStage::Failed(problem),
        };
    }

    /// Chooses another point.
    pub(super) fn step_point(&mut self, columns: isize, rows: isize) {
        if let Some(Overlay::Tune(tune)) = &mut self.overlay {
            tune.step(columns, rows);
        }
    }

    /// Chooses this point; the chosen one is set.
    pub(super) fn pick_point(&mut self, point: usize) -> Vec<Effect> {
        let Some(Overlay::Tune(tune)) = &mut self.overlay else { return Vec::new() };
        if tune.selected == point {
            return self.set_point();
        }
        tune.selected = point.min(tune.points().saturating_sub(1));
        Vec::new()
    }

    /// Sets the lab to the chosen point, as if it had been typed.
    pub(super) fn set_point(&mut self) -> Vec<Effect> {
        let Some(Overlay::Tune(tune)) = &self.overlay else { return Vec::new() };
        let Some(row) = tune.chosen() else { return Vec::new() };
        let settings = tune.axes.iter().zip(&row.values);
        let commands = settings.map(|(axis, value)| Command::Set { target: axis.target.clone(), value: value.clone() });
        let commands: Vec<Command> = commands.collect();
        self.overlay = None;
        self.on_bench(|bench| bench.submit_all(&commands));
        Vec::new()
    }

    /// Closes what lies over the screen; work that nobody will see is ended.
    pub(super) fn close_overlay(&mut self) -> Vec<Effect> {
        let job = match self.overlay.take() {
            Some(Overlay::Tune(tune)) => match tune.stage {
                TuneStage::Working(job) => Some(job),
                _ => None,
            },
            Some(Overlay::Month(MonthView::Working(job))) => Some(job),
            _ => None,
        };
        let Some(job) = job else { return Vec::new() };
        self.say("stopped");
        self.cancel_job(job)
    }
}

/// Who tunes knows the answer, so the guess comes first.
pub(super) fn first_guess() -> Problem {
    Problem::error(0..0, "first guess what will happen").with_help("commit a guess, or press s to skip it")
}

fn choice(ask: &Ask, spec: &LabSpec) -> Result<Choice, Problem> {
    let best = ask.best.as_ref();
    let choice = Choice::parse(best.map(|(_, name)| name.as_str()), [], spec)
        .map_err(|problem| problem.shifted(best.map_or(0, |(at, _)| *at)))?;
    let under = ask.under.iter().map(|(at, goal)| {
        Choice::parse(None, [goal.as_str()], spec).map(|choice| choice.under).map_err(|problem| problem.shifted(*at))
    });
    let under: Vec<_> = under.collect::<Result<_, _>>()?;
    Ok(Choice { under: under.into_iter().flatten().collect(), ..choice })
}
