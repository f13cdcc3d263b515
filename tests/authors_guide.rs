//! The author's guide is a course: its examples, put together, are checked like any other, and its lists are complete.

use std::collections::BTreeMap;
use std::sync::Arc;

use coldstart::catalog::Catalog;
use coldstart::course::check::check;
use coldstart::course::{Course, Directive, Files};
use coldstart::lab::metrics;

const GUIDE: &str = include_str!("../docs/authors-guide.md");

/// Examples stand between four backticks, so that they can hold fences themselves.
const FENCE: &str = "````";

/// Where an example without a title belongs.
const LESSON: &str = "lessons/stamps.md";

#[test]
fn the_examples_are_a_course_without_a_mistake() {
    let findings = check(&course(), &Arc::new(Catalog::embedded()), None);
    let told: Vec<String> = findings.iter().map(|finding| finding.source.explain(&finding.problem)).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn every_directive_has_an_example() {
    let course = course();
    let lesson = course.open("stamps", &Arc::new(Catalog::embedded())).expect("the lesson of the guide");
    let names = lesson.directives().into_iter().map(|(_, directive)| match directive {
        Directive::Lab(_) => "lab",
        Directive::Predict(_) => "predict",
        Directive::Challenge(_) => "challenge",
        Directive::Quiz(_) => "quiz",
        Directive::Event(_) => "event",
    });
    let shown: std::collections::BTreeSet<&str> = names.collect();
    assert_eq!(shown.into_iter().collect::<Vec<_>>(), ["challenge", "event", "lab", "predict", "quiz"]);
}

#[test]
fn every_metric_is_listed_with_its_meaning() {
    for row in metrics::NAMES {
        let line = format!("| `{}` | {} |", row.name, row.meaning);
        assert!(GUIDE.lines().any(|found| found == line), "the guide lacks the line\n{line}");
    }
}

fn course() -> Course {
    let mut files = Files::new();
    for (path, text) in examples() {
        files.insert(path, text.into_bytes());
    }
    files.note("assets/hall.svg");
    Course::load("guide", files)
}

/// The files that the examples make: one with a title is a file, the others are the lesson.
fn examples() -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut open: Option<String> = None;
    for line in GUIDE.lines() {
        match (&open, line.strip_prefix(FENCE)) {
            (None, Some(info)) => open = Some(path_of(info)),
            (Some(path), Some(_)) => {
                files.entry(path.clone()).or_default().push('\n');
                open = None;
            }
            (Some(path), None) => {
                let text = files.entry(path.clone()).or_default();
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    files
}

fn path_of(info: &str) -> String {
    let title = info.split_once("title=\"").and_then(|(_, rest)| rest.split_once('"'));
    title.map_or(LESSON, |(path, _)| path).to_owned()
}
