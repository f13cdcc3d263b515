//! `coldstart run`: a lab without a screen.
//!
//! Two runs with one seed print the same bytes. That is why the time the machine took (`engine.cpu_s`) is null unless
//! `--timing` asks for it: everything else in the report comes from the seed, the lab and the options.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::arguments::{parse_seed, parse_setting, parse_time};
use super::found::{FAILED, Refusal, find, stopped, told, unusable, with_all};
use super::{calibrate, output, sweep};
use crate::edge::Foreground;
use crate::lab::quantity;
use crate::lab::{
    Budget, Command, Compared, Detail, LabSpec, Progress, Recording, Report, Run, TimedCommand, Window, same_arrivals,
};
use crate::units::{Moment, Span};

/// Events between two looks at the journal: each writes a handful of entries, and the journal keeps some thousands.
const EVENTS_A_LOOK: u64 = 500;
/// Calls that are made at once between two looks, for the same reason.
const CALLS_A_LOOK: u32 = 500;

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
    #[arg(long, value_name = "N", value_parser = parse_seed)]
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

    /// Write the run to a file that `coldstart replay` plays again; with --compare, the run of the lab as it is
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,

    /// Run the lab once more with this setting, and print both side by side (repeatable)
    #[arg(long, value_name = "SETTING=VALUE", value_parser = parse_setting)]
    pub compare: Vec<(String, String)>,

    /// Run the lab with each of these values and print a table: `functions.hello.memory_mb=128..3008`,
    /// `hello.memory_mb=512..2048/256`, `hello.architecture=x86_64,arm64`; twice for a grid
    ///
    /// A lab without a `duration` of its own needs `--for TIME`, here and with `--compare`.
    #[arg(long, value_name = "SETTING=A..B", conflicts_with_all = ["compare", "journal", "record", "timing"])]
    pub sweep: Vec<String>,

    /// What a sweep's best point has the least of: `cost`, `cost_per_m`, `p95_ms`, `cold_starts`, …
    #[arg(long, value_name = "METRIC", requires = "sweep")]
    pub best: Option<String>,

    /// What must hold for a sweep's best point, as in `"p95_ms < 300"` (repeatable)
    ///
    /// Without it, the best point is the cheapest whose p95 is within 10 % of the fastest.
    #[arg(long, value_name = "GOAL", requires = "sweep")]
    pub under: Vec<String>,

    /// Print a sweep as CSV, every metric a column
    #[arg(long, requires = "sweep", conflicts_with = "json")]
    pub csv: bool,

    /// Instead of playing the lab, run the code of its functions and print the model of each, ready to paste
    #[arg(long, conflicts_with_all = ["sweep", "compare", "at", "journal", "record", "timing", "duration"])]
    pub calibrate: bool,

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

/// Plays the lab and prints its report.
pub fn run(args: &RunArgs) -> anyhow::Result<ExitCode> {
    match outcome(args)? {
        Ok((text, met)) => Ok(output::print(text, ExitCode::from(if met { 0 } else { FAILED }))),
        Err(refusal) => Ok(refusal.tell()),
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
    if args.calibrate {
        let settings: Vec<(&str, &str)> =
            args.set.iter().map(|(target, value)| (target.as_str(), value.as_str())).collect();
        let spec = with_all(&spec, &settings).map_err(|problem| unusable(&told(&problem)));
        return Ok(spec.and_then(|spec| calibrate::play(&lab, &spec, args)));
    }
    let spec = match prepare(&spec, args, None) {
        Ok(spec) => spec,
        Err(refusal) => return Ok(Err(refusal)),
    };
    Ok(if args.sweep.is_empty() { report(&lab, &spec, args) } else { sweep::play(&lab, &spec, args) })
}

/// The report of one run, or of several side by side.
fn report(lab: &str, spec: &Arc<LabSpec>, args: &RunArgs) -> Result<(String, bool), Refusal> {
    let others = args.compare.iter().map(|(target, value)| {
        let other = prepare(spec, args, Some((target.as_str(), value.as_str())))?;
        Ok((format!("{target}={value}"), other))
    });
    let others: Vec<(String, Arc<LabSpec>)> = others.collect::<Result<_, _>>()?; // mistakes are told before anything is played
    let report = play(lab, spec, args, (args.journal.as_deref(), args.record.as_deref()))?;
    if others.is_empty() {
        let text = if args.json { report.to_json() } else { report.to_text() };
        return Ok((text, report.is_met()));
    }
    let compare = |(setting, other): (String, Arc<LabSpec>)| {
        let same_arrivals = same_arrivals(spec, &other);
        play(lab, &other, args, (None, None)).map(|report| Compared { setting, same_arrivals, report })
    };
    let others: Vec<Compared> = others.into_iter().map(compare).collect::<Result<_, _>>()?;
    let text = if args.json { report.compare_json(&others) } else { report.compare(&others) };
    Ok((text, report.is_met() && others.iter().all(|other| other.report.is_met())))
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
    let settings: Vec<(&str, &str)> = settings.chain(time).chain(further).collect();
    let spec = with_all(spec, &settings).map_err(|problem| unusable(&told(&problem)))?;
    if spec.duration.is_none() {
        return Err(unusable("this lab has no end of its own; say how long to play it, as in `--for 10m`"));
    }
    Ok(Arc::new(spec))
}

/// Plays a lab to its end.
fn play(
    lab: &str,
    spec: &Arc<LabSpec>,
    args: &RunArgs,
    (journal, record): (Option<&Path>, Option<&Path>),
) -> Result<Report, Refusal> {
    let started = Instant::now();
    let detail = if args.detail == DetailChoice::Full { Detail::Full } else { Detail::Metrics };
    let mut run = Run::new(Arc::clone(spec), args.seed.unwrap_or(spec.seed), detail, LabSpec::catalog());
    let mut scribe = journal.map(Scribe::open).transpose()?;
    let mut foreground = Foreground::begin("playing");
    for timed in in_order(&args.at, spec)? {
        advance(&mut run, timed.at, scribe.as_mut(), &mut foreground)?;
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
    advance(&mut run, end, scribe.as_mut(), &mut foreground)?;
    drop(foreground);
    if let Some(scribe) = scribe {
        scribe.finish()?;
    }
    if let Some(record) = record {
        let text = Recording::of(&run, lab, spec).to_toml();
        let unwritable = |error| unusable(&format!("cannot write {}: {error}", record.display()));
        std::fs::write(record, text).map_err(unwritable)?;
    }
    let mut report = Report::of(&run, lab, &spec.goals, &Window::All);
    report.engine.cpu_s = args.timing.then(|| started.elapsed().as_secs_f64());
    Ok(report)
}

/// The commands in the order of their moments, each before the end of the lab.
pub(super) fn in_order(commands: &[TimedCommand], spec: &LabSpec) -> Result<Vec<TimedCommand>, Refusal> {
    for timed in commands {
        if timed.at == spec.end() {
            return Err(unusable(&format!(
                "`--at \"{timed}\"` comes at the very end of the lab, when no time is left for it to have an effect\n  \
                 help: give an earlier moment, or play longer with --for"
            )));
        }
        if timed.at > spec.end() {
            let end = spec.end().clock();
            return Err(unusable(&format!("`--at \"{timed}\"` comes after the end of the lab, at {end}")));
        }
    }
    let mut commands = commands.to_vec();
    commands.sort_by_key(|timed| timed.at); // stable: equal moments keep the order of the command line
    Ok(commands)
}

/// Plays to a moment; what was written of the journal so far is a journal, should somebody want an end before.
fn advance(
    run: &mut Run,
    target: Moment,
    mut scribe: Option<&mut Scribe>,
    foreground: &mut Foreground,
) -> Result<(), Refusal> {
    let end = run.end();
    loop {
        let mut piece = if scribe.is_some() { Budget::events(EVENTS_A_LOOK) } else { Foreground::piece() };
        let progress = run.advance_to(target, &mut piece);
        if let Some(scribe) = &mut scribe {
            scribe.write(run)?;
        }
        if progress != Progress::OutOfBudget {
            return Ok(());
        }
        if !foreground.goes_on(run.progress_to(end)) {
            return Err(stopped());
        }
    }
}

/// Many calls at once as several commands at one moment, which is the same and lets the journal be read in between.
fn in_pieces(command: &Command) -> Vec<Command> {
    match command {
        Command::Invoke { function, count, asynchronous, event } => (0..count.div_ceil(CALLS_A_LOOK))
            .map(|piece| Command::Invoke {
                function: function.clone(),
                count: (count - piece * CALLS_A_LOOK).min(CALLS_A_LOOK),
                asynchronous: *asynchronous,
                event: event.clone(),
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

/// The journal cannot be written; said already, if there is something to say.
fn unwritten(name: &str, error: &std::io::Error) -> Refusal {
    let name = if name == "-" { "to standard output" } else { name };
    Refusal { text: String::new(), code: output::unwritten(name, error) }
}

fn parse_timed(text: &str) -> Result<TimedCommand, String> {
    TimedCommand::parse(text).map_err(|problem| match problem.help {
        Some(help) => format!("{}; {help}", problem.message),
        None => problem.message,
    })
}
