//! A model of a function that is code, measured by running it.
//!
//! 1. The function alone, without load, on one whole vCPU: what is computed there is what a model calls `cpu`.
//! 2. It is deployed and called, so that the call is cold, then called some more while it is warm; and all of that again.
//! 3. What INIT took of its own, what the handler computed and waited, and the memory it used become the keys of a model.

use std::fmt::Write as _;
use std::sync::Arc;

use serde::Serialize;

use super::calls::{Called, call};
use super::command::{Command, Shape};
use super::quantity::exact_span;
use super::run::Run;
use super::spec::LabSpec;
use super::told::pretty;
use super::traffic::LoadSpec;
use crate::catalog::Catalog;
use crate::cloud::{Detail, Dist, Part};
use crate::problem::Problem;
use crate::units::Span;

/// Deployments, each with one cold call: enough for the middle of a distribution.
const COLD: u32 = 10;
/// Warm calls after each of them.
const WARM: u32 = 9;
/// The memory with one whole vCPU.
const WHOLE_VCPU_MB: &str = "1769";
/// As long as AWS Lambda lets a call run.
const TIMEOUT: &str = "15m";
/// Times that lie no further apart than this are one time: a model of a constant is one.
const SAME: f64 = 0.02;

/// What was measured of one function.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Calibration {
    /// Its name.
    pub function: String,
    /// The file it runs.
    pub code: String,
    /// Calls that were made, cold ones included.
    pub calls: usize,
    /// What its own code takes in INIT.
    pub init: Measured,
    /// What the handler computes.
    pub cpu: Measured,
    /// What it waits.
    pub wait: Measured,
    /// The most memory it used.
    pub memory_used_mb: u32,
    /// The share of calls that failed.
    pub error_rate: f64,
    /// What the first call that failed said.
    pub failure: Option<String>,
}

/// Times that were measured: their middle and their upper end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Measured {
    /// Half of them were at most this.
    pub p50_ms: f64,
    /// 95 of 100.
    pub p95_ms: f64,
}

/// Measures every function of a lab that runs code.
pub fn calibrate(spec: &LabSpec, seed: u64, catalog: &Arc<Catalog>) -> Result<Vec<Calibration>, Problem> {
    let coded = spec.functions.iter().filter_map(|function| Some((function.name.as_str(), function.code.as_deref()?)));
    coded.map(|(name, code)| one(spec, (name, code), seed, catalog)).collect()
}

fn one(spec: &LabSpec, (name, code): (&str, &str), seed: u64, catalog: &Arc<Catalog>) -> Result<Calibration, Problem> {
    let spec = alone(spec, name)?;
    let mut run = Run::new(Arc::new(spec), seed, Detail::Full, Arc::clone(catalog));
    let mut called: Vec<Called> = Vec::new();
    for _ in 0..COLD {
        run.submit(Command::Deploy { function: name.to_owned(), code: None })?;
        for _ in 0..=WARM {
            called.extend(call(&mut run, name, 1, None)?.called);
        }
    }
    Ok(Calibration::of(name, code, &called))
}

/// The lab with nothing in the way: no load, no faults, one whole vCPU, all the time there can be.
fn alone(spec: &LabSpec, name: &str) -> Result<LabSpec, Problem> {
    let setting = |key: &str| format!("functions.{name}.{key}");
    let mut settings = vec![(setting("memory_mb"), WHOLE_VCPU_MB), (setting("timeout_s"), TIMEOUT)];
    let config = spec.functions.iter().find(|function| function.name == name).map(|function| &function.config);
    if config.is_some_and(|config| config.versions.provisioned_most() > 0) {
        settings.push((setting("provisioned_concurrency"), "0"));
    }
    let mut alone = spec.with(settings.iter().map(|(target, value)| (target.as_str(), *value)))?;
    (alone.load, alone.duration) = (LoadSpec::of(0.0, Shape::Steady), None);
    alone.faults.clear();
    alone.event_sources.clear();
    Ok(alone)
}

impl Calibration {
    fn of(function: &str, code: &str, called: &[Called]) -> Self {
        let well: Vec<&Called> = called.iter().filter(|called| !called.failed()).collect();
        let of = |part: Part, wanted: fn(&Called) -> bool| {
            Measured::of(
                well.iter().filter(|called| wanted(called)).filter_map(|called| Some(called.span?.parts.of(part))),
            )
        };
        let failed = called.len() - well.len();
        Self {
            function: function.to_owned(),
            code: code.to_owned(),
            calls: called.len(),
            init: of(Part::OwnInit, |called| called.span.is_some_and(|span| span.cold)),
            cpu: of(Part::Compute, |_| true),
            wait: of(Part::Wait, |_| true),
            memory_used_mb: called
                .iter()
                .filter_map(|called| called.memory_used)
                .map(|memory| memory.0)
                .max()
                .unwrap_or(0),
            error_rate: if called.is_empty() { 0.0 } else { failed as f64 / called.len() as f64 },
            failure: called.iter().find(|called| called.failed()).map(|called| called.response.body.clone()),
        }
    }

    /// Whether there is anything to make a model of.
    pub fn ran(&self) -> bool {
        self.error_rate < 1.0
    }

    /// The table of a lab, ready to paste.
    pub fn to_toml(&self, seed: u64) -> String {
        let Self { function, code, calls, .. } = self;
        if !self.ran() {
            let failure = self.failure.as_deref().unwrap_or("it was never called");
            return format!("# {function} was not measured: every call failed.\n# {failure}\n");
        }
        let mut text = format!(
            "# Measured: {calls} calls of {code}, {COLD} of them cold, seed {seed}, on one whole vCPU.\n\
             # A function is code or a model: in [functions.{function}], `shows` takes the place of `code`.\n\
             [functions.{function}.model]\n"
        );
        for (key, measured) in [("init", self.init), ("cpu", self.cpu), ("wait", self.wait)] {
            let _ = writeln!(text, "{key} = {}", measured.to_toml());
        }
        let _ = writeln!(text, "memory_used_mb = {}", self.memory_used_mb);
        if self.error_rate > 0.0 {
            let _ = writeln!(text, "error_rate = {}", self.error_rate);
        }
        text
    }
}

impl Measured {
    fn of(spans: impl Iterator<Item = Span>) -> Self {
        let mut spans: Vec<Span> = spans.collect();
        spans.sort_unstable();
        let at = |share: usize| {
            spans.get((spans.len().saturating_sub(1)) * share / 100).map_or(0.0, |span| span.as_micros() as f64 / 1e3)
        };
        Self { p50_ms: at(50), p95_ms: at(95) }
    }

    /// A value of a model: a time, or a distribution where it varies.
    fn to_toml(self) -> String {
        let text = |millis: f64| exact_span(Span::from_millis_f64(millis));
        if self.p95_ms <= self.p50_ms * (1.0 + SAME) {
            return format!("\"{}\"", text(self.p50_ms));
        }
        format!("{{ dist = \"lognormal\", p50 = \"{}\", p95 = \"{}\" }}", text(self.p50_ms), text(self.p95_ms))
    }

    /// The same as the world has it.
    pub fn dist(self) -> Dist {
        let span = Span::from_millis_f64;
        if self.p95_ms <= self.p50_ms * (1.0 + SAME) {
            return Dist::Constant(span(self.p50_ms));
        }
        Dist::Lognormal { p50: span(self.p50_ms), p95: span(self.p95_ms) }
    }
}

/// All of it as one JSON document.
pub fn to_json(calibrations: &[Calibration], seed: u64) -> String {
    pretty(&serde_json::json!({ "seed": seed, "memory_mb": 1769, "functions": calibrations }))
}
