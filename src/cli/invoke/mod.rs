//! `coldstart invoke`: one function, called by hand.
//!
//! The file becomes the only function of a lab, so that it is started, frozen, cut off and billed as any other.

mod event;
mod lab;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use self::report::Report;
use super::arguments::{parse_seed, parse_time};
use super::found::{FAILED, Refusal, told, unusable};
use super::output;
use crate::lab::calls::{CALLS_MAX, Called, Calls, call};
use crate::lab::{Detail, LabSpec, Run, quantity};
use crate::problem::visible;
use crate::units::{Megabytes, Span};

/// Call a function of your own and print its answer
///
/// The answer goes to standard output, the function's log to standard error. Nothing of the machine can be reached by the code: no files, no
/// network, no clock.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 answered, 1 the function failed, 2 usage.")]
pub struct InvokeArgs {
    /// The JavaScript file; what it imports by a relative path comes along
    #[arg(value_name = "FILE.js")]
    pub file: PathBuf,

    /// The event, a file of JSON; `-` is standard input, without it the event is `{}`
    #[arg(long, value_name = "FILE.json")]
    pub event: Option<PathBuf>,

    /// Memory in MB, and with it the share of a processor
    #[arg(long, value_name = "MB", default_value = "128", value_parser = parse_memory)]
    pub memory: Megabytes,

    /// When a call is cut off: 3, 30s, 15m
    #[arg(long, value_name = "TIME", default_value = "3", value_parser = parse_time)]
    pub timeout: Span,

    /// Call it so often, all at once: each call gets an environment of its own
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u32).range(1..=i64::from(CALLS_MAX)))]
    pub count: u32,

    /// With --count, call it one after another instead: after the first call its environment is warm
    #[arg(long, requires = "count")]
    pub repeat_warm: bool,

    /// Set an environment variable, as in `TABLE=orders` (repeatable)
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_variable)]
    pub env: Vec<(String, String)>,

    /// Which exported function is called
    #[arg(long, value_name = "NAME", default_value = "handler")]
    pub handler: String,

    /// What the function is called; without it, as its file
    #[arg(long, value_name = "NAME")]
    pub function_name: Option<String>,

    /// Throw other dice: for start times, random numbers, ids
    #[arg(long, value_name = "N", default_value = "1", value_parser = parse_seed)]
    pub seed: u64,

    /// Print one JSON document with answers, times and log instead
    #[arg(long)]
    pub json: bool,
}

/// Calls the function and prints what came of it.
pub fn run(args: &InvokeArgs) -> ExitCode {
    match outcome(args) {
        Ok(calls) => tell(args, &calls),
        Err(refusal) => refusal.tell(),
    }
}

fn outcome(args: &InvokeArgs) -> Result<Vec<Calls>, Refusal> {
    let event = args.event.as_deref().map(event::read).transpose()?;
    let (name, spec) = lab::of(args)?;
    let mut run = Run::new(Arc::new(spec), args.seed, Detail::Full, LabSpec::catalog());
    let (times, at_once) = if args.repeat_warm { (args.count, 1) } else { (1, args.count) };
    let calls = (0..times).map(|_| call(&mut run, &name, at_once, event.clone()));
    calls.collect::<Result<_, _>>().map_err(|problem| unusable(&told(&problem)))
}

fn tell(args: &InvokeArgs, calls: &[Calls]) -> ExitCode {
    let failed = calls.iter().flat_map(|calls| &calls.called).any(Called::failed);
    let code = ExitCode::from(if failed { FAILED } else { 0 });
    if args.json {
        return output::print(Report::of(args, calls).to_json(), code);
    }
    for line in calls.iter().flat_map(|calls| &calls.log) {
        eprintln!("{}", visible(line));
    }
    let answers: String =
        calls.iter().flat_map(|calls| &calls.called).map(|called| called.response.body.clone() + "\n").collect();
    output::print(visible(&answers).as_bytes(), code)
}

fn parse_memory(text: &str) -> Result<Megabytes, String> {
    quantity::megabytes(text)
}

fn parse_variable(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE, as in TABLE=orders")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}
