//! How requests of processes end, and what is written down of them.

use std::sync::Arc;

use crate::api::lambda::{self, FunctionError, Invoked};
use crate::api::{Payload, Response};
use crate::cloud::context::Context;
use crate::cloud::entry::{Crash, Ending, InitPhase, ShutDownReason, What};
use crate::cloud::lambda::Lambda;
use crate::cloud::lambda::environment::{Phase, Process as Condition};
use crate::cloud::lambda::lines::request_id;
use crate::cloud::{LogFormat, Part, Parts};
use crate::js::{Outcome, Printed, Thrown};
use crate::units::{Megabytes, Span};

use super::process::Stage;

/// The runtime's own name for an answer that is too large.
const TOO_LARGE: &str = "Function.ResponseSizeTooLarge";

impl Lambda {
    /// A request is done, one way or another.
    pub(super) fn end_request_of_process(&mut self, context: &mut Context<'_>, slot: u32, outcome: Outcome) {
        let now = context.now();
        let lives = outcome.process_lives() && self.stage_of(slot) == Some(Stage::Handler);
        let inside = self.stage_of(slot) == Some(Stage::InitInside);
        let (ending, answer) = self.judge(slot, outcome, inside);
        let environment = &self.environments[slot as usize];
        let (function, id, build) = (environment.function, environment.id, environment.version);
        let work = &mut self.papers[slot as usize].work;
        (work.ends, work.ending) = (now, ending);
        let (request, bar, cold) = (work.id, work.bar, work.cold);
        let (init_start, run_start) = (work.init_start, work.run_start);
        let base = self.code_of(function, build).map_or(Megabytes(0), |code| code.beside.memory_used);
        let most = self.functions[usize::from(function.0)].made(build).memory;
        let Some(process) = self.coded.processes.get_mut(&slot) else { return };
        let used = Megabytes(base.0 + process.heap.div_ceil(1 << 20) as u32).min(most);
        let used = if ending == Ending::Killed { most } else { used };
        let (again, computed, runtime) = (process.init_inside, process.computed, process.runtime);
        if inside && ending != Ending::TimedOut {
            self.note_failed_init(context, slot, answer.as_deref(), now.since(run_start), InitPhase::Invoke);
        }
        if let Some(recorder) = &mut context.core.recorder {
            let duration = now.since(run_start);
            recorder.amend_bar(bar, |bar| {
                (bar.init_start, bar.run_start) = (init_start, run_start);
                if cold {
                    let init = run_start.since(init_start);
                    bar.parts.set(Part::RuntimeInit, runtime.min(init));
                    bar.parts.set(Part::OwnInit, init - runtime.min(init));
                }
                share_out(&mut bar.parts, duration, again, runtime, computed);
            });
            if let Some(text) = &answer {
                let text = recorder.keep(Arc::clone(text));
                let failed = ending != Ending::Completed;
                recorder.write(now, What::Answered { id: request, function, environment: id, build, failed, text });
            }
        }
        let worn_out = self.coded.processes.get(&slot).is_some_and(super::process::Process::is_worn_out);
        if lives {
            if let Some(process) = self.coded.processes.get_mut(&slot) {
                process.freeze();
            }
        } else {
            self.reset_process(context, slot);
        }
        self.environments[slot as usize].ending = ending;
        let work = self.papers[slot as usize].work;
        let limit = context.facts().sync_payload_max;
        self.close(context, slot, &work, Some(used), |made| match (ending, answer) {
            (Ending::Completed, Some(text)) => ran(Ok(Payload::json(text))),
            (Ending::TimedOut, _) => ran(Err(FunctionError::TimedOut(made.timeout))),
            (Ending::Killed, _) => ran(Err(FunctionError::Killed)),
            (Ending::ResponseTooLarge, _) => ran(Err(FunctionError::ResponseTooLarge { bytes: limit + 1, limit })),
            (_, Some(text)) => ran(Err(FunctionError::Reported(text))),
            (_, None) => ran(Err(FunctionError::Thrown)),
        });
        let environment = &mut self.environments[slot as usize];
        if environment.phase == Phase::Idle {
            environment.process = Condition::Code;
            if worn_out {
                self.shut_down(context, slot, ShutDownReason::Age);
            }
        }
    }

    fn stage_of(&self, slot: u32) -> Option<Stage> {
        self.coded.processes.get(&slot).map(|process| process.stage)
    }

    /// What an outcome means, and the body of the answer, where it is not the same for all functions.
    pub(super) fn judge(&self, slot: u32, outcome: Outcome, inside: bool) -> (Ending, Option<Arc<str>>) {
        let request = request_id(self.coded.streams, self.papers[slot as usize].work.id);
        let exited = |status: String| {
            let message = format!("RequestId: {request} Error: {status}");
            let body = serde_json::json!({ "errorType": Crash::Exit.name(), "errorMessage": message });
            (Ending::Crashed(Crash::Exit), Some(Arc::from(body.to_string())))
        };
        let body = |thrown: &Thrown| Some(Arc::from(thrown.payload()));
        match outcome {
            Outcome::Returned(text) => (Ending::Completed, Some(text.into())),
            Outcome::Failed(thrown) if thrown.error_type == TOO_LARGE => (Ending::ResponseTooLarge, body(&thrown)),
            Outcome::Failed(thrown) | Outcome::Crashed(thrown) if inside => {
                (Ending::Crashed(Crash::named(&thrown.error_type)), body(&thrown))
            }
            Outcome::Failed(thrown) => (Ending::Thrown, body(&thrown)),
            Outcome::Crashed(thrown) => (Ending::Crashed(Crash::named(&thrown.error_type)), body(&thrown)),
            Outcome::Exited(0) => exited("Runtime exited without providing a reason".to_owned()),
            Outcome::Exited(status) => exited(format!("Runtime exited with error: exit status {status}")),
            Outcome::OutOfMemory => (Ending::Killed, None),
            Outcome::OutOfTime => (Ending::TimedOut, None),
            // INIT tells its readiness to nobody but us.
            Outcome::Ready => (Ending::Completed, None),
        }
    }

    /// INIT came to nothing, for the reason that the body of the answer gives.
    pub(super) fn note_failed_init(
        &self,
        context: &mut Context<'_>,
        slot: u32,
        body: Option<&str>,
        init: Span,
        phase: InitPhase,
    ) {
        let now = context.now();
        let Some(recorder) = &mut context.core.recorder else { return };
        let environment = &self.environments[slot as usize];
        let (function, build, environment) = (environment.function, environment.version, environment.id);
        let out_of_memory = || serde_json::json!({ "errorType": Crash::Exit.name() }).to_string();
        let text = recorder.keep(body.map_or_else(out_of_memory, str::to_owned).into());
        recorder.write(now, What::InitFailed { function, environment, init, build, phase, text });
    }

    /// Something was printed.
    pub(super) fn note_print(&self, context: &mut Context<'_>, slot: u32, printed: &Printed) {
        let Some(recorder) = &mut context.core.recorder else { return };
        let environment = &self.environments[slot as usize];
        let (function, build) = (environment.function, environment.version);
        let format = self.functions[usize::from(function.0)].made(build).logging.format;
        let members = printed.json.as_ref().filter(|_| format == LogFormat::Json);
        let text = recorder.keep(members.unwrap_or(&printed.text).as_str().into());
        let in_handler = self.stage_of(slot) == Some(Stage::Handler);
        let id = in_handler.then(|| self.papers[slot as usize].work.id);
        let (environment, level, members) = (environment.id, printed.level, members.is_some());
        recorder.write(printed.at, What::Printed { id, function, environment, build, level, members, text });
    }
}

/// Shares out a Duration: INIT inside it, computing, and the rest is waiting.
fn share_out(parts: &mut Parts, duration: Span, again: Span, runtime: Span, computed: Span) {
    let handler = duration - again;
    parts.set(Part::RuntimeAgain, runtime.min(again));
    parts.set(Part::OwnAgain, again - runtime.min(again));
    parts.set(Part::Compute, computed.min(handler));
    parts.set(Part::Wait, handler - computed.min(handler));
}

fn ran(outcome: Result<Payload, FunctionError>) -> Response {
    Response::Lambda(lambda::Response::Invoke(Invoked::Ran(outcome)))
}
