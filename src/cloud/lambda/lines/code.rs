//! What code itself puts into its log, and what Node.js' runtime says of its errors.

use serde_json::{Value, json};

use super::Page;
use super::names::{millis, millis_number};
use crate::cloud::entry::{Crash, InitPhase, What};
use crate::cloud::{LogFormat, LogKind, LogLine};
use crate::units::{InvocationId, Span};

/// The lines of an entry that only code writes; nothing where it is none.
pub(super) fn lines(page: &Page<'_>, what: &What) -> Option<Vec<LogLine>> {
    match *what {
        What::Printed { id, level, members, text, .. } => {
            let text = page.lines.text(text)?;
            let level = level.map(crate::js::Level::name);
            Some(vec![page.line(LogKind::Print, printed(page, id, level, members, text))])
        }
        What::Answered { failed: false, .. } => Some(Vec::new()),
        What::Answered { id, failed: true, text, .. } => {
            let error: Value = serde_json::from_str(page.lines.text(text)?).ok()?;
            Some(vec![page.line(LogKind::Error, failure(page, id, &error))])
        }
        What::InitFailed { init, phase, text, .. } => {
            let error: Value = serde_json::from_str(page.lines.text(text)?).ok()?;
            Some(failed_init(page, init, phase, &error))
        }
        _ => None,
    }
}

/// What the handler prints; before the first request there is no id, and Node.js says so.
fn printed(page: &Page<'_>, id: Option<InvocationId>, level: Option<&str>, members: bool, text: &str) -> String {
    let request = id.map(|id| page.request(id));
    match level {
        None => text.to_owned(),
        Some(level) if members => {
            let request = request.unwrap_or_else(|| "undefined".to_owned());
            let head = json!({ "timestamp": page.time(), "level": level, "requestId": request }).to_string();
            format!("{},{text}}}", head.trim_end_matches('}'))
        }
        Some(level) => {
            let request = request.unwrap_or_else(|| "undefined".to_owned());
            // A text log keeps the lines of one message together by ending them with a carriage return.
            format!("{}\t{request}\t{level}\t{}", page.time(), text.replace('\n', "\r"))
        }
    }
}

/// What an error leaves in the log that ended a request.
fn failure(page: &Page<'_>, id: InvocationId, error: &Value) -> String {
    let kind = error["errorType"].as_str().unwrap_or_default();
    if kind == Crash::Exit.name() {
        return format!("{}\n{kind}", error["errorMessage"].as_str().unwrap_or_default());
    }
    let what = match Crash::named(kind) {
        Crash::Rejection => "Unhandled Promise Rejection",
        Crash::Syntax | Crash::Import | Crash::Handler | Crash::HandlerName => "Uncaught Exception",
        Crash::Exit | Crash::Init => "Invoke Error",
    };
    said(page, &page.request(id), what, error)
}

fn said(page: &Page<'_>, request: &str, what: &str, error: &Value) -> String {
    match page.made.logging.format {
        LogFormat::Text => {
            let told = json!({
                "errorType": error["errorType"], "errorMessage": error["errorMessage"], "stack": error["trace"],
            });
            format!("{}\t{request}\tERROR\t{what} \t{told}", page.time())
        }
        LogFormat::Json => {
            let told = json!({
                "errorType": error["errorType"], "errorMessage": error["errorMessage"], "stackTrace": error["trace"],
            });
            json!({ "timestamp": page.time(), "level": "ERROR", "requestId": request, "message": told }).to_string()
        }
    }
}

/// The error, and the report of an INIT that came to nothing.
fn failed_init(page: &Page<'_>, init: Span, phase: InitPhase, error: &Value) -> Vec<LogLine> {
    let kind = Crash::named(error["errorType"].as_str().unwrap_or_default()).name();
    let phase = match phase {
        InitPhase::Init => "init",
        InitPhase::Invoke => "invoke",
    };
    let mut lines = Vec::new();
    if kind != Crash::Exit.name() && phase == "init" {
        lines.push(page.line(LogKind::Error, said(page, "undefined", "Uncaught Exception", error)));
    }
    let report = match page.made.logging.format {
        LogFormat::Text => {
            format!("INIT_REPORT Init Duration: {} ms\tPhase: {phase}\tStatus: error\tError Type: {kind}", millis(init))
        }
        LogFormat::Json => json!({
            "time": page.time(),
            "type": "platform.initReport",
            "record": {
                "initializationType": "on-demand",
                "phase": phase,
                "status": "error",
                "errorType": kind,
                "metrics": { "durationMs": millis_number(init) },
            },
        })
        .to_string(),
    };
    lines.push(page.line(LogKind::InitReport, report));
    lines
}
