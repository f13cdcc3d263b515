//! Floor 8: the command line. A subcommand is a file here and a line in `Command`.

mod arguments;
mod bill;
mod breakeven;
mod calibrate;
mod check;
mod completions;
mod export;
mod found;
mod import;
mod invoke;
mod lab;
mod learn;
mod man;
mod month;
mod new;
mod notes;
mod open;
mod output;
mod plain;
mod replay;
mod run;
mod start;
mod sweep;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::app::Theme;
use crate::edge::Log;
use crate::problem::{acts, visible};

/// The program was asked for something that does not exist or cannot be.
const USAGE: u8 = 2;

/// Learn serverless by running it in your terminal
#[derive(Debug, Parser)]
#[command(name = "coldstart", version, about, long_about = LONG_ABOUT, after_help = AFTER_HELP)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

const LONG_ABOUT: &str = "Learn serverless by running it in your terminal\n\n\
    Lessons at the left, a small cloud that really runs at the right. Nothing needs an account, a network or a server.\n\
    Without a command: the course map, to continue where you left off.";

const AFTER_HELP: &str = "Exit codes: 0 done, 1 the content or the goal failed, 2 usage.";

/// Every subcommand.
#[derive(Debug, Subcommand)]
enum Command {
    Learn(learn::LearnArgs),
    Open(open::OpenArgs),
    Lab(lab::LabArgs),
    Run(Box<run::RunArgs>),
    Month(month::MonthArgs),
    Replay(replay::ReplayArgs),
    Bill(bill::BillArgs),
    #[command(name = "breakeven")]
    BreakEven(breakeven::BreakEvenArgs),
    Invoke(Box<invoke::InvokeArgs>),
    Import(import::ImportArgs),
    Check(check::CheckArgs),
    New(new::NewArgs),
    Notes(notes::NotesArgs),
    Export(export::ExportArgs),
    Completions(completions::CompletionsArgs),
    #[command(hide = true)]
    Man(man::ManArgs),
}

/// What every subcommand takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Everywhere")]
struct Global {
    /// Keep your progress in this folder
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,

    /// Colours: dark, light, high-contrast or monochrome
    #[arg(long, global = true, value_name = "NAME", value_parser = known_theme)]
    theme: Option<String>,

    /// Draw with ASCII characters only
    #[arg(long, global = true)]
    ascii: bool,

    /// Use no colours (so does the variable `NO_COLOR`)
    #[arg(long, global = true)]
    no_color: bool,

    /// Write what the program does to this file
    #[arg(long, global = true, value_name = "FILE")]
    log: Option<PathBuf>,
}

/// Reads the arguments and does what they say.
pub fn run() -> ExitCode {
    let cli = Cli::try_parse().unwrap_or_else(|error| stop(&error));
    if let Some(path) = &cli.global.log
        && let Err(error) = Log::to(path)
    {
        return refuse(&format!("cannot write to {}: {error}", path.display()));
    }
    let outcome = match &cli.command {
        None => start::home(&cli.global),
        Some(Command::Learn(args)) => learn::run(args, &cli.global),
        Some(Command::Open(args)) => open::run(args, &cli.global),
        Some(Command::Lab(args)) => lab::run(args, &cli.global),
        Some(Command::Run(args)) => run::run(args),
        Some(Command::Month(args)) => month::run(args),
        Some(Command::Replay(args)) => replay::run(args, &cli.global),
        Some(Command::Bill(args)) => bill::run(args),
        Some(Command::BreakEven(args)) => breakeven::run(args),
        Some(Command::Invoke(args)) => Ok(invoke::run(args)),
        Some(Command::Import(args)) => import::run(args),
        Some(Command::Check(args)) => check::run(args),
        Some(Command::New(args)) => new::run(args),
        Some(Command::Notes(args)) => notes::run(args, &cli.global),
        Some(Command::Export(args)) => export::run(args),
        Some(Command::Completions(args)) => completions::run(args),
        Some(Command::Man(_)) => man::run(),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {}", visible(&format!("{error:#}")));
        ExitCode::from(USAGE)
    })
}

/// Says what is wrong with the arguments, or the help that was asked for; what an argument smuggles in cannot act.
fn stop(error: &clap::Error) -> ! {
    let text = error.to_string();
    if !text.chars().any(acts) {
        error.exit();
    }
    eprint!("{}", visible(&text));
    std::process::exit(error.exit_code());
}

/// The name of a theme; `clap` says the rest.
fn known_theme(name: &str) -> Result<String, String> {
    if Theme::names().any(|known| known == name) {
        return Ok(name.to_owned());
    }
    let known: Vec<&str> = Theme::names().collect();
    let meant = crate::problem::nearest(name, known.iter().copied());
    Err(match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("known themes: {}", known.join(", ")),
    })
}

/// Something that cannot be done, in words for the learner.
fn refuse(message: &str) -> ExitCode {
    eprintln!("error: {}", visible(message));
    ExitCode::from(USAGE)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        Cli::command().debug_assert();
    }
}
