//! JSON with places. `serde_json` says whether the text is JSON; then a walk over it notes where everything stands.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::de::IgnoredAny;

use super::tree::{Named, Node, Spot, Table};
use crate::problem::Problem;

/// Brackets inside each other: a report has five. The walk below is recursive, so this also bounds its stack.
const DEPTH_MAX: usize = 64;

/// Reads a JSON object, or says where it stops being one.
pub(super) fn read(text: &str) -> Result<Table, Vec<Problem>> {
    let text_start = text.len() - text.trim_start_matches('\u{feff}').len();
    let json = &text[text_start..];
    if let Some(place) = too_deep(json) {
        let place = text_start + place;
        let problem = Problem::error(place..place + 1, format!("more than {DEPTH_MAX} brackets inside each other"));
        return Err(vec![problem.with_help("a usage file is flat: { \"usage\": [ { \"service\": \"lambda\", … } ] }")]);
    }
    if let Err(error) = serde_json::from_str::<IgnoredAny>(json) {
        let place = text_start + byte_of(json, error.line(), error.column());
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
        return Err(vec![Problem::error(place..place, message)]);
    }
    match (Walk { text, at: text_start }).value().node {
        Node::Table(table) => {
            let mut twice = Vec::new();
            find_twice(&table, &mut twice);
            if twice.is_empty() { Ok(table) } else { Err(twice) }
        }
        _ => Err(vec![Problem::error(0..0, "a usage file is an object, { \"usage\": [ … ] }")]),
    }
}

/// Keys that stand twice in one object, at any depth: a parser would silently keep one of the two.
fn find_twice(table: &Table, found: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for named in table {
        if !seen.insert(named.key.as_str()) {
            let problem = Problem::error(named.key_span.clone(), format!("`{}` stands here twice", named.key));
            found.push(problem.with_help("keep one of them"));
        }
        find_twice_below(&named.value, found);
    }
}

fn find_twice_below(value: &Spot, found: &mut Vec<Problem>) {
    match &value.node {
        Node::Table(table) => find_twice(table, found),
        Node::List(items) => items.iter().for_each(|item| find_twice_below(item, found)),
        _ => {}
    }
}

/// Where brackets are nested deeper than any usage file, if they are.
fn too_deep(json: &str) -> Option<usize> {
    let bytes = json.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at += quoted_len(&bytes[at..]) - 1,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH_MAX {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The byte at a line and column, both from one, as `serde_json` counts them.
fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let line_start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (line_start + column.saturating_sub(1)).min(text.len())
}

/// A cursor over text that is known to be JSON; nesting is bounded by [`DEPTH_MAX`].
struct Walk<'a> {
    text: &'a str,
    at: usize,
}

impl Walk<'_> {
    fn value(&mut self) -> Spot {
        self.skip_space();
        let start = self.at;
        let node = match self.byte() {
            b'{' => Node::Table(self.members(b'}', |walk| {
                let (key, key_span) = walk.key();
                Named { key, key_span, value: walk.value() }
            })),
            b'[' => Node::List(self.members(b']', Self::value)),
            b'"' => Node::Text(serde_json::from_str(self.token()).unwrap_or_default()),
            b't' | b'f' => Node::Bool(self.token() == "true"),
            b'n' => {
                self.token();
                Node::Other
            }
            _ => Node::Number(self.token().to_owned()),
        };
        Spot { node, span: start..self.at }
    }

    /// What stands between two brackets, separated by commas.
    fn members<T>(&mut self, close: u8, mut member: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let mut members = Vec::new();
        self.at += 1;
        loop {
            self.skip_space();
            match self.byte() {
                b',' => self.at += 1,
                byte if byte == close || byte == 0 => break,
                _ => members.push(member(self)),
            }
        }
        self.at += 1;
        members
    }

    fn key(&mut self) -> (String, Range<usize>) {
        let start = self.at;
        let key = serde_json::from_str(self.token()).unwrap_or_default();
        let span = start..self.at;
        self.skip_space();
        self.at += 1; // the colon
        (key, span)
    }

    /// A string with its quotes, or everything up to the next separator.
    fn token(&mut self) -> &str {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        self.at += if rest.first() == Some(&b'"') { quoted_len(rest) } else { bare_len(rest) };
        &self.text[start..self.at]
    }

    fn skip_space(&mut self) {
        while self.byte().is_ascii_whitespace() {
            self.at += 1;
        }
    }

    /// The byte under the cursor; zero at the end.
    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }
}

fn quoted_len(bytes: &[u8]) -> usize {
    let mut at = 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

fn bare_len(bytes: &[u8]) -> usize {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b']' | b'}' | b':');
    bytes.iter().position(ends).unwrap_or(bytes.len())
}
