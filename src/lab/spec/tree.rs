//! The text of a lab as a tree that keeps the place of everything and the order of the file, and that can be changed and read again.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::problem::Problem;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Bytes of the text; empty for values that were set later.
    pub span: Range<usize>,
    /// The value.
    pub value: Value,
}

/// What a value can be. Numbers stay text, so that each key decides how to read them.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `"300ms"`
    Text(String),
    /// `300`, `0.5`
    Number(String),
    /// `true`
    Bool(bool),
    /// `[1, 2]`, `[[actions]]`
    List(Vec<Node>),
    /// `{ p50 = 1 }`, `[load]`
    Table(Table),
}

/// Keys and values in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    entries: Vec<Entry>,
}

/// One key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Range<usize>,
    /// Its value.
    pub node: Node,
}

/// Reads what can be read, and says everything that cannot.
pub fn parse(text: &str) -> (Table, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let problems = errors
        .iter()
        .map(|error| Problem::error(error.span().unwrap_or(0..0), error.message().trim().replace('\n', " ")))
        .collect();
    (from_table(table.get_ref()), problems)
}

/// A value as one would write it after a `=`; what is no TOML is taken as text, so that `300ms` needs no quotes.
pub fn parse_value(text: &str) -> Node {
    let text = text.trim();
    let value = DeValue::parse(text).ok().map(|value| from_value(value.get_ref()));
    Node { span: 0..0, value: value.unwrap_or_else(|| Value::Text(text.to_owned())) }.without_spans()
}

fn from_table(table: &DeTable<'_>) -> Table {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: key.span(),
            node: Node { span: value.span(), value: from_value(value.get_ref()) },
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start); // the parser sorts by name; people read from the top
    Table { entries }
}

fn from_value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(integer) => Value::Number(match integer.radix() {
            10 => integer.as_str().to_owned(),
            radix => i64::from_str_radix(integer.as_str(), radix)
                .map_or_else(|_| integer.as_str().to_owned(), |n| n.to_string()),
        }),
        DeValue::Float(float) => Value::Number(float.as_str().to_owned()),
        DeValue::Boolean(yes) => Value::Bool(*yes),
        DeValue::Datetime(datetime) => Value::Text(datetime.to_string()),
        DeValue::Array(array) => Value::List(
            array.iter().map(|item| Node { span: item.span(), value: from_value(item.get_ref()) }).collect(),
        ),
        DeValue::Table(table) => Value::Table(from_table(table)),
    }
}

impl Node {
    /// The text of a scalar, as a quantity is read from it.
    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) | Value::Number(text) => Some(text),
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            Value::List(_) | Value::Table(_) => None,
        }
    }

    /// What kind of value it is, for error messages.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "a text",
            Value::Number(_) => "a number",
            Value::Bool(_) => "true or false",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// As one would type it.
    pub fn written(&self) -> String {
        match &self.value {
            Value::List(items) => format!("[{}]", items.iter().map(Self::written).collect::<Vec<_>>().join(", ")),
            Value::Table(table) => {
                let entries: Vec<String> =
                    table.iter().map(|entry| format!("{} = {}", entry.key, entry.node.quoted())).collect();
                format!("{{ {} }}", entries.join(", "))
            }
            _ => self.scalar().unwrap_or_default().to_owned(),
        }
    }

    fn quoted(&self) -> String {
        match &self.value {
            Value::Text(text) => format!("\"{text}\""),
            _ => self.written(),
        }
    }

    fn without_spans(mut self) -> Self {
        self.span = 0..0;
        match &mut self.value {
            Value::List(items) => items.iter_mut().for_each(|item| *item = item.clone().without_spans()),
            Value::Table(table) => {
                for entry in &mut table.entries {
                    entry.key_span = 0..0;
                    entry.node = entry.node.clone().without_spans();
                }
            }
            _ => {}
        }
        self
    }
}

impl Table {
    /// The entry of a key.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The table under a key.
    pub fn table(&self, key: &str) -> Option<&Self> {
        match &self.get(key)?.node.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// Entries in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// The node at a path.
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        let (last, tables) = path.split_last()?;
        let table = tables.iter().try_fold(self, |table, key| table.table(key))?;
        table.get(last).map(|entry| &entry.node)
    }

    /// Puts a node at a path, making tables on the way.
    pub fn put(&mut self, path: &[&str], node: Node) {
        let Some((first, rest)) = path.split_first() else { return };
        let index = self.entries.iter().position(|entry| entry.key == *first).unwrap_or_else(|| {
            let empty = Node { span: 0..0, value: Value::Table(Self::default()) };
            self.entries.push(Entry { key: (*first).to_owned(), key_span: 0..0, node: empty });
            self.entries.len() - 1
        });
        let entry = &mut self.entries[index];
        if rest.is_empty() {
            entry.node = node;
            return;
        }
        if !matches!(entry.node.value, Value::Table(_)) {
            entry.node.value = Value::Table(Self::default());
        }
        if let Value::Table(table) = &mut entry.node.value {
            table.put(rest, node);
        }
    }

    /// Takes a key away.
    pub fn remove(&mut self, path: &[&str]) {
        match path {
            [] => {}
            [key] => self.entries.retain(|entry| entry.key != *key),
            [first, rest @ ..] => {
                for entry in self.entries.iter_mut().filter(|entry| entry.key == *first) {
                    if let Value::Table(table) = &mut entry.node.value {
                        table.remove(rest);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_keeps_the_order_and_the_places_of_its_file() {
        let text = "zebra = 1\n[load]\nrps = 0x10\nant = \"a\"\n";
        let (table, problems) = parse(text);
        assert!(problems.is_empty());
        assert_eq!(table.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>(), ["zebra", "load"]);
        let rps = table.at(&["load", "rps"]).unwrap();
        assert_eq!((rps.scalar(), &text[rps.span.clone()]), (Some("16"), "0x10"));
    }

    #[test]
    fn broken_text_gives_its_problems_and_the_rest() {
        let (table, problems) = parse("seed = = 3\ntitle = \"ok\"\n[load\nrps = 1\n");
        assert!(problems.len() >= 2, "{problems:?}");
        assert_eq!(table.at(&["title"]).and_then(Node::scalar), Some("ok"));
    }

    #[test]
    fn a_value_needs_no_quotes_when_it_is_typed() {
        assert_eq!(parse_value("300ms").value, Value::Text("300ms".into()));
        assert_eq!(parse_value("512").value, Value::Number("512".into()));
        assert_eq!(parse_value("true").value, Value::Bool(true));
        assert_eq!(parse_value("steady+burst").written(), "steady+burst");
        assert_eq!(parse_value("[1, 2]").written(), "[1, 2]");
        assert!(matches!(parse_value("{ p50 = 1, p95 = 2 }").value, Value::Table(_)));
    }

    #[test]
    fn a_path_is_made_and_taken_away() {
        let mut table = Table::default();
        table.put(&["a", "b", "c"], parse_value("1"));
        assert_eq!(table.at(&["a", "b", "c"]).and_then(Node::scalar), Some("1"));
        table.remove(&["a", "b", "c"]);
        assert_eq!(table.at(&["a", "b", "c"]), None);
    }
}
