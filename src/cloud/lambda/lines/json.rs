//! A log in JSON: `{"time", "type", "record"}` for what the platform says, `{"timestamp", "level", "message", "requestId"}` for
//! what the function says. The platform's events have levels, and the function's setting says which are kept.

use serde_json::{Map, Value, json};

use super::Page;
use super::names::{Trace, millis_number};
use crate::api::lambda::FunctionError;
use crate::cloud::entry::{Ending, InitPhase, What};
use crate::cloud::{LogKind, LogLine, SystemLogLevel};
use crate::units::{EnvironmentId, InvocationId, Moment, Span};

use SystemLogLevel::{Debug, Info, Warn};

/// The lines of an entry of an environment's life.
pub(super) fn lines(page: &Page<'_>, what: &What) -> Vec<LogLine> {
    let mut log = Log { page, lines: Vec::new() };
    match *what {
        What::InitStarted { environment, phase, provisioned, .. } => {
            log.init_started(Some(environment), page.initialization(provisioned), phase);
        }
        What::InitEnded { init, timed_out, phase, provisioned, .. } => {
            log.init_ended(init, timed_out, page.initialization(provisioned), phase);
        }
        What::SnapshotBegun { .. } => log.init_started(None, SNAP_START, InitPhase::Init),
        What::SnapshotTaken { init, .. } => log.init_ended(init, false, SNAP_START, InitPhase::Init),
        What::RestoreStarted { .. } => log.restore_started(),
        What::RestoreEnded { restore, timed_out, .. } => log.restore_ended(restore, timed_out),
        What::Started { id, call, process_call, traced, .. } => {
            let trace = page.lines.trace(id, page.at, traced);
            log.started(id, (call, process_call), trace.as_ref());
        }
        What::Ended { .. } => log.ended(what),
        _ => {}
    }
    log.lines
}

struct Log<'a> {
    page: &'a Page<'a>,
    lines: Vec<LogLine>,
}

impl Log<'_> {
    /// An event of the platform, if its level is kept.
    fn event(&mut self, kind: LogKind, level: SystemLogLevel, name: &str, record: Value) {
        if level >= self.page.made.logging.system_level {
            let mut line = json!({ "time": self.page.time(), "type": format!("platform.{name}") });
            line["record"] = record;
            self.lines.push(self.page.line(kind, line.to_string()));
        }
    }

    /// INIT for a snapshot is of no environment that anybody will see.
    fn init_started(&mut self, environment: Option<EnvironmentId>, initialization: &str, phase: InitPhase) {
        let version = self.page.runtime_version();
        let mut record = json!({
            "initializationType": initialization,
            "phase": phase_name(phase),
            "runtimeVersion": version.name,
            "runtimeVersionArn": version.arn,
            "functionName": self.page.function.name,
            "functionVersion": self.page.version(),
        });
        if let Some(environment) = environment {
            record["instanceId"] = self.page.instance(environment).into();
        }
        record["instanceMaxMemory"] = (u64::from(self.page.made.memory.0) << 20).into();
        self.event(LogKind::InitStart, Info, "initStart", record);
    }

    fn init_ended(&mut self, init: Span, timed_out: bool, initialization: &str, phase: InitPhase) {
        let (status, level) = if timed_out { ("timeout", Warn) } else { ("success", Debug) };
        let done = json!({ "initializationType": initialization, "phase": phase_name(phase), "status": status });
        self.event(LogKind::InitReport, level, "initRuntimeDone", done);
        let record = json!({
            "initializationType": initialization,
            "phase": phase_name(phase),
            "status": status,
            "metrics": { "durationMs": millis_number(init) },
        });
        // REPORT tells of an INIT on demand. Of any other nothing else does.
        let level = if initialization == ON_DEMAND { level } else { level.max(Info) };
        self.event(LogKind::InitReport, level, "initReport", record);
    }

    fn restore_started(&mut self) {
        let version = self.page.runtime_version();
        let record = json!({
            "runtimeVersion": version.name,
            "runtimeVersionArn": version.arn,
            "functionName": self.page.function.name,
            "functionVersion": self.page.version(),
        });
        self.event(LogKind::RestoreStart, Info, "restoreStart", record);
    }

    fn restore_ended(&mut self, restore: Span, timed_out: bool) {
        let (status, done, report) = if timed_out { ("timeout", Warn, Warn) } else { ("success", Debug, Info) };
        self.event(LogKind::RestoreReport, done, "restoreRuntimeDone", json!({ "status": status }));
        let record = json!({ "status": status, "metrics": { "durationMs": millis_number(restore) } });
        self.event(LogKind::RestoreReport, report, "restoreReport", record);
    }

    fn started(&mut self, id: InvocationId, calls: (u64, u64), trace: Option<&Trace>) {
        let mut record = Map::new();
        record.insert("requestId".to_owned(), self.page.request(id).into());
        record.insert("version".to_owned(), self.page.version().into());
        insert_trace(&mut record, trace);
        self.event(LogKind::Start, Info, "start", record.into());
        let language = self.page.language();
        let printed = if language.logs_json() {
            self.page.printed(calls).map(|text| {
                let mut object = Map::new();
                object.insert("timestamp".to_owned(), self.page.time().into());
                object.insert("level".to_owned(), "INFO".into());
                object.insert("message".to_owned(), text.into());
                object.insert(language.request_key().to_owned(), self.page.request(id).into());
                Value::from(object).to_string()
            })
        } else {
            super::text::printed(self.page, id, calls)
        };
        self.lines.extend(printed.map(|text| self.page.line(LogKind::Print, text)));
    }

    fn ended(&mut self, what: &What) {
        let What::Ended { id, ending, duration, init, restore, billed_ms, memory, memory_used, traced, .. } = *what
        else {
            return;
        };
        let page = self.page;
        if ending == Ending::Thrown && !page.is_code {
            let text = page.language().thrown_json(&page.time(), page.lines.request(id));
            self.lines.push(page.line(LogKind::Error, text));
        }
        let trace = page.lines.trace(id, Moment(page.at.0.saturating_sub(duration.0)), traced);
        let (status, error) = outcome(page, ending);
        let level = if status == "success" { Debug } else { Warn };
        let mut done = Map::new();
        done.insert("requestId".to_owned(), page.request(id).into());
        done.insert("status".to_owned(), status.into());
        insert_error(&mut done, error.as_deref());
        insert_trace(&mut done, trace.as_ref());
        // Who is cut off produces nothing.
        let produced = if ending == Ending::Completed { page.made.response.max(NULL_BYTES) } else { 0 };
        let metrics = json!({ "durationMs": millis_number(duration), "producedBytes": produced });
        done.insert("metrics".to_owned(), metrics);
        self.event(LogKind::End, level, "runtimeDone", done.into());

        let mut metrics = Map::new();
        metrics.insert("durationMs".to_owned(), millis_number(duration).into());
        metrics.insert("billedDurationMs".to_owned(), billed_ms.into());
        metrics.insert("memorySizeMB".to_owned(), memory.0.into());
        metrics.insert("maxMemoryUsedMB".to_owned(), memory_used.0.into());
        if let Some(init) = init {
            metrics.insert("initDurationMs".to_owned(), millis_number(init).into());
        }
        if let Some(restore) = restore {
            metrics.insert("restoreDurationMs".to_owned(), millis_number(restore.took).into());
            metrics.insert("billedRestoreDurationMs".to_owned(), restore.billed.millis_ceil().into());
        }
        let mut report = Map::new();
        report.insert("requestId".to_owned(), page.request(id).into());
        report.insert("metrics".to_owned(), metrics.into());
        insert_trace(&mut report, trace.as_ref());
        report.insert("status".to_owned(), status.into());
        insert_error(&mut report, error.as_deref());
        let level = if status == "success" { Info } else { Warn };
        self.event(LogKind::Report, level, "report", report.into());
    }
}

const ON_DEMAND: &str = "on-demand";
const SNAP_START: &str = "snap-start";

impl Page<'_> {
    /// `initializationType`: what an environment is there for.
    fn initialization(&self, provisioned: bool) -> &'static str {
        match (provisioned, self.made.snap_start && self.made.number > 0) {
            (true, _) => "provisioned-concurrency",
            (false, true) => SNAP_START,
            (false, false) => ON_DEMAND,
        }
    }
}

/// `null`, which is what a handler answers that returns nothing.
const NULL_BYTES: u32 = 4;

const fn phase_name(phase: InitPhase) -> &'static str {
    match phase {
        InitPhase::Init => "init",
        InitPhase::Invoke => "invoke",
    }
}

/// `status` and `errorType`.
fn outcome(page: &Page<'_>, ending: Ending) -> (&'static str, Option<String>) {
    let of = |error: FunctionError| Some(error.error_type().to_owned());
    match ending {
        Ending::Completed => ("success", None),
        Ending::TimedOut => ("timeout", None),
        Ending::Thrown => ("error", Some(page.language().thrown_type().to_owned())),
        Ending::Killed => ("error", of(FunctionError::Killed)),
        Ending::Exited => ("error", of(FunctionError::Exited)),
        Ending::Crashed(crash) => ("error", Some(crash.name().to_owned())),
        Ending::ResponseTooLarge => ("error", of(page.too_large())),
    }
}

fn insert_error(record: &mut Map<String, Value>, error: Option<&str>) {
    if let Some(error) = error {
        record.insert("errorType".to_owned(), error.into());
    }
}

fn insert_trace(record: &mut Map<String, Value>, trace: Option<&Trace>) {
    if let Some(trace) = trace {
        let value = format!("Root={};Parent={};Sampled={}", trace.root, trace.segment, u8::from(trace.sampled));
        let context = json!({ "spanId": trace.span, "type": "X-Amzn-Trace-Id", "value": value });
        record.insert("tracing".to_owned(), context);
    }
}
