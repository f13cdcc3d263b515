//! `coldstart breakeven`: what a lab's load costs on functions and on servers, and where the two meet.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use super::arguments::{parse_seed, parse_setting, parse_time};
use super::found::{Refusal, find, stopped, told, unusable, with_all};
use super::{bill, output};
use crate::billing::FreeTier;
use crate::billing::break_even::Server;
use crate::edge::Foreground;
use crate::lab::quantity;
use crate::lab::{BreakEven, Detail, LabSpec, Progress, Run};
use crate::units::Span;

/// Compare a lab's load on functions with always-on servers: where the costs meet
#[derive(Debug, Args)]
#[command(after_long_help = AFTER_HELP)]
pub struct BreakEvenArgs {
    /// A lab in TOML, a lesson in Markdown, or a lesson of the course by its id; `#ID` names a lab of the lesson
    #[arg(value_name = "PATH[#ID]")]
    pub path: String,

    /// A server to compare with: t3.medium, fargate:0.5x1 (vCPU and GB), fargate-arm:1x2 (repeatable; else all there are)
    #[arg(long, value_name = "NAME")]
    pub server: Vec<String>,

    /// How many servers of each kind carry the load: an assumption, it is not computed
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub servers: u32,

    /// Which free allowances to take off
    #[arg(long, value_name = "WHICH", value_parser = bill::parse_free_tier, default_value = "none")]
    pub free_tier: FreeTier,

    /// Print one JSON document
    #[arg(long)]
    pub json: bool,

    /// Play another run of the same lab
    #[arg(long, value_name = "N", value_parser = parse_seed)]
    pub seed: Option<u64>,

    /// How much virtual time to measure the load over: 90s, 20m, 30d
    #[arg(long = "for", value_name = "TIME", value_parser = parse_time)]
    pub duration: Option<Span>,

    /// Change a setting of the lab, as in `functions.hello.memory_mb=512` (repeatable)
    #[arg(long, value_name = "SETTING=VALUE", value_parser = parse_setting)]
    pub set: Vec<(String, String)>,
}

const AFTER_HELP: &str = "\
The lab is played, and what it used a request is priced for any number of them:
exact usage times the price list, tier by tier. A server costs the same busy or
idle; that one of its size carries the load is taken as given, and the requests
in progress at the meeting point stand beside it.

Exit codes: 0 compared, 1 the lab is broken, 2 usage.";

/// Plays the lab and prints the comparison.
pub fn run(args: &BreakEvenArgs) -> anyhow::Result<ExitCode> {
    let (lab, spec) = match find(&args.path)? {
        Ok(found) => found,
        Err(refusal) => return Ok(refusal.tell()),
    };
    Ok(match compare(&lab, &spec, args) {
        Ok(text) => output::print(text, ExitCode::SUCCESS),
        Err(refusal) => refusal.tell(),
    })
}

fn compare(lab: &str, spec: &LabSpec, args: &BreakEvenArgs) -> Result<String, Refusal> {
    let catalog = LabSpec::catalog();
    let servers = servers(args, &catalog)?;
    let duration = args.duration.map(quantity::exact_span);
    let time = duration.as_deref().map(|duration| ("time.duration", duration));
    let settings = args.set.iter().map(|(target, value)| (target.as_str(), value.as_str()));
    let settings: Vec<(&str, &str)> = settings.chain(time).collect();
    let spec = with_all(spec, &settings).map_err(|problem| unusable(&told(&problem)))?;
    if spec.duration.is_none() {
        return Err(unusable("this lab has no end of its own; say how long to measure it, as in `--for 10m`"));
    }
    let seed = args.seed.unwrap_or(spec.seed);
    let mut run = Run::new(Arc::new(spec), seed, Detail::Metrics, catalog);
    let end = run.end();
    let mut foreground = Foreground::begin("measuring the load");
    while run.advance_to(end, &mut Foreground::piece()) == Progress::OutOfBudget {
        if !foreground.goes_on(run.progress_to(end)) {
            return Err(stopped());
        }
    }
    drop(foreground);
    let comparison = BreakEven::of(&run, &servers, args.free_tier).map_err(|error| unusable(&error.to_string()))?;
    let Some(comparison) = comparison else {
        return Err(unusable(
            "nothing calls a function in this lab, so there is no load to compare\n  \
             help: give it one, as in `--set load.shape=steady --set load.rps=5`",
        ));
    };
    Ok(if args.json { comparison.to_json(lab) } else { comparison.to_text(lab) })
}

fn servers(args: &BreakEvenArgs, catalog: &crate::catalog::Catalog) -> Result<Vec<Server>, Refusal> {
    let refuse = |problem| unusable(&told(&problem));
    if args.server.is_empty() {
        let all = Server::all(catalog);
        return all
            .into_iter()
            .map(|server| Server::named(&server.name, args.servers, catalog).map_err(refuse))
            .collect();
    }
    args.server.iter().map(|name| Server::named(name, args.servers, catalog).map_err(refuse)).collect()
}
