//! Requests beyond a limit are turned away, with AWS's reason.

use coldstart::api::ThrottleReason;
use coldstart::cloud::{ConfigError, Detail, World};
use coldstart::units::{FunctionId, Megabytes, Moment, Span};

use super::support::*;

fn reasons(world: &World) -> Vec<(ThrottleReason, u64)> {
    let counts = counters(world).throttles_by_reason;
    ThrottleReason::ALL.into_iter().zip(counts).filter(|&(_, count)| count > 0).collect()
}

#[test]
fn reserved_concurrency_is_a_cap_and_a_floor() {
    let reserved = with(function(), |config| config.reserved_concurrency = Some(5));
    let functions = [("greedy", function()), ("careful", reserved)];
    let mut world = World::new(&spec(&functions, 200), 7, Detail::Full, &facts()).unwrap();
    (0..300).for_each(|_| world.offer(Moment::START, FunctionId(0)));
    (0..7).for_each(|_| world.offer(Moment::START, FunctionId(1)));
    let account = world.account();
    assert_eq!((account.concurrency, account.unreserved, account.unreserved_limit), (200, 195, 195));
    assert_eq!(
        reasons(&world),
        [
            (ThrottleReason::ConcurrentInvocationLimitExceeded, 105),
            (ThrottleReason::ReservedFunctionConcurrentInvocationLimitExceeded, 2),
        ]
    );
}

#[test]
fn reserving_nothing_stops_a_function() {
    let mut world = world(with(function(), |config| config.reserved_concurrency = Some(0)));
    world.offer(at(1.0), F);
    assert_eq!(reasons(&world), [(ThrottleReason::ReservedFunctionConcurrentInvocationLimitExceeded, 1)]);
    assert_eq!(counters(&world).invocations, 0);
}

#[test]
fn some_concurrency_must_stay_unreserved() {
    let reserving = |reserved| {
        let config = with(function(), |config| config.reserved_concurrency = Some(reserved));
        World::new(&spec(&[("hello", config)], 1_000), 7, Detail::Full, &facts()).map(|_| ())
    };
    assert_eq!(reserving(900), Ok(()));
    assert_eq!(reserving(901), Err(ConfigError::ReservedConcurrency { most: 900, unreserved_min: 100 }));
    let mut world = world(function());
    let asked = with(function(), |config| config.reserved_concurrency = Some(950));
    let refusal = world.configure(F, asked).unwrap_err().to_string();
    assert_eq!(refusal, "at most 900 of the account's concurrency can be reserved: 100 must stay unreserved");
}

#[test]
fn ten_requests_a_second_come_with_each_unit_of_concurrency() {
    // 20 ms functions at 30,000 a second need a concurrency of 600, and are throttled all the same.
    let config = with(function(), |config| {
        config.handler = model(|model| model.wait = coldstart::cloud::Dist::Constant(ms(20)));
    });
    let mut world = World::new(&spec(&[("hello", config)], 1_000), 7, Detail::Metrics, &facts()).unwrap();
    let second = |world: &mut World, second: u64| {
        let before = counters(world).invocations;
        (0..30_000).for_each(|k| world.offer(Moment(second * 1_000_000 + k * 1_000_000 / 30_000), F));
        counters(world).invocations - before
    };
    second(&mut world, 0);
    assert_eq!(second(&mut world, 1), 10_000);
    assert_eq!(reasons(&world)[0].0, ThrottleReason::FunctionInvocationRateLimitExceeded);
}

#[test]
fn the_first_second_carries_no_more_than_a_tenth_over_the_rule() {
    let config = with(function(), |config| {
        config.handler = model(|model| model.wait = coldstart::cloud::Dist::Constant(ms(1)));
    });
    let mut world = World::new(&spec(&[("hello", config)], 1_000), 7, Detail::Metrics, &facts()).unwrap();
    (0..100_000).for_each(|k| world.offer(Moment(k * 10), F));
    let placed = counters(&world).invocations;
    assert!((10_900..=11_000).contains(&placed), "{placed}");
}

#[test]
fn the_accounts_rate_holds_for_reserved_functions_too() {
    let quick = with(function(), |config| {
        config.handler = model(|model| model.wait = coldstart::cloud::Dist::Constant(ms(1)));
    });
    let reserved = with(quick.clone(), |config| config.reserved_concurrency = Some(100));
    let functions = [("shared", quick), ("reserved", reserved)];
    let mut world = World::new(&spec(&functions, 200), 7, Detail::Metrics, &facts()).unwrap();
    let second = |world: &mut World, second: u64| {
        let before = counters(world).invocations;
        (0..10_000).for_each(|k| world.offer(Moment(second * 1_000_000 + k * 100), FunctionId((k % 2) as u16)));
        counters(world).invocations - before
    };
    second(&mut world, 0);
    let placed = second(&mut world, 1);
    assert!(placed.abs_diff(2_000) <= 1, "ten times 200, not more because half of it is reserved: {placed}");
}

#[test]
fn a_throttled_request_leaves_no_trace_but_a_count() {
    let mut world = world(with(function(), |config| config.reserved_concurrency = Some(0)));
    world.offer(at(1.0), F);
    run_until(&mut world, at(10.0));
    let record = record(&world);
    assert_eq!((record.counters.throttles, record.usage.requests, record.latency().count()), (1, 0, 0));
    assert_eq!(record.running.time, Span::ZERO);
    assert_eq!(world.function(F).throttled_at, Some(at(1.0)));
}

#[test]
fn settings_out_of_range_are_refused_with_the_range() {
    let refused =
        |config| World::new(&spec(&[("hello", config)], 1_000), 7, Detail::Full, &facts()).map(|_| ()).unwrap_err();
    for (config, message) in [
        (
            with(function(), |config| config.memory = Megabytes(64)),
            "memory must be between 128 MB and 10240 MB, not 64 MB",
        ),
        (with(function(), |config| config.timeout = s(901.0)), "timeout must be between 1 s and 15 min, not 15 min"),
        (
            with(function(), |config| config.runtime = coldstart::cloud::Runtime::named("cobol")),
            "no runtime `cobol` for zip on x86_64",
        ),
    ] {
        assert_eq!(refused(config).to_string(), message);
    }
}
