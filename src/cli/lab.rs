//! `coldstart lab`: one lab, full screen.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use super::{Global, learn, refuse, start};
use crate::catalog::Catalog;
use crate::course::{Directive, Files, Lesson, Library};
use crate::edge::{read_course, text_beside};
use crate::lab::LabSpec;
use crate::problem::{Problem, Severity, Source};

/// Play one lab, full screen
#[derive(Debug, Args)]
pub(super) struct LabArgs {
    /// A lab file in TOML, a lesson in Markdown, or a lesson of the course by its id; `#ID` names a lab of the lesson
    #[arg(value_name = "PATH[#ID]")]
    path: String,
}

pub(super) fn run(args: &LabArgs, global: &Global) -> Result<ExitCode> {
    let (path, id) = match args.path.rsplit_once('#') {
        Some((path, id)) if !Path::new(&args.path).exists() => (PathBuf::from(path), Some(id)),
        _ => (PathBuf::from(&args.path), None),
    };
    let is_toml = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    let (library, lesson) = if !path.exists() {
        lesson_of_the_course(&path.to_string_lossy())?
    } else if is_toml {
        lesson_of_lab(&path)?
    } else {
        lesson_at(&path)?
    };
    let lab = match choose(&lesson, id) {
        Ok(lab) => lab,
        Err(message) => {
            print_errors(&lesson);
            return Ok(refuse(&message));
        }
    };
    let plain = "\nWithout a screen: coldstart run PATH";
    start::screen(global, library, plain, |app| app.open_lab(0, Arc::new(lesson), &lab))
}

/// A bare lab file, as the only lab of a lesson that nobody sees.
fn lesson_of_lab(path: &Path) -> Result<(Library, Lesson)> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let (spec, problems) = LabSpec::parse_beside(&text, &|name| text_beside(path, name));
    let Some(spec) = spec else {
        bail!("{}", explain(&Source::new(path.display().to_string(), text), &problems));
    };
    let name = path.file_stem().map_or_else(|| "lab".to_owned(), |name| name.to_string_lossy().into_owned());
    let mut files = read_course(path).map_or_else(|_| Files::new(), |on_disk| on_disk.files);
    for (path, text) in spec.files() {
        files.insert(path, text.as_bytes().to_vec());
    }
    lesson_around(&name, &text, files)
}

/// A lesson that nobody sees around a lab, whose id is `lab`.
pub(super) fn lesson_around(name: &str, text: &str, mut files: Files) -> Result<(Library, Lesson)> {
    let fence = "`".repeat(8);
    let title: String = name.chars().filter(|letter| !letter.is_control() && !"\"\\".contains(*letter)).collect();
    let markdown = format!("---\ntitle: \"{title}\"\n---\n\n{fence}lab id=lab\n{text}\n{fence}\n");
    files.insert("lab.md", markdown.into_bytes());
    open(Library::from_files(name, files), "lab.md")
}

/// A lesson of the course inside the program, by its id.
fn lesson_of_the_course(name: &str) -> Result<(Library, Lesson)> {
    let library = Library::embedded();
    let path = learn::meant(&library, name).map(|(_, head)| head.path.clone()).map_err(anyhow::Error::msg)?;
    open(library, &path)
}

fn lesson_at(path: &Path) -> Result<(Library, Lesson)> {
    let on_disk = read_course(path)?;
    let file = on_disk.lesson.clone().unwrap_or_default();
    open(Library::from_files(&on_disk.name, on_disk.files), &file)
}

fn open(library: Library, path: &str) -> Result<(Library, Lesson)> {
    let catalog = Arc::new(Catalog::embedded());
    let course = library.main().context("there is no course")?;
    let head = course.lessons().find(|head| head.path == path).or_else(|| course.lessons().next());
    let lesson = head.map(|head| course.read(head, &catalog)).context("there is no lesson")?;
    Ok((library, lesson))
}

/// The lab that is meant: the named one, or the only one.
fn choose(lesson: &Lesson, id: Option<&str>) -> Result<String, String> {
    let labs: Vec<&str> = lesson
        .directives()
        .into_iter()
        .filter(|(_, directive)| matches!(directive, Directive::Lab(_)))
        .map(|(_, directive)| directive.id())
        .collect();
    match (id, labs.as_slice()) {
        (Some(id), labs) if labs.contains(&id) => Ok(id.to_owned()),
        (Some(id), labs) => Err(match crate::problem::nearest(id, labs.iter().copied()) {
            Some(meant) => format!("there is no lab `{id}`; did you mean `{meant}`?"),
            None => format!("there is no lab `{id}`; there are: {}", labs.join(", ")),
        }),
        (None, [only]) => Ok((*only).to_owned()),
        (None, []) => Err("there is no lab in it".to_owned()),
        (None, labs) => Err(format!("there are several labs in it; add #{}", labs.join(" or #"))),
    }
}

/// The mistakes of a lesson, which may be why a lab is missing.
fn print_errors(lesson: &Lesson) {
    let errors: Vec<Problem> =
        lesson.problems.iter().filter(|problem| problem.severity == Severity::Error).cloned().collect();
    if !errors.is_empty() {
        eprintln!("{}", explain(&lesson.source, &errors));
    }
}

fn explain(source: &Source, problems: &[Problem]) -> String {
    problems.iter().map(|problem| source.explain(problem)).collect::<Vec<_>>().join("\n")
}
