//! An execution environment: one process, one request at a time.

use crate::api::Caller;
use crate::cloud::Architecture;
use crate::cloud::entry::Ending;
use crate::units::{EnvironmentId, FunctionId, InvocationId, Megabytes, Moment, Span};

/// One environment, in its slot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Environment {
    pub(super) id: EnvironmentId,
    pub(super) function: FunctionId,
    /// The configuration it was made for: a later one does not change what it is.
    pub(super) made: Made,
    pub(super) phase: Phase,
    pub(super) process: Process,
    pub(super) created: Moment,
    /// When it is too old to take another request.
    pub(super) retires: Moment,
    /// While idle: since when, and until when.
    pub(super) idle_since: Moment,
    pub(super) idle_until: Moment,
    /// The earliest moment at which somebody will look whether it has expired.
    pub(super) watched: Moment,
    pub(super) invocations: u64,
    pub(super) work: Work,
}

/// What an environment is made of, as far as a running request still needs to know.
#[derive(Clone, Copy, Debug)]
pub(super) struct Made {
    /// The version of the function's configuration.
    pub(super) version: u32,
    /// Which of the runtimes the function has had.
    pub(super) runtime: u32,
    pub(super) architecture: Architecture,
    pub(super) memory: Megabytes,
    pub(super) memory_used: Megabytes,
    /// The part of `/tmp` that costs.
    pub(super) ephemeral_charged: Megabytes,
    pub(super) timeout: Span,
}

/// Where in its life an environment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// The provider finds a place and fetches the code.
    Fetching,
    /// Runtime and function start.
    Init,
    /// The handler runs.
    Invoking,
    /// Frozen, waiting for a request.
    Idle,
    /// Shut down; the slot is free.
    Gone,
}

/// What the next invocation finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Process {
    /// A process that has answered before.
    Used,
    /// A process fresh from INIT.
    Fresh,
    /// No process: it was stopped, and must start again inside the invocation.
    Stopped,
}

/// The request an environment has, from placing to reply. All is settled when it is placed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work {
    pub(super) id: InvocationId,
    pub(super) caller: Caller,
    pub(super) arrived: Moment,
    /// When INIT begins and ends; both `arrived` in a warm environment.
    pub(super) init_start: Moment,
    pub(super) run_start: Moment,
    pub(super) ends: Moment,
    pub(super) ending: Ending,
    pub(super) cold: bool,
    pub(super) init_timed_out: bool,
    /// Its bar on the timeline, in full detail.
    pub(super) bar: u64,
}

impl Work {
    /// How long INIT takes.
    pub(super) const fn init(&self) -> Span {
        self.run_start.since(self.init_start)
    }

    /// How long the handler runs.
    pub(super) const fn duration(&self) -> Span {
        self.ends.since(self.run_start)
    }

    /// Init Duration, as a REPORT line prints it.
    pub(super) const fn reported_init(&self) -> Span {
        in_hundredths(self.init())
    }

    /// Duration, as a REPORT line prints it.
    pub(super) const fn reported_duration(&self) -> Span {
        in_hundredths(self.duration())
    }
}

/// Rounded half up to hundredths of a millisecond: whoever adds up the lines of a log must get what is billed.
const fn in_hundredths(span: Span) -> Span {
    Span((span.0 + 5) / 10 * 10)
}
