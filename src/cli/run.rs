//! `coldstart run`: a lab without a screen.
//!
//! Two runs with one seed print the same bytes. That is why the time the machine took (`engine.cpu_s`) is null unless
//! `--timing` asks for it: everything else in the report comes from the seed, the lab and the options.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::{learn, output};
use crate::course::{Course, Directive, Files, LabCard, Library};
use crate::lab::quantity::{self, Bare};
use crate::lab::{Budget, Command, Detail, LabSpec, Progress, Report, Run, TimedCommand, Window};
use crate::problem::{Problem, Source, visible};
use crate::units::{Moment, Span};

/// A lab or lesson is read whole; nobody writes a longer one.
const FILE_MAX: u64 = 64 * 1024 * 1024;
/// Events between two looks at the journal: each writes a handful of entries, and the journal keeps some thousands.
const EVENTS_A_LOOK: u64 = 500;
/// Calls that are made at once between two looks, for the same reason.
const CALLS_A_LOOK: u32 = 500;
/// The content is broken, or a goal is missed.
const FAILED: u8 = 1;
/// The command line cannot be used.
const UNUSABLE: u8 = 2;

/// Run a lab without a screen and print its report
#[derive(Debug, Args)]
pub struct RunArgs {
    /// A lab in TOML, a lesson in Markdown, or a lesson of the course by its id; `#ID` names a lab of the lesson
    #[arg(value_name = "PATH[#ID]")]
    pub path: String,

    /// Print one JSON document
    #[arg(long)]
    pub json: bool,

    /// Play another run of the same lab
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,

    /// How much virtual time to play: 90s, 20m, 30d
    #[arg(long = "for", value_name = "TIME", value_parser = parse_time)]
    pub duration: Option<Span>,

    /// Change a setting of the lab, as in `functions.hello.memory_mb=512` (repeatable)
    #[arg(long, value_name = "SETTING=VALUE", value_parser = parse_setting)]
    pub set: Vec<(String, String)>,

    /// Give a command at a moment of the run: "5s invoke hello 3" (repeatable)
    #[arg(long, value_name = "TIME COMMAND", value_parser = parse_timed)]
    pub at: Vec<TimedCommand>,

    /// How much to keep of what happens; it changes no figure of the report
    #[arg(long, value_enum, default_value_t = DetailChoice::Full)]
    pub detail: DetailChoice,

    /// Write every event as a line of JSON; `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub journal: Option<PathBuf>,

    /// Run the lab a second time with this setting, and print both side by side
    #[arg(long, value_name = "SETTING=VALUE", value_parser = parse_setting)]
    pub compare: Option<(String, String)>,

    /// Also print how long the machine took, which differs from run to run
    #[arg(long)]
    pub timing: bool,
}

/// How much to keep of what happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DetailChoice {
    /// Every event, in a bounded journal
    Full,
    /// Counters, histograms and usage: a month in seconds
    Metrics,
}

/// Why a run did not come to a report: what to print, and the exit code.
struct Refusal {
    text: String,
    code: ExitCode,
}

/// Plays the lab and prints its report.
pub fn run(args: &RunArgs) -> anyhow::Result<ExitCode> {
    match outcome(args)? {
        Ok((text, met)) => Ok(output::print(text, ExitCode::from(if met { 0 } else { FAILED }))),
        Err(refusal) => {
            eprint!("{}", visible(&refusal.text));
            Ok(refusal.code)
        }
    }
}

fn outcome(args: &RunArgs) -> anyhow::Result<Result<(String, bool), Refusal>> {
    if let Err(refusal) = check_options(args) {
        return Ok(Err(refusal));
    }
    let (lab, spec) = match find(&args.path)? {
        Ok(found) => found,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let spec = match prepare(&spec, args, None) {
        Ok(spec) => spec,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let report = match play(&lab, &spec, args, args.journal.as_deref()) {
        Ok(report) => report,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Some((target, value)) = &args.compare else {
        let text = if args.json { report.to_json() } else { report.to_text() };
        return Ok(Ok((text, report.is_met())));
    };
    let other = match prepare(&spec, args, Some((target.as_str(), value.as_str()))) {
        Ok(spec) => spec,
        Err(refusal) => return Ok(Err(refusal)),
    };
    Ok(play(&lab, &other, args, None).map(|other| {
        let setting = format!("{target}={value}");
        let text = if args.json { report.compare_json(&other, &setting) } else { report.compare(&other, &setting) };
        (text, report.is_met() && other.is_met())
    }))
}

fn check_options(args: &RunArgs) -> Result<(), Refusal> {
    if args.journal.is_some() && args.detail == DetailChoice::Metrics {
        return Err(unusable("--detail metrics keeps no journal; leave it away to write one"));
    }
    if args.json && args.journal.as_deref() == Some(Path::new("-")) {
        return Err(unusable("--json and --journal - would both write to standard output; give the journal a file"));
    }
    Ok(())
}

/// The lab with the options of the command line.
fn prepare(spec: &LabSpec, args: &RunArgs, further: Option<(&str, &str)>) -> Result<Arc<LabSpec>, Refusal> {
    let duration = args.duration.map(quantity::exact_span);
    let time = duration.as_deref().map(|duration| ("time.duration", duration));
    let settings = args.set.iter().map(|(target, value)| (target.as_str(), value.as_str()));
    let spec = spec.with(settings.chain(time).chain(further)).map_err(|problem| unusable(&told(&problem)))?;
    if spec.duration.is_none() {
        return Err(unusable("this lab has no end of its own; say how long to play it, as in `--for 10m`"));
    }
    Ok(Arc::new(spec))
}

/// Plays a lab to its end.
fn play(lab: &str, spec: &Arc<LabSpec>, args: &RunArgs, journal: Option<&Path>) -> Result<Report, Refusal> {
    let started = Instant::now();
    let detail = if args.detail == DetailChoice::Full { Detail::Full } else { Detail::Metrics };
    let mut run = Run::new(Arc::clone(spec), args.seed.unwrap_or(spec.seed), detail, LabSpec::catalog());
    let mut scribe = journal.map(Scribe::open).transpose()?;
    let mut commands: Vec<&TimedCommand> = args.at.iter().collect();
    commands.sort_by_key(|timed| timed.at); // stable: equal moments keep the order of the command line
    for timed in commands {
        if timed.at == run.end() {
            return Err(unusable(&format!(
                "`--at \"{timed}\"` comes at the very end of the lab, when no time is left for it to have an effect\n  \
                 help: give an earlier moment, or play longer with --for"
            )));
        }
        if timed.at > run.end() {
            let end = run.end().clock();
            return Err(unusable(&format!("`--at \"{timed}\"` comes after the end of the lab, at {end}")));
        }
        advance(&mut run, timed.at, scribe.as_mut())?;
        for command in in_pieces(&timed.command) {
            if let Err(problem) = run.submit(command) {
                return Err(unusable(&format!("`--at \"{timed}\"`: {}", told(&problem))));
            }
            if let Some(scribe) = &mut scribe {
                scribe.write(&run)?;
            }
        }
    }
    let end = run.end();
    advance(&mut run, end, scribe.as_mut())?;
    if let Some(scribe) = scribe {
        scribe.finish()?;
    }
    let mut report = Report::of(&run, lab, &spec.goals, &Window::All);
    report.engine.cpu_s = args.timing.then(|| started.elapsed().as_secs_f64());
    Ok(report)
}

fn advance(run: &mut Run, target: Moment, scribe: Option<&mut Scribe>) -> Result<(), Refusal> {
    let Some(scribe) = scribe else {
        run.advance_to(target, &mut Budget::unlimited());
        return Ok(());
    };
    while run.advance_to(target, &mut Budget::events(EVENTS_A_LOOK)) == Progress::OutOfBudget {
        scribe.write(run)?;
    }
    scribe.write(run)
}

/// Many calls at once as several commands at one moment, which is the same and lets the journal be read in between.
fn in_pieces(command: &Command) -> Vec<Command> {
    match command {
        Command::Invoke { function, count } => (0..count.div_ceil(CALLS_A_LOOK))
            .map(|piece| Command::Invoke {
                function: function.clone(),
                count: (count - piece * CALLS_A_LOOK).min(CALLS_A_LOOK),
            })
            .collect(),
        other => vec![other.clone()],
    }
}

/// Writes the journal while it grows, because the run itself keeps only the last part of it.
struct Scribe {
    out: Box<dyn std::io::Write>,
    name: String,
    seen: u64,
    lost: u64,
}

impl Scribe {
    fn open(path: &Path) -> Result<Self, Refusal> {
        let name = path.display().to_string();
        let out: Box<dyn std::io::Write> = if path == Path::new("-") {
            Box::new(std::io::stdout().lock())
        } else {
            let file =
                std::fs::File::create(path).map_err(|error| unusable(&format!("cannot write {name}: {error}")))?;
            Box::new(std::io::BufWriter::new(file))
        };
        Ok(Self { out, name, seen: 0, lost: 0 })
    }

    fn write(&mut self, run: &Run) -> Result<(), Refusal> {
        let Some(journal) = run.journal() else { return Ok(()) };
        let expected = journal.written() - self.seen;
        let mut found = 0;
        for entry in journal.since(self.seen) {
            for line in std::iter::once(run.entry_json(entry)).chain(run.entry_logs_json(entry)) {
                writeln!(self.out, "{line}").map_err(|error| unwritten(&self.name, &error))?;
            }
            found += 1;
        }
        self.lost += expected - found;
        self.seen = journal.written();
        Ok(())
    }

    fn finish(mut self) -> Result<(), Refusal> {
        if self.lost > 0 {
            eprintln!(
                "note: {} entries came faster than the journal could be written and are not in {}",
                self.lost, self.name
            );
        }
        self.out.flush().map_err(|error| unwritten(&self.name, &error))
    }
}

/// The lab a path means, with the name the report gives it.
fn find(path: &str) -> anyhow::Result<Result<(String, LabSpec), Refusal>> {
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
    let mut files = Files::new();
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
    let (spec, problems) = LabSpec::parse(&source.text);
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

fn read(path: &Path) -> anyhow::Result<Source> {
    use std::io::Read as _;
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).with_context(|| format!("cannot read {name}"))?;
    file.take(FILE_MAX + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {name}"))?;
    anyhow::ensure!(bytes.len() as u64 <= FILE_MAX, "{name} is longer than a lab or lesson can be (64 MB)");
    Ok(Source::new(name, String::from_utf8_lossy(&bytes).into_owned()))
}

/// The journal cannot be written; said already, if there is something to say.
fn unwritten(name: &str, error: &std::io::Error) -> Refusal {
    let name = if name == "-" { "to standard output" } else { name };
    Refusal { text: String::new(), code: output::unwritten(name, error) }
}

fn told(problem: &Problem) -> String {
    match &problem.help {
        Some(help) => format!("{}\n  help: {help}", problem.message),
        None => problem.message.clone(),
    }
}

fn unusable(text: &str) -> Refusal {
    Refusal { text: format!("error: {text}\n"), code: ExitCode::from(UNUSABLE) }
}

fn failed(text: &str) -> Refusal {
    Refusal { text: format!("error: {text}\n"), code: ExitCode::from(FAILED) }
}

fn failed_with(source: &Source, problems: &[Problem]) -> Refusal {
    Refusal {
        text: problems.iter().map(|problem| source.explain(problem)).collect::<Vec<_>>().join("\n"),
        code: ExitCode::from(FAILED),
    }
}

fn parse_time(text: &str) -> Result<Span, String> {
    match quantity::span(text, Bare::Seconds)? {
        Span::ZERO => Err("no time at all".to_owned()),
        span => Ok(span),
    }
}

fn parse_setting(text: &str) -> Result<(String, String), String> {
    let (target, value) = text.split_once('=').ok_or("write SETTING=VALUE, as in functions.hello.memory_mb=512")?;
    Ok((target.trim().to_owned(), value.trim().to_owned()))
}

fn parse_timed(text: &str) -> Result<TimedCommand, String> {
    TimedCommand::parse(text).map_err(|problem| match problem.help {
        Some(help) => format!("{}; {help}", problem.message),
        None => problem.message,
    })
}
