//! What came of one turn.

use crate::js::{Call, Outcome, Subsegment};
use crate::units::{Moment, Span};

/// A stretch of computing without a wait.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// How long it computed.
    pub computed: Span,
    /// What it printed, in order.
    pub printed: Vec<Printed>,
    /// What it asked of services, in order.
    pub calls: Vec<Call>,
    /// Subsegments that were closed, in order.
    pub subsegments: Vec<Subsegment>,
    /// Bytes in use at its end.
    pub memory_bytes: usize,
    /// Where it leaves off.
    pub wait: Wait,
}

/// Where a turn leaves off.
#[derive(Clone, Debug, PartialEq)]
pub enum Wait {
    /// All is done.
    Over(Outcome),
    /// A timer is due then; a reply to an open call may come before it.
    Until(Moment),
    /// Nothing but the reply to an open call goes on from here.
    Calls,
    /// Nothing will happen any more, and there is no answer: a promise that nobody settles.
    Forever,
}

/// Something printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// When.
    pub at: Moment,
    /// How serious it is; none for what was written to standard output directly.
    pub level: Option<Level>,
    /// What; several lines are one text with line feeds, which Lambda writes as carriage returns into its text logs.
    pub text: String,
    /// With [`json_logs`](crate::js::Asked::json_logs): the members that the line has after its request's id, as JSON without braces
    /// (`"message":{"total":3}`); objects stay objects, errors have their type, message and stack.
    pub json: Option<String>,
}

/// How serious a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// `console.trace`
    Trace,
    /// `console.debug`
    Debug,
    /// `console.log`, `console.info`
    Info,
    /// `console.warn`
    Warn,
    /// `console.error`
    Error,
    /// What ends a process; `console.fatal` in Lambda's own console.
    Fatal,
}

impl Level {
    /// As Lambda prints it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trace => "TRACE",
            Self::Debug => "DEBUG",
            Self::Info => "INFO",
            Self::Warn => "WARN",
            Self::Error => "ERROR",
            Self::Fatal => "FATAL",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Trace, Self::Debug, Self::Info, Self::Warn, Self::Error, Self::Fatal]
            .into_iter()
            .find(|level| level.name() == name)
    }
}
