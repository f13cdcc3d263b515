//! `coldstart man`: the manual page, for whoever packages the program.

use std::io;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, CommandFactory as _};

/// Print the manual page
#[derive(Debug, Args)]
pub(super) struct ManArgs {}

pub(super) fn run() -> Result<ExitCode> {
    clap_mangen::Man::new(super::Cli::command()).render(&mut io::stdout())?;
    Ok(ExitCode::SUCCESS)
}
