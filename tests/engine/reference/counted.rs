//! Few requests at known moments, counted by hand: these come out to the last one.

use coldstart::cloud::{Dist, FunctionConfig, Slice};
use coldstart::units::{Moment, Span};

use super::data::{self, Scenario};
use crate::support::*;

/// Requests at given moments; what was counted.
fn count(config: FunctionConfig, arrivals: impl Iterator<Item = Moment>) -> Slice {
    let mut world = world(config);
    arrivals.for_each(|at| world.offer(at, F));
    let later = world.now() + Span::from_secs(30);
    run_until(&mut world, later);
    world.cumulative()
}

fn evenly(scenario: &Scenario, period: f64) -> impl Iterator<Item = Moment> {
    let period = s(period).as_micros();
    (0..scenario.input("requests") as u64).map(move |k| Moment(k * period))
}

fn bursts(scenario: &Scenario) -> impl Iterator<Item = Moment> {
    let bursts: Vec<(f64, f64)> = scenario.inputs("at").into_iter().zip(scenario.inputs("size")).collect();
    bursts.into_iter().flat_map(|(moment, size)| std::iter::repeat_n(at(moment), size as usize))
}

fn fixed(scenario: &Scenario) -> FunctionConfig {
    let (warm, cold) = (scenario.input("warm_service"), scenario.input("cold_service"));
    let expiry = s(scenario.input("expiry"));
    with(function(), |config| {
        config.idle_expiry = Some((expiry, expiry));
        config.max_age = None;
        config.handler = model(|model| {
            model.init = Dist::Constant(s(cold - warm));
            model.wait = Dist::Constant(s(warm));
        });
    })
}

/// What the file may expect, by the names it has there.
fn found(slice: &Slice, name: &str) -> u64 {
    let record = slice.total();
    let counters = record.counters;
    match name {
        "cold" => counters.cold_starts,
        "warm" => counters.invocations - counters.cold_starts,
        "rejected" => counters.throttles,
        "peak_running" => u64::from(record.running.peak),
        "peak_instances" => u64::from(record.environments.peak),
        _ => unreachable!("{name} is not counted"),
    }
}

fn check(scenario: &Scenario, slice: &Slice) {
    for name in scenario.expectations().iter().filter(|name| *name != "exact") {
        assert_eq!(found(slice, name), scenario.count(name), "{}: {name}", scenario.id);
    }
}

#[test]
fn one_a_second_needs_one_environment() {
    let scenario = data::scenario("det-1s");
    check(&scenario, &count(fixed(&scenario), evenly(&scenario, scenario.input("period"))));
}

#[test]
fn requests_that_overlap_need_as_many_as_overlap() {
    let scenario = data::scenario("det-overlap");
    check(&scenario, &count(fixed(&scenario), evenly(&scenario, scenario.input("period"))));
}

#[test]
fn a_cap_of_three_turns_every_fourth_away() {
    let scenario = data::scenario("det-cap3");
    let config = with(fixed(&scenario), |config| config.reserved_concurrency = Some(scenario.input("cap") as u32));
    check(&scenario, &count(config, evenly(&scenario, scenario.input("period"))));
}

#[test]
fn a_pinger_is_warm_just_inside_the_expiry_and_cold_just_outside() {
    let scenario = data::scenario("det-edge");
    let (cold, warm) = (scenario.counts("cold"), scenario.counts("warm"));
    for (place, period) in scenario.inputs("periods").into_iter().enumerate() {
        let slice = count(fixed(&scenario), evenly(&scenario, period));
        assert_eq!((found(&slice, "cold"), found(&slice, "warm")), (cold[place], warm[place]), "every {period} s");
    }
}

#[test]
fn a_burst_on_nothing_is_all_cold_and_the_next_all_warm() {
    let scenario = data::scenario("burst-250");
    check(&scenario, &count(fixed(&scenario), bursts(&scenario)));
}

/// The cap is the account's: a world of these tests has 1,000.
#[test]
fn a_burst_beyond_the_account_is_turned_away() {
    let scenario = data::scenario("burst-over-account");
    check(&scenario, &count(fixed(&scenario), bursts(&scenario)));
}
