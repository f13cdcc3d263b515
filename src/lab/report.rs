//! What a headless run tells at its end: one JSON document with stable keys, or a page of text.
//!
//! The same run gives the same bytes. Money is a decimal string; times carry their unit in the name; what could not be measured is null.

use std::fmt::Write as _;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::goal::{Goal, Judged};
use super::look::usage_so_far;
use super::metrics::{self, MetricName, Unit, Values};
use super::run::Run;
use super::window::Window;
use crate::api::ServiceId;
use crate::billing::{self, FreeTier, Invoice, Usage};
use crate::cloud::Detail;
use crate::units::{FunctionId, Money, Span};

/// The report of a run.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The lab's id.
    pub lab: String,
    /// What the dice were thrown from.
    pub seed: u64,
    /// How much virtual time has passed.
    pub virtual_s: f64,
    /// All functions together.
    #[serde(serialize_with = "values")]
    pub metrics: Values,
    /// Each function alone.
    #[serde(serialize_with = "functions")]
    pub functions: Vec<(String, Values)>,
    /// Each service's own counters.
    #[serde(serialize_with = "named")]
    pub services: Vec<(String, Counters)>,
    /// Rented servers beside the lab; no part of the bill.
    #[serde(serialize_with = "named", skip_serializing_if = "Vec::is_empty")]
    pub servers: Vec<(String, ServerReport)>,
    /// What it costs at list prices.
    pub bill: Invoice,
    /// What is on the bill, in whole units: `coldstart bill` prices it again.
    pub usage: Usage,
    /// The lab's own goals.
    #[serde(serialize_with = "goals")]
    pub goals: Vec<(Judged, Unit)>,
    /// What the run assumes because no provider publishes it.
    pub model_values: Vec<ModelValue>,
    /// What it took.
    pub engine: Engine,
    /// What people call the lab; part of the text only.
    #[serde(skip)]
    pub title: String,
}

/// A value that nobody publishes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ModelValue {
    /// The functions it is assumed of.
    pub functions: Vec<String>,
    /// Of what.
    pub what: String,
    /// Which value.
    pub value: String,
    /// Why that one.
    pub why: String,
}

/// How often a service was called.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Counters {
    /// Calls that came.
    pub calls: u64,
    /// Replies that went out.
    pub replies: u64,
    /// Replies that were refusals, such as a 429.
    pub faults: u64,
}

/// What a rented server costs.
#[derive(Clone, Debug, Serialize)]
pub struct ServerReport {
    /// Its type.
    pub instance: String,
    /// How many of them.
    pub count: u32,
    /// What they cost over the run, busy or not.
    #[serde(serialize_with = "money")]
    pub cost: Money,
    /// What they cost an hour.
    #[serde(serialize_with = "money")]
    pub hourly: Money,
}

/// What it took to play the run.
#[derive(Clone, Debug, Serialize)]
pub struct Engine {
    /// Events worked through.
    pub events: u64,
    /// Seconds of our time; null unless asked for with `--timing`, because it differs from run to run.
    pub cpu_s: Option<f64>,
    /// `full` or `metrics`.
    pub detail: &'static str,
}

impl Report {
    /// The report of a run so far; `lab` is the id under which it was found.
    pub fn of(run: &Run, lab: &str, goals: &[Goal], window: &Window) -> Self {
        let measured = run.measure(&Window::All);
        let judged_on = run.measure(window);
        let (usage, _) = usage_so_far(run);
        let snapshot_servers = super::look::servers(run);
        let servers = snapshot_servers.into_iter().map(|server| {
            let report = ServerReport {
                instance: server.instance,
                count: server.count,
                cost: server.cost,
                hourly: server.hourly,
            };
            (server.name, report)
        });
        let services = ServiceId::ALL.iter().map(|service| {
            let counts = run.world().door().counts(*service);
            let counters = Counters { calls: counts.calls, replies: counts.replies, faults: counts.faults };
            (service.name().to_owned(), counters)
        });
        Self {
            lab: lab.to_owned(),
            seed: run.seed(),
            virtual_s: run.now().as_secs_f64(),
            metrics: measured.total,
            functions: measured.functions,
            services: services.collect(),
            servers: servers.collect(),
            bill: billing::price(&usage, run.catalog(), FreeTier::None),
            usage,
            goals: goals.iter().map(|goal| (goal.judge(&judged_on), goal.unit())).collect(),
            model_values: model_values(run),
            engine: Engine { events: run.events(), cpu_s: None, detail: detail_name(run.detail()) },
            title: run.spec().title.clone(),
        }
    }

    /// Whether every goal is met.
    pub fn is_met(&self) -> bool {
        self.goals.iter().all(|(judged, _)| judged.met)
    }

    /// One JSON document.
    pub fn to_json(&self) -> String {
        pretty(self)
    }

    /// A page of text for people.
    pub fn to_text(&self) -> String {
        let mut text = self.headline();
        let mut columns = vec![("all".to_owned(), &self.metrics)];
        if self.functions.len() > 1 {
            columns.extend(self.functions.iter().map(|(name, values)| (name.clone(), values)));
        }
        text.push_str(&table(&columns, columns.len() == 1));
        for (name, server) in &self.servers {
            let _ = writeln!(
                text,
                "\nBeside it: {name}, {} × {}, ${} for the same time, ${} an hour, busy or not",
                server.count,
                server.instance,
                server.cost.exact(),
                server.hourly.exact()
            );
        }
        if !self.goals.is_empty() {
            text.push_str("\nGoals\n");
            for (judged, unit) in &self.goals {
                let value = shown(*unit, judged.value);
                let _ =
                    writeln!(text, "  {:6}  {:<32} {value}", if judged.met { "met" } else { "missed" }, judged.goal);
            }
        }
        text.push('\n');
        text.push_str(&self.bill.to_text());
        text.push_str(&self.assumptions());
        if let Some(seconds) = self.engine.cpu_s {
            let _ = writeln!(text, "\n{} events in {seconds:.3} s", grouped(self.engine.events));
        }
        text
    }

    /// Two runs side by side, and how the second differs.
    pub fn compare(&self, other: &Self, setting: &str) -> String {
        let mut text = self.headline();
        let _ = writeln!(text, "Compared with {setting}\n");
        let wide = setting.chars().count().clamp(14, 40);
        let _ = writeln!(text, "  {:<18} {:>14} {:>wide$}  difference", "", "as it is", setting);
        for ((row, before), (_, after)) in self.metrics.iter().zip(other.metrics.iter()) {
            if (before, after) == (None, None) {
                continue;
            }
            let line = format!(
                "  {:<18} {:>14} {:>wide$}  {}",
                row.name,
                shown(row.unit, before),
                shown(row.unit, after),
                difference(before, after)
            );
            let _ = writeln!(text, "{}", line.trim_end());
        }
        if !self.goals.is_empty() {
            text.push_str("\nGoals\n");
            for ((before, unit), (after, _)) in self.goals.iter().zip(&other.goals) {
                let verdict = |judged: &Judged| {
                    format!("{} ({})", if judged.met { "met" } else { "missed" }, shown(*unit, judged.value))
                };
                let _ = writeln!(text, "  {:<28} {} → {}", before.goal, verdict(before), verdict(after));
            }
        }
        text
    }

    /// Two runs and how the second differs, as one JSON document.
    pub fn compare_json(&self, other: &Self, setting: &str) -> String {
        let rows = self.metrics.iter().zip(other.metrics.iter());
        let differences: serde_json::Map<String, serde_json::Value> = rows
            .filter(|((_, before), (_, after))| before != after)
            .map(|((row, before), (_, after))| {
                (row.name.to_owned(), serde_json::json!([Number(row.unit, before), Number(row.unit, after)]))
            })
            .collect();
        pretty(&serde_json::json!({ "setting": setting, "runs": [self, other], "differences": differences }))
    }

    /// The model values, for people.
    fn assumptions(&self) -> String {
        let mut text = "\nModel values: nobody publishes these\n".to_owned();
        for row in &self.model_values {
            let whose = if row.functions.len() < self.functions.len() {
                format!("{}: ", row.functions.join(", "))
            } else {
                String::new()
            };
            let _ = writeln!(text, "  {:<18} {whose}{}", row.what, row.value);
            let _ = writeln!(text, "  {:<18}   {}", "", row.why);
        }
        text
    }

    fn headline(&self) -> String {
        let title = if self.title.is_empty() { &self.lab } else { &self.title };
        let time = Span::from_secs_f64(self.virtual_s);
        format!("{title} · seed {} · {time} of virtual time\n\n", self.seed)
    }
}

/// What the world assumes, and what the samples do; equal rows of several functions are one.
fn model_values(run: &Run) -> Vec<ModelValue> {
    let mut rows: Vec<ModelValue> = Vec::new();
    for (place, function) in run.spec().functions.iter().enumerate() {
        let notes = run.world().model_notes(FunctionId(place as u16));
        let notes = notes.into_iter().map(|note| (note.what.to_owned(), note.value, note.why.to_owned()));
        for (what, value, why) in notes.chain(function.sample_note()) {
            match rows.iter_mut().find(|row| (&row.what, &row.value, &row.why) == (&what, &value, &why)) {
                Some(row) => row.functions.push(function.name.clone()),
                None => rows.push(ModelValue { functions: vec![function.name.clone()], what, value, why }),
            }
        }
    }
    rows
}

/// Names at the left, one column of figures each, and the meaning where there is room for it.
fn table(columns: &[(String, &Values)], with_meaning: bool) -> String {
    let mut text = String::new();
    if !with_meaning {
        let heads: Vec<String> = columns.iter().map(|(name, _)| format!("{name:>14}")).collect();
        let _ = writeln!(text, "  {:<18} {}", "", heads.join(" "));
    }
    for row in metrics::NAMES {
        if columns.iter().all(|(_, values)| values.get(row.name).is_none()) {
            continue;
        }
        let cells: Vec<String> =
            columns.iter().map(|(_, values)| format!("{:>14}", shown(row.unit, values.get(row.name)))).collect();
        let meaning = if with_meaning { format!("   {}", row.meaning) } else { String::new() };
        let _ = writeln!(text, "  {:<18} {}{meaning}", row.name, cells.join(" "));
    }
    text
}

fn difference(before: Option<f64>, after: Option<f64>) -> String {
    match (before, after) {
        (Some(before), Some(after)) if before.to_bits() == after.to_bits() => String::new(),
        (Some(before), Some(after)) if before != 0.0 => format!("{:+.1} %", (after - before) / before * 100.0),
        _ => "new".to_owned(),
    }
}

/// A figure as people read it.
pub fn shown(unit: Unit, value: Option<f64>) -> String {
    let Some(value) = value else { return "-".to_owned() };
    match unit {
        Unit::Count if value.fract() == 0.0 => grouped(value as u64),
        Unit::Count => format!("{value:.2}"),
        Unit::Share => format!("{:.2} %", value * 100.0),
        Unit::Millis if value >= 10_000.0 => format!("{:.1} s", value / 1e3),
        Unit::Millis => format!("{value:.1} ms"),
        Unit::Dollars if value == 0.0 => "$0".to_owned(),
        Unit::Dollars if value >= 0.01 => format!("${value:.4}"),
        Unit::Dollars => format!("${value:.8}"),
    }
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

const fn detail_name(detail: Detail) -> &'static str {
    match detail {
        Detail::Full => "full",
        Detail::Metrics => "metrics",
    }
}

fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// A measured value as JSON: counts are whole where they can be, money is a string.
#[derive(Clone, Copy)]
struct Number(Unit, Option<f64>);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(value) = self.1.filter(|value| value.is_finite()) else { return serializer.serialize_none() };
        match self.0 {
            Unit::Dollars => serializer.serialize_str(&decimal(value)),
            Unit::Count if value.fract() == 0.0 && value.abs() < 9e15 => serializer.serialize_i64(value as i64),
            _ => serializer.serialize_f64((value * 1e6).round() / 1e6),
        }
    }
}

/// Fifteen significant digits at most, so that an exact price shows no dust of binary fractions.
fn decimal(value: f64) -> String {
    let rounded = format!("{value:.15}");
    rounded.trim_end_matches('0').trim_end_matches('.').to_owned()
}

struct Row<'a>(&'a Values);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        values(self.0, serializer)
    }
}

fn values<S: Serializer>(values: &Values, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(values.iter().map(|(row, value): (&MetricName, _)| (row.name, Number(row.unit, value))))
}

fn functions<S: Serializer>(functions: &[(String, Values)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(functions.iter().map(|(name, values)| (name, Row(values))))
}

fn named<S: Serializer, T: Serialize>(rows: &[(String, T)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(rows.iter().map(|(name, row)| (name, row)))
}

fn goals<S: Serializer>(goals: &[(Judged, Unit)], serializer: S) -> Result<S::Ok, S::Error> {
    struct Row<'a>(&'a Judged, Unit);
    impl Serialize for Row<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(Some(3))?;
            map.serialize_entry("goal", &self.0.goal)?;
            map.serialize_entry("value", &Number(self.1, self.0.value))?;
            map.serialize_entry("met", &self.0.met)?;
            map.end()
        }
    }
    serializer.collect_seq(goals.iter().map(|(judged, unit)| Row(judged, *unit)))
}

fn money<S: Serializer>(amount: &Money, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&amount.exact())
}
