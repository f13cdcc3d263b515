//! How a handler's work ended.

use serde::Serialize;

/// The end of INIT or of an invocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// INIT is done; the handler was found.
    Ready,
    /// The handler's answer, as JSON.
    Returned(String),
    /// The code failed, and its process lives on.
    Failed(Thrown),
    /// The code failed so that its process ended.
    Crashed(Thrown),
    /// The process ended itself.
    Exited(i32),
    /// It needed more memory than it has.
    OutOfMemory,
    /// The time was up.
    OutOfTime,
}

/// What was thrown, as Lambda's Node.js runtime reports it to the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Thrown {
    /// The name of the error, or the type of what was thrown instead of one.
    pub error_type: String,
    /// What it says.
    pub error_message: String,
    /// Where it comes from, line by line.
    pub trace: Vec<String>,
}

impl Thrown {
    /// The body that the caller gets.
    pub fn payload(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Outcome {
    /// Whether the process can take another invocation.
    pub const fn process_lives(&self) -> bool {
        matches!(self, Self::Ready | Self::Returned(_) | Self::Failed(_))
    }
}
