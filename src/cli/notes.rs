//! `coldstart notes`: speaker notes in a second terminal.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::Args;

use super::{Global, refuse, start};
use crate::course::Library;
use crate::edge::store::{Store, data_dir};
use crate::edge::{Log, Prompter, Terminal, is_dumb, read_course};
use crate::lab::LabSpec;

/// Show the notes of the page that is open in another terminal
#[derive(Debug, Args)]
pub(super) struct NotesArgs {
    /// The course that is shown there; without it, the one inside the program
    path: Option<PathBuf>,
}

pub(super) fn run(args: &NotesArgs, global: &Global) -> Result<ExitCode> {
    let library = match &args.path {
        Some(path) => {
            let on_disk = read_course(path)?;
            Library::from_files(&on_disk.name, on_disk.files)
        }
        None => Library::embedded(),
    };
    let course = library.main().filter(|course| course.lessons().next().is_some()).cloned();
    let Some(course) = course else { return Ok(refuse("there is no lesson in it: no Markdown file")) };
    if !Terminal::is_there() || is_dumb(|name| env::var(name).ok()) {
        return Ok(refuse("notes need a terminal of their own, beside the one that shows the course"));
    }
    let folder = data_dir(global.data_dir.as_deref()).map_err(anyhow::Error::msg)?;
    // It may be the first to come: then it makes the memory that the other terminal will write to.
    let opened = Store::open(&folder);
    let looks = start::looks(global, opened.progress.setting("theme"));
    drop(opened);
    let log = match &global.log {
        Some(path) => Log::to(path).with_context(|| format!("cannot write to {}", path.display()))?,
        None => Log::default(),
    };
    let terminal = Terminal::borrow().context("cannot use this terminal")?;
    let code = Prompter::new(course, LabSpec::catalog(), &folder, looks).run(terminal, &log);
    Ok(ExitCode::from(code.context("the terminal failed")?))
}
