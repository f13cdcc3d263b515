//! The lab that a path on the command line means, and what to say when there is none.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;

use super::learn;
use crate::course::{Course, Directive, Files, LabCard, Library};
use crate::edge::{OnDisk, read_course, text_beside};
use crate::lab::{LabSpec, Recording};
use crate::problem::{Problem, Source, visible};

/// A lab or lesson is read whole; nobody writes a longer one.
const FILE_MAX: u64 = 64 * 1024 * 1024;
/// The content is broken, or a goal is missed.
pub(super) const FAILED: u8 = 1;
/// The command line cannot be used.
const UNUSABLE: u8 = 2;
/// Ctrl-C ended it: 128 and the number of `SIGINT`.
const STOPPED: u8 = 130;

/// Why a run did not come to a report: what to print, and the exit code.
pub(super) struct Refusal {
    /// What to print.
    pub(super) text: String,
    /// How to end.
    pub(super) code: ExitCode,
}

impl Refusal {
    /// Says it, and ends with its code.
    pub(super) fn tell(&self) -> ExitCode {
        eprint!("{}", visible(&self.text));
        self.code
    }
}

/// The lab a path means, with the name the report gives it.
pub(super) fn find(path: &str) -> anyhow::Result<Result<(String, LabSpec), Refusal>> {
    let (file, id) = match path.rsplit_once('#') {
        Some((file, id)) if !Path::new(path).exists() => (file, Some(id)),
        _ => (path, None),
    };
    if Path::new(file).is_dir() {
        return Ok(Err(unusable(&format!("{file} is a folder; name a lesson or a lab in it"))));
    }
    if !Path::new(file).exists() {
        return Ok(find_embedded(file, id));
    }
    let source = read(Path::new(file))?;
    let is_lab = Path::new(file).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
    if is_lab {
        return Ok(bare_lab(&source, id));
    }
    let mut files = read_course(Path::new(file)).map_or_else(|_| Files::new(), OnDisk::neighbours);
    files.insert("lesson.md", source.text.into_bytes());
    let library = Library::from_files(file, files);
    Ok(match library.main().and_then(|course| course.lessons().next().map(|head| (course, head.id.clone()))) {
        Some((course, lesson)) => lab_of(course, &lesson, file, id),
        None => Err(failed(&format!("{file} holds no lesson"))),
    })
}

fn bare_lab(source: &Source, id: Option<&str>) -> Result<(String, LabSpec), Refusal> {
    if let Some(id) = id {
        return Err(unusable(&format!("{} is one lab and has no `#{id}`", source.name)));
    }
    if Recording::is_one(&source.text) {
        return Err(unusable(&format!("this is a recording: `coldstart replay {}`", source.name)));
    }
    let path = Path::new(&source.name);
    let (spec, problems) = LabSpec::parse_beside(&source.text, &|name| text_beside(path, name));
    let stem = Path::new(&source.name).file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    spec.map(|spec| (stem, spec)).ok_or_else(|| failed_with(source, &problems))
}

fn find_embedded(lesson: &str, id: Option<&str>) -> Result<(String, LabSpec), Refusal> {
    let library = Library::embedded();
    let (course, head) = learn::meant(&library, lesson).map_err(|message| unusable(&message))?;
    lab_of(course, &head.id.clone(), lesson, id)
}

/// A lab of a lesson: the one of this id, or the only one.
fn lab_of(course: &Course, lesson: &str, name: &str, id: Option<&str>) -> Result<(String, LabSpec), Refusal> {
    let Some(lesson) = course.open(lesson, &LabSpec::catalog()) else {
        return Err(failed(&format!("{name} cannot be read")));
    };
    let labs: Vec<&LabCard> = lesson.directives().into_iter().filter_map(|(_, directive)| as_lab(directive)).collect();
    let ids: Vec<&str> = labs.iter().map(|card| card.id.as_str()).collect();
    let found = match id {
        Some(id) => labs.iter().find(|card| card.id == id).copied(),
        None if labs.len() == 1 => labs.first().copied(),
        None => None,
    };
    if let Some(card) = found {
        return Ok((card.id.clone(), LabSpec::clone(&card.spec)));
    }
    match (id, labs.is_empty()) {
        (_, true) if !lesson.problems.is_empty() => Err(failed_with(&lesson.source, &lesson.problems)),
        (_, true) => Err(unusable(&format!("{name} has no lab"))),
        (Some(id), _) => {
            let problem = Problem::unknown(0..0, "lab", id, ids);
            Err(unusable(&told(&problem)))
        }
        (None, _) => Err(unusable(&format!(
            "{name} has several labs; choose one: {}",
            ids.iter().map(|id| format!("{name}#{id}")).collect::<Vec<_>>().join(", ")
        ))),
    }
}

const fn as_lab(directive: &Directive) -> Option<&LabCard> {
    match directive {
        Directive::Lab(card) => Some(card),
        _ => None,
    }
}

/// The lab with all of these settings, or what is wrong with the one that cannot be had after those before it.
pub(super) fn with_all(spec: &LabSpec, settings: &[(&str, &str)]) -> Result<LabSpec, Problem> {
    let with = |count: usize| spec.with(settings[..count].iter().copied());
    with(settings.len()).map_err(|problem| {
        // Some settings go only together, so the last number of them that works tells which one does not.
        let working = (0..settings.len()).rev().find(|count| with(*count).is_ok());
        working.and_then(|count| with(count + 1).err()).unwrap_or(problem)
    })
}

pub(super) fn read(path: &Path) -> anyhow::Result<Source> {
    use std::io::Read as _;
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).with_context(|| format!("cannot read {name}"))?;
    file.take(FILE_MAX + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {name}"))?;
    anyhow::ensure!(bytes.len() as u64 <= FILE_MAX, "{name} is longer than a lab or lesson can be (64 MB)");
    Ok(Source::new(name, String::from_utf8_lossy(&bytes).into_owned()))
}

pub(super) fn told(problem: &Problem) -> String {
    match &problem.help {
        Some(help) => format!("{}\n  help: {help}", problem.message),
        None => problem.message.clone(),
    }
}

pub(super) fn unusable(text: &str) -> Refusal {
    Refusal { text: format!("error: {text}\n"), code: ExitCode::from(UNUSABLE) }
}

/// Somebody wanted an end before there was anything to print.
pub(super) fn stopped() -> Refusal {
    Refusal { text: "stopped before the end; nothing was printed\n".to_owned(), code: ExitCode::from(STOPPED) }
}

pub(super) fn failed(text: &str) -> Refusal {
    Refusal { text: format!("error: {text}\n"), code: ExitCode::from(FAILED) }
}

pub(super) fn failed_with(source: &Source, problems: &[Problem]) -> Refusal {
    Refusal {
        text: problems.iter().map(|problem| source.explain(problem)).collect::<Vec<_>>().join("\n"),
        code: ExitCode::from(FAILED),
    }
}
