//! A second service beside Lambda, only in tests: what it took to add it is what it takes to add one.

use crate::api::{Call, Caller, Envelope, Operation, Principal, Reply, Response, ServiceId, echo};
use crate::cloud::context::Context;
use crate::cloud::service::Service;
use crate::cloud::{AccountConfig, ConfigError, Detail, EPOCH_UNIX_S, PlatformFacts, World, WorldSpec};
use crate::sim::Streams;
use crate::units::InvocationId;

/// Counts down by calling itself through the door.
#[derive(Clone, Default)]
pub(crate) struct Echo {
    /// Who still waits for which number.
    waiting: Vec<(Envelope, u32)>,
    /// What the last caller from outside was told.
    told: Option<echo::Response>,
}

impl Service for Echo {
    type Operation = echo::Operation;
    const RESOURCE: &'static str = "echo";

    fn new(_: &WorldSpec, _: Streams, _: &PlatformFacts) -> Result<Self, ConfigError> {
        Ok(Self::default())
    }

    fn resource_name(&self, _: u16) -> &'static str {
        "echo"
    }

    fn call(&mut self, context: &mut Context<'_>, envelope: Envelope, operation: echo::Operation) {
        let echo::Operation::CountDown(from) = operation;
        if from == 0 {
            return self.answer(context, envelope, echo::Response::CountDown { from, calls: 1 });
        }
        let token = self.waiting.len() as u64;
        self.waiting.push((envelope, from));
        context.send(Principal::Account, token, Operation::Echo(echo::Operation::CountDown(from - 1)));
    }

    fn answered(&mut self, context: &mut Context<'_>, token: u64, reply: Reply) {
        let (envelope, from) = self.waiting[token as usize];
        if let Ok(Response::Echo(echo::Response::CountDown { calls, .. })) = reply.outcome {
            self.answer(context, envelope, echo::Response::CountDown { from, calls: calls + 1 });
        }
    }
}

impl Echo {
    fn answer(&mut self, context: &mut Context<'_>, envelope: Envelope, response: echo::Response) {
        if envelope.caller == Caller::Outside {
            self.told = Some(response.clone());
        }
        context.reply(Reply { to: envelope.id, caller: envelope.caller, outcome: Ok(Response::Echo(response)) });
    }
}

fn world() -> World {
    let account = AccountConfig { concurrency: 1_000, region: "us-east-1".to_owned() };
    let spec = WorldSpec {
        account,
        functions: Vec::new(),
        event_sources: Vec::new(),
        endpoints: Vec::new(),
        epoch_unix_s: EPOCH_UNIX_S,
    };
    let facts = PlatformFacts::from(&crate::catalog::Catalog::embedded());
    World::new(&spec, 1, Detail::Full, &facts).expect("a world without functions")
}

fn count_down(world: &mut World, from: u32, principal: Principal) {
    let envelope = Envelope { id: InvocationId(0), caller: Caller::Outside, principal };
    world.ask(Call { envelope, operation: Operation::Echo(echo::Operation::CountDown(from)) });
}

#[test]
fn services_ask_each_other_through_the_door_and_every_call_is_counted() {
    let mut world = world();
    count_down(&mut world, 3, Principal::Account);
    assert_eq!(world.services.echo.told, Some(echo::Response::CountDown { from: 3, calls: 4 }));
    let counts = world.door().counts(ServiceId::Echo);
    assert_eq!((counts.calls, counts.replies, counts.faults), (4, 4, 0));
    assert_eq!(world.door().counts(ServiceId::Lambda).calls, 0);
}

#[test]
fn the_door_turns_away_who_has_no_credentials() {
    let mut world = world();
    count_down(&mut world, 3, Principal::Anonymous);
    assert_eq!(world.services.echo.told, None);
    assert_eq!(world.door().counts(ServiceId::Echo).faults, 1);
}

#[test]
fn the_journal_names_the_action_and_the_resource() {
    let mut world = world();
    count_down(&mut world, 0, Principal::Account);
    let entry = world.journal().and_then(|journal| journal.entries().next()).expect("the call");
    let line = world.entry_json(entry);
    assert_eq!(line, r#"{"at_us":0,"what":"called","id":0,"action":"echo:CountDown","echo":"echo"}"#);
}
