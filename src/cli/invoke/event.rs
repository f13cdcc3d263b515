//! The event of a call, read from a file.

use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use crate::cli::USAGE;
use crate::cli::found::{Refusal, failed_with, read as read_file, unusable};
use crate::problem::{Problem, Source};

/// More than any service sends in one event.
const EVENT_MAX: u64 = 64 * 1024 * 1024;

/// The JSON of a file, or of standard input for `-`, without its blanks.
pub(super) fn read(path: &Path) -> Result<Arc<str>, Refusal> {
    let source = if path == Path::new("-") { standard_input() } else { read_file(path) };
    let source = source.map_err(|error| unusable(&format!("{error:#}")))?;
    parse(&source.text).map_err(|problem| Refusal { code: ExitCode::from(USAGE), ..failed_with(&source, &[problem]) })
}

fn standard_input() -> anyhow::Result<Source> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(EVENT_MAX).read_to_end(&mut bytes)?;
    Ok(Source::new("standard input", String::from_utf8_lossy(&bytes).into_owned()))
}

/// Any JSON is an event; what is none is told with its place.
fn parse(text: &str) -> Result<Arc<str>, Problem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: serde_json::Value = serde_json::from_str(text).map_err(|error| {
        let at = byte_of(text, error.line(), error.column());
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message);
        let problem = Problem::error(at..(at + 1).min(text.len()), format!("the event is not JSON: {message}"));
        if text.trim().is_empty() { problem.with_help("the smallest event is `{}`") } else { problem }
    })?;
    Ok(value.to_string().into())
}

/// The parser counts lines and bytes of a line from one; at the end of a text it stands behind it.
fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_json_is_an_event() {
        for (text, event) in
            [("{ \"a\": [1, 2.5] }\n", "{\"a\":[1,2.5]}"), ("\u{feff}null", "null"), ("\"é\"", "\"é\"")]
        {
            assert_eq!(parse(text).as_deref(), Ok(event), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_told_with_its_place() {
        for (text, headline) in [
            ("{\n  \"name\": Ada\n}\n", "event.json:2:11: error: the event is not JSON: expected value"),
            ("{\"é\": 1,}", "event.json:1:9: error: the event is not JSON: trailing comma"),
            ("", "event.json:1:1: error: the event is not JSON: EOF while parsing a value"),
            ("{} x", "event.json:1:4: error: the event is not JSON: trailing characters"),
        ] {
            let problem = parse(text).unwrap_err();
            assert_eq!(Source::new("event.json", text).headline(&problem), headline);
        }
    }
}
