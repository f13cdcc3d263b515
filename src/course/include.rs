//! `{{#include functions/hello.js:handler}}`: code from a file of the course, as mdBook writes it.

use super::clean;
use super::files::Files;

/// What an include line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Include<'a> {
    /// The file, inside the course folder.
    pub path: &'a str,
    /// `handler`, `2:5`, or all of it.
    pub part: Option<&'a str>,
}

impl<'a> Include<'a> {
    /// The include that a line is, if it is one.
    pub fn parse(line: &'a str) -> Option<Self> {
        let inside = line.trim().strip_prefix("{{#include")?.strip_suffix("}}")?.trim();
        let (path, part) = inside.split_once(':').map_or((inside, None), |(path, part)| (path, Some(part)));
        Some(Self { path: path.trim(), part: part.map(str::trim).filter(|part| !part.is_empty()) })
    }

    /// The path of the file it means and the lines; or why there are none.
    pub fn read(&self, files: &Files, folder: &str) -> Result<(String, String), String> {
        let path = resolve(files, folder, self.path)?;
        let bytes = files.get(&path).ok_or_else(|| format!("`{path}` is no text"))?;
        let text = clean::text(bytes).0;
        let lines = match self.part {
            None => Some(text.lines().filter(|line| anchor(line).is_none()).collect()),
            Some(part) => numbered(&text, part).or_else(|| anchored(&text, part)),
        };
        let lines: Vec<&str> = lines.ok_or_else(|| {
            let part = self.part.unwrap_or_default();
            format!("`{path}` has no `ANCHOR: {part}`")
        })?;
        Ok((path, outdented(&lines)))
    }
}

/// A path of the course: as written from the course folder, or from the lesson's own folder; never outside.
pub fn resolve(files: &Files, folder: &str, written: &str) -> Result<String, String> {
    let outside = || format!("`{written}` leads out of the course folder");
    let from_course = normal(written);
    let from_lesson = normal(&format!("{folder}/{written}"));
    if written.starts_with('/') || (from_course.is_none() && from_lesson.is_none()) {
        return Err(outside());
    }
    let candidates = [from_lesson, from_course];
    let existing = candidates.into_iter().flatten().find(|path| files.has(path));
    existing.ok_or_else(|| format!("`{written}` is not in the course folder"))
}

/// `a/./b/../c` → `a/c`; `None` if it climbs out.
pub fn normal(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ if part.contains(':') => return None,
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// `// ANCHOR: handler` → `(true, "handler")`; `// ANCHOR_END: handler` → `(false, "handler")`.
fn anchor(line: &str) -> Option<(bool, &str)> {
    let name = |mark: &str| line.split_once(mark).map(|(_, rest)| rest.split_whitespace().next().unwrap_or_default());
    name("ANCHOR:").map(|name| (true, name)).or_else(|| name("ANCHOR_END:").map(|name| (false, name)))
}

fn anchored<'a>(text: &'a str, wanted: &str) -> Option<Vec<&'a str>> {
    let mut inside = false;
    let mut found = None;
    for line in text.lines() {
        match anchor(line) {
            Some((begins, name)) if name == wanted => {
                inside = begins;
                found.get_or_insert_with(Vec::new);
            }
            None if inside => found.get_or_insert_with(Vec::new).push(line),
            _ => {}
        }
    }
    found
}

/// `2:5`: lines two to five; `2`: line two; `2:` from line two.
fn numbered<'a>(text: &'a str, part: &str) -> Option<Vec<&'a str>> {
    let (first, last) = part.split_once(':').unwrap_or((part, part));
    let number = |text: &str, otherwise| if text.is_empty() { Some(otherwise) } else { text.parse::<usize>().ok() };
    let (first, last) = (number(first, 1)?, number(last, usize::MAX)?);
    Some(text.lines().skip(first.max(1) - 1).take(last.saturating_sub(first.max(1) - 1)).collect())
}

/// Without the indentation that all lines share.
fn outdented(lines: &[&str]) -> String {
    let indent = |line: &&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let shared = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    lines.iter().map(|line| line.get(shared..).unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course() -> Files {
        let mut files = Files::new();
        let code = b"let a;\n  // ANCHOR: handler\n  run() {\n    go();\n  }\n  // ANCHOR_END: handler\nlet z;\n";
        files.insert("functions/hello.js", &code[..]);
        files
    }

    fn read(line: &str) -> Result<String, String> {
        Include::parse(line).expect("an include").read(&course(), "lessons").map(|(_, text)| text)
    }

    #[test]
    fn an_include_is_a_file_a_part_or_lines() {
        assert_eq!(read("{{#include functions/hello.js:handler}}").unwrap(), "run() {\n  go();\n}");
        assert_eq!(read("{{#include ../functions/hello.js:7}}").unwrap(), "let z;");
        assert_eq!(read("{{#include functions/hello.js}}").unwrap().lines().count(), 5);
    }

    #[test]
    fn an_include_stays_in_its_course() {
        for line in ["{{#include ../../etc/passwd}}", "{{#include /etc/passwd}}", r"{{#include c:\secret}}"] {
            assert!(read(line).is_err(), "{line}");
        }
        assert_eq!(
            read("{{#include functions/hello.js:nobody}}").unwrap_err(),
            "`functions/hello.js` has no `ANCHOR: nobody`"
        );
        assert_eq!(
            read("{{#include functions/helo.js}}").unwrap_err(),
            "`functions/helo.js` is not in the course folder"
        );
    }
}
