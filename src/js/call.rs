//! Calls to services: what a handler asks of the world, and what comes back.

use serde::Serialize;

use crate::units::Moment;

/// Something asked of a service; its promise is open until [`Sandbox::resume`](crate::js::Sandbox::resume) brings the [`Answer`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Which answer belongs to it: counted from 1 in each process.
    pub ticket: u32,
    /// When it was asked, computing before it included.
    pub at: Moment,
    /// `dynamodb`, or `fetch` for an endpoint that is no service.
    pub service: String,
    /// `GetItem`, or `GET`.
    pub operation: String,
    /// The input, as JSON. Bytes are `{"$bytes":"<base64>"}`.
    pub input: String,
}

/// The answer to a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The call's ticket.
    pub ticket: u32,
    /// The output as JSON, or why there is none.
    pub result: Result<String, CallError>,
}

/// Why a service did not do it, as an SDK reads it from the response.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CallError {
    /// The exception's name: `ResourceNotFoundException`. One that the SDK knows is thrown as its class.
    pub name: String,
    /// What it says.
    pub message: String,
    /// Whether the caller is at fault (`$fault`: `client` or `server`).
    pub client_fault: bool,
    /// The HTTP status; 0 when there was no response at all.
    pub status: u16,
    /// Whether the SDK tries again; throttling and 5xx it tries again anyway.
    pub retryable: bool,
    /// Further members of the exception, as a JSON object: `{"Reason":"…"}`.
    pub members: Option<String>,
}

impl CallError {
    /// A refusal that is the caller's fault, not to be tried again.
    pub fn client(name: &str, status: u16, message: impl Into<String>) -> Self {
        Self { name: name.to_owned(), message: message.into(), client_fault: true, status, ..Self::default() }
    }
}
