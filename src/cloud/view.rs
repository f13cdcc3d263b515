//! What can be seen of a world: plain copies, no way back.

use crate::cloud::{FunctionConfig, Parts};
use crate::units::{EnvironmentId, FunctionId, InvocationId, Megabytes, Moment, Ratio, Span};

/// One function at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionStatus {
    /// Its name.
    pub name: String,
    /// How it is configured.
    pub config: FunctionConfig,
    /// Environments on their way: platform work or INIT.
    pub starting: u32,
    /// Environments with a request in the handler.
    pub running: u32,
    /// Environments that wait.
    pub idle: u32,
    /// Requests in progress: starting and running.
    pub concurrency: u32,
    /// When a request was last turned away.
    pub throttled_at: Option<Moment>,
    /// Events that wait in its queue.
    pub queued: u32,
    /// Its published versions, oldest first, those that were deleted left out.
    pub versions: Vec<VersionStatus>,
    /// Its aliases, in the order in which they were made.
    pub aliases: Vec<AliasStatus>,
}

/// One published version at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VersionStatus {
    /// Its number.
    pub number: u32,
    /// Provisioned concurrency it is to have.
    pub provisioned_wanted: u32,
    /// Provisioned concurrency it has: environments that take requests.
    pub provisioned_ready: u32,
    /// Whether it can be called: not before its snapshot is taken.
    pub active: bool,
}

/// One alias at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AliasStatus {
    /// Its name.
    pub name: String,
    /// The versions it points to, each with its share of the calls.
    pub weights: Vec<(u32, Ratio)>,
}

/// A modelled event source at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceStatus {
    /// Its name.
    pub name: String,
    /// `queue` or `stream`.
    pub kind: &'static str,
    /// Records that ever came.
    pub arrived: u64,
    /// Records that are there to be read.
    pub waiting: u64,
    /// Queues: records handed out and not yet done.
    pub hidden: u64,
    /// Queues: records done and deleted.
    pub done: u64,
    /// Queues: records set aside after too many receives. Streams: records that expired.
    pub set_aside: u64,
    /// Records that came when it was full.
    pub refused: u64,
}

/// The account at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccountStatus {
    /// Requests in progress.
    pub concurrency: u32,
    /// Most of them that the account allows.
    pub limit: u32,
    /// Requests in progress of functions without reserved concurrency.
    pub unreserved: u32,
    /// Most of those.
    pub unreserved_limit: u32,
}

/// One environment at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnvironmentStatus {
    /// Numbered in order of creation.
    pub id: EnvironmentId,
    /// What it does.
    pub state: EnvironmentState,
    /// Since when.
    pub since: Moment,
    /// Until when, unless a request comes first.
    pub until: Moment,
    /// When it was created.
    pub created: Moment,
    /// Requests it has taken. What it keeps in `/tmp` lives as long.
    pub invocations: u64,
    /// Requests that its process has taken: a timeout or a kill starts it again, and what it keeps in global variables is lost.
    pub process_invocations: u64,
    /// Which published version it runs; 0 is `$LATEST`.
    pub version: u32,
    /// Whether it is kept ready by provisioned concurrency.
    pub provisioned: bool,
}

/// What an environment does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EnvironmentState {
    /// The provider fetches the code, or INIT runs.
    Starting,
    /// It has a request.
    Running,
    /// It is frozen and waits.
    Idle,
}

/// One invocation on the timeline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InvocationSpan {
    /// Numbered in order of arrival.
    pub id: InvocationId,
    /// Which function.
    pub function: FunctionId,
    /// Where; nowhere when throttled.
    pub environment: Option<EnvironmentId>,
    /// When its event was queued, if it was; before `arrived` it waited for this attempt.
    pub queued: Option<Moment>,
    /// When the request arrived.
    pub arrived: Moment,
    /// When INIT begins; equal to `arrived` when warm.
    pub init_start: Moment,
    /// When the handler begins; equal to `arrived` when warm.
    pub run_start: Moment,
    /// When it ended; unknown while it runs.
    pub ended: Option<Moment>,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether it waited for a new environment.
    pub cold: bool,
    /// What it spends its time on, settled when it is placed; nothing of it is left out or counted twice.
    pub parts: Parts,
    /// What is billed, once it has ended.
    pub billed_ms: u64,
    /// The memory setting it runs with.
    pub memory: Megabytes,
}

/// How an invocation ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It has not.
    #[default]
    Running,
    /// With an answer.
    Ok,
    /// With an error.
    Error,
    /// Cut off.
    Timeout,
    /// It never began: 429.
    Throttled,
}

/// A line of a function's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// When it was written.
    pub at: Moment,
    /// Whose log.
    pub function: FunctionId,
    /// What kind of line.
    pub kind: LogKind,
    /// The line, with its tabs.
    pub text: String,
}

/// What kind of line a log line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogKind {
    /// `INIT_START Runtime Version: …`
    InitStart,
    /// `INIT_REPORT Init Duration: …`, only when INIT failed or nobody waited for it.
    InitReport,
    /// `RESTORE_START Runtime Version: …`
    RestoreStart,
    /// `RESTORE_REPORT Restore Duration: …`
    RestoreReport,
    /// `START RequestId: …`
    Start,
    /// What the handler printed.
    Print,
    /// `END RequestId: …`
    End,
    /// `REPORT RequestId: …`
    Report,
    /// `XRAY TraceId: …`, below the report of a function that is traced.
    Xray,
    /// An error of the handler, or a timeout.
    Error,
    /// A request that never reached an environment. CloudWatch has no line for it; the lab shows it all the same.
    Throttle,
    /// What became of an event that nobody waits for: tried again later, handed on, dropped. Not in CloudWatch either.
    Event,
}

/// A value that no provider publishes, and the world had to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelNote {
    /// Of what.
    pub what: &'static str,
    /// Which value.
    pub value: String,
    /// Why that one.
    pub why: &'static str,
}

impl InvocationSpan {
    /// What the client has waited so far.
    pub fn waited(&self, now: Moment) -> Span {
        self.ended.unwrap_or(now).since(self.arrived)
    }
}
