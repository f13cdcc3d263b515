//! INIT and handler of environments whose function is code.

use std::sync::Arc;

use super::asking;
use super::process::{Deed, Process, Stage, Step};
use super::setting::Place;
use crate::api::Caller;
use crate::cloud::context::Context;
use crate::cloud::entry::{Ending, InitPhase, What};
use crate::cloud::lambda::Lambda;
use crate::cloud::lambda::environment::{Phase, Process as Condition, Work};
use crate::cloud::lambda::invoke::{begin, open_bar};
use crate::cloud::lambda::timers::Timer;
use crate::cloud::{Code, Part, Parts};
use crate::js::{Outcome, Tmp};
use crate::units::{InvocationId, Moment, Span};

impl Lambda {
    /// Gives a request to the process of an idle or new environment. How it will go is not known before it has gone.
    #[cold]
    pub(in crate::cloud::lambda) fn place_in_process(
        &mut self,
        context: &mut Context<'_>,
        slot: u32,
        (id, caller): (InvocationId, Caller),
    ) {
        let now = context.now();
        let incoming = std::mem::take(&mut self.coded.incoming);
        let environment = &mut self.environments[slot as usize];
        let cold = environment.phase == Phase::Fetching;
        let function = &mut self.functions[usize::from(environment.function.0)];
        let (mut init_start, mut runtime) = (now, Span::ZERO);
        if cold {
            runtime = function.draw_init().0 + function.load_fresh_image(now);
            init_start += function.behaviour.platform;
        }
        let traced = function.sampling.choose(function.config.logging.tracing, now, context.facts());
        let mut work = Work {
            id,
            caller,
            arrived: now,
            init_start,
            run_start: init_start,
            ends: Moment::NEVER,
            ending: Ending::Completed,
            cold,
            traced,
            ..Work::plain(environment)
        };
        begin(&mut self.account, function, environment, now, (id, Ending::Completed));
        function.record.counters.cold_starts += u64::from(cold);
        let mut parts = Parts::default();
        parts.set(Part::Place, init_start.since(now));
        open_bar(context, environment, function, &mut work, parts);
        self.papers[slot as usize].work = work;
        environment.filed = true;
        environment.process = Condition::Code;
        if cold {
            function.starting += 1;
            environment.enter(Phase::Fetching, now, init_start);
            context.wake_at(init_start, slot);
        }
        if !self.coded.has(slot) {
            let tmp = self.coded.left.remove(&slot).unwrap_or_default();
            self.start_process(context, slot, tmp);
        }
        let event = self.look_at(slot).map(|place| place.event(&incoming.payload));
        if let (Some(process), Some(event)) = (self.coded.processes.get_mut(&slot), event) {
            (process.event, process.turn) = (event, incoming.turn);
            if cold {
                process.runtime = runtime;
            }
        }
        if !cold {
            self.start_handler_of_process(context, slot);
        }
    }

    /// A fresh process, which has run nothing yet.
    fn start_process(&mut self, context: &Context<'_>, slot: u32, tmp: Tmp) {
        let Some(asked) = self.look_at(slot).map(|place| place.asked(tmp, context.facts())) else { return };
        self.coded.births += 1;
        self.coded.processes.insert(slot, Process::new(asked, self.coded.births));
    }

    /// Where an environment of code stands.
    fn look_at(&self, slot: u32) -> Option<Place<'_>> {
        let environment = &self.environments[slot as usize];
        let code: &Arc<Code> = self.code_of(environment.function, environment.version)?;
        let function = &self.functions[usize::from(environment.function.0)];
        Some(Place { coded: &self.coded, function, environment, code, created: self.papers[slot as usize].created })
    }

    /// INIT begins, in a phase of its own: the runtime's share, then the code's.
    pub(in crate::cloud::lambda) fn start_init_of_process(&mut self, context: &mut Context<'_>, slot: u32) {
        let now = context.now();
        let environment = &mut self.environments[slot as usize];
        environment.enter(Phase::Init, now, Moment::NEVER);
        let (function, id) = (environment.function, environment.id);
        let (build, provisioned, phase) = (environment.version, environment.is_provisioned(), InitPhase::Init);
        context.write(|| What::InitStarted { function, environment: id, build, phase, provisioned });
        let deadline = now + context.facts().init_limit;
        if let Some(process) = self.coded.processes.get_mut(&slot) {
            let begins = (now + process.runtime).min(deadline);
            process.init(Stage::Init, begins, deadline);
        }
        self.follow(context, slot);
    }

    /// The handler begins; in an environment whose process has ended, INIT comes first and counts.
    pub(super) fn start_handler_of_process(&mut self, context: &mut Context<'_>, slot: u32) {
        let now = context.now();
        let before_reset = self.papers[slot as usize].before_reset;
        let work = &mut self.papers[slot as usize].work;
        work.run_start = now;
        let (request, traced) = (work.id, work.traced);
        let environment = &mut self.environments[slot as usize];
        let (id, build) = (environment.function, environment.version);
        let timeout = self.functions[usize::from(id.0)].made(build).timeout;
        environment.enter(Phase::Invoking, now, now + timeout);
        let (call, kept) = (u64::from(environment.invocations), environment.id);
        let process_call = call - u64::from(before_reset);
        let provisioned = environment.is_provisioned();
        let Some(process) = self.coded.processes.get_mut(&slot) else { return };
        let fresh = process.is_new();
        process.init_inside = Span::ZERO;
        if fresh {
            let (runtime, _) = self.functions[usize::from(id.0)].draw_init();
            let Some(process) = self.coded.processes.get_mut(&slot) else { return };
            process.runtime = runtime;
            let deadline = now + timeout;
            process.init(Stage::InitInside, (now + runtime).min(deadline), deadline);
            let phase = InitPhase::Invoke;
            context.write(|| What::InitStarted { function: id, environment: kept, build, phase, provisioned });
        }
        context.write(|| What::Started {
            id: request,
            function: id,
            environment: kept,
            call,
            process_call,
            build,
            traced,
        });
        if !fresh {
            self.call_handler(slot, now, now + timeout);
        }
        self.follow(context, slot);
    }

    fn call_handler(&mut self, slot: u32, now: Moment, deadline: Moment) {
        let request = self.papers[slot as usize].work.id;
        let Some(told) = self.look_at(slot).map(|place| place.context(request)) else { return };
        if let Some(process) = self.coded.processes.get_mut(&slot) {
            process.invoke(now, deadline, told);
        }
    }

    /// An alarm of a process rings; one that was overtaken by an answer says nothing.
    pub(in crate::cloud::lambda) fn wake_process(&mut self, context: &mut Context<'_>, slot: u32, alarm: u64) {
        if self.coded.processes.get(&slot).is_some_and(|process| process.alarm == alarm) {
            self.go_on_in_version(context, slot, |lambda, context| lambda.follow(context, slot));
        }
    }

    /// Goes along with a process until it has to wait.
    pub(super) fn follow(&mut self, context: &mut Context<'_>, slot: u32) {
        let now = context.now();
        while let Some(process) = self.coded.processes.get_mut(&slot) {
            match process.next(now) {
                Step::Do(Deed::Print(printed)) => self.note_print(context, slot, &printed),
                Step::Do(Deed::Call(call)) => self.ask_for(context, slot, &call),
                Step::Sleep(until) => {
                    self.coded.alarms += 1;
                    process.alarm = self.coded.alarms;
                    let alarm = process.alarm;
                    return self.set_timer(context, until, Timer::Process { slot, alarm });
                }
                Step::Over(outcome) => {
                    if !self.end_stage(context, slot, outcome) {
                        return;
                    }
                }
                Step::TimedOut => {
                    if !self.end_stage(context, slot, Outcome::OutOfTime) {
                        return;
                    }
                }
            }
        }
    }

    /// A stage is over; whether there is more to follow at once.
    fn end_stage(&mut self, context: &mut Context<'_>, slot: u32, outcome: Outcome) -> bool {
        let now = context.now();
        let Some(process) = self.coded.processes.get_mut(&slot) else { return false };
        match (process.stage, outcome) {
            (Stage::Init, outcome) => {
                self.end_init_of_process(context, slot, &outcome);
                false
            }
            (Stage::InitInside, Outcome::Ready) => {
                process.init_inside = now.since(self.papers[slot as usize].work.run_start);
                let deadline = process.deadline;
                self.call_handler(slot, now, deadline);
                true
            }
            (Stage::InitInside | Stage::Handler, outcome) => {
                self.end_request_of_process(context, slot, outcome);
                false
            }
            (Stage::Frozen, _) => false,
        }
    }

    /// INIT in its own phase is over: the handler begins. Where INIT failed or took too long, it is done again inside the request.
    fn end_init_of_process(&mut self, context: &mut Context<'_>, slot: u32, outcome: &Outcome) {
        let now = context.now();
        let work = &mut self.papers[slot as usize].work;
        work.run_start = now;
        let timed_out = *outcome == Outcome::OutOfTime;
        work.init_timed_out = timed_out;
        let init = work.reported_init();
        let environment = &self.environments[slot as usize];
        let (id, build, provisioned) = (environment.function, environment.version, environment.is_provisioned());
        let environment = environment.id;
        let function = &mut self.functions[usize::from(id.0)];
        function.starting -= 1;
        function.record.init.record(init);
        let failed = !matches!(outcome, Outcome::Ready | Outcome::OutOfTime);
        if failed {
            let (_, body) = self.judge(slot, outcome.clone(), true);
            self.note_failed_init(context, slot, body.as_deref(), init, InitPhase::Init);
        } else {
            let phase = InitPhase::Init;
            context.write(|| What::InitEnded {
                function: id,
                environment,
                init,
                timed_out,
                build,
                phase,
                provisioned,
                ahead: false,
            });
        }
        if *outcome == Outcome::Ready {
            if let Some(process) = self.coded.processes.get_mut(&slot) {
                process.freeze();
            }
        } else {
            self.reset_process(context, slot);
        }
        self.start_handler_of_process(context, slot);
    }

    /// How long the code's own share of INIT takes in an environment for which nobody waits yet; a model's is as drawn. One that comes to
    /// nothing takes longer than any limit.
    pub(in crate::cloud::lambda) fn own_init(
        &mut self,
        context: &Context<'_>,
        slot: u32,
        drawn: Span,
        times: (Moment, Moment),
    ) -> Span {
        let environment = &self.environments[slot as usize];
        if self.code_of(environment.function, environment.version).is_none() {
            return drawn;
        }
        match self.init_ahead(context, slot, times) {
            Some((took, true)) => took,
            Some((_, false)) | None => times.1.since(times.0) + Span(1),
        }
    }

    /// INIT of a process, all at once: how long the code's own share takes, and whether it is ready then. What it asks of services meanwhile
    /// is not answered.
    fn init_ahead(
        &mut self,
        context: &Context<'_>,
        slot: u32,
        (begins, deadline): (Moment, Moment),
    ) -> Option<(Span, bool)> {
        self.start_process(context, slot, Tmp::default());
        self.environments[slot as usize].process = Condition::Code;
        let process = self.coded.processes.get_mut(&slot)?;
        process.init(Stage::Init, begins, deadline);
        let mut now = begins;
        loop {
            match process.next(now) {
                Step::Do(Deed::Print(_)) => {}
                Step::Do(Deed::Call(call)) => process.hear(asking::unanswered(&call)),
                Step::Sleep(until) => now = until,
                Step::Over(Outcome::Ready) => {
                    process.freeze();
                    return Some((now.since(begins), true));
                }
                Step::Over(_) | Step::TimedOut => {
                    self.reset_process(context, slot);
                    return Some((now.since(begins), false));
                }
            }
        }
    }

    /// The process has ended; what it left in `/tmp` stays.
    pub(super) fn reset_process(&mut self, context: &Context<'_>, slot: u32) {
        let Some(mut process) = self.coded.processes.remove(&slot) else { return };
        let (tmp, event, turn) = (process.tmp(), Arc::clone(&process.event), process.turn);
        process.let_go();
        self.start_process(context, slot, tmp);
        if let Some(process) = self.coded.processes.get_mut(&slot) {
            (process.event, process.turn) = (event, turn);
        }
    }
}
