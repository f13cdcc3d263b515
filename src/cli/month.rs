//! `coldstart month`: what a month of a lab costs, played to its end.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::arguments::{parse_seed, parse_setting};
use super::found::{Refusal, failed_with, find, read, stopped, told, unusable, with_all};
use super::output;
use crate::edge::work_through;
use crate::lab::LabSpec;
use crate::lab::month::{Month, Replayed};
use crate::lab::traffic::CsvTrace;
use crate::problem::{Problem, Source};

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
    #[arg(long, value_name = "N", value_parser = parse_seed)]
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

fn play(lab: &str, spec: &LabSpec, trace: Option<(CsvTrace, Source)>, args: &MonthArgs) -> Result<String, Refusal> {
    let refused = |problem: Problem| unusable(&told(&problem));
    let load = trace.iter().flat_map(|(trace, _)| trace.settings(true));
    let settings: Vec<(String, String)> = load.chain(args.set.iter().cloned()).collect();
    let settings: Vec<(&str, &str)> =
        settings.iter().map(|(target, value)| (target.as_str(), value.as_str())).collect();
    let spec = match (with_all(spec, &settings), &trace) {
        (Err(problem), Some((trace, source))) => {
            return Err(unfit(spec, trace, source).unwrap_or_else(|| refused(problem)));
        }
        (found, _) => found.map_err(refused)?,
    };
    let replayed =
        trace.map(|(trace, source)| Replayed { name: source.name, length: trace.length(), requests: trace.requests() });
    let month = Month::new(&spec, args.seed.unwrap_or(spec.seed), LabSpec::catalog(), replayed).map_err(refused)?;
    let report = work_through(month, "a month").ok_or_else(stopped)?.map_err(refused)?;
    Ok(if args.json { report.to_json(lab) } else { report.to_text(lab) })
}

/// Why a trace is none for this lab, at its place in the file; nothing if it is one.
fn unfit(spec: &LabSpec, trace: &CsvTrace, source: &Source) -> Option<Refusal> {
    let known = || spec.functions.iter().map(|function| function.name.as_str());
    let stranger = trace.places.iter().find(|(name, _)| !name.is_empty() && !known().any(|known| known == *name));
    let problem = match stranger {
        Some((name, place)) => Problem::unknown(place.clone(), "function", name, known()),
        None => {
            let settings = trace.settings(true);
            let problem = spec.with(settings.iter().map(|(target, value)| (target.as_str(), value.as_str()))).err()?;
            // The setting is the whole trace, which nobody wants to read.
            let message = problem.message.split(", in `load.trace").next().unwrap_or_default().to_owned();
            Problem { message, span: 0..0, ..problem }
        }
    };
    Some(failed_with(source, &[problem]))
}

fn read_trace(path: &Path) -> anyhow::Result<Result<(CsvTrace, Source), Refusal>> {
    let source = read(path)?;
    Ok(match CsvTrace::parse(&source.text) {
        Ok(trace) => Ok((trace, source)),
        Err(problem) => Err(failed_with(&source, &[problem])),
    })
}
