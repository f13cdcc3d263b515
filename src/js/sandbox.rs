//! One execution environment's process.

use rquickjs::{CatchResultExt, Context, Ctx, Function, Module, Object, Promise, Result, Runtime, Value};

use super::host;
use super::loader::{Modules, core};
use super::package::{Format, ROOT};
use super::prelude;
use super::state::{Shared, State};
use crate::js::work::Work;
use crate::js::{Answer, Limits, Outcome, Package, Tmp, Turn, Wait};
use crate::sim::Stream;
use crate::units::{Moment, Span};

/// A process: an engine of its own, which nothing can leave.
pub struct Sandbox {
    // The order is the order of dropping: nothing of the engine may outlive its runtime.
    context: Context,
    runtime: Runtime,
    shared: Shared,
}

/// What a process is started with.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The code.
    pub package: Package,
    /// What it may use.
    pub limits: Limits,
    /// Environment variables.
    pub env: Vec<(String, String)>,
    /// `v22.22.0`.
    pub node_version: String,
    /// `x64` or `arm64`, as Node.js calls them.
    pub arch: &'static str,
    /// What `Math.random` and the like draw from.
    pub chance: Stream,
    /// Whether lines are logged as JSON: then [`Printed::json`](crate::js::Printed::json) is filled in.
    pub json_logs: bool,
    /// What is left in `/tmp`.
    pub tmp: Tmp,
    /// What the first moment is called on a calendar, in seconds since 1970.
    pub epoch_unix_s: u64,
}

impl Sandbox {
    /// A process that has not run yet.
    pub fn new(asked: Asked) -> Result<Self> {
        let settings = serde_json::json!({
            "env": asked.env.iter().cloned().collect::<std::collections::BTreeMap<_, _>>(),
            "version": asked.node_version, "arch": asked.arch, "memoryBytes": asked.limits.memory_bytes,
            "jsonLogs": asked.json_logs,
        });
        let runtime = Runtime::new()?;
        runtime.set_memory_limit(asked.limits.memory_bytes);
        runtime.set_max_stack_size(asked.limits.stack_bytes);
        let shared = Shared::new(State {
            package: asked.package,
            limits: asked.limits,
            epoch_unix_ms: asked.epoch_unix_s * 1_000,
            now: Moment::START,
            deadline: Moment::NEVER,
            computed: Span::ZERO,
            chance: asked.chance,
            printed: Vec::new(),
            printed_bytes: 0,
            ticks: 0,
            jobs: 0,
            subsegments: Vec::new(),
            open_spans: std::collections::BTreeMap::new(),
            last_span: 0,
            calls: Vec::new(),
            last_ticket: 0,
            open: std::collections::BTreeSet::new(),
            outcome: None,
            ticks_after: 0,
            stopped: false,
            tmp: asked.tmp,
        });
        runtime.set_loader(Modules(shared.clone()), Modules(shared.clone()));
        let ticking = shared.clone();
        runtime.set_interrupt_handler(Some(Box::new(move || ticking.tick())));
        runtime.set_host_promise_rejection_tracker(Some(Box::new(|ctx, promise, reason, handled| {
            let noted = core(&ctx).and_then(|core| core.get::<_, Function>("rejected"));
            // What cannot even be noted has no memory left; the next allocation says so.
            let _ = noted.and_then(|note| note.call::<_, ()>((promise, reason, handled)));
        })));
        let context = Context::full(&runtime)?;
        context.with(|ctx| start(&ctx, &shared, &settings.to_string()))?;
        Ok(Self { context, runtime, shared })
    }

    /// INIT: evaluates the code and finds the handler. `deadline` is when the time is up.
    pub fn init(&mut self, now: Moment, deadline: Moment) -> Turn {
        if !self.begin(now, deadline) {
            return self.turn();
        }
        self.with_core(evaluate);
        self.run()
    }

    /// Calls the handler with an event. `context` is the JSON of what its second argument has besides functions.
    pub fn invoke(&mut self, now: Moment, deadline: Moment, event: &str, context: &str) -> Turn {
        if !self.begin(now, deadline) {
            return self.turn();
        }
        self.shared.get().work(Work::Bytes(event.len()));
        let unix_ms = self.shared.get().epoch_unix_ms as f64 + deadline.as_micros() as f64 / 1_000.0;
        let settings = format!(r#"{{"deadline":{unix_ms},"context":{context}}}"#);
        self.with_core(|_, core, _| core.get::<_, Function>("invoke")?.call((event, settings)));
        self.run()
    }

    /// Goes on: at the moment for which the last turn waited, or when calls are answered. Answers nobody waits for are passed over.
    ///
    /// Replies that come while the process is frozen between invocations are kept by the caller and handed over by a `resume` after the next
    /// `invoke`, as a thawed process finds them in its sockets.
    pub fn resume(&mut self, now: Moment, answers: &[Answer]) -> Turn {
        {
            let mut state = self.shared.get();
            (state.now, state.computed, state.ticks) = (now, Span::ZERO, 0);
            state.work(Work::Turn);
            if state.stopped {
                state.outcome = Some(Outcome::Exited(1));
                drop(state);
                return self.turn();
            }
        }
        for answer in answers {
            self.settle(answer);
        }
        self.run()
    }

    fn settle(&mut self, answer: &Answer) {
        {
            let mut state = self.shared.get();
            if state.stopped || !state.open.remove(&answer.ticket) {
                return;
            }
            state.work(Work::Bytes(answer.result.as_ref().map_or(0, String::len)));
        }
        self.with_core(|_, core, _| {
            let settle: Function = core.get("settle")?;
            match &answer.result {
                Ok(output) => settle.call((answer.ticket, true, output.as_str())),
                Err(error) => settle.call((answer.ticket, false, serde_json::to_string(error).unwrap_or_default())),
            }
        });
    }

    /// `/tmp`, to hand to the next process of the same environment.
    pub fn tmp(&self) -> Tmp {
        self.shared.get().tmp.clone()
    }

    /// Begins to compute; false when the process is over and there is nobody to do it.
    fn begin(&mut self, now: Moment, deadline: Moment) -> bool {
        let mut state = self.shared.get();
        (state.now, state.deadline, state.computed) = (now, deadline, Span::ZERO);
        (state.outcome, state.printed_bytes, state.ticks, state.ticks_after) = (None, 0, 0, 0);
        if state.stopped {
            state.outcome = Some(Outcome::Exited(1));
            return false;
        }
        state.work(Work::Turn);
        true
    }

    /// Runs whatever can run now, and says where that leaves off.
    fn run(&mut self) -> Turn {
        loop {
            self.run_jobs();
            if self.is_over() {
                break;
            }
            self.with_core(|_, core, _| core.get::<_, Function>("checkRejections")?.call(()));
            if self.is_over() {
                break;
            }
            let fired = self.ask("fireTimer", false);
            if fired {
                let mut state = self.shared.get();
                state.work(Work::Turn);
                state.job_done();
                state.watch();
            }
            if fired || self.runtime.is_job_pending() {
                continue;
            }
            let more_to_come = self.next_timer().is_some() || !self.shared.get().open.is_empty();
            if more_to_come || self.ask("quiet", true) {
                break;
            }
        }
        self.turn()
    }

    fn run_jobs(&mut self) {
        // A job that throws has told its promise; one that was stopped has told the state.
        // What goes on in the background after the answer is frozen soon.
        let goes_on = |state: &State| !state.stopped && state.ticks_after == 0;
        while goes_on(&self.shared.get()) && !matches!(self.runtime.execute_pending_job(), Ok(false)) {
            self.shared.get().job_done();
        }
    }

    fn is_over(&self) -> bool {
        let state = self.shared.get();
        state.stopped || state.outcome.is_some()
    }

    fn next_timer(&self) -> Option<Moment> {
        let due =
            self.context.with(|ctx| core(&ctx)?.get::<_, Function>("nextTimer")?.call::<_, f64>(())).unwrap_or(-1.0);
        let epoch_ms = self.shared.get().epoch_unix_ms as f64;
        (due >= 0.0).then(|| Moment(((due - epoch_ms).max(0.0) * 1_000.0 + 0.5) as u64))
    }

    fn turn(&mut self) -> Turn {
        let timer = if self.is_over() { None } else { self.next_timer() };
        let memory_bytes = usize::try_from(self.runtime.memory_usage().malloc_size).unwrap_or_default();
        let mut state = self.shared.get();
        let wait = match (state.outcome.take(), timer) {
            (Some(outcome), _) => Wait::Over(outcome),
            (None, Some(due)) => Wait::Until(due.max(state.now)),
            (None, None) if !state.open.is_empty() => Wait::Calls,
            (None, None) => Wait::Forever,
        };
        let (printed, calls) = (std::mem::take(&mut state.printed), std::mem::take(&mut state.calls));
        let subsegments = std::mem::take(&mut state.subsegments);
        Turn { computed: state.computed, printed, calls, subsegments, memory_bytes, wait }
    }

    fn ask(&self, question: &str, without_answer: bool) -> bool {
        self.context.with(|ctx| core(&ctx)?.get::<_, Function>(question)?.call::<_, bool>(())).unwrap_or(without_answer)
    }

    /// Calls into the prelude. What it throws there ends the process: memory ran out, or it was stopped.
    fn with_core(&self, call: impl for<'js> FnOnce(&Ctx<'js>, &Object<'js>, &Shared) -> Result<()>) {
        self.context.with(|ctx| {
            let result = core(&ctx).and_then(|core| call(&ctx, &core, &self.shared));
            if result.catch(&ctx).is_err() {
                let mut state = self.shared.get();
                if !state.stopped {
                    state.finish(Outcome::OutOfMemory);
                }
            }
        });
    }
}

fn start(ctx: &Ctx<'_>, shared: &Shared, settings: &str) -> Result<()> {
    let host = host::object(ctx, shared, settings)?;
    let core = Object::new(ctx.clone())?;
    ctx.globals().prop("__coldstart", rquickjs::object::Property::from(core.clone()))?;
    for (_, file, source) in prelude::START {
        let part: Function = host::evaluate(ctx, file, source)?;
        part.call::<_, ()>((host.clone(), core.clone()))?;
    }
    // What the host calls stays what it is, whatever the code does.
    ctx.globals().get::<_, Object>("Object")?.get::<_, Function>("freeze")?.call((core,))
}

fn evaluate<'js>(ctx: &Ctx<'js>, core: &Object<'js>, shared: &Shared) -> Result<()> {
    let (entry, path, module) = {
        let state = shared.get();
        let (module, path) = state.package.split().unwrap_or_default();
        (state.package.entry(), path.to_owned(), module.to_owned())
    };
    let failed: Function = core.get("initFailed")?;
    let Some(entry) = entry else {
        let error = rquickjs::Exception::from_message(ctx.clone(), &format!("Cannot find module '{module}'"))?;
        error.as_object().set("code", "MODULE_NOT_FOUND")?;
        return failed.call((error,));
    };
    let format = shared.get().package.format(&entry);
    let evaluated: Result<(Value<'js>, Option<Promise<'js>>)> = match format {
        Format::Module => {
            let source = shared.get().package.source(&entry).unwrap_or_default();
            Module::declare(ctx.clone(), format!("{ROOT}{entry}"), source.as_bytes()).and_then(|module| {
                let (module, promise) = module.eval()?;
                Ok((module.namespace()?.into_value(), Some(promise)))
            })
        }
        _ => core.get::<_, Function>("requireFile")?.call((entry,)).map(|exports| (exports, None)),
    };
    match evaluated.catch(ctx) {
        Ok((namespace, promise)) => core.get::<_, Function>("evaluated")?.call((namespace, path, promise)),
        Err(_) if shared.get().stopped => Ok(()),
        Err(rquickjs::CaughtError::Exception(error)) => failed.call((error,)),
        Err(rquickjs::CaughtError::Value(value)) => failed.call((value,)),
        Err(rquickjs::CaughtError::Error(error)) => {
            let error = rquickjs::Exception::from_message(ctx.clone(), &error.to_string())?;
            failed.call((error,))
        }
    }
}
