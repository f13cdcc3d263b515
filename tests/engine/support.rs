//! A small language for worlds.

use coldstart::catalog::Catalog;
use coldstart::cloud::{
    AccountConfig, Architecture, AsyncConfig, Counters, Detail, Dist, EPOCH_UNIX_S, FunctionConfig, FunctionRecord,
    FunctionSpec, Handler, LogKind, LoggingConfig, Model, PackageKind, PlatformFacts, Routing, Runtime, VersionsConfig,
    World, WorldSpec,
};
use coldstart::sim::{Budget, Streams};
use coldstart::units::{FunctionId, Megabytes, Moment, Ratio, Span};

/// The only function of most worlds.
pub const F: FunctionId = FunctionId(0);

/// So long that it never comes.
pub const FOREVER: Span = Span::from_secs(1_000_000_000);

pub fn ms(millis: u64) -> Span {
    Span::from_millis(millis)
}

pub fn s(seconds: f64) -> Span {
    Span::from_secs_f64(seconds)
}

pub fn at(seconds: f64) -> Moment {
    Moment::START + s(seconds)
}

pub fn facts() -> PlatformFacts {
    PlatformFacts::from(&Catalog::embedded())
}

/// A modelled function that waits 100 ms, with nothing else to it.
pub fn function() -> FunctionConfig {
    FunctionConfig {
        runtime: Runtime::Modelled,
        architecture: Architecture::X86_64,
        package: PackageKind::Zip,
        package_size: Megabytes(1),
        memory: Megabytes(1769),
        timeout: Span::from_secs(900),
        ephemeral_storage: Megabytes(512),
        reserved_concurrency: None,
        idle_expiry: Some((Span::from_secs(600), Span::from_secs(600))),
        max_age: Some((FOREVER, FOREVER)),
        routing: Routing::Mru,
        versions: VersionsConfig::default(),
        asynchronous: AsyncConfig::default(),
        logging: LoggingConfig::default(),
        handler: model(|model| model.wait = Dist::Constant(ms(100))),
    }
}

/// A function with a real runtime and the platform's own model values.
pub fn node() -> FunctionConfig {
    FunctionConfig {
        runtime: Runtime::named("nodejs22.x"),
        memory: Megabytes(128),
        timeout: Span::from_secs(3),
        idle_expiry: None,
        max_age: None,
        handler: model(|model| {
            model.init = Dist::Constant(ms(120));
            model.cpu = Dist::Lognormal { p50: ms(2), p95: ms(4) };
            model.wait = Dist::Exponential { mean: ms(20) };
            model.memory_used = Megabytes(45);
            model.error_rate = Ratio::from_f64(0.02);
        }),
        ..function()
    }
}

/// A model with some parts set.
pub fn model(set: impl FnOnce(&mut Model)) -> Handler {
    let mut model = Model::default();
    set(&mut model);
    Handler::Model(model)
}

/// The same function, changed.
pub fn with(mut config: FunctionConfig, change: impl FnOnce(&mut FunctionConfig)) -> FunctionConfig {
    change(&mut config);
    config
}

pub fn spec(functions: &[(&str, FunctionConfig)], concurrency: u32) -> WorldSpec {
    WorldSpec {
        account: AccountConfig { concurrency, region: "us-east-1".to_owned() },
        functions: functions
            .iter()
            .map(|(name, config)| FunctionSpec { name: (*name).to_owned(), config: config.clone() })
            .collect(),
        event_sources: Vec::new(),
        endpoints: Vec::new(),
        epoch_unix_s: EPOCH_UNIX_S,
    }
}

/// A world in full detail with one function called `hello`.
pub fn world(config: FunctionConfig) -> World {
    World::new(&spec(&[("hello", config)], 1000), 7, Detail::Full, &facts()).expect("a valid world")
}

pub fn run_until(world: &mut World, moment: Moment) {
    assert!(world.advance_to(moment, &mut Budget::unlimited()));
}

pub fn counters(world: &World) -> Counters {
    world.cumulative().total().counters
}

pub fn record(world: &World) -> FunctionRecord {
    world.cumulative().total()
}

/// The text of all log lines of some kind.
pub fn lines(world: &World, kind: LogKind) -> Vec<String> {
    world.log_lines(1_000).into_iter().filter(|line| line.kind == kind).map(|line| line.text).collect()
}

/// Environments there are, busy or idle.
pub fn live(world: &World) -> u32 {
    let status = world.function(F);
    status.starting + status.running + status.idle
}

/// Independent arrivals: the moment of each, without drift.
pub fn poisson(seed: u64, rate: f64) -> impl Iterator<Item = Moment> {
    let mut stream = Streams::new(seed).stream("arrivals");
    let mut seconds = 0.0;
    std::iter::repeat_with(move || {
        seconds += stream.standard_exponential() / rate;
        at(seconds)
    })
}
