//! A call and its reply.

use super::services::{each_service, words};
#[cfg(test)]
use crate::api::echo;
use crate::api::{Fault, Principal, endpoint, lambda, source};
use crate::units::InvocationId;

each_service!(words);

/// Somebody asks a service to do something.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Who asks, and where the answer goes.
    pub envelope: Envelope,
    /// What is asked.
    pub operation: Operation,
}

/// All of a call but what it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Numbered in order of arrival at the door.
    pub id: InvocationId,
    /// Where the reply goes.
    pub caller: Caller,
    /// In whose name.
    pub principal: Principal,
}

/// Where a call comes from, and its reply goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Caller {
    /// A client outside the cloud.
    Outside,
    /// A service inside it, and what it needs to remember what this was about.
    Service {
        /// Which service.
        service: ServiceId,
        /// Its own note.
        token: u64,
    },
    /// The service that was asked: it goes on with work of its own, which passed the door when it came in.
    Itself {
        /// Its own note.
        token: u64,
    },
}

/// The answer to a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The call it answers.
    pub to: InvocationId,
    /// Who asked.
    pub caller: Caller,
    /// What came of it. A function that failed is still a response; a fault means that the service did not do it.
    pub outcome: Result<Response, Fault>,
}
