//! `mkdocs.yml`: its `nav`.

use serde_json::Value;

use super::{Listing, Row};
use crate::course::clean;
use crate::course::files::Files;

/// Nobody nests chapters deeper.
const DEPTH_MAX: usize = 8;

/// The list in `mkdocs.yml`.
pub fn listing(files: &Files) -> Option<Listing> {
    let bytes = files.get("mkdocs.yml").or_else(|| files.get("mkdocs.yaml"))?;
    let text = clean::text(bytes).0;
    // The rest of the file may hold tags of Python that are no data; only these keys are read.
    let key = |name: &str| section(&text, name).and_then(|part| serde_saphyr::from_str::<Value>(part).ok());
    let word = |name: &str| key(name).and_then(|value| value.get(name)?.as_str().map(clean::one_line));
    let folder = word("docs_dir").unwrap_or_else(|| "docs".to_owned()).trim_matches(['/', '.']).to_owned();
    let mut rows = Vec::new();
    let nav = key("nav")?;
    items(nav.get("nav")?, &folder, &[], &mut rows);
    Some(Listing { folder, title: word("site_name"), rows })
}

/// The lines of a key at the beginning of a line, up to the next.
fn section<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut start = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let is_key = line.starts_with(|c: char| c.is_ascii_alphabetic());
        if let Some(start) = start.filter(|_| is_key) {
            return Some(&text[start..at]);
        }
        if line.strip_prefix(name).is_some_and(|rest| rest.starts_with(':')) {
            start = Some(at);
        }
        at += line.len();
    }
    start.map(|start| &text[start..])
}

fn items(value: &Value, folder: &str, above: &[String], rows: &mut Vec<Row>) {
    let Value::Array(entries) = value else { return };
    for entry in entries {
        match entry {
            Value::String(path) => page(path, None, folder, rows),
            Value::Object(named) => {
                for (title, inside) in named {
                    let title = clean::one_line(title);
                    if let Value::String(path) = inside {
                        page(path, Some(title), folder, rows);
                    } else if above.len() < DEPTH_MAX {
                        let path: Vec<String> = above.iter().cloned().chain([title]).collect();
                        rows.push(Row::Module(path.join(" / ")));
                        items(inside, folder, &path, rows);
                        rows.push(Row::Module(above.join(" / ")));
                    }
                }
            }
            _ => {}
        }
    }
}

fn page(path: &str, title: Option<String>, folder: &str, rows: &mut Vec<Row>) {
    if !path.contains("://") {
        rows.push(Row::Lesson { path: format!("{folder}/{path}"), title });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nav_is_read_beside_what_is_no_data() {
        let mut files = Files::new();
        let text = "site_name: Boats\nmarkdown_extensions:\n  - x:\n      y: !!python/name:a.b\nnav:\n  - index.md\n  - Guide:\n    - First: guide/first.md\n    - https://example.org\n";
        files.insert("mkdocs.yml", text.as_bytes());
        let listing = listing(&files).expect("a list");
        assert_eq!(listing.title.as_deref(), Some("Boats"));
        assert_eq!(
            listing.rows,
            [
                Row::Lesson { path: "docs/index.md".into(), title: None },
                Row::Module("Guide".into()),
                Row::Lesson { path: "docs/guide/first.md".into(), title: Some("First".into()) },
                Row::Module(String::new()),
            ]
        );
    }
}
