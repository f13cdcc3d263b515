//! What a log says in all.

use std::collections::BTreeMap;

use super::Report;
use super::line::bounded;
use crate::sim::Histogram;
use crate::units::Span;

/// Minutes of load that are kept: a year.
const MINUTES_MAX: usize = 525_600;
/// Memory settings that are told apart.
const SIZES_MAX: usize = 64;

/// What a log says in all: as large after a month as after a minute.
#[derive(Debug, Default)]
pub struct Findings {
    /// REPORT lines.
    pub reports: u64,
    /// Billed Duration, added up, in milliseconds.
    pub billed_ms: u64,
    /// REPORT lines that lacked something.
    pub unreadable: u64,
    /// Lines without a time.
    pub timeless: u64,
    /// Invocations that ended at the timeout.
    pub timeouts: u64,
    /// Invocations that failed otherwise, as far as REPORT lines say.
    pub failures: u64,
    /// Init Duration of cold starts.
    pub init: Histogram,
    /// Restore Duration of starts from a snapshot.
    pub restore: Histogram,
    /// Duration of warm invocations that did not time out.
    pub warm: Histogram,
    /// Duration of cold ones.
    pub cold: Histogram,
    /// Duration of those that ran INIT again, because it exceeded its limit.
    pub init_again: Histogram,
    /// INITs that a line of their own says exceeded their limit.
    pub init_timeouts: u64,
    /// REPORT lines of text; the others are JSON.
    pub texts: u64,
    /// Durations of those that timed out.
    pub cut_off: Histogram,
    /// How often each memory setting occurs.
    pub sizes: BTreeMap<u32, u64>,
    /// Max Memory Used, a megabyte as a microsecond.
    pub used: Histogram,
    /// Requests that began in each second since 1970, while the log is short, else each minute.
    pub seconds: BTreeMap<u64, u32>,
    /// Requests that began in each minute since 1970.
    pub minutes: BTreeMap<u64, u32>,
    /// Requests outside the year that is kept.
    pub outside: u64,
    /// The function's name, where the log says it.
    pub name: Option<String>,
    /// The runtime's version, where the log says it: `nodejs:22.v48`.
    pub runtime: Option<String>,
    #[cfg(test)]
    kept: Option<Vec<Report>>,
}

/// Seconds that are kept one by one: beyond an hour, minutes say enough.
const SECONDS_MAX: usize = 3_600;

/// INIT of an environment on demand may take ten seconds; logs come a little before and after.
const INIT_LIMIT_MS: (u64, u64) = (9_990, 10_500);
/// How lines of their own begin that tell of INIT, and what they say, without blanks and quotes, of one that took too long.
const INIT_TIMEOUTS: &[(&str, [&str; 2])] = &[
    ("INIT_REPORT Init Duration:", ["Phase:init", "Status:timeout"]),
    ("platform.initReport", ["phase:init", "status:timeout"]),
];
/// Such a line is shorter than this.
const INIT_LINE_MAX: usize = 1_000;

/// Whether INIT was given up. Longer ones were not: provisioned concurrency has no such limit.
fn exceeded(init: Span) -> bool {
    (Span::from_millis(INIT_LIMIT_MS.0)..=Span::from_millis(INIT_LIMIT_MS.1)).contains(&init)
}

impl Findings {
    /// Adds one invocation.
    pub fn add(&mut self, report: &Report) {
        #[cfg(test)]
        if let Some(kept) = &mut self.kept {
            kept.push(report.clone());
        }
        self.reports += 1;
        self.billed_ms = self.billed_ms.saturating_add(report.billed_ms);
        self.timeouts += u64::from(report.timed_out);
        self.failures += u64::from(report.failed);
        let durations = match (report.timed_out, report.init) {
            (true, _) => &mut self.cut_off,
            (false, Some(init)) if exceeded(init) => &mut self.init_again,
            (false, Some(_)) => &mut self.cold,
            (false, None) => &mut self.warm,
        };
        durations.record(report.duration);
        if let Some(init) = report.init {
            self.init.record(init);
        }
        if let Some(restore) = report.restore {
            self.restore.record(restore);
        }
        self.used.record(Span(u64::from(report.used_mb)));
        if self.sizes.len() < SIZES_MAX || self.sizes.contains_key(&report.memory_mb) {
            *self.sizes.entry(report.memory_mb).or_default() += 1;
        }
        match report.at {
            None => self.timeless += 1,
            // A line is written when all is over.
            Some(at) => self.count(at.saturating_sub((report.duration + report.init.unwrap_or_default()).0)),
        }
    }

    fn count(&mut self, began: u64) {
        let (second, minute) = (began / 1_000_000, began / 60_000_000);
        if self.minutes.len() >= MINUTES_MAX && !self.minutes.contains_key(&minute) {
            self.outside += 1;
            return;
        }
        let count = self.minutes.entry(minute).or_default();
        *count = count.saturating_add(1);
        if self.seconds.len() < SECONDS_MAX || self.seconds.contains_key(&second) {
            let count = self.seconds.entry(second).or_default();
            *count = count.saturating_add(1);
        }
    }

    /// Looks for INITs that a line of their own says took too long.
    pub(super) fn note_inits(&mut self, line: &str) {
        for (mark, tells) in INIT_TIMEOUTS {
            for (start, _) in line.match_indices(mark) {
                let after = start + mark.len();
                let after = &line[after..bounded(line, after, line.len().min(after + INIT_LINE_MAX))];
                let end = [*mark, "platform.", "REPORT RequestId:"].iter().filter_map(|next| after.find(next)).min();
                let own = after[..end.unwrap_or(after.len())].replace(['\\', '"', ' '], "");
                self.init_timeouts += u64::from(tells.iter().all(|told| own.contains(told)));
            }
        }
    }

    /// INITs that exceeded their limit, as far as the log says: some logs say it twice.
    pub(super) fn exceeded_inits(&self) -> u64 {
        self.init_timeouts.max(self.init_again.count())
    }

    /// Looks for the function's name and runtime in a line that is no report.
    pub(super) fn note_names(&mut self, line: &str) {
        let after = |mark: &str, stop: &[char]| {
            let rest = &line[line.find(mark)? + mark.len()..];
            let word = rest.trim_start_matches(['\\', '"', ':', ' ']);
            let end = word.find(stop)?;
            let word = word[..end].trim_end_matches('\\');
            let fits = (1..=64).contains(&word.len());
            (fits && word.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:".contains(c))).then(|| word.to_owned())
        };
        if self.name.is_none() {
            self.name = after("/aws/lambda/", &['"', ' ', ':', '\n', ',', '\t'])
                .or_else(|| after("\"functionName", &['"', ',']));
        }
        if self.runtime.is_none() {
            let text = after("INIT_START Runtime Version: ", &['\t', ' ', '\\', '\n']);
            self.runtime = text.or_else(|| after("\"runtimeVersion\"", &['"', ',']));
        }
    }

    /// The memory setting that occurs most.
    pub(super) fn memory(&self) -> u32 {
        self.sizes.iter().max_by_key(|(size, count)| (**count, **size)).map_or(128, |(size, _)| *size)
    }
}

#[cfg(test)]
impl Findings {
    pub(super) fn keep_for_tests(&mut self) {
        self.kept = Some(Vec::new());
    }

    pub(super) fn kept_for_tests(self) -> Vec<Report> {
        self.kept.unwrap_or_default()
    }
}
