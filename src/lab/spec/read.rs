//! From a table of text to typed values, by the rows of the schema; every mistake is noted and reading goes on.

use std::ops::Range;

use super::dist::{dist, memory};
use super::files::Files;
use super::rules::Rules;
use super::schema::{Key, Kind, Limit, Section};
use super::tree::{Entry, Node, Table, Value, parse_value};
use crate::cloud::{Dist, QuantileLine};
use crate::lab::quantity::{self, Bare};
use crate::problem::{Problem, Severity};
use crate::units::{Megabytes, Ratio, Span};

/// Collects the problems of a lab while it is read.
pub struct Reader {
    /// What exists outside the lab: runtimes, instance types, samples.
    pub rules: &'static Rules,
    /// Everything found so far.
    pub problems: Vec<Problem>,
    /// The files that the lab carries.
    pub files: Files,
}

/// A table and the rows that say what may stand in it.
#[derive(Clone, Copy)]
pub struct Reading<'t> {
    /// The rows.
    pub section: &'static Section,
    /// The table, if the lab has it.
    pub table: Option<&'t Table>,
    /// Where the table stands.
    pub place: (usize, usize),
}

/// A value that fits its row.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// A text, or one of a few words.
    Text(String),
    /// Several of them, each with its place.
    Texts(Vec<(String, Range<usize>)>),
    /// Yes or no.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A time.
    Span(Span),
    /// Two times.
    Spans(Span, Span),
    /// A behaviour.
    Dist(Dist),
    /// Memory.
    Megabytes(Megabytes),
    /// Memory that varies.
    MemoryLine(QuantileLine),
    /// A share.
    Ratio(Ratio),
}

impl<'t> Reading<'t> {
    /// What stands under a key, under either of its spellings.
    pub fn entry(&self, name: &str) -> Option<&'t Entry> {
        let key = self.section.key(name)?;
        let table = self.table?;
        table.get(key.name).or_else(|| key.alias.and_then(|alias| table.get(alias)))
    }

    /// The value under a key.
    pub fn node(&self, name: &str) -> Option<&'t Node> {
        self.entry(name).map(|entry| &entry.node)
    }

    /// Where a key's value stands; the table when it is absent.
    pub fn place_of(&self, name: &str) -> Range<usize> {
        self.node(name).map_or(self.place.0..self.place.1, |node| node.span.clone())
    }
}

impl Reader {
    /// A reader that has found nothing yet.
    pub fn new() -> Self {
        Self { rules: Rules::get(), problems: Vec::new(), files: Files::new() }
    }

    /// Notes a problem.
    pub fn note(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Whether anything found so far stands in the way.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Opens a table: unknown keys and keys written twice are noted. `besides` are keys that are read elsewhere.
    pub fn open<'t>(
        &mut self,
        section: &'static Section,
        node: Option<(&'t Table, Range<usize>)>,
        besides: &[&str],
    ) -> Reading<'t> {
        let Some((table, place)) = node else { return Reading { section, table: None, place: (0, 0) } };
        for entry in table.iter().filter(|entry| !besides.contains(&entry.key.as_str())) {
            match section.key(&entry.key) {
                None => self.note(unknown_key(section, entry, besides)),
                Some(key) if entry.key != key.name && table.get(key.name).is_some() => self.note(Problem::error(
                    entry.key_span.clone(),
                    format!("`{}` and `{}` are the same setting", entry.key, key.name),
                )),
                Some(_) => {}
            }
        }
        Reading { section, table: Some(table), place: (place.start, place.end) }
    }

    /// The table under a node, or a note that it is none.
    pub fn table_of<'t>(&mut self, what: &str, node: &'t Node) -> Option<(&'t Table, Range<usize>)> {
        if let Value::Table(table) = &node.value {
            return Some((table, node.span.clone()));
        }
        self.note(Problem::error(node.span.clone(), format!("`{what}` must be a table, not {}", node.kind())));
        None
    }

    /// The tables of a list, `[[what]]`.
    pub fn tables_of<'t>(&mut self, what: &str, node: Option<&'t Node>) -> Vec<(&'t Table, Range<usize>)> {
        match node.map(|node| (&node.value, node)) {
            None => Vec::new(),
            Some((Value::List(items), _)) => items.iter().filter_map(|item| self.table_of(what, item)).collect(),
            Some((_, node)) => {
                let problem = Problem::error(
                    node.span.clone(),
                    format!("`{what}` must be a list of tables, not {}", node.kind()),
                );
                self.note(problem.with_help(format!("write [[{what}]]")));
                Vec::new()
            }
        }
    }

    /// The value of a key: as written, else its default, else nothing.
    pub fn value(&mut self, reading: &Reading<'_>, name: &str) -> Option<Setting> {
        let key = reading.section.key(name)?;
        if let Some(node) = reading.node(name) {
            match read(self.rules, key, node) {
                Ok(setting) => return Some(setting),
                Err(problem) => self.note(problem),
            }
        }
        if key.default.is_empty() {
            return None;
        }
        read(self.rules, key, &parse_value(key.default)).ok()
    }

    /// A text.
    pub fn text(&mut self, reading: &Reading<'_>, name: &str) -> Option<String> {
        match self.value(reading, name)? {
            Setting::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Texts with their places.
    pub fn texts(&mut self, reading: &Reading<'_>, name: &str) -> Vec<(String, Range<usize>)> {
        match self.value(reading, name) {
            Some(Setting::Texts(texts)) => texts,
            _ => Vec::new(),
        }
    }

    /// A number.
    pub fn number(&mut self, reading: &Reading<'_>, name: &str) -> Option<f64> {
        match self.value(reading, name)? {
            Setting::Number(number) => Some(number),
            _ => None,
        }
    }

    /// A whole number.
    pub fn count(&mut self, reading: &Reading<'_>, name: &str) -> Option<u32> {
        self.number(reading, name).map(|number| number as u32)
    }

    /// A time.
    pub fn span(&mut self, reading: &Reading<'_>, name: &str) -> Option<Span> {
        match self.value(reading, name)? {
            Setting::Span(span) => Some(span),
            _ => None,
        }
    }

    /// Two times.
    pub fn spans(&mut self, reading: &Reading<'_>, name: &str) -> Option<(Span, Span)> {
        match self.value(reading, name)? {
            Setting::Spans(least, most) => Some((least, most)),
            _ => None,
        }
    }

    /// A behaviour.
    pub fn dist(&mut self, reading: &Reading<'_>, name: &str) -> Option<Dist> {
        match self.value(reading, name)? {
            Setting::Dist(dist) => Some(dist),
            _ => None,
        }
    }

    /// Memory.
    pub fn megabytes(&mut self, reading: &Reading<'_>, name: &str) -> Option<Megabytes> {
        match self.value(reading, name)? {
            Setting::Megabytes(megabytes) => Some(megabytes),
            _ => None,
        }
    }

    /// Memory that may vary: the most of it, and how it is spread.
    pub fn memory(&mut self, reading: &Reading<'_>, name: &str) -> Option<(Megabytes, Option<QuantileLine>)> {
        match self.value(reading, name)? {
            Setting::Megabytes(megabytes) => Some((megabytes, None)),
            Setting::MemoryLine(line) => {
                let most = line.points().next_back().map_or(0, |(_, most)| most);
                Some((Megabytes(most as u32), Some(line)))
            }
            _ => None,
        }
    }

    /// A share.
    pub fn ratio(&mut self, reading: &Reading<'_>, name: &str) -> Option<Ratio> {
        match self.value(reading, name)? {
            Setting::Ratio(ratio) => Some(ratio),
            _ => None,
        }
    }

    /// Yes or no.
    pub fn flag(&mut self, reading: &Reading<'_>, name: &str) -> bool {
        self.value(reading, name) == Some(Setting::Bool(true))
    }

    /// A text that must be there.
    pub fn required(&mut self, reading: &Reading<'_>, name: &str) -> Option<String> {
        if reading.node(name).is_none() {
            self.note(missing(reading, name));
        }
        self.text(reading, name)
    }
}

/// "`run` is missing", at the table it is missing in.
pub fn missing(reading: &Reading<'_>, name: &str) -> Problem {
    let meaning = reading.section.key(name).map_or("", |key| key.meaning);
    Problem::error(reading.place.0..reading.place.1, format!("`{name}` is missing"))
        .with_help(format!("{name}: {meaning}"))
}

fn unknown_key(section: &Section, entry: &Entry, besides: &[&str]) -> Problem {
    let mut known: Vec<&str> = section.names().collect();
    known.extend(besides);
    Problem::unknown(entry.key_span.clone(), "key", &entry.key, known)
}

/// Reads one value by its row.
fn read(rules: &Rules, key: &Key, node: &Node) -> Result<Setting, Problem> {
    let wrong = |message: String| Problem::error(node.span.clone(), message);
    let misfit = || wrong(format!("`{}` must be {}, not {}", key.name, key.kind.words(), node.kind()));
    let scalar = || node.scalar().ok_or_else(misfit);
    match key.kind {
        Kind::Text | Kind::LoadShape | Kind::Target | Kind::Commands => match &node.value {
            Value::Text(text) => Ok(Setting::Text(text.clone())),
            Value::Number(number) => Ok(Setting::Text(number.clone())),
            _ => Err(misfit()),
        },
        Kind::Bool => match scalar()? {
            "true" => Ok(Setting::Bool(true)),
            "false" => Ok(Setting::Bool(false)),
            other => Err(wrong(format!("`{}` must be true or false, not `{other}`", key.name))),
        },
        Kind::Count(limit) => whole(quantity::number(scalar()?).map_err(wrong)?, key, node, limit),
        Kind::Number(limit) => {
            let number = quantity::number(scalar()?).map_err(wrong)?;
            within(limit, number, key, node)?;
            Ok(Setting::Number(number))
        }
        Kind::Seconds(limit) => seconds(scalar()?, key, node, limit).map(Setting::Span),
        Kind::SecondsRange(limit) => seconds_range(key, node, limit),
        Kind::Dist => dist(key, node).map(Setting::Dist),
        Kind::MemoryDist(limit) => memory(key, node, limit),
        Kind::Megabytes(limit) => megabytes(key, node, limit).map(Setting::Megabytes),
        Kind::Share => quantity::ratio(scalar()?).map(Setting::Ratio).map_err(wrong),
        Kind::Choice(words) => one_of(also_called(scalar()?, words), words.iter().copied(), key.name, node),
        Kind::Runtime => one_of(scalar()?, rules.runtimes(), "runtime", node),
        Kind::Instance => one_of(scalar()?, rules.instances.iter().map(String::as_str), "instance type", node),
        Kind::Texts(words) => texts(key, node, words),
        Kind::Aliases | Kind::Mix | Kind::Counts | Kind::Values | Kind::Goals => Err(misfit()),
    }
}

/// Memory, in megabytes.
pub(super) fn megabytes(key: &Key, node: &Node, limit: Limit) -> Result<Megabytes, Problem> {
    let wrong = |message: String| Problem::error(node.span.clone(), message);
    let misfit = || wrong(format!("`{}` must be {}, not {}", key.name, key.kind.words(), node.kind()));
    let text = node.scalar().ok_or_else(misfit)?;
    let written = quantity::fractional_megabytes(text).map_err(wrong)?;
    within(limit, if limit.whole.is_some() { written } else { written.round() }, key, node)?;
    quantity::megabytes(text).map_err(wrong)
}

fn one_of<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
    what: &str,
    node: &Node,
) -> Result<Setting, Problem> {
    let known: Vec<&str> = known.into_iter().collect();
    if known.contains(&word) {
        return Ok(Setting::Text(word.to_owned()));
    }
    Err(Problem::unknown(node.span.clone(), what, word, known))
}

/// The processors have other names too, and a usage file takes the same ones.
fn also_called<'a>(word: &'a str, words: &[&str]) -> &'a str {
    match word {
        "arm" | "graviton" if words.contains(&"arm64") => "arm64",
        "x86" if words.contains(&"x86_64") => "x86_64",
        _ => word,
    }
}

fn whole(number: f64, key: &Key, node: &Node, limit: Limit) -> Result<Setting, Problem> {
    if number.fract() != 0.0 {
        return Err(Problem::error(node.span.clone(), format!("`{}` must be a whole number, not {number}", key.name)));
    }
    within(limit, number, key, node)?;
    Ok(Setting::Number(number))
}

fn within(limit: Limit, number: f64, key: &Key, node: &Node) -> Result<(), Problem> {
    let written = || node.scalar().map_or_else(|| number.to_string(), str::to_owned);
    if let Some(unit) = limit.whole.filter(|_| number.fract() != 0.0) {
        let message = format!("`{}` must be a whole number of {unit}, not {}", key.name, written());
        return Err(Problem::error(node.span.clone(), message).with_help(limit.says));
    }
    if number >= limit.least && number <= limit.most {
        return Ok(());
    }
    let written = written();
    let problem = Problem::error(node.span.clone(), format!("`{}` cannot be {written}", key.name));
    Err(problem.with_help(limit.says))
}

fn seconds(text: &str, key: &Key, node: &Node, limit: Limit) -> Result<Span, Problem> {
    let span = quantity::span(text, Bare::Seconds).map_err(|message| Problem::error(node.span.clone(), message))?;
    within(limit, span.as_secs_f64(), key, node)?;
    Ok(span)
}

fn seconds_range(key: &Key, node: &Node, limit: Limit) -> Result<Setting, Problem> {
    if let Some(text) = node.scalar() {
        let span = seconds(text, key, node, limit)?;
        return Ok(Setting::Spans(span, span));
    }
    let misfit = || Problem::error(node.span.clone(), format!("`{}` must be {}", key.name, key.kind.words()));
    let Value::List(items) = &node.value else { return Err(misfit()) };
    let [least, most] = items.as_slice() else { return Err(misfit()) };
    let edge = |item: &Node| seconds(item.scalar().ok_or_else(misfit)?, key, item, limit);
    let (shortest, longest) = (edge(least)?, edge(most)?);
    if shortest > longest {
        return Err(Problem::error(node.span.clone(), format!("`{}` ends before it starts", key.name))
            .with_help("write [least, most]"));
    }
    Ok(Setting::Spans(shortest, longest))
}

fn texts(key: &Key, node: &Node, words: &[&'static str]) -> Result<Setting, Problem> {
    let misfit = |node: &Node| {
        Problem::error(node.span.clone(), format!("`{}` must be {}, not {}", key.name, key.kind.words(), node.kind()))
    };
    let items = match &node.value {
        Value::List(items) => items.as_slice(),
        Value::Text(_) => std::slice::from_ref(node),
        _ => return Err(misfit(node)),
    };
    let mut found = Vec::with_capacity(items.len());
    for item in items {
        let Value::Text(text) = &item.value else { return Err(misfit(item)) };
        if !words.is_empty() && !words.contains(&text.as_str()) {
            return Err(Problem::unknown(item.span.clone(), singular(key.name), text, words.iter().copied()));
        }
        found.push((text.clone(), item.span.clone()));
    }
    Ok(Setting::Texts(found))
}

fn singular(key: &str) -> &str {
    if key == "watch" { "pane" } else { key.trim_end_matches('s') }
}
