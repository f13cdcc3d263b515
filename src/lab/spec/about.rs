//! What speaks about a lab's settings and is none itself: controls, actions, faults.

use std::ops::Range;

use super::read::{Reader, Reading, missing};
use super::schema::{Kind, section};
use super::tree::{Table, Value};
use super::{Action, Control, LabSpec, RESERVED_KEYS, VALUES_MAX, inside, key_of};
use crate::lab::command::{TimedCommand, Verb};
use crate::problem::Problem;
use crate::units::Moment;

impl LabSpec {
    pub(super) fn controls(&self, reader: &mut Reader, table: &Table, broken: bool) -> Vec<Control> {
        let tables = reader.tables_of("controls", table.get("controls").map(|entry| &entry.node));
        let read: Vec<(Control, Vec<Range<usize>>)> =
            tables.into_iter().filter_map(|node| self.control(reader, node)).collect();
        if !broken {
            self.try_values(reader, &read);
        }
        read.into_iter().map(|(control, _)| control).collect()
    }

    /// Tries every value of every control: the first values of all together, then the second ones, and each alone only where that fails.
    fn try_values(&self, reader: &mut Reader, controls: &[(Control, Vec<Range<usize>>)]) {
        let most = controls.iter().map(|(control, _)| control.values.len()).max().unwrap_or(0);
        for round in 0..most {
            let settings: Vec<(&str, &str, &Range<usize>)> = controls
                .iter()
                .filter_map(|(control, places)| {
                    Some((control.target.as_str(), control.values.get(round)?.as_str(), places.get(round)?))
                })
                .collect();
            if self.with(settings.iter().map(|(target, value, _)| (*target, *value))).is_ok() {
                continue;
            }
            for (target, value, place) in settings {
                if let Err(problem) = self.with([(target, value)]) {
                    reader.note(Problem { span: place.clone(), ..problem });
                }
            }
        }
    }

    fn control(&self, reader: &mut Reader, node: (&Table, Range<usize>)) -> Option<(Control, Vec<Range<usize>>)> {
        let reading = reader.open(section("controls[]"), Some(node), &[]);
        let written = reader.required(&reading, "target")?;
        let path = match self.path(&written) {
            Ok(path) => path,
            Err(problem) => {
                reader.note(Problem { span: reading.place_of("target"), ..problem });
                return None;
            }
        };
        let target = path.join(".");
        let segments: Vec<&str> = path.iter().map(String::as_str).collect();
        let kind = key_of(&segments)?.kind;
        let values = control_values(reader, &reading, kind)?;
        let label = reader.text(&reading, "label").unwrap_or_else(|| default_label(&segments, self.functions.len()));
        let (values, places) = values.into_iter().unzip();
        Some((Control { target, label, values }, places))
    }

    pub(super) fn actions(&self, reader: &mut Reader, table: &Table, text: &str, broken: bool) -> Vec<Action> {
        let mut actions: Vec<Action> = Vec::new();
        for node in reader.tables_of("actions", table.get("actions").map(|entry| &entry.node)) {
            let reading = reader.open(section("actions[]"), Some(node), &[]);
            let key = reader.required(&reading, "key").unwrap_or_default();
            let mut chars = key.chars();
            let (Some(key), None) = (chars.next(), chars.next()) else {
                if reading.node("key").is_some() {
                    reader.note(
                        Problem::error(reading.place_of("key"), format!("`{key}` is not one key"))
                            .with_help("write one character, such as \"b\""),
                    );
                }
                continue;
            };
            if actions.iter().any(|action| action.key == key) {
                reader.note(Problem::error(reading.place_of("key"), format!("the key `{key}` already has an action")));
            }
            if RESERVED_KEYS.contains(&key) {
                let problem = Problem::error(reading.place_of("key"), format!("the key `{key}` is the program's own"));
                reader.note(problem.with_help("choose another one: a learner could not go on or leave without it"));
            }
            let run = self.verbs(reader, &reading, text, broken);
            let label = reader
                .text(&reading, "label")
                .unwrap_or_else(|| run.iter().map(Verb::to_string).collect::<Vec<_>>().join("; "));
            actions.push(Action { key, label, run });
        }
        actions
    }

    pub(super) fn faults(&self, reader: &mut Reader, table: &Table, text: &str, broken: bool) -> Vec<TimedCommand> {
        let mut faults = Vec::new();
        for node in reader.tables_of("faults", table.get("faults").map(|entry| &entry.node)) {
            let reading = reader.open(section("faults[]"), Some(node), &[]);
            if reading.node("at").is_none() {
                reader.note(missing(&reading, "at"));
            }
            let at = Moment::START + reader.span(&reading, "at").unwrap_or_default();
            for verb in self.verbs(reader, &reading, text, broken) {
                match verb {
                    Verb::World(command) => faults.push(TimedCommand { at, command }),
                    other => reader.note(
                        Problem::error(
                            reading.place_of("run"),
                            format!("`{other}` is for the screen and cannot happen by itself"),
                        )
                        .with_help("here: invoke, load, set, deploy, publish, alias or fault"),
                    ),
                }
            }
        }
        faults.sort_by_key(|fault| fault.at); // stable: equal moments keep the order of the file
        faults
    }

    /// The commands under `run`, each checked against this lab.
    fn verbs(&self, reader: &mut Reader, reading: &Reading<'_>, text: &str, broken: bool) -> Vec<Verb> {
        let Some(line) = reader.required(reading, "run") else { return Vec::new() };
        let place = reading.place_of("run");
        let inside = inside(text, &place, &line);
        let mut verbs = Vec::new();
        let mut offset = 0;
        for part in line.split(';') {
            let lead = offset + (part.len() - part.trim_start().len());
            let placed = |problem: Problem, whole: Range<usize>| match inside {
                Some(start) if problem.span.is_empty() => {
                    Problem { span: start + whole.start..start + whole.end, ..problem }
                }
                Some(start) => problem.shifted(start + whole.start),
                None => Problem { span: place.clone(), ..problem },
            };
            let whole = lead..lead + part.trim().len();
            match Verb::parse(part.trim()) {
                Ok(verb) => {
                    if let Verb::World(command) = &verb
                        && !broken
                        && let Err(problem) = self.check_command(command)
                    {
                        reader.note(placed(problem, whole));
                    }
                    verbs.push(verb);
                }
                Err(problem) => reader.note(placed(problem, whole)),
            }
            offset += part.len() + 1;
        }
        verbs
    }
}

/// The values of a control: listed, or a range, or yes and no.
fn control_values(reader: &mut Reader, reading: &Reading<'_>, kind: Kind) -> Option<Vec<(String, Range<usize>)>> {
    let (min, max, step) =
        (reader.number(reading, "min"), reader.number(reading, "max"), reader.number(reading, "step"));
    if let Some(node) = reading.node("values") {
        let Value::List(items) = &node.value else {
            reader.note(Problem::error(node.span.clone(), format!("`values` must be a list, not {}", node.kind())));
            return None;
        };
        if items.is_empty() || items.len() > VALUES_MAX {
            reader.note(Problem::error(
                node.span.clone(),
                format!("a control has 1 to {VALUES_MAX} values, not {}", items.len()),
            ));
            return None;
        }
        return Some(items.iter().map(|item| (item.written(), item.span.clone())).collect());
    }
    match (min, max, kind) {
        (Some(min), Some(max), _) => range(reader, reading, min, max, step),
        (None, None, Kind::Bool) => {
            let place = reading.place_of("target");
            Some(vec![("false".to_owned(), place.clone()), ("true".to_owned(), place)])
        }
        (None, None, Kind::Choice(words)) => {
            let place = reading.place_of("target");
            Some(words.iter().map(|word| ((*word).to_owned(), place.clone())).collect())
        }
        _ => {
            let problem = Problem::error(reading.place.0..reading.place.1, "the control has no values");
            reader.note(problem.with_help("give `values = [ … ]`, or `min`, `max` and `step`"));
            None
        }
    }
}

fn range(
    reader: &mut Reader,
    reading: &Reading<'_>,
    min: f64,
    max: f64,
    step: Option<f64>,
) -> Option<Vec<(String, Range<usize>)>> {
    let step = step.unwrap_or(1.0);
    let place = reading.place_of("max");
    let count = if step > 0.0 && max >= min { ((max - min) / step + 1e-9) as usize + 1 } else { 0 };
    if count == 0 || count > VALUES_MAX {
        let problem =
            Problem::error(place, format!("from {min} to {max} by {step} is no range of 1 to {VALUES_MAX} values"));
        reader.note(problem);
        return None;
    }
    // The rounding takes away what adding up decimal steps leaves behind: 0.1 + 0.2 is shown as 0.3.
    let value = |index: usize| (min + index as f64 * step).mul_add(1e9, 0.5).floor() / 1e9;
    Some((0..count).map(|index| (value(index).to_string(), place.clone())).collect())
}

/// `memory` for `memory_mb`, or `hello memory` where there are several functions: the values beside it show what they count.
fn default_label(path: &[&str], functions: usize) -> String {
    let key = path.last().copied().unwrap_or_default();
    let key = ["_mb", "_ms", "_s"].iter().find_map(|unit| key.strip_suffix(unit)).unwrap_or(key).replace('_', " ");
    match path {
        ["functions", name, ..] if functions > 1 => format!("{name} {key}"),
        _ => key,
    }
}
