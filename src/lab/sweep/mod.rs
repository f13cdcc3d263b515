//! A sweep: the same traffic again and again, each time with another value of one setting or two.
//!
//! 1. An [`Axis`] is a setting with the values it takes; two axes make a grid.
//! 2. A [`Sweep`] plays every point with the same seed and the same commands, so that all points meet the same requests and draw the same
//!    dice; it is [`Work`], done in pieces.
//! 3. A [`Table`] is what came out: the figures of every point, the best one under a [`Choice`], and those that no other beats.

mod axis;
mod choice;
mod table;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use self::axis::Axis;
pub use self::choice::Choice;
pub use self::table::{Row, Table};
use super::assumed::{self, ModelValue, model_values};
use super::command::Command;
use super::compare::same_arrivals;
use super::playback::{Playback, Score};
use super::spec::LabSpec;
use super::window::Window;
use super::work::Work;
use crate::cloud::Detail;
use crate::problem::Problem;
use crate::sim::Budget;
use crate::units::Moment;

/// Points of a sweep: about as many cells as a table has that people still read.
const POINTS_MAX: usize = 400;

/// The points of a sweep, and how far it is.
#[derive(Clone, Debug)]
pub struct Sweep {
    score: Score,
    axes: Vec<Axis>,
    choice: Choice,
    points: Vec<Point>,
    rows: Vec<Row>,
    playing: Option<Playback>,
    model_values: Vec<ModelValue>,
    trouble: Option<Problem>,
}

/// A point that is to be played.
#[derive(Clone, Debug)]
struct Point {
    values: Vec<String>,
    spec: Arc<LabSpec>,
}

impl Sweep {
    /// Begins. Every point is checked by the rules of the lab first; commands that set what is swept are left out, or they would undo it.
    pub fn new(score: Score, axes: Vec<Axis>, choice: Choice) -> Result<Self, Problem> {
        if let [one, other] = axes.as_slice()
            && one.target == other.target
        {
            return Err(Problem::error(0..0, format!("`{}` is swept twice", one.target)));
        }
        let count = axes.iter().map(|axis| axis.values.len()).product::<usize>();
        if count > POINTS_MAX {
            let problem = Problem::error(0..0, format!("{count} points are more than a sweep plays at once"));
            return Err(problem.with_help(format!("take fewer values: at most {POINTS_MAX} points")));
        }
        if score.until == Moment::NEVER || score.until == Moment::START {
            let problem =
                Problem::error(0..0, "this lab has no end of its own, and a sweep plays every point to the end");
            return Err(problem.with_help("say how long"));
        }
        let points = points(&score.spec, &axes)?;
        let swept = |command: &Command| match command {
            Command::Set { target, .. } => {
                let target = score.spec.canonical(target).unwrap_or_default();
                axes.iter().any(|axis| axis.target == target)
            }
            _ => false,
        };
        let commands = score.commands.iter().filter(|timed| !swept(&timed.command)).cloned().collect();
        let score = Score { commands, ..score };
        let (rows, model_values) = (Vec::with_capacity(points.len()), Vec::new());
        Ok(Self { score, axes, choice, points, rows, playing: None, model_values, trouble: None })
    }

    /// How many points are played, and how many there are.
    pub fn played(&self) -> (usize, usize) {
        (self.rows.len(), self.points.len())
    }

    /// Plays the point at hand; whether it is done.
    fn play(&mut self, point: usize, budget: &mut Budget) -> Result<bool, Problem> {
        let start = || self.score.with(Arc::clone(&self.points[point].spec)).play(Detail::Metrics);
        let mut playing = self.playing.take().unwrap_or_else(start);
        if !playing.step(budget)? {
            self.playing = Some(playing);
            return Ok(false);
        }
        let run = playing.run();
        assumed::merge(&mut self.model_values, model_values(run));
        let values = self.points[point].values.clone();
        let of = tuned(&self.axes, &self.score.spec);
        self.rows.push(Row::new(values, run.measure(&Window::All), of));
        Ok(true)
    }
}

impl Work for Sweep {
    type Output = Result<Table, Problem>;

    fn step(&mut self, budget: &mut Budget) -> bool {
        while self.trouble.is_none() && self.rows.len() < self.points.len() {
            match self.play(self.rows.len(), budget) {
                Ok(true) => {}
                Ok(false) => return false,
                Err(problem) => self.trouble = Some(problem),
            }
        }
        true
    }

    fn progress(&self) -> f64 {
        let current = self.playing.as_ref().map_or(0.0, Playback::progress);
        ((self.rows.len() as f64 + current) / self.points.len().max(1) as f64).clamp(0.0, 1.0)
    }

    fn finish(self) -> Self::Output {
        if let Some(trouble) = self.trouble {
            return Err(trouble);
        }
        let mut rows = self.rows;
        if rows.iter().all(|row| row.metrics.value("requests").unwrap_or(0.0) == 0.0) {
            let problem = Problem::error(0..0, "no request arrives, so no value is better than another");
            return Err(problem.with_help("give the lab a load, such as `load 10`"));
        }
        let best = self.choice.judge(&mut rows);
        Ok(Table {
            seed: self.score.seed,
            until: self.score.until,
            same_arrivals: self.points.iter().all(|point| same_arrivals(&point.spec, &self.points[0].spec)),
            axes: self.axes,
            choice: self.choice,
            rows,
            best,
            model_values: self.model_values,
        })
    }
}

/// The one function of several whose settings are swept: the others' times would hide what becomes of its own.
fn tuned(axes: &[Axis], spec: &LabSpec) -> Option<String> {
    let function = |axis: &Axis| match axis.target.split('.').collect::<Vec<_>>().as_slice() {
        ["functions", name, ..] => Some((*name).to_owned()),
        _ => None,
    };
    let first = axes.first().and_then(function).filter(|_| spec.functions.len() > 1)?;
    axes.iter().all(|axis| function(axis).as_ref() == Some(&first)).then_some(first)
}

/// Every combination of the values, the last axis fastest.
fn points(spec: &LabSpec, axes: &[Axis]) -> Result<Vec<Point>, Problem> {
    let mut combinations: Vec<Vec<String>> = vec![Vec::new()];
    for axis in axes {
        let extended = combinations
            .iter()
            .flat_map(|before| axis.values.iter().map(|value| before.iter().cloned().chain([value.clone()]).collect()));
        combinations = extended.collect();
    }
    let point = |values: Vec<String>| {
        let settings = axes.iter().zip(&values).map(|(axis, value)| (axis.target.as_str(), value.as_str()));
        let spec = Arc::new(spec.with(settings)?);
        Ok(Point { values, spec })
    };
    combinations.into_iter().map(point).collect()
}
