//! A run in a file: the lab, the seed, and what was done when. It plays again on any machine, and says whether it was the same.
//!
//! ```toml
//! format = 1
//! name = "burst"
//! seed = 7
//! played = "20m"
//! fingerprint = "0f3c9a7d51e2b846"
//! commands = [
//!   "5s invoke hello 3",
//! ]
//! lab = '''
//! [functions.hello]
//! '''
//! ```

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::command::TimedCommand;
use super::quantity::{self, Bare, exact_span};
use super::run::Run;
use super::spec::LabSpec;
use crate::catalog::Catalog;
use crate::cloud::Detail;
use crate::problem::{Problem, read_toml};
use crate::sim::Budget;
use crate::units::{Moment, Span};

/// The only form there is so far.
const FORMAT: u64 = 1;
/// A run takes no more commands than this either.
const COMMANDS_MAX: usize = 100_000;

/// A recorded run.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// What the lab is called in a report.
    pub name: String,
    /// What the dice are thrown from.
    pub seed: u64,
    /// How far it was played.
    pub played: Moment,
    /// What stands for everything that happened; none of a run that kept no journal.
    pub fingerprint: Option<u64>,
    /// What was done, in order of time.
    pub commands: Vec<TimedCommand>,
    /// The lab as the run began.
    pub lab: String,
    /// The same, read.
    pub spec: Arc<LabSpec>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: Spanned<u64>,
    name: String,
    seed: u64,
    played: Spanned<String>,
    fingerprint: Option<Spanned<String>>,
    #[serde(default)]
    commands: Vec<Spanned<String>>,
    lab: Spanned<String>,
}

impl Recording {
    /// What there is to be kept of a run that began with this lab.
    pub fn of(run: &Run, name: &str, lab: &Arc<LabSpec>) -> Self {
        Self {
            name: name.to_owned(),
            seed: run.seed(),
            played: run.now(),
            fingerprint: run.journal().map(|_| run.journal_hash()),
            commands: run.commands().to_vec(),
            lab: lab.to_toml(),
            spec: Arc::clone(lab),
        }
    }

    /// The file.
    pub fn to_toml(&self) -> String {
        let played = exact_span(self.played.since(Moment::START));
        let mut text = String::from("# A run of coldstart: `coldstart replay FILE` plays it again.\n");
        let name = toml::Value::String(self.name.clone());
        let _ = writeln!(text, "format = {FORMAT}\nname = {name}\nseed = {}\nplayed = \"{played}\"", self.seed);
        if let Some(fingerprint) = self.fingerprint {
            let _ = writeln!(text, "fingerprint = \"{fingerprint:016x}\"");
        }
        text.push_str("commands = [\n");
        for timed in &self.commands {
            let _ = writeln!(text, "  {},", toml::Value::String(timed.to_string()));
        }
        let _ = write!(text, "]\n\n# The lab as the run began.\nlab = '''\n{}'''\n", self.lab);
        text
    }

    /// Whether a text means to be a recording, whole or broken: a lab has neither of these keys.
    pub fn is_one(text: &str) -> bool {
        let has = |key| {
            text.lines().any(|line| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('=')))
        };
        has("format") && (has("played") || has("fingerprint"))
    }

    /// Reads a file; every mistake has its place in it.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let file: File = read_toml(text).map_err(|problem| vec![problem])?;
        let mut problems = Vec::new();
        if *file.format.get_ref() != FORMAT {
            let message = format!("this version plays recordings of format {FORMAT}, not {}", file.format.get_ref());
            return Err(vec![Problem::error(file.format.span(), message).with_help("a newer coldstart may know it")]);
        }
        let mut note = |found: Result<_, Problem>| found.map_err(|problem| problems.push(problem)).ok();
        let played = note(read_span(&file.played));
        let fingerprint = match &file.fingerprint {
            None => Some(None),
            Some(written) => note(read_fingerprint(written)).map(Some),
        };
        let commands = read_commands(text, &file.commands).map_err(|found| problems.extend(found)).ok();
        let lab = read_lab(text, &file.lab).map_err(|found| problems.extend(found)).ok();
        match (played, fingerprint, commands, lab) {
            (Some(Span(played)), Some(fingerprint), Some(commands), Some(spec)) => {
                let (name, seed, lab) = (file.name, file.seed, file.lab.into_inner());
                let played = Moment(played).min(spec.end());
                Ok(Self {
                    name,
                    seed,
                    played,
                    fingerprint: fingerprint.map(|Span(bits)| bits),
                    commands,
                    lab,
                    spec: Arc::new(spec),
                })
            }
            _ => Err(problems),
        }
    }

    /// Plays it.
    pub fn play(&self, detail: Detail, catalog: Arc<Catalog>) -> Result<Run, Problem> {
        let mut run = Run::replay(Arc::clone(&self.spec), self.seed, detail, catalog, &self.commands)?;
        run.advance_to(self.played, &mut Budget::unlimited());
        Ok(run)
    }

    /// Whether a run is the one that was recorded; nobody can say of one without a journal.
    pub fn is_same(&self, run: &Run) -> Option<bool> {
        let fingerprint = self.fingerprint.filter(|_| run.journal().is_some())?;
        Some(fingerprint == run.journal_hash())
    }
}

fn read_span(written: &Spanned<String>) -> Result<Span, Problem> {
    quantity::span(written.get_ref(), Bare::Seconds).map_err(|message| Problem::error(written.span(), message))
}

fn read_fingerprint(written: &Spanned<String>) -> Result<Span, Problem> {
    u64::from_str_radix(written.get_ref(), 16).map(Span).map_err(|_| {
        Problem::error(written.span(), format!("`{}` is no fingerprint", written.get_ref()))
            .with_help("16 hexadecimal digits")
    })
}

fn read_commands(text: &str, written: &[Spanned<String>]) -> Result<Vec<TimedCommand>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut commands: Vec<TimedCommand> = Vec::new();
    if let Some(beyond) = written.get(COMMANDS_MAX) {
        return Err(vec![Problem::error(beyond.span(), format!("a run takes at most {COMMANDS_MAX} commands"))]);
    }
    for line in written {
        match TimedCommand::parse(line.get_ref()) {
            Ok(timed) if commands.last().is_some_and(|last| last.at > timed.at) => {
                let problem = Problem::error(line.span(), "this command comes before the one above it");
                problems.push(problem.with_help("commands stand in the order of time"));
            }
            Ok(timed) => commands.push(timed),
            Err(problem) => problems.push(placed(text, line, problem)),
        }
    }
    if problems.is_empty() { Ok(commands) } else { Err(problems) }
}

fn read_lab(text: &str, written: &Spanned<String>) -> Result<LabSpec, Vec<Problem>> {
    let (spec, problems) = LabSpec::parse(written.get_ref());
    spec.ok_or_else(|| problems.into_iter().map(|problem| placed(text, written, problem)).collect())
}

/// A problem inside a quoted value at its place in the file, where the value stands there letter by letter.
fn placed(text: &str, written: &Spanned<String>, problem: Problem) -> Problem {
    let Range { start, end } = written.span();
    let inside = text.get(start..end).and_then(|quoted| quoted.find(written.get_ref().as_str()));
    match inside {
        Some(offset) if !written.get_ref().is_empty() => problem.shifted(start + offset),
        _ => Problem { span: start..end, ..problem },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAB: &str =
        "[functions.hello]\nmemory_mb = 256\n[load]\nrps = 3\nshape = \"poisson\"\n[time]\nduration = \"5m\"\n";

    fn recorded() -> Recording {
        let spec = Arc::new(LabSpec::parse(LAB).0.unwrap());
        let commands = ["5s invoke hello 3", "1m set functions.hello.memory_mb 512", "90500ms load 20 burst"];
        let commands: Vec<TimedCommand> = commands.iter().map(|line| TimedCommand::parse(line).unwrap()).collect();
        let mut run = Run::replay(Arc::clone(&spec), 9, Detail::Full, LabSpec::catalog(), &commands).unwrap();
        run.advance_to(Moment(200_000_000), &mut Budget::unlimited());
        Recording::of(&run, "burst \"b\"", &spec)
    }

    #[test]
    fn a_run_that_was_written_is_the_same_run_again() {
        let recording = recorded();
        let again = Recording::parse(&recording.to_toml()).unwrap_or_else(|problems| panic!("{problems:#?}"));
        assert_eq!((&again.name, again.seed, again.played), (&recording.name, 9, Moment(200_000_000)));
        let run = again.play(Detail::Full, LabSpec::catalog()).unwrap();
        assert_eq!(again.is_same(&run), Some(true));
        assert_eq!((run.now(), run.commands()), (Moment(200_000_000), recording.commands.as_slice()));
        let counted = again.play(Detail::Metrics, LabSpec::catalog()).unwrap();
        assert_eq!(again.is_same(&counted), None, "without a journal nobody can say");
        let other = Recording { seed: 8, ..again };
        assert_eq!(other.is_same(&other.play(Detail::Full, LabSpec::catalog()).unwrap()), Some(false));
    }

    #[test]
    fn every_mistake_has_its_place_in_the_file() {
        let text = recorded().to_toml();
        for (right, wrong, message, at) in [
            ("5s invoke hello 3", "5s invok hello 3", "unknown verb `invok`", "invok"),
            ("memory_mb = 256", "memory = 25b", "", "25b"),
            ("format = 1", "format = 7", "this version plays recordings of format 1, not 7", "7"),
            ("played = \"200s\"", "played = \"soon\"", "", "\"soon\""),
            ("seed = 9", "sead = 9", "unknown key `sead`", "sead"),
            ("\"1m set", "\"1s set", "this command comes before the one above it", "\"1s set"),
        ] {
            assert!(text.contains(right), "{right} in {text}");
            let broken = text.replacen(right, wrong, 1);
            let problems = Recording::parse(&broken).unwrap_err();
            assert!(message.is_empty() || problems[0].message == message, "{wrong}: {problems:?}");
            assert_eq!(broken.find(at), Some(problems[0].span.start), "{wrong}: {problems:?}");
        }
    }
}
