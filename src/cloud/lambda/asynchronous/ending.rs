//! How events end, and what is left of them.

use super::Event;
use crate::api::lambda::{self, InvocationType, Invoke, Qualifier};
use crate::api::{Fault, Operation, Payload, Principal, Response, source};
use crate::cloud::Target;
use crate::cloud::context::Context;
use crate::cloud::entry::What;
use crate::cloud::event_step::{Delivery, DropReason, EventStep};
use crate::cloud::lambda::Lambda;
use crate::cloud::lambda::token::Answer;
use crate::units::{FunctionId, InvocationId};

impl Lambda {
    /// The function did its work.
    pub(super) fn succeed(&mut self, context: &mut Context<'_>, ticket: u32, answer_bytes: u64) {
        let event = self.queue.take(ticket);
        self.coded.forget(ticket);
        let function = &mut self.functions[usize::from(event.function.0)];
        function.record.asynchronous.succeeded += 1;
        if let Some(target) = function.config.asynchronous.on_success {
            let bytes = u64::from(event.bytes) + answer_bytes;
            hand_on(context, &event, target, bytes, Delivery::OnSuccess, false);
        }
    }

    /// Nobody will try this event again.
    pub(super) fn give_up(&mut self, context: &mut Context<'_>, ticket: u32, reason: DropReason) {
        let event = self.queue.take(ticket);
        self.coded.forget(ticket);
        let (id, function, age) = (event.id, event.function, context.now().since(event.received));
        context.write(|| What::Event { id, function, step: EventStep::Dropped { reason, age } });
        let function = &mut self.functions[usize::from(function.0)];
        let record = &mut function.record.asynchronous;
        record.dropped += 1;
        let config = &function.config.asynchronous;
        let places = [(config.dead_letter, Delivery::DeadLetter), (config.on_failure, Delivery::OnFailure)];
        let alone = config.dead_letter.is_none() || config.on_failure.is_none();
        if config.dead_letter.is_none() && config.on_failure.is_none() {
            record.lost += 1;
        }
        for (target, delivery) in places {
            if let Some(target) = target {
                hand_on(context, &event, target, u64::from(event.bytes), delivery, alone);
            }
        }
    }

    /// Whether what was handed on has been taken.
    pub(in crate::cloud::lambda) fn handed_on(
        &mut self,
        context: &mut Context<'_>,
        (function, id): (FunctionId, InvocationId),
        (delivery, alone): (Delivery, bool),
        outcome: &Result<Response, Fault>,
    ) {
        let taken = outcome.is_ok();
        context.write(|| What::Event { id, function, step: EventStep::HandedOn { delivery, taken } });
        let record = &mut self.functions[usize::from(function.0)].record.asynchronous;
        match (delivery, taken) {
            (Delivery::OnSuccess, true) => {}
            (Delivery::OnFailure | Delivery::DeadLetter, true) => record.dead_letters += 1,
            (Delivery::DeadLetter, false) => record.dead_letter_errors += 1,
            (Delivery::OnSuccess | Delivery::OnFailure, false) => record.destination_failures += 1,
        }
        record.lost += u64::from(alone && !taken);
    }
}

/// Sends an event, or a record of it, through the door like anybody else's call.
fn hand_on(context: &mut Context<'_>, event: &Event, target: Target, bytes: u64, delivery: Delivery, alone: bool) {
    let token = Answer::Delivery { function: event.function.0, event: event.id.0, delivery, alone }.token();
    let payload = Payload::of_size(u32::try_from(bytes).unwrap_or(u32::MAX));
    let operation = match target {
        Target::Queue(source) => {
            Operation::Source(source::Operation::Send { source, bytes: u32::try_from(bytes).unwrap_or(u32::MAX) })
        }
        Target::Function(function) => {
            let turn = event.turn.saturating_add(1);
            let invoke =
                Invoke { function, invocation_type: InvocationType::Event, payload, turn, qualifier: Qualifier::None };
            Operation::Lambda(lambda::Operation::Invoke(invoke))
        }
    };
    context.send(Principal::Account, token, operation);
}
