//! The front of the queue: what is taken in, and what is refused.

use super::{Event, Queue};
use crate::api::lambda::{self, InvocationType, Invoke, Invoked};
use crate::api::{Caller, Fault, Reply, Response};
use crate::cloud::context::Context;
use crate::cloud::entry::What;
use crate::cloud::event_step::{DropReason, EventStep};
use crate::cloud::lambda::Lambda;
use crate::cloud::lambda::coded::Incoming;
use crate::units::{FunctionId, InvocationId};

impl Lambda {
    /// A call that is more than "run this function and wait": it has a payload, a history, or nobody waits for it.
    pub(in crate::cloud::lambda) fn invoke_as_asked(
        &mut self,
        context: &mut Context<'_>,
        id: InvocationId,
        caller: Caller,
        invoke: &Invoke,
    ) {
        let function = invoke.function;
        if usize::from(function.0) >= self.functions.len() {
            return context.reply(Reply { to: id, caller, outcome: Err(Fault::ResourceNotFound) });
        }
        if let Err(fault) = check_size(context, invoke) {
            return self.refuse(context, (id, caller), function, fault);
        }
        let turns = context.facts().asynchronous.chain_max;
        match invoke.invocation_type {
            InvocationType::DryRun => answer(context, (id, caller), Invoked::Allowed),
            InvocationType::RequestResponse if u32::from(invoke.turn) >= turns => {
                self.functions[usize::from(function.0)].record.asynchronous.recursive += 1;
                self.refuse(context, (id, caller), function, Fault::RecursiveInvocation);
            }
            InvocationType::RequestResponse => {
                self.coded.expect(Incoming { payload: invoke.payload.clone(), turn: invoke.turn });
                self.invoke_qualified(context, id, caller, (function, invoke.qualifier));
                self.coded.expect(Incoming::default());
            }
            // What is left of a chain that was stopped may go one step further, to where failures go; there it ends.
            InvocationType::Event if u32::from(invoke.turn) > turns => {
                self.functions[usize::from(function.0)].record.asynchronous.recursive += 1;
                self.refuse(context, (id, caller), function, Fault::RecursiveInvocation);
            }
            InvocationType::Event => self.accept(context, (id, caller), invoke, u32::from(invoke.turn) == turns),
        }
    }

    /// Keeps an event, says so, and tries it at once.
    fn accept(
        &mut self,
        context: &mut Context<'_>,
        (id, caller): (InvocationId, Caller),
        invoke: &Invoke,
        loops: bool,
    ) {
        let function = invoke.function;
        let event = Event {
            id,
            function,
            qualifier: invoke.qualifier,
            received: context.now(),
            bytes: invoke.payload.bytes() as u32,
            turn: invoke.turn,
            failures: 0,
            throttles: 0,
            ends: false,
        };
        let Some(ticket) = self.queue.put(event) else {
            return context.reply(Reply { to: id, caller, outcome: Err(Fault::Service) });
        };
        self.coded.keep(ticket, &invoke.payload);
        self.functions[usize::from(function.0)].record.asynchronous.received += 1;
        context.write(|| What::Event { id, function, step: EventStep::Queued });
        answer(context, (id, caller), Invoked::Accepted);
        if loops {
            self.functions[usize::from(function.0)].record.asynchronous.recursive += 1;
            self.give_up(context, ticket, DropReason::Recursion);
        } else {
            self.attempt(context, ticket);
        }
    }

    /// Refuses a request that no limit would have let wait.
    fn refuse(
        &mut self,
        context: &mut Context<'_>,
        (id, caller): (InvocationId, Caller),
        function: FunctionId,
        fault: Fault,
    ) {
        let counters = &mut self.functions[usize::from(function.0)].record.counters;
        counters.requests += 1;
        counters.refused += 1;
        context.write(|| What::Rejected { id, function, status: fault.status(), code: fault.code() });
        context.reply(Reply { to: id, caller, outcome: Err(fault) });
    }

    /// How many events wait for an attempt of a function.
    pub(in crate::cloud::lambda) fn queued(&self, function: FunctionId) -> u32 {
        self.queue.waiting(function)
    }

    /// How many events the queue holds, waiting or being tried.
    pub(crate) fn events_in_queue(&self) -> usize {
        Queue::len(&self.queue)
    }
}

/// The largest event depends on whether somebody waits.
fn check_size(context: &Context<'_>, invoke: &Invoke) -> Result<(), Fault> {
    let limit = match invoke.invocation_type {
        InvocationType::Event => context.facts().asynchronous.payload_max,
        InvocationType::RequestResponse | InvocationType::DryRun => context.facts().sync_payload_max,
    };
    let (bytes, invocation_type) = (invoke.payload.bytes(), invoke.invocation_type.name());
    if bytes > limit { Err(Fault::RequestEntityTooLarge { bytes, limit, invocation_type }) } else { Ok(()) }
}

fn answer(context: &mut Context<'_>, (id, caller): (InvocationId, Caller), invoked: Invoked) {
    context.reply(Reply { to: id, caller, outcome: Ok(Response::Lambda(lambda::Response::Invoke(invoked))) });
}
