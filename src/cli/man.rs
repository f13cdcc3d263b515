//! `coldstart man`: the manual page, for whoever packages the program.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, CommandFactory as _};

use super::output;

/// Print the manual page
#[derive(Debug, Args)]
pub(super) struct ManArgs {}

pub(super) fn run() -> Result<ExitCode> {
    let mut page = Vec::new();
    clap_mangen::Man::new(super::Cli::command()).render(&mut page)?;
    Ok(output::print(page, ExitCode::SUCCESS))
}
