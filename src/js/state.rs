//! What the code and its host share during a turn.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::js::limits::{PRINTED_BYTES_MAX, PRINTED_LINES_MAX, SUBSEGMENTS_MAX};
use crate::js::work::{JOBS, JOBS_OF_A_TICK, Work};
use crate::js::{Call, Level, Limits, Outcome, Package, Printed, Subsegment, Tmp};
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
    /// Ticks in this turn, or work like theirs.
    pub(super) ticks: u64,
    /// Continuations run so far.
    pub(super) jobs: u32,
    /// Subsegments closed in this turn, and those still open with how many there were.
    pub(super) subsegments: Vec<Subsegment>,
    pub(super) open_spans: BTreeMap<u32, Subsegment>,
    pub(super) last_span: u32,
    /// What was asked of services in this turn.
    pub(super) calls: Vec<Call>,
    /// The last ticket given out.
    pub(super) last_ticket: u32,
    /// Calls without an answer.
    pub(super) open: BTreeSet<u32>,
    pub(super) outcome: Option<Outcome>,
    /// Ticks since the outcome was known: what goes on in the background after an answer is cut short.
    pub(super) ticks_after: u32,
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
        state.spend(tick);
        state.ticks += 1;
        if state.outcome.is_some() {
            state.ticks_after += 1;
        }
        state.watch();
        state.stopped
    }
}

impl State {
    /// Milliseconds since 1970.
    pub(super) fn unix_ms(&self) -> f64 {
        self.epoch_unix_ms as f64 + self.now.as_micros() as f64 / 1_000.0
    }

    /// Computing takes time.
    pub(super) fn spend(&mut self, span: Span) {
        self.now += span;
        self.computed += span;
    }

    /// Stops what has no time left, or never will be done.
    pub(super) fn watch(&mut self) {
        if self.stopped {
            return;
        }
        // What is not ticks (the engine's own functions, calls) does more in the same time than code does, and may go on for longer.
        let most = self.limits.tick.0.saturating_mul(self.limits.endless_ticks).saturating_mul(20);
        let endless = self.ticks >= self.limits.endless_ticks || self.computed.0 >= most;
        if endless && self.deadline < Moment::NEVER {
            let rest = self.deadline.since(self.now);
            self.spend(rest);
        }
        if self.now >= self.deadline {
            // An answer that the code never let go of was never sent.
            self.outcome = Some(Outcome::OutOfTime);
            self.stopped = true;
        }
    }

    /// A promise's continuation was run.
    pub(super) fn job_done(&mut self) {
        self.jobs += 1;
        if self.jobs.is_multiple_of(JOBS_OF_A_TICK) {
            self.ticks += 1;
        }
        if self.jobs.is_multiple_of(JOBS) {
            self.work(Work::Jobs);
            if self.outcome.is_none() {
                self.watch();
            }
        }
    }

    /// Work that the engine's ticks do not see.
    pub(super) fn work(&mut self, work: Work) {
        self.spend(work.takes(self.limits.tick));
    }

    /// Asks something of a service; the ticket, or none when too many calls are open.
    pub(super) fn call(&mut self, service: String, operation: String, input: String) -> Option<u32> {
        if self.open.len() >= self.limits.calls {
            return None;
        }
        self.work(Work::Call);
        self.work(Work::Bytes(input.len()));
        self.last_ticket += 1;
        let ticket = self.last_ticket;
        self.open.insert(ticket);
        self.calls.push(Call { ticket, at: self.now, service, operation, input });
        Some(ticket)
    }

    /// Opens a subsegment; 0 when too many are open.
    pub(super) fn open_span(&mut self, name: String, parent: u32) -> u32 {
        if self.open_spans.len() >= SUBSEGMENTS_MAX {
            return 0;
        }
        self.last_span += 1;
        let (id, from) = (self.last_span, self.now);
        let parent = (parent > 0).then_some(parent);
        self.open_spans.insert(id, Subsegment { id, parent, name, from, to: from, notes: String::new() });
        id
    }

    pub(super) fn close_span(&mut self, id: u32, notes: String) {
        let Some(span) = self.open_spans.remove(&id) else { return };
        if self.subsegments.len() < SUBSEGMENTS_MAX {
            self.subsegments.push(Subsegment { to: self.now, notes, ..span });
        }
    }

    /// Notes an end; the first one counts.
    pub(super) fn finish(&mut self, outcome: Outcome) {
        self.stopped |= !outcome.process_lives();
        self.outcome.get_or_insert(outcome);
    }

    pub(super) fn print(&mut self, level: Option<Level>, text: String, json: Option<String>) {
        self.work(Work::Line);
        self.work(Work::Bytes(text.len()));
        if self.printed_bytes >= PRINTED_BYTES_MAX {
            return;
        }
        self.printed_bytes += PRINTED_BYTES_MAX / PRINTED_LINES_MAX;
        self.printed_bytes += text.len() + json.as_ref().map_or(0, String::len);
        if self.printed_bytes < PRINTED_BYTES_MAX {
            self.printed.push(Printed { at: self.now, level, text, json });
        } else {
            let text = format!("(more than {} KB of log in one invocation are not kept)", PRINTED_BYTES_MAX >> 10);
            self.printed.push(Printed {
                at: self.now,
                level,
                json: json.map(|_| format!("\"message\":{text:?}")),
                text,
            });
        }
    }
}
