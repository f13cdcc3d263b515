//! The calls as one JSON document.

use serde::Serialize;
use serde_json::Value;

use super::InvokeArgs;
use crate::lab::calls::{Called, Calls};
use crate::lab::pretty;
use crate::units::Span;

/// All of it.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    file: String,
    seed: u64,
    memory_mb: u32,
    failed: usize,
    calls: Vec<Call<'a>>,
    log: Vec<&'a str>,
}

/// One call.
#[derive(Serialize)]
struct Call<'a> {
    request_id: Option<&'a str>,
    status: u16,
    function_error: Option<&'a str>,
    /// The answer; text when it is not JSON.
    response: Value,
    cold: bool,
    init_ms: Option<f64>,
    duration_ms: Option<f64>,
    billed_ms: Option<u64>,
    memory_used_mb: Option<u32>,
    /// Where the time went, from the request's arrival to its answer.
    parts_ms: serde_json::Map<String, Value>,
}

impl<'a> Report<'a> {
    pub(super) fn of(args: &InvokeArgs, calls: &'a [Calls]) -> Self {
        let called = || calls.iter().flat_map(|calls| &calls.called);
        Self {
            file: args.file.display().to_string(),
            seed: args.seed,
            memory_mb: args.memory.0,
            failed: called().filter(|called| called.failed()).count(),
            calls: called().map(Call::of).collect(),
            log: calls.iter().flat_map(|calls| calls.log.iter().map(String::as_str)).collect(),
        }
    }

    pub(super) fn to_json(&self) -> String {
        pretty(self)
    }
}

impl<'a> Call<'a> {
    fn of(called: &'a Called) -> Self {
        let body = &called.response.body;
        let parts = called.span.iter().flat_map(|span| span.parts.iter().collect::<Vec<_>>());
        Self {
            request_id: called.header("x-amzn-RequestId"),
            status: called.response.status,
            function_error: called.function_error(),
            response: serde_json::from_str(body).unwrap_or_else(|_| Value::from(body.as_str())),
            cold: called.span.is_some_and(|span| span.cold),
            init_ms: called.init.map(millis),
            duration_ms: called.duration.map(millis),
            billed_ms: called.duration.and(called.span).map(|span| span.billed_ms),
            memory_used_mb: called.memory_used.map(|memory| memory.0),
            parts_ms: parts.map(|(part, span)| (part.name().to_owned(), Value::from(millis(span)))).collect(),
        }
    }
}

fn millis(span: Span) -> f64 {
    span.as_micros() as f64 / 1e3
}
