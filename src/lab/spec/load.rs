//! `[load]`: from shape words, rates and targets to traffic.

use super::function::LabFunction;
use super::read::{Reader, Reading};
use super::schema::{SHAPE_WORDS, section};
use super::trace;
use super::tree::{Table, Value};
use crate::api::lambda::InvocationType;
use crate::lab::quantity;
use crate::lab::traffic::{Burst, ClientSpec, Curve, Jitter, LoadSpec, Spread};
use crate::problem::Problem;
use crate::units::{Moment, Span};

/// The load of a lab; nothing when there is no table.
pub fn read(reader: &mut Reader, table: &Table, functions: &[LabFunction]) -> LoadSpec {
    let node = table.get("load").and_then(|entry| reader.table_of("load", &entry.node));
    let reading = reader.open(section("load"), node, &["client"]);
    let period = reader.span(&reading, "period");
    let rps = rate(reader, &reading, period);
    let ramp = reader.span(&reading, "ramp").unwrap_or_default();
    let size = reader.count(&reading, "burst");
    let every = reader.span(&reading, "every");
    let first = reader.span(&reading, "first").or(every).unwrap_or_default();
    let words = shape_words(reader, &reading);
    let says = |word: &str| words.iter().any(|written| written == word);

    if says("ramp") && says("day") {
        reader.note(
            Problem::error(reading.place_of("shape"), "`ramp` and `day` cannot be joined")
                .with_help("a load follows one curve"),
        );
    }
    if says("steady") && says("poisson") {
        reader.note(
            Problem::error(reading.place_of("shape"), "`steady` and `poisson` cannot be joined")
                .with_help("requests are either evenly spaced or independent"),
        );
    }
    if says("burst") && size.is_none() && !reader.has_errors() {
        reader.note(
            Problem::error(reading.place_of("shape"), "the burst has no size")
                .with_help("give `burst = 20`, and `every = \"10m\"` to repeat it"),
        );
    }
    let has_rate =
        words.is_empty() || words.iter().any(|word| matches!(word.as_str(), "steady" | "poisson" | "ramp" | "day"));
    let has_burst = if words.is_empty() { size.is_some() } else { says("burst") };
    let targets = targets(reader, &reading, functions);
    let trace = trace::read(reader, &reading, functions, &targets, &words);
    LoadSpec {
        rps: if has_rate { rps } else { 0.0 },
        period,
        spread: if says("poisson") || says("day") && !says("steady") { Spread::Independent } else { Spread::Even },
        curve: curve(says("ramp"), says("day"), ramp),
        trace,
        burst: size.filter(|_| has_burst).map(|size| Burst { size, every, first: Moment::START + first }),
        targets,
        ping_every: reader.span(&reading, "ping_every_s"),
        invocation_type: match reader.text(&reading, "invocation_type").as_deref() {
            Some("Event") => InvocationType::Event,
            _ => InvocationType::RequestResponse,
        },
        payload: (reader.number(&reading, "payload_kb").unwrap_or_default() * 1024.0) as u32,
        client: client(reader, &reading),
    }
}

/// What clients do when they are turned away.
fn client(reader: &mut Reader, reading: &Reading<'_>) -> ClientSpec {
    let node =
        reading.table.and_then(|table| table.get("client")).and_then(|entry| reader.table_of("client", &entry.node));
    let given = reader.open(section("load.client"), node, &[]);
    let usual = ClientSpec::default();
    let client = ClientSpec {
        retries: reader.count(&given, "retries").unwrap_or(usual.retries),
        back_off: reader.span(&given, "back_off_s").unwrap_or(usual.back_off),
        back_off_max: reader.span(&given, "back_off_max_s").unwrap_or(usual.back_off_max),
        jitter: match reader.text(&given, "jitter").as_deref() {
            Some("equal") => Jitter::Equal,
            Some("off") => Jitter::Off,
            _ => Jitter::Full,
        },
    };
    if client.back_off > client.back_off_max {
        let problem = Problem::error(given.place_of("back_off_s"), "`back_off_s` is above `back_off_max_s`");
        reader.note(problem.with_help("the first wait is the shortest; raise `back_off_max_s`"));
    }
    client
}

/// Less than one request in thirty thousand years.
const RPS_LEAST: f64 = 1e-12;

/// Requests a second, however the lab says it.
fn rate(reader: &mut Reader, reading: &Reading<'_>, period: Option<Span>) -> f64 {
    let rps = reader.number(reading, "rps").unwrap_or_default();
    if rps > 0.0 && rps < RPS_LEAST {
        let problem = Problem::error(reading.place_of("rps"), "`rps` is so small that no request would ever come");
        reader.note(problem.with_help("write 0 for no load, or at least 1e-12"));
    }
    let Some(period) = period else { return rps };
    if let Some(rps) = reading.entry("rps") {
        let problem = Problem::error(rps.key_span.clone(), "`rps` and `period` say the same twice");
        reader.note(problem.with_help("keep one of them"));
    }
    1.0 / period.as_secs_f64()
}

fn curve(ramp: bool, day: bool, over: Span) -> Curve {
    if ramp {
        Curve::Ramp(over)
    } else if day {
        Curve::Day
    } else {
        Curve::Flat
    }
}

/// The words of `shape`; none when it is not given.
fn shape_words(reader: &mut Reader, reading: &Reading<'_>) -> Vec<String> {
    let Some(shape) = reader.text(reading, "shape") else { return Vec::new() };
    let words: Vec<String> = shape.split('+').map(|word| word.trim().to_owned()).collect();
    for word in &words {
        if !SHAPE_WORDS.contains(&word.as_str()) {
            reader.note(Problem::unknown(reading.place_of("shape"), "load shape", word, SHAPE_WORDS.iter().copied()));
        }
    }
    words
}

/// The functions that are called, each with its weight: a mix, a list, or all alike.
fn targets(reader: &mut Reader, reading: &Reading<'_>, functions: &[LabFunction]) -> Vec<(usize, f64)> {
    let names = || functions.iter().map(|function| function.name.as_str());
    let place = |name: &str| functions.iter().position(|function| function.name == name);
    let mut found = Vec::new();
    if let Some(node) = reading.node("mix") {
        let Value::Table(mix) = &node.value else {
            reader.note(Problem::error(
                node.span.clone(),
                format!("`mix` must be a table of function = weight, not {}", node.kind()),
            ));
            return found;
        };
        if let Some(targets) = reading.entry("targets") {
            reader.note(
                Problem::error(targets.key_span.clone(), "`targets` and `mix` say the same twice")
                    .with_help("keep one of them"),
            );
        }
        for entry in mix.iter() {
            let weight = entry.node.scalar().and_then(|text| quantity::ratio_or_number(text).ok());
            match (place(&entry.key), weight) {
                (None, _) => reader.note(Problem::unknown(entry.key_span.clone(), "function", &entry.key, names())),
                (_, None) => reader
                    .note(Problem::error(entry.node.span.clone(), "a weight is a number or a share such as \"20%\"")),
                (Some(index), Some(weight)) if weight > 0.0 => found.push((index, weight)),
                _ => {}
            }
        }
        if found.is_empty() && !reader.has_errors() {
            reader.note(Problem::error(node.span.clone(), "nothing in the mix has a weight"));
        }
        return found;
    }
    for (name, span) in reader.texts(reading, "targets") {
        match place(&name) {
            None => reader.note(Problem::unknown(span, "function", &name, names())),
            Some(index) if found.iter().any(|(other, _)| *other == index) => {
                reader.note(
                    Problem::error(span, format!("`{name}` is already a target"))
                        .with_help("use `mix` to give it more weight"),
                );
            }
            Some(index) => found.push((index, 1.0)),
        }
    }
    if found.is_empty() { (0..functions.len()).map(|index| (index, 1.0)).collect() } else { found }
}
