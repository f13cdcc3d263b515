//! `coldstart replay`: a recorded run, again.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use clap::Args;

use super::found::{FAILED, failed, failed_with, read, told};
use super::{Global, lab, output, start};
use crate::course::Files;
use crate::edge::Terminal;
use crate::lab::{Detail, LabSpec, Recording, Report, Window};
use crate::problem::visible;

/// Play a recorded run again: on the screen, or as a report
///
/// `coldstart run --record FILE` writes one, and so does `save-run FILE` in the command line of the program.
///
/// Exit codes: 0 the same run, 1 not the run that was recorded (the file was changed, or another version wrote it) or
/// no recording, 2 usage.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// The recording
    #[arg(value_name = "FILE")]
    path: PathBuf,

    /// Print the report as one JSON document
    #[arg(long)]
    json: bool,

    /// Print the report, even where there is a terminal to show the run on
    #[arg(long)]
    report: bool,
}

pub(super) fn run(args: &ReplayArgs, global: &Global) -> Result<ExitCode> {
    let source = read(&args.path)?;
    if !Recording::is_one(&source.text) {
        let text = format!("{}: this is no recording; `coldstart run --record FILE` writes one", source.name);
        return Ok(failed(&text).tell());
    }
    let recording = match Recording::parse(&source.text) {
        Ok(recording) => recording,
        Err(problems) => return Ok(failed_with(&source, &problems).tell()),
    };
    if args.json || args.report || !Terminal::is_there() {
        return Ok(report(&recording, args.json));
    }
    let (library, lesson) = lab::lesson_around(&recording.name, &recording.lab, Files::new())?;
    let plain = "\nWithout a screen: coldstart replay --report FILE";
    start::screen(global, library, plain, |app| app.open_recording(0, Arc::new(lesson), "lab", &recording))
}

/// Plays it and prints what came out; what is not the recorded run is said, and is a failure.
fn report(recording: &Recording, json: bool) -> ExitCode {
    let run = match recording.play(Detail::Full, LabSpec::catalog()) {
        Ok(run) => run,
        Err(problem) => {
            eprintln!("error: {}", visible(&told(&problem)));
            return ExitCode::from(FAILED);
        }
    };
    let report = Report::of(&run, &recording.name, &recording.spec.goals, &Window::All);
    let same = recording.is_same(&run);
    let code = ExitCode::from(if same == Some(false) || !report.is_met() { FAILED } else { 0 });
    if same == Some(false) {
        eprintln!(
            "warning: this is not the run that was recorded: the file was changed, or another version of coldstart wrote it"
        );
    }
    output::print(if json { report.to_json() } else { report.to_text() }, code)
}
