//! A call and its reply.

use crate::api::{Fault, Principal, lambda};
use crate::units::InvocationId;

/// Somebody asks a service to do something.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Numbered in order of arrival at the door.
    pub id: InvocationId,
    /// Where the reply goes.
    pub caller: Caller,
    /// In whose name.
    pub principal: Principal,
    /// What is asked.
    pub operation: Operation,
}

/// Where a call comes from, and its reply goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Caller {
    /// A client outside the cloud.
    Outside,
    /// A service inside it, by its place in the world's list, and what it needs to remember what this was about.
    Service {
        /// Which service.
        service: u8,
        /// Its own note.
        token: u64,
    },
}

/// What can be asked, of any service.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// Lambda: run a function.
    Invoke(lambda::Invoke),
}

/// What is answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Response {
    /// Lambda: the function ran, well or badly.
    Invoke(lambda::Invoked),
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

impl Operation {
    /// The action as an IAM policy writes it.
    pub const fn action(&self) -> &'static str {
        match self {
            Self::Invoke(_) => "lambda:InvokeFunction",
        }
    }
}
