//! What a screen may know about a run: plain data, copied once a frame, with no way back to the world.
//!
//! Every list is bounded, so that a frame costs the same after a minute and after a month.

use super::minutes::CloudWatchView;
use crate::billing::Invoice;
pub use crate::cloud::{EnvironmentState, HttpResponse, InvocationSpan, LogKind, Outcome, Part, Parts, SourceStatus};
use crate::units::{EnvironmentId, Megabytes, Moment, Money, Span};

/// Environments listed a function: more cells do not fit a pane. Of more than these, the youngest few are listed, and the rest are counted
/// in `hidden`.
pub const ENVIRONMENTS_MAX: usize = 1_200;
/// Invocations on the timeline: several screens full, so that one can scroll back.
pub const BARS_MAX: usize = 200;
/// Columns of the latency chart: as wide as the widest terminal we draw for.
pub const COLUMNS_MAX: usize = 120;
/// Log lines kept for reading.
pub const LOG_LINES_MAX: usize = 500;

/// One moment of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// Virtual time.
    pub now: Moment,
    /// When the lab is over, if it ends.
    pub end: Option<Moment>,
    /// What arrives.
    pub load: LoadView,
    /// The account all functions share.
    pub account: AccountView,
    /// Each function, in the order of the lab.
    pub functions: Vec<FunctionView>,
    /// Modelled queues and streams.
    pub sources: Vec<SourceStatus>,
    /// Rented servers beside the lab, for contrast.
    pub servers: Vec<ServerView>,
    /// The last invocations, oldest first.
    pub timeline: Vec<InvocationBar>,
    /// What was done to the world, oldest first.
    pub marks: Vec<Mark>,
    /// How long requests took.
    pub latency: LatencyView,
    /// The same run as CloudWatch counts it, minute by minute.
    pub cloudwatch: CloudWatchView,
    /// The last log lines, oldest first.
    pub logs: Vec<LogLine>,
    /// What it costs so far, at list prices.
    pub invoice: Invoice,
    /// What this would cost a month if it went on like this: nothing in the first minute, when nobody can say.
    pub month: Option<Money>,
    /// All functions together.
    pub totals: Totals,
    /// Events the simulator has worked through.
    pub events: u64,
}

/// What arrives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadView {
    /// Requests a second at this moment, as the shape has it.
    pub rps: f64,
    /// In words: `steady`, `steady+burst`, `none`.
    pub shape: String,
}

/// The account all functions share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountView {
    /// Where it is: `us-east-1`.
    pub region: String,
    /// Requests in progress.
    pub concurrency: u32,
    /// Most requests in progress that the account allows.
    pub limit: u32,
    /// What of the limit is not set aside for single functions.
    pub unreserved_limit: u32,
    /// Requests in progress of functions without reserved concurrency.
    pub unreserved: u32,
}

/// One function.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FunctionView {
    /// Its name.
    pub name: String,
    /// `nodejs22.x`, or `modelled`.
    pub runtime: String,
    /// `x86_64` or `arm64`.
    pub architecture: String,
    /// The memory setting.
    pub memory: Megabytes,
    /// When an invocation is cut off.
    pub timeout: Span,
    /// The concurrency set aside for it, if any.
    pub reserved: Option<u32>,
    /// Provisioned environments: how many take requests, and how many there are to be; nothing where none are wanted.
    pub provisioned: Option<(u32, u32)>,
    /// Other settings worth a line, as (name, value); a model value says so.
    pub settings: Vec<(String, String)>,
    /// Environments that run INIT.
    pub starting: u32,
    /// Environments with a request.
    pub running: u32,
    /// Environments that wait for one.
    pub idle: u32,
    /// Events that wait in its queue for an attempt.
    pub queued: u32,
    /// Requests turned away in the last second of virtual time.
    pub throttled_recently: u32,
    /// The environments, oldest first.
    pub environments: Vec<EnvironmentView>,
    /// How many environments are not listed.
    pub hidden: u32,
    /// Since the start of the run.
    pub totals: Totals,
}

/// One environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnvironmentView {
    /// Numbered in order of creation.
    pub id: EnvironmentId,
    /// What it does.
    pub state: EnvironmentState,
    /// Since when.
    pub since: Moment,
    /// When that ends, where it is settled: INIT, the request, or the idle time (a model value).
    pub until: Option<Moment>,
    /// Requests it has taken.
    pub invocations: u64,
    /// Requests that its process has taken: fewer than `invocations` after a timeout or a kill, which `/tmp` outlives and global
    /// variables do not.
    pub process_invocations: u64,
    /// Which published version it runs; 0 is `$LATEST`.
    pub version: u32,
    /// Whether it is kept ready by provisioned concurrency.
    pub provisioned: bool,
}

/// A rented server, for contrast: it costs the same whether used or not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServerView {
    /// Its name in the lab.
    pub name: String,
    /// `t3.medium`.
    pub instance: String,
    /// How many of them.
    pub count: u32,
    /// What they cost an hour.
    pub hourly: Money,
    /// What they have cost since the start of the run.
    pub cost: Money,
}

/// One invocation on the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvocationBar {
    /// Which function, by its name.
    pub function: String,
    /// What is known of it.
    pub span: InvocationSpan,
}

/// Something that was done to the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub at: Moment,
    /// In words: `Burst of 20`, `memory_mb 512`.
    pub label: String,
}

/// How long requests took, cold starts included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LatencyView {
    /// Answered requests since the start.
    pub count: u64,
    /// Half of them took at most this.
    pub p50: Option<Span>,
    /// 95 of 100.
    pub p95: Option<Span>,
    /// 99 of 100.
    pub p99: Option<Span>,
    /// The slowest.
    pub max: Option<Span>,
    /// The run over time, oldest first; columns may differ in width.
    pub columns: Vec<LatencyColumn>,
}

/// A stretch of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LatencyColumn {
    /// When it starts.
    pub start: Moment,
    /// How long it is.
    pub width: Span,
    /// Requests answered in it.
    pub count: u64,
    /// Those of them that had waited for a start, which may have begun before it.
    pub cold: u64,
    /// Half of them took at most this.
    pub p50: Option<Span>,
    /// 99 of 100.
    pub p99: Option<Span>,
    /// The slowest.
    pub max: Option<Span>,
    /// Cold starts that began in it.
    pub cold_starts: u64,
    /// Requests turned away in it.
    pub throttles: u64,
}

/// A line of a function's log, in the provider's own format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// When it was written.
    pub at: Moment,
    /// Whose log.
    pub function: String,
    /// What kind of line.
    pub kind: LogKind,
    /// The line, with its tabs.
    pub text: String,
}

/// Counted since the start of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Requests that arrived.
    pub requests: u64,
    /// Requests that got an environment.
    pub invocations: u64,
    /// Invocations that waited for a new environment.
    pub cold_starts: u64,
    /// Invocations that failed, timeouts included.
    pub errors: u64,
    /// Invocations cut off.
    pub timeouts: u64,
    /// Requests turned away.
    pub throttles: u64,
    /// Requests in progress now.
    pub concurrency: u32,
    /// Most of them at one moment.
    pub concurrency_peak: u32,
}
