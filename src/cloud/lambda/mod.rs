//! Functions on demand.
//!
//! The life of an environment:
//! 1. A request finds no idle environment. If the limits allow, one is created: the provider finds a place and fetches the
//!    code (`Fetching`), then runtime and function start (`Init`).
//! 2. It runs the request (`Invoking`), one at a time, and then waits, frozen (`Idle`).
//! 3. It takes the next request, or waits too long, or grows too old, or its function is changed: then it is shut down.
//!
//! What can go wrong: INIT over its limit is done again inside the invocation; a timeout or a kill resets the process, so that
//! the next invocation starts it again inside its own Duration; a request beyond a limit is turned away with 429.

mod account;
mod allocation;
mod asynchronous;
mod charges;
mod coded;
mod environment;
mod event_source;
mod function;
mod invoke;
mod life;
mod lines;
mod memory;
mod metrics;
mod notes;
mod noting;
mod pool;
mod provisioned;
mod publications;
mod qualified;
mod rent;
mod sampling;
mod settings;
mod status;
mod throttle;
mod timers;
mod token;
mod upkeep;
mod versions;

use account::Account;
use environment::{Environment, Papers};
use function::Function;
use life::{Expiries, Expiry};
use publications::Publications;
use timers::Timers;
use token::{Answer, Wake};

pub use lines::{HttpResponse, Lines};
pub use metrics::{CLOUDWATCH_METRICS, CloudWatchMetric, MetricUnit, MetricValue};

use crate::api::lambda::Operation;
use crate::api::{Envelope, Reply};
use crate::cloud::context::Context;
use crate::cloud::service::Service;
use crate::cloud::{AccountRecord, ClientRecord, ConfigError, FunctionRecord, PlatformFacts, WorldSpec};
use crate::sim::Streams;
use crate::sim::bounds::FUNCTIONS_MAX;
use crate::units::{EnvironmentId, FunctionId, InvocationId, Moment};

/// The service.
#[derive(Clone)]
pub struct Lambda {
    account: Account,
    functions: Vec<Function>,
    /// Environments by slot; a slot is used again after its environment is gone.
    environments: Vec<Environment>,
    /// Beside each environment, what few invocations need to know.
    papers: Vec<Papers>,
    free_slots: Vec<u32>,
    next_environment: EnvironmentId,
    /// When idle environments may expire.
    expiries: Expiries,
    /// Events that nobody waits for.
    queue: asynchronous::Queue,
    /// Beside each function, its versions and aliases, if it has any.
    publications: Vec<Option<Box<Publications>>>,
    timers: Timers,
    /// Queues and streams that are read for functions.
    mappings: event_source::Mappings,
    /// Processes of functions that are code.
    coded: coded::Coded,
}

impl Lambda {
    /// About how many bytes its environments take, with their places in pools and among the expiries.
    pub(crate) fn weight(&self) -> usize {
        const PLACES: usize = 2 * size_of::<Expiry>();
        self.environments.len() * (size_of::<Environment>() + size_of::<Papers>() + PLACES) + self.coded.weight()
    }

    /// Goes on with anything but an environment.
    #[inline(never)]
    fn wake_otherwise(&mut self, context: &mut Context<'_>, wake: Wake) {
        match wake {
            Wake::Environment(_) => {}
            Wake::Event(ticket) => self.try_again(context, ticket),
            Wake::Timer(number) => self.ring(context, number),
            Wake::Mapping(number) => self.look_at_mapping(context, number),
            Wake::Poller(ticket) => self.go_on_polling(context, ticket),
        }
    }

    /// What was counted since the last time it was taken.
    pub(crate) fn take_records(&mut self, at: Moment) -> (Vec<FunctionRecord>, AccountRecord) {
        let each = self.functions.iter_mut().zip(&mut self.publications);
        let functions = each.map(|(function, publications)| {
            let mut record = function.take_record(at);
            if let Some(publications) = publications {
                publications.take_into(&mut record, at);
            }
            record
        });
        (functions.collect(), self.account.take_record(at))
    }

    /// What is counted of the clients of a function.
    pub(crate) fn client_record(&mut self, function: FunctionId) -> Option<&mut ClientRecord> {
        self.functions.get_mut(usize::from(function.0)).map(|function| &mut function.record.client)
    }

    /// What was counted since then, left in place.
    pub(crate) fn read_records(&self, at: Moment) -> (Vec<FunctionRecord>, AccountRecord) {
        let each = self.functions.iter().zip(&self.publications);
        let functions = each.map(|(function, publications)| {
            let mut record = function.read_record(at);
            if let Some(publications) = publications {
                publications.read_into(&mut record, at);
            }
            record
        });
        (functions.collect(), self.account.read_record(at))
    }
}

impl Service for Lambda {
    type Operation = Operation;
    const RESOURCE: &'static str = "function";

    fn new(spec: &WorldSpec, streams: Streams, facts: &PlatformFacts) -> Result<Self, ConfigError> {
        if spec.functions.len() > FUNCTIONS_MAX {
            return Err(ConfigError::TooMany { what: "functions", most: FUNCTIONS_MAX });
        }
        let functions = spec.functions.iter().map(|function| Function::new(function, streams, facts));
        let lambda = Self {
            account: Account::new(spec.account.concurrency, facts),
            functions: functions.collect::<Result<_, _>>()?,
            environments: Vec::new(),
            papers: Vec::new(),
            free_slots: Vec::new(),
            next_environment: EnvironmentId(1),
            expiries: Expiries::new(),
            queue: asynchronous::Queue::new(spec.functions.len()),
            publications: vec![None; spec.functions.len()],
            timers: Timers::default(),
            mappings: event_source::Mappings::new(spec, facts)?,
            coded: coded::Coded::new(spec, streams),
        };
        let (reserved, provisioned) = (lambda.reserved_total(None), lambda.provisioned_total(None));
        throttle::check_reserved(reserved, spec.account.concurrency, facts)?;
        provisioned::check_provisioned(provisioned, provisioned, reserved, spec.account.concurrency, facts)?;
        Ok(lambda.with_reserved_total())
    }

    fn begin(&mut self, context: &mut Context<'_>) {
        self.open(context);
        self.begin_mappings(context);
    }

    fn resource_name(&self, resource: u16) -> &str {
        self.function_name(FunctionId(resource))
    }

    #[inline(always)]
    fn call(&mut self, context: &mut Context<'_>, envelope: Envelope, operation: Operation) {
        let Operation::Invoke(invoke) = operation;
        if invoke.is_plain() {
            self.invoke_qualified(context, envelope.id, envelope.caller, (invoke.function, invoke.qualifier));
        } else {
            self.invoke_as_asked(context, envelope.id, envelope.caller, &invoke);
        }
    }

    #[inline(always)]
    fn wake(&mut self, context: &mut Context<'_>, token: u32) {
        match Wake::of(token) {
            Wake::Environment(slot) => self.go_on(context, slot),
            other => self.wake_otherwise(context, other),
        }
    }

    fn answered(&mut self, context: &mut Context<'_>, token: u64, reply: Reply) {
        match Answer::of(token) {
            Answer::Attempt(ticket) => self.attempted(context, ticket, reply.outcome),
            Answer::Delivery { function, event, delivery, alone } => {
                let event = (FunctionId(function), InvocationId(event));
                self.handed_on(context, event, (delivery, alone), &reply.outcome);
            }
            Answer::Source(ticket) => self.source_answered(context, ticket, reply),
            Answer::Told => {}
            Answer::Batch(ticket) => self.batch_answered(context, ticket, &reply),
            Answer::Process(number) => self.process_answered(context, number, reply),
        }
    }

    #[inline(always)]
    fn quiet_change(&self) -> Moment {
        self.expiries.first
    }

    fn change_quietly(&mut self, context: &mut Context<'_>) -> bool {
        self.expire_next(context)
    }
}
