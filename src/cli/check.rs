//! `coldstart check`: every problem of a course, with its place.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use crate::catalog::Catalog;
use crate::course::check::{Finding, check, count};
use crate::course::{Course, clean};
use crate::edge::read_course;
use crate::lab::LabSpec;
use crate::problem::{Severity, Source};

/// Say everything that is wrong with a course, a lesson or a lab
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// A course folder, a lesson in Markdown, or a lab in TOML
    pub path: PathBuf,
}

/// Prints every problem; fails when one of them is an error.
pub fn run(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let findings = if is_lab(&args.path) { check_lab(&args.path)? } else { check_course(&args.path)? };
    let mut out = String::new();
    for finding in &findings {
        out.push_str(&finding.source.explain(&finding.problem));
        out.push('\n');
    }
    let errors = count(&findings, Severity::Error);
    out.push_str(&summary(&args.path, errors, count(&findings, Severity::Warning)));
    // A reader that has seen enough closes the pipe; that is no error of ours.
    let _ = std::io::stdout().lock().write_all(out.as_bytes());
    Ok(ExitCode::from(u8::from(errors > 0)))
}

fn is_lab(path: &Path) -> bool {
    let is_toml = path.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("toml"));
    is_toml && path.file_name().is_some_and(|name| name != "course.toml")
}

fn check_lab(path: &Path) -> anyhow::Result<Vec<Finding>> {
    let bytes = std::fs::read(path).map_err(|error| anyhow::anyhow!("cannot read {}: {error}", path.display()))?;
    let (text, mut problems) = clean::text(&bytes);
    problems.extend(LabSpec::parse(&text).1);
    let source = Arc::new(Source::new(path.display().to_string(), text));
    Ok(problems.into_iter().map(|problem| Finding { source: Arc::clone(&source), problem }).collect())
}

fn check_course(path: &Path) -> anyhow::Result<Vec<Finding>> {
    // `course.toml` stands for its folder.
    let path = match path.file_name() {
        Some(name) if name == "course.toml" => {
            path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
        }
        _ => path,
    };
    let disk = read_course(path)?;
    let root = root(path, disk.lesson.as_deref());
    let course = Course::load(&disk.name, disk.files);
    anyhow::ensure!(course.lessons().next().is_some(), "{} holds no lesson: no Markdown file", path.display());
    let mut findings = check(&course, &Arc::new(Catalog::embedded()), disk.lesson.as_deref());
    rename(&mut findings, &root);
    Ok(findings)
}

/// Gives each file the name by which the person can open it; the findings of one file share one text.
fn rename(findings: &mut [Finding], root: &Path) {
    let mut last: Option<(String, Arc<Source>)> = None;
    for finding in findings {
        let inside = finding.source.name.clone();
        let known = last.as_ref().filter(|(name, _)| *name == inside).map(|(_, renamed)| Arc::clone(renamed));
        let renamed = known.unwrap_or_else(|| {
            let name = root.join(&inside).display().to_string();
            Arc::new(Source::new(name, finding.source.text.clone()))
        });
        finding.source = Arc::clone(&renamed);
        last = Some((inside, renamed));
    }
}

/// The folder of the course as the person wrote it, so that every place can be opened from where they are.
fn root(path: &Path, lesson: Option<&str>) -> PathBuf {
    let depth = lesson.map_or(0, |inside| inside.split('/').count());
    path.ancestors().nth(depth).unwrap_or(Path::new("")).to_owned()
}

fn summary(path: &Path, errors: usize, warnings: usize) -> String {
    let counted = |count: usize, one: &str| match count {
        0 => format!("no {one}s"),
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    };
    if errors + warnings == 0 {
        return format!("{}: nothing to complain about\n", path.display());
    }
    format!("{}: {}, {}\n", path.display(), counted(errors, "error"), counted(warnings, "warning"))
}
