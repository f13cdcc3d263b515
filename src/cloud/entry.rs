//! One line of a world's journal.

use serde::Serialize;

use crate::api::ServiceId;
use crate::cloud::{Disturbance, EventStep, Traced};
use crate::units::{EnvironmentId, FunctionId, InvocationId, Megabytes, Moment, Span};

/// Something that happened, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// Virtual time.
    pub at: Moment,
    /// What happened.
    pub what: What,
}

/// Everything that can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// A call came to the door.
    Called {
        /// Which call.
        id: InvocationId,
        /// What it asks, as a policy writes it.
        action: &'static str,
        /// Of which service.
        #[serde(skip)]
        service: ServiceId,
        /// To which of its resources.
        #[serde(skip)]
        resource: u16,
    },
    /// A call was answered with a fault.
    Refused {
        /// Which call.
        id: InvocationId,
        /// By which service.
        #[serde(skip)]
        service: ServiceId,
        /// AWS's name of the fault.
        code: &'static str,
    },
    /// A function turned a request away.
    Throttled {
        /// Which call.
        id: InvocationId,
        /// Which function.
        function: FunctionId,
        /// AWS's `Reason`.
        reason: &'static str,
    },
    /// A request was refused before it could be throttled: too large, or one round of a loop too many.
    Rejected {
        /// Which call.
        id: InvocationId,
        /// Of which function.
        function: FunctionId,
        /// The HTTP status.
        status: u16,
        /// AWS's name of the fault.
        code: &'static str,
    },
    /// Something happened to an event that nobody waits for.
    Event {
        /// The call that brought it, which all its attempts share.
        id: InvocationId,
        /// For which function.
        function: FunctionId,
        /// What.
        #[serde(flatten)]
        step: EventStep,
    },
    /// The provider began to make an environment.
    Created {
        /// For which function.
        function: FunctionId,
        /// Which environment.
        environment: EnvironmentId,
    },
    /// INIT began.
    InitStarted {
        /// Of which function.
        function: FunctionId,
        /// In which environment.
        environment: EnvironmentId,
        /// Which of the function's builds.
        #[serde(skip)]
        build: u32,
        /// In which phase.
        #[serde(skip)]
        phase: InitPhase,
        /// Whether the environment is one that is kept ready.
        #[serde(skip)]
        provisioned: bool,
    },
    /// INIT was over, or cut off.
    InitEnded {
        /// Of which function.
        function: FunctionId,
        /// In which environment.
        environment: EnvironmentId,
        /// How long it took.
        #[serde(rename = "init_us")]
        init: Span,
        /// Whether it was cut off.
        timed_out: bool,
        /// Which of the function's builds.
        #[serde(skip)]
        build: u32,
        /// In which phase.
        #[serde(skip)]
        phase: InitPhase,
        /// Whether the environment is one that is kept ready.
        #[serde(skip)]
        provisioned: bool,
        /// Whether it ran before anybody asked: INIT of provisioned concurrency is reported even where it went well.
        ahead: bool,
    },
    /// A restore from a snapshot began.
    RestoreStarted {
        /// Of which function.
        function: FunctionId,
        /// In which environment.
        environment: EnvironmentId,
        /// Which of the function's builds.
        #[serde(skip)]
        build: u32,
    },
    /// A restore was over, or cut off.
    RestoreEnded {
        /// Of which function.
        function: FunctionId,
        /// In which environment.
        environment: EnvironmentId,
        /// How long it took.
        #[serde(rename = "restore_us")]
        restore: Span,
        /// Whether it was cut off.
        timed_out: bool,
        /// Which of the function's builds.
        #[serde(skip)]
        build: u32,
    },
    /// The handler began.
    Started {
        /// Which call.
        id: InvocationId,
        /// Of which function.
        function: FunctionId,
        /// In which environment.
        environment: EnvironmentId,
        /// How many calls this environment has had, this one included: what a file in `/tmp` could count.
        call: u64,
        /// How many of them its process has had: what a global variable could count.
        process_call: u64,
        /// Which of the function's builds.
        #[serde(skip)]
        build: u32,
        /// Whether it is traced.
        #[serde(skip)]
        traced: Traced,
    },
    /// The handler ended.
    Ended {
        /// Which call.
        id: InvocationId,
        /// Of which function.
        function: FunctionId,
        /// In which environment.
        environment: EnvironmentId,
        /// How.
        ending: Ending,
        /// How long it took, INIT not counted.
        #[serde(rename = "duration_us")]
        duration: Span,
        /// How long INIT took, if there was one.
        #[serde(rename = "init_us")]
        init: Option<Span>,
        /// How long a restore from a snapshot took, if there was one.
        #[serde(skip_serializing_if = "Option::is_none")]
        restore: Option<Restore>,
        /// What is billed.
        billed_ms: u64,
        /// The memory setting.
        #[serde(rename = "memory_mb")]
        memory: Megabytes,
        /// The most it used.
        #[serde(rename = "memory_used_mb")]
        memory_used: Megabytes,
        /// When it would have been cut off.
        #[serde(skip)]
        timeout: Span,
        /// Which of the function's builds.
        #[serde(skip)]
        build: u32,
        /// Whether it is traced.
        #[serde(skip)]
        traced: Traced,
    },
    /// Code printed.
    Printed {
        /// In which call; none in INIT.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<InvocationId>,
        /// Of which function.
        function: FunctionId,
        /// In which environment.
        environment: EnvironmentId,
        /// Which of the function's builds.
        #[serde(skip)]
        build: u32,
        /// How serious it is; none for what was written to standard output.
        #[serde(skip)]
        level: Option<crate::js::Level>,
        /// Whether the text is members of a JSON object.
        #[serde(skip)]
        members: bool,
        /// What.
        #[serde(skip)]
        text: TextId,
    },
    /// Code answered, or failed in its own words.
    Answered {
        /// Which call.
        id: InvocationId,
        /// Of which function.
        function: FunctionId,
        /// In which environment.
        environment: EnvironmentId,
        /// Which of the function's builds.
        #[serde(skip)]
        build: u32,
        /// Whether it failed.
        failed: bool,
        /// The body of the answer, JSON.
        #[serde(skip)]
        text: TextId,
    },
    /// INIT of code failed.
    InitFailed {
        /// Of which function.
        function: FunctionId,
        /// In which environment.
        environment: EnvironmentId,
        /// How long it took.
        #[serde(rename = "init_us")]
        init: Span,
        /// Which of the function's builds.
        #[serde(skip)]
        build: u32,
        /// In which phase.
        #[serde(skip)]
        phase: InitPhase,
        /// The error, JSON.
        #[serde(skip)]
        text: TextId,
    },
    /// An environment was taken away.
    ShutDown {
        /// Of which function.
        function: FunctionId,
        /// Which environment.
        environment: EnvironmentId,
        /// Why.
        reason: ShutDownReason,
    },
    /// A function was changed.
    Configured {
        /// Which function.
        function: FunctionId,
        /// Whether that takes new environments.
        deployed: bool,
    },
    /// A version was published.
    Published {
        /// Of which function.
        function: FunctionId,
        /// Its number.
        version: u32,
    },
    /// An alias points to another version now; of two, to this one for the most part.
    Aliased {
        /// Of which function.
        function: FunctionId,
        /// Which version.
        version: u32,
    },
    /// A function is to have another number of provisioned environments.
    Provisioned {
        /// Which function.
        function: FunctionId,
        /// How many.
        target: u32,
    },
    /// All provisioned environments of a version are ready.
    ProvisionedReady {
        /// Of which function.
        function: FunctionId,
        /// Of which version.
        version: u32,
        /// How many there are.
        ready: u32,
    },
    /// INIT began for the snapshot of a new version.
    SnapshotBegun {
        /// Of which function.
        function: FunctionId,
        /// Of which version.
        version: u32,
        /// Which of the function's builds.
        #[serde(skip)]
        build: u32,
    },
    /// The snapshot of a new version is taken.
    SnapshotTaken {
        /// Of which function.
        function: FunctionId,
        /// Of which version.
        version: u32,
        /// How long INIT took.
        #[serde(rename = "init_us")]
        init: Span,
        /// Which of the function's builds.
        #[serde(skip)]
        build: u32,
    },
    /// The account was changed.
    AccountConfigured {
        /// Its new concurrency.
        concurrency: u32,
    },
    /// Something went wrong on purpose.
    Disturbed {
        /// What.
        #[serde(skip)]
        disturbance: Disturbance,
    },
}

/// How an invocation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// With an answer.
    Completed,
    /// The handler threw.
    Thrown,
    /// Cut off at the timeout.
    TimedOut,
    /// Killed for its memory.
    Killed,
    /// It answered more than an answer may hold.
    ResponseTooLarge,
    /// Its process ended by itself.
    Exited,
    /// The process of its code ended, for a reason that the runtime names.
    Crashed(Crash),
}

/// A text that a run keeps beside its journal: its number, and what stands for its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TextId {
    /// Counted from 0.
    pub(crate) number: u64,
    /// So that two journals differ where their texts do.
    pub(crate) fingerprint: u64,
}

/// Why a process ended, as Node.js' runtime on Lambda names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Crash {
    /// It ended itself.
    Exit,
    /// A promise was rejected, and nobody cared.
    Rejection,
    /// Its code cannot be read.
    Syntax,
    /// Something it imports is not there.
    Import,
    /// The handler is not there.
    Handler,
    /// The handler's name cannot be one.
    HandlerName,
    /// Its code threw outside the handler.
    Init,
}

impl Crash {
    const ALL: [Self; 7] =
        [Self::Exit, Self::Rejection, Self::Syntax, Self::Import, Self::Handler, Self::HandlerName, Self::Init];

    /// As a REPORT line has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exit => "Runtime.ExitError",
            Self::Rejection => "Runtime.UnhandledPromiseRejection",
            Self::Syntax => "Runtime.UserCodeSyntaxError",
            Self::Import => "Runtime.ImportModuleError",
            Self::Handler => "Runtime.HandlerNotFound",
            Self::HandlerName => "Runtime.MalformedHandlerName",
            Self::Init => "Runtime.Unknown",
        }
    }

    /// By the `errorType` of an answer; a type of the code's own was thrown outside the handler.
    pub(crate) fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|crash| crash.name() == name).unwrap_or(Self::Init)
    }
}

/// When INIT runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum InitPhase {
    /// Before the first invocation, in a phase of its own.
    #[default]
    Init,
    /// Once more inside an invocation.
    Invoke,
}

/// A restore from a snapshot, as a REPORT line has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Restore {
    /// Restore Duration.
    #[serde(rename = "took_us")]
    pub took: Span,
    /// Billed Restore Duration.
    #[serde(rename = "billed_us")]
    pub billed: Span,
}

/// Why an environment was taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShutDownReason {
    /// It waited too long for a request.
    Idle,
    /// It grew too old.
    Age,
    /// Its function was changed.
    Deploy,
    /// The provider needed its place.
    Recycled,
    /// Fewer are to be provisioned.
    Deprovisioned,
    /// INIT of a provisioned environment took too long.
    InitFailed,
}
