//! `coldstart new`: what it writes is a course without a mistake, and what is there stays as it is.

use std::path::Path;
use std::process::{Command, Output};

fn coldstart(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_coldstart")).current_dir(folder).args(args).output().expect("the program runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn read(folder: &Path, path: &str) -> String {
    std::fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Nothing is wrong with it, its challenges included.
#[track_caller]
fn clean(folder: &Path, path: &str) {
    let output = coldstart(folder, &["check", path]);
    assert_eq!(out(&output), format!("{path}: nothing to complain about\n"), "{}", err(&output));
}

#[test]
fn a_new_course_is_without_a_mistake_and_runs() {
    let here = tempfile::tempdir().expect("a folder");
    let output = coldstart(here.path(), &["new", "course", "Night shift"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains("wrote night-shift/lessons/first-lesson.md\n"), "{}", out(&output));
    assert!(out(&output).contains("coldstart open night-shift "), "{}", out(&output));
    assert!(read(here.path(), "night-shift/course.toml").contains("title = \"Night shift\"\nid = \"night-shift\"\n"));
    clean(here.path(), "night-shift");
    let plain = out(&coldstart(here.path(), &["open", "night-shift", "--plain"]));
    for part in
        ["[lab: Twenty at once]", "[predict]", "[challenge:", "[quiz]", "let calls = 0;", "execution environment"]
    {
        assert!(plain.contains(part), "{part} in\n{plain}");
    }
    let run = coldstart(here.path(), &["run", "night-shift/lessons/first-lesson.md#first-lesson-burst", "--json"]);
    assert_eq!(run.status.code(), Some(0), "{}", err(&run));
}

#[test]
fn a_new_lesson_takes_the_next_place_and_its_line_in_the_summary() {
    let here = tempfile::tempdir().expect("a folder");
    let course = here.path().join("c");
    coldstart(here.path(), &["new", "course", "C", "c"]);
    let output = coldstart(&course.join("lessons"), &["new", "lesson", "The *second* \"passenger\": [part] 2"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let summary = read(&course, "SUMMARY.md");
    let line = r#"- [The \*second\* "passenger": \[part\] 2](lessons/the-second-passenger-part-2.md)"#;
    assert!(summary.ends_with(&format!("- [A first lesson](lessons/first-lesson.md)\n{line}\n")), "{summary}");
    let lesson = read(&course, "lessons/the-second-passenger-part-2.md");
    assert!(lesson.contains("\norder: 2\n") && lesson.contains("\nmodule: 1\n"), "{lesson}");
    let output = coldstart(here.path(), &["new", "lesson", "Third", "c"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(read(&course, "lessons/third.md").contains("\norder: 3\n"));
    clean(here.path(), "c");
    let plain = out(&coldstart(here.path(), &["open", "c", "--plain"]));
    assert!(plain.contains("# The *second* \"passenger\": [part] 2\n"), "{plain}");
}

#[test]
fn what_is_there_is_never_written_over() {
    let here = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(here.path().join("c")).expect("a folder");
    std::fs::write(here.path().join("c/glossary.md"), "mine").expect("a file");
    let output = coldstart(here.path(), &["new", "course", "C"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("c/glossary.md is there already; nothing was written"), "{}", err(&output));
    assert_eq!(read(here.path(), "c/glossary.md"), "mine");
    assert!(!here.path().join("c/course.toml").exists(), "all or nothing");

    coldstart(here.path(), &["new", "course", "D"]);
    let before = read(here.path(), "d/SUMMARY.md");
    let output = coldstart(here.path(), &["new", "lesson", "First lesson", "d"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("has a lesson `first-lesson` already: lessons/first-lesson.md"), "{}", err(&output));
    assert_eq!(read(here.path(), "d/SUMMARY.md"), before);
}

#[test]
fn a_lesson_needs_a_course_and_a_name_needs_a_letter() {
    let here = tempfile::tempdir().expect("a folder");
    let output = coldstart(here.path(), &["new", "lesson", "Alone"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("`coldstart new course NAME` begins one"), "{}", err(&output));
    let output = coldstart(here.path(), &["new", "course", " ?! "]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("a name needs a letter or a digit"), "{}", err(&output));
    assert_eq!(std::fs::read_dir(here.path()).expect("a folder").count(), 0);
}
