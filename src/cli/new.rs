//! `coldstart new`: a course or a lesson to begin with, which runs as it is.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};

use super::output;
use crate::course::slug::slug;
use crate::course::{Course, clean};
use crate::edge::{course_here, read_course, write_new};
use crate::problem::one_line;

/// Begin a course, or a lesson in a course, with something that runs
#[derive(Debug, Args)]
pub(super) struct NewArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A folder with a lesson, its lab, a glossary and a function
    Course {
        /// What it is called: "Night shift"
        name: String,
        /// Where to put it; without it, a folder of that name here
        dir: Option<PathBuf>,
    },
    /// One more lesson, and its line in SUMMARY.md
    Lesson {
        /// What it is called: "The second passenger"
        name: String,
        /// The course; without it, the one around this folder
        dir: Option<PathBuf>,
    },
}

const MANIFEST: &str = include_str!("../../assets/new/course.toml");
const SUMMARY: &str = include_str!("../../assets/new/SUMMARY.md");
const GLOSSARY: &str = include_str!("../../assets/new/glossary.md");
const LESSON: &str = include_str!("../../assets/new/lesson.md");
const FUNCTION: &str = include_str!("../../assets/new/function.js");

/// What the first lesson of a new course is called.
const FIRST: &str = "A first lesson";
const FIRST_ID: &str = "first-lesson";
/// The word of the glossary that a lesson uses, if the glossary has it.
const TERM: &str = "execution environment";

pub(super) fn run(args: &NewArgs) -> Result<ExitCode> {
    match &args.what {
        What::Course { name, dir } => course(&title(name)?, dir.as_deref()),
        What::Lesson { name, dir } => lesson(&title(name)?, dir.as_deref()),
    }
}

/// What a person called it, as one line.
fn title(name: &str) -> Result<String> {
    let title = clean::one_line(name.trim());
    anyhow::ensure!(title.chars().any(char::is_alphanumeric), "a name needs a letter or a digit");
    Ok(title)
}

fn course(title: &str, dir: Option<&Path>) -> Result<ExitCode> {
    let id = slug(title);
    let folder = dir.map_or_else(|| PathBuf::from(&id), Path::to_owned);
    let manifest =
        MANIFEST.replace("@TITLE_QUOTED@", &quoted_for_toml(title)).replace("@ID_QUOTED@", &quoted_for_toml(&id));
    let first = Plan { title: FIRST, id: FIRST_ID, module: "1", order: "1", has_term: true };
    let mut files = vec![
        (PathBuf::from("course.toml"), manifest),
        (PathBuf::from("SUMMARY.md"), SUMMARY.to_owned()),
        (PathBuf::from("glossary.md"), GLOSSARY.to_owned()),
    ];
    files.extend(first.files());
    write_new(&folder, &files)?;
    let shown = one_line(&folder.display().to_string());
    let mut out = said(&folder, &files);
    let _ = write!(out, "\n  coldstart open {shown}    reads it, and follows while you write\n");
    let _ = writeln!(out, "  coldstart check {shown}   says what is wrong with it");
    Ok(output::print(out, ExitCode::SUCCESS))
}

fn lesson(title: &str, dir: Option<&Path>) -> Result<ExitCode> {
    let folder = match dir {
        Some(dir) => dir.to_owned(),
        None => course_here().context(
            "there is no course here: no course.toml in this folder or above; `coldstart new course NAME` begins one",
        )?,
    };
    let on_disk = read_course(&folder)?;
    let summary = on_disk.files.get("SUMMARY.md").map(<[u8]>::to_vec);
    let course = Course::load(&on_disk.name, on_disk.files);
    let id = slug(title);
    if let Some(known) = course.lesson(&id) {
        bail!("the course has a lesson `{id}` already: {}; choose another name", known.path);
    }
    let module = course.modules.last().map_or_else(|| "1".to_owned(), |module| module.number.max(1).to_string());
    let highest = course.lessons().filter_map(|head| head.order).fold(0.0, f64::max);
    let order = (highest.floor() + 1.0).to_string();
    let has_term = course.glossary.find(TERM).is_some();
    let files = Plan { title, id: &id, module: &module, order: &order, has_term }.files();
    write_new(&folder, &files)?;
    let mut out = said(&folder, &files);
    if let Some(summary) = summary {
        let line = format!("- [{}](lessons/{id}.md)", escaped(title));
        let text = String::from_utf8(summary).context("SUMMARY.md is not UTF-8; add the lesson to it yourself")?;
        let path = folder.join("SUMMARY.md");
        std::fs::write(&path, with_line(&text, &line)).with_context(|| format!("cannot write {}", path.display()))?;
        let _ = writeln!(out, "listed {}", one_line(&path.display().to_string()));
    }
    Ok(output::print(out, ExitCode::SUCCESS))
}

/// A lesson to be written.
struct Plan<'a> {
    title: &'a str,
    id: &'a str,
    module: &'a str,
    order: &'a str,
    has_term: bool,
}

impl Plan<'_> {
    /// The lesson and its function.
    fn files(&self) -> Vec<(PathBuf, String)> {
        let term = if self.has_term { format!("[[{TERM}]]") } else { TERM.to_owned() };
        let text = LESSON
            .replace("@TITLE_QUOTED@", &quoted_for_yaml(self.title))
            .replace("@TITLE@", &escaped(self.title))
            .replace("@ID@", self.id)
            .replace("@MODULE@", self.module)
            .replace("@ORDER@", self.order)
            .replace("@TERM@", &term);
        vec![
            (PathBuf::from(format!("lessons/{}.md", self.id)), text),
            (PathBuf::from(format!("functions/{}.js", self.id)), FUNCTION.to_owned()),
        ]
    }
}

/// The line below the last one that lists a lesson, indented like it; at the end where none does.
fn with_line(summary: &str, line: &str) -> String {
    let mut lines: Vec<String> = summary.lines().map(str::to_owned).collect();
    let is_listing = |text: &String| text.contains("](") && text.trim_start().starts_with(['-', '*', '+']);
    match lines.iter().rposition(is_listing) {
        Some(last) => {
            let indent: String = lines[last].chars().take_while(|letter| letter.is_whitespace()).collect();
            lines.insert(last + 1, format!("{indent}{line}"));
        }
        None => lines.extend([String::new(), line.to_owned()]),
    }
    lines.join("\n") + "\n"
}

fn said(folder: &Path, files: &[(PathBuf, String)]) -> String {
    let mut out = String::new();
    for (path, _) in files {
        let _ = writeln!(out, "wrote {}", one_line(&folder.join(path).display().to_string()));
    }
    out
}

fn quoted_for_toml(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// YAML reads JSON's strings.
fn quoted_for_yaml(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}

/// Words that Markdown would take for marks.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '{' | '!' | '#' | '&' | '~' | '$') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_is_listed_below_the_last_one() {
        let summary = "# One\n\n- [A](lessons/a.md)\n\n# Two\n\n- Part\n  - [B](lessons/b.md)\n\nThanks.\n";
        let with = with_line(summary, "- [C](lessons/c.md)");
        assert!(with.contains("  - [B](lessons/b.md)\n  - [C](lessons/c.md)\n\nThanks.\n"), "{with}");
        assert_eq!(with_line("# One\n", "- [C](c.md)"), "# One\n\n- [C](c.md)\n");
    }
}
