//! Files of a lab: the code its functions run, by path. A lab may carry them itself, in `[files]`; what it does not carry comes from
//! beside it, and is carried from then on, so that a lab that was read once is whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::tree::{Node, Table, Value};
use crate::js::Package;
use crate::problem::Problem;

/// Where files of a lab come from.
pub type Beside<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The files themselves.
pub type Files = BTreeMap<String, Arc<str>>;

/// Files of one lab, with what they bring along: more is a project, and no lesson reads it.
const FILES_MAX: usize = 64;

/// The table that carries them.
pub const TABLE: &str = "files";

/// Puts into the lab what its functions run and the lab does not carry yet, with whatever that brings along by relative imports.
pub fn gather(table: &mut Table, beside: Beside<'_>) {
    let mut wanted: Vec<String> = named(table);
    let mut carried = read(table);
    for path in wanted.clone() {
        carry(table, &mut carried, &path, beside);
    }
    while let Some(path) = wanted.pop() {
        let Some(text) = carried.get(&path).map(Arc::clone) else { continue };
        for name in relative_imports(&text) {
            let candidates = Package::candidates(&path, &name);
            if candidates.iter().any(|path| carried.contains_key(path)) {
                continue;
            }
            let found = candidates.into_iter().find(|path| carry(table, &mut carried, path, beside));
            wanted.extend(found);
        }
    }
}

/// Puts a file into the lab, unless it is there; whether there is one.
fn carry(table: &mut Table, carried: &mut Files, path: &str, beside: Beside<'_>) -> bool {
    if carried.contains_key(path) {
        return true;
    }
    let Some(text) = beside(path).filter(|_| carried.len() < FILES_MAX) else { return false };
    table.put(&[TABLE, path], text_node(&text));
    carried.insert(path.to_owned(), text.into());
    true
}

/// The files that a lab carries; what is not a text is left out, and noted by whoever reads the lab.
pub fn read(table: &Table) -> Files {
    let Some(files) = table.table(TABLE) else { return Files::new() };
    let text = |node: &Node| match &node.value {
        Value::Text(text) => Some(Arc::from(text.as_str())),
        _ => None,
    };
    files.iter().filter_map(|entry| Some((entry.key.clone(), text(&entry.node)?))).collect()
}

/// What of it cannot be a file.
pub fn problems(table: &Table) -> Vec<Problem> {
    let Some(entry) = table.get(TABLE) else { return Vec::new() };
    let Value::Table(files) = &entry.node.value else {
        let message = format!("`{TABLE}` must be a table, not {}", entry.node.kind());
        return vec![Problem::error(entry.node.span.clone(), message)];
    };
    let wrong = files.iter().filter(|entry| !matches!(entry.node.value, Value::Text(_)));
    wrong
        .map(|entry| {
            let message = format!("the file `{}` must be a text, not {}", entry.key, entry.node.kind());
            Problem::error(entry.node.span.clone(), message).with_help("write \"path/of/file.js\" = '''…'''")
        })
        .collect()
}

/// The files that a function runs: its own and what that brings along.
pub fn of(files: &Files, entry: &str) -> Files {
    let mut package = Files::new();
    let mut wanted = vec![entry.to_owned()];
    while let Some(path) = wanted.pop() {
        let Some(text) = files.get(&path).filter(|_| !package.contains_key(&path)) else { continue };
        for name in relative_imports(text) {
            wanted.extend(Package::candidates(&path, &name).into_iter().find(|path| files.contains_key(path)));
        }
        package.insert(path, Arc::clone(text));
    }
    package
}

/// A text as a value of a lab.
pub fn text_node(text: &str) -> Node {
    Node { span: 0..0, value: Value::Text(text.to_owned()) }
}

/// The code files that functions name.
fn named(table: &Table) -> Vec<String> {
    let Some(functions) = table.table("functions") else { return Vec::new() };
    let code = |node: &Node| match &node.value {
        Value::Table(function) => function.get("code").and_then(|entry| match &entry.node.value {
            Value::Text(path) => Some(path.clone()),
            _ => None,
        }),
        _ => None,
    };
    functions.iter().filter_map(|entry| code(&entry.node)).collect()
}

/// `./lib/prices.js` of `import … from "./lib/prices.js"`, `import("./x.js")` and `require('./x')`. Words in comments may be found, too:
/// a file too many does no harm.
fn relative_imports(text: &str) -> Vec<String> {
    let quote = |text: &str| text.chars().next().filter(|first| "\"'`".contains(*first));
    let mut found = Vec::new();
    for word in ["from", "import", "require"] {
        for (at, _) in text.match_indices(word) {
            let rest = text[at + word.len()..].trim_start().trim_start_matches('(').trim_start();
            let Some(mark) = quote(rest) else { continue };
            let name = rest[1..].split(mark).next().unwrap_or_default();
            if name.starts_with("./") || name.starts_with("../") {
                found.push(name.to_owned());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lab_carries_what_its_functions_run_and_what_that_brings_along() {
        let beside = |path: &str| match path {
            "functions/a.js" => Some("import { b } from './lib/b.js';\nconst c = require(\"../c\");".to_owned()),
            "functions/lib/b.js" => Some("export const b = 1; // import '../../../etc/passwd'".to_owned()),
            "c.json" => Some("{}".to_owned()),
            _ => None,
        };
        let (mut table, _) = super::super::tree::parse("[functions.x]\ncode = \"functions/a.js\"\n");
        gather(&mut table, &beside);
        let files = read(&table);
        assert_eq!(files.keys().collect::<Vec<_>>(), ["c.json", "functions/a.js", "functions/lib/b.js"]);
        assert_eq!(of(&files, "functions/lib/b.js").len(), 1);
        assert_eq!(of(&files, "functions/a.js").len(), 3);
    }
}
