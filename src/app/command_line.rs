//! The command line: one line of words, what could come next, what was wrong.

use tui_input::{Input, InputRequest};

use super::Theme;
use super::pace::SPEEDS;
use super::tune::{self, Ask};
use super::turn_line::{self, Turn};
use crate::lab::command::{ASYNC, FAULTS, SHAPES, VERBS};
use crate::lab::{LabSpec, Verb};
use crate::problem::Problem;

/// More proposals than this are no help.
const PROPOSALS_MAX: usize = 40;

/// The `:` line.
#[derive(Clone, Debug, Default)]
pub struct CommandLine {
    /// What is written.
    pub input: Input,
    /// What the word under the cursor could become.
    pub proposals: Vec<Proposal>,
    /// The proposal that `tab` stands on.
    pub chosen: Option<usize>,
    /// What was wrong with the line, with its place, until the line changes.
    pub problem: Option<Problem>,
    /// How many lines back in the history this is; 0 is the line being written.
    back: usize,
    draft: String,
}

/// What a word could become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The word.
    pub word: String,
    /// What it means.
    pub meaning: String,
}

/// A whole line, read.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// A verb of labs.
    Lab(Verb),
    /// `tune memory_mb=128..3008`
    Tune(Ask),
    /// `month`
    Month,
    /// `metrics`
    Metrics,
    /// `back 10s`, `fork`, `compare main`
    Turn(Turn),
    /// `speed 100`
    Speed(f64),
    /// `pause`
    Pause,
    /// `theme light`
    Theme(String),
    /// `open cold-starts`
    Open(String),
    /// `edit hello`
    Edit(Option<String>),
    /// `breakeven`
    BreakEven,
    /// `home`
    Home,
    /// `quit`
    Quit,
}

/// The verbs of the screen, beside those of labs: name, form, meaning.
const SCREEN_VERBS: &[(&str, &str, &str)] = &[
    ("speed", "speed N", "seconds of the lab for each of yours, 1 to 10000"),
    ("tune", tune::FORM, "the same traffic with each of these values: what is fast, what is cheap"),
    ("month", "month", "what thirty days of this cost, request by request"),
    ("metrics", "metrics", "what CloudWatch counts, minute by minute; again closes it"),
    ("pause", "pause", "stop the clock, or let it run"),
    ("breakeven", "breakeven", "this load on functions and on servers: where the costs meet"),
    ("edit", "edit [FUNCTION]", "change a function's code"),
    ("open", "open LESSON", "another lesson"),
    ("theme", "theme NAME", "other colours"),
    ("home", "home", "the course map"),
    ("quit", "quit", "leave; your progress is kept, the lab starts anew"),
];

/// Those of them that do something to the lab on the bench.
const LAB_VERBS: [&str; 7] = ["speed", "tune", "month", "metrics", "pause", "breakeven", "edit"];

/// What completion may propose beside verbs.
pub(super) struct Vocabulary<'a> {
    /// The lab on the bench.
    pub(super) lab: Option<&'a LabSpec>,
    /// Ids and titles of lessons.
    pub(super) lessons: Vec<(String, String)>,
    /// Names of the run's branches, and what they are.
    pub(super) forks: Vec<(String, String)>,
}

impl CommandLine {
    /// A line that begins with `text`.
    pub(super) fn starting(text: &str, vocabulary: &Vocabulary) -> Self {
        let mut line = Self { input: Input::new(text.to_owned()), ..Self::default() };
        line.propose(vocabulary);
        line
    }

    /// Edits the line.
    pub(super) fn edit(&mut self, request: InputRequest, vocabulary: &Vocabulary) {
        if self.input.handle(request).is_some_and(|changed| changed.value) {
            (self.problem, self.chosen, self.back) = (None, None, 0);
        }
        self.propose(vocabulary);
    }

    /// Steps through the proposals, writing each into the line.
    pub(super) fn complete(&mut self) {
        if self.proposals.is_empty() {
            return;
        }
        let next = self.chosen.map_or(0, |chosen| (chosen + 1) % self.proposals.len());
        self.take(next);
    }

    /// Writes a proposal into the line; a single one ends its word, so that the next can be proposed.
    pub(super) fn take(&mut self, proposal: usize) {
        let Some(taken) = self.proposals.get(proposal) else { return };
        let (before, _) = self.split();
        let single = self.proposals.len() == 1;
        let text = format!("{before}{}{}", taken.word, if single { " " } else { "" });
        self.input = Input::new(text);
        self.problem = None;
        self.chosen = (!single).then_some(proposal);
    }

    /// Goes on from the single proposal that was taken to the next word.
    pub(super) fn propose_next(&mut self, vocabulary: &Vocabulary) {
        if self.chosen.is_none() {
            self.propose(vocabulary);
        }
    }

    /// Shows an older (1) or newer (-1) line of the history.
    pub(super) fn recall(&mut self, step: isize, history: &[String]) {
        if self.back == 0 {
            self.draft = self.input.value().to_owned();
        }
        self.back = self.back.saturating_add_signed(step).min(history.len());
        let text = if self.back == 0 { self.draft.clone() } else { history[history.len() - self.back].clone() };
        self.input = Input::new(text);
        (self.problem, self.chosen) = (None, None);
        self.proposals.clear();
    }

    /// Reads the line.
    pub(super) fn parse(&self) -> Result<Line, Problem> {
        let line = self.input.value();
        let word = line.split_whitespace().next().unwrap_or_default();
        let start = line.len() - line.trim_start().len();
        let verb = start..start + word.len();
        let rest = line[verb.end..].trim();
        let need = |what: &str| {
            if rest.is_empty() {
                Err(Problem::error(verb.clone(), format!("{what} is missing")))
            } else {
                Ok(rest.to_owned())
            }
        };
        match word {
            "speed" => {
                let text = need("the speed")?;
                let number = text.trim_start_matches(['×', 'x']).parse::<f64>().ok();
                let fits = number.filter(|speed| (1.0..=SPEEDS[SPEEDS.len() - 1]).contains(speed));
                fits.map(Line::Speed).ok_or_else(|| {
                    let at = line.len() - line[verb.end..].trim_start().len();
                    Problem::error(at..line.trim_end().len(), format!("`{text}` is not a speed"))
                        .with_help("1 to 10000")
                })
            }
            "tune" => Ask::parse(&line[verb.end..], verb.end).map(Line::Tune),
            "month" => Ok(Line::Month),
            "metrics" => Ok(Line::Metrics),
            "pause" => Ok(Line::Pause),
            "theme" => {
                let name = need("the theme's name")?;
                if Theme::names().any(|known| known == name) {
                    Ok(Line::Theme(name))
                } else {
                    let at = line.len() - line[verb.end..].trim_start().len();
                    Err(Problem::unknown(at..line.trim_end().len(), "theme", &name, Theme::names()))
                }
            }
            "open" => need("the lesson").map(Line::Open),
            "edit" => Ok(Line::Edit((!rest.is_empty()).then(|| rest.to_owned()))),
            "breakeven" => Ok(Line::BreakEven),
            "home" => Ok(Line::Home),
            "quit" | "q" => Ok(Line::Quit),
            _ => match Turn::parse(word, &line[verb.end..], verb.end) {
                Some(turn) => turn.map(Line::Turn),
                None => Verb::parse(line).map(Line::Lab).map_err(|problem| with_our_verbs(problem, word)),
            },
        }
    }

    fn propose(&mut self, vocabulary: &Vocabulary) {
        let (before, word) = self.split();
        let words: Vec<&str> = before.split_whitespace().collect();
        let matching = |proposal: &Proposal| proposal.word.starts_with(word) || names_end(&proposal.word, word);
        let mut proposals: Vec<Proposal> = candidates(&words, vocabulary).into_iter().filter(matching).collect();
        proposals.truncate(PROPOSALS_MAX);
        if proposals.len() == 1 && proposals[0].word == word {
            proposals.clear();
        }
        self.proposals = proposals;
        self.chosen = None;
    }

    /// The words before the one being written, and that one.
    fn split(&self) -> (&str, &str) {
        let text = self.input.value();
        text.split_at(text.rfind(char::is_whitespace).map_or(0, |space| space + 1))
    }
}

/// `memory` finds `functions.hello.memory_mb`: a part of a dotted name will do.
fn names_end(name: &str, word: &str) -> bool {
    !word.is_empty() && name.split('.').any(|part| part.starts_with(word))
}

fn with_our_verbs(problem: Problem, word: &str) -> Problem {
    let ours = SCREEN_VERBS.iter().chain(turn_line::VERBS).map(|(name, ..)| *name);
    let known = VERBS.iter().map(|verb| verb.name).chain(ours);
    if problem.message.starts_with("unknown verb") {
        Problem::unknown(problem.span, "verb", word, known)
    } else {
        problem
    }
}

/// Everything that could stand after these words.
fn candidates(words: &[&str], vocabulary: &Vocabulary) -> Vec<Proposal> {
    let functions = || -> Vec<Proposal> {
        let functions = vocabulary.lab.into_iter().flat_map(|lab| &lab.functions);
        functions.map(|function| proposal(function.name.clone(), "function")).collect()
    };
    let list = |names: &[&str]| names.iter().map(|name| proposal(*name, "")).collect::<Vec<_>>();
    match words {
        [] => {
            let lab =
                VERBS.iter().filter(|_| vocabulary.lab.is_some()).map(|verb| (verb.name, verb.usage, verb.meaning));
            let turns = turn_line::VERBS.iter().filter(|_| vocabulary.lab.is_some()).copied();
            let works = |name: &str| vocabulary.lab.is_some() || !LAB_VERBS.contains(&name);
            let screen = SCREEN_VERBS.iter().filter(|(name, ..)| works(name)).copied();
            let all = lab.chain(turns).chain(screen);
            all.map(|(name, usage, meaning)| proposal(name, format!("{usage}: {meaning}"))).collect()
        }
        ["invoke" | "logs" | "edit"] | ["fault", "recycle" | "slow" | "errors"] => functions(),
        ["invoke", _] => list(&["1", "3", "10", "20", "50", ASYNC]),
        ["invoke", _, count] if *count != ASYNC => list(&[ASYNC]),
        ["load"] => list(&["0", "1", "10", "20", "50", "100", "200", "500", "1000"]),
        ["load", _] => list(SHAPES),
        ["load", _, "ramp"] => list(&["10s", "30s", "1m"]),
        ["set"] => targets(vocabulary),
        ["tune", .., "best"] => list(&["cost", "cost_per_m", "p95_ms", "cold_starts"]),
        ["tune", .., "for"] => list(&["10m", "1h", "24h"]),
        ["tune", .., "under"] => list(&["p95_ms < 300"]),
        ["tune"] => sweeps(vocabulary),
        ["tune", _] => sweeps(vocabulary).into_iter().chain(list(&["for", "best", "under"])).collect(),
        ["tune", ..] => list(&["for", "best", "under"]),
        ["set", target] => values(target, vocabulary),
        ["fault"] => list(FAULTS),
        ["fault", "slow", _] => list(&["2", "5", "10"]),
        ["fault", "errors", _] => list(&["5%", "20%", "100%"]),
        ["ff"] => ["1m", "5m", "10m", "30m", "1h", "24h"].into_iter().map(|span| proposal(span, "")).collect(),
        ["speed"] => SPEEDS.iter().map(|speed| proposal(speed.to_string(), "")).collect(),
        ["theme"] => Theme::names().map(|name| proposal(name, "")).collect(),
        ["open"] => vocabulary.lessons.iter().map(|(id, title)| proposal(id.clone(), title.clone())).collect(),
        words => {
            let targets = vocabulary.lab.map(LabSpec::targets).unwrap_or_default();
            Turn::candidates(words, &vocabulary.forks, &targets).unwrap_or_default()
        }
    }
}

fn targets(vocabulary: &Vocabulary) -> Vec<Proposal> {
    let Some(lab) = vocabulary.lab else { return Vec::new() };
    lab.targets().into_iter().map(|target| proposal(target, "")).collect()
}

/// What can be swept: a setting whose values are known by themselves, or with the range that is to be written behind it.
fn sweeps(vocabulary: &Vocabulary) -> Vec<Proposal> {
    let known = |target: &str| match target.rsplit('.').next() {
        Some("memory_mb") => format!("{target}=128..3008"),
        Some("architecture" | "lazy_load" | "routing") => target.to_owned(),
        _ => format!("{target}="),
    };
    let about = ["functions.", "load.", "account.concurrency"];
    let targets =
        targets(vocabulary).into_iter().filter(|target| about.iter().any(|about| target.word.starts_with(about)));
    targets.map(|target| proposal(known(&target.word), "")).collect()
}

/// The values of the control of that name, if the lab has one.
fn values(target: &str, vocabulary: &Vocabulary) -> Vec<Proposal> {
    let Some(lab) = vocabulary.lab else { return Vec::new() };
    let control = lab.controls.iter().find(|control| control.target.ends_with(target));
    control.into_iter().flat_map(|control| &control.values).map(|value| proposal(value.clone(), "")).collect()
}

fn proposal(word: impl Into<String>, meaning: impl Into<String>) -> Proposal {
    Proposal { word: word.into(), meaning: meaning.into() }
}

/// How far `F` jumps if one only presses enter.
pub(super) const JUMP: &str = "ff 10m";
