//! A challenge keeps its word: the start misses the goal, the solution reaches it, and no tempting wrong fix does.

use super::Reading;
use crate::course::block::{Block, BlockKind};
use crate::course::directive::{Challenge, Directive, Setting};
use crate::course::lesson::Lesson;
use crate::lab::{Judged, LabSpec, Played, Trial, metrics, shown};
use crate::problem::Problem;
use crate::sim::Budget;
use std::ops::Range;
use std::sync::Arc;

/// One lucky run proves nothing; three seeds are what the course promises.
const SEEDS: [u64; 3] = [1, 2, 3];

/// A challenge that takes more events than this in one attempt makes its learner wait for minutes.
const EVENTS_MAX: u64 = 20_000_000;

/// Plays every challenge of a lesson.
pub fn challenges(lesson: &Lesson, reading: &Reading<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for block in lesson.blocks() {
        let Some(challenge) = challenge(block) else { continue };
        let head = first_line(lesson, &block.span);
        if let Some(lab) = lesson.lab(&challenge.lab) {
            problems.extend(Attempts { challenge, spec: &lab.spec, head, reading }.judge());
        }
    }
    problems
}

fn challenge(block: &Block) -> Option<&Challenge> {
    match &block.kind {
        BlockKind::Directive(directive) => match directive.as_ref() {
            Directive::Challenge(challenge) => Some(challenge),
            _ => None,
        },
        _ => None,
    }
}

fn first_line(lesson: &Lesson, span: &Range<usize>) -> Range<usize> {
    let text = lesson.source.text.get(span.clone()).unwrap_or_default();
    span.start..span.start + text.find('\n').unwrap_or(text.len())
}

struct Attempts<'a> {
    challenge: &'a Challenge,
    spec: &'a Arc<LabSpec>,
    head: Range<usize>,
    reading: &'a Reading<'a>,
}

impl Attempts<'_> {
    fn judge(&self) -> Vec<Problem> {
        let id = &self.challenge.id;
        let mut problems = Vec::new();
        match self.play(&[]) {
            Err(problem) => return vec![problem],
            Ok(played) if reaches(&played) => {
                let problem = Problem::error(
                    self.head.clone(),
                    format!("the start of `{id}` reaches the goal already{}", self.came_to(&played)),
                );
                problems
                    .push(problem.with_help("a learner would have nothing to do; tighten the goal or weaken [start]"));
            }
            Ok(_) => {}
        }
        problems.extend(self.solution());
        problems.extend(self.challenge.wrong.iter().filter_map(|wrong| {
            let played = self.play(&wrong.set).ok()?;
            let message =
                format!("the wrong fix \"{}\" reaches the goal of `{id}`{}", wrong.name, self.came_to(&played));
            let all = played.iter().all(Played::meets);
            all.then(|| {
                Problem::error(wrong.span.clone(), message).with_help("tighten the goal, or it is no wrong fix")
            })
        }));
        if self.challenge.wrong.is_empty() {
            let problem = Problem::warning(self.head.clone(), format!("`{id}` names no wrong fix"));
            problems.push(
                problem.with_help("add [[wrong]] with what tempts people, so that the goal is known to tell it apart"),
            );
        }
        problems
    }

    fn solution(&self) -> Option<Problem> {
        let id = &self.challenge.id;
        let solution = &self.challenge.solution;
        let code = self.challenge.solution_code.as_deref();
        if solution.is_empty() && code.is_none() {
            let problem = Problem::warning(self.head.clone(), format!("`{id}` is unproven: it has no solution"));
            return Some(problem.with_help("add [solution] with settings that reach the goal"));
        }
        let played = match self.play_with(solution, code) {
            Ok(played) => played,
            Err(problem) => return code.map(|_| problem),
        };
        let missed = played.iter().find(|played| !played.meets())?;
        let goal = missed.judged.iter().find(|goal| !goal.met)?;
        let span = solution.first().map_or_else(|| self.head.clone(), |setting| setting.span.clone());
        let message =
            format!("the solution of `{id}` misses `{}` on seed {}: {}", goal.goal, missed.seed, self.value(goal));
        Some(Problem::error(span, message).with_help("loosen the goal or better the solution"))
    }

    /// `: p99_ms < 900 came to 512.3 ms`, on the first seed that reaches the goal.
    fn came_to(&self, played: &[Played]) -> String {
        let reached = played.iter().find(|played| played.meets());
        let goals = reached.map_or(&[][..], |played| &played.judged);
        let each = goals.iter().map(|goal| format!("`{}`, {}", goal.goal, self.value(goal))).collect::<Vec<_>>();
        if each.is_empty() { String::new() } else { format!(": {}", each.join("; ")) }
    }

    /// What was measured, with its unit.
    fn value(&self, judged: &Judged) -> String {
        let metric = self.challenge.goals.iter().find(|goal| goal.text == judged.goal).map(|goal| goal.metric);
        match (metric.and_then(metrics::lookup), judged.value) {
            (Some(row), Some(value)) => format!("it came to {}", shown(row.unit, Some(value))),
            _ => "nothing was measured".to_owned(),
        }
    }

    /// Plays the lab from the start with these settings, on every seed.
    fn play(&self, settings: &[Setting]) -> Result<Vec<Played>, Problem> {
        self.play_with(settings, None)
    }

    /// The same with other code of the first function that is code.
    fn play_with(&self, settings: &[Setting], code: Option<&str>) -> Result<Vec<Played>, Problem> {
        let placed = |problem: Problem| Problem { span: self.head.clone(), ..problem };
        let settings = self.challenge.start.iter().chain(settings);
        let pairs = settings.map(|setting| (setting.target.as_str(), setting.value.as_str()));
        let mut spec = self.spec.with(pairs).map_err(placed)?;
        if let Some(code) = code {
            let function = spec.functions.iter().find(|function| function.code.is_some()).map(|one| one.name.clone());
            let none = || Problem::error(0..0, "`solution_code` needs a function that is code");
            spec = function.ok_or_else(none).and_then(|name| spec.with_code(&name, code)).map_err(placed)?;
        }
        let spec = Arc::new(spec);
        let challenge = self.challenge;
        let catalog = Arc::clone(self.reading.catalog);
        let trial = Trial::new(spec, challenge.goals.clone(), challenge.window.clone(), SEEDS.to_vec(), catalog);
        let mut trial = trial.map_err(placed)?;
        if trial.work(&mut Budget::events(EVENTS_MAX)) {
            return Ok(trial.played().to_vec());
        }
        let problem =
            Problem::warning(self.head.clone(), format!("`{}` is unproven: it takes too long to play", challenge.id));
        Err(problem.with_help("shorten [time] duration or lower the load"))
    }
}

/// One seed on which it is reached is enough to spoil a start.
fn reaches(played: &[Played]) -> bool {
    played.iter().any(Played::meets)
}
