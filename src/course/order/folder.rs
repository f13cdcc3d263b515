//! Order by folders: each is a module; the page it opens with comes first, then what names its place, then by name.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::Value;

use super::{is_index, number, numbered, stem};
use crate::course::clean;
use crate::course::course::Module;
use crate::course::files::Files;
use crate::course::lesson::LessonHead;

/// The modules of a folder without a list.
pub fn modules(mut heads: Vec<LessonHead>, files: &Files) -> Vec<Module> {
    adopt(&mut heads);
    let shared = shared_folder(&heads);
    let folders = Folders { shared: &shared, facts: facts(&heads, files) };
    heads.sort_by(|left, right| {
        let modules = folders.compare(&folders.module(left), &folders.module(right));
        modules.then_with(|| place(left).compare(&place(right)))
    });
    let mut modules: Vec<(Vec<String>, Module)> = Vec::new();
    for head in heads {
        let key = folders.module(&head);
        match modules.last_mut() {
            Some((last, module)) if *last == key => module.lessons.push(head),
            _ => {
                let title = folders.title(&key);
                modules.push((key, Module { title, lessons: vec![head], ..Module::default() }));
            }
        }
    }
    numbered(modules.into_iter().map(|(_, module)| module).collect())
}

/// A page that others name as their parent opens their module.
fn adopt(heads: &mut [LessonHead]) {
    let parents: Vec<String> = heads.iter().filter_map(|head| head.module.clone()).collect();
    for head in heads {
        if head.module.is_none() && parents.contains(&head.title) {
            head.module = Some(head.title.clone());
        }
    }
}

/// Where a page stands in its module.
struct Place<'a> {
    opens: bool,
    order: Option<f64>,
    name: &'a str,
}

fn place(head: &LessonHead) -> Place<'_> {
    let file = stem(head.path.rsplit('/').next().unwrap_or_default());
    let (prefix, name) = number(file);
    let opens = is_index(file) || head.module.as_deref() == Some(head.title.as_str());
    Place { opens, order: head.order.or(prefix), name }
}

impl Place<'_> {
    fn compare(&self, other: &Self) -> Ordering {
        other.opens.cmp(&self.opens).then(by_order(self.order, other.order)).then_with(|| self.name.cmp(other.name))
    }
}

/// What names its place comes first.
fn by_order(left: Option<f64>, right: Option<f64>) -> Ordering {
    match (left, right) {
        (Some(left), Some(right)) => left.total_cmp(&right),
        (left, right) => right.is_some().cmp(&left.is_some()),
    }
}

/// The folders of a course.
struct Folders<'a> {
    shared: &'a str,
    facts: BTreeMap<String, Facts>,
}

/// What is known of a folder, or of a module that pages name.
#[derive(Clone, Debug, Default)]
struct Facts {
    title: Option<String>,
    order: Option<f64>,
}

impl Folders<'_> {
    /// The module of a page: its folders, then the name it gives.
    fn module(&self, head: &LessonHead) -> Vec<String> {
        if let Some(name) = &head.module {
            return vec![name.clone()];
        }
        let inside = head.path[self.shared.len()..].trim_start_matches('/');
        let folder = inside.rsplit_once('/').map_or("", |(folder, _)| folder);
        folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    fn fact(&self, path: &[String]) -> Facts {
        let joined = path.join("/");
        let whole = if self.shared.is_empty() { joined.clone() } else { format!("{}/{joined}", self.shared) };
        self.facts.get(&whole).or_else(|| self.facts.get(&joined)).cloned().unwrap_or_default()
    }

    fn compare(&self, left: &[String], right: &[String]) -> Ordering {
        for depth in 0..left.len().min(right.len()) {
            let (one, other) = (&left[depth], &right[depth]);
            if one != other {
                let order = |path: &[String], name: &str| self.fact(path).order.or(number(name).0);
                let orders = by_order(order(&left[..=depth], one), order(&right[..=depth], other));
                return orders.then_with(|| number(one).1.cmp(number(other).1)).then_with(|| one.cmp(other));
            }
        }
        left.len().cmp(&right.len())
    }

    /// `Guide / First steps`
    fn title(&self, path: &[String]) -> String {
        let title = |depth: usize| self.fact(&path[..=depth]).title.unwrap_or_else(|| spoken(&path[depth]));
        (0..path.len()).map(title).collect::<Vec<_>>().join(" / ")
    }
}

/// `01-first_steps` → `First steps`
fn spoken(name: &str) -> String {
    let words = number(name).1.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The folder that holds everything, which is no module.
fn shared_folder(heads: &[LessonHead]) -> String {
    let folder = |head: &LessonHead| head.path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let mut shared = heads.first().map(folder).unwrap_or_default();
    for head in heads {
        while !super::is_in(&head.path, &shared) {
            shared.truncate(shared.rfind('/').unwrap_or(0));
        }
    }
    shared
}

/// What `_category_.json`, the page a folder opens with, and parents say.
fn facts(heads: &[LessonHead], files: &Files) -> BTreeMap<String, Facts> {
    let mut facts: BTreeMap<String, Facts> = BTreeMap::new();
    for head in heads {
        let (folder, file) = head.path.rsplit_once('/').unwrap_or(("", &head.path));
        if head.module.as_deref() == Some(head.title.as_str()) {
            let fact = facts.entry(head.title.clone()).or_default();
            fact.order = head.order;
        } else if is_index(stem(file)) {
            let fact = facts.entry(folder.to_owned()).or_default();
            // Only Hugo's `_index` speaks for its whole folder; others name themselves.
            if stem(file) == "_index" {
                fact.title = Some(head.title.clone());
            }
            fact.order = fact.order.or(head.order);
        }
    }
    for path in files.paths() {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        if !matches!(file, "_category_.json" | "_category_.yml" | "_category_.yaml") {
            continue;
        }
        let text = clean::text(files.get(path).unwrap_or_default()).0;
        // JSON is YAML.
        let Ok(value) = serde_saphyr::from_str::<Value>(&text) else { continue };
        let fact = facts.entry(folder.to_owned()).or_default();
        fact.title = value.get("label").and_then(Value::as_str).map(clean::one_line).or(fact.title.take());
        fact.order = value.get("position").and_then(Value::as_f64).or(fact.order);
    }
    facts
}
