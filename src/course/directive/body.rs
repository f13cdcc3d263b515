//! The TOML inside a directive: every key that was asked for, every other one a problem with the nearest name.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::course::clean;
use crate::course::fence::Fence;
use crate::problem::Problem;

/// The TOML inside a directive.
pub struct Body<'t> {
    table: Spanned<DeTable<'t>>,
    asked: RefCell<Vec<&'static str>>,
    problems: RefCell<Vec<Problem>>,
}

impl<'t> Body<'t> {
    /// Reads the body of a fence as far as it can be read.
    pub fn read(text: &'t str) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        let problem = |error: toml::de::Error| {
            Problem::error(
                error.span().unwrap_or(0..0),
                format!("not TOML: {}", clean::one_line(error.message().trim())),
            )
        };
        let problems = errors.into_iter().map(problem).collect();
        Self { table, asked: RefCell::default(), problems: RefCell::new(problems) }
    }

    /// The value of a key.
    pub fn get(&self, key: &'static str) -> Option<&Spanned<DeValue<'t>>> {
        self.asked.borrow_mut().push(key);
        self.table.get_ref().get(key)
    }

    /// A key that holds words.
    pub fn text(&self, key: &'static str) -> Option<(String, Range<usize>)> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some((clean::visible(text).into_owned(), inside(value))),
            _ => {
                self.wrong(value.span(), format!("`{key}` must be a text in quotes"));
                None
            }
        }
    }

    /// A key that holds a text or a list of texts.
    pub fn texts(&self, key: &'static str) -> Vec<(String, Range<usize>)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let each = |value: &Spanned<DeValue<'t>>| match value.get_ref() {
            DeValue::String(text) => Some((clean::visible(text).into_owned(), inside(value))),
            _ => {
                self.wrong(value.span(), format!("`{key}` must be a list of texts in quotes"));
                None
            }
        };
        match value.get_ref() {
            DeValue::Array(values) => values.iter().filter_map(each).collect(),
            _ => each(value).into_iter().collect(),
        }
    }

    /// Where a key's value stands; the start of the body when there is none.
    pub fn place(&self, key: &str) -> Range<usize> {
        self.table.get_ref().get(key).map_or(0..0, Spanned::span)
    }

    /// Notes a mistake.
    pub fn wrong(&self, span: Range<usize>, message: impl Into<String>) {
        self.problems.borrow_mut().push(Problem::error(span, message));
    }

    /// Notes a problem.
    pub fn add(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    /// Every mistake, placed in the lesson; keys that nobody asked for are mistakes, too.
    pub fn finish(self, fence: &Fence) -> Vec<Problem> {
        let asked = self.asked.into_inner();
        let mut problems = self.problems.into_inner();
        for (key, _) in self.table.get_ref() {
            if !asked.contains(&key.get_ref().as_ref()) {
                problems.push(Problem::unknown(
                    key.span(),
                    "key",
                    &clean::one_line(key.get_ref()),
                    asked.iter().copied(),
                ));
            }
        }
        problems.into_iter().map(|problem| fence.placed(problem)).collect()
    }
}

/// The bytes between the quotes, when they are what was written: without escapes.
pub fn inside(value: &Spanned<DeValue<'_>>) -> Range<usize> {
    let span = value.span();
    match value.get_ref() {
        DeValue::String(text) if span.len() == text.len() + 2 => span.start + 1..span.end - 1,
        _ => span,
    }
}

/// A value as it would stand in a lab's file, without quotes.
pub fn written(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => clean::one_line(text),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(yes) => yes.to_string(),
        DeValue::Datetime(moment) => moment.to_string(),
        DeValue::Array(values) => {
            let each = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
                DeValue::String(text) => format!("{:?}", text.as_ref()),
                other => written(other),
            };
            format!("[{}]", values.iter().map(each).collect::<Vec<_>>().join(", "))
        }
        DeValue::Table(_) => String::new(),
    }
}
