//! Usage that a person wrote down, in TOML or JSON, to be priced by `coldstart bill`.
//!
//! ```toml
//! free_tier = "always"              # none (default), always, all
//!
//! [[usage]]
//! service = "lambda"
//! architecture = "x86_64"           # or "arm64"
//! memory_mb = 1536
//! requests = 3_000_000
//! billed_ms = 120                   # per request; or duration_ms with cold_starts and init_ms; or gb_seconds
//!
//! [[usage]]
//! service = "ec2"
//! instance = "t3.medium"
//! hours = 730
//!
//! [[usage]]                         # anything the price list has, by its name
//! meter = "lambda.streamed_gb"
//! quantity = 12.5
//!
//! [prices]                          # prices of your own, for instance from a savings plan
//! "ec2.t3.medium_hour" = "0.03"
//! ```
//! A file with a single entry needs no `[[usage]]`: its keys may stand at the top, or in a table named after the service, as `[lambda]`.
//! JSON has the same keys: `{ "free_tier": "always", "usage": [ { "service": "lambda", … } ] }`.
//! A report printed by `coldstart run --json` is a usage file too: its `usage` is priced again.

mod always_on;
mod entry;
mod json;
mod lambda;
mod lambda_kin;
mod services;
mod tree;

use std::collections::BTreeMap;
use std::ops::Range;

use super::{FreeTier, Usage, Workload};
use crate::catalog::expr::{Exact, exact};
use crate::catalog::{Catalog, Meter};
use crate::problem::{Problem, Source};
use crate::units::Money;
use entry::Entry;
use tree::{Named, Node, Spot, Table};

/// What a usage file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UsageFile {
    /// What was used.
    pub usage: Usage,
    /// What functions did, for providers that meter otherwise.
    pub workloads: Vec<Workload>,
    /// What of the usage was written by meter, as reports of runs do.
    by_meter: Usage,
    /// The free tier it asks for, if it does.
    pub free_tier: Option<FreeTier>,
    /// The Region whose prices it wants, if it says.
    pub region: Option<String>,
    /// Prices of its own.
    pub prices: Vec<(Meter, Money)>,
}

/// The keys at the top of a usage file.
const TOP: [&str; 5] = ["title", "region", "free_tier", "usage", "prices"];

/// Keys that only a report has.
const REPORT_MARKS: [&str; 2] = ["metrics", "engine"];

impl UsageFile {
    /// Reads a usage file, or says everything that is wrong with it.
    pub fn parse(source: &Source) -> Result<Self, Vec<Problem>> {
        if let Some(problem) = not_a_usage_file(&source.text) {
            return Err(vec![problem]);
        }
        let table = if looks_like_json(source) { json::read(&source.text) } else { tree::read_toml(&source.text) }?;
        let mut reading = Reading::default();
        reading.file(&table);
        if !reading.problems.is_empty() {
            return Err(reading.problems);
        }
        let memory = |work: &Workload| reading.memory_mb.get(work.name.as_deref()?).copied();
        let metered = Workload::of_usage(&reading.file.by_meter).into_iter();
        let metered: Vec<Workload> = metered.map(|work| Workload { memory_mb: memory(&work), ..work }).collect();
        reading.file.workloads.extend(metered);
        Ok(reading.file)
    }

    /// The catalog with the file's own prices in it.
    #[must_use]
    pub fn catalog(&self, catalog: Catalog, name: &str) -> Catalog {
        self.prices
            .iter()
            .fold(catalog, |catalog, (meter, price)| catalog.with_price(*meter, *price, &format!("given in {name}")))
    }
}

fn looks_like_json(source: &Source) -> bool {
    source.text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
}

/// What is better said at once than left to a parser to stumble over.
fn not_a_usage_file(text: &str) -> Option<Problem> {
    if let Some(place) = text.find('\0') {
        let help = "a usage file is text in UTF-8; UTF-16 looks like this, and so do binary files";
        return Some(Problem::error(place..place + 1, "there is a NUL byte here").with_help(help));
    }
    let start = text.len() - text.trim_start_matches('\u{feff}').trim_start().len();
    let list = text[start..].strip_prefix('[')?.trim_start();
    list.starts_with(['{', ']']).then(|| {
        let problem = Problem::error(start..start + 1, "a usage file in JSON is an object, not a list");
        problem.with_help("put the list into one: { \"usage\": [ … ] }")
    })
}

/// Keys that begin an entry at the top of a file.
const FLAT_MARKS: [&str; 7] = ["service", "meter", "requests", "memory_mb", "gb_seconds", "billed_ms", "duration_ms"];

#[derive(Default)]
struct Reading {
    file: UsageFile,
    /// What a report says of the memory of its functions.
    memory_mb: BTreeMap<String, Exact>,
    problems: Vec<Problem>,
}

impl Reading {
    fn error(&mut self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Problem::error(span, message).with_help(help));
    }

    fn file(&mut self, table: &Table) {
        let is_report = table.iter().any(|named| REPORT_MARKS.contains(&named.key.as_str()));
        let written = |key: &str| table.iter().any(|named| named.key == key);
        let is_flat = !is_report && !written("usage") && FLAT_MARKS.into_iter().any(written);
        let mut has_usage = is_flat;
        for named in table {
            match named.key.as_str() {
                "usage" => {
                    has_usage = true;
                    self.usage(&named.value);
                }
                "free_tier" if !is_report => self.free_tier(&named.value),
                "region" => self.region(&named.value),
                "prices" if !is_report => self.prices(&named.value),
                "title" => {}
                "memory_mb" if is_report => self.memory(&named.value),
                _ if is_report => {}
                key if services::is_service(key) => {
                    has_usage = true;
                    self.usage_of(&named.value, Some(key));
                }
                _ if is_flat => {}
                key => self.problems.push(Problem::unknown(named.key_span.clone(), "key", key, TOP)),
            }
        }
        if is_flat {
            let is_own = |named: &&Named| !TOP.contains(&named.key.as_str()) && !services::is_service(&named.key);
            let fields: Vec<Named> = table.iter().filter(is_own).cloned().collect();
            self.entry(&fields, 0..0, Some("lambda"));
        }
        if !has_usage && self.problems.is_empty() {
            let help = if is_report {
                "run the lab again with --json"
            } else {
                "begin with [[usage]] and service = \"lambda\""
            };
            self.error(0..0, "there is no usage in this file", help);
        }
    }

    /// The sizes a report gives; what is no size is left to the options, as in a report without any.
    fn memory(&mut self, value: &Spot) {
        let Node::Table(rows) = &value.node else { return };
        let (least, most) = (Exact::from_integer(1), Exact::from_integer(1_000_000));
        for named in rows {
            let size = named.value.node.decimal().and_then(exact).filter(|size| (least..=most).contains(size));
            self.memory_mb.extend(size.map(|size| (named.key.clone(), size)));
        }
    }

    fn free_tier(&mut self, value: &Spot) {
        let named = |name: &str| FreeTier::ALL.iter().find(|(known, _)| *known == name).map(|(_, tier)| *tier);
        self.file.free_tier = match &value.node {
            Node::Text(name) => named(name),
            Node::Bool(true) => Some(FreeTier::Always),
            Node::Bool(false) => Some(FreeTier::None),
            _ => None,
        };
        if self.file.free_tier.is_none() {
            let known = FreeTier::ALL.map(|(name, _)| name);
            self.problems.push(Problem::unknown(value.span.clone(), "free tier", &value.node.shown(), known));
        }
    }

    fn region(&mut self, value: &Spot) {
        match &value.node {
            Node::Text(region) => self.file.region = Some(region.clone()),
            _ => self.error(value.span.clone(), "a region is a name", "write it as in region = \"us-east-1\""),
        }
    }

    fn prices(&mut self, value: &Spot) {
        let Node::Table(rows) = &value.node else {
            return self.error(
                value.span.clone(),
                "prices are a table",
                "write [prices] and \"lambda.requests\" = \"0.20\"",
            );
        };
        for named in rows {
            let charged = || Meter::all().filter(|meter| !meter.is_information()).map(Meter::id);
            let Some(meter) = Meter::by_id(&named.key).filter(|meter| !meter.is_information()) else {
                self.problems.push(unknown_meter(named.key_span.clone(), &named.key, charged()));
                continue;
            };
            match named.value.node.decimal().and_then(Money::parse).filter(|price| is_sane(*price)) {
                Some(price) => self.file.prices.push((meter, price)),
                None => self.error(
                    named.value.span.clone(),
                    format!("{} is not a price", named.value.node.shown()),
                    "write digits and a point, as in \"0.20\", at most 1,000",
                ),
            }
        }
    }

    fn usage(&mut self, value: &Spot) {
        self.usage_of(value, None);
    }

    /// Entries in a list, or a single one; of a service that the list is named after, if it is.
    fn usage_of(&mut self, value: &Spot, service: Option<&str>) {
        let entries = match &value.node {
            Node::List(entries) => entries.as_slice(),
            Node::Table(_) => std::slice::from_ref(value),
            _ => return self.error(value.span.clone(), "usage is a list", "write [[usage]] before each entry"),
        };
        for entry in entries {
            let Node::Table(fields) = &entry.node else {
                self.error(entry.span.clone(), "an entry of usage is a table", "write [[usage]] before each entry");
                continue;
            };
            self.entry(fields, entry.span.clone(), service);
        }
    }

    fn entry(&mut self, fields: &[Named], span: Range<usize>, service: Option<&str>) {
        let mut entry = Entry::new(fields, span);
        services::read(&mut entry, &mut self.file, service);
        self.problems.extend(entry.finish());
    }
}

/// A price a person may give: not negative, not beyond what fits an exact fraction.
fn is_sane(price: Money) -> bool {
    price >= Money::ZERO && price <= Money::new(1_000, 1)
}

/// Naming all meters would fill the screen, so only the nearest one is named, or where they stand.
fn unknown_meter(span: Range<usize>, id: &str, known: impl Iterator<Item = &'static str>) -> Problem {
    let problem = Problem::error(span, format!("unknown meter `{id}`"));
    match crate::problem::nearest(id, known) {
        Some(name) => problem.with_help(format!("did you mean `{name}`?")),
        None => problem.with_help("`coldstart bill --help` lists the meters"),
    }
}

#[cfg(test)]
mod tests;
