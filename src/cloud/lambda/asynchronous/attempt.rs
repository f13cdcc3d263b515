//! Attempts: when an event is tried, and when it is tried again.

use crate::api::lambda::{self, Invoked};
use crate::api::{Caller, Fault, Response};
use crate::cloud::context::Context;
use crate::cloud::entry::What;
use crate::cloud::event_step::{DropReason, EventStep};
use crate::cloud::lambda::Lambda;
use crate::cloud::lambda::coded::Incoming;
use crate::cloud::lambda::throttle::Rates;
use crate::cloud::lambda::token::{Answer, Wake};
use crate::units::Span;

impl Lambda {
    /// Hands an event to its function, if the limits allow. What came of it arrives at [`Lambda::attempted`], at once where
    /// it is a throttle.
    pub(super) fn attempt(&mut self, context: &mut Context<'_>, ticket: u32) {
        let event = self.queue.events[ticket as usize];
        let caller = Caller::Itself { token: Answer::Attempt(ticket).token() };
        self.coded.expect(Incoming { payload: self.coded.kept(ticket), turn: event.turn });
        let placed = self.start(context, (event.id, caller), (event.function, event.qualifier), Rates::Ignored);
        self.coded.expect(Incoming::default());
        let Some(slot) = placed else { return };
        let function = &mut self.functions[usize::from(event.function.0)];
        let requests = context.facts().asynchronous.requests(u64::from(event.bytes));
        function.record.usage.requests += requests - 1;
        function.record.asynchronous.age.record(context.now().since(event.received));
        if event.received < context.now() {
            self.note_queued(context, slot, event.received);
        }
    }

    /// What came of an attempt.
    pub(in crate::cloud::lambda) fn attempted(
        &mut self,
        context: &mut Context<'_>,
        ticket: u32,
        outcome: Result<Response, Fault>,
    ) {
        match outcome {
            Ok(Response::Lambda(lambda::Response::Invoke(Invoked::Ran(Ok(answer))))) => {
                self.succeed(context, ticket, answer.bytes());
            }
            Ok(_) => self.after_error(context, ticket),
            Err(_) => self.after_throttle(context, ticket),
        }
    }

    /// The moment an event waited for has come.
    pub(in crate::cloud::lambda) fn try_again(&mut self, context: &mut Context<'_>, ticket: u32) {
        let event = self.queue.events[ticket as usize];
        self.queue.waiting[usize::from(event.function.0)] -= 1;
        let age = context.now().since(event.received);
        // It may have been set to a shorter time since.
        if event.ends || age > self.patience(context, ticket) {
            self.give_up(context, ticket, DropReason::EventAgeExceeded);
        } else {
            self.attempt(context, ticket);
        }
    }

    fn after_error(&mut self, context: &mut Context<'_>, ticket: u32) {
        let event = &mut self.queue.events[ticket as usize];
        event.failures += 1;
        event.throttles = 0;
        let failures = u32::from(event.failures);
        let function = &self.functions[usize::from(event.function.0)];
        let facts = &context.facts().asynchronous;
        if failures > function.config.asynchronous.retries(facts) {
            return self.give_up(context, ticket, DropReason::RetriesExhausted);
        }
        let pause = facts.after_error(failures);
        self.wait(context, ticket, pause, (false, failures + 1));
    }

    fn after_throttle(&mut self, context: &mut Context<'_>, ticket: u32) {
        let event = &mut self.queue.events[ticket as usize];
        if self.functions[usize::from(event.function.0)].config.reserved_concurrency == Some(0) {
            return self.give_up(context, ticket, DropReason::NoConcurrency);
        }
        event.throttles += 1;
        let throttles = event.throttles;
        let pause = context.facts().asynchronous.after_throttle(throttles);
        self.wait(context, ticket, pause, (true, throttles + 1));
    }

    /// Puts an event off; where it would be too old by then, only until it is.
    fn wait(&mut self, context: &mut Context<'_>, ticket: u32, pause: Span, (throttled, attempt): (bool, u32)) {
        let patience = self.patience(context, ticket);
        let event = &mut self.queue.events[ticket as usize];
        let (due, end) = (context.now() + pause, event.received + patience);
        event.ends = due > end;
        self.queue.waiting[usize::from(event.function.0)] += 1;
        let (id, function, ends) = (event.id, event.function, event.ends);
        if !ends {
            context.write(|| What::Event { id, function, step: EventStep::Retry { throttled, attempt, due } });
        }
        context.wake_at(due.min(end).max(context.now()), Wake::Event(ticket).token());
    }

    /// How long an event may wait.
    fn patience(&self, context: &Context<'_>, ticket: u32) -> Span {
        let event = &self.queue.events[ticket as usize];
        let config = &self.functions[usize::from(event.function.0)].config.asynchronous;
        config.event_age(&context.facts().asynchronous)
    }
}
