//! What came of a call of a function that is code: its answer or its error, its log lines, its figures.

use serde_json::Value;

use super::code_file::pretty;
use super::{Bench, CodeFile, Mark};
use crate::lab::{HttpResponse, InvocationBar, LogKind, LogLine};
use crate::units::InvocationId;

/// Log lines of one call that are kept to be read.
const LINES_MAX: usize = 200;

/// What came of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct CallResult {
    /// The invocation, as it was when it was last seen.
    pub bar: InvocationBar,
    /// Its answer, once there is one.
    pub answer: Option<Answer>,
    /// Its log lines, oldest first.
    pub logs: Vec<LogLine>,
}

/// What the caller got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The response, as one reads JSON.
    Response(String),
    /// The function failed.
    Failed(Failure),
    /// The call was turned away: the status and the reason.
    Refused(u16, String),
}

/// How a function failed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    /// `TypeError`
    pub kind: String,
    /// What it says.
    pub message: String,
    /// Where it comes from, line by line.
    pub stack: Vec<String>,
    /// The line and column in the learner's file, from zero, as the pane counts them.
    pub place: Option<(usize, usize)>,
}

/// The calls that are looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calls {
    /// The learner called this function; the last invocation before that is the one with this number.
    awaited: Option<(String, Option<InvocationId>)>,
    /// The invocation in view.
    seen: Option<InvocationId>,
    /// What came of it.
    pub result: Option<CallResult>,
}

impl CallResult {
    /// A figure of its REPORT line, by its name there: `Duration`.
    pub fn figure(&self, name: &str) -> Option<&str> {
        let report = self.logs.iter().rev().find(|line| line.kind == LogKind::Report)?;
        let fields = report.text.split('\t').filter_map(|field| field.trim().split_once(": "));
        fields.filter(|(known, _)| *known == name).map(|(_, value)| value).next()
    }
}

impl Bench {
    /// The learner calls a function: its next invocation is the one to look at.
    pub(super) fn await_call(&mut self, function: &str) {
        if self.code.iter().any(|file| file.runs && file.function == function) {
            let last = self.snapshot.timeline.iter().map(|bar| bar.span.id).max();
            self.calls.awaited = Some((function.to_owned(), last));
        }
    }

    /// Looks at the call in view again, for as long as it can be seen.
    pub(super) fn look_at_call(&mut self) {
        if let Some((function, last)) = &self.calls.awaited {
            let mine = |bar: &&InvocationBar| bar.function == *function && last.is_none_or(|last| bar.span.id > last);
            if let Some(bar) = self.snapshot.timeline.iter().find(mine) {
                self.calls.seen = Some(bar.span.id);
                self.calls.awaited = None;
            }
        }
        let Some(id) = self.calls.seen else { return };
        let Some(bar) = self.snapshot.timeline.iter().find(|bar| bar.span.id == id).cloned() else { return };
        let had_ended =
            self.calls.result.as_ref().is_some_and(|result| result.bar.span.id == id && result.answer.is_some());
        let response = self.response(id);
        let request = response.as_ref().and_then(request_id);
        let place = |trace: &[String]| self.place_in_code(&bar.function, trace);
        let answer = response.as_ref().map(|response| answer(response, place));
        let logs = self.lines_of(&bar, request.as_deref());
        if !had_ended && answer.is_some() {
            self.mark_failure(&bar.function, answer.as_ref());
        }
        self.calls.result = Some(CallResult { bar, answer, logs });
    }

    /// The invocation that was chosen on the timeline is the one to look at, if its function is code.
    pub(super) fn look_at_chosen(&mut self) {
        let Some(bar) = &self.inspected.bar else { return };
        if self.code.iter().any(|file| file.runs && file.function == bar.function) {
            self.calls.seen = Some(bar.span.id);
            self.look_at_call();
        }
    }

    fn lines_of(&self, bar: &InvocationBar, request: Option<&str>) -> Vec<LogLine> {
        let span = &bar.span;
        let of_start = |line: &LogLine| {
            let starts = !matches!(line.kind, LogKind::Start | LogKind::End | LogKind::Report | LogKind::Throttle);
            span.cold && starts && line.at >= span.init_start && line.at <= span.run_start
        };
        let mine = |line: &&LogLine| {
            let ours = line.function == bar.function && line.at >= span.arrived;
            let named = request.is_none_or(|request| line.text.contains(request));
            let until = span.ended.is_none_or(|ended| line.at <= ended);
            ours && (named || of_start(line)) && (until || named)
        };
        let mut lines: Vec<LogLine> = self.snapshot.logs.iter().filter(mine).cloned().collect();
        lines.drain(..lines.len().saturating_sub(LINES_MAX));
        lines
    }

    /// The first place of a stack that is in the learner's own file.
    fn place_in_code(&self, function: &str, trace: &[String]) -> Option<(usize, usize)> {
        let file = self.code.iter().find(|file| file.function == function)?;
        let (line, column) = trace.iter().find_map(|frame| place(frame, file))?;
        // What the lesson's own file calls a line may be another one here, where its marks are left out.
        let line = if self.deployed(function).is_some() { line } else { file.shown_line(line) };
        Some((line, column))
    }

    /// Marks where the code failed; an answer takes the mark away.
    fn mark_failure(&mut self, function: &str, answer: Option<&Answer>) {
        let Some(at) = self.code.iter().position(|file| file.function == function) else { return };
        let runs_this = self.is_deployed(&self.code[at]);
        let editor = &mut self.code[at].editor;
        editor.mark = match answer {
            Some(Answer::Failed(Failure { kind, message, place: Some((line, column)), .. })) if runs_this => {
                let line = (*line).min(editor.lines().len() - 1);
                Some(Mark { line, column: Some(*column), words: format!("{kind}: {message}") })
            }
            _ => None,
        };
    }
}

fn request_id(response: &HttpResponse) -> Option<String> {
    response.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("x-amzn-requestid")).map(|(_, id)| id.clone())
}

fn answer(response: &HttpResponse, place: impl Fn(&[String]) -> Option<(usize, usize)>) -> Answer {
    if response.status >= 400 {
        return Answer::Refused(response.status, response.body.clone());
    }
    if !response.headers.iter().any(|(name, _)| *name == "X-Amz-Function-Error") {
        return Answer::Response(pretty(&response.body));
    }
    let error: Value = serde_json::from_str(&response.body).unwrap_or_default();
    let text = |key: &str| error[key].as_str().unwrap_or_default().to_owned();
    let lines = error["trace"].as_array().or(error["stackTrace"].as_array());
    let stack: Vec<String> = lines.into_iter().flatten().filter_map(|line| line.as_str().map(str::to_owned)).collect();
    Answer::Failed(Failure { kind: text("errorType"), message: text("errorMessage"), place: place(&stack), stack })
}

/// The numbers behind the file's path in `    at handler (file:///var/task/functions/hello.js:3:5)`, from zero.
fn place(frame: &str, file: &CodeFile) -> Option<(usize, usize)> {
    let behind = frame.split(&format!("/{}:", file.path)).nth(1)?;
    let mut numbers = behind.split(|letter: char| !letter.is_ascii_digit()).map(str::parse::<usize>);
    let line = numbers.next()?.ok()?;
    let column = numbers.next().and_then(Result::ok).unwrap_or(1);
    Some((line.checked_sub(1)?, column.saturating_sub(1)))
}
