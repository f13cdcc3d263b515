//! The author's guide is a course, without a mistake; its examples, put together, are a lesson of it, and its lists are complete.
//! `docs/authors-guide.md` is the same on one page: `UPDATE_GUIDE=1 cargo test --test authors_guide` writes it and the examples anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use coldstart::catalog::Catalog;
use coldstart::course::check::check;
use coldstart::course::{Course, Directive, Files, LessonHead, Library};
use coldstart::lab::metrics;

/// What stands above the guide on one page.
const MADE: &str =
    "<!-- Made from content/authors-guide. UPDATE_GUIDE=1 cargo test --test authors_guide makes it anew. -->\n\n";

/// Examples stand between four backticks, so that they can hold fences themselves.
const FENCE: &str = "````";

/// Where an example without a title belongs.
const LESSON: &str = "lessons/stamps.md";

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of each lesson of the guide below its front matter, in the order of its summary.
fn guide() -> String {
    let library = Library::guide();
    let lessons = library.courses[0].lessons().filter(|head| head.path != LESSON);
    let text = |head: &LessonHead| {
        let text = String::from_utf8_lossy(library.courses[0].files.get(&head.path).expect("a lesson")).into_owned();
        text.split_once("\n---\n").expect("front matter").1.trim().to_owned()
    };
    lessons.map(text).collect::<Vec<_>>().join("\n\n") + "\n"
}

/// Compares a file with what it is made from, or makes it anew.
#[track_caller]
fn is_made(path: &str, made: &str) {
    if std::env::var_os("UPDATE_GUIDE").is_some() {
        std::fs::create_dir_all(root(path).parent().expect("a folder")).expect("a folder");
        std::fs::write(root(path), made).expect("a file");
    }
    let found = std::fs::read_to_string(root(path)).unwrap_or_default();
    assert!(
        found == made,
        "{path} is made from content/authors-guide and says something else; change it there, then:\nUPDATE_GUIDE=1 cargo test --test authors_guide"
    );
}

#[test]
fn the_guide_on_one_page_is_the_course() {
    is_made("docs/authors-guide.md", &format!("{MADE}{}", guide()));
}

#[test]
fn the_last_lesson_is_what_the_examples_make() {
    for (path, text) in examples() {
        // The guide has a course.toml and a summary of its own.
        if path != "course.toml" && path != "SUMMARY.md" {
            is_made(&format!("content/authors-guide/{path}"), &text);
        }
    }
}

#[test]
fn the_guide_is_a_course_without_a_mistake() {
    let library = Library::guide();
    let course = &library.courses[0];
    let mut findings = check(course, &Arc::new(Catalog::embedded()), None);
    // Every metric with its meaning is a wide table, and the one place where that is better than a list.
    findings.retain(|finding| !finding.problem.message.contains("this table is"));
    let told: Vec<String> = findings.iter().map(|finding| finding.source.explain(&finding.problem)).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(course.lessons().count() >= 7);
    assert!(Library::embedded().courses[0].files.paths().all(|path| !path.contains("authors-guide")), "two courses");
}

#[test]
fn the_guide_is_opened_by_its_name_and_its_lessons_by_theirs() {
    for (name, words) in [("authors-guide", "# How a lesson is written"), ("stamps", "[challenge: Quick stamps]")] {
        let output =
            std::process::Command::new(env!("CARGO_BIN_EXE_coldstart")).args(["learn", name, "--plain"]).output();
        let output = output.expect("the program runs");
        assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains(words), "{name}");
    }
}

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
    let guide = guide();
    for row in metrics::NAMES {
        let line = format!("| `{}` | {} |", row.name, row.meaning);
        assert!(guide.lines().any(|found| found == line), "the guide lacks the line\n{line}");
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
    for line in guide().lines() {
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
