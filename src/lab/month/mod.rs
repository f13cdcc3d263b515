//! What a month of a lab costs: thirty days of its traffic played request by request, and the bill of what was used.
//!
//! 1. The first month is played with the lab's own seed: its usage is exact, not extrapolated.
//! 2. One seed is one month out of many. If months are cheap to play, two more are played with other seeds; if not, single days with other
//!    seeds show how much days differ, and how much a month can.
//! 3. Beside it stands what the Bill pane would have said after the lab's own time, so that one sees what extrapolation is worth.

mod report;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use self::report::{Confidence, Estimate, MonthReport, Replayed};
use super::assumed;
use super::look::usage_so_far;
use super::playback::{Playback, Score};
use super::quantity::exact_span;
use super::spec::LabSpec;
use super::window::Window;
use super::work::Work;
use crate::billing::{self, FreeTier, Usage};
use crate::catalog::Catalog;
use crate::cloud::Detail;
use crate::problem::Problem;
use crate::sim::Budget;
use crate::units::{Moment, Money, Span};

/// The days of a month.
pub const DAYS: u64 = 30;
const DAY: Span = Span::from_secs(86_400);
const MONTH: Span = Span::from_secs(DAYS * 86_400);
/// Further months that are played when months are cheap.
const FURTHER_MONTHS: u64 = 2;
/// Single days that are played when they are not.
const FURTHER_DAYS: u64 = 5;
/// A month of so many events is cheap: some seconds.
const CHEAP: u64 = 30_000_000;
/// Where the Bill pane's estimate is taken from when the lab has no end of its own.
const AN_HOUR: Span = Span::from_secs(3_600);

/// A month, and how far it is.
#[derive(Clone, Debug)]
pub struct Month {
    score: Score,
    replayed: Option<Replayed>,
    /// When the Bill pane's estimate is taken.
    looked_at: Span,
    playing: Playback,
    part: Part,
    estimate: Option<Estimate>,
    /// The report of the first month, its confidence still to come.
    report: Option<MonthReport>,
    plan: Plan,
    further: Vec<(u64, Money)>,
    trouble: Option<Problem>,
}

/// What is being played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The first month up to the moment of the estimate.
    ToEstimate,
    /// The rest of its first day.
    FirstDay,
    /// The rest of it.
    FirstMonth,
    /// Other seeds.
    Further,
    /// Nothing more.
    Done,
}

/// What is played beside the first month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plan {
    Months,
    Days,
}

impl Month {
    /// Begins. The lab's own end does not count: a month is a month. `replayed` says where the load comes from, if it is a trace.
    pub fn new(spec: &LabSpec, seed: u64, catalog: Arc<Catalog>, replayed: Option<Replayed>) -> Result<Self, Problem> {
        if spec.load.words() == "none" {
            let problem = Problem::error(0..0, "nothing arrives in this lab by itself, so a month of it costs nothing");
            return Err(problem.with_help("give it a load, such as `load 10 poisson`"));
        }
        let looked_at = spec.duration.unwrap_or(AN_HOUR).min(DAY);
        let month = exact_span(MONTH);
        let spec = Arc::new(spec.with([("time.duration", month.as_str())])?);
        let until = Moment::START + MONTH;
        let score = Score { spec, seed, commands: Vec::new(), until, catalog };
        let playing = Score { until: Moment::START + looked_at, ..score.clone() }.play(Detail::Metrics);
        Ok(Self {
            score,
            replayed,
            looked_at,
            playing,
            part: Part::ToEstimate,
            estimate: None,
            report: None,
            plan: Plan::Months,
            further: Vec::new(),
            trouble: None,
        })
    }

    /// The part at hand is played: what follows.
    fn next(&mut self) {
        match self.part {
            Part::ToEstimate => {
                let (usage, _) = usage_so_far(self.playing.run());
                let total = billing::month(&usage, self.looked_at, &self.score.catalog, FreeTier::None);
                let scaled = usage.scaled(MONTH.as_micros(), self.looked_at.as_micros());
                self.estimate =
                    total.map(|total| Estimate { after: self.looked_at, total, of_30_days: self.price(&scaled) });
                self.go_on(Part::FirstDay, DAY);
            }
            Part::FirstDay => {
                let whole = self.playing.run().events().saturating_mul(DAYS);
                self.plan = if whole <= CHEAP { Plan::Months } else { Plan::Days };
                self.go_on(Part::FirstMonth, MONTH);
            }
            Part::FirstMonth => {
                self.report = Some(self.first_report());
                self.begin_further();
            }
            Part::Further => {
                let (usage, _) = usage_so_far(self.playing.run());
                let total = self.price(&usage);
                self.further.push((self.playing.run().seed(), total));
                self.begin_further();
            }
            Part::Done => {}
        }
    }

    fn go_on(&mut self, part: Part, until: Span) {
        self.part = part;
        self.playing.play_on_to(Moment::START + until);
    }

    /// Another month, or day, with the next seed.
    fn begin_further(&mut self) {
        let (count, length) = match self.plan {
            Plan::Months => (FURTHER_MONTHS, MONTH),
            Plan::Days => (FURTHER_DAYS, DAY),
        };
        let done = self.further.len() as u64;
        if done >= count {
            self.part = Part::Done;
            return;
        }
        self.part = Part::Further;
        let seed = self.score.seed.wrapping_add(done + 1);
        self.playing = Score { seed, until: Moment::START + length, ..self.score.clone() }.play(Detail::Metrics);
    }

    fn first_report(&self) -> MonthReport {
        let run = self.playing.run();
        let (usage, _) = usage_so_far(run);
        let bill = billing::price(&usage, &self.score.catalog, FreeTier::None);
        let with_allowances = billing::price(&usage, &self.score.catalog, FreeTier::Always).total;
        MonthReport {
            seed: self.score.seed,
            title: self.score.spec.title.clone(),
            load: self.score.spec.load.words(),
            replayed: self.replayed.clone(),
            metrics: run.measure(&Window::All),
            events: run.events(),
            bill,
            with_allowances,
            usage,
            estimate: self.estimate.clone(),
            confidence: Confidence::default(),
            model_values: assumed::model_values(run),
        }
    }

    fn price(&self, usage: &Usage) -> Money {
        billing::price(usage, &self.score.catalog, FreeTier::None).total
    }
}

impl Work for Month {
    type Output = Result<MonthReport, Problem>;

    fn step(&mut self, budget: &mut Budget) -> bool {
        while self.trouble.is_none() && self.part != Part::Done {
            match self.playing.step(budget) {
                Ok(true) => self.next(),
                Ok(false) => return false,
                Err(problem) => self.trouble = Some(problem),
            }
        }
        true
    }

    fn progress(&self) -> f64 {
        let further = match self.plan {
            Plan::Months => FURTHER_MONTHS as f64,
            Plan::Days => FURTHER_DAYS as f64 / DAYS as f64,
        };
        let whole = 1.0 + further;
        let done = match self.part {
            Part::Done => return 1.0,
            Part::Further => {
                let each = if self.plan == Plan::Months { 1.0 } else { 1.0 / DAYS as f64 };
                1.0 + (self.further.len() as f64 + self.playing.progress()) * each
            }
            _ => self.playing.run().now().as_micros() as f64 / MONTH.as_micros() as f64,
        };
        (done / whole).clamp(0.0, 1.0)
    }

    fn finish(self) -> Self::Output {
        let of_months = self.plan == Plan::Months;
        match (self.trouble, self.report) {
            (Some(trouble), _) => Err(trouble),
            (None, Some(report)) => {
                let confidence = Confidence::of(report.bill.total, report.seed, &self.further, of_months);
                Ok(MonthReport { confidence, ..report })
            }
            (None, None) => Err(Problem::error(0..0, "the month was not played to its end")),
        }
    }
}
