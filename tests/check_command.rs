//! `coldstart check` and `--plain`, as a person runs them.

use std::path::Path;
use std::process::{Command, Output};

fn coldstart(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coldstart"));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR"))).args(args).output().expect("the program runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn our_own_course_is_clean() {
    let output = coldstart(&["check", "content"]);
    assert_eq!(out(&output), "content: nothing to complain about\n");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_model_course_is_clean_as_a_folder_and_as_a_file() {
    for path in ["tests/data/course", "tests/data/course/lessons/ferry.md", "tests/data/course/course.toml"] {
        let output = coldstart(&["check", path]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{path}: {}{}",
            out(&output),
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn a_mistake_has_file_line_column_caret_and_advice() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("broken.md");
    std::fs::write(&path, "# A\n\n```lab id=x\n[functions.hello]\nmemroy_mb = 128\n```\n").expect("a file");
    let output = coldstart(&["check", path.to_str().expect("a path")]);
    let text = out(&output);
    assert!(text.contains("broken.md:5:1: error: unknown key `memroy_mb`"), "{text}");
    assert!(text.contains("5 | memroy_mb = 128"), "{text}");
    assert!(text.contains("^^^^^^^^^") && text.contains("did you mean `memory_mb`?"), "{text}");
    assert!(text.ends_with("1 error, no warnings\n"), "{text}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_bare_lab_is_checked_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("lab.toml");
    std::fs::write(&path, "[functions.hello]\nmemory_mb = \"x\"\n").expect("a file");
    let output = coldstart(&["check", path.to_str().expect("a path")]);
    assert!(out(&output).contains("lab.toml:2:13: error:"), "{}", out(&output));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn without_a_path_or_with_a_wrong_one_it_says_what_it_needs() {
    let output = coldstart(&["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("<PATH>"));
    let output = coldstart(&["check", "no/such/course"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no/such/course"));
}

#[test]
fn plain_prints_a_lesson_or_a_folder() {
    let output = coldstart(&["learn", "--plain", "cold-starts"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(out(&output).contains("# The first passenger waits"), "{}", out(&output));
    let output = coldstart(&["open", "--plain", "tests/data/course"]);
    assert!(
        out(&output).contains("Bring an umbrella.") && out(&output).contains("One ferry carries one party."),
        "{}",
        out(&output)
    );
}
