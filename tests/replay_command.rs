//! `coldstart run --record` and `coldstart replay`, the real program.

use std::path::Path;
use std::process::{Command, Output};

const LAB: &str =
    "[functions.hello]\nmemory_mb = 256\n[load]\nrps = 3\nshape = \"poisson\"\n[time]\nduration = \"5m\"\n";

fn coldstart(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_coldstart")).current_dir(folder).args(arguments).output().expect("it runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A folder with a lab and a recorded run of it, and the report of that run.
fn recorded() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("lab.toml"), LAB).unwrap();
    let options =
        ["run", "lab.toml", "--json", "--seed", "5", "--at", "10s load 50 burst", "--at", "5s invoke hello 3"];
    let output = coldstart(folder.path(), &[&options[..], &["--record", "run.toml"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    (folder, text(&output.stdout))
}

#[test]
fn a_replay_prints_the_report_of_the_recorded_run() {
    let (folder, report) = recorded();
    let again = coldstart(folder.path(), &["replay", "run.toml", "--json"]);
    assert_eq!((again.status.code(), text(&again.stdout), text(&again.stderr)), (Some(0), report, String::new()));
    // Without a terminal there is a report to read.
    let plain = coldstart(folder.path(), &["replay", "run.toml"]);
    assert!(text(&plain.stdout).contains("invocations"), "{}", text(&plain.stdout));
}

#[test]
fn a_run_that_is_not_the_recorded_one_says_so() {
    let (folder, _) = recorded();
    let file = folder.path().join("run.toml");
    let changed = std::fs::read_to_string(&file).unwrap().replace("seed = 5", "seed = 6");
    std::fs::write(&file, changed).unwrap();
    let output = coldstart(folder.path(), &["replay", "run.toml", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).starts_with("warning: this is not the run that was recorded"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn a_broken_recording_says_where() {
    let (folder, _) = recorded();
    let file = folder.path().join("run.toml");
    let broken = std::fs::read_to_string(&file).unwrap().replace("memory_mb", "memory_bm");
    std::fs::write(&file, &broken).unwrap();
    let output = coldstart(folder.path(), &["replay", "run.toml"]);
    let line = broken.lines().position(|line| line.starts_with("memory_bm")).unwrap() + 1;
    let expected = format!("run.toml:{line}:1: error: unknown key `memory_bm`");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).starts_with(&expected), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("did you mean `memory_mb`?"), "{}", text(&output.stderr));
}

#[test]
fn a_lab_is_no_recording_and_a_recording_no_lab() {
    let (folder, _) = recorded();
    let replayed = coldstart(folder.path(), &["replay", "lab.toml"]);
    let expected = "error: lab.toml: this is no recording; `coldstart run --record FILE` writes one\n";
    assert_eq!((replayed.status.code(), text(&replayed.stderr)), (Some(1), expected.to_owned()));
    let run = coldstart(folder.path(), &["run", "run.toml"]);
    let expected = "error: this is a recording: `coldstart replay run.toml`\n";
    assert_eq!((run.status.code(), text(&run.stderr)), (Some(2), expected.to_owned()));
}
