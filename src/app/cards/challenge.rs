//! A challenge: its goals as they stand, the help that was asked for, the last check.

use std::sync::Arc;

use super::measured::figure;
use crate::app::Bench;
use crate::catalog::Catalog;
use crate::course;
use crate::course::directive::Setting;
use crate::lab::{Budget, Goal, Judged, Trial};
use crate::quiz::{ChallengeProgress, GoalOutcome, ProgressEvent};

/// The seeds a challenge is checked on; the lessons' calibration test uses them too.
pub const SEEDS: [u64; 3] = [1, 2, 3];

/// Stars for reaching every goal without help.
const STARS_MAX: u8 = 3;

/// A challenge: its goals as they stand, the help that was asked for, the last check.
#[derive(Debug)]
pub struct ChallengeCard {
    /// The directive.
    pub challenge: course::Challenge,
    /// The goals, judged on the run in view.
    pub goals: Vec<GoalState>,
    /// How many hints were shown; each costs a star.
    pub hints_shown: usize,
    /// Whether the worked solution was shown.
    pub solution_shown: bool,
    /// A check in progress: the whole lab, played on fixed seeds.
    pub trial: Option<Trial>,
    /// How the last check came out.
    pub result: Option<ChallengeResult>,
    /// The settings the last check played with.
    pub checked: Vec<(String, String)>,
    /// Whether it was ever reached.
    pub met: bool,
    /// The best result ever, in stars.
    pub best: u8,
}

/// A goal as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalState {
    /// As its author wrote it.
    pub text: String,
    /// The value, with its unit; empty while there is nothing to measure.
    pub value: String,
    /// Whether it holds now.
    pub met: bool,
}

/// How a check came out.
#[derive(Clone, Debug, PartialEq)]
pub struct ChallengeResult {
    /// Whether every goal held on every seed.
    pub passed: bool,
    /// Zero when not passed or after the worked solution, else one to three.
    pub stars: u8,
    /// Each goal, on the seed where it came out worst.
    pub goals: Vec<GoalState>,
    /// What is in the way, if it was not a goal: a setting that may not be changed here.
    pub objection: Option<String>,
}

/// The bench a challenge is played on: its lab's, or its own if it starts from settings of its own.
pub(in crate::app) fn bench_key(challenge: &course::Challenge) -> String {
    if challenge.start.is_empty() { challenge.lab.clone() } else { challenge.id.clone() }
}

/// Settings as the lab takes them.
pub(in crate::app) fn pairs(settings: &[Setting]) -> impl Iterator<Item = (&str, &str)> {
    settings.iter().map(|setting| (setting.target.as_str(), setting.value.as_str()))
}

impl ChallengeCard {
    /// The card as the learner left it.
    pub(in crate::app) fn new(challenge: course::Challenge, known: Option<&ChallengeProgress>, hints: u8) -> Self {
        let unmeasured = |goal: &Goal| GoalState { text: goal.text.clone(), value: String::new(), met: false };
        let stages = challenge.hints.len();
        Self {
            goals: challenge.goals.iter().map(unmeasured).collect(),
            hints_shown: usize::from(hints).min(stages),
            solution_shown: usize::from(hints) > stages,
            trial: None,
            result: None,
            checked: Vec::new(),
            met: known.is_some_and(|known| known.met),
            best: known.map_or(0, |known| known.stars),
            challenge,
        }
    }

    /// The bench it is played on.
    pub fn bench_key(&self) -> String {
        bench_key(&self.challenge)
    }

    /// The stars that are still to be had.
    pub fn stars_left(&self) -> u8 {
        // Whoever gets there with hints has still got there; the worked solution is another matter.
        if self.solution_shown { 0 } else { STARS_MAX.saturating_sub(self.hints_shown as u8).max(1) }
    }

    /// Whether another hint can be asked for.
    pub fn has_hint(&self) -> bool {
        self.hints_shown < self.challenge.hints.len()
    }

    /// Shows the next hint.
    pub(in crate::app) fn show_hint(&mut self, lesson: &str) -> Option<ProgressEvent> {
        if !self.has_hint() {
            return None;
        }
        self.hints_shown += 1;
        Some(self.help_event(lesson, self.hints_shown))
    }

    /// Shows the worked solution: one stage after the last hint.
    pub(in crate::app) fn show_solution(&mut self, lesson: &str) -> ProgressEvent {
        self.solution_shown = true;
        self.help_event(lesson, self.challenge.hints.len() + 1)
    }

    fn help_event(&self, lesson: &str, stage: usize) -> ProgressEvent {
        ProgressEvent::HintUsed { lesson: lesson.to_owned(), task: self.challenge.id.clone(), hint: stage as u8 }
    }

    /// Judges the goals on the run in view.
    pub(in crate::app) fn judge(&mut self, bench: &Bench) {
        let metrics = bench.measure(&self.challenge.window);
        self.goals = self.challenge.goals.iter().map(|goal| state(&goal.judge(&metrics), goal)).collect();
    }

    /// Begins to play the whole lab with the learner's settings; what may not be changed here is said at once.
    pub(in crate::app) fn begin_check(&mut self, bench: &Bench, catalog: Arc<Catalog>) {
        let changes = bench.changes();
        let objection = self.objection(&changes);
        self.checked.clone_from(&changes);
        let spec = bench
            .spec
            .with(changes.iter().map(|(target, value)| (target.as_str(), value.as_str())))
            .and_then(|spec| bench.with_deployed(spec))
            .map_err(|problem| problem.message);
        match (objection, spec) {
            (None, Ok(spec)) => {
                let mut goals = self.challenge.goals.clone();
                goals.extend(self.challenge.stars.iter().map(|(_, goal)| goal.clone()));
                self.result = None;
                match Trial::new(Arc::new(spec), goals, self.challenge.window.clone(), SEEDS.to_vec(), catalog) {
                    Ok(trial) => self.trial = Some(trial),
                    Err(problem) => self.object(problem.message),
                }
            }
            (Some(objection), _) | (None, Err(objection)) => self.object(objection),
        }
    }

    fn object(&mut self, objection: String) {
        self.result = Some(ChallengeResult { passed: false, stars: 0, goals: Vec::new(), objection: Some(objection) });
    }

    /// Why these settings do not count.
    fn objection(&self, changes: &[(String, String)]) -> Option<String> {
        let names = |rule: &str, target: &str| {
            target == rule || target.strip_prefix(rule).is_some_and(|rest| rest.starts_with('.'))
        };
        let broken = |rules: &[String]| changes.iter().find(|(target, _)| rules.iter().any(|rule| names(rule, target)));
        if let Some((target, _)) = broken(&self.challenge.fixed) {
            return Some(format!("`{target}` is given in this challenge. Press R to start again without that change."));
        }
        let (target, _) = broken(&self.challenge.forbid)?;
        Some(format!("`{target}` is not allowed here. Press R to start again without that change."))
    }

    /// Plays on as far as the budget goes; whether there is more to play.
    pub(in crate::app) fn work(&mut self, budget: &mut Budget) -> bool {
        self.trial.as_mut().is_some_and(|trial| !trial.work(budget))
    }

    /// Ends a check that is complete: the result, and what is worth remembering of it.
    pub(in crate::app) fn finish_check(&mut self, lesson: &str) -> Vec<ProgressEvent> {
        if self.trial.as_ref().is_none_or(|trial| trial.played().len() < SEEDS.len()) {
            return Vec::new();
        }
        let judged = self.trial.take().map(|trial| trial.worst()).unwrap_or_default();
        let goals: Vec<GoalState> =
            judged.iter().zip(&self.challenge.goals).map(|(judged, goal)| state(judged, goal)).collect();
        let passed = goals.iter().all(|goal| goal.met);
        let gold = judged.iter().skip(goals.len()).all(|gold| gold.met);
        let stars = if passed { self.stars_left().min(if gold { STARS_MAX } else { STARS_MAX - 1 }) } else { 0 };
        let (lesson, challenge) = (lesson.to_owned(), self.challenge.id.clone());
        let values = judged.iter().take(goals.len()).map(|judged| GoalOutcome {
            goal: judged.goal.clone(),
            value: judged.value,
            met: judged.met,
        });
        let mut events = vec![ProgressEvent::ChallengeTried {
            lesson: lesson.clone(),
            challenge: challenge.clone(),
            met: passed,
            values: values.collect(),
        }];
        if stars > self.best {
            events.push(ProgressEvent::StarsEarned { lesson, challenge, stars });
        }
        self.met |= passed;
        self.best = self.best.max(stars);
        self.result = Some(ChallengeResult { passed, stars, goals, objection: None });
        events
    }

    /// Stops a check; whether there was one.
    pub(in crate::app) fn cancel(&mut self) -> bool {
        self.trial.take().is_some()
    }
}

fn state(judged: &Judged, goal: &Goal) -> GoalState {
    let value = judged.value.map(|value| figure(value, goal.unit())).unwrap_or_default();
    GoalState { text: goal.text.clone(), value, met: judged.met }
}
