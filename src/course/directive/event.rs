//! `event`: an event that the learner can edit and send.

use super::{Desk, Directive, Kind};
use crate::course::clean;
use crate::course::fence::Fence;
use crate::problem::Problem;

/// The kind.
pub const KIND: Kind = Kind {
    name: "event",
    meaning: "an event to look at and to send",
    keys: &["title", "id"],
    words: true,
    sample: "```event api-gateway title=\"What the handler receives\"\n{ \"version\": \"2.0\", \"rawPath\": \"/quote\" }\n```\n",
    read,
};

/// What can send events, by the names that lessons use.
pub const SOURCES: [&str; 14] = [
    "api-gateway",
    "test",
    "s3",
    "sqs",
    "sns",
    "dynamodb",
    "eventbridge",
    "schedule",
    "kinesis",
    "firehose",
    "cognito",
    "alb",
    "step-functions",
    "function-url",
];

/// An event to send with the invoke key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventCard {
    /// Unique in the lesson.
    pub id: String,
    /// What sends such events: `api-gateway`.
    pub source: String,
    /// What it is called.
    pub title: Option<String>,
    /// The event, as written.
    pub json: String,
}

fn read(fence: &Fence, desk: &mut Desk<'_>) -> Option<Directive> {
    let id = fence.info.get("id").map_or_else(|| desk.unnamed("event"), str::to_owned);
    desk.claim("event", &id, fence.key_place("id"));
    let source = source(fence, desk);
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(&fence.body) {
        let at = byte_of(&fence.body, error.line(), error.column());
        let message = format!("not JSON: {}", clean::one_line(&strip_place(&error.to_string())));
        desk.problems.push(fence.placed(Problem::error(at..at + 1, message)));
        return None;
    }
    if !fence.body.trim_start().starts_with('{') {
        let problem =
            Problem::error(0..fence.body.lines().next().map_or(0, str::len).max(1), "an event is a JSON object");
        desk.problems.push(fence.placed(problem.with_help("begin it with { and end it with }")));
        return None;
    }
    let json = clean::untabbed(fence.body.trim_end_matches('\n'));
    let title = fence.info.get("title").map(str::to_owned);
    Some(Directive::Event(EventCard { id, source, title, json }))
}

fn source(fence: &Fence, desk: &mut Desk<'_>) -> String {
    let Some((word, span)) = fence.info.switches.first() else {
        let problem = Problem::error(fence.head(), "this event names no source");
        desk.problems.push(problem.with_help(format!("known: {}", SOURCES.join(", "))));
        return String::new();
    };
    if !SOURCES.contains(&word.as_str()) {
        desk.problems.push(Problem::unknown(fence.switch_place(span), "event source", word, SOURCES));
    }
    word.clone()
}

/// The parser's `… at line 1 column 5` is said by our own place.
fn strip_place(message: &str) -> String {
    message.split(" at line ").next().unwrap_or(message).to_owned()
}

fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len().saturating_sub(1));
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
