//! `trace` of `[load]`: requests that somebody counted.

use std::sync::Arc;

use super::function::LabFunction;
use super::read::{Reader, Reading};
use super::tree::{Node, Value};
use crate::lab::quantity;
use crate::lab::traffic::Trace;
use crate::problem::Problem;
use crate::units::Span;

/// Requests of one step: a step has at most an hour of the highest rate this simulator plays.
const COUNT_MAX: f64 = 3.6e9;

/// The counts, if the load is told to follow them.
pub fn read(
    reader: &mut Reader,
    reading: &Reading<'_>,
    functions: &[LabFunction],
    targets: &[(usize, f64)],
    words: &[String],
) -> Option<Trace> {
    let step = reader.span(reading, "step").unwrap_or(Span::from_secs(60));
    let repeat = reader.flag(reading, "repeat");
    let wanted = words.iter().any(|word| word == "trace");
    let Some(node) = reading.node("trace") else {
        if wanted && !reader.has_errors() {
            let problem = Problem::error(reading.place_of("shape"), "the trace has no counts");
            reader.note(problem.with_help("give `trace = [12, 0, 7]`, one count for each `step`"));
        }
        return None;
    };
    if !wanted && !words.is_empty() {
        return None;
    }
    let counts = match &node.value {
        Value::Table(table) => {
            let mut all = Vec::new();
            for entry in table.iter() {
                let names = || functions.iter().map(|function| function.name.as_str());
                match functions.iter().position(|function| function.name == entry.key) {
                    Some(place) => all.push((place, list(reader, &entry.node)?)),
                    None => {
                        reader.note(Problem::unknown(entry.key_span.clone(), "function", &entry.key, names()));
                        return None;
                    }
                }
            }
            all
        }
        _ => match targets {
            [(only, _)] => vec![(*only, list(reader, node)?)],
            _ => {
                let problem = Problem::error(node.span.clone(), "whose requests are these?");
                reader.note(
                    problem.with_help("write `trace = { NAME = [12, 0, 7] }`, or name one function in `targets`"),
                );
                return None;
            }
        },
    };
    Some(Trace { step, repeat, counts })
}

/// A list of whole numbers; a mistake is noted at its number.
fn list(reader: &mut Reader, node: &Node) -> Option<Arc<[u32]>> {
    let Value::List(items) = &node.value else {
        reader.note(Problem::error(node.span.clone(), format!("a trace is a list of counts, not {}", node.kind())));
        return None;
    };
    let mut counts = Vec::with_capacity(items.len());
    for item in items {
        let number = item.scalar().and_then(|text| quantity::number(text).ok());
        match number.filter(|number| number.fract() == 0.0 && *number <= COUNT_MAX) {
            Some(count) => counts.push(count as u32),
            None => {
                let problem =
                    Problem::error(item.span.clone(), format!("`{}` is not a number of requests", item.written()));
                reader.note(problem.with_help("a whole number, 0 or more"));
                return None;
            }
        }
    }
    if counts.is_empty() {
        reader.note(Problem::error(node.span.clone(), "the trace is empty"));
        return None;
    }
    Some(counts.into())
}
