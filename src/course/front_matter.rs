//! The lines above a lesson: `---` YAML or `+++` TOML.
//!
//! They are cut off here and not by the Markdown parser, whose own option takes any `---` pair anywhere for metadata
//! and would swallow text. What is wrong in them is a warning; the body opens all the same.

use std::ops::Range;

use serde_json::{Map, Value};

use super::clean;
use super::lesson::LessonHead;
use crate::problem::{Problem, Severity, nearest};

/// For whom a lesson is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Never done this.
    Beginner,
    /// Has done it.
    Intermediate,
    /// Runs it in production.
    Advanced,
}

/// What starts a new page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageRule {
    /// `<!-- pagebreak -->`
    #[default]
    Comment,
    /// `---`, too.
    Rule,
    /// Each level-one heading, too.
    Heading1,
    /// Each level-one or level-two heading, too.
    Heading2,
    /// Nothing: one long page.
    None,
}

/// Metadata is a dozen lines; a larger block is text that happens to stand between two rules.
const BYTES_MAX: usize = 64 * 1024;

/// The keys we know, with the names that other tools give them.
const KEYS: [(&str, &[&str]); 20] = [
    ("title", &[]),
    ("short_title", &["sidebar_label", "nav_title", "linktitle"]),
    ("id", &["slug", "permalink"]),
    ("module", &["section", "parent", "chapter", "category"]),
    ("order", &["sidebar_position", "nav_order", "weight", "lesson", "position"]),
    ("minutes", &["duration", "reading_time"]),
    ("level", &["difficulty"]),
    ("services", &[]),
    ("prerequisites", &[]),
    ("objectives", &[]),
    ("tags", &["keywords"]),
    ("summary", &["description"]),
    ("status", &[]),
    ("draft", &[]),
    ("lang", &["language"]),
    ("aliases", &["alias", "redirect_from"]),
    ("math", &[]),
    ("pages", &[]),
    ("seed", &[]),
    ("author", &["authors"]),
];

/// Keys that only other tools read: a lesson with one of them is written in their dialect.
const FOREIGN: [&str; 20] = [
    "sidebar_label",
    "sidebar_position",
    "sidebar_class_name",
    "slug",
    "permalink",
    "nav_order",
    "nav_title",
    "has_children",
    "parent",
    "weight",
    "layout",
    "hide_title",
    "hide_table_of_contents",
    "custom_edit_url",
    "pagination_next",
    "theme",
    "marp",
    "publish",
    "cssclasses",
    "template",
];

/// A lesson's metadata, cut off from its body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// Where the body begins.
    pub body: usize,
    /// What it says, key by key, in order.
    pub keys: Map<String, Value>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// The bytes between the marks.
    span: Range<usize>,
}

impl FrontMatter {
    /// Cuts the metadata off, if the text begins with some.
    pub fn cut(text: &str) -> Self {
        let start = text.len() - text.trim_start_matches(['\n', ' ']).len();
        let marks = [("---", &["---", "..."][..]), ("+++", &["+++"][..])];
        let opened = marks
            .into_iter()
            .find(|(open, _)| text[start..].lines().next().is_some_and(|line| line.trim_end() == *open));
        let Some((open, closes)) = opened else { return Self::default() };
        let Some((inside, body)) = block(text, start, closes) else { return Self::unclosed(text, start, open) };
        let read = if open == "---" { yaml(&text[inside.clone()]) } else { toml_keys(&text[inside.clone()]) };
        match read {
            Ok(keys) => Self { body, keys, problems: Vec::new(), span: inside },
            // Between two rules may stand ordinary text; only what looks like `key: value` is metadata with a mistake.
            Err(_) if !looks_like_keys(&text[inside.clone()], open) => Self::default(),
            Err(problem) => {
                let keys = salvaged(&text[inside.clone()]);
                // In a lesson of ours, whatever the rest said is lost: what it builds on, its place, its aliases.
                let severity = if keys.contains_key("id") { Severity::Error } else { problem.severity };
                let problem = Problem { severity, ..problem.shifted(inside.start) };
                Self { body, keys, problems: vec![problem], span: inside }
            }
        }
    }

    /// Keys that no closing line ends are text, which is hardly what their author meant.
    fn unclosed(text: &str, start: usize, open: &str) -> Self {
        let sign = if open == "---" { ':' } else { '=' };
        let second = text[start..].lines().nth(1).and_then(|line| line.split_once(sign)).map(|(key, _)| key.trim());
        if second.and_then(known).is_none() {
            return Self::default();
        }
        let problem =
            Problem::warning(start..start + open.len(), "the front matter is never closed and is read as text");
        Self { problems: vec![problem.with_help(format!("end it with a line {open}"))], ..Self::default() }
    }

    /// The head of a lesson; mistakes in the values join the problems.
    pub fn head(&mut self, text: &str, path: &str) -> LessonHead {
        let mut head = LessonHead { path: path.to_owned(), ..LessonHead::default() };
        // Other tools have an `id`, too; their own keys tell them from ours.
        let foreign = self.keys.keys().any(|key| FOREIGN.contains(&key.to_lowercase().as_str()));
        let own = !foreign && self.keys.keys().any(|key| key.eq_ignore_ascii_case("id"));
        for (written, value) in std::mem::take(&mut self.keys) {
            match known(&written) {
                Some(key) => {
                    if let Err((message, help)) = apply(&mut head, key, &value) {
                        let span = self.place(text, &written);
                        self.problems.push(Problem::warning(span, message).with_help(help));
                    }
                }
                None => {
                    self.question(text, &written);
                    head.extra.push((clean::one_line(&written), words(&value)));
                }
            }
        }
        head.own = own;
        head
    }

    /// Where a key stands.
    pub fn place(&self, text: &str, key: &str) -> Range<usize> {
        let inside = &text[self.span.clone()];
        let mut at = self.span.start;
        for line in inside.split_inclusive('\n') {
            let begins = line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with([':', '=']));
            if begins {
                return at..at + line.trim_end().len();
            }
            at += line.len();
        }
        self.span.start..self.span.start
    }

    /// An unknown key is kept, never an error; one that is nearly a known key is probably a slip.
    fn question(&mut self, text: &str, written: &str) {
        if let Some(meant) = nearest(written, KEYS.iter().map(|(key, _)| *key)) {
            let span = self.place(text, written);
            let span = span.start..span.start + written.len().min(span.len());
            let problem = Problem::warning(span, format!("unknown front matter key `{}`", clean::one_line(written)));
            self.problems.push(problem.with_help(format!("did you mean `{meant}`?")));
        }
    }
}

/// The bytes between the opening line and the closing one, and where the body begins.
fn block(text: &str, start: usize, closes: &[&str]) -> Option<(Range<usize>, usize)> {
    let inside = start + text[start..].find('\n')? + 1;
    let mut at = inside;
    for line in text[inside..].split_inclusive('\n') {
        if closes.contains(&line.trim_end()) {
            return Some((inside..at, at + line.len()));
        }
        at += line.len();
        if at - inside > BYTES_MAX {
            return None;
        }
    }
    None
}

fn yaml(text: &str) -> Result<Map<String, Value>, Problem> {
    if text.trim().is_empty() {
        return Ok(Map::new());
    }
    let not_a_mapping = || Problem::warning(0..0, "the front matter is not a list of `key: value` lines");
    // Only `true` and `false` are yes and no: a tag called `y` or `on` is a word.
    let options = serde_saphyr::options! { strict_booleans: true };
    match serde_saphyr::from_str_with_options::<Value>(text, options) {
        Ok(Value::Object(keys)) => Ok(keys),
        Ok(_) => Err(not_a_mapping()),
        Err(error) => {
            let noticed = error.location().map_or(1, |place| place.line() as usize);
            let message = error.to_string();
            let first = without_place(&clean::one_line(message.lines().next().unwrap_or_default()));
            Err(Problem::warning(broken_line(text, noticed), format!("the front matter is not YAML: {first}"))
                .with_help("put values that contain `:`, `#` or quotes into quotes"))
        }
    }
}

fn toml_keys(text: &str) -> Result<Map<String, Value>, Problem> {
    toml::from_str::<Map<String, Value>>(text).map_err(|error| {
        let message = clean::one_line(error.message());
        Problem::warning(error.span().unwrap_or(0..0), format!("the front matter is not TOML: {message}"))
    })
}

/// The bytes of the line with the mistake: the parser notices it there or later, so it is the first line after the
/// longest beginning that reads well.
fn broken_line(text: &str, noticed: usize) -> Range<usize> {
    let ends: Vec<usize> = text
        .split_inclusive('\n')
        .scan(0, |at, line| {
            *at += line.len();
            Some(*at)
        })
        .collect();
    let reads = |end: usize| serde_saphyr::from_str::<Value>(&text[..end]).is_ok_and(|value| value.is_object());
    let looked_at = ends.iter().take(noticed).rev().take(LINES_LOOKED_AT);
    let start = looked_at.copied().find(|end| reads(*end) && *end < text.len()).unwrap_or(0);
    start..start + text[start..].lines().next().map_or(0, str::len)
}

/// More lines than this are not read again to find a mistake.
const LINES_LOOKED_AT: usize = 100;

/// The parser's `line 3 column 1` is said by our own place.
fn without_place(message: &str) -> String {
    let is_place = |(at, _): &(usize, &str)| message[at + 5..].starts_with(|c: char| c.is_ascii_digit());
    let Some((at, _)) = message.match_indices("line ").find(is_place) else { return message.to_owned() };
    let (before, after) = (&message[..at], &message[at + 5..]);
    let rest = after.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | ',' | ':'));
    let rest = rest.strip_prefix("column ").map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let before = before.trim_end().trim_end_matches(" at").trim_start_matches("error:").trim();
    [before, rest.trim_start_matches([':', ' '])]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" ")
}

/// `key: value` on its first line that says anything.
fn looks_like_keys(text: &str, open: &str) -> bool {
    let sign = if open == "---" { ':' } else { '=' };
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let key = first.and_then(|line| line.split_once(sign)).map(|(key, _)| key);
    key.is_some_and(|key| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')))
}

/// From broken metadata, the plain `key: value` lines, so that a lesson keeps its name and its learner's progress.
fn salvaged(text: &str) -> Map<String, Value> {
    let pair = |line: &str| {
        let (key, value) = line.split_once([':', '='])?;
        let value = value.trim().trim_matches(['"', '\'']);
        let plain = known(key.trim()).is_some() && !value.is_empty() && !value.starts_with(['[', '{', '|', '>']);
        plain.then(|| (key.trim().to_owned(), Value::String(value.to_owned())))
    };
    text.lines().filter_map(pair).collect()
}

fn known(written: &str) -> Option<&'static str> {
    let lower = written.to_lowercase();
    KEYS.iter().find(|(key, others)| *key == lower || others.contains(&lower.as_str())).map(|(key, _)| *key)
}

type Advice = (String, String);

fn apply(head: &mut LessonHead, key: &str, value: &Value) -> Result<(), Advice> {
    match key {
        "title" => head.title = words(value),
        "short_title" => head.short_title = Some(words(value)),
        "id" => words(value).trim_matches('/').clone_into(&mut head.id),
        "module" => head.module = Some(words(value)),
        "order" => head.order = Some(number(key, value)?),
        "minutes" => head.minutes = Some(number(key, value)?.max(0.0) as u32),
        "level" => head.level = Some(level(value)?),
        "services" => head.services = list(value),
        "prerequisites" => head.prerequisites = list(value),
        "objectives" => head.objectives = list(value),
        "tags" => head.tags = list(value),
        "summary" => head.summary = Some(words(value)),
        "status" => head.draft |= words(value).eq_ignore_ascii_case("draft"),
        "draft" => head.draft |= matches!(value, Value::Bool(true)),
        "lang" => head.lang = Some(words(value)),
        "aliases" => head.aliases = list(value),
        "math" => head.math = words(value).eq_ignore_ascii_case("true"),
        "pages" => head.pages = page_rule(value)?,
        "seed" => head.seed = Some(number(key, value)?.max(0.0) as u64),
        _ => head.extra.push((key.to_owned(), words(value))),
    }
    Ok(())
}

fn number(key: &str, value: &Value) -> Result<f64, Advice> {
    let parsed = value.as_f64().or_else(|| words(value).trim().parse().ok());
    let finite = parsed.filter(|number| number.is_finite());
    finite.ok_or_else(|| (format!("`{key}` is not a number"), format!("write a number, as in `{key}: 6`")))
}

fn level(value: &Value) -> Result<Level, Advice> {
    match words(value).to_lowercase().as_str() {
        "beginner" => Ok(Level::Beginner),
        "intermediate" => Ok(Level::Intermediate),
        "advanced" => Ok(Level::Advanced),
        other => Err((format!("unknown level `{other}`"), "known: beginner, intermediate, advanced".to_owned())),
    }
}

fn page_rule(value: &Value) -> Result<PageRule, Advice> {
    match words(value).to_lowercase().as_str() {
        "comment" => Ok(PageRule::Comment),
        "rule" => Ok(PageRule::Rule),
        "heading1" => Ok(PageRule::Heading1),
        "heading2" => Ok(PageRule::Heading2),
        "none" => Ok(PageRule::None),
        other => {
            Err((format!("unknown page rule `{other}`"), "known: comment, rule, heading1, heading2, none".to_owned()))
        }
    }
}

/// A list, or one value as a list of one; commas divide.
fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().map(words).collect(),
        Value::Null => Vec::new(),
        value => words(value).split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect(),
    }
}

/// A value as one line of safe text.
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => clean::one_line(text.trim()),
        Value::Null => String::new(),
        Value::Array(values) => values.iter().map(words).collect::<Vec<_>>().join(", "),
        value => clean::one_line(&value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &str) -> (LessonHead, usize, Vec<String>) {
        let mut front = FrontMatter::cut(text);
        let head = front.head(text, "a.md");
        let problems = front.problems.iter().map(|problem| format!("{}: {}", problem.span.start, problem.message));
        (head, front.body, problems.collect())
    }

    #[test]
    fn yaml_and_toml_say_the_same() {
        let (yaml, body, problems) =
            head("---\ntitle: A\nid: a-b\nlesson: 6\ntags: [x, y]\nlevel: Beginner\n---\nBody");
        assert_eq!((body, problems.len()), (64, 0));
        let (toml, ..) =
            head("+++\ntitle = 'A'\nid = 'a-b'\norder = 6\ntags = ['x', 'y']\nlevel = 'beginner'\n+++\nBody");
        assert_eq!(yaml, toml);
        assert!(yaml.own);
        assert_eq!((yaml.id.as_str(), yaml.order, yaml.level), ("a-b", Some(6.0), Some(Level::Beginner)));
        assert_eq!(yaml.tags, ["x", "y"]);
    }

    #[test]
    fn unknown_keys_are_kept_and_slips_are_questioned() {
        let (head, _, problems) = head("---\nid: a\nprerequisits: [b]\nhide_title: true\n---\n");
        assert_eq!(head.extra, [("prerequisits".into(), "b".into()), ("hide_title".into(), "true".into())]);
        assert_eq!(problems, ["10: unknown front matter key `prerequisits`"]);
    }

    #[test]
    fn a_mistake_keeps_the_name_and_opens_the_body() {
        let text = "---\ntitle: \"Not closed\nid: kept\n---\nBody";
        let (head, body, problems) = head(text);
        assert_eq!((head.id.as_str(), &text[body..]), ("kept", "Body"));
        assert_eq!(problems.len(), 1);
        assert!(problems[0].contains("the front matter is not YAML"), "{problems:?}");
    }

    #[test]
    fn text_between_two_rules_is_no_metadata() {
        for text in ["---\nJust a thought.\n---\nmore", "---\n", "---\ntitle: a", "text\n---\na: b\n---\n"] {
            assert_eq!(FrontMatter::cut(text).body, 0, "{text}");
        }
    }

    #[test]
    fn values_of_the_wrong_kind_are_warnings() {
        let (_, _, problems) = head("---\nid: a\nminutes: soon\nlevel: wizard\npages: slides\n---\n");
        assert_eq!(
            problems,
            ["10: `minutes` is not a number", "24: unknown level `wizard`", "38: unknown page rule `slides`"]
        );
    }
}
