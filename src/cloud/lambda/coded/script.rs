//! A process that can be copied.
//!
//! An engine that has run code cannot be copied, but a world must be: checkpoints and forks are copies. So a process is what it was given,
//! input by input, and the engine is only where that has led to. Copies share engine and log as long as they agree; whoever goes another
//! way takes the common part of the log, and gets an engine of its own by giving it the same inputs again, which leads to the same place.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::js::{Answer, Asked, Outcome, Sandbox, Tmp, Turn, Wait};
use crate::units::{Moment, Span};

/// Inputs that a process keeps, at some 500 bytes each. An environment whose process has had as many takes no other request: what a lesson
/// shows fits a hundred times, and a month of traffic is for models.
const INPUTS_MAX: usize = 50_000;

/// What a process can be given.
#[derive(Clone, Debug)]
pub(super) enum Input {
    /// INIT.
    Init { now: Moment, deadline: Moment },
    /// A request.
    Invoke { now: Moment, deadline: Moment, event: Arc<str>, context: Arc<str> },
    /// The moment it waited for, or answers.
    Resume { now: Moment, answers: Arc<[Answer]> },
}

/// A copyable process.
#[derive(Clone)]
pub(super) struct Script {
    shared: Arc<Mutex<Engine>>,
    /// How many inputs of the log are its own.
    given: usize,
}

struct Engine {
    asked: Arc<Asked>,
    log: Vec<Input>,
    sandbox: Option<Sandbox>,
}

impl Script {
    /// A process that was given nothing yet.
    pub(super) fn new(asked: Asked) -> Self {
        let engine = Engine { asked: Arc::new(asked), log: Vec::new(), sandbox: None };
        Self { shared: Arc::new(Mutex::new(engine)), given: 0 }
    }

    /// Gives it something, and says how far that leads.
    pub(super) fn give(&mut self, input: Input) -> Turn {
        self.part();
        let mut engine = lock(&self.shared);
        engine.log.push(input);
        let turn = engine.last_turn();
        drop(engine);
        self.given += 1;
        turn
    }

    /// What it has left in `/tmp`.
    pub(super) fn tmp(&mut self) -> Tmp {
        self.part();
        let mut engine = lock(&self.shared);
        engine.wake();
        engine.sandbox.as_ref().map_or_else(|| engine.asked.tmp.clone(), Sandbox::tmp)
    }

    /// Nobody will need it soon: the engine goes, and comes back if somebody turns back time.
    pub(super) fn let_go(&self) {
        let mut engine = lock(&self.shared);
        if engine.log.len() == self.given {
            engine.sandbox = None;
        }
    }

    /// Whether it was given nothing yet.
    pub(super) const fn is_new(&self) -> bool {
        self.given == 0
    }

    /// Whether it should not be given more.
    pub(super) const fn is_full(&self) -> bool {
        self.given >= INPUTS_MAX
    }

    /// About how many bytes its log takes.
    pub(super) const fn weight(&self) -> usize {
        self.given * size_of::<Input>()
    }

    /// Leaves the others where they have gone another way.
    fn part(&mut self) {
        let engine = lock(&self.shared);
        if engine.log.len() == self.given {
            return;
        }
        let own = Engine { asked: Arc::clone(&engine.asked), log: engine.log[..self.given].to_vec(), sandbox: None };
        drop(engine);
        self.shared = Arc::new(Mutex::new(own));
    }
}

impl Engine {
    /// Plays the last input; what came before it first, if there is nobody who remembers.
    fn last_turn(&mut self) -> Turn {
        let Some((last, before)) = self.log.split_last() else { return out_of_memory() };
        if self.sandbox.is_none() {
            self.sandbox = play(&self.asked, before);
        }
        self.sandbox.as_mut().map_or_else(out_of_memory, |sandbox| step(sandbox, last))
    }

    fn wake(&mut self) {
        if self.sandbox.is_none() {
            self.sandbox = play(&self.asked, &self.log);
        }
    }
}

fn lock(shared: &Mutex<Engine>) -> MutexGuard<'_, Engine> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A new engine, led through these inputs.
fn play(asked: &Asked, inputs: &[Input]) -> Option<Sandbox> {
    let mut sandbox = Sandbox::new(asked.clone()).ok()?;
    for input in inputs {
        step(&mut sandbox, input);
    }
    Some(sandbox)
}

fn step(sandbox: &mut Sandbox, input: &Input) -> Turn {
    match input {
        Input::Init { now, deadline } => sandbox.init(*now, *deadline),
        Input::Invoke { now, deadline, event, context } => sandbox.invoke(*now, *deadline, event, context),
        Input::Resume { now, answers } => sandbox.resume(*now, answers),
    }
}

/// There is not even room for an engine.
fn out_of_memory() -> Turn {
    Turn {
        computed: Span::ZERO,
        printed: Vec::new(),
        calls: Vec::new(),
        subsegments: Vec::new(),
        memory_bytes: 0,
        wait: Wait::Over(Outcome::OutOfMemory),
    }
}
