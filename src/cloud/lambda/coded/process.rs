//! What a process does next.

use std::collections::VecDeque;
use std::sync::Arc;

use super::script::{Input, Script};
use crate::js::{Answer, Asked, Call, Outcome, Printed, Tmp, Turn, Wait};
use crate::units::{Moment, Span};

/// The process of an environment whose function is code, and the request it has.
#[derive(Clone)]
pub(in crate::cloud::lambda) struct Process {
    script: Script,
    pub(super) stage: Stage,
    /// Told apart from the processes that had the slot before.
    pub(super) birth: u64,
    /// The event of its request.
    pub(super) event: Arc<str>,
    /// How many functions ran before in the chain of its request.
    pub(super) turn: u8,
    /// The runtime's share of INIT.
    pub(super) runtime: Span,
    /// When its time is up.
    pub(super) deadline: Moment,
    /// Until then it computes, and hears nothing.
    busy_until: Moment,
    /// What it does on the way there.
    deeds: VecDeque<Deed>,
    wait: Wait,
    /// What it has not heard yet.
    answers: Vec<Answer>,
    /// Which alarm is meant for it; others came too late.
    pub(super) alarm: u64,
    /// Computing of this stage so far.
    pub(super) computed: Span,
    /// INIT inside the request.
    pub(super) init_inside: Span,
    /// The most memory it has used, in bytes.
    pub(super) heap: usize,
}

/// What a process is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// INIT, in a phase of its own.
    Init,
    /// INIT inside a request.
    InitInside,
    /// The handler.
    Handler,
    /// Frozen between requests.
    Frozen,
}

/// Something done on the way.
#[derive(Clone, Debug)]
pub(super) enum Deed {
    /// It printed.
    Print(Printed),
    /// It asked a service.
    Call(Call),
}

/// What comes next.
#[derive(Debug)]
pub(super) enum Step {
    /// This is done now.
    Do(Deed),
    /// Nothing until then.
    Sleep(Moment),
    /// The stage is over.
    Over(Outcome),
    /// Its time is up while it waits.
    TimedOut,
}

impl Deed {
    const fn at(&self) -> Moment {
        match self {
            Self::Print(printed) => printed.at,
            Self::Call(call) => call.at,
        }
    }
}

impl Process {
    pub(super) fn new(asked: Asked, birth: u64) -> Self {
        Self {
            script: Script::new(asked),
            stage: Stage::Frozen,
            birth,
            event: Arc::from("{}"),
            turn: 0,
            runtime: Span::ZERO,
            deadline: Moment::NEVER,
            busy_until: Moment::START,
            deeds: VecDeque::new(),
            wait: Wait::Forever,
            answers: Vec::new(),
            alarm: 0,
            computed: Span::ZERO,
            init_inside: Span::ZERO,
            heap: 0,
        }
    }

    /// INIT of its code begins at `begins`.
    pub(super) fn init(&mut self, stage: Stage, begins: Moment, deadline: Moment) {
        (self.stage, self.deadline, self.computed) = (stage, deadline, Span::ZERO);
        let turn = self.script.give(Input::Init { now: begins, deadline });
        self.take(turn, begins);
    }

    /// The handler begins.
    pub(super) fn invoke(&mut self, now: Moment, deadline: Moment, context: Arc<str>) {
        (self.stage, self.deadline, self.computed) = (Stage::Handler, deadline, Span::ZERO);
        let event = Arc::clone(&self.event);
        let turn = self.script.give(Input::Invoke { now, deadline, event, context });
        self.take(turn, now);
    }

    /// A service has answered.
    pub(super) fn hear(&mut self, answer: Answer) {
        self.answers.push(answer);
    }

    /// Whether it has a request, or INIT to do.
    pub(super) const fn is_awake(&self) -> bool {
        !matches!(self.stage, Stage::Frozen)
    }

    /// What comes next, now.
    pub(super) fn next(&mut self, now: Moment) -> Step {
        loop {
            if let Some(at) = self.deeds.front().map(Deed::at) {
                match self.deeds.pop_front() {
                    Some(deed) if at <= now => return Step::Do(deed),
                    Some(deed) => self.deeds.push_front(deed),
                    None => {}
                }
                return Step::Sleep(at);
            }
            if self.busy_until > now {
                return Step::Sleep(self.busy_until);
            }
            let due = match &self.wait {
                Wait::Over(outcome) => {
                    let outcome = outcome.clone();
                    self.wait = Wait::Forever;
                    return Step::Over(outcome);
                }
                Wait::Until(due) => *due,
                Wait::Calls | Wait::Forever => Moment::NEVER,
            };
            if now >= self.deadline {
                return Step::TimedOut;
            }
            if self.answers.is_empty() && due > now {
                return Step::Sleep(due.min(self.deadline));
            }
            let answers = std::mem::take(&mut self.answers).into();
            let turn = self.script.give(Input::Resume { now, answers });
            self.take(turn, now);
        }
    }

    /// It is over, and waits for another request.
    pub(super) fn freeze(&mut self) {
        self.stage = Stage::Frozen;
        self.deeds.clear();
    }

    /// What it has left in `/tmp`.
    pub(super) fn tmp(&mut self) -> Tmp {
        self.script.tmp()
    }

    /// Its environment is gone.
    pub(super) fn let_go(&self) {
        self.script.let_go();
    }

    /// Whether it has not run yet.
    pub(super) const fn is_new(&self) -> bool {
        self.script.is_new()
    }

    /// Whether it should not be given another request.
    pub(super) const fn is_worn_out(&self) -> bool {
        self.script.is_full()
    }

    /// About how many bytes it takes.
    pub(super) const fn weight(&self) -> usize {
        size_of::<Self>() + self.script.weight()
    }

    fn take(&mut self, turn: Turn, begins: Moment) {
        self.busy_until = begins + turn.computed;
        self.computed += turn.computed;
        self.heap = self.heap.max(turn.memory_bytes);
        self.wait = turn.wait;
        let mut deeds: Vec<Deed> = turn.printed.into_iter().map(Deed::Print).collect();
        deeds.extend(turn.calls.into_iter().map(Deed::Call));
        // The sort is stable: what was printed at a moment stands before what was asked then.
        deeds.sort_by_key(Deed::at);
        self.deeds.extend(deeds);
    }
}
