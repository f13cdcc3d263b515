//! A lab as its author wrote it: what runs, what arrives, what the learner can turn and press, what is to be reached.
//!
//! 1. [`tree`] keeps the text as a tree with the place of everything.
//! 2. [`schema`] says what may stand where; [`read`] checks the tree against it and notes every mistake, not only the first.
//! 3. [`LabSpec`] is the result. It keeps the tree, so that [`LabSpec::with`] can change a setting and read everything again:
//!    a control, `--set`, a challenge's solution and a running `set` are all checked exactly like the file.

mod about;
mod aliases;
mod asynchronous;
mod code;
mod dist;
mod endpoints;
mod event_sources;
pub mod files;
mod function;
mod hours;
mod load;
mod read;
mod rules;
pub mod schema;
mod trace;
mod tree;
mod write;

use std::ops::Range;
use std::sync::Arc;

pub use dist::{dist_text, quantiles_text};
pub use function::{LabFunction, Server};
pub use rules::Sample;

use self::read::{Reader, Reading};
use self::rules::Rules;
use self::schema::{Kind, section};
use self::tree::{Node, Table, Value};
use super::command::{Command, Fault, Shape, TimedCommand, Verb, qualified};
use super::goal::Goal;
use super::quantity::exact_span;
use super::traffic::LoadSpec;
use crate::catalog::Catalog;
use crate::cloud::{AccountConfig, EndpointSpec, PlatformFacts, SourceSpec};
use crate::problem::{Problem, Severity};
use crate::units::{Moment, Span};

/// A lab, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct LabSpec {
    /// What it is called.
    pub title: String,
    /// The same seed plays the same run.
    pub seed: u64,
    /// The panes to open, most important first.
    pub watch: Vec<String>,
    /// What a headless run judges at its end.
    pub goals: Vec<Goal>,
    /// Virtual time until it ends; without it, it runs until it is closed.
    pub duration: Option<Span>,
    /// Seconds of the lab for each of ours, at the start.
    pub speed: f64,
    /// The account all functions share.
    pub account: AccountConfig,
    /// The date of the price list the lab insists on.
    pub price_date: Option<String>,
    /// The functions, in the order of the file.
    pub functions: Vec<LabFunction>,
    /// Rented servers beside them, for contrast.
    pub servers: Vec<Server>,
    /// Modelled queues and streams, each read for a function.
    pub event_sources: Vec<SourceSpec>,
    /// Addresses outside the cloud that functions speak to.
    pub endpoints: Vec<EndpointSpec>,
    /// What arrives.
    pub load: LoadSpec,
    /// Settings the learner can turn.
    pub controls: Vec<Control>,
    /// Keys the learner can press.
    pub actions: Vec<Action>,
    /// What happens by itself, in order of time.
    pub faults: Vec<TimedCommand>,
    table: Table,
}

/// A setting the learner can turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// The setting, in full: `functions.hello.memory_mb`.
    pub target: String,
    /// What it is called.
    pub label: String,
    /// The values to choose from, as `set` takes them.
    pub values: Vec<String>,
}

/// A key the learner can press.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// The key.
    pub key: char,
    /// What it does, in a word or two.
    pub label: String,
    /// What it runs, in order.
    pub run: Vec<Verb>,
}

/// The keys no lab may take: they turn pages, lead home, open the help, the command line, the search and the contents, and move the clock.
pub const RESERVED_KEYS: [char; 8] = ['q', '?', ':', 'n', 'p', ' ', '/', 't'];

/// Values of one control: more than anyone turns through by hand.
const VALUES_MAX: usize = 1_000;

/// The tables of a lab besides its own keys.
const TABLES: [&str; 11] = [
    "time",
    "account",
    "functions",
    "files",
    "endpoints",
    "servers",
    "event_sources",
    "load",
    "controls",
    "actions",
    "faults",
];

/// Services a lab may have a table for. Lambda has `[functions]`; others join with their own file and their line here.
const SERVICES: [&str; 0] = [];

/// Tables that speak about the lab's settings and are none themselves.
const ABOUT_SETTINGS: [&str; 3] = ["controls", "actions", "faults"];

impl LabSpec {
    /// Reads a lab; without a lab there is at least one error among the problems, and warnings may come with one.
    pub fn parse(text: &str) -> (Option<Self>, Vec<Problem>) {
        Self::parse_beside(text, &|_| None)
    }

    /// The same for a lab whose code may stand in files beside it.
    pub fn parse_beside(text: &str, beside: files::Beside<'_>) -> (Option<Self>, Vec<Problem>) {
        let (mut table, problems) = tree::parse(text);
        files::gather(&mut table, beside);
        let mut reader = Reader::new();
        reader.problems = problems;
        let spec = Self::read(&mut reader, table, text);
        let usable = !reader.has_errors();
        let mut problems = reader.problems;
        problems.sort_by_key(|problem| problem.span.start);
        (usable.then_some(spec), problems)
    }

    /// The lab with other settings; a setting that is unknown or does not fit is a problem, and nothing is changed.
    pub fn with<'a>(&self, changes: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Problem> {
        let mut table = self.table.clone();
        let mut last = String::new();
        for (target, value) in changes {
            let path = self.path(target)?;
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            remove_aliases(&mut table, &path);
            match path.as_slice() {
                ["load", "rps"] => table.remove(&["load", "period"]),
                ["load", "period"] => table.remove(&["load", "rps"]),
                _ => {}
            }
            let unset = value.trim() == "none" && !path.ends_with(&["shape"]);
            if unset {
                table.remove(&path);
            } else {
                table.put(&path, tree::parse_value(value));
            }
            last = format!("{target} = {value}");
        }
        // What speaks about the settings was checked when the lab was read; trying each value of each control again
        // for every change would cost more than all the rest of opening a lesson.
        let mut settings = table.clone();
        for own in ABOUT_SETTINGS {
            settings.remove(&[own]);
        }
        let mut reader = Reader::new();
        let spec = Self::read(&mut reader, settings, "");
        let error = reader.problems.into_iter().find(|problem| problem.severity == Severity::Error);
        match error {
            None => {
                let (controls, actions) = (self.controls.clone(), self.actions.clone());
                Ok(Self { controls, actions, faults: self.faults.clone(), table, ..spec })
            }
            Some(error) => Err(Problem { message: format!("{}, in `{last}`", error.message), span: 0..0, ..error }),
        }
    }

    /// The lab with other words in a file that a function runs.
    pub fn with_code(&self, function: &str, code: &str) -> Result<Self, Problem> {
        let known = || self.functions.iter().map(|function| function.name.as_str());
        let place = self.function(function).ok_or_else(|| Problem::unknown(0..0, "function", function, known()))?;
        let Some(path) = &self.functions[place].code else {
            return Err(Problem::error(0..0, format!("`{function}` is a model and runs no code"))
                .with_help("a function runs what its `code` names"));
        };
        let mut lab = self.clone();
        lab.table.put(&[files::TABLE, path], files::text_node(code));
        lab.with([])
    }

    /// The files that functions run, by path.
    pub fn files(&self) -> files::Files {
        files::read(&self.table)
    }

    /// Changes one setting; on a problem nothing is changed.
    pub fn set(&mut self, target: &str, value: &str) -> Result<(), Problem> {
        *self = self.with([(target, value)])?;
        Ok(())
    }

    /// The lab with another rate and shape of its load, as a `load` command asks for. Targets and pings stay; a burst is no shape of a load.
    pub fn with_load(&self, rps: f64, shape: Shape) -> Result<Self, Problem> {
        let rate = rps.to_string();
        let (word, ramp) = match shape {
            Shape::Steady | Shape::Burst => ("steady", None),
            Shape::Poisson => ("poisson", None),
            Shape::Ramp(over) => ("ramp", Some(exact_span(over))),
            Shape::Day => ("day", None),
        };
        let mut changes = vec![
            ("load.rps", rate.as_str()),
            ("load.shape", word),
            ("load.burst", "none"),
            ("load.every", "none"),
            ("load.first", "none"),
            ("load.trace", "none"),
        ];
        changes.extend(ramp.as_deref().map(|ramp| ("load.ramp", ramp)));
        self.with(changes)
    }

    /// When the lab ends by itself; [`Moment::NEVER`] when it does not.
    pub fn end(&self) -> Moment {
        self.duration.map_or(Moment::NEVER, |duration| Moment::START + duration)
    }

    /// What a setting is now, as `set` would take it; nothing when it is unknown or not set.
    pub fn get(&self, target: &str) -> Option<String> {
        let path = self.path(target).ok()?;
        let segments: Vec<&str> = path.iter().map(String::as_str).collect();
        let key = key_of(&segments)?;
        let spellings = std::iter::once(key.name).chain(key.alias);
        let written = spellings.into_iter().find_map(|name| {
            let mut place = segments.clone();
            *place.last_mut()? = name;
            self.table.at(&place).map(Node::written)
        });
        written
            .or_else(|| self.implied(&segments))
            .or_else(|| (!key.default.is_empty()).then(|| key.default.to_owned()))
    }

    /// The full name of a setting: `hello.memory` is `functions.hello.memory_mb`.
    pub fn canonical(&self, target: &str) -> Result<String, Problem> {
        self.path(target).map(|path| path.join("."))
    }

    /// What a setting may hold.
    pub fn kind_of(target: &str) -> Option<Kind> {
        let path: Vec<&str> = target.split('.').collect();
        key_of(&path).map(|key| key.kind)
    }

    /// Every setting that can be changed, for completion and suggestions.
    pub fn targets(&self) -> Vec<String> {
        let mut targets = Vec::new();
        let mut add = |prefix: &str, path: &str| {
            let keys = section(path).keys.iter().filter(|key| settable(key.kind));
            targets.extend(
                keys.map(|key| if prefix.is_empty() { key.name.to_owned() } else { format!("{prefix}.{}", key.name) }),
            );
        };
        for function in &self.functions {
            add(&format!("functions.{}", function.name), "functions.NAME");
            add(&format!("functions.{}.model", function.name), "functions.NAME.model");
            add(&format!("functions.{}.async", function.name), "functions.NAME.async");
        }
        add("load", "load");
        add("load.client", "load.client");
        add("account", "account");
        for server in &self.servers {
            add(&format!("servers.{}", server.name), "servers.NAME");
        }
        add("time", "time");
        add("", "");
        targets
    }

    /// The place of a function by its name.
    pub fn function(&self, name: &str) -> Option<usize> {
        self.functions.iter().position(|function| function.name == name)
    }

    /// Whether a command can mean anything in this lab; where in the command's text it does not.
    pub fn check_command(&self, command: &Command) -> Result<(), Problem> {
        let known = |name: &str| match self.function(name) {
            Some(_) => Ok(()),
            None => Err(Problem::unknown(
                0..0,
                "function",
                name,
                self.functions.iter().map(|function| function.name.as_str()),
            )),
        };
        match command {
            Command::Invoke { function, .. } => known(qualified(function).0),
            Command::Fault(Fault::Slow { function, .. } | Fault::Errors { function, .. })
                if self.endpoint(function).is_some() =>
            {
                Ok(())
            }
            Command::Deploy { function, .. }
            | Command::Publish { function }
            | Command::Alias { function, .. }
            | Command::Fault(
                Fault::Slow { function, .. }
                | Fault::Errors { function, .. }
                | Fault::Recycle { function: Some(function) },
            ) => known(function),
            Command::Set { target, value } => {
                let target = self.canonical(target)?;
                if !changes_while_running(&target) {
                    let problem = Problem::error(0..0, format!("`{target}` is settled when the lab starts"));
                    return Err(problem.with_help(
                        "while it runs: settings of functions, of the load, and the account's concurrency",
                    ));
                }
                self.with([(target.as_str(), value.as_str())]).map(|_| ())
            }
            Command::Load { .. } | Command::Fault(_) => Ok(()),
        }
    }

    /// The number of an address outside the cloud, by its name.
    pub fn endpoint(&self, name: &str) -> Option<u16> {
        self.endpoints.iter().position(|endpoint| endpoint.name == name).map(|place| place as u16)
    }

    /// What a world needs to know of the platform.
    pub fn facts() -> &'static PlatformFacts {
        &Rules::get().facts
    }

    /// The price list inside the program, read once.
    pub fn catalog() -> Arc<Catalog> {
        Arc::clone(&Rules::get().catalog)
    }

    fn read(reader: &mut Reader, table: Table, text: &str) -> Self {
        let mut besides: Vec<&str> = TABLES.to_vec();
        besides.push("services");
        let top = reader.open(section(""), Some((&table, 0..0)), &besides);
        let title = reader.text(&top, "title").unwrap_or_default();
        let seed = reader.number(&top, "seed").unwrap_or_default() as u64;
        let watch = reader.texts(&top, "watch").into_iter().map(|(pane, _)| pane).collect();
        unknown_services(reader, &table);

        let time = open(reader, &table, "time");
        let (duration, speed) = (reader.span(&time, "duration"), reader.number(&time, "speed").unwrap_or(1.0));
        let account = open(reader, &table, "account");
        let concurrency = reader.count(&account, "concurrency").unwrap_or_default();
        let region = reader.text(&account, "region").unwrap_or_default();
        let price_date = reader.text(&account, "price_date");
        check_price_date(reader, &account, price_date.as_deref());

        reader.files = files::read(&table);
        files::problems(&table).into_iter().for_each(|problem| reader.note(problem));
        let functions = function::read_all(reader, &table, concurrency);
        let servers = function::read_servers(reader, &table);
        let endpoints = endpoints::read_all(reader, &table);
        let load = load::read(reader, &table, &functions);
        let event_sources = event_sources::read_all(reader, &table, &functions);
        let goals = goals(reader, top.node("goals"), &functions, text);
        let mut spec = Self {
            title,
            seed,
            watch,
            goals,
            duration,
            speed,
            account: AccountConfig { concurrency, region },
            price_date,
            functions,
            servers,
            event_sources,
            endpoints,
            load,
            controls: Vec::new(),
            actions: Vec::new(),
            faults: Vec::new(),
            table: Table::default(),
        };
        // What follows speaks about the lab so far: its functions, and what its settings may be.
        let broken = reader.has_errors();
        spec.table = table.clone();
        // Their own tables stay out of that, or checking a `set` of an action would check that action again, for ever.
        for own in ABOUT_SETTINGS {
            spec.table.remove(&[own]);
        }
        let controls = spec.controls(reader, &table, broken);
        let actions = spec.actions(reader, &table, text, broken);
        let faults = spec.faults(reader, &table, text, broken);
        Self { controls, actions, faults, table, ..spec }
    }

    /// The path of a setting in the tree: `hello.memory` becomes `functions`, `hello`, `memory_mb`.
    fn path(&self, target: &str) -> Result<Vec<String>, Problem> {
        let written: Vec<&str> = target.trim().split('.').collect();
        let mut candidates = vec![written.clone()];
        let name = written[0];
        if self.function(name).is_some() {
            candidates.push([&["functions"], written.as_slice()].concat());
        }
        if let [only] = self.functions.as_slice() {
            candidates.push([&["functions", only.name.as_str()], written.as_slice()].concat());
        }
        for index in 0..candidates.len() {
            // A behaviour may be named without its table: `orders-api.wait`.
            if let ["functions", function, key] = *candidates[index].as_slice() {
                candidates.extend(["model", "async"].map(|table| vec!["functions", function, table, key]));
            }
        }
        for candidate in &candidates {
            let names_one = match candidate.as_slice() {
                ["functions", name, ..] => self.function(name).is_some(),
                ["endpoints", name, ..] => self.endpoint(name).is_some(),
                ["servers", name, ..] => self.servers.iter().any(|server| server.name == *name),
                _ => true,
            };
            if let Some(key) = key_of(candidate).filter(|key| names_one && settable(key.kind)) {
                let mut path: Vec<String> = candidate.iter().map(|segment| (*segment).to_owned()).collect();
                if let Some(last) = path.last_mut() {
                    key.name.clone_into(last);
                }
                return Ok(path);
            }
        }
        let targets = self.targets();
        let short: Vec<&str> =
            targets.iter().map(|target| target.strip_prefix("functions.").unwrap_or(target)).collect();
        let known = if name == "functions" { targets.iter().map(String::as_str).collect() } else { short };
        Err(Problem::unknown(0..target.len(), "setting", target, known))
    }

    /// What a setting of a function is when nothing is written: its sample's, or the platform's.
    fn implied(&self, path: &[&str]) -> Option<String> {
        let ["functions", name, rest @ ..] = path else { return None };
        self.functions.get(self.function(name)?)?.implied(rest)
    }
}

/// The row of a setting.
fn key_of(path: &[&str]) -> Option<&'static schema::Key> {
    match path {
        [key] => section("").key(key),
        ["functions", _, "model", key] => section("functions.NAME.model").key(key),
        ["functions", _, "async", key] => section("functions.NAME.async").key(key),
        ["functions", _, key] => section("functions.NAME").key(key),
        ["endpoints", _, key] => section("endpoints.NAME").key(key),
        ["servers", _, key] => section("servers.NAME").key(key),
        ["load", "client", key] => section("load.client").key(key),
        [table @ ("time" | "account" | "load"), key] => section(table).key(key),
        _ => None,
    }
}

/// What can be written as one value on a command line.
fn settable(kind: Kind) -> bool {
    !matches!(kind, Kind::Commands | Kind::Target | Kind::Values | Kind::Goals | Kind::Aliases)
}

fn changes_while_running(target: &str) -> bool {
    target.starts_with("functions.") || target.starts_with("load.") || target == "account.concurrency"
}

fn remove_aliases(table: &mut Table, path: &[&str]) {
    if let Some(alias) = key_of(path).and_then(|key| key.alias) {
        let mut other = path.to_vec();
        if let Some(last) = other.last_mut() {
            *last = alias;
        }
        table.remove(&other);
    }
}

fn open<'t>(reader: &mut Reader, table: &'t Table, name: &'static str) -> Reading<'t> {
    let node = table.get(name).and_then(|entry| reader.table_of(name, &entry.node));
    reader.open(section(name), node, &[])
}

fn unknown_services(reader: &mut Reader, table: &Table) {
    let Some((services, _)) = table.get("services").and_then(|entry| reader.table_of("services", &entry.node)) else {
        return;
    };
    for entry in services.iter().filter(|entry| !SERVICES.contains(&entry.key.as_str())) {
        let problem = Problem::unknown(entry.key_span.clone(), "service", &entry.key, SERVICES);
        reader.note(problem.with_help("this version simulates AWS Lambda, under [functions]; other services follow"));
    }
}

fn check_price_date(reader: &mut Reader, account: &Reading<'_>, date: Option<&str>) {
    let collected = reader.rules.catalog.collected();
    if let Some(date) = date.filter(|date| *date != collected) {
        let problem = Problem::error(account.place_of("price_date"), format!("there is no price list of {date}"));
        reader.note(problem.with_help(format!("the one inside is of {collected}")));
    }
}

fn goals(reader: &mut Reader, node: Option<&Node>, functions: &[LabFunction], text: &str) -> Vec<Goal> {
    let items = match node.map(|node| (&node.value, node)) {
        None => return Vec::new(),
        Some((Value::List(items), _)) => items.as_slice(),
        Some((_, node)) => std::slice::from_ref(node),
    };
    let mut goals = Vec::new();
    for item in items {
        let line = item.scalar().unwrap_or_default();
        let placed = |problem: Problem| match inside(text, &item.span, line) {
            Some(start) => problem.shifted(start),
            None => Problem { span: item.span.clone(), ..problem },
        };
        match Goal::parse(line).and_then(|goal| {
            goal.check_functions(functions.iter().map(|function| function.name.as_str())).map(|()| goal)
        }) {
            Ok(goal) => goals.push(goal),
            Err(problem) => reader.note(placed(problem)),
        }
    }
    goals
}

/// Where the text of a quoted value starts, when it stands there letter by letter (no escapes).
fn inside(text: &str, place: &Range<usize>, value: &str) -> Option<usize> {
    let quoted = text.get(place.clone())?;
    let quotes = quoted.len().checked_sub(value.len())? / 2;
    (quoted.get(quotes..quotes + value.len()) == Some(value)).then_some(place.start + quotes)
}

#[cfg(test)]
mod tests;
