//! What the code and its host share during a turn.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::js::limits::PRINTED_BYTES_MAX;
use crate::js::{Level, Limits, Outcome, Package, Printed, Tmp};
use crate::sim::Stream;
use crate::units::{Moment, Span};

/// A handle on it; functions given to the engine hold one each.
#[derive(Clone)]
pub(super) struct Shared(Arc<Mutex<State>>);

/// The state itself.
pub(super) struct State {
    pub(super) package: Package,
    pub(super) limits: Limits,
    /// What the first moment is called on a calendar.
    pub(super) epoch_unix_ms: u64,
    /// The moment, computing included.
    pub(super) now: Moment,
    /// When the time is up.
    pub(super) deadline: Moment,
    pub(super) computed: Span,
    pub(super) chance: Stream,
    pub(super) printed: Vec<Printed>,
    pub(super) printed_bytes: usize,
    pub(super) outcome: Option<Outcome>,
    /// Set when the engine is to stop whatever it does; nothing the code catches can undo it.
    pub(super) stopped: bool,
    pub(super) tmp: Tmp,
}

impl Shared {
    pub(super) fn new(state: State) -> Self {
        Self(Arc::new(Mutex::new(state)))
    }

    /// The state. One thread at a time uses a sandbox, so there is nobody to wait for.
    pub(super) fn get(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The engine computed for another tick; whether it must stop.
    pub(super) fn tick(&self) -> bool {
        let mut state = self.get();
        let tick = state.limits.tick;
        state.now = state.now + tick;
        state.computed = state.computed + tick;
        if state.now >= state.deadline && state.outcome.is_none() {
            state.finish(Outcome::OutOfTime);
            state.stopped = true;
        }
        state.stopped
    }
}

impl State {
    /// Milliseconds since 1970.
    pub(super) fn unix_ms(&self) -> f64 {
        self.epoch_unix_ms as f64 + self.now.as_micros() as f64 / 1_000.0
    }

    /// Notes an end; the first one counts.
    pub(super) fn finish(&mut self, outcome: Outcome) {
        self.stopped |= !outcome.process_lives();
        self.outcome.get_or_insert(outcome);
    }

    pub(super) fn print(&mut self, level: Option<Level>, text: String) {
        if self.printed_bytes >= PRINTED_BYTES_MAX {
            return;
        }
        self.printed_bytes += text.len();
        let text = if self.printed_bytes >= PRINTED_BYTES_MAX { "(more is not kept)".to_owned() } else { text };
        self.printed.push(Printed { at: self.now, level, text });
    }
}
