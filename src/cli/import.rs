//! `coldstart import report`: a lab from the log of a function of one's own.

use std::io::{BufWriter, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};

use super::output;
use crate::edge::work_through;
use crate::lab::import::{Findings, Reports, plain_name};
use crate::problem::visible;

/// The log holds nothing that could be used.
const UNUSABLE: u8 = 2;
/// How much of a log is read at once.
const PIECE: usize = 64 * 1024;

/// Make a lab from what you have
#[derive(Debug, Args)]
pub struct ImportArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Report(ReportArgs),
}

/// From the REPORT lines of a Lambda function's log: a modelled function and its load, ready to run
#[derive(Debug, Args)]
#[command(after_long_help = FORMATS)]
struct ReportArgs {
    /// A log from CloudWatch, as text or JSON; `-` reads standard input
    file: PathBuf,

    /// Write the lab here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// What the function is called in the lab; without it, as the log or the file says
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

const FORMATS: &str = "Understood, mixed as they may be:
  lines of text         REPORT RequestId: ... Duration: ... Billed Duration: ...
  lines of JSON         {\"time\": ..., \"type\": \"platform.report\", ...}
  aws logs tail         the same with times before them
  filter-log-events     the answer of `aws logs filter-log-events`, in JSON
  Logs Insights         a table with @timestamp and @message, in CSV

Times and memory become quantiles, so that two peaks stay two peaks. The lab is
then played, and how well it agrees with the log is said on standard error, with
what a log cannot tell: computing or waiting, time before INIT, concurrency,
retries, versions.

  aws logs tail /aws/lambda/shop --since 1d > shop.log
  coldstart import report shop.log -o shop.toml && coldstart run shop.toml";

/// Reads, writes, and says what it could not tell.
pub fn run(args: &ImportArgs) -> anyhow::Result<ExitCode> {
    let What::Report(args) = &args.what;
    let findings = read(&args.file)?;
    if findings.reports == 0 {
        eprintln!("error: {} holds no REPORT line of a Lambda function", visible(&args.file.display().to_string()));
        eprintln!("  help: export the function's log group, as in `aws logs tail /aws/lambda/NAME --since 1d`");
        return Ok(ExitCode::from(UNUSABLE));
    }
    for note in findings.notes() {
        eprintln!("note: {}", visible(&note));
    }
    let stem = args.file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let name = args.name.clone().or_else(|| findings.name.clone()).or(stem).unwrap_or_default();
    if args.name.as_ref().is_some_and(|given| plain_name(given) != *given) {
        let became = plain_name(&name);
        eprintln!("note: `{}` became `{became}`: names have letters, digits, `-` and `_` here", visible(&name));
    }
    let lab = findings.lab(&name);
    compare(&findings, &lab);
    let Some(path) = &args.output else { return Ok(output::print(lab, ExitCode::SUCCESS)) };
    let file = std::fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    let mut out = BufWriter::new(file);
    out.write_all(lab.as_bytes())
        .and_then(|()| out.flush())
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// Plays the lab, and says how well it agrees with its log.
fn compare(findings: &Findings, lab: &str) {
    let Some(replay) = findings.replay(lab) else { return };
    let Some(agreement) = work_through(replay, "playing the lab") else {
        eprintln!("note: the lab was not compared with the log; Ctrl-C ended that");
        return;
    };
    eprintln!("note: the lab, played, beside its log:");
    agreement.lines().iter().for_each(|line| eprintln!("  {line}"));
    agreement.notes.iter().for_each(|note| eprintln!("note: {note}"));
}

fn read(path: &Path) -> anyhow::Result<Findings> {
    let name = path.display().to_string();
    let mut input: Box<dyn Read> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(path).with_context(|| format!("cannot read {name}"))?)
    };
    let mut reports = Reports::default();
    let mut bytes = vec![0; PIECE];
    // What is not UTF-8 is no part of a REPORT line; a character cut in two is put together again.
    let mut held = Vec::new();
    loop {
        let count = input.read(&mut bytes).with_context(|| format!("cannot read {name}"))?;
        if count == 0 {
            break;
        }
        held.extend_from_slice(&bytes[..count]);
        let whole = held.len() - unfinished(&held);
        reports.take(&String::from_utf8_lossy(&held[..whole]));
        held.drain(..whole);
    }
    reports.take(&String::from_utf8_lossy(&held));
    Ok(reports.finish())
}

/// How many bytes at the end may be the beginning of a character.
fn unfinished(bytes: &[u8]) -> usize {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => bytes.len() - error.valid_up_to(),
        _ => 0,
    }
}
