//! Which point of a sweep is the best, and under which bound.

use super::Row;
use crate::lab::goal::Goal;
use crate::lab::metrics::{self, MetricName};
use crate::lab::spec::LabSpec;
use crate::problem::Problem;

/// What is wanted: as little as possible of one metric, under bounds.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What there should be as little of as possible.
    pub best: &'static MetricName,
    /// What must hold. Without any, the cheapest point must not be much slower than the fastest.
    pub under: Vec<Goal>,
}

/// How much slower than the fastest the cheapest may be, when nobody says.
const SLOWER: f64 = 0.10;
/// Points that fail this much more of their requests than the soundest point are out of the question:
/// a timeout makes a function look fast and cheap.
const FAILING: f64 = 0.001;

impl Choice {
    /// The cheapest of those about as fast as the fastest.
    pub fn cheapest() -> Self {
        Self { best: &metrics::NAMES[index_of("cost")], under: Vec::new() }
    }

    /// What `--best METRIC` and `--under GOAL` ask for.
    pub fn parse<'a>(
        best: Option<&str>,
        under: impl IntoIterator<Item = &'a str>,
        spec: &LabSpec,
    ) -> Result<Self, Problem> {
        let names = || metrics::NAMES.iter().map(|row| row.name).filter(|name| !grows_with_use(name));
        let best = match best {
            None => Self::cheapest().best,
            Some(name) if grows_with_use(name) => {
                let problem = Problem::error(0..name.len(), format!("less of `{name}` is not better"));
                return Err(problem.with_help("such as cost, cost_per_m, p95_ms, cold_starts"));
            }
            Some(name) => {
                metrics::lookup(name).ok_or_else(|| Problem::unknown(0..name.len(), "metric", name, names()))?
            }
        };
        let functions = || spec.functions.iter().map(|function| function.name.as_str());
        let goal = |text: &'a str| {
            let goal = Goal::parse(text)?;
            goal.check_functions(functions().collect::<Vec<_>>().into_iter()).map(|()| goal)
        };
        Ok(Self { best, under: under.into_iter().map(goal).collect::<Result<_, _>>()? })
    }

    /// What is wanted, in words: `the least cost with p95_ms < 300`.
    pub fn words(&self) -> String {
        let least =
            if self.best.name == "cost" { "the cheapest".to_owned() } else { format!("the least {}", self.best.name) };
        match (self.under.is_empty(), self.is_of_money()) {
            (false, _) => format!("{least} with {}", self.bound()),
            (true, true) => format!("{least} whose p95 is within 10 % of the fastest"),
            (true, false) => least,
        }
    }

    /// That no point is it: `no point has p95_ms < 300`.
    pub(super) fn missed(&self) -> String {
        if self.under.is_empty() {
            format!("no point is {}", self.words())
        } else {
            format!("no point has {}", self.bound())
        }
    }

    /// What must hold, in words.
    fn bound(&self) -> String {
        self.under.iter().map(|goal| goal.text.as_str()).collect::<Vec<_>>().join(" and ")
    }

    /// Marks the rows and returns the best.
    pub(super) fn judge(&self, rows: &mut [Row]) -> Option<usize> {
        let soundest = rows.iter().map(failing).fold(f64::INFINITY, f64::min);
        for row in rows.iter_mut() {
            row.sound = row.metrics.value("requests").is_some_and(|requests| requests > 0.0)
                && failing(row) <= soundest + FAILING;
        }
        let fastest = rows.iter().filter(|row| row.sound).filter_map(|row| row.value("p95_ms"));
        let fastest = fastest.fold(f64::INFINITY, f64::min);
        for row in rows.iter_mut() {
            row.meets = if self.under.is_empty() {
                let p95 = row.value("p95_ms");
                row.sound && (!self.is_of_money() || p95.is_some_and(|p95| p95 <= fastest * (1.0 + SLOWER)))
            } else {
                self.under.iter().all(|goal| goal.judge(&row.metrics).met)
            };
        }
        mark_front(rows);
        let value = |row: &Row| row.value(self.best.name);
        let speed = |row: &Row| row.value("p95_ms").unwrap_or(f64::INFINITY);
        let candidates = rows.iter().enumerate().filter(|(_, row)| row.meets);
        let ranked = candidates.filter_map(|(place, row)| Some((place, value(row)?, speed(row))));
        ranked.min_by(|one, other| one.1.total_cmp(&other.1).then(one.2.total_cmp(&other.2))).map(|(place, ..)| place)
    }

    fn is_of_money(&self) -> bool {
        self.best.unit == metrics::Unit::Dollars
    }
}

/// Metrics that say how much was asked for, or done.
fn grows_with_use(name: &str) -> bool {
    matches!(name, "requests" | "invocations" | "deploys")
}

/// The share of requests that came to nothing.
fn failing(row: &Row) -> f64 {
    let value = |name| row.metrics.value(name).unwrap_or(0.0);
    let requests = value("requests");
    if requests > 0.0 { (value("throttles") + value("errors")) / requests } else { f64::INFINITY }
}

/// Marks the sound points that no other sound point beats in speed and cost at once.
fn mark_front(rows: &mut [Row]) {
    let point = |row: &Row| Some((row.value("p95_ms")?, row.value("cost")?));
    let points: Vec<(f64, f64)> = rows.iter().filter(|row| row.sound).filter_map(point).collect();
    for row in rows.iter_mut() {
        let beaten = |(speed, cost): (f64, f64)| {
            let beats = |other: &&(f64, f64)| other.0 <= speed && other.1 <= cost && **other != (speed, cost);
            points.iter().any(|other| beats(&other))
        };
        row.pareto = row.sound && point(row).is_some_and(|own| !beaten(own));
    }
}

fn index_of(name: &str) -> usize {
    metrics::NAMES.iter().position(|row| row.name == name).unwrap_or(0)
}
