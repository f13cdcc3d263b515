//! A table of TOML whose keys are taken one by one: what has the wrong type is a problem, and so is what nobody took.
//!
//! Reading goes on after a mistake, so that an author sees all of them at once.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::{Problem, Severity};

/// The mistakes found so far, in one list for a table and the tables in it.
#[derive(Default)]
pub(super) struct Problems(RefCell<Vec<Problem>>);

/// A text or number with the place it stands at.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Located<T> {
    pub value: T,
    pub span: Range<usize>,
}

/// A number written out, or an expression in a string that starts with `=`.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Amount {
    Number(f64),
    Expression(String),
}

/// The keys of one table.
pub(super) struct Fields<'t> {
    /// What to call this table in a message: `prompt`, `answer`, or nothing for the question itself.
    path: &'static str,
    /// Where to point when a key is missing.
    pub span: Range<usize>,
    entries: Vec<Entry<'t>>,
    asked_for: RefCell<Vec<&'static str>>,
    problems: &'t Problems,
}

struct Entry<'t> {
    key: &'t str,
    key_span: Range<usize>,
    value: &'t Spanned<DeValue<'t>>,
}

impl Problems {
    /// Notes a mistake.
    pub fn add(&self, problem: Problem) {
        self.0.borrow_mut().push(problem);
    }

    /// Everything noted, in the order of the text.
    pub fn into_sorted(self) -> Vec<Problem> {
        let mut problems = self.0.into_inner();
        problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
        problems
    }

    /// How many errors there are, to see whether a step added one.
    pub fn errors(&self) -> usize {
        self.0.borrow().iter().filter(|problem| problem.severity == Severity::Error).count()
    }
}

impl<'t> Fields<'t> {
    /// The keys of a table.
    pub fn new(path: &'static str, span: Range<usize>, table: &'t DeTable<'t>, problems: &'t Problems) -> Self {
        let entries =
            table.iter().map(|(key, value)| Entry { key: key.get_ref(), key_span: key.span(), value }).collect();
        Self { path, span, entries, asked_for: RefCell::default(), problems }
    }

    /// A table within this one. `prompt = "…"` is read as `prompt.prompt = "…"`, and a missing table as an empty one.
    pub fn inner(&self, key: &'static str) -> Self {
        let (span, entries) = match self.find(key) {
            None => (self.span.clone(), Vec::new()),
            Some(Entry { value, key_span, .. }) => match value.get_ref() {
                DeValue::Table(table) => return Self::new(key, key_span.clone(), table, self.problems),
                _ => (key_span.clone(), vec![Entry { key, key_span: key_span.clone(), value }]),
            },
        };
        Self { path: key, span, entries, asked_for: RefCell::default(), problems: self.problems }
    }

    /// Whether the key is written at all; it counts as taken.
    pub fn has(&self, key: &'static str) -> bool {
        self.find(key).is_some()
    }

    /// Where a key's value stands, or the table when there is none.
    pub fn place(&self, key: &str) -> Range<usize> {
        let entry = self.entries.iter().find(|entry| entry.key == key);
        entry.map_or_else(|| self.span.clone(), |entry| entry.value.span())
    }

    /// A text.
    pub fn text(&self, key: &'static str) -> Option<Located<String>> {
        let value = self.find(key)?.value;
        let text = self.expect(key, value, as_text, "a text in quotes")?;
        Some(Located { value: text, span: value.span() })
    }

    /// A text that must be there and must say something.
    pub fn needed_text(&self, key: &'static str) -> Option<Located<String>> {
        if !self.has(key) {
            self.missing(key);
            return None;
        }
        let text = self.text(key)?;
        if text.value.trim().is_empty() {
            self.wrong(text.span, format!("`{}` is empty", self.full(key)));
            return None;
        }
        Some(text)
    }

    /// A list of texts; one text alone is a list of one.
    pub fn texts(&self, key: &'static str) -> Vec<Located<String>> {
        self.list(key, as_text, "a text in quotes")
    }

    /// A list of numbers or expressions; one alone is a list of one.
    pub fn amounts(&self, key: &'static str) -> Vec<Located<Amount>> {
        self.list(key, as_amount, "a number or \"= expression\"")
    }

    /// A number or an expression.
    pub fn amount(&self, key: &'static str) -> Option<Located<Amount>> {
        let value = self.find(key)?.value;
        let amount = self.expect(key, value, as_amount, "a number or \"= expression\"")?;
        Some(Located { value: amount, span: value.span() })
    }

    /// A list of lists of texts; a plain list of texts is a list of one.
    pub fn lists(&self, key: &'static str) -> Vec<Located<Vec<String>>> {
        let Some(entry) = self.find(key) else { return Vec::new() };
        let nested = matches!(entry.value.get_ref(), DeValue::Array(lists) if lists.iter().any(|list| list.get_ref().is_array()));
        if !nested {
            let value = self.texts(key).into_iter().map(|text| text.value).collect();
            return vec![Located { value, span: entry.value.span() }];
        }
        self.list(
            key,
            |value| value.as_array()?.iter().map(|text| as_text(text.get_ref())).collect(),
            "a list of texts",
        )
    }

    /// `true` or `false`.
    pub fn flag(&self, key: &'static str) -> Option<bool> {
        let value = self.find(key)?.value;
        self.expect(key, value, as_flag, "true or false")
    }

    /// A number.
    pub fn number(&self, key: &'static str) -> Option<Located<f64>> {
        let value = self.find(key)?.value;
        let number = self.expect(key, value, as_number, "a number")?;
        Some(Located { value: number, span: value.span() })
    }

    /// A whole number in a range.
    pub fn whole(&self, key: &'static str, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let number = self.number(key)?;
        let nearest = number.value as u32;
        let whole = (range.contains(&nearest) && (f64::from(nearest) - number.value).abs() < 1e-9).then_some(nearest);
        if whole.is_none() {
            let message =
                format!("`{}` must be a whole number from {} to {}", self.full(key), range.start(), range.end());
            self.wrong(number.span, message);
        }
        whole
    }

    /// Whatever stands at a key, for shapes only one place knows.
    pub fn raw(&self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        Some(self.find(key)?.value)
    }

    /// Every text in this table and the tables and lists in it.
    pub fn each_text(&self, see: &mut dyn FnMut(&str, &Range<usize>)) {
        self.entries.iter().for_each(|entry| each_text(entry.value, see));
    }

    /// Reads nothing from these keys, but knows them: they belong to another reader of the same text.
    pub fn leave(&self, keys: &[&'static str]) {
        self.asked_for.borrow_mut().extend(keys);
    }

    /// Every key that nobody asked for is a mistake; the nearest of those that were is the advice.
    pub fn finish(self) {
        let known = self.asked_for.into_inner();
        for entry in &self.entries {
            if !known.contains(&entry.key) {
                let what = if self.path.is_empty() { "key".to_owned() } else { format!("key in `{}`", self.path) };
                self.problems.add(Problem::unknown(entry.key_span.clone(), &what, entry.key, known.iter().copied()));
            }
        }
    }

    /// Notes that a key is not there.
    pub fn missing(&self, key: &str) {
        self.wrong(self.span.clone(), format!("`{}` is missing", self.full(key)));
    }

    /// Notes a mistake.
    pub fn wrong(&self, span: Range<usize>, message: impl Into<String>) {
        self.problems.add(Problem::error(span, message));
    }

    /// Notes a mistake, with advice.
    pub fn wrong_with_help(&self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.problems.add(Problem::error(span, message).with_help(help));
    }

    /// The list that mistakes go to.
    pub fn problems(&self) -> &'t Problems {
        self.problems
    }

    fn find(&self, key: &'static str) -> Option<&Entry<'t>> {
        let mut asked_for = self.asked_for.borrow_mut();
        if !asked_for.contains(&key) {
            asked_for.push(key);
        }
        self.entries.iter().find(|entry| entry.key == key)
    }

    fn list<T>(&self, key: &'static str, read: fn(&DeValue) -> Option<T>, wanted: &str) -> Vec<Located<T>> {
        let Some(entry) = self.find(key) else { return Vec::new() };
        let DeValue::Array(values) = entry.value.get_ref() else {
            let one = self.expect(key, entry.value, read, &format!("a list, each of it {wanted}"));
            return one.into_iter().map(|value| Located { value, span: entry.value.span() }).collect();
        };
        let read_one = |value: &Spanned<DeValue>| {
            let read = self.expect(key, value, read, wanted)?;
            Some(Located { value: read, span: value.span() })
        };
        values.iter().filter_map(read_one).collect()
    }

    fn expect<T>(
        &self,
        key: &str,
        value: &Spanned<DeValue>,
        read: fn(&DeValue) -> Option<T>,
        wanted: &str,
    ) -> Option<T> {
        let read = read(value.get_ref());
        if read.is_none() {
            let found = name_of(value.get_ref());
            self.wrong(value.span(), format!("`{}` must be {wanted}; this is {found}", self.full(key)));
        }
        read
    }

    fn full(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

fn each_text(value: &Spanned<DeValue>, see: &mut dyn FnMut(&str, &Range<usize>)) {
    match value.get_ref() {
        DeValue::String(text) => see(text, &value.span()),
        DeValue::Array(values) => values.iter().for_each(|value| each_text(value, see)),
        DeValue::Table(table) => table.iter().for_each(|(_, value)| each_text(value, see)),
        _ => {}
    }
}

/// A value in words.
fn name_of(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

pub(super) fn as_text(value: &DeValue) -> Option<String> {
    value.as_str().map(harmless)
}

pub(super) fn as_number(value: &DeValue) -> Option<f64> {
    match value {
        DeValue::Integer(whole) => i64::from_str_radix(whole.as_str(), whole.radix()).ok().map(|whole| whole as f64),
        DeValue::Float(float) => float.as_str().parse().ok().filter(|float: &f64| float.is_finite()),
        _ => None,
    }
}

fn as_flag(value: &DeValue) -> Option<bool> {
    value.as_bool()
}

fn as_amount(value: &DeValue) -> Option<Amount> {
    match value.as_str() {
        Some(text) => text.trim().strip_prefix('=').map(|rest| Amount::Expression(rest.trim().to_owned())),
        None => as_number(value).map(Amount::Number),
    }
}

/// TOML can write any character as an escape; those that would speak to a terminal become visible instead.
pub(super) fn harmless(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\n' | '\t' => character,
            '\0'..='\x1f' => char::from_u32(0x2400 + character as u32).unwrap_or('\u{fffd}'),
            '\x7f' => '\u{2421}',
            '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => {
                '\u{fffd}'
            }
            _ => character,
        })
        .collect()
}
