//! An invocation from arrival to reply.

use super::Lambda;
use super::account::Account;
use super::environment::{Environment, Kind, Made, Phase, Process, Work};
use super::function::Function;
use super::life::rest;
use super::memory;
use super::noting::Noting;
use super::qualified::Route;
use super::throttle::Rates;
use crate::api::lambda::{self, FunctionError, Invoked, Qualifier};
use crate::api::{Caller, Fault, Payload, Reply, Response, ThrottleReason};
use crate::cloud::context::Context;
use crate::cloud::entry::{Ending, InitPhase, Restore, What};
use crate::cloud::view::{InvocationSpan, Outcome};
use crate::cloud::{Failure, FunctionRecord, Part, Parts, PlatformFacts, Traced, Usage};
use crate::sim::bounds::ENVIRONMENTS_MAX;
use crate::units::{FunctionId, InvocationId, Megabytes, Moment, Span};

impl Lambda {
    /// A request arrives: it is placed at once, or turned away at once. Nothing queues in front of a function.
    #[inline(always)]
    pub(crate) fn invoke(&mut self, context: &mut Context<'_>, id: InvocationId, caller: Caller, function: FunctionId) {
        if usize::from(function.0) >= self.functions.len() {
            return context.reply(Reply { to: id, caller, outcome: Err(Fault::ResourceNotFound) });
        }
        if self.functions[usize::from(function.0)].published {
            return self.invoke_published(context, (id, caller), function, Qualifier::None);
        }
        if let Err(reason) = self.take_in(context, (id, caller), function, Rates::Held) {
            self.turn_away(context, id, caller, function, reason);
        }
    }

    /// The same for a request of Lambda's own, for an event that waits for it; says where it was placed, if it was.
    pub(super) fn start(
        &mut self,
        context: &mut Context<'_>,
        (id, caller): (InvocationId, Caller),
        (function, qualifier): (FunctionId, Qualifier),
        rates: Rates,
    ) -> Option<u32> {
        if self.functions[usize::from(function.0)].published {
            match self.invoke_version(context, (id, caller), function, qualifier, rates) {
                Route::Latest => {}
                Route::Placed(slot) => return Some(slot),
                Route::Refused => return None,
            }
        }
        let placed = self.take_in(context, (id, caller), function, rates);
        placed.map_err(|reason| self.turn_away(context, id, caller, function, reason)).ok()
    }

    /// Finds a place for a request, or says which limit it met.
    #[inline(always)]
    pub(super) fn take_in(
        &mut self,
        context: &mut Context<'_>,
        (id, caller): (InvocationId, Caller),
        function: FunctionId,
        rates: Rates,
    ) -> Result<u32, ThrottleReason> {
        let target = &mut self.functions[usize::from(function.0)];
        target.record.counters.requests += 1;
        self.account.admit(target, context.now(), rates)?;
        let Some(slot) = target.pool.pop(&self.environments, &mut target.chance.routing) else {
            let slot = self.grow(context, function)?;
            self.place(context, slot, id, caller);
            return Ok(slot);
        };
        let environment = &mut self.environments[slot as usize];
        if context.core.recorder.is_none() && caller == Caller::Outside && environment.process == Process::Used {
            place_plain(context, &mut self.account, target, environment, (slot, id));
        } else {
            self.place(context, slot, id, caller);
        }
        Ok(slot)
    }

    /// Shows on the bar of the request in this slot since when its event had waited.
    pub(super) fn note_queued(&self, context: &mut Context<'_>, slot: u32, since: Moment) {
        if let Some(recorder) = &mut context.core.recorder {
            recorder.note_queued(self.papers[slot as usize].work.bar, since);
        }
    }

    /// The moment an environment was waiting for has come.
    #[inline(always)]
    pub(super) fn go_on(&mut self, context: &mut Context<'_>, slot: u32) {
        let environment = &self.environments[slot as usize];
        if environment.kind != Kind::Latest {
            return self.go_on_published(context, slot);
        }
        self.step(context, slot);
    }

    /// What comes next in the life of an environment.
    #[inline(always)]
    pub(super) fn step(&mut self, context: &mut Context<'_>, slot: u32) {
        let environment = &self.environments[slot as usize];
        if environment.phase == Phase::Invoking && !environment.filed {
            return self.finish(context, slot, &Work { plain: true, ..Work::plain(environment) });
        }
        self.step_filed(context, slot);
    }

    #[inline(never)]
    fn step_filed(&mut self, context: &mut Context<'_>, slot: u32) {
        match self.environments[slot as usize].phase {
            Phase::Invoking => {
                let work = self.papers[slot as usize].work;
                self.finish(context, slot, &work);
            }
            Phase::Fetching => self.start_init(context, slot),
            Phase::Init => self.end_init(context, slot),
            // Only busy environments ask to be woken.
            Phase::Idle | Phase::Gone => {}
        }
    }

    /// A new environment, if there may be one more.
    pub(super) fn grow(&mut self, context: &mut Context<'_>, id: FunctionId) -> Result<u32, ThrottleReason> {
        let function = &mut self.functions[usize::from(id.0)];
        if self.account.environments.now() >= ENVIRONMENTS_MAX || !function.scaling.take(context.now()) {
            return Err(ThrottleReason::FunctionInvocationRateLimitExceeded);
        }
        Ok(self.create(context, id))
    }

    /// Gives a request to an idle or new environment, and settles how it will go.
    #[inline(never)]
    pub(super) fn place(&mut self, context: &mut Context<'_>, slot: u32, id: InvocationId, caller: Caller) {
        let now = context.now();
        let environment = &mut self.environments[slot as usize];
        let function = &mut self.functions[usize::from(environment.function.0)];
        if function.codes[environment.version as usize].is_some() {
            return self.place_in_process(context, slot, (id, caller));
        }
        // Only full detail keeps the parts; the random draws are the same.
        let (asked, mut parts) = ((id, caller, now), Parts::default());
        let mut work = if context.core.recorder.is_some() {
            plan(environment, function, asked, context.facts(), &mut parts)
        } else {
            plan(environment, function, asked, context.facts(), &mut ())
        };
        begin(&mut self.account, function, environment, now, (id, work.ending));
        function.record.counters.cold_starts += u64::from(work.cold);
        open_bar(context, environment, function, &mut work, parts);
        self.papers[slot as usize].work = work;
        environment.filed = true;
        if work.cold {
            function.starting += 1;
            environment.enter(Phase::Fetching, now, work.init_start);
            context.wake_at(work.init_start, slot);
        } else {
            let before_reset = self.papers[slot as usize].before_reset;
            start_handler(context, environment, slot, (work.ends, work.traced), before_reset);
        }
    }

    pub(super) fn start_init(&mut self, context: &mut Context<'_>, slot: u32) {
        if self.environments[slot as usize].process == Process::Code
            && self.papers[slot as usize].work.ends == Moment::NEVER
        {
            return self.start_init_of_process(context, slot);
        }
        let environment = &mut self.environments[slot as usize];
        let run_start = self.papers[slot as usize].work.run_start;
        environment.enter(Phase::Init, context.now(), run_start);
        let (function, id) = (environment.function, environment.id);
        let (build, provisioned) = (environment.version, environment.is_provisioned());
        if self.papers[slot as usize].work.restore_billed.is_some() {
            context.write(|| What::RestoreStarted { function, environment: id, build });
        } else {
            let phase = InitPhase::Init;
            context.write(|| What::InitStarted { function, environment: id, build, phase, provisioned });
        }
        context.wake_at(run_start, slot);
    }

    fn end_init(&mut self, context: &mut Context<'_>, slot: u32) {
        let environment = &mut self.environments[slot as usize];
        let function = &mut self.functions[usize::from(environment.function.0)];
        let work = &self.papers[slot as usize].work;
        function.starting -= 1;
        if work.restore_billed.is_some() {
            return self.end_restore(context, slot);
        }
        function.record.init.record(work.init());
        context.write(|| What::InitEnded {
            function: environment.function,
            environment: environment.id,
            init: work.reported_init(),
            timed_out: work.init_timed_out,
            build: environment.version,
            phase: InitPhase::Init,
            provisioned: environment.is_provisioned(),
            ahead: false,
        });
        start_handler(context, environment, slot, (work.ends, work.traced), 0);
    }

    /// A request is done. Half of this falls away where it is known to be a plain one, which has no papers.
    #[inline(always)]
    fn finish(&mut self, context: &mut Context<'_>, slot: u32, work: &Work) {
        let limit = context.facts().sync_payload_max;
        self.close(context, slot, work, None, |made| answer(work.ending, made, limit));
    }

    /// Counts, bills, reports and answers a request that is done, and lets its environment rest.
    #[inline(always)]
    pub(super) fn close(
        &mut self,
        context: &mut Context<'_>,
        slot: u32,
        work: &Work,
        memory_used: Option<Megabytes>,
        answer: impl FnOnce(&Made) -> Response,
    ) {
        let now = context.now();
        let environment = &mut self.environments[slot as usize];
        let function = &mut self.functions[usize::from(environment.function.0)];
        let made = &function.versions[environment.version as usize];
        let billed_ms = bill(&mut function.record.usage, made, work);
        count_time(&mut function.record, work);
        function.running.down(now);
        self.account.running.down(now);
        if function.shares_pool {
            self.account.unreserved.down(now);
        }
        environment.process = Process::Used;
        if work.ending == Ending::Completed {
            function.record.counters.completed += 1;
        } else if fail(&mut function.record, work.ending) == Process::Stopped {
            environment.process = Process::Stopped;
            self.papers[slot as usize].before_reset = environment.invocations;
        }
        if !work.plain {
            report(context, environment, (made, function.memory_salt), work, (billed_ms, memory_used));
        }
        context.respond(work.id, work.caller, || answer(made));
        match rest(environment, function, slot, now) {
            Some(reason) => self.shut_down(context, slot, reason),
            None if environment.until < environment.watched => self.watch(slot),
            None => {}
        }
    }

    pub(super) fn turn_away(
        &mut self,
        context: &mut Context<'_>,
        id: InvocationId,
        caller: Caller,
        function: FunctionId,
        reason: ThrottleReason,
    ) {
        let now = context.now();
        let target = &mut self.functions[usize::from(function.0)];
        target.record.counters.throttles += 1;
        target.record.counters.throttles_by_reason[reason.index()] += 1;
        target.throttled_at = Some(now);
        context.write(|| What::Throttled { id, function, reason: reason.name() });
        if let Some(recorder) = &mut context.core.recorder {
            recorder.open_bar(InvocationSpan {
                id,
                function,
                environment: None,
                arrived: now,
                init_start: now,
                run_start: now,
                ended: Some(now),
                outcome: Outcome::Throttled,
                ..InvocationSpan::default()
            });
        }
        context.reply(Reply { to: id, caller, outcome: Err(Fault::TooManyRequests(reason)) });
    }
}

/// The usual request of a month: from outside, into a process that is warm, and nobody looks. It needs no papers.
#[inline(always)]
fn place_plain(
    context: &mut Context<'_>,
    account: &mut Account,
    function: &mut Function,
    environment: &mut Environment,
    (slot, id): (u32, InvocationId),
) {
    let now = context.now();
    let (length, ending) = run(function, id, (false, Span::ZERO), &mut ());
    begin(account, function, environment, now, (id, ending));
    environment.filed = false;
    environment.enter(Phase::Invoking, now, now + length);
    context.wake_at(now + length, slot);
}

/// Notes that an environment has a request, and how that will end.
#[inline(always)]
pub(super) fn begin(
    account: &mut Account,
    function: &mut Function,
    environment: &mut Environment,
    now: Moment,
    (id, ending): (InvocationId, Ending),
) {
    environment.request = id;
    environment.ending = ending;
    environment.invocations += 1;
    function.record.counters.invocations += 1;
    function.record.usage.requests += 1;
    function.running.up(now);
    account.running.up(now);
    if function.shares_pool {
        account.unreserved.up(now);
    }
}

pub(super) fn start_handler(
    context: &mut Context<'_>,
    environment: &mut Environment,
    slot: u32,
    (ends, traced): (Moment, Traced),
    before_reset: u32,
) {
    let (function, id) = (environment.function, environment.id);
    if environment.process == Process::Stopped {
        let (build, provisioned) = (environment.version, environment.is_provisioned());
        let phase = InitPhase::Invoke;
        context.write(|| What::InitStarted { function, environment: id, build, phase, provisioned });
    }
    environment.enter(Phase::Invoking, context.now(), ends);
    let (request, call, build) = (environment.request, u64::from(environment.invocations), environment.version);
    let process_call = call - u64::from(before_reset);
    context.write(|| What::Started { id: request, function, environment: id, call, process_call, build, traced });
    context.wake_at(ends, slot);
}

/// Settles when INIT and handler begin and end, and how.
fn plan(
    environment: &Environment,
    function: &mut Function,
    (id, caller, now): (InvocationId, Caller, Moment),
    facts: &PlatformFacts,
    notes: &mut impl Noting,
) -> Work {
    let init_limit = facts.init_limit;
    let cold = environment.phase == Phase::Fetching;
    let (mut init_start, mut run_start, mut init_timed_out) = (now, now, false);
    // INIT that has to be done inside the invocation, where it counts as Duration.
    let mut init_inside = Span::ZERO;
    let mut restore_billed = None;
    if cold {
        let (runtime, own) = function.draw_init();
        let loading = function.load_fresh_image(now);
        let init = runtime + own + loading;
        restore_billed = function.behaviour.restore_billed(runtime, own);
        init_timed_out = init > init_limit;
        init_start += function.behaviour.platform;
        run_start = init_start + init.min(init_limit);
        notes.note(Part::Place, function.behaviour.platform);
        let start = if restore_billed.is_some() { Part::Restore } else { Part::RuntimeInit };
        notes.note(start, runtime + loading);
        notes.note(Part::OwnInit, own);
        notes.cut(Part::is_init, init_limit);
        if init_timed_out {
            // What was loaded of a fresh image before the cut is in a cache now.
            init_inside = once_more(runtime + (loading - init_limit), own, notes);
        }
    } else if environment.process == Process::Stopped {
        let (runtime, own) = function.draw_init();
        init_inside = once_more(runtime, own, notes);
    }
    let first = environment.process != Process::Used;
    let (length, ending) = run(function, id, (first, init_inside), notes);
    let ends = run_start + length;
    let traced = function.sampling.choose(function.config.logging.tracing, now, facts);
    Work {
        id,
        caller,
        arrived: now,
        init_start,
        run_start,
        ends,
        ending,
        cold,
        init_timed_out,
        restore_billed,
        traced,
        plain: false,
        bar: 0,
    }
}

/// INIT inside the invocation.
fn once_more(runtime: Span, own: Span, notes: &mut impl Noting) -> Span {
    notes.note(Part::RuntimeAgain, runtime);
    notes.note(Part::OwnAgain, own);
    runtime + own
}

/// How long the handler runs, and how it ends.
#[inline(always)]
fn run(
    function: &mut Function,
    id: InvocationId,
    (first, init_inside): (bool, Span),
    notes: &mut impl Noting,
) -> (Span, Ending) {
    let usual = function.behaviour.cpu.draw(&mut function.chance.cpu);
    let mut cpu = usual;
    let mut loading = init_inside;
    if first {
        cpu += function.behaviour.first_call.draw(&mut function.chance.cpu);
        loading += function.behaviour.runtime_first_invoke;
    }
    let wait = slowed(function.behaviour.wait.draw(&mut function.chance.wait), function);
    let throws = function.draw_error();
    let computing = loading + function.behaviour.computing(cpu);
    let usual = function.behaviour.computing(usual);
    notes.note(Part::FirstCall, computing - init_inside - usual);
    notes.note(Part::Compute, usual);
    // Memory fills up while it computes; whatever it would have waited for comes too late.
    let (length, ending) = if function.behaviour.memory_need.is_met(function.memory_salt, id) {
        let ending = if throws { ending_of(function.behaviour.failure) } else { function.behaviour.answers };
        notes.note(Part::Wait, wait);
        (computing + wait, ending)
    } else {
        (computing, Ending::Killed)
    };
    let timeout = function.config.timeout;
    notes.cut(Part::is_duration, timeout);
    if length > timeout { (timeout, Ending::TimedOut) } else { (length, ending) }
}

const fn ending_of(failure: Failure) -> Ending {
    match failure {
        Failure::Throw => Ending::Thrown,
        Failure::Exit => Ending::Exited,
    }
}

fn slowed(wait: Span, function: &Function) -> Span {
    let one = crate::units::Ratio::ONE;
    if function.slow == one {
        return wait;
    }
    Span((u128::from(wait.0) * u128::from(function.slow.0) / u128::from(one.0)) as u64)
}

/// Billed Duration is Duration and INIT together, as the log prints them, in whole milliseconds, any started one counted.
#[inline(always)]
fn bill(usage: &mut Usage, made: &Made, work: &Work) -> u64 {
    let billed_ms = if work.cold {
        let init = work.restore_billed.unwrap_or_else(|| work.reported_init());
        let billed_ms = billed(work.reported_duration() + init);
        let of_init = billed_ms - billed(work.reported_duration());
        usage.init_mb_ms[made.architecture as usize] += mb_ms(of_init, made.memory);
        billed_ms
    } else {
        billed_as_reported(work.duration())
    };
    usage.billed_ms += billed_ms;
    usage.compute_mb_ms[made.architecture as usize] += mb_ms(billed_ms, made.memory);
    usage.ephemeral_mb_ms += mb_ms(billed_ms, made.ephemeral_charged);
    billed_ms
}

/// No invocation takes no time: one that a model gives none is billed for the millisecond it has started.
pub(super) fn billed(span: Span) -> u64 {
    span.millis_ceil().max(1)
}

/// The same for a span as a REPORT line prints it: what is rounded to hundredths of a millisecond and then up, in one step.
const fn billed_as_reported(span: Span) -> u64 {
    let billed_ms = (span.0 + 995) / 1_000;
    if billed_ms == 0 { 1 } else { billed_ms }
}

pub(super) fn mb_ms(billed_ms: u64, memory: Megabytes) -> u128 {
    u128::from(billed_ms * u64::from(memory.0))
}

#[inline(always)]
fn count_time(record: &mut FunctionRecord, work: &Work) {
    if work.cold {
        record.cold.record(work.ends.since(work.arrived));
        record.cold_duration.record(work.duration());
    } else {
        record.warm.record(work.duration());
    }
}

/// Counts an invocation that failed; says what is left of the process.
#[cold]
fn fail(record: &mut FunctionRecord, ending: Ending) -> Process {
    let counters = &mut record.counters;
    counters.errors += 1;
    counters.timeouts += u64::from(ending == Ending::TimedOut);
    counters.killed += u64::from(ending == Ending::Killed);
    match ending {
        Ending::Completed | Ending::Thrown | Ending::ResponseTooLarge => Process::Used,
        Ending::TimedOut | Ending::Killed | Ending::Exited | Ending::Crashed(_) => Process::Stopped,
    }
}

fn answer(ending: Ending, made: &Made, limit: u64) -> Response {
    let outcome = match ending {
        Ending::Completed => Ok(Payload::of_size(made.response)),
        Ending::Thrown => Err(FunctionError::Thrown),
        Ending::TimedOut => Err(FunctionError::TimedOut(made.timeout)),
        Ending::Killed => Err(FunctionError::Killed),
        Ending::ResponseTooLarge => Err(FunctionError::ResponseTooLarge { bytes: u64::from(made.response), limit }),
        Ending::Exited | Ending::Crashed(_) => Err(FunctionError::Exited),
    };
    Response::Lambda(lambda::Response::Invoke(Invoked::Ran(outcome)))
}

/// Draws the bar of a request, in full detail.
pub(super) fn open_bar(
    context: &mut Context<'_>,
    environment: &Environment,
    function: &Function,
    work: &mut Work,
    parts: Parts,
) {
    let Some(recorder) = &mut context.core.recorder else { return };
    work.bar = recorder.open_bar(InvocationSpan {
        id: work.id,
        function: environment.function,
        environment: Some(environment.id),
        queued: None,
        arrived: work.arrived,
        init_start: work.init_start,
        run_start: work.run_start,
        ended: None,
        outcome: Outcome::Running,
        cold: work.cold,
        parts,
        billed_ms: 0,
        memory: function.made(environment.version).memory,
    });
}

fn report(
    context: &mut Context<'_>,
    environment: &Environment,
    (made, memory_salt): (&Made, u64),
    work: &Work,
    (billed_ms, memory_used): (u64, Option<Megabytes>),
) {
    let now = context.now();
    if let Some(recorder) = &mut context.core.recorder {
        let outcome = match work.ending {
            Ending::Completed => Outcome::Ok,
            Ending::Thrown | Ending::Killed | Ending::Exited | Ending::Crashed(_) | Ending::ResponseTooLarge => {
                Outcome::Error
            }
            Ending::TimedOut => Outcome::Timeout,
        };
        let parts = recorder.close_bar(work.bar, now, outcome, billed_ms);
        if let Some(init) = cut_off_again(work.ending, &parts) {
            recorder.write(
                now,
                What::InitEnded {
                    function: environment.function,
                    environment: environment.id,
                    init,
                    timed_out: true,
                    build: environment.version,
                    phase: InitPhase::Invoke,
                    provisioned: environment.is_provisioned(),
                    ahead: false,
                },
            );
        }
        let what = What::Ended {
            id: work.id,
            function: environment.function,
            environment: environment.id,
            ending: work.ending,
            duration: work.reported_duration(),
            init: (work.cold && work.restore_billed.is_none()).then(|| work.reported_init()),
            restore: work.restore_billed.map(|billed| Restore { took: work.reported_init(), billed }),
            billed_ms,
            memory: made.memory,
            memory_used: memory_used.unwrap_or_else(|| memory::used(made, memory_salt, work.id)),
            timeout: made.timeout,
            build: environment.version,
            traced: work.traced,
        };
        recorder.write(now, what);
    }
}

/// How long INIT ran inside an invocation that was cut off before its handler began.
fn cut_off_again(ending: Ending, parts: &Parts) -> Option<Span> {
    let init = parts.of(Part::RuntimeAgain) + parts.of(Part::OwnAgain);
    let began = [Part::FirstCall, Part::Compute, Part::Wait].into_iter().any(|part| parts.of(part) > Span::ZERO);
    (ending == Ending::TimedOut && init > Span::ZERO && !began).then_some(init)
}
