//! `[[event_sources]]`: modelled queues and streams that are read for functions.

use std::ops::Range;

use super::function::LabFunction;
use super::read::{Reader, Reading};
use super::schema::section;
use super::tree::{Table, Value};
use crate::cloud::{Arrivals, MappingConfig, SourceKind, SourceSpec};
use crate::problem::Problem;
use crate::sim::bounds::EVENT_SOURCES_MAX;
use crate::units::{FunctionId, Ratio};

/// All event sources of a lab, in the order of the file.
pub fn read_all(reader: &mut Reader, table: &Table, functions: &[LabFunction]) -> Vec<SourceSpec> {
    let mut sources = Vec::new();
    for (number, node) in
        (1..).zip(reader.tables_of("event_sources", table.get("event_sources").map(|entry| &entry.node)))
    {
        let place = node.1.clone();
        let reading = reader.open(section("event_sources[]"), Some(node), &[]);
        let Some(source) = read(reader, &reading, number, functions) else { continue };
        if let Err(error) = source.check(&reader.rules.facts)
            && !reader.has_errors()
        {
            reader.note(Problem::error(place.clone(), error.to_string()));
        }
        check_count(reader, sources.len(), place);
        sources.push(source);
    }
    sources
}

/// What the event sources of a lab are called, and whether each is a queue; mistakes are noted when they are read.
pub fn names(table: &Table) -> Vec<(String, bool)> {
    let Some(Value::List(items)) = table.get("event_sources").map(|entry| &entry.node.value) else { return Vec::new() };
    let mut names = Vec::new();
    for (number, item) in (1..).zip(items) {
        let Value::Table(source) = &item.value else { continue };
        let text = |key: &str| source.get(key).and_then(|entry| entry.node.scalar());
        let kind = text("kind").unwrap_or_default();
        names.push((text("name").map_or_else(|| unnamed(kind, number), str::to_owned), kind == "queue"));
    }
    names
}

fn unnamed(kind: &str, number: u32) -> String {
    format!("{kind}-{number}")
}

fn check_count(reader: &mut Reader, before: usize, place: Range<usize>) {
    if before == EVENT_SOURCES_MAX {
        reader.note(Problem::error(place, format!("a lab has at most {EVENT_SOURCES_MAX} event sources")));
    }
}

fn read(reader: &mut Reader, reading: &Reading<'_>, number: u32, functions: &[LabFunction]) -> Option<SourceSpec> {
    let kind_word = reader.required(reading, "kind")?;
    let function = function(reader, reading, functions);
    if function.is_none() && reading.node("function").is_some() {
        return None;
    }
    let stream = kind_word == "stream";
    let kind = if stream {
        SourceKind::Stream {
            shards: reader.count(reading, "shards").unwrap_or(1) as u16,
            retention: reader.span(reading, "retention_s").unwrap_or_default(),
        }
    } else {
        SourceKind::Queue {
            visibility_timeout: reader.span(reading, "visibility_timeout_s").unwrap_or_default(),
            max_receive_count: reader.count(reading, "max_receive_count"),
        }
    };
    for key in if stream { QUEUES_ONLY } else { STREAMS_ONLY } {
        if let Some(entry) = reading.entry(key) {
            let problem = Problem::error(entry.key_span.clone(), format!("a {kind_word} has no `{key}`"));
            reader.note(problem.with_help(format!("it belongs to a {}", if stream { "queue" } else { "stream" })));
        }
    }
    let facts = &reader.rules.facts;
    let usual = if stream { facts.streams.batch_default } else { facts.queues.batch_default };
    let mapping = function.map(|function| MappingConfig {
        function,
        batch_size: reader.count(reading, "batch_size").unwrap_or(usual),
        batch_window: reader.span(reading, "batch_window_s").unwrap_or_default(),
        reports_failures: reader.flag(reading, "report_batch_item_failures"),
        maximum_concurrency: reader.count(reading, "maximum_concurrency"),
        parallelization_factor: reader.count(reading, "parallelization_factor").unwrap_or(1),
        polls_per_s: reader.count(reading, "polls_per_s").unwrap_or(1),
        bisect: reader.flag(reading, "bisect"),
        maximum_retry_attempts: reader.count(reading, "maximum_retry_attempts"),
        maximum_record_age: reader.span(reading, "maximum_record_age_s"),
    });
    Some(SourceSpec {
        name: reader.text(reading, "name").unwrap_or_else(|| unnamed(&kind_word, number)),
        arrivals: Arrivals {
            backlog: reader.count(reading, "backlog").unwrap_or_default(),
            rps: reader.number(reading, "rps").unwrap_or_default(),
            independent: reader.text(reading, "shape").as_deref() == Some("poisson"),
        },
        poison: reader.ratio(reading, "poison").unwrap_or(Ratio::ZERO),
        record_bytes: (reader.number(reading, "record_kb").unwrap_or_default() * 1024.0) as u32,
        kind,
        mapping,
    })
}

const QUEUES_ONLY: &[&str] = &["visibility_timeout_s", "max_receive_count", "maximum_concurrency"];
const STREAMS_ONLY: &[&str] = &[
    "shards",
    "retention_s",
    "polls_per_s",
    "parallelization_factor",
    "bisect",
    "maximum_retry_attempts",
    "maximum_record_age_s",
];

fn function(reader: &mut Reader, reading: &Reading<'_>, functions: &[LabFunction]) -> Option<FunctionId> {
    let name = reader.text(reading, "function")?;
    let place = functions.iter().position(|function| function.name == name);
    if place.is_none() {
        let known = functions.iter().map(|function| function.name.as_str());
        reader.note(Problem::unknown(reading.place_of("function"), "function", &name, known));
    }
    place.map(|place| FunctionId(place as u16))
}
