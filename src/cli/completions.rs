//! `coldstart completions`: completion for a shell.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::output;

/// Print completions for a shell
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// Which shell
    shell: Shell,
}

#[expect(clippy::unnecessary_wraps, reason = "every subcommand has this shape")]
pub(super) fn run(args: &CompletionsArgs) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::Cli::command(), "coldstart", &mut script);
    Ok(output::print(script, ExitCode::SUCCESS))
}
