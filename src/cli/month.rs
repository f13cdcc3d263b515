//! `coldstart month`: what a month of a lab costs, played to its end.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::found::{Refusal, failed_with, find, read, stopped, told, unusable};
use super::output;
use super::run::parse_setting;
use crate::edge::work_through;
use crate::lab::LabSpec;
use crate::lab::month::{Month, Replayed};
use crate::lab::traffic::CsvTrace;
use crate::problem::Problem;

/// Play thirty days of a lab's traffic and print the bill
///
/// Every request is played and priced: the usage is exact, not extrapolated. Further months, or days, with other seeds
/// say how sure the figure is.
#[derive(Debug, Args)]
pub struct MonthArgs {
    /// A lab in TOML, a lesson in Markdown, or a lesson of the course by its id; `#ID` names a lab of the lesson
    #[arg(value_name = "PATH[#ID]")]
    pub path: String,

    /// Play this traffic instead of the lab's: lines of `second,count` or `minute,count`, and a third column for
    /// the function where there are several; it is repeated to fill the month
    #[arg(long, value_name = "FILE.csv")]
    pub trace: Option<PathBuf>,

    /// Print one JSON document
    #[arg(long)]
    pub json: bool,

    /// Play another month of the same lab
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,

    /// Change a setting of the lab, as in `functions.hello.memory_mb=512` (repeatable)
    #[arg(long, value_name = "SETTING=VALUE", value_parser = parse_setting)]
    pub set: Vec<(String, String)>,
}

/// Plays the month and prints what it came to.
pub fn run(args: &MonthArgs) -> anyhow::Result<ExitCode> {
    let (lab, spec) = match find(&args.path)? {
        Ok(found) => found,
        Err(refusal) => return Ok(refusal.tell()),
    };
    let trace = args.trace.as_deref().map(read_trace).transpose()?;
    Ok(match trace.transpose().and_then(|trace| play(&lab, &spec, trace, args)) {
        Ok(text) => output::print(text, ExitCode::SUCCESS),
        Err(refusal) => refusal.tell(),
    })
}

fn play(lab: &str, spec: &LabSpec, trace: Option<(CsvTrace, Replayed)>, args: &MonthArgs) -> Result<String, Refusal> {
    let refused = |problem: Problem| unusable(&told(&problem));
    let load = trace.iter().flat_map(|(trace, _)| trace.settings(true));
    let settings: Vec<(String, String)> = load.chain(args.set.iter().cloned()).collect();
    let settings = settings.iter().map(|(target, value)| (target.as_str(), value.as_str()));
    let spec = spec.with(settings).map_err(refused)?;
    let replayed = trace.map(|(_, replayed)| replayed);
    let month = Month::new(&spec, args.seed.unwrap_or(spec.seed), LabSpec::catalog(), replayed).map_err(refused)?;
    let report = work_through(month, "a month").ok_or_else(stopped)?.map_err(refused)?;
    Ok(if args.json { report.to_json(lab) } else { report.to_text(lab) })
}

fn read_trace(path: &Path) -> anyhow::Result<Result<(CsvTrace, Replayed), Refusal>> {
    let source = read(path)?;
    Ok(match CsvTrace::parse(&source.text) {
        Ok(trace) => {
            let (length, requests) = (trace.length(), trace.requests());
            Ok((trace, Replayed { name: source.name, length, requests }))
        }
        Err(problem) => Err(failed_with(&source, &[problem])),
    })
}
