//! Log lines in CloudWatch's own formats, drawn from the journal when somebody looks.
//!
//! [`text`] writes a function's log as lines with tabs, [`json`] as an object a line, [`failure`] what a runtime says of an
//! error, [`names`] the ids and times that all of them print. What an environment was made of decides the format: whoever
//! changes it deploys, and old environments go on in the old one.

mod code;
mod event;
mod failure;
mod json;
mod names;
mod response;
mod text;

pub(super) use names::{date_of, instance_bits, request_id};
pub use response::HttpResponse;

use self::failure::Language;
use super::Lambda;
use super::environment::Made;
use super::function::Function;
use crate::cloud::entry::{Entry, What};
use crate::cloud::recorder::Texts;
use crate::cloud::{LogFormat, LogKind, LogLine};
use crate::sim::{Journal, Streams};
use crate::units::{FunctionId, InvocationId, Moment};

/// What it takes to write a line.
pub struct Lines<'a> {
    pub(crate) lambda: &'a Lambda,
    pub(crate) facts: &'a crate::cloud::PlatformFacts,
    pub(crate) streams: Streams,
    pub(crate) region: &'a str,
    pub(crate) epoch_unix_s: u64,
    /// What the journal's entries speak of; none in metrics detail.
    pub(crate) texts: Option<&'a Texts>,
}

/// The version that is invoked when nobody asks for another.
pub(super) const LATEST: &str = "$LATEST";

/// One entry of the journal and what its lines need to know besides.
struct Page<'a> {
    lines: &'a Lines<'a>,
    at: Moment,
    id: FunctionId,
    function: &'a Function,
    /// What the environment was made of.
    made: &'a Made,
    /// Whether that runs code, which speaks for itself.
    is_code: bool,
}

impl Lines<'_> {
    /// The latest `most` lines, oldest first.
    pub(crate) fn latest(&self, journal: &Journal<Entry>, most: usize) -> Vec<LogLine> {
        let mut lines = Vec::new();
        for entry in journal.entries().rev() {
            if lines.len() >= most {
                break;
            }
            lines.extend(self.of(entry).into_iter().rev());
        }
        lines.truncate(most);
        lines.reverse();
        lines
    }

    /// The lines of one entry: none for most of what happens.
    pub(crate) fn of(&self, entry: &Entry) -> Vec<LogLine> {
        let line = |function, kind, text| vec![LogLine { at: entry.at, function, kind, text }];
        match entry.what {
            What::RestoreStarted { function, build, .. }
            | What::RestoreEnded { function, build, .. }
            | What::SnapshotBegun { function, build, .. }
            | What::SnapshotTaken { function, build, .. }
            | What::InitStarted { function, build, .. }
            | What::InitEnded { function, build, .. }
            | What::Started { function, build, .. }
            | What::Printed { function, build, .. }
            | What::Answered { function, build, .. }
            | What::InitFailed { function, build, .. }
            | What::Ended { function, build, .. } => {
                let page = self.page(entry.at, function, build);
                if let Some(lines) = code::lines(&page, &entry.what) {
                    return lines;
                }
                match page.made.logging.format {
                    LogFormat::Text => text::lines(&page, &entry.what),
                    LogFormat::Json => json::lines(&page, &entry.what),
                }
            }
            What::Throttled { function, reason, .. } => {
                line(function, LogKind::Throttle, format!("429 TooManyRequestsException: {reason}"))
            }
            What::Rejected { function, status, code, .. } => {
                line(function, LogKind::Throttle, format!("{status} {code}"))
            }
            What::Event { id, function, step } => {
                self.event(id, step).map_or_else(Vec::new, |text| line(function, LogKind::Event, text))
            }
            _ => Vec::new(),
        }
    }

    fn page(&self, at: Moment, id: FunctionId, build: u32) -> Page<'_> {
        let function = &self.lambda.functions[usize::from(id.0)];
        let is_code = function.codes.get(build as usize).is_some_and(Option::is_some);
        Page { lines: self, at, id, function, made: function.made(build), is_code }
    }
}

impl Page<'_> {
    fn line(&self, kind: LogKind, text: String) -> LogLine {
        LogLine { at: self.at, function: self.id, kind, text }
    }

    /// The version that runs: `$LATEST`, or its number.
    fn version(&self) -> String {
        if self.made.number == 0 { LATEST.to_owned() } else { self.made.number.to_string() }
    }

    fn language(&self) -> Language {
        Language::of(&self.function.runtimes[self.made.runtime as usize])
    }

    fn request(&self, id: InvocationId) -> String {
        self.lines.request(id).to_string()
    }

    /// The words a handler prints in this call, if it prints any.
    fn printed(&self, (call, process_call): (u64, u64)) -> Option<String> {
        if self.is_code {
            return None;
        }
        let model = self.function.config.handler.model();
        let text = model.prints.as_ref()?.replace("{call}", &process_call.to_string());
        Some(text.replace("{tmp}", &call.to_string()))
    }
}
