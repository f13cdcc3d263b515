//! Lambda's operations.

use std::sync::Arc;

use crate::api::Payload;
use crate::units::{FunctionId, RequestId, Span};

/// What can be asked of Lambda.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// Run a function.
    Invoke(Invoke),
}

/// What Lambda answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Response {
    /// The function ran, well or badly.
    Invoke(Invoked),
}

/// The action of running a function.
pub const INVOKE: &str = "lambda:InvokeFunction";

impl Operation {
    /// The action as an IAM policy writes it.
    pub const fn action(&self) -> &'static str {
        match self {
            Self::Invoke(_) => INVOKE,
        }
    }

    /// The function it is about.
    pub const fn resource(&self) -> u16 {
        match self {
            Self::Invoke(invoke) => invoke.function.0,
        }
    }
}

/// `POST /2015-03-31/functions/{FunctionName}/invocations`.
#[derive(Clone, Debug, PartialEq)]
pub struct Invoke {
    /// Which function; names are resolved when a world is wired.
    pub function: FunctionId,
    /// Which of its versions.
    pub qualifier: Qualifier,
    /// Whether the caller waits.
    pub invocation_type: InvocationType,
    /// The event.
    pub payload: Payload,
    /// How many functions ran before it in its chain, as the trace header's lineage counts them.
    pub turn: u8,
}

/// The parameter `Qualifier`: which version of a function is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Qualifier {
    /// None given: the alias `live` where the function has one, else `$LATEST`.
    #[default]
    None,
    /// `$LATEST`: the code as it is now.
    Latest,
    /// A published version.
    Version(u32),
    /// What an alias points to, by its place among the function's aliases.
    Alias(u16),
}

/// The header `X-Amz-Invocation-Type`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum InvocationType {
    /// The caller waits for the answer.
    #[default]
    RequestResponse,
    /// The caller is told that the event is queued (202), and no more.
    Event,
    /// Only asks whether it may (204).
    DryRun,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Invoked {
    /// The function ran: HTTP status 200, whether it went well or not. What the handler returned, or how it failed (the
    /// header `X-Amz-Function-Error`).
    Ran(Result<Payload, FunctionError>),
    /// The event is queued: HTTP status 202.
    Accepted,
    /// It would have been allowed: HTTP status 204.
    Allowed,
}

impl Invoked {
    /// The HTTP status it comes with.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Ran(_) => 200,
            Self::Accepted => 202,
            Self::Allowed => 204,
        }
    }
}

impl Invoke {
    /// Run this function and wait for it, with no event to speak of.
    pub const fn plain(function: FunctionId) -> Self {
        Self {
            function,
            qualifier: Qualifier::None,
            invocation_type: InvocationType::RequestResponse,
            payload: Payload::EMPTY,
            turn: 0,
        }
    }

    /// Whether it is that: nearly all modelled calls are.
    pub const fn is_plain(&self) -> bool {
        matches!(self.invocation_type, InvocationType::RequestResponse) && self.payload.is_empty() && self.turn == 0
    }
}

impl InvocationType {
    /// As the header has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RequestResponse => "RequestResponse",
            Self::Event => "Event",
            Self::DryRun => "DryRun",
        }
    }
}

/// How a function failed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FunctionError {
    /// The handler threw; its environment lives on.
    Thrown,
    /// The function was stopped at its timeout.
    TimedOut(Span),
    /// The process was killed: it used more memory than the function has.
    Killed,
    /// Its answer is larger than a synchronous invocation may return.
    ResponseTooLarge {
        /// The answer's size.
        bytes: u64,
        /// The most there may be.
        limit: u64,
    },
    /// The process ended by itself.
    Exited,
    /// The code failed in words of its own: the body of the answer.
    Reported(Arc<str>),
}

impl FunctionError {
    /// The `errorType` member of the payload, where the platform says it.
    pub const fn error_type(&self) -> &'static str {
        match self {
            Self::Thrown => "Error",
            Self::TimedOut(_) => "Sandbox.Timedout",
            Self::Killed => "Runtime.OutOfMemory",
            Self::ResponseTooLarge { .. } => "Function.ResponseSizeTooLarge",
            Self::Exited => "Runtime.ExitError",
            Self::Reported(_) => "Error",
        }
    }

    /// The `errorMessage` member of the payload.
    pub fn error_message(&self, request: RequestId) -> String {
        match self {
            Self::Thrown => "the modelled handler failed, as its error_rate says".to_owned(),
            Self::TimedOut(after) => format!("RequestId: {request} Error: {}", Self::timeout_text(*after)),
            Self::Killed => format!("RequestId: {request} Error: Runtime exited with error: signal: killed"),
            Self::ResponseTooLarge { bytes, limit } => {
                format!("Response payload size ({bytes} bytes) exceeded maximum allowed payload size ({limit} bytes).")
            }
            Self::Exited => format!("RequestId: {request} Error: Runtime exited with error: exit status 1"),
            Self::Reported(body) => body.to_string(),
        }
    }

    /// The words of a timeout, always with two decimals.
    pub fn timeout_text(after: Span) -> String {
        format!("Task timed out after {:.2} seconds", after.as_secs_f64())
    }
}
