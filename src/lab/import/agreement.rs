//! How well the lab that was written agrees with the log it was written from: it is played, and both are counted alike.

use std::sync::Arc;

use super::Findings;
use crate::cloud::{Detail, FunctionRecord};
use crate::lab::told::grouped;
use crate::lab::{Budget, LabSpec, Progress, Run, Work};
use crate::sim::Histogram;
use crate::units::Moment;

/// Events that are played: millions of requests, some seconds. A longer log is compared by its beginning.
const EVENTS_MAX: u64 = 20_000_000;
/// Fewer cold starts say nothing about a share, nor about a quantile.
const ENOUGH: u64 = 20;

/// The lab of a log, being played.
#[derive(Debug)]
pub struct Replay {
    run: Run,
    left: u64,
    log: Totals,
}

/// What log and lab say of one figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Of what.
    pub what: String,
    /// What the log says.
    pub log: f64,
    /// What the lab says.
    pub lab: f64,
    /// In what it is counted.
    pub unit: &'static str,
}

/// The log and the lab side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Figure by figure.
    pub rows: Vec<Row>,
    /// What has to be known to read them, a sentence each.
    pub notes: Vec<String>,
}

/// What is compared.
#[derive(Clone, Debug, Default)]
struct Totals {
    reports: u64,
    cold: u64,
    timeouts: u64,
    failures: u64,
    billed_ms: u64,
    duration: Histogram,
    init: Histogram,
}

impl Findings {
    /// The lab that was written, ready to be played; nothing if it cannot be read, which would be a mistake of this program.
    pub fn replay(&self, lab: &str) -> Option<Replay> {
        let spec = LabSpec::parse(lab).0?;
        let seed = spec.seed;
        let run = Run::new(Arc::new(spec), seed, Detail::Metrics, LabSpec::catalog());
        Some(Replay { run, left: EVENTS_MAX, log: self.totals() })
    }

    fn totals(&self) -> Totals {
        let mut duration = self.warm.clone();
        [&self.cold, &self.init_again, &self.cut_off].into_iter().for_each(|part| duration.merge(part));
        let init = if self.init.count() == 0 { &self.restore } else { &self.init };
        Totals {
            reports: self.reports,
            cold: self.init.count() + self.restore.count(),
            timeouts: self.timeouts,
            failures: self.failures,
            billed_ms: self.billed_ms,
            duration,
            init: init.clone(),
        }
    }
}

impl From<&FunctionRecord> for Totals {
    fn from(record: &FunctionRecord) -> Self {
        let counters = &record.counters;
        Self {
            reports: counters.completed + counters.errors,
            cold: counters.cold_starts,
            timeouts: counters.timeouts,
            failures: counters.errors - counters.timeouts,
            billed_ms: record.usage.billed_ms,
            duration: record.duration(),
            init: record.init.clone(),
        }
    }
}

impl Work for Replay {
    type Output = Agreement;

    fn step(&mut self, budget: &mut Budget) -> bool {
        let end = self.run.end();
        let before = self.run.events();
        let progress = self.run.advance_to(end, budget);
        self.left = self.left.saturating_sub(self.run.events() - before);
        progress != Progress::OutOfBudget || self.left == 0
    }

    fn progress(&self) -> f64 {
        let (now, end) = (self.run.now(), self.run.end());
        let played = now.as_micros() as f64 / end.since(Moment::START).as_micros().max(1) as f64;
        played.max(1.0 - self.left as f64 / EVENTS_MAX as f64)
    }

    fn finish(self) -> Agreement {
        let lab = Totals::from(&self.run.slice(&crate::lab::Window::All).total());
        let mut agreement = Agreement { rows: rows(&self.log, &lab), notes: Vec::new() };
        if self.run.now() < self.run.end() {
            let played = grouped(lab.reports);
            agreement.notes.push(format!("the lab was played for its first {played} invocations only"));
        }
        agreement.notes.extend(cold_note(&self.log, &lab));
        agreement
    }
}

fn rows(log: &Totals, lab: &Totals) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut row = |what: &str, unit: &'static str, log: f64, lab: f64| {
        rows.push(Row { what: what.to_owned(), log, lab, unit });
    };
    let share = |part: u64, totals: &Totals| part as f64 * 100.0 / totals.reports.max(1) as f64;
    row("invocations", "", log.reports as f64, lab.reports as f64);
    row("cold starts", "%", share(log.cold, log), share(lab.cold, lab));
    if log.timeouts + lab.timeouts > 0 {
        row("timed out", "%", share(log.timeouts, log), share(lab.timeouts, lab));
    }
    if log.failures + lab.failures > 0 {
        row("failed", "%", share(log.failures, log), share(lab.failures, lab));
    }
    let mut spans = |name: &str, log: &Histogram, lab: &Histogram| {
        let mean = |histogram: &Histogram| histogram.mean().unwrap_or_default().as_millis_f64();
        row(&format!("{name}, mean"), "ms", mean(log), mean(lab));
        for (percent, q) in [(50, 0.50), (95, 0.95), (99, 0.99)] {
            let at = |histogram: &Histogram| histogram.quantile(q).unwrap_or_default().as_millis_f64();
            row(&format!("{name}, p{percent}"), "ms", at(log), at(lab));
        }
    };
    spans("Duration", &log.duration, &lab.duration);
    if log.init.count() > 0 {
        spans("Init Duration", &log.init, &lab.init);
    }
    let mean_billed = |totals: &Totals| totals.billed_ms as f64 / totals.reports.max(1) as f64;
    row("billed, mean", "ms", mean_billed(log), mean_billed(lab));
    rows
}

/// Why cold starts differ, if they do, and what to do about it.
fn cold_note(log: &Totals, lab: &Totals) -> Option<String> {
    if log.cold < ENOUGH {
        return Some(format!("{} cold starts are too few to compare their share or their times", log.cold));
    }
    let share = |totals: &Totals| totals.cold as f64 / totals.reports.max(1) as f64;
    let ratio = share(lab) / share(log);
    let (more, change) = if ratio > 1.2 {
        ("more", "raise")
    } else if ratio < 0.8 {
        ("fewer", "lower")
    } else {
        return None;
    };
    Some(format!(
        "the lab has {more} cold starts than the log, because no log says how long idle environments are kept; {change} `idle_expiry_s` until they agree"
    ))
}

impl Agreement {
    /// The table, a line each.
    pub fn lines(&self) -> Vec<String> {
        let shown = |row: &Row, value: f64| match row.unit {
            "" => grouped(value as u64),
            "%" => format!("{value:.2} %"),
            unit => {
                let hundredths = (value * 100.0 + 0.5) as u64;
                format!("{}.{:02} {unit}", grouped(hundredths / 100), hundredths % 100)
            }
        };
        let cells: Vec<[String; 4]> = self
            .rows
            .iter()
            .map(|row| {
                let off = match row.unit {
                    "%" => format!("{:+.2} points", row.lab - row.log),
                    _ if row.log == 0.0 => "-".to_owned(),
                    _ => format!("{:+.1} %", (row.lab / row.log - 1.0) * 100.0),
                };
                [row.what.clone(), shown(row, row.log), shown(row, row.lab), off]
            })
            .collect();
        let head = ["", "log", "lab", "off by"].map(str::to_owned);
        let width =
            |column: usize| cells.iter().chain([&head]).map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths = [0, 1, 2, 3].map(width);
        let line = |row: &[String; 4]| {
            let [what, log, lab, off] = row;
            let [a, b, c, d] = widths;
            format!("{what:<a$}  {log:>b$}  {lab:>c$}  {off:>d$}").trim_end().to_owned()
        };
        std::iter::once(line(&head)).chain(cells.iter().map(line)).collect()
    }
}
