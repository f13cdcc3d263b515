//! What a headless run tells at its end: one JSON document with stable keys, or a page of text.
//!
//! The same run gives the same bytes. Money is a decimal string; times carry their unit in the name; what could not be measured is null.

use std::fmt::Write as _;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::assumed::{self, ModelValue, model_values};
use super::command::Command;
use super::goal::{Goal, Judged};
use super::look::usage_so_far;
use super::metrics::{self, Unit, Values};
use super::run::Run;
use super::told::{Number, Row, grouped, pretty, shown, values};
use super::window::Window;
use crate::api::ServiceId;
use crate::billing::{self, FreeTier, Invoice, Usage};
use crate::cloud::Detail;
use crate::units::{Money, Span};

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
    /// The memory of each function, which its usage has no word of; empty where it was changed while the run went on.
    #[serde(serialize_with = "named", skip_serializing_if = "Vec::is_empty")]
    pub memory_mb: Vec<(String, u32)>,
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
        let used =
            |service: &&ServiceId| **service == ServiceId::Lambda || run.world().door().counts(**service).calls > 0;
        let services = ServiceId::ALL.iter().filter(used).map(|service| {
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
            memory_mb: memory(run),
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
        text.push_str(&assumed::told(&self.model_values, self.functions.len()));
        if let Some(seconds) = self.engine.cpu_s {
            let _ = writeln!(text, "\n{} events in {seconds:.3} s", grouped(self.engine.events));
        }
        text
    }

    pub(super) fn headline(&self) -> String {
        let title = if self.title.is_empty() { &self.lab } else { &self.title };
        let time = Span::from_secs_f64(self.virtual_s);
        format!("{title} · seed {} · {time} of virtual time\n\n", self.seed)
    }
}

/// Columns of a figure's name: the longest, `provisioned_invocations`, and a space.
pub(super) const NAME: usize = 24;

/// Names at the left, one column of figures each, and the meaning where there is room for it.
fn table(columns: &[(String, &Values)], with_meaning: bool) -> String {
    let mut text = String::new();
    if !with_meaning {
        let heads: Vec<String> = columns.iter().map(|(name, _)| format!("{name:>14}")).collect();
        let _ = writeln!(text, "  {:<NAME$} {}", "", heads.join(" "));
    }
    for row in metrics::NAMES {
        let rare = metrics::RARE.contains(&row.name);
        let silent = |value: Option<f64>| value.is_none() || rare && value == Some(0.0);
        if columns.iter().all(|(_, values)| silent(values.get(row.name))) {
            continue;
        }
        let cells: Vec<String> =
            columns.iter().map(|(_, values)| format!("{:>14}", shown(row.unit, values.get(row.name)))).collect();
        let meaning = if with_meaning { format!("   {}", row.meaning) } else { String::new() };
        let _ = writeln!(text, "  {:<NAME$} {}{meaning}", row.name, cells.join(" "));
    }
    text
}

/// The memory of each function; none where a command changed any of it, as the usage then is that of several sizes.
fn memory(run: &Run) -> Vec<(String, u32)> {
    let changes = |command: &Command| match command {
        Command::Set { target, .. } => {
            target.rsplit('.').next().is_some_and(|key| matches!(key, "memory_mb" | "memory"))
        }
        _ => false,
    };
    if run.commands().iter().any(|timed| changes(&timed.command)) {
        return Vec::new();
    }
    run.spec().functions.iter().map(|function| (function.name.clone(), function.config.memory.0)).collect()
}

const fn detail_name(detail: Detail) -> &'static str {
    match detail {
        Detail::Full => "full",
        Detail::Metrics => "metrics",
    }
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
