//! A lab back as text: what it was read from and what was set since, without comments.

use std::fmt::Write as _;

use super::LabSpec;
use super::tree::{Node, Table, Value};

impl LabSpec {
    /// The lab as a file that reads back as the same lab.
    pub fn to_toml(&self) -> String {
        let mut text = String::new();
        write_table(&mut text, "", &self.table);
        text.trim_start().to_owned()
    }
}

/// Plain keys first, then tables under their own heading, then lists of tables.
fn write_table(text: &mut String, path: &str, table: &Table) {
    let has_heading = |node: &Node| matches!(node.value, Value::Table(_)) || is_list_of_tables(node);
    for entry in table.iter().filter(|entry| !has_heading(&entry.node)) {
        let _ = writeln!(text, "{} = {}", key(&entry.key), inline(&entry.node));
    }
    for entry in table.iter() {
        let path = if path.is_empty() { key(&entry.key) } else { format!("{path}.{}", key(&entry.key)) };
        match &entry.node.value {
            Value::Table(table) => {
                let _ = writeln!(text, "\n[{path}]");
                write_table(text, &path, table);
            }
            Value::List(items) if is_list_of_tables(&entry.node) => {
                for item in items {
                    if let Value::Table(table) = &item.value {
                        let _ = writeln!(text, "\n[[{path}]]");
                        write_table(text, &path, table);
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_list_of_tables(node: &Node) -> bool {
    let is_table = |item: &Node| matches!(item.value, Value::Table(_));
    matches!(&node.value, Value::List(items) if !items.is_empty() && items.iter().all(is_table))
}

fn inline(node: &Node) -> String {
    match &node.value {
        Value::Text(words) => quoted(words),
        Value::Number(number) => number.clone(),
        Value::Bool(yes) => yes.to_string(),
        Value::List(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Table(table) => {
            let entries = table.iter().map(|entry| format!("{} = {}", key(&entry.key), inline(&entry.node)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-".contains(letter));
    if bare { name.to_owned() } else { quoted(name) }
}

/// On one line, whatever is in it.
fn quoted(words: &str) -> String {
    let mut text = String::from("\"");
    for letter in words.chars() {
        match letter {
            '"' | '\\' => text.extend(['\\', letter]),
            '\n' => text.push_str("\\n"),
            // A recording holds a lab between three of them.
            letter if letter.is_control() || letter == '\'' => {
                let _ = write!(text, "\\u{:04X}", u32::from(letter));
            }
            letter => text.push(letter),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAB: &str = "seed = 0x10\ntitle = \"\\\"Rush\\\" hour\\\\\"\nwatch = [\"fleet\", \"bill\"]\n[functions.\"orders-api\"]\nmemory_mb = 512\nmodel = { cpu = 2, wait = { dist = \"lognormal\", p50 = 100, p95 = \"300ms\" } }\n[load]\nrps = 2.5\nshape = \"poisson\"\n[time]\nduration = \"2m\"\n[[controls]]\ntarget = \"orders-api.memory_mb\"\nvalues = [128, 512]\n[[actions]]\nkey = \"b\"\nlabel = \"Burst\"\nrun = \"load 20 burst\"\n[[actions]]\nkey = \"r\"\nrun = \"fault recycle\"\n[[faults]]\nat = \"30s\"\nrun = \"fault slow orders-api 3\"\n";

    #[test]
    fn a_lab_that_was_written_reads_back() {
        let spec = LabSpec::parse(LAB).0.unwrap().with([("memory", "1024"), ("load.burst", "5")]).unwrap();
        let text = spec.to_toml();
        let (again, problems) = LabSpec::parse(&text);
        let again = again.unwrap_or_else(|| panic!("{problems:#?}\n{text}"));
        assert_eq!(again.to_toml(), text);
        assert_eq!((&again.functions, &again.load, &again.faults), (&spec.functions, &spec.load, &spec.faults));
        assert_eq!((&again.title, again.seed, &again.controls), (&spec.title, 16, &spec.controls));
        assert_eq!((&again.actions, &again.watch, again.duration), (&spec.actions, &spec.watch, spec.duration));
    }
}
