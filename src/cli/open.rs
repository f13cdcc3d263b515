//! `coldstart open`: any Markdown file or folder.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::{Global, plain, refuse, start};
use crate::course::{Course, LessonHead, Library};
use crate::edge::{OpenCourse, read_course};

/// Open any Markdown file or folder as a course
#[derive(Debug, Args)]
pub(super) struct OpenArgs {
    /// A Markdown file, or a folder of them
    path: PathBuf,

    /// Show characters garbled by a wrong decoding as they are in the file
    #[arg(long)]
    as_is: bool,

    /// Print the lessons as text, for screen readers and pipes
    #[arg(long)]
    plain: bool,
}

/// What works where there is no terminal.
const PLAIN: &str = " To read without: coldstart open PATH --plain";

pub(super) fn run(args: &OpenArgs, global: &Global) -> Result<ExitCode> {
    let mut on_disk = read_course(&args.path)?;
    if args.as_is {
        on_disk.files.keep_garbled();
    }
    let course = OpenCourse::new(&args.path, &on_disk);
    let library = Library::from_files(&on_disk.name, on_disk.files);
    let lessons: Vec<_> = library.courses.iter().flat_map(Course::lessons).collect();
    if lessons.is_empty() {
        return Ok(refuse(&format!("there is no Markdown file in {}", args.path.display())));
    }
    let meant = on_disk.lesson.as_ref().and_then(|path| lessons.iter().find(|head| head.path == *path));
    let only = (lessons.len() == 1).then(|| lessons[0]);
    let lesson = meant.copied().or(only).map(|head| head.id.clone());
    if args.plain {
        return Ok(plain::print(&library, lesson.as_deref(), |head| address(&args.path, head)));
    }
    start::screen_of(global, library, Some(course), PLAIN, |app| {
        lesson.and_then(|lesson| app.open_lesson(&lesson)).unwrap_or_default()
    })
}

/// The path by which the person can open this lesson from where they are.
fn address(path: &Path, head: &LessonHead) -> String {
    let file = if path.is_dir() { path.join(&head.path) } else { path.to_owned() };
    file.display().to_string()
}
