//! A TOML or JSON text as values with their places.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::Problem;

/// Keys in the order of the text.
pub(super) type Table = Vec<Named>;

/// A key and its value.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub key: String,
    pub key_span: Range<usize>,
    pub value: Spot,
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub node: Node,
    pub span: Range<usize>,
}

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Text(String),
    /// As written, so that no float ever rounds it.
    Number(String),
    Bool(bool),
    List(Vec<Spot>),
    Table(Table),
    /// A date, a null: nothing a usage file has a use for.
    Other,
}

impl Node {
    /// A number, bare or in quotes.
    pub fn decimal(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            _ => None,
        }
    }

    /// How a message calls it.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Number(text) => text.clone(),
            Self::Bool(value) => value.to_string(),
            Self::List(_) => "a list".to_owned(),
            Self::Table(_) => "a table".to_owned(),
            Self::Other => "this".to_owned(),
        }
    }
}

/// Reads TOML, or says every place where it is not.
pub(super) fn read_toml(text: &str) -> Result<Table, Vec<Problem>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(table(root.get_ref()));
    }
    let problem = |error: &toml::de::Error| {
        Problem::error(error.span().unwrap_or(0..0), error.message().trim().replace('\n', " "))
    };
    Err(errors.iter().map(problem).collect())
}

fn table(table: &DeTable) -> Table {
    let mut named: Table = table
        .iter()
        .map(|(key, value)| Named { key: key.get_ref().to_string(), key_span: key.span(), value: spot(value) })
        .collect();
    named.sort_by_key(|named| named.key_span.start);
    named
}

fn spot(value: &Spanned<DeValue>) -> Spot {
    let node = match value.get_ref() {
        DeValue::String(text) => Node::Text(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Node::Number(number.as_str().replace('_', "")),
        DeValue::Float(number) => Node::Number(number.as_str().replace('_', "")),
        DeValue::Boolean(value) => Node::Bool(*value),
        DeValue::Array(items) => Node::List(items.iter().map(spot).collect()),
        DeValue::Table(inner) => Node::Table(table(inner)),
        DeValue::Integer(_) | DeValue::Datetime(_) => Node::Other,
    };
    Spot { node, span: value.span() }
}
