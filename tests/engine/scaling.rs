//! How fast a function may grow, and what its account allows: each limit with the reason AWS gives for it.

use coldstart::api::ThrottleReason;
use coldstart::api::ThrottleReason::*;
use coldstart::cloud::{Detail, Dist, FunctionConfig, World};
use coldstart::units::{FunctionId, Moment};

use super::support::*;

/// A function that takes so many seconds, so that each request needs an environment of its own.
fn slow(seconds: f64) -> FunctionConfig {
    with(function(), |config| config.handler = model(|model| model.wait = Dist::Constant(s(seconds))))
}

fn account(functions: &[(&str, FunctionConfig)], concurrency: u32) -> World {
    World::new(&spec(functions, concurrency), 7, Detail::Metrics, &facts()).unwrap()
}

/// Calls a function so often at one moment; says how many of them got an environment.
fn burst(world: &mut World, moment: Moment, function: FunctionId, count: u32) -> u64 {
    let before = world.cumulative().functions.get(usize::from(function.0)).map_or(0, |one| one.counters.invocations);
    (0..count).for_each(|_| world.offer(moment, function));
    world.cumulative().functions[usize::from(function.0)].counters.invocations - before
}

fn throttled(world: &World, reason: ThrottleReason) -> u64 {
    counters(world).throttles_by_reason[reason.index()]
}

#[test]
fn a_function_gains_a_thousand_environments_at_once_and_a_hundred_a_second() {
    let mut world = account(&[("hello", slow(600.0))], 10_000);
    let grown: Vec<u64> =
        [0.0, 0.5, 1.0, 2.0, 4.5].into_iter().map(|second| burst(&mut world, at(second), F, 3_000)).collect();
    assert_eq!(grown, [1_000, 50, 50, 100, 250], "the allowance comes back continuously");
    assert_eq!(throttled(&world, FunctionInvocationRateLimitExceeded), counters(&world).throttles);
}

#[test]
fn what_is_not_used_of_it_is_never_saved_up() {
    let mut world = account(&[("hello", slow(1.0))], 10_000);
    assert_eq!(burst(&mut world, at(86_400.0), F, 3_000), 1_000);
}

#[test]
fn each_function_grows_on_its_own() {
    let mut world = account(&[("one", slow(600.0)), ("two", slow(600.0))], 10_000);
    let grown = [0, 1].map(|function| burst(&mut world, Moment::START, FunctionId(function), 1_500));
    assert_eq!(grown, [1_000, 1_000]);
}

#[test]
fn warm_environments_need_no_allowance() {
    let mut world = account(&[("hello", slow(1.0))], 10_000);
    burst(&mut world, at(0.0), F, 1_000);
    assert_eq!(burst(&mut world, at(2.0), F, 1_200), 1_200, "a thousand warm ones, and 200 that have come back");
}

#[test]
fn the_account_is_the_wall_that_all_functions_share() {
    let mut world = account(&[("one", slow(600.0)), ("two", slow(600.0))], 1_000);
    assert_eq!(burst(&mut world, at(0.0), FunctionId(0), 800), 800);
    assert_eq!(burst(&mut world, at(0.0), FunctionId(1), 300), 200);
    assert_eq!(throttled(&world, ConcurrentInvocationLimitExceeded), 100);
}

#[test]
fn a_reservation_takes_from_the_others_whether_it_is_used_or_not() {
    let reserved = with(slow(600.0), |config| config.reserved_concurrency = Some(900));
    let mut world = account(&[("reserved", reserved), ("other", slow(600.0))], 1_000);
    assert_eq!(burst(&mut world, at(0.0), FunctionId(1), 150), 100, "the hundred that must stay unreserved");
    assert_eq!(burst(&mut world, at(0.0), FunctionId(0), 950), 900);
    assert_eq!(throttled(&world, ConcurrentInvocationLimitExceeded), 50);
    assert_eq!(throttled(&world, ReservedFunctionConcurrentInvocationLimitExceeded), 50);
}

#[test]
fn ten_requests_a_second_come_with_each_that_is_reserved() {
    let quick = with(slow(0.001), |config| config.reserved_concurrency = Some(5));
    let mut world = account(&[("quick", quick)], 1_000);
    for k in 0..30_000 {
        world.offer(Moment(k * 1_000), F); // a thousand a second, one at a time
    }
    let placed = counters(&world).invocations;
    assert!((1_500..=1_515).contains(&placed), "fifty a second for thirty seconds, and a first burst: {placed}");
    assert_eq!(throttled(&world, ReservedFunctionInvocationRateLimitExceeded), 30_000 - placed);
}
