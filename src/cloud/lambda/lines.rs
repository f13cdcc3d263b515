//! Log lines in CloudWatch's own format, drawn from the journal when somebody looks.

use std::iter;

use super::Lambda;
use crate::api::lambda::FunctionError;
use crate::cloud::entry::{Ending, Entry, What};
use crate::cloud::event_step::EventStep;
use crate::cloud::{Handler, LogKind, LogLine, Runtime, RuntimeVersion};
use crate::sim::{Fingerprint, Journal, Streams};
use crate::units::{FunctionId, InvocationId, Moment, RequestId, Span};

/// What it takes to write a line.
pub struct Lines<'a> {
    pub(crate) lambda: &'a Lambda,
    pub(crate) facts: &'a crate::cloud::PlatformFacts,
    pub(crate) streams: Streams,
    pub(crate) region: &'a str,
    pub(crate) epoch_unix_s: u64,
}

/// The version that is invoked when nobody asks for another.
const LATEST: &str = "$LATEST";

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
        let line = |function, kind, text| LogLine { at: entry.at, function, kind, text };
        match entry.what {
            What::InitStarted { function, build, .. } => {
                vec![line(function, LogKind::InitStart, self.init_start(function, build))]
            }
            What::InitEnded { function, init, timed_out: true, .. } => {
                vec![line(function, LogKind::InitReport, init_report(init))]
            }
            What::Started { id, function, call, .. } => {
                let printed = self.printed(entry.at, id, function, call);
                let start = line(function, LogKind::Start, self.start(id));
                iter::once(start).chain(printed.map(|text| line(function, LogKind::Print, text))).collect()
            }
            What::Ended { id, function, .. } => {
                let error = self.error(entry).map(|text| line(function, LogKind::Error, text));
                let end = line(function, LogKind::End, format!("END RequestId: {}", self.request(id)));
                let report = line(function, LogKind::Report, self.report(entry).unwrap_or_default());
                error.into_iter().chain([end, report]).collect()
            }
            What::Throttled { function, reason, .. } => {
                vec![line(function, LogKind::Throttle, format!("429 TooManyRequestsException: {reason}"))]
            }
            What::Rejected { function, status, code, .. } => {
                vec![line(function, LogKind::Throttle, format!("{status} {code}"))]
            }
            What::Event { id, function, step } => {
                let text = self.event(id, step);
                text.map(|text| line(function, LogKind::Event, text)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// What became of an event that nobody waits for. That it was queued needs no line: its first attempt follows at once.
    fn event(&self, id: InvocationId, step: EventStep) -> Option<String> {
        let request = self.request(id);
        match step {
            EventStep::Queued => None,
            EventStep::Retry { throttled, attempt, due } => {
                let what = if throttled { "throttled" } else { "failed" };
                Some(format!("EVENT RequestId: {request} {what}; attempt {attempt} at {}", self.calendar(due)))
            }
            EventStep::Dropped { reason, age } => {
                Some(format!("EVENT RequestId: {request} dropped after {age}: {}", reason.words()))
            }
            EventStep::HandedOn { delivery, taken } => {
                let what = if taken { "handed on to the" } else { "not taken by the" };
                Some(format!("EVENT RequestId: {request} {what} {}", delivery.words()))
            }
        }
    }

    fn init_start(&self, function: FunctionId, runtime: u32) -> String {
        let version = self.runtime_version(function, runtime);
        format!("INIT_START Runtime Version: {}\tRuntime Version ARN: {}", version.name, version.arn)
    }

    fn start(&self, id: InvocationId) -> String {
        format!("START RequestId: {} Version: {LATEST}", self.request(id))
    }

    /// What the handler prints, as its runtime writes it: Node puts time, request and level before it.
    fn printed(&self, at: Moment, id: InvocationId, function: FunctionId, call: u64) -> Option<String> {
        let function = &self.lambda.functions[usize::from(function.0)];
        let Handler::Model(model) = &function.config.handler;
        let text = model.prints.as_ref()?.replace("{call}", &call.to_string());
        match &function.config.runtime {
            Runtime::Named(name) if name.starts_with("nodejs") => {
                Some(format!("{}\t{}\tINFO\t{text}", self.calendar(at), self.request(id)))
            }
            _ => Some(text),
        }
    }

    fn report(&self, entry: &Entry) -> Option<String> {
        let What::Ended { id, ending, duration, init, billed_ms, memory, memory_used, .. } = entry.what else {
            return None;
        };
        let init = init.map(|init| format!("Init Duration: {} ms\t", millis(init))).unwrap_or_default();
        let status = match ending {
            Ending::Completed | Ending::Thrown => String::new(),
            Ending::TimedOut => "Status: timeout".to_owned(),
            Ending::ResponseTooLarge => "Status: error\tError Type: Function.ResponseSizeTooLarge".to_owned(),
            Ending::Killed => format!("Status: error\tError Type: {}", FunctionError::Killed.error_type()),
            Ending::Exited => format!("Status: error\tError Type: {}", FunctionError::Exited.error_type()),
        };
        Some(format!(
            "REPORT RequestId: {}\tDuration: {} ms\tBilled Duration: {billed_ms} ms\tMemory Size: {memory}\t\
             Max Memory Used: {memory_used}\t{init}{status}",
            self.request(id),
            millis(duration),
        ))
    }

    /// What is written about a failure before END.
    fn error(&self, entry: &Entry) -> Option<String> {
        let What::Ended { id, function, ending, timeout, build: runtime, .. } = entry.what else { return None };
        let request = self.request(id);
        let time = self.calendar(entry.at);
        match ending {
            Ending::Completed => None,
            Ending::TimedOut => Some(format!("{time} {request} {}", FunctionError::timeout_text(timeout))),
            Ending::Killed => Some(FunctionError::Killed.error_message(request)),
            Ending::Exited => Some(FunctionError::Exited.error_message(request)),
            Ending::Thrown => Some(self.thrown(function, runtime, &time, request)),
            Ending::ResponseTooLarge => Some(self.too_large(function).error_message(request)),
        }
    }

    /// A thrown error as the runtime writes it: Python on one line, Node (and the rest of us) as JSON.
    fn thrown(&self, function: FunctionId, runtime: u32, time: &str, request: RequestId) -> String {
        let error = FunctionError::Thrown;
        let message = error.error_message(request);
        match self.runtime(function, runtime) {
            Runtime::Named(name) if name.starts_with("python") => format!("[ERROR] Exception: {message}"),
            _ => {
                let error_type = error.error_type();
                let json = serde_json::json!({
                    "errorType": error_type,
                    "errorMessage": message,
                    "stack": [format!("{error_type}: {message}"), "    at handler (/var/task/index.js)"],
                });
                format!("{time}\t{request}\tERROR\tInvoke Error \t{json}")
            }
        }
    }

    fn too_large(&self, function: FunctionId) -> FunctionError {
        let Handler::Model(model) = &self.lambda.functions[usize::from(function.0)].config.handler;
        FunctionError::ResponseTooLarge { bytes: u64::from(model.response), limit: self.facts.sync_payload_max }
    }

    fn runtime(&self, function: FunctionId, runtime: u32) -> &Runtime {
        let function = &self.lambda.functions[usize::from(function.0)];
        &function.runtimes[function.made(runtime).runtime as usize]
    }

    fn runtime_version(&self, function: FunctionId, runtime: u32) -> RuntimeVersion {
        let name = match self.runtime(function, runtime) {
            Runtime::Modelled => "modelled",
            Runtime::Named(name) => name,
        };
        let published = self.facts.runtime_versions.get(name).cloned();
        published.unwrap_or_else(|| self.unpublished_version(name))
    }

    /// A name nobody publishes an ARN for gets one that is its own and never changes.
    fn unpublished_version(&self, name: &str) -> RuntimeVersion {
        let (first, second) = (Fingerprint::of(name), Fingerprint::of(&format!("{name}/{}", self.region)));
        let arn = format!("arn:aws:lambda:{}::runtime:{first:032x}{second:032x}", self.region);
        RuntimeVersion { name: name.to_owned(), arn }
    }

    /// A request id that depends on the run and the call only, so that looking at a log draws no random number.
    fn request(&self, id: InvocationId) -> RequestId {
        let mut stream = self.streams.stream(&format!("request/{}", id.0));
        RequestId::from_bits(u128::from(stream.bits()) << 64 | u128::from(stream.bits()))
    }

    /// The moment as a log prints it: `2026-01-01T00:00:03.000Z`.
    fn calendar(&self, at: Moment) -> String {
        let seconds = self.epoch_unix_s + at.0 / 1_000_000;
        let (year, month, day) = civil_date(seconds / 86_400);
        let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        let milli = at.0 / 1000 % 1000;
        format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
    }
}

fn init_report(init: Span) -> String {
    format!("INIT_REPORT Init Duration: {} ms\tPhase: init\tStatus: timeout", millis(init))
}

/// Milliseconds with two decimals, rounded half up.
fn millis(span: Span) -> String {
    let hundredths = (span.0 + 5) / 10;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Year, month and day of a number of days since 1970 (Howard Hinnant's `civil_from_days`).
const fn civil_date(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + (month <= 2) as u64, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_number_becomes_a_date() {
        for (days, date) in
            [(0, (1970, 1, 1)), (11_016, (2000, 2, 29)), (20_454, (2026, 1, 1)), (20_777, (2026, 11, 20))]
        {
            assert_eq!(civil_date(days), date);
        }
    }

    #[test]
    fn milliseconds_have_two_decimals() {
        assert_eq!(
            [203_691, 38_655, 3_000_000, 5].map(|micros| millis(Span(micros))),
            ["203.69", "38.66", "3000.00", "0.01"]
        );
    }
}
