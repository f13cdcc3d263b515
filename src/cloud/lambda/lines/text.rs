//! A log of text: lines with tabs, `START`, `END`, `REPORT` and what stands between them.

use super::Page;
use super::names::millis;
use crate::api::lambda::FunctionError;
use crate::cloud::entry::{Ending, InitPhase, What};
use crate::cloud::{LogKind, LogLine};
use crate::units::{InvocationId, Megabytes, Moment, Span};

use super::failure::Language;

/// The lines of an entry of an environment's life.
pub(super) fn lines(page: &Page<'_>, what: &What) -> Vec<LogLine> {
    match *what {
        What::InitStarted { .. } | What::SnapshotBegun { .. } => {
            vec![page.line(LogKind::InitStart, init_start(page))]
        }
        What::InitEnded { init, timed_out: true, phase, .. } => {
            vec![page.line(LogKind::InitReport, init_report(init, phase, "Status: timeout"))]
        }
        What::InitEnded { init, ahead: true, phase, .. } => {
            vec![page.line(LogKind::InitReport, init_report(init, phase, ""))]
        }
        What::SnapshotTaken { init, .. } => {
            vec![page.line(LogKind::InitReport, init_report(init, InitPhase::Init, ""))]
        }
        What::RestoreStarted { .. } => {
            let text = init_start(page).replacen("INIT_START", "RESTORE_START", 1);
            vec![page.line(LogKind::RestoreStart, text)]
        }
        What::RestoreEnded { restore, timed_out, .. } => {
            vec![page.line(LogKind::RestoreReport, restore_report(restore, timed_out))]
        }
        What::Started { id, call, process_call, .. } => {
            let start = format!("START RequestId: {} Version: {}", page.request(id), page.version());
            let mut lines = vec![page.line(LogKind::Start, start)];
            lines.extend(printed(page, id, (call, process_call)).map(|text| page.line(LogKind::Print, text)));
            lines
        }
        What::Ended { .. } => ended(page, what),
        _ => Vec::new(),
    }
}

fn init_start(page: &Page<'_>) -> String {
    let version = page.runtime_version();
    format!("INIT_START Runtime Version: {}\tRuntime Version ARN: {}", version.name, version.arn)
}

fn init_report(init: Span, phase: InitPhase, status: &str) -> String {
    let phase = match phase {
        InitPhase::Init => "init",
        InitPhase::Invoke => "invoke",
    };
    let tab = if status.is_empty() { "" } else { "\t" };
    format!("INIT_REPORT Init Duration: {} ms\tPhase: {phase}{tab}{status}", millis(init))
}

fn restore_report(restore: Span, timed_out: bool) -> String {
    let status = if timed_out { "\tStatus: timeout" } else { "" };
    format!("RESTORE_REPORT Restore Duration: {} ms{status}", millis(restore))
}

/// What the handler prints, as its runtime writes it: Node puts time, request and level before it.
pub(super) fn printed(page: &Page<'_>, id: InvocationId, calls: (u64, u64)) -> Option<String> {
    let text = page.printed(calls)?;
    let is_node = page.language() == Language::Node
        && page.function.runtimes[page.made.runtime as usize] != crate::cloud::Runtime::Modelled;
    Some(if is_node { format!("{}\t{}\tINFO\t{text}", page.time(), page.request(id)) } else { text })
}

fn ended(page: &Page<'_>, what: &What) -> Vec<LogLine> {
    let What::Ended { id, ending, duration, init, restore, billed_ms, memory, memory_used, traced, .. } = *what else {
        return Vec::new();
    };
    let request = page.request(id);
    let report = Report {
        request: &request,
        duration,
        billed_ms,
        memory,
        memory_used,
        init,
        restore: restore.map(|restore| (restore.took, restore.billed.millis_ceil())),
        status: &status(ending),
    };
    let mut lines: Vec<LogLine> = error(page, what).map(|text| page.line(LogKind::Error, text)).into_iter().collect();
    lines.push(page.line(LogKind::End, format!("END RequestId: {request}")));
    lines.push(page.line(LogKind::Report, report.to_string()));
    let began = Moment(page.at.0.saturating_sub(duration.0));
    if let Some(trace) = page.lines.trace(id, began, traced) {
        let text = format!("XRAY TraceId: {}\tSegmentId: {}\tSampled: {}", trace.root, trace.segment, trace.sampled);
        lines.push(page.line(LogKind::Xray, text));
    }
    lines
}

/// How a failure ends the REPORT line; an error that the handler threw is no failure of the environment.
fn status(ending: Ending) -> String {
    match ending {
        Ending::Completed | Ending::Thrown => String::new(),
        Ending::TimedOut => "Status: timeout".to_owned(),
        Ending::ResponseTooLarge => "Status: error\tError Type: Function.ResponseSizeTooLarge".to_owned(),
        Ending::Killed => format!("Status: error\tError Type: {}", FunctionError::Killed.error_type()),
        Ending::Exited => format!("Status: error\tError Type: {}", FunctionError::Exited.error_type()),
        Ending::Crashed(crash) => format!("Status: error\tError Type: {}", crash.name()),
    }
}

/// What is written about a failure before END.
fn error(page: &Page<'_>, what: &What) -> Option<String> {
    let What::Ended { id, ending, timeout, .. } = *what else { return None };
    let request = page.lines.request(id);
    match ending {
        Ending::Completed | Ending::Crashed(_) => None,
        Ending::Thrown | Ending::ResponseTooLarge if page.is_code => None,
        Ending::TimedOut => Some(format!("{} {request} {}", page.time(), FunctionError::timeout_text(timeout))),
        Ending::Thrown => Some(page.language().thrown_text(&page.time(), request)),
        Ending::Killed => Some(FunctionError::Killed.error_message(request)),
        Ending::Exited => {
            let error = FunctionError::Exited;
            Some(format!("{}\n{}", error.error_message(request), error.error_type()))
        }
        Ending::ResponseTooLarge => Some(page.too_large().error_message(request)),
    }
}

/// The REPORT line.
struct Report<'a> {
    request: &'a str,
    duration: Span,
    billed_ms: u64,
    memory: Megabytes,
    memory_used: Megabytes,
    init: Option<Span>,
    /// What a restore from a snapshot took, and what of it is billed.
    restore: Option<(Span, u64)>,
    status: &'a str,
}

impl std::fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "REPORT RequestId: {}\tDuration: {} ms\tBilled Duration: {} ms\tMemory Size: {}\tMax Memory Used: {}\t",
            self.request,
            millis(self.duration),
            self.billed_ms,
            self.memory,
            self.memory_used,
        )?;
        if let Some(init) = self.init {
            write!(f, "Init Duration: {} ms\t", millis(init))?;
        }
        if let Some((restore, billed_ms)) = self.restore {
            write!(f, "Restore Duration: {} ms\tBilled Restore Duration: {billed_ms} ms\t", millis(restore))?;
        }
        f.write_str(self.status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_has_its_fields_in_their_order() {
        let report = Report {
            request: "R",
            duration: Span(38_660),
            billed_ms: 39,
            memory: Megabytes(128),
            memory_used: Megabytes(54),
            init: Some(Span(203_690)),
            restore: None,
            status: "",
        };
        assert_eq!(
            report.to_string(),
            "REPORT RequestId: R\tDuration: 38.66 ms\tBilled Duration: 39 ms\tMemory Size: 128 MB\tMax Memory Used: 54 MB\tInit Duration: 203.69 ms\t"
        );
        let restored = Report { init: None, restore: Some((Span(548_120), 166)), ..report };
        assert_eq!(
            restored.to_string(),
            "REPORT RequestId: R\tDuration: 38.66 ms\tBilled Duration: 39 ms\tMemory Size: 128 MB\tMax Memory Used: 54 MB\tRestore Duration: 548.12 ms\tBilled Restore Duration: 166 ms\t"
        );
    }

    #[test]
    fn only_a_restore_that_is_cut_off_has_a_status() {
        assert_eq!(restore_report(Span(511_250), false), "RESTORE_REPORT Restore Duration: 511.25 ms");
        assert_eq!(
            restore_report(Span(10_000_000), true),
            "RESTORE_REPORT Restore Duration: 10000.00 ms\tStatus: timeout"
        );
    }

    #[test]
    fn init_reports_name_their_phase() {
        assert_eq!(
            init_report(Span(1_236_040), InitPhase::Init, "Status: timeout"),
            "INIT_REPORT Init Duration: 1236.04 ms\tPhase: init\tStatus: timeout"
        );
        assert_eq!(
            init_report(Span(1_236_040), InitPhase::Invoke, "Status: error\tError Type: Extension.Crash"),
            "INIT_REPORT Init Duration: 1236.04 ms\tPhase: invoke\tStatus: error\tError Type: Extension.Crash"
        );
    }
}
