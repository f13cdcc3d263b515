//! A run of a lab: the seed, the lab, and the commands given so far. The same three play the same run, event for event.
//!
//! 1. [`Run::advance_to`] lets time pass, in steps of any size: arrivals from the traffic, faults from the lab, everything else from the world.
//! 2. [`Run::submit`] changes something at the present moment, after all that this moment brings by itself; the command is kept.
//! 3. [`Run::measure`] and [`Run::snapshot`] look. Looking never changes what happens.
//! 4. [`Run::replay`] plays the kept commands again.

use std::sync::Arc;

use super::command::{Command, Fault, Shape, TimedCommand, qualified};
use super::look;
use super::measure::measure;
use super::metrics::Metrics;
use super::quantity::exact_span;
use super::slices::Slices;
use super::snapshot::{Mark, Snapshot};
use super::spec::LabSpec;
use super::traffic::{Arrival, Kind, Traffic};
use super::window::Window;
use crate::api::lambda::{InvocationType, Qualifier};
use crate::api::{self, Payload};
use crate::catalog::Catalog;
use crate::cloud::{
    AccountConfig, Detail, Disturbance, EPOCH_UNIX_S, Entry, HttpResponse, PlatformFacts, Slice, World, WorldSpec,
};
use crate::problem::Problem;
use crate::sim::{Budget, Journal, Streams};
use crate::units::{FunctionId, InvocationId, Moment, Ratio, Span};

/// A lab in progress.
#[derive(Clone)]
pub struct Run {
    spec: Arc<LabSpec>,
    seed: u64,
    catalog: Arc<Catalog>,
    world: World,
    traffic: Traffic,
    /// Requests of one instant that are not offered yet, because the budget ended among them.
    pending: Option<Arrival>,
    /// How many of the lab's own faults have happened.
    faults_done: usize,
    slices: Slices,
    /// Shared with copies until one of them gets another command.
    commands: Arc<Vec<TimedCommand>>,
    marks: Vec<Mark>,
}

/// How far a run got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// To the moment that was asked for.
    Reached,
    /// Not there yet: the budget was spent.
    OutOfBudget,
    /// To the end of the lab, which lets no time pass any more.
    Ended,
}

/// Commands kept: a person who presses a key each second gets here after a day.
const COMMANDS_MAX: usize = 100_000;
/// Marks shown.
const MARKS_MAX: usize = 200;
/// Events played ahead in search of the next cold start; what lies beyond is not worth the wait.
pub(super) const LOOK_AHEAD: u64 = 2_000_000;

impl Run {
    /// A lab at its first moment.
    pub fn new(spec: Arc<LabSpec>, seed: u64, detail: Detail, catalog: Arc<Catalog>) -> Self {
        let world_spec = WorldSpec {
            account: spec.account.clone(),
            functions: spec.functions.iter().map(super::LabFunction::world_spec).collect(),
            event_sources: spec.event_sources.clone(),
            endpoints: spec.endpoints.clone(),
            epoch_unix_s: EPOCH_UNIX_S,
        };
        let facts = PlatformFacts::from(catalog.as_ref());
        let world = World::new(&world_spec, seed, detail, &facts)
            .expect("the lab was checked by the same rules when it was read");
        let names: Vec<String> = spec.functions.iter().map(|function| function.name.clone()).collect();
        let traffic = Traffic::new(&spec.load, &names, &Streams::new(seed));
        let slices = Slices::of(detail);
        Self {
            spec,
            seed,
            catalog,
            world,
            traffic,
            pending: None,
            faults_done: 0,
            slices,
            commands: Arc::default(),
            marks: Vec::new(),
        }
    }

    /// The run that these commands make.
    pub fn replay(
        spec: Arc<LabSpec>,
        seed: u64,
        detail: Detail,
        catalog: Arc<Catalog>,
        commands: &[TimedCommand],
    ) -> Result<Self, Problem> {
        let mut run = Self::new(spec, seed, detail, catalog);
        for timed in commands {
            run.advance_to(timed.at, &mut Budget::unlimited());
            run.submit(timed.command.clone())?;
        }
        Ok(run)
    }

    /// Virtual time.
    pub const fn now(&self) -> Moment {
        self.world.now()
    }

    /// When the lab ends by itself; [`Moment::NEVER`] when it does not.
    pub fn end(&self) -> Moment {
        self.spec.end()
    }

    /// The lab with all that was set since.
    pub fn spec(&self) -> &Arc<LabSpec> {
        &self.spec
    }

    /// What the dice were thrown from.
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// How far it is on its way to a moment, 0 to 1.
    pub fn progress_to(&self, end: Moment) -> f64 {
        share(self.now(), end)
    }

    /// How much is kept.
    pub const fn detail(&self) -> Detail {
        self.world.detail()
    }

    /// Events worked through so far.
    pub const fn events(&self) -> u64 {
        self.world.events()
    }

    /// The commands given so far, with their moments.
    pub fn commands(&self) -> &[TimedCommand] {
        &self.commands
    }

    /// Lets time pass up to and including `target`, but not beyond the end of the lab.
    pub fn advance_to(&mut self, target: Moment, budget: &mut Budget) -> Progress {
        self.advance(target, budget, false)
    }

    /// When something happens next; nothing when nothing will by itself.
    pub fn next_event(&mut self) -> Option<Moment> {
        if self.pending.is_some() {
            return Some(self.now());
        }
        let next = self.next_outside().min(self.world.next_event().unwrap_or(Moment::NEVER));
        (next < self.end()).then_some(next)
    }

    /// When the next cold start will begin if nothing is changed, found by playing a copy ahead.
    pub fn next_cold_start(&self) -> Option<Moment> {
        let mut ahead = self.clone();
        ahead.seek_cold_start(Moment::NEVER, self.now(), &mut Budget::events(LOOK_AHEAD)).then(|| ahead.now())
    }

    /// Plays on until a cold start begins that is later than `after`, at most up to `target`; whether one did.
    pub(super) fn seek_cold_start(&mut self, target: Moment, after: Moment, budget: &mut Budget) -> bool {
        // The present moment to its end first: its own cold starts are no news.
        if self.now() <= after {
            self.advance(self.now(), budget, false);
        }
        self.advance(target, budget, true);
        self.now() > after && self.saw_cold_start()
    }

    /// Changes something, now. On a problem nothing is changed.
    pub fn submit(&mut self, command: Command) -> Result<(), Problem> {
        if self.now() >= self.end() {
            return Err(Problem::error(0..0, "the lab is over").with_help("`reset` starts it again"));
        }
        if self.commands.len() >= COMMANDS_MAX {
            return Err(Problem::error(0..0, format!("a run takes at most {COMMANDS_MAX} commands"))
                .with_help("`reset` starts it again"));
        }
        self.spec.check_command(&command)?;
        // All that this moment brings by itself comes first, so that a command has one place in the order of things.
        self.advance_to(self.now(), &mut Budget::unlimited());
        self.apply(&command)?;
        self.note_mark(&command);
        Arc::make_mut(&mut self.commands).push(TimedCommand { at: self.world.now(), command });
        Ok(())
    }

    /// Notes that the action with this key is used now: `after:KEY` counts from here.
    pub fn mark(&mut self, key: &str) {
        self.advance_to(self.now(), &mut Budget::unlimited());
        self.cut();
        self.slices.mark(key);
    }

    /// Announces a window, so that its edges are exact when the run gets there.
    pub fn plan(&mut self, window: &Window) {
        self.slices.plan(window, self.end());
    }

    /// What was measured in a window.
    pub fn measure(&self, window: &Window) -> Metrics {
        measure(&self.slice(window), &self.spec, &self.catalog)
    }

    /// Everything counted in a window.
    pub fn slice(&self, window: &Window) -> Slice {
        match window {
            Window::All => self.world.cumulative(), // the same as adding up all slices, at a fraction of the work
            _ => self.slices.window(window, &self.slices.since_last_piece(self.world.current_slice())),
        }
    }

    /// What a screen may know.
    pub fn snapshot(&self) -> Snapshot {
        look::snapshot(self)
    }

    /// The journal; empty in metrics detail.
    pub fn journal(&self) -> Option<&Journal<Entry>> {
        self.world.journal()
    }

    /// 64 bits that stand for everything that happened; 0 in metrics detail, which keeps no journal.
    pub fn journal_hash(&self) -> u64 {
        self.journal().map_or(0, Journal::fingerprint)
    }

    /// What the caller of an invocation got; nothing while it runs, and in metrics detail.
    pub fn response(&self, id: InvocationId) -> Option<HttpResponse> {
        self.world.response(id)
    }

    /// A journal entry as one line of JSON.
    pub fn entry_json(&self, entry: &Entry) -> String {
        self.world.entry_json(entry)
    }

    /// The log lines that a journal entry stands for, each as one line of JSON with CloudWatch's exact text.
    pub fn entry_logs_json(&self, entry: &Entry) -> Vec<String> {
        self.world.entry_logs_json(entry)
    }

    /// The log lines that a journal entry stands for, as CloudWatch has them.
    pub(super) fn entry_logs(&self, entry: &Entry) -> Vec<crate::cloud::LogLine> {
        self.world.entry_logs(entry)
    }

    /// When a request last found no environment, before `before`; as far as the timeline goes back.
    pub(super) fn last_cold_start(&self, before: Moment) -> Option<Moment> {
        self.world.timeline().rev().find(|bar| bar.cold && bar.arrived < before).map(|bar| bar.arrived)
    }

    /// When something last happened, before `before`; as far as the journal goes back.
    pub(super) fn last_event(&self, before: Moment) -> Option<Moment> {
        self.journal()?.entries().rev().find(|entry| entry.at < before).map(|entry| entry.at)
    }

    /// About how many bytes a copy of this run takes that it shares with no other.
    pub fn weight(&self) -> usize {
        self.world.weight() + self.slices.weight() + self.marks.len() * 64 + size_of::<Self>()
    }

    pub(super) const fn world(&self) -> &World {
        &self.world
    }

    pub(super) const fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    pub(super) const fn slices(&self) -> &Slices {
        &self.slices
    }

    pub(super) fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    pub(super) fn marks(&self) -> &[Mark] {
        &self.marks
    }

    fn advance(&mut self, target: Moment, budget: &mut Budget, stop_at_cold_start: bool) -> Progress {
        let (from, end) = (self.now(), self.end());
        let target = target.min(end);
        loop {
            if !self.offer_pending(budget) {
                return Progress::OutOfBudget;
            }
            if stop_at_cold_start && self.now() > from && self.saw_cold_start() {
                return Progress::Reached;
            }
            let change = self.next_fault().min(self.slices.next_cut(self.now()));
            if !stop_at_cold_start && !self.offer_single(change.min(target + Span(1)).min(end), budget) {
                return Progress::OutOfBudget;
            }
            let next = self.traffic.next().min(change);
            // What would arrive at the very end has no time left to be answered, and is not part of the lab.
            if next > target || next == end {
                break;
            }
            if !self.world.advance_to(next, budget) {
                return Progress::OutOfBudget;
            }
            self.happen(next);
        }
        if !self.world.advance_to(target, budget) {
            return Progress::OutOfBudget;
        }
        if target == end { Progress::Ended } else { Progress::Reached }
    }

    /// The next thing that comes from outside the world: an arrival or a fault.
    fn next_outside(&self) -> Moment {
        self.traffic.next().min(self.next_fault())
    }

    fn next_fault(&self) -> Moment {
        self.spec.faults.get(self.faults_done).map_or(Moment::NEVER, |fault| fault.at)
    }

    /// Offers what arrives before `change`, as long as it comes one by one; false when the budget ended. Nearly everything in a run
    /// passes here, and until `change` nothing else comes from outside.
    fn offer_single(&mut self, change: Moment, budget: &mut Budget) -> bool {
        let plain = self.traffic.spec().is_plain();
        while plain && self.traffic.next() < change {
            let Some(function) = self.traffic.next_single() else { break };
            let function = FunctionId(function as u16);
            if !self.world.offer_within(self.traffic.next(), function, budget) {
                return false;
            }
            self.traffic.pass();
        }
        true
    }

    /// What comes from outside at `now`: cuts first, then faults, then arrivals.
    fn happen(&mut self, now: Moment) {
        if self.slices.next_cut(Moment(now.as_micros().saturating_sub(1))) == now
            && now > Moment::START
            && self.slices.last_cut() < now
        {
            let slice = self.world.take_slice();
            self.slices.pass(slice);
        }
        while let Some(fault) = self.spec.faults.get(self.faults_done).filter(|fault| fault.at <= now) {
            let command = fault.command.clone();
            self.faults_done += 1;
            // A fault was checked with the lab; what no longer fits after the learner's own changes does not happen.
            if self.apply(&command).is_ok() {
                self.note_mark(&command);
            }
        }
        if self.traffic.next() <= now && self.pending.is_none() {
            self.pending = Some(self.traffic.take());
        }
    }

    /// Offers the requests of one instant; false when the budget ended among them.
    fn offer_pending(&mut self, budget: &mut Budget) -> bool {
        while let Some(arrival) = &mut self.pending {
            if budget.is_spent() {
                return false;
            }
            let (load, function) = (self.traffic.spec(), FunctionId(arrival.function as u16));
            if load.is_plain() && arrival.kind != Kind::Retry {
                self.world.offer(arrival.at, function);
            } else {
                let refused = self.world.invoke(arrival.at, load.request(function));
                told_client(&mut self.traffic, &mut self.world, arrival, refused);
            }
            budget.spend(1);
            arrival.count -= 1;
            if arrival.count == 0 {
                self.pending = None;
            }
        }
        true
    }

    pub(super) fn saw_cold_start(&self) -> bool {
        self.world.timeline().next_back().is_some_and(|bar| bar.cold && bar.arrived == self.now())
    }

    fn cut(&mut self) {
        let slice = self.world.take_slice();
        self.slices.add(slice);
    }

    fn apply(&mut self, command: &Command) -> Result<(), Problem> {
        match command {
            Command::Invoke { function, count, asynchronous, event } => {
                let (name, qualifier) = qualified(function);
                let mut request = self.traffic.spec().request(self.function_id(name)?);
                request.qualifier = self.qualifier(name, qualifier)?;
                if let Some(event) = event {
                    request.payload = Payload::json(Arc::clone(event));
                }
                request.invocation_type =
                    if *asynchronous { InvocationType::Event } else { InvocationType::RequestResponse };
                for _ in 0..*count {
                    self.world.invoke(self.now(), request.clone());
                }
            }
            Command::Load { rps, shape: Shape::Burst } => self.traffic.burst(*rps as u32, self.now()),
            Command::Load { rps, shape } => {
                self.spec = Arc::new(self.spec.with_load(*rps, *shape)?);
                self.traffic.replace(self.spec.load.clone(), self.now());
            }
            Command::Set { target, value } => self.set(target, value)?,
            Command::Deploy { function, code } => {
                let id = self.function_id(function)?;
                let before = Arc::clone(&self.spec);
                if let Some(code) = code {
                    self.spec = Arc::new(self.spec.with_code(function, code)?);
                }
                let place = usize::from(id.0);
                if before.functions[place].config == self.spec.functions[place].config {
                    self.world.deploy(id);
                } else {
                    let config = self.spec.functions[place].config.clone();
                    let refused = |error: crate::cloud::ConfigError| Problem::error(0..0, error.to_string());
                    self.world.configure(id, config).map_err(refused)?;
                }
            }
            Command::Publish { function } => {
                let id = self.function_id(function)?;
                self.world.publish(id);
            }
            Command::Alias { function, name, weights } => {
                let id = self.function_id(function)?;
                let versions: Vec<u32> =
                    self.world.function(id).versions.iter().map(|version| version.number).collect();
                self.world.set_alias(id, name, weights).map_err(|error| {
                    let problem = Problem::error(0..0, error.to_string());
                    problem.with_help(match versions.as_slice() {
                        [] => format!("`publish {function}` makes the first version"),
                        some => format!("there is {}", listed(some)),
                    })
                })?;
            }
            Command::Fault(fault) => {
                let disturbance = self.disturbance(fault)?;
                self.world.disturb(disturbance);
            }
        }
        Ok(())
    }

    /// Which version of a function a call means.
    fn qualifier(&self, function: &str, text: Option<&str>) -> Result<Qualifier, Problem> {
        let Some(text) = text else { return Ok(Qualifier::None) };
        let id = self.function_id(function)?;
        self.world.qualifier(id, text).ok_or_else(|| {
            let status = self.world.function(id);
            let versions = status.versions.iter().map(|version| version.number.to_string());
            let mut known: Vec<String> =
                status.aliases.iter().map(|alias| alias.name.clone()).chain(versions).collect();
            known.push("$LATEST".to_owned());
            Problem::unknown(0..0, "version or alias", text, known.iter().map(String::as_str))
        })
    }

    fn set(&mut self, target: &str, value: &str) -> Result<(), Problem> {
        let target = self.spec.canonical(target)?;
        let spec = self.spec.with([(target.as_str(), value)])?;
        let refused = |error: crate::cloud::ConfigError| Problem::error(0..0, error.to_string());
        if target.starts_with("functions.") {
            for (place, (before, after)) in self.spec.functions.iter().zip(&spec.functions).enumerate() {
                if before.config != after.config {
                    self.world.configure(FunctionId(place as u16), after.config.clone()).map_err(refused)?;
                }
            }
        } else if target.starts_with("account.") {
            let account = AccountConfig { concurrency: spec.account.concurrency, region: spec.account.region.clone() };
            self.world.configure_account(&account).map_err(refused)?;
        } else if spec.load != self.spec.load {
            self.traffic.replace(spec.load.clone(), self.now());
        }
        self.spec = Arc::new(spec);
        Ok(())
    }

    fn disturbance(&self, fault: &Fault) -> Result<Disturbance, Problem> {
        Ok(match fault {
            Fault::None => Disturbance::None,
            Fault::Recycle { function: None } => Disturbance::Recycle(None),
            Fault::Recycle { function: Some(function) } => Disturbance::Recycle(Some(self.function_id(function)?)),
            Fault::Slow { function, factor } if self.spec.endpoint(function).is_some() => {
                let endpoint = self.spec.endpoint(function).unwrap_or_default();
                Disturbance::SlowEndpoint { endpoint, factor: Ratio::from_f64(*factor) }
            }
            Fault::Errors { function, share } if self.spec.endpoint(function).is_some() => {
                let endpoint = self.spec.endpoint(function).unwrap_or_default();
                Disturbance::EndpointErrors { endpoint, share: *share }
            }
            Fault::Slow { function, factor } => {
                Disturbance::Slow { function: self.function_id(function)?, factor: Ratio::from_f64(*factor) }
            }
            Fault::Errors { function, share } => {
                Disturbance::Errors { function: self.function_id(function)?, share: *share }
            }
        })
    }

    fn function_id(&self, name: &str) -> Result<FunctionId, Problem> {
        let known = || self.spec.functions.iter().map(|function| function.name.as_str());
        let place = self.spec.function(name).ok_or_else(|| Problem::unknown(0..0, "function", name, known()))?;
        Ok(FunctionId(place as u16))
    }

    fn note_mark(&mut self, command: &Command) {
        let label = match command {
            Command::Invoke { count: 1, .. } => return, // the timeline shows it
            Command::Invoke { count, function, .. } => format!("{function} × {count}"),
            Command::Load { rps, shape: Shape::Burst } => format!("burst of {rps}"),
            Command::Load { rps, shape: Shape::Ramp(over) } => format!("load {rps}, ramp {}", exact_span(*over)),
            Command::Load { rps, shape } => format!("load {rps} {shape}"),
            Command::Set { target, value } => format!("{} {value}", target.rsplit('.').next().unwrap_or(target)),
            Command::Deploy { function, .. } => format!("deploy {function}"),
            Command::Publish { .. } | Command::Alias { .. } => command.to_string(),
            Command::Fault(fault) => format!("fault {fault}"),
        };
        if self.marks.len() == MARKS_MAX {
            self.marks.remove(0);
        }
        self.marks.push(Mark { at: self.now(), label });
    }
}

impl std::fmt::Debug for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Run")
            .field("lab", &self.spec.title)
            .field("seed", &self.seed)
            .field("now", &self.now())
            .finish_non_exhaustive()
    }
}

/// A client of the load learns what became of its request: nothing more, or that it was turned away.
fn told_client(traffic: &mut Traffic, world: &mut World, arrival: &Arrival, refused: Option<api::Fault>) {
    let tries_again = traffic.spec().client.retries > 0 && arrival.kind != Kind::Ping;
    let Some(record) = world.clients(FunctionId(arrival.function as u16)) else { return };
    record.retries += u64::from(arrival.kind == Kind::Retry);
    let refused = refused.is_some_and(|fault| fault.may_pass());
    if refused && tries_again && traffic.turned_away(arrival.at, arrival.call) {
        return;
    }
    if refused && (tries_again || arrival.kind == Kind::Retry) {
        record.gave_up += 1;
    }
    if arrival.kind == Kind::Retry {
        record.waits.record(arrival.call.waited);
    }
}

/// `version 1`, `versions 1 and 2`.
fn listed(versions: &[u32]) -> String {
    let numbers: Vec<String> = versions.iter().map(u32::to_string).collect();
    match numbers.as_slice() {
        [only] => format!("version {only}"),
        [all @ .., last] => format!("versions {} and {last}", all.join(", ")),
        [] => "no version".to_owned(),
    }
}

/// How far a run is from its start to a moment, 0 to 1.
pub fn share(now: Moment, end: Moment) -> f64 {
    let whole = end.since(Moment::START).max(Span(1));
    (now.as_micros() as f64 / whole.as_micros() as f64).clamp(0.0, 1.0)
}
