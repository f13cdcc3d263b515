//! A queue in front of a function with a cap: what comes when all are busy waits its turn.

use coldstart::cloud::{
    Arrivals, Detail, Dist, MappingConfig, MappingRecord, SourceKind, SourceSpec, World, WorldSpec,
};
use coldstart::units::{Ratio, Span};

use super::data;
use crate::support::*;

/// `wait-80-100`: Erlang's delay formula. A mapping of batches of one and a maximum concurrency is that many workers, each of which
/// holds a question open when it has nothing to do. It begins with five and grows while all are busy, so the first twenty minutes
/// are not counted.
fn check(records: u64) {
    let scenario = data::scenario("wait-80-100");
    let mapping = MappingConfig {
        function: F,
        batch_size: 1,
        batch_window: Span::ZERO,
        reports_failures: false,
        maximum_concurrency: Some(scenario.input("workers") as u32),
        parallelization_factor: 1,
        polls_per_s: 1,
        bisect: false,
        maximum_retry_attempts: None,
        maximum_record_age: None,
    };
    let queue = SourceSpec {
        name: "waiting-room".to_owned(),
        arrivals: Arrivals { backlog: 0, rps: scenario.input("rate"), independent: true },
        poison: Ratio::ZERO,
        record_bytes: 1_000,
        kind: SourceKind::Queue { visibility_timeout: Span::from_secs(3_600), max_receive_count: None },
        mapping: Some(mapping),
    };
    let mean = s(scenario.input("service_mean"));
    let config = with(function(), |config| config.handler = model(|model| model.wait = Dist::Exponential { mean }));
    let spec = WorldSpec { event_sources: vec![queue], ..spec(&[("hello", config)], 1_000) };
    let mut world = World::new(&spec, 4, Detail::Metrics, &facts()).unwrap();
    let warm_up = 1_200.0;
    run_until(&mut world, at(warm_up));
    world.take_slice();
    run_until(&mut world, at(warm_up + records as f64 / scenario.input("rate")));
    let MappingRecord { queued, .. } = world.take_slice().total().mapping;
    let widened = (scenario.min_requests() as f64 / records as f64).sqrt().max(1.0);
    let waited = queued.count_over(Span::ZERO) as f64 / queued.count() as f64;
    let mean = queued.total_micros() as f64 / 1e6 / queued.count() as f64;
    for (found, name) in [(waited, "p_wait"), (mean, "mean_wait_s")] {
        let expected = scenario.expected(name);
        let off = (found / expected - 1.0).abs();
        assert!(off < scenario.tolerance(name) * widened, "{name}: {found} for {expected}");
    }
}

#[test]
fn what_finds_all_workers_busy_waits_as_long_as_erlang_says() {
    check(1_000_000);
}

#[test]
#[ignore = "ten seconds in a release build: cargo test --release --test engine -- --ignored"]
fn what_finds_all_workers_busy_waits_as_long_as_erlang_says_at_full_length() {
    check(data::scenario("wait-80-100").min_requests());
}
