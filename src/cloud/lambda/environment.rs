//! An execution environment: one process, one request at a time.

use crate::api::Caller;
use crate::cloud::entry::Ending;
use crate::cloud::{Architecture, LoggingConfig, QuantileLine, Traced};
use crate::units::{EnvironmentId, FunctionId, InvocationId, Megabytes, Moment, Span};

/// One environment, in its slot: what every invocation looks at, and no more. Ten thousand of them at work are ten thousand
/// cache lines of 64 bytes, which is what an invocation costs at that size; the rest lies apart, in [`Papers`].
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Environment {
    pub(super) id: EnvironmentId,
    /// When it is too old to take another request.
    pub(super) retires: Moment,
    /// The earliest moment at which somebody will look whether it has expired.
    pub(super) watched: Moment,
    /// Its phase began here…
    pub(super) since: Moment,
    /// … and ends here, unless a request comes to an idle one first.
    pub(super) until: Moment,
    /// The request it has, or had last.
    pub(super) request: InvocationId,
    /// The version of the function's configuration it was made for: a later one does not change what it is.
    pub(super) version: u32,
    /// Requests it has taken.
    pub(super) invocations: u32,
    pub(super) function: FunctionId,
    pub(super) phase: Phase,
    pub(super) process: Process,
    /// How its request will end.
    pub(super) ending: Ending,
    /// Whether there is more to know about its request than stands here.
    pub(super) filed: bool,
    pub(super) kind: Kind,
}

const _: () = assert!(size_of::<Environment>() == 64, "an environment is one cache line");

/// For whom an environment is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// For `$LATEST`: all that most functions have.
    Latest,
    /// For a published version, on demand.
    Published,
    /// For a published version, kept ready.
    Provisioned,
}

/// What few invocations need to know of their environment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Papers {
    pub(super) created: Moment,
    /// Requests it took before its process was last started again.
    pub(super) before_reset: u32,
    /// The request it has, if that is `filed`.
    pub(super) work: Work,
}

/// What an environment is made of, as far as a running request still needs to know.
#[derive(Clone, Copy, Debug)]
pub(super) struct Made {
    /// Of which published version; 0 is `$LATEST`.
    pub(super) number: u32,
    /// Which of the runtimes the function has had.
    pub(super) runtime: u32,
    /// Whether published versions of it are restored from a snapshot.
    pub(super) snap_start: bool,
    pub(super) logging: LoggingConfig,
    pub(super) architecture: Architecture,
    pub(super) memory: Megabytes,
    pub(super) memory_used: Megabytes,
    /// How what invocations use is spread, where that varies.
    pub(super) memory_spread: Option<QuantileLine>,
    /// The part of `/tmp` that costs.
    pub(super) ephemeral_charged: Megabytes,
    pub(super) timeout: Span,
    /// The size of its answer, in bytes.
    pub(super) response: u32,
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
    /// One that runs code, and itself knows how it is.
    Code,
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
    pub(super) traced: Traced,
    /// What is billed of it where it is no INIT, but a restore from a snapshot.
    pub(super) restore_billed: Option<Span>,
    /// Whether nobody looks at it: it is warm and from outside, and nothing is written down.
    pub(super) plain: bool,
    /// Its bar on the timeline, in full detail.
    pub(super) bar: u64,
}

impl Made {
    /// The same for a published version.
    pub(super) const fn published(self, number: u32) -> Self {
        Self { number, ..self }
    }
}

impl Environment {
    /// Whether it is kept ready for a published version.
    pub(super) fn is_provisioned(&self) -> bool {
        self.kind == Kind::Provisioned
    }

    /// Its phase is now this, and lasts until then.
    pub(super) const fn enter(&mut self, phase: Phase, now: Moment, until: Moment) {
        (self.phase, self.since, self.until) = (phase, now, until);
    }
}

impl Work {
    /// What is to be known of the request of an environment that has not filed it: a warm one from outside, and nobody draws its bar.
    pub(super) const fn plain(environment: &Environment) -> Self {
        let (arrived, ends) = (environment.since, environment.until);
        Self {
            id: environment.request,
            caller: Caller::Outside,
            arrived,
            init_start: arrived,
            run_start: arrived,
            ends,
            ending: environment.ending,
            cold: false,
            init_timed_out: false,
            traced: Traced::Off,
            restore_billed: None,
            plain: false,
            bar: 0,
        }
    }

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
