//! What Lambda has to do at some moment besides going on with its environments: few things, kept apart from them.

use std::collections::BTreeMap;

use super::Lambda;
use super::token::Wake;
use crate::cloud::context::Context;
use crate::units::{FunctionId, Moment, Span};

/// Numbers are given anew after so many timers; there are never as many at once.
const NUMBERS: u32 = 1 << 28;

/// Something to do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Timer {
    /// Begin the next provisioned environment of a version.
    Allocate {
        /// Of which function.
        function: FunctionId,
        /// Of which version.
        number: u32,
    },
    /// Set the function's provisioned concurrency, as its schedule says.
    Scheduled {
        /// Of which function.
        function: FunctionId,
        /// To how many.
        target: u32,
        /// Of which schedule.
        schedule: u32,
    },
    /// A process goes on.
    Process {
        /// In the environment of which slot.
        slot: u32,
        /// By which of its alarms.
        alarm: u64,
    },
    /// The snapshot of a version is taken.
    Snapshot {
        /// Of which function.
        function: FunctionId,
        /// Of which version.
        number: u32,
        /// How long INIT took.
        init: Span,
        /// Which of the function's builds it is of.
        build: u32,
    },
}

/// Timers by their numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Timers {
    waiting: BTreeMap<u32, Timer>,
    next: u32,
}

impl Lambda {
    pub(super) fn set_timer(&mut self, context: &mut Context<'_>, at: Moment, timer: Timer) {
        let number = self.timers.next;
        self.timers.next = (number + 1) % NUMBERS;
        self.timers.waiting.insert(number, timer);
        context.wake_at(at, Wake::Timer(number).token());
    }

    /// The moment of a timer has come.
    pub(super) fn ring(&mut self, context: &mut Context<'_>, number: u32) {
        match self.timers.waiting.remove(&number) {
            Some(Timer::Allocate { function, number }) => self.begin_next_provisioned(context, function, number),
            Some(Timer::Scheduled { function, target, schedule }) => {
                self.provision_as_scheduled(context, function, target, schedule);
            }
            Some(Timer::Snapshot { function, number, init, build }) => {
                self.snapshot_taken(context, function, (number, build), init);
            }
            Some(Timer::Process { slot, alarm }) => self.wake_process(context, slot, alarm),
            None => {}
        }
    }
}
