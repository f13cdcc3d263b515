//! What the caller of an invocation gets: HTTP status, headers and body, as Lambda's API answers.

use super::{Lines, Page};
use crate::api::ThrottleReason;
use crate::api::lambda::FunctionError;
use crate::cloud::entry::{Ending, Entry, TextId, What};
use crate::units::{InvocationId, Moment};

/// An answer of Lambda's `Invoke`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpResponse {
    /// 200 when the function ran, however it went.
    pub status: u16,
    /// Those that tell something, in AWS's spelling.
    pub headers: Vec<(&'static str, String)>,
    /// JSON.
    pub body: String,
}

impl Lines<'_> {
    /// What the entry sends back to the caller of `id`, if it does.
    pub(crate) fn response(&self, id: InvocationId, entry: &Entry) -> Option<HttpResponse> {
        match entry.what {
            What::Ended { id: ended, function, build, ending, timeout, duration, traced, .. } if ended == id => {
                let page = self.page(entry.at, function, build);
                let mut response = page.answer(id, ending, FunctionError::TimedOut(timeout));
                let began = Moment(entry.at.0.saturating_sub(duration.0));
                if let Some(trace) = self.trace(id, began, traced) {
                    let value = format!("Root={};Sampled={}", trace.root, u8::from(trace.sampled));
                    response.headers.push(("X-Amzn-Trace-Id", value));
                }
                Some(response)
            }
            What::Throttled { id: throttled, reason, .. } if throttled == id => {
                let reason = ThrottleReason::ALL.into_iter().find(|known| known.name() == reason)?;
                let headers = vec![("x-amzn-ErrorType", "TooManyRequestsException".to_owned())];
                Some(HttpResponse { status: 429, headers, body: reason.body() })
            }
            _ => None,
        }
    }

    /// The body that code answered a request with, in its own words.
    pub(crate) fn answered(&self, id: InvocationId, entry: &Entry) -> Option<String> {
        match entry.what {
            What::Answered { id: answered, text, .. } if answered == id => self.text(text).map(str::to_owned),
            _ => None,
        }
    }

    /// A text that an entry speaks of, unless it is forgotten.
    pub(super) fn text(&self, id: TextId) -> Option<&str> {
        Some(self.texts?.get(id)?.as_ref())
    }
}

impl Page<'_> {
    fn answer(&self, id: InvocationId, ending: Ending, timeout: FunctionError) -> HttpResponse {
        let request = self.lines.request(id);
        let mut headers = vec![("x-amzn-RequestId", request.to_string()), ("X-Amz-Executed-Version", self.version())];
        let error = match ending {
            Ending::Completed => None,
            Ending::Thrown => Some(FunctionError::Thrown),
            Ending::TimedOut => Some(timeout),
            Ending::Killed => Some(FunctionError::Killed),
            Ending::Exited | Ending::Crashed(_) => Some(FunctionError::Exited),
            Ending::ResponseTooLarge => Some(self.too_large()),
        };
        let Some(error) = error else {
            return HttpResponse { status: 200, headers, body: "null".to_owned() };
        };
        headers.push(("X-Amz-Function-Error", "Unhandled".to_owned()));
        HttpResponse { status: 200, headers, body: self.language().payload(&error, request).to_string() }
    }

    /// The error of an answer that is larger than an answer may be.
    pub(super) fn too_large(&self) -> FunctionError {
        let model = self.function.config.handler.model();
        FunctionError::ResponseTooLarge { bytes: u64::from(model.response), limit: self.lines.facts.sync_payload_max }
    }
}
