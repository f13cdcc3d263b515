//! The lab that a log stands for.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Findings;
use super::fit;
use crate::cloud::{Dist, QuantileLine};
use crate::lab::quantity::exact_span;
use crate::lab::spec::{dist_text, quantiles_text};
use crate::sim::Histogram;
use crate::units::Span;

/// AWS's limits on what a lab may say.
const MEMORY: (u32, u32) = (128, 10_240);
const TIMEOUT_S: (u64, u64) = (1, 900);
/// Stretches of a load: a year of minutes.
const ROWS_MAX: u64 = 525_600;
/// Counts of a line of the lab.
const COUNTS_A_LINE: usize = 20;
/// Shorter logs are replayed second by second.
const SHORT_S: u64 = 600;

impl Findings {
    /// The lab as TOML, ready to run.
    pub fn lab(&self, name: &str) -> String {
        let name = &plain_name(name);
        let mut text = format!("# Made from {} REPORT lines of a log.\n", self.reports);
        let _ = writeln!(text, "title = \"{name}, from its log\"\n");
        let load = self.load();
        let _ = writeln!(text, "[time]\nduration = \"{}s\"\n", load.lasts_s);
        let _ = writeln!(text, "[functions.{name}]");
        let _ = writeln!(text, "runtime = \"modelled\"  # the runtime's share of INIT is in `init` below");
        let _ = writeln!(text, "memory_mb = {}", self.memory().clamp(MEMORY.0, MEMORY.1));
        let _ = writeln!(text, "timeout_s = {}", self.timeout_s());
        let first_call = self.first_call();
        if first_call.is_some() {
            let _ = writeln!(
                text,
                "lazy_load = true  # so that the first call of an environment takes longer, as in the log"
            );
        }
        let _ = writeln!(text, "\n[functions.{name}.model]");
        let init = if first_call.is_some() { "lazy_init" } else { "init" };
        let starts = if self.init.count() == 0 { &self.restore } else { &self.init };
        let _ = writeln!(text, "{init} = {}{}", dist(starts), comment(starts, "cold starts"));
        if let Some(first_call) = first_call {
            let _ = writeln!(text, "lazy_first_call = \"{}\"", exact_span(first_call));
        }
        let usual = self.durations();
        let told = comment(&usual, "invocations; computing and waiting together");
        let _ = writeln!(text, "wait = {}{told}", dist(&usual));
        let _ = writeln!(text, "memory_used_mb = {}", self.memory_used());
        if self.failures > 0 {
            let share = self.failures as f64 / self.reports.max(1) as f64;
            let _ = writeln!(text, "error_rate = {share:.6}\nfailure = \"exit\"");
        }
        let _ = writeln!(text, "\n[load]");
        text + &load.text
    }

    /// Warm ones; where all were cold, those. What timed out would have taken longer than the timeout; nobody knows how much.
    fn durations(&self) -> Histogram {
        let known = [&self.warm, &self.cold].into_iter().find(|histogram| histogram.count() > 0);
        let mut usual = known.unwrap_or(&self.init_again).clone();
        let beyond = Span::from_secs(self.timeout_s() + 1);
        (0..self.cut_off.count()).for_each(|_| usual.record(beyond));
        usual
    }

    /// Max Memory Used, as a lab says it: it never is more than there is.
    fn memory_used(&self) -> String {
        let limit = u64::from(self.memory().clamp(MEMORY.0, MEMORY.1));
        let Some(line) = fit::line(&self.used) else {
            return self.used.max().map_or(0, |used| used.0).min(limit).to_string();
        };
        let points: Vec<(u32, u64)> = line.points().map(|(share, used)| (share, used.min(limit))).collect();
        let line = QuantileLine::new(&points).unwrap_or(line);
        let half = self.used.quantile(0.5).unwrap_or_default().0;
        format!("{}  # half used at most {half} MB", quantiles_text(&line, |megabytes| megabytes.to_string()))
    }

    /// What the first call of an environment takes longer, at one vCPU, if that is more than chance makes of so few cold starts.
    fn first_call(&self) -> Option<Span> {
        let (cold, warm) = (self.cold.quantile(0.5)?, self.warm.quantile(0.5)?);
        let more = cold.0.checked_sub(warm.0).filter(|more| *more > 1_000)?;
        let tail = self.warm.quantile(0.95)?;
        // Three standard errors of the median of a lognormal.
        let spread = libm::log(tail.0.max(1) as f64 / warm.0.max(1) as f64) / 1.645;
        let doubt = 3.0 * 1.2533 * spread / libm::sqrt(self.cold.count() as f64);
        if more as f64 <= warm.0 as f64 * doubt.max(0.05) {
            return None;
        }
        let share = (f64::from(self.memory()) / 1_769.0).min(1.0);
        Some(Span((more as f64 * share + 0.5) as u64))
    }

    /// Requests that are too far from the first one to be in the load.
    pub(super) fn far_away(&self) -> u64 {
        let kept: u64 = within(&self.minutes).iter().map(|count| u64::from(*count)).sum();
        self.outside + self.minutes.values().map(|count| u64::from(*count)).sum::<u64>().saturating_sub(kept)
    }

    /// The timeout, where the log met it; else one that nothing in it would have met.
    fn timeout_s(&self) -> u64 {
        let seconds = |span: Span| span.0.div_ceil(1_000_000);
        let all = [&self.warm, &self.cold, &self.init_again];
        let longest = all.into_iter().filter_map(Histogram::max).max().unwrap_or_default();
        let free = (seconds(longest) * 3 / 2).max(3);
        self.met_timeout_s().unwrap_or(free).clamp(TIMEOUT_S.0, TIMEOUT_S.1)
    }

    /// The timeout that invocations met.
    fn met_timeout_s(&self) -> Option<u64> {
        self.cut_off.quantile(0.5).map(|span| (span.0 + 500_000) / 1_000_000).filter(|met| *met > 0)
    }

    /// The timeout of the lab, and how it was chosen.
    pub(super) fn timeout_note(&self) -> String {
        let chosen = if self.met_timeout_s().is_some() {
            "at which those that timed out ended"
        } else {
            "half as long again as the longest invocation and at least 3 s"
        };
        format!("timeout: in no log line; the lab has {} s, {chosen}", self.timeout_s())
    }

    fn load(&self) -> Load {
        let first = self.seconds.keys().next().copied();
        let last = self.minutes.keys().next_back().map(|minute| minute * 60 + 59);
        match (first, last) {
            (Some(first), Some(last)) if last.saturating_sub(first) <= SHORT_S => Load::of(&self.seconds, 1),
            (Some(_), Some(_)) => Load::of(&self.minutes, 60),
            _ => Load {
                lasts_s: 600,
                text: "shape = \"poisson\"\nrps = 1  # the log has no times; this is a guess\n".to_owned(),
            },
        }
    }
}

struct Load {
    lasts_s: u64,
    text: String,
}

impl Load {
    /// So many requests in each stretch of `step` seconds.
    fn of(counts: &BTreeMap<u64, u32>, step: u64) -> Self {
        let rows = within(counts);
        let mut text = format!("shape = \"trace\"\nstep = \"{step}s\"\ntrace = [");
        for (place, count) in rows.iter().enumerate() {
            text.push_str(if place % COUNTS_A_LINE == 0 { "\n  " } else { " " });
            let _ = write!(text, "{count},");
        }
        text.push_str("\n]\n");
        Self { lasts_s: rows.len() as u64 * step, text }
    }
}

/// Counts one after another, those of nothing too, from the first one on and for at most a year of minutes.
fn within(counts: &BTreeMap<u64, u32>) -> Vec<u32> {
    let first = counts.keys().next().copied().unwrap_or_default();
    let mut rows: Vec<u32> = Vec::new();
    for (at, count) in counts.iter().take_while(|(at, _)| **at - first < ROWS_MAX) {
        rows.resize((at - first) as usize, 0);
        rows.push(*count);
    }
    rows
}

/// A distribution as a lab writes it.
fn dist(histogram: &Histogram) -> String {
    match fit::line(histogram) {
        Some(line) => dist_text(Dist::Quantiles(line)),
        None => format!("\"{}\"", exact_span(histogram.quantile(0.5).unwrap_or_default())),
    }
}

fn comment(histogram: &Histogram, what: &str) -> String {
    format!("  # {} {what}, the longest {}", histogram.count(), histogram.max().unwrap_or_default())
}

/// A name that can stand in a lab without quotes.
pub fn plain_name(given: &str) -> String {
    let name: String = given.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(64).collect();
    if name.is_empty() { "imported".to_owned() } else { name }
}
