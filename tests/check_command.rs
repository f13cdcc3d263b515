//! `coldstart check` and `--plain`, as a person runs them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn coldstart(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coldstart"));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR"))).args(args).output().expect("the program runs")
}

fn coldstart_in(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_coldstart")).current_dir(folder).args(args).output().expect("the program runs")
}

fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content")
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
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
fn json_is_one_document_with_every_finding() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "# A\n\n### Zwölf [x](nowhere.md)\n\n```lab id=x\n[functions.hello]\nmemroy_mb = 128\n```\n";
    std::fs::write(folder.path().join("broken.md"), text).expect("a file");
    let output = coldstart_in(folder.path(), &["check", "broken.md", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(err(&output), "");
    let document: serde_json::Value = serde_json::from_str(&out(&output)).expect("one document");
    assert_eq!(document["path"], "broken.md");
    assert_eq!((&document["errors"], &document["warnings"]), (&2.into(), &1.into()));
    let findings = document["findings"].as_array().expect("a list");
    let keys = ["file", "line", "column", "end_line", "end_column", "severity", "message", "help"];
    for finding in findings {
        assert_eq!(finding.as_object().expect("an object").keys().collect::<Vec<_>>(), keys);
    }
    let link = findings.iter().find(|finding| finding["line"] == 3 && finding["severity"] == "error").expect("a link");
    assert_eq!((&link["file"], &link["column"]), (&"broken.md".into(), &11.into()));
    assert_eq!(link["message"], "`nowhere.md` is not in the course folder");
    assert_eq!((&link["end_line"], &link["end_column"]), (&3.into(), &26.into()));
    let key = findings.iter().find(|finding| finding["line"] == 7).expect("a key");
    assert_eq!(key["help"], "did you mean `memory_mb`?");

    let output = coldstart(&["check", "content/lessons/cold-starts.md", "--json"]);
    let document: serde_json::Value = serde_json::from_str(&out(&output)).expect("one document");
    assert_eq!((output.status.code(), &document["findings"]), (Some(0), &serde_json::json!([])));
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

#[test]
fn a_lesson_is_found_with_its_course_from_wherever_the_person_is() {
    let lessons = content().join("lessons");
    for (folder, path) in [
        (content(), "lessons/cold-starts.md"),
        (lessons.clone(), "cold-starts.md"),
        (lessons.clone(), "./cold-starts.md"),
        (lessons.clone(), "../lessons/cold-starts.md"),
        (content(), "."),
        (content(), "course.toml"),
        (lessons, "cold-starts"),
    ] {
        let output = coldstart_in(&folder, &["check", path]);
        assert_eq!(out(&output), format!("{path}: nothing to complain about\n"), "{}", err(&output));
    }
}

#[test]
fn a_mistake_has_the_name_that_the_person_typed() {
    let folder = tempfile::tempdir().expect("a folder");
    let lessons = folder.path().join("lessons");
    std::fs::create_dir(&lessons).expect("a folder");
    std::fs::write(folder.path().join("course.toml"), "title = \"C\"\n").expect("a file");
    std::fs::write(lessons.join("a.md"), "# A\n\n[x](nowhere.md)\n").expect("a file");
    for (here, path) in [(folder.path(), "lessons/a.md"), (lessons.as_path(), "a.md"), (folder.path(), ".")] {
        let text = out(&coldstart_in(here, &["check", path]));
        let name = if path == "." { "./lessons/a.md" } else { path };
        assert!(text.starts_with(&format!("{name}:3:1: error:")), "{text}");
    }
}

#[test]
fn what_is_neither_markdown_nor_toml_is_refused_with_what_check_takes() {
    let output = coldstart(&["check", "content/functions/counter.js"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("check takes a course folder, a lesson in Markdown"), "{}", err(&output));
}

#[test]
fn a_reader_that_has_seen_enough_ends_the_program_quietly() {
    for args in [
        vec!["completions", "bash"],
        vec!["man"],
        vec!["learn", "--plain"],
        vec!["check", "content/lessons/cold-starts.md"],
        vec!["run", "cold-starts#burst", "--for", "1m", "--journal", "-"],
    ] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_coldstart"));
        command.current_dir(env!("CARGO_MANIFEST_DIR")).args(&args).stdout(writer).stderr(Stdio::piped());
        let output = command.output().expect("the program runs");
        assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), ""), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_fails() {
    for args in [vec!["completions", "bash"], vec!["man"], vec!["learn", "--plain"], vec!["check", "cold-starts"]] {
        let full = std::fs::File::create("/dev/full").expect("a full device");
        let mut command = Command::new(env!("CARGO_BIN_EXE_coldstart"));
        let output = command.args(&args).stdout(full).stderr(Stdio::piped()).output().expect("the program runs");
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(err(&output).starts_with("error: cannot write to standard output: "), "{args:?}: {}", err(&output));
    }
}

#[test]
fn plain_names_a_command_that_works() {
    for (folder, args) in [
        (content(), vec!["learn", "--plain", "cold-starts"]),
        (content(), vec!["open", "--plain", "lessons/cold-starts.md"]),
        (content().join("lessons"), vec!["open", "--plain", "cold-starts.md"]),
    ] {
        let text = out(&coldstart_in(&folder, &args));
        let marker = "run without a screen: coldstart run ";
        let command = text.lines().find_map(|line| line.trim().strip_prefix(marker)).expect("a command");
        let output = coldstart_in(&folder, &["run", command, "--for", "1m"]);
        assert_eq!(output.status.code(), Some(0), "{command}: {}", err(&output));
    }
}

#[cfg(unix)]
#[test]
fn the_name_of_a_file_cannot_speak_to_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = "a\u{1b}[2J\u{202e}.md";
    std::fs::write(folder.path().join(name), "[x](nowhere.md)").expect("a file");
    let missing = format!("b{name}");
    let option = format!("--{name}");
    for args in [
        vec!["check", name],
        vec!["check", &missing],
        vec!["open", "--plain", name],
        vec!["open", "--plain", &missing],
        vec!["run", name],
        vec!["run", &missing],
        vec!["lab", &missing],
        vec!["bill", &missing],
        vec!["learn", "--plain", &missing],
        vec!["check", &option],
    ] {
        let output = coldstart_in(folder.path(), &args);
        let text = out(&output) + &err(&output);
        let acts = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!text.is_empty() && !text.contains(acts), "{args:?}: {text:?}");
    }
}

#[test]
fn a_log_that_cannot_be_written_is_refused() {
    for args in [vec!["learn", "--plain", "cold-starts"], vec!["check", "content"], vec!["completions", "bash"]] {
        let output = coldstart(&[args.as_slice(), &["--log", "no/such/folder/log"]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(err(&output).starts_with("error: cannot write to no/such/folder/log: "), "{}", err(&output));
    }
}

#[test]
fn a_lab_of_the_course_is_found_by_the_id_of_its_lesson() {
    let output = coldstart(&["lab", "cold-starts#burst"]);
    assert!(err(&output).contains("needs a terminal"), "{}", err(&output));
    let output = coldstart(&["lab", "cold-strats#burst"]);
    assert!(
        err(&output).contains("neither a file nor a lesson of the course; did you mean `cold-starts`?"),
        "{}",
        err(&output)
    );
}
