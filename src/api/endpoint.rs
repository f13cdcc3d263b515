//! The words of endpoints: what is asked of an address outside the cloud, such as a partner's API.

use std::sync::Arc;

/// What can be asked of an endpoint.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// An HTTP request.
    Request {
        /// Which endpoint; addresses are resolved when a world is wired.
        endpoint: u16,
        /// `GET`, `POST`.
        method: Arc<str>,
    },
}

/// What an endpoint answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Response {
    /// An HTTP response.
    Answered {
        /// 200 when all went well.
        status: u16,
        /// JSON, or any text.
        body: Arc<str>,
    },
}

impl Operation {
    /// The action as a policy would write it; nobody's policy speaks of other people's addresses.
    pub const fn action(&self) -> &'static str {
        "endpoint:Request"
    }

    /// The endpoint it is about.
    pub const fn resource(&self) -> u16 {
        match self {
            Self::Request { endpoint, .. } => *endpoint,
        }
    }
}
