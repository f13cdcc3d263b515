//! `coldstart check`: every problem of a course, with its place.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::{learn, output};
use crate::catalog::Catalog;
use crate::course::check::{Finding, check, count};
use crate::course::{Course, Library, clean};
use crate::edge::{read_course, text_beside};
use crate::lab::LabSpec;
use crate::problem::{Severity, Source, one_line};

/// Say everything that is wrong with a course, a lesson or a lab
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// A course folder, a lesson in Markdown, a lab in TOML, or a lesson of the course by its id
    pub path: PathBuf,

    /// Print one JSON document, for editors and build machines
    #[arg(long)]
    json: bool,
}

/// What `--json` prints; documented in docs/headless.md and stable.
#[derive(Serialize)]
struct Document<'a> {
    path: String,
    errors: usize,
    warnings: usize,
    findings: Vec<Row<'a>>,
}

/// One finding; lines and columns count from one, columns in characters, the end is behind the last one that is meant.
#[derive(Serialize)]
struct Row<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    severity: String,
    message: &'a str,
    help: Option<&'a str>,
}

impl<'a> Row<'a> {
    fn of(finding: &'a Finding) -> Self {
        let Finding { source, problem } = finding;
        let (start, end) = (source.position(problem.span.start), source.position(problem.span.end));
        Self {
            file: &source.name,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            severity: problem.severity.to_string(),
            message: &problem.message,
            help: problem.help.as_deref(),
        }
    }
}

/// Prints every problem; fails when one of them is an error.
pub fn run(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let findings = find(&args.path)?;
    let (errors, warnings) = (count(&findings, Severity::Error), count(&findings, Severity::Warning));
    let code = ExitCode::from(u8::from(errors > 0));
    if args.json {
        let path = args.path.display().to_string();
        let document = Document { path, errors, warnings, findings: findings.iter().map(Row::of).collect() };
        return Ok(output::print(serde_json::to_string_pretty(&document)? + "\n", code));
    }
    let mut out = String::new();
    for finding in &findings {
        out.push_str(&finding.source.explain(&finding.problem));
        out.push('\n');
    }
    out.push_str(&summary(&args.path, errors, warnings));
    Ok(output::print(out, code))
}

fn find(path: &Path) -> anyhow::Result<Vec<Finding>> {
    if !path.exists() {
        return check_embedded(&path.to_string_lossy());
    }
    let kind = path.extension().map_or_else(String::new, |kind| kind.to_string_lossy().to_lowercase());
    match kind.as_str() {
        _ if path.is_dir() || path.file_name().is_some_and(|name| name == "course.toml") => check_course(path),
        "toml" => check_lab(path),
        "md" | "markdown" => check_course(path),
        _ => anyhow::bail!(
            "{} cannot be checked: check takes a course folder, a lesson in Markdown (.md) or a lab in TOML (.toml)",
            path.display()
        ),
    }
}

/// A lesson of the course inside the program.
fn check_embedded(name: &str) -> anyhow::Result<Vec<Finding>> {
    let library = Library::embedded();
    let (course, head) = learn::meant(&library, name).map_err(anyhow::Error::msg)?;
    Ok(check(course, &Arc::new(Catalog::embedded()), Some(&head.path)))
}

fn check_lab(path: &Path) -> anyhow::Result<Vec<Finding>> {
    let bytes = std::fs::read(path).map_err(|error| anyhow::anyhow!("cannot read {}: {error}", path.display()))?;
    let (text, mut problems) = clean::text(&bytes);
    problems.extend(LabSpec::parse_beside(&text, &|name| text_beside(path, name)).1);
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
    let typed = disk.lesson.as_deref().map(|inside| (inside.to_owned(), path));
    let root = root(path, disk.lesson.as_deref());
    let course = Course::load(&disk.name, disk.files);
    anyhow::ensure!(course.lessons().next().is_some(), "{} holds no lesson: no Markdown file", path.display());
    let mut findings = check(&course, &Arc::new(Catalog::embedded()), disk.lesson.as_deref());
    rename(&mut findings, &root, typed.as_ref());
    Ok(findings)
}

/// Gives each file the name by which the person can open it, the lesson itself the one they `typed`; the findings of one
/// file share one text.
fn rename(findings: &mut [Finding], root: &Path, typed: Option<&(String, &Path)>) {
    let mut last: Option<(String, Arc<Source>)> = None;
    for finding in findings {
        let inside = finding.source.name.clone();
        let known = last.as_ref().filter(|(name, _)| *name == inside).map(|(_, renamed)| Arc::clone(renamed));
        let renamed = known.unwrap_or_else(|| {
            let typed = typed.filter(|(lesson, _)| *lesson == inside).map(|(_, path)| path.to_path_buf());
            let name = typed.unwrap_or_else(|| root.join(&inside)).display().to_string();
            Arc::new(Source::new(name, finding.source.text.clone()))
        });
        finding.source = Arc::clone(&renamed);
        last = Some((inside, renamed));
    }
}

/// The folder of the course as the person wrote it, so that every place can be opened from where they are.
fn root(path: &Path, lesson: Option<&str>) -> PathBuf {
    let depth = lesson.map_or(0, |inside| inside.split('/').count());
    let above = depth.saturating_sub(path.components().count());
    path.ancestors().nth(depth).map_or_else(|| std::iter::repeat_n("..", above).collect(), Path::to_owned)
}

fn summary(path: &Path, errors: usize, warnings: usize) -> String {
    let path = one_line(&path.display().to_string());
    let counted = |count: usize, one: &str| match count {
        0 => format!("no {one}s"),
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    };
    if errors + warnings == 0 {
        return format!("{path}: nothing to complain about\n");
    }
    format!("{path}: {}, {}\n", counted(errors, "error"), counted(warnings, "warning"))
}
