//! A world: services, a door, an agenda, and a clock that only the agenda moves.

use std::collections::VecDeque;

use crate::api::lambda::{self, Invoke, Qualifier};
use crate::api::{Call, Caller, Envelope, Fault, Operation, Principal, Reply, ServiceId};
use crate::cloud::context::{Context, Core, Post};
use crate::cloud::entry::{Entry, What};
use crate::cloud::lambda::Lines;
use crate::cloud::recorder::Recorder;
use crate::cloud::{
    AccountConfig, AccountStatus, ClientRecord, ConfigError, Detail, Disturbance, Door, EnvironmentStatus,
    FunctionConfig, FunctionStatus, HttpResponse, InvocationSpan, LogLine, ModelNote, PlatformFacts, Services, Slice,
    SourceStatus, WorldSpec,
};
use crate::sim::{Agenda, Budget, Journal, Streams};
use crate::units::{FunctionId, InvocationId, Moment, Ratio};

/// A small cloud that really runs. The same spec, seed and calls give the same world, whatever the detail.
#[derive(Clone)]
pub struct World {
    core: Core,
    pub(super) services: Services,
    region: String,
    epoch_unix_s: u64,
    /// What the slices taken so far add up to.
    taken: Slice,
}

impl World {
    /// A world at its first moment.
    pub fn new(spec: &WorldSpec, seed: u64, detail: Detail, facts: &PlatformFacts) -> Result<Self, ConfigError> {
        let streams = Streams::new(seed);
        let mut services = Services::new(spec, streams, facts)?;
        let mut core = Core {
            now: Moment::START,
            events: 0,
            agenda: Agenda::new(),
            door: Door::default(),
            recorder: (detail == Detail::Full).then(Recorder::default),
            facts: facts.clone(),
            streams,
            outbox: VecDeque::new(),
            calls: 0,
            refusal: None,
        };
        services.begin(&mut core);
        let (region, epoch_unix_s) = (spec.account.region.clone(), spec.epoch_unix_s);
        let mut world = Self { core, services, region, epoch_unix_s, taken: Slice::default() };
        world.deliver_outbox();
        Ok(world)
    }

    /// The moment.
    pub const fn now(&self) -> Moment {
        self.core.now
    }

    /// Events worked through so far.
    pub const fn events(&self) -> u64 {
        self.core.events
    }

    /// How much is kept.
    pub const fn detail(&self) -> Detail {
        if self.core.recorder.is_some() { Detail::Full } else { Detail::Metrics }
    }

    /// The function of this name.
    pub fn function_id(&self, name: &str) -> Option<FunctionId> {
        self.services.lambda.function_id(name)
    }

    /// A request arrives at `at`, which is not before now. All that happens up to and at that moment happens first:
    /// a request that ends at `at` leaves an environment free for this one.
    ///
    /// Arrivals come from outside, one by one, and never wait in the agenda: that halves the work for each.
    pub fn offer(&mut self, at: Moment, function: FunctionId) {
        self.offer_within(at, function, &mut Budget::unlimited());
    }

    /// The same, if the budget lasts until then; false when it was spent before, and nothing has arrived yet.
    #[inline(always)]
    pub fn offer_within(&mut self, at: Moment, function: FunctionId, budget: &mut Budget) -> bool {
        if !self.run_to(at, budget) || budget.is_spent() {
            return false;
        }
        budget.spend(1);
        self.core.events += 1;
        let envelope = Envelope { id: self.core.next_call(), caller: Caller::Outside, principal: Principal::Account };
        if self.core.recorder.is_some() {
            let invoke = Invoke::plain(function);
            self.ask(Call { envelope, operation: Operation::Lambda(lambda::Operation::Invoke(invoke)) });
        } else {
            self.ask_plainly(envelope, function);
        }
        true
    }

    /// The same as asking to [`Invoke::plain`]ly run a function, where nothing is written down: the door asks all it ever asks, but no
    /// call is made only to be taken apart again behind it.
    #[inline(always)]
    fn ask_plainly(&mut self, envelope: Envelope, function: FunctionId) {
        let core = &mut self.core;
        let (service, waiting) = (ServiceId::Lambda, core.agenda.len());
        match core.door.admit(envelope.principal, service, lambda::INVOKE, core.now, waiting) {
            Ok(()) => {
                let mut context = Context { core, service };
                self.services.lambda.invoke(&mut context, envelope.id, envelope.caller, function);
            }
            Err(fault) => core.answer(service, Reply { to: envelope.id, caller: envelope.caller, outcome: Err(fault) }),
        }
        if !self.core.outbox.is_empty() {
            self.deliver_outbox();
        }
    }

    /// A call comes to the door, now.
    #[inline]
    pub(super) fn ask(&mut self, call: Call) {
        self.admit(call);
        if !self.core.outbox.is_empty() {
            self.deliver_outbox();
        }
    }

    /// A request that says how it is to be answered, or what it carries, arrives at `at` as a plain one does ([`World::offer`]).
    /// Whoever is turned away is told at once.
    pub fn invoke(&mut self, at: Moment, invoke: Invoke) -> Option<Fault> {
        self.run_to(at, &mut Budget::unlimited());
        self.core.refusal = None;
        self.core.events += 1;
        let envelope = Envelope { id: self.core.next_call(), caller: Caller::Outside, principal: Principal::Account };
        self.ask(Call { envelope, operation: Operation::Lambda(lambda::Operation::Invoke(invoke)) });
        self.core.refusal.take()
    }

    /// What is counted of the clients of a function, for whoever plays them.
    pub fn clients(&mut self, function: FunctionId) -> Option<&mut ClientRecord> {
        self.services.lambda.client_record(function)
    }

    /// How many events that nobody waits for are waiting or being tried.
    pub fn events_in_queue(&self) -> usize {
        self.services.lambda.events_in_queue()
    }

    /// A modelled event source now.
    pub fn source(&self, number: usize) -> Option<SourceStatus> {
        self.services.source.status(number)
    }

    /// How many modelled event sources there are.
    pub fn source_count(&self) -> usize {
        self.services.source.count()
    }

    /// Lets time pass up to and including `target`; false when the budget was spent before.
    pub fn advance_to(&mut self, target: Moment, budget: &mut Budget) -> bool {
        self.run_to(target, budget)
    }

    /// When the next thing happens by itself, exactly.
    pub fn next_event(&mut self) -> Option<Moment> {
        self.services.lambda.settle_expiries();
        let next = self.core.agenda.next().min(self.services.quiet_change());
        (next != Moment::NEVER).then_some(next)
    }

    /// Changes a function from now on. A change to what an environment is made of is a deployment: idle environments go
    /// at once, busy ones after their request, and the next requests are cold.
    pub fn configure(&mut self, function: FunctionId, config: FunctionConfig) -> Result<(), ConfigError> {
        let mut context = Context { core: &mut self.core, service: ServiceId::Lambda };
        self.services.lambda.configure(&mut context, function, config)
    }

    /// New code for a function, whatever it says: a deployment.
    pub fn deploy(&mut self, function: FunctionId) {
        let mut context = Context { core: &mut self.core, service: ServiceId::Lambda };
        self.services.lambda.deploy(&mut context, function);
    }

    /// Publishes a function as it is now, as a version that never changes; says which.
    pub fn publish(&mut self, function: FunctionId) -> u32 {
        let mut context = Context { core: &mut self.core, service: ServiceId::Lambda };
        self.services.lambda.publish(&mut context, function)
    }

    /// Points an alias of a function to one version, or to two by weight.
    pub fn set_alias(&mut self, function: FunctionId, name: &str, weights: &[(u32, Ratio)]) -> Result<(), ConfigError> {
        let mut context = Context { core: &mut self.core, service: ServiceId::Lambda };
        self.services.lambda.set_alias(&mut context, function, name, weights)
    }

    /// What stands after the colon of `hello:live`: an alias, a version, `$LATEST`.
    pub fn qualifier(&self, function: FunctionId, text: &str) -> Option<Qualifier> {
        self.services.lambda.qualifier(function, text)
    }

    /// Changes the account from now on.
    pub fn configure_account(&mut self, account: &AccountConfig) -> Result<(), ConfigError> {
        let mut context = Context { core: &mut self.core, service: ServiceId::Lambda };
        self.services.lambda.configure_account(&mut context, account.concurrency)
    }

    /// Makes something go wrong, or right again.
    pub fn disturb(&mut self, disturbance: Disturbance) {
        let mut context = Context { core: &mut self.core, service: ServiceId::Lambda };
        self.services.lambda.disturb(&mut context, disturbance);
        match disturbance {
            Disturbance::None => self.services.endpoint.mend(),
            Disturbance::SlowEndpoint { endpoint, factor } => self.services.endpoint.slow_down(endpoint, factor),
            Disturbance::EndpointErrors { endpoint, share } => self.services.endpoint.break_down(endpoint, share),
            Disturbance::Recycle(_) | Disturbance::Slow { .. } | Disturbance::Errors { .. } => {}
        }
    }

    /// Cuts here: what was counted since the last cut.
    pub fn take_slice(&mut self) -> Slice {
        let (from, to) = (self.taken.to, self.core.now);
        let (functions, account) = self.services.lambda.take_records(to);
        let slice = Slice { from, to, functions, account };
        self.taken.merge(&slice);
        slice
    }

    /// What was counted since the last cut, without cutting.
    pub fn current_slice(&self) -> Slice {
        let (functions, account) = self.services.lambda.read_records(self.core.now);
        Slice { from: self.taken.to, to: self.core.now, functions, account }
    }

    /// What was counted since the first moment.
    pub fn cumulative(&self) -> Slice {
        let mut total = self.taken.clone();
        total.merge(&self.current_slice());
        total
    }

    /// The door, for its counts.
    pub const fn door(&self) -> &Door {
        &self.core.door
    }

    /// The account now.
    pub fn account(&self) -> AccountStatus {
        self.services.lambda.account_status()
    }

    /// How many functions there are; their ids count from 0.
    pub fn function_count(&self) -> usize {
        self.services.lambda.function_count()
    }

    /// A function now.
    pub fn function(&self, function: FunctionId) -> FunctionStatus {
        self.services.lambda.function_status(function)
    }

    /// A function's name.
    pub fn function_name(&self, function: FunctionId) -> &str {
        self.services.lambda.function_name(function)
    }

    /// A function's environments, oldest first, if there are at most `most` of them; else the youngest few, and how many there are besides.
    pub fn environments(&self, function: FunctionId, most: usize) -> (Vec<EnvironmentStatus>, u32) {
        self.services.lambda.environment_statuses(function, most)
    }

    /// What the world assumes about a function that no provider publishes.
    pub fn model_notes(&self, function: FunctionId) -> Vec<ModelNote> {
        self.services.lambda.model_notes(function, &self.core.facts)
    }

    /// The latest invocations, oldest first; none in metrics detail.
    pub fn timeline(&self) -> impl DoubleEndedIterator<Item = &InvocationSpan> {
        self.core.recorder.iter().flat_map(Recorder::bars)
    }

    /// The journal; none in metrics detail.
    pub fn journal(&self) -> Option<&Journal<Entry>> {
        self.core.recorder.as_ref().map(Recorder::journal)
    }

    /// A journal entry as one line of JSON.
    pub fn entry_json(&self, entry: &Entry) -> String {
        let mut line = serde_json::json!({ "at_us": entry.at });
        if let (Some(line), Ok(serde_json::Value::Object(what))) =
            (line.as_object_mut(), serde_json::to_value(entry.what))
        {
            line.extend(what);
            if let Some(id) = line.get("function").and_then(serde_json::Value::as_u64) {
                line["function"] = self.function_name(FunctionId(id as u16)).into();
            }
            if let What::Called { service, resource, .. } = entry.what {
                let (kind, name) = self.services.resource(service, resource);
                line.insert(kind.to_owned(), name.into());
            }
            if let What::Printed { text, .. } | What::Answered { text, .. } | What::InitFailed { text, .. } = entry.what
            {
                let texts = self.core.recorder.as_ref().map(Recorder::texts);
                line.insert("text".to_owned(), texts.and_then(|texts| texts.get(text)).map(AsRef::as_ref).into());
            }
            if let What::Disturbed { disturbance } = entry.what {
                line.insert("disturbance".to_owned(), format!("{disturbance:?}").into());
            }
        }
        line.to_string()
    }

    /// The log lines that a journal entry stands for, each as one line of JSON with CloudWatch's exact text.
    pub fn entry_logs_json(&self, entry: &Entry) -> Vec<String> {
        let json = |line: LogLine| {
            let function = self.function_name(line.function);
            serde_json::json!({ "at_us": line.at, "what": "log", "function": function, "text": line.text }).to_string()
        };
        self.lines().of(entry).into_iter().map(json).collect()
    }

    /// The log lines that a journal entry stands for.
    pub fn entry_logs(&self, entry: &Entry) -> Vec<LogLine> {
        self.lines().of(entry)
    }

    /// About how many bytes a copy of this world takes that it shares with no other. What grows with a world is in it:
    /// environments, waiting events, the journal's kept part, the timeline.
    pub fn weight(&self) -> usize {
        let journal = self.journal().map_or(0, |journal| journal.kept() * size_of::<Entry>());
        let timeline = self.timeline().count() * size_of::<InvocationSpan>();
        self.services.lambda.weight() + self.core.agenda.weight() + journal + timeline + size_of::<Self>()
    }

    /// The latest log lines, oldest first, at most `most`; none in metrics detail.
    pub fn log_lines(&self, most: usize) -> Vec<LogLine> {
        self.journal().map(|journal| self.lines().latest(journal, most)).unwrap_or_default()
    }

    /// What the caller of an invocation got; nothing while it runs, and nothing of one that the journal has forgotten.
    pub fn response(&self, id: InvocationId) -> Option<HttpResponse> {
        let (lines, journal) = (self.lines(), self.journal()?);
        let mut response = journal.entries().rev().find_map(|entry| lines.response(id, entry))?;
        if let Some(body) = journal.entries().rev().find_map(|entry| lines.answered(id, entry)) {
            response.body = body;
        }
        Some(response)
    }

    fn lines(&self) -> Lines<'_> {
        Lines {
            lambda: &self.services.lambda,
            facts: &self.core.facts,
            streams: self.core.streams,
            region: &self.region,
            epoch_unix_s: self.epoch_unix_s,
            texts: self.core.recorder.as_ref().map(Recorder::texts),
        }
    }

    #[inline(always)]
    fn run_to(&mut self, target: Moment, budget: &mut Budget) -> bool {
        loop {
            let quiet = self.services.quiet_change();
            let due = self.core.agenda.next();
            if due.min(quiet) > target {
                self.core.now = self.core.now.max(target);
                return true;
            }
            if budget.is_spent() {
                return false;
            }
            let happened = if due <= quiet { self.wake_next() } else { self.change_quietly(quiet) };
            self.core.events += happened;
            budget.spend(happened);
        }
    }

    #[inline(always)]
    fn wake_next(&mut self) -> u64 {
        let Some((at, wake)) = self.core.agenda.pop() else { return 0 };
        self.core.now = at;
        let mut context = Context { core: &mut self.core, service: wake.service };
        self.services.wake(wake.service, &mut context, wake.token);
        if !self.core.outbox.is_empty() {
            self.deliver_outbox();
        }
        1
    }

    fn change_quietly(&mut self, at: Moment) -> u64 {
        self.core.now = at;
        u64::from(self.services.change_quietly(at, &mut self.core))
    }

    fn admit(&mut self, call: Call) {
        let core = &mut self.core;
        if let Some(recorder) = &mut core.recorder {
            let (service, resource) = (call.operation.service(), call.operation.resource());
            let what = What::Called { id: call.envelope.id, action: call.operation.action(), service, resource };
            recorder.write(core.now, what);
        }
        let (service, action) = (call.operation.service(), call.operation.action());
        match core.door.admit(call.envelope.principal, service, action, core.now, core.agenda.len()) {
            Ok(()) => self.services.call(&mut Context { core, service }, call),
            Err(fault) => {
                core.answer(service, Reply { to: call.envelope.id, caller: call.envelope.caller, outcome: Err(fault) });
            }
        }
    }

    #[inline(never)]
    fn deliver_outbox(&mut self) {
        while let Some(post) = self.core.outbox.pop_front() {
            match post {
                Post::Call(call) => self.admit(call),
                Post::Reply { service, token, reply } => {
                    let mut context = Context { core: &mut self.core, service };
                    self.services.answered(service, &mut context, token, reply);
                }
            }
        }
    }
}
