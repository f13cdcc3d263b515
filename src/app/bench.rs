//! A lab on the learner's bench: the run, its clock, its controls, and the last look at it.

use std::sync::Arc;

use super::call_result::Calls;
use super::code_file::{self, CodeFile};
use super::{Inspected, Pace};
use crate::catalog::Catalog;
use crate::course::Files;
use crate::lab::quantity::exact_span;
use crate::lab::{
    Budget, Command, Control, Detail, History, HttpResponse, LabSpec, Metrics, Progress, Run, Score, Shape, Snapshot,
    Verb, Window,
};
use crate::problem::Problem;
use crate::units::{InvocationId, Moment, Span};

/// The panes a lab shows that does not say which it wants.
const DEFAULT_WATCH: [&str; 5] = ["fleet", "timeline", "latency", "bill", "logs"];
/// The pane of CloudWatch's metrics.
pub(super) const METRICS: &str = "metrics";

/// The panes of a lab of code that does not say which it wants.
const CODE_WATCH: [&str; 5] = ["code", "event", RESULT, "fleet", "logs"];
/// The pane of what came of a call.
pub(super) const RESULT: &str = "result";

/// What `+` and `-` do to the load: the steps a person would take.
const LOAD_STEPS: [f64; 14] =
    [0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0, 2_000.0, 5_000.0, 10_000.0];

/// How long an instrument plays a lab that has no end.
const AN_HOUR: Span = Span::from_secs(3_600);

/// A lab that is set up and may be running.
pub struct Bench {
    /// The lab's id in its lesson.
    pub id: String,
    /// The lab as its author wrote it.
    pub spec: Arc<LabSpec>,
    /// The run's clock as the learner controls it.
    pub pace: Pace,
    /// The last look at the run.
    pub snapshot: Snapshot,
    /// The last look at the run beside it, if two are compared.
    pub beside: Option<Box<Snapshot>>,
    /// The settings the learner can step through.
    pub controls: Vec<ControlState>,
    /// The panes, in order.
    pub watch: Vec<String>,
    /// The pane that shows where there is room for one only.
    pub tab: usize,
    /// The only function whose log lines are shown.
    pub logs_of: Option<String>,
    /// The invocation that is looked at closely.
    pub inspected: Inspected,
    /// What the last command said: an answer, or what was wrong with it.
    pub said: Option<Said>,
    /// The functions' own code, to be read and changed.
    pub code: Vec<CodeFile>,
    /// The call that is looked at.
    pub calls: Calls,
    /// What `invoke` calls.
    pub function: Option<String>,
    pub(super) history: History,
    pub(super) stale: bool,
    pub(super) seed: u64,
    pub(super) catalog: Arc<Catalog>,
    files: Arc<Files>,
    seen_at: Moment,
}

/// A setting the learner can step through.
#[derive(Clone, Debug, PartialEq)]
pub struct ControlState {
    /// What is set: `functions.heavy-init.memory_mb`.
    pub target: String,
    /// Its name on the screen: `memory`.
    pub label: String,
    /// The values to step through, as a lab's file would have them.
    pub values: Vec<String>,
    /// The value now.
    pub value: String,
}

/// One line of the lab to the learner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The line.
    pub text: String,
    /// Whether it tells of a mistake.
    pub wrong: bool,
}

impl Bench {
    /// Sets up a lab; its clock stands.
    pub fn new(id: &str, spec: Arc<LabSpec>, seed: Option<u64>, catalog: &Arc<Catalog>, files: &Arc<Files>) -> Self {
        let seed = seed.unwrap_or(spec.seed);
        let history = History::new(Arc::clone(&spec), seed, Detail::Full, Arc::clone(catalog));
        let snapshot = history.run().snapshot();
        let mut bench = Self {
            id: id.to_owned(),
            pace: Pace::new(spec.speed),
            controls: spec.controls.iter().map(|control| ControlState::new(control, &spec)).collect(),
            watch: spec.watch.clone(),
            tab: 0,
            logs_of: None,
            inspected: Inspected::default(),
            said: None,
            code: code_file::of(&spec, files),
            calls: Calls::default(),
            function: spec.functions.first().map(|function| function.name.clone()),
            seed,
            catalog: Arc::clone(catalog),
            files: Arc::clone(files),
            spec,
            history,
            seen_at: Moment::START,
            snapshot,
            beside: None,
            stale: false,
        };
        // A lab of code without a word on panes is one to write in.
        let runs_code = bench.code.iter().any(|file| file.runs);
        if bench.watch.is_empty() && runs_code {
            bench.watch = CODE_WATCH.map(str::to_owned).to_vec();
        }
        if runs_code && !bench.watch.iter().any(|pane| pane == RESULT) {
            bench.watch.push(RESULT.to_owned());
        }
        if bench.watch.is_empty() {
            bench.watch = DEFAULT_WATCH.map(str::to_owned).to_vec();
        }
        bench
    }

    /// The run's clock.
    pub fn now(&self) -> Moment {
        self.history.now()
    }

    /// The run in hand.
    pub fn run(&self) -> &Run {
        self.history.run()
    }

    /// The run with its past and its branches.
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// Whether the lab has come to its end.
    pub fn has_ended(&self) -> bool {
        self.snapshot.end.is_some_and(|end| self.now() >= end)
    }

    /// The seed this run was drawn from.
    pub fn seed(&self) -> u64 {
        self.run().seed()
    }

    /// The run's fingerprint: equal for equal (seed, lab, timed commands).
    pub fn journal_hash(&self) -> u64 {
        self.run().journal_hash()
    }

    /// Announces a window that will be asked for, so that its edges are exact.
    pub fn plan(&mut self, window: &Window) {
        self.history.plan(window);
    }

    /// What was measured in a part of the run.
    pub fn measure(&self, window: &Window) -> Metrics {
        self.run().measure(window)
    }

    /// The lab as it is set now.
    pub fn current_spec(&self) -> Arc<LabSpec> {
        Arc::clone(self.run().spec())
    }

    /// What an instrument plays again: the lab with all that was done to it so far, to its end; a lab without an end for this long,
    /// or for an hour, or as long as it has been played.
    pub fn score(&self, time: Option<Span>) -> Result<Score, Problem> {
        let mut spec = Arc::clone(self.history.lab());
        if let Some(time) = time {
            spec = Arc::new(spec.with([("time.duration", exact_span(time).as_str())])?);
        }
        let open_ended = (Moment::START + AN_HOUR).max(self.now());
        let until = if spec.duration.is_some() { spec.end() } else { open_ended };
        let (commands, catalog) = (self.run().commands().to_vec(), Arc::clone(&self.catalog));
        Ok(Score { spec, seed: self.seed(), commands, until, catalog })
    }

    /// Gives the run a command. Who calls a function wants to see it answer, so the clock runs then; a setting leaves the clock as it is.
    pub fn submit(&mut self, command: &Command) -> Result<(), Problem> {
        let calls = matches!(command, Command::Invoke { .. } | Command::Load { shape: Shape::Burst, .. });
        self.give(command)?;
        if calls {
            self.play();
        }
        Ok(())
    }

    /// Changes several things, one after the other, and says all of it in one line.
    pub fn submit_all(&mut self, commands: &[Command]) -> Result<(), Problem> {
        let branch = self.history.fork_in_hand();
        commands.iter().try_for_each(|command| self.submit(command))?;
        let words: Vec<String> = commands.iter().map(in_words).collect();
        self.say(words.join("; "));
        self.say_if_forked(branch);
        Ok(())
    }

    fn give(&mut self, command: &Command) -> Result<(), Problem> {
        let text = in_words(command);
        if let Command::Invoke { function, .. } = command {
            self.await_call(function);
        }
        let set = match command {
            Command::Set { target, value } => Some((target.clone(), value.clone())),
            _ => None,
        };
        let branch = self.history.fork_in_hand();
        self.history.submit(command)?;
        if let Some((target, value)) = set {
            self.adopt(&target, &value);
        }
        self.say(text);
        self.say_if_forked(branch);
        self.stale = true;
        Ok(())
    }

    fn play(&mut self) {
        if self.pace.paused && self.pace.fast_forward.is_none() {
            self.pace.play(self.now());
        }
    }

    /// Uses an action of the lab, by its place in the list.
    pub fn act(&mut self, action: usize) -> Result<(), Problem> {
        let Some(action) = self.spec.actions.get(action).cloned() else { return Ok(()) };
        let key = action.key.to_string();
        let branch = self.history.fork_in_hand();
        self.history.mark(&key)?;
        for verb in action.run {
            match verb {
                Verb::World(command) => {
                    self.give(&command)?;
                    self.play();
                }
                Verb::Forward(span) => self.fast_forward(span),
                Verb::Logs(function) => self.logs_of = function,
                Verb::Bill => {}
                Verb::Reset => self.reset(),
            }
        }
        self.say(action.label);
        self.say_if_forked(branch);
        Ok(())
    }

    /// Calls the function in view once, with an event if there is one.
    pub fn invoke(&mut self, event: Option<Arc<str>>) -> Result<(), Problem> {
        let Some(function) = self.function.clone() else { return Ok(()) };
        self.submit(&Command::Invoke { function, count: 1, asynchronous: false, event })
    }

    /// The code of the function in view.
    pub fn code(&self) -> Option<&CodeFile> {
        self.code.get(self.code_in_view()?)
    }

    /// The code of the function in view, to be changed.
    pub(super) fn code_mut(&mut self) -> Option<&mut CodeFile> {
        let place = self.code_in_view()?;
        self.code.get_mut(place)
    }

    fn code_in_view(&self) -> Option<usize> {
        let of_function = self.code.iter().position(|file| Some(&file.function) == self.function.as_ref());
        of_function.or(if self.code.is_empty() { None } else { Some(0) })
    }

    /// When the action with this key was used last.
    pub fn used_at(&self, key: &str) -> Option<Moment> {
        self.history.used_at(key)
    }

    /// When the learner changed anything last.
    pub fn last_command_at(&self) -> Moment {
        self.history.last_command_at()
    }

    /// Whether anything has happened yet that a reset would undo.
    pub fn has_begun(&self) -> bool {
        self.history.newest() > Moment::START || !self.run().commands().is_empty()
    }

    /// The names of the functions.
    pub fn function_names(&self) -> Vec<&str> {
        self.spec.functions.iter().map(|function| function.name.as_str()).collect()
    }

    /// Sets a control to the value `steps` further; at the last value it begins again.
    pub fn step_control(&mut self, control: usize, steps: isize) -> Result<(), Problem> {
        let Some(state) = self.controls.get(control) else { return Ok(()) };
        let Some(value) = state.stepped(steps) else { return Ok(()) };
        let said = self.with_a_word_about_the_clock(format!("{} {value}", state.label));
        let branch = self.history.fork_in_hand();
        self.submit(&Command::Set { target: state.target.clone(), value })?;
        self.say(said);
        self.say_if_forked(branch);
        Ok(())
    }

    /// The load one step up or down.
    pub fn step_load(&mut self, up: bool) -> Result<(), Problem> {
        let now = self.snapshot.load.rps;
        let next = if up {
            LOAD_STEPS.into_iter().find(|rps| *rps > now)
        } else {
            LOAD_STEPS.into_iter().rev().find(|rps| *rps < now)
        };
        let Some(rps) = next else { return Ok(()) };
        let command = Command::parse(&format!("load {rps} steady"))?;
        let said = self.with_a_word_about_the_clock(command.to_string());
        let branch = self.history.fork_in_hand();
        self.submit(&command)?;
        self.say(said);
        self.say_if_forked(branch);
        Ok(())
    }

    /// A change of a lab that stands is not seen before it runs.
    fn with_a_word_about_the_clock(&self, said: String) -> String {
        if self.pace.is_moving() { said } else { format!("{said}; the clock stands, space runs it") }
    }

    /// Lets the run work towards what its clock owes, as far as the budget goes; whether there is more to do.
    pub fn work(&mut self, budget: &mut Budget) -> bool {
        if self.history.travelling().is_some() {
            return self.travel(budget);
        }
        // Two runs go side by side: who lags behind goes first.
        if !self.catch_up(budget) {
            return true;
        }
        let owed = self.pace.owed();
        if self.now() >= owed {
            // A jump that leads nowhere is over.
            self.pace.reached(self.now());
            return false;
        }
        let progress = self.history.advance_to(owed, budget);
        self.stale = true;
        let now = self.now();
        self.pace.reached(now);
        if progress == Progress::Ended {
            self.pace.stop(now);
        }
        if self.history.has_replayed() {
            self.show_settings();
        }
        !self.catch_up(budget) || progress == Progress::OutOfBudget
    }

    /// Looks at the run again if it moved; whether it did.
    pub fn look(&mut self) -> bool {
        let moved = self.stale || self.seen_at != self.now();
        if moved {
            self.snapshot = self.run().snapshot();
            self.beside = self.history.beside().map(|run| Box::new(run.snapshot()));
            self.seen_at = self.now();
            self.stale = false;
            self.inspect_again();
            self.look_at_call();
        }
        moved
    }

    /// What the caller of an invocation got.
    pub(super) fn response(&self, id: InvocationId) -> Option<HttpResponse> {
        self.run().response(id)
    }

    /// Jumps ahead.
    pub fn fast_forward(&mut self, span: Span) {
        let now = self.now();
        match self.snapshot.end {
            Some(end) if end <= now => self.say("the lab is over; R starts afresh".to_owned()),
            Some(end) if end < now + span => {
                self.pace.jump(now, end);
                let whole = exact_span(end.since(Moment::START));
                self.say(format!("to the end of the lab ({whole}); R starts afresh"));
            }
            _ => {
                self.pace.jump(now, now + span);
                self.say(format!("fast-forward {span}"));
            }
        }
    }

    /// Lets the clock run, or stops it.
    pub fn toggle_pause(&mut self) {
        let now = self.now();
        if self.pace.is_moving() {
            self.pace.stop(now);
        } else if !self.has_ended() {
            self.pace.play(now);
        }
    }

    /// Starts the lab again from its first moment, with its own settings.
    pub fn reset(&mut self) {
        let fresh = Self::new(&self.id, Arc::clone(&self.spec), Some(self.seed), &self.catalog, &self.files);
        // What was written stays written, and stands as it is: only the lab begins again.
        let (tab, code, function) = (self.tab, std::mem::take(&mut self.code), self.function.take());
        *self = Self { tab, code, function, watch: std::mem::take(&mut self.watch), ..fresh };
        self.say("from the beginning".to_owned());
    }

    /// The settings that differ from the lab's own: what a challenge is checked with.
    pub fn changes(&self) -> Vec<(String, String)> {
        let mut changes: Vec<(String, String)> = self.history.change().cloned().into_iter().collect();
        for timed in self.run().commands() {
            if let Command::Set { target, value } = &timed.command {
                changes.retain(|(known, _)| known != target);
                changes.push((target.clone(), value.clone()));
            }
        }
        changes
    }

    /// Puts the pane with CloudWatch's metrics first, or takes it away again; whether it is there now.
    pub fn toggle_metrics(&mut self) -> bool {
        let there = self.watch.iter().position(|name| name == METRICS);
        match there {
            Some(place) => drop(self.watch.remove(place)),
            None => self.watch.insert(0, METRICS.to_owned()),
        }
        self.tab = 0;
        there.is_none()
    }

    /// A line for the learner.
    pub fn say(&mut self, text: String) {
        self.said = Some(Said { text, wrong: false });
    }

    /// What was wrong with the last command.
    pub fn complain(&mut self, problem: &Problem) {
        let help = problem.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        self.said = Some(Said { text: format!("{}{help}", problem.message), wrong: true });
    }

    /// The controls show what is set at this moment of this branch.
    pub(super) fn show_settings(&mut self) {
        for control in &mut self.controls {
            if let Some(value) = self.history.run().spec().get(&control.target) {
                control.value = value;
            }
        }
    }

    /// A control shows what was set by any other way.
    fn adopt(&mut self, target: &str, value: &str) {
        for control in self.controls.iter_mut().filter(|control| control.target.ends_with(target)) {
            value.clone_into(&mut control.value);
        }
    }
}

impl ControlState {
    fn new(control: &Control, spec: &LabSpec) -> Self {
        let value = spec.get(&control.target).unwrap_or_default();
        Self { target: control.target.clone(), label: control.label.clone(), values: control.values.clone(), value }
    }

    /// The value `steps` further; after the last comes the first.
    fn stepped(&self, steps: isize) -> Option<String> {
        let last = self.values.len().checked_sub(1)?;
        let next = match self.values.iter().position(|value| *value == self.value) {
            None | Some(0) if steps < 0 => last,
            Some(here) if here < last || steps < 0 => here.saturating_add_signed(steps).min(last),
            _ => 0,
        };
        Some(self.values[next].clone())
    }
}

/// A command as one reads it: what it carries along is left out.
fn in_words(command: &Command) -> String {
    match command {
        Command::Deploy { function, .. } => format!("deploy {function}"),
        Command::Invoke { function, count, asynchronous, .. } => {
            let bare =
                Command::Invoke { function: function.clone(), count: *count, asynchronous: *asynchronous, event: None };
            bare.to_string()
        }
        command => command.to_string(),
    }
}
