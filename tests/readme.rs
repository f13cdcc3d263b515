//! The README is run: its commands are the program's commands, its keys are the program's keys, its files exist.

use std::path::Path;
use std::process::Command;

const README: &str = include_str!("../README.md");

#[test]
fn every_command_of_the_readme_is_one_the_program_knows() {
    let commands: Vec<&str> = README.lines().filter_map(|line| line.strip_prefix("$ coldstart ")).collect();
    assert!(commands.len() >= 6, "the README lost its commands: {commands:?}");
    for line in commands {
        let command = line.split('#').next().unwrap_or_default().trim_end();
        let words: Vec<&str> = command.split_whitespace().collect();
        let help = coldstart(&[words[0], "--help"]);
        assert!(help.status.success(), "`coldstart {command}`: no such command");
        let text = String::from_utf8_lossy(&help.stdout).into_owned();
        for option in words.iter().filter(|word| word.starts_with("--")) {
            assert!(text.contains(option), "`coldstart {command}`: `{option}` is not in its help");
        }
    }
}

#[test]
fn what_the_readme_runs_without_a_screen_works() {
    for arguments in [
        &["learn", "cold-starts", "--plain"][..],
        &["run", "cold-starts#burst", "--json", "--seed", "7"],
        &["run", "cold-starts#burst", "--set", "functions.heavy-init.memory_mb=1024", "--for", "20m"],
        &["check", "content"],
        &["completions", "bash"],
        &["man"],
    ] {
        let output = coldstart(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !output.stdout.is_empty(), "coldstart {}\n{errors}", arguments.join(" "));
    }
}

#[test]
fn every_file_of_the_readme_exists() {
    let targets = README.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    for target in targets.filter(|target| !target.starts_with("http")) {
        let (file, heading) = target.split_once('#').unwrap_or((target, ""));
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap_or_default();
        assert!(!text.is_empty(), "README links to {target}");
        let slugs = text
            .lines()
            .filter(|line| line.starts_with('#'))
            .map(|line| line.trim_start_matches(['#', ' ']).to_lowercase().replace(' ', "-"));
        assert!(heading.is_empty() || slugs.into_iter().any(|slug| slug == heading), "README links to {target}");
    }
}

fn coldstart(arguments: &[&str]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_coldstart"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the program starts")
}
