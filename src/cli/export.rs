//! `coldstart export`: a course as static pages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use super::{learn, output};
use crate::course::{Course, Library};
use crate::edge::read_course;
use crate::lab::LabSpec;
use crate::problem::one_line;
use crate::site::{MARK, STYLESHEET, Site};

/// Write a course as static pages that read well without the program
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// A course folder, a lesson in Markdown, or a course inside the program by its id: `serverless`, `authors-guide`
    path: PathBuf,

    /// The folder to write to: an empty one, or one of an earlier export
    #[arg(long, value_name = "DIR")]
    html: PathBuf,
}

pub(super) fn run(args: &ExportArgs) -> Result<ExitCode> {
    let (library, root) = open(&args.path)?;
    let library = Arc::new(library);
    let course = library.main().context("there is no course")?;
    anyhow::ensure!(course.lessons().next().is_some(), "{} holds no lesson: no Markdown file", args.path.display());
    may_write(&args.html)?;
    let site = Site::of(&library, 0, &LabSpec::catalog()).context("there is no course")?;
    for (path, bytes) in &site.files {
        write(&args.html.join(path), bytes)?;
    }
    let mut missing = Vec::new();
    for path in &site.pictures {
        let bytes = course.files.get(path).map(<[u8]>::to_vec).or_else(|| read_picture(root.as_deref()?, path));
        match bytes {
            Some(bytes) => write(&args.html.join("files").join(path), &bytes)?,
            None => missing.push(path.as_str()),
        }
    }
    for path in missing {
        eprintln!("warning: the picture {} could not be read", one_line(path));
    }
    let pages =
        site.files.iter().filter(|(path, _)| path.rsplit_once('.').is_some_and(|(_, ending)| ending == "html")).count();
    let shown = one_line(&args.html.join("index.html").display().to_string());
    Ok(output::print(format!("{pages} pages; begin at {shown}\n"), ExitCode::SUCCESS))
}

/// The course of a path, and the folder its pictures lie in.
fn open(path: &Path) -> Result<(Library, Option<PathBuf>)> {
    if path.exists() {
        let on_disk = read_course(path)?;
        let root = on_disk.root.clone();
        return Ok((Library::from_files(&on_disk.name, on_disk.files), Some(root)));
    }
    let name = path.to_string_lossy();
    for library in [Library::embedded(), Library::guide()] {
        if library.main().is_some_and(|course: &Course| course.id == name) {
            return Ok((library, None));
        }
    }
    let library = Library::embedded();
    match learn::meant(&library, &name) {
        Ok(_) => bail!("`{name}` is one lesson; its course is exported whole: coldstart export serverless --html DIR"),
        Err(message) => bail!(message),
    }
}

/// A folder with other things in it is left alone.
fn may_write(folder: &Path) -> Result<()> {
    let Ok(mut entries) = fs::read_dir(folder) else { return Ok(()) };
    let ours = fs::read_to_string(folder.join(STYLESHEET)).is_ok_and(|text| text.starts_with(MARK));
    if !ours && entries.next().is_some() {
        bail!("{} is not empty and is no earlier export; name another folder", folder.display());
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent).with_context(|| format!("cannot make the folder {}", parent.display()))?;
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// A picture of the course folder; links that lead out of it are not followed.
fn read_picture(root: &Path, path: &str) -> Option<Vec<u8>> {
    let (root, file) = (root.canonicalize().ok()?, root.join(path).canonicalize().ok()?);
    if file.starts_with(&root) { fs::read(file).ok() } else { None }
}
