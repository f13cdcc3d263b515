//! Exact answers from queueing theory, from counting by hand, and from documented rules.
//!
//! A random scenario's tolerance belongs to a number of requests, and is about 3.3 standard errors of a run that long. Tests
//! play fewer; the standard error of a mean over n requests falls with the square root of n, so the tolerance is widened by
//! the square root of how many times fewer they are. `cargo test --release -- --ignored` plays them in full.

use coldstart::cloud::{Detail, Dist, FunctionConfig, PlatformFacts, Routing, Slice, World};
use coldstart::units::{Moment, Span};

use super::support::*;

/// A stationary stream of requests to one function.
struct Scenario {
    id: &'static str,
    rate: f64,
    service: Dist,
    cap: Option<u32>,
    expiry: Span,
    routing: Routing,
    /// Requests for which the tolerances are stated, and what to expect.
    min_requests: u64,
    expect: &'static [Expected],
}

/// Name, value, relative tolerance.
type Expected = (&'static str, f64, f64);

const fn exponential(mean_ms: u64) -> Dist {
    Dist::Exponential { mean: Span::from_millis(mean_ms) }
}

const SCENARIOS: &[Scenario] = &[
    // Erlang's loss formula.
    Scenario {
        id: "loss-small",
        rate: 5.0,
        service: exponential(1_000),
        cap: Some(8),
        expiry: FOREVER,
        routing: Routing::Mru,
        min_requests: 2_000_000,
        expect: &[("p_reject", 0.070_047_852_209_6, 0.01), ("running", 4.649_760_739, 0.01)],
    },
    // Linear algebra over a birth-death chain.
    Scenario {
        id: "cold-mru-readme-like",
        rate: 0.9,
        service: exponential(2_000),
        cap: None,
        expiry: Span::from_secs(600),
        routing: Routing::Mru,
        min_requests: 10_000_000,
        expect: &[
            ("p_cold", 0.001_331_350_316, 0.03),
            ("running", 1.8, 0.01),
            ("idle", 5.908_034_413, 0.01),
            ("instances", 7.708_034_413, 0.01),
        ],
    },
    Scenario {
        id: "cold-mru-10rps",
        rate: 10.0,
        service: exponential(500),
        cap: None,
        expiry: Span::from_secs(30),
        routing: Routing::Mru,
        min_requests: 10_000_000,
        expect: &[
            ("p_cold", 0.003_956_759_902, 0.02),
            ("running", 5.0, 0.005),
            ("idle", 7.441_399_532, 0.005),
            ("instances", 12.441_399_53, 0.005),
        ],
    },
    Scenario {
        id: "cold-mru-capped",
        rate: 5.0,
        service: exponential(1_000),
        cap: Some(8),
        expiry: Span::from_secs(5),
        routing: Routing::Mru,
        min_requests: 10_000_000,
        expect: &[
            ("p_reject", 0.070_047_852_21, 0.01),
            ("p_cold", 0.022_521_773_46, 0.01),
            ("p_cold_of_accepted", 0.024_218_206_83, 0.01),
            ("running", 4.649_760_739, 0.01),
            ("idle", 3.015_336_804, 0.01),
            ("instances", 7.665_097_543, 0.01),
        ],
    },
    // exp(-rate x expiry).
    Scenario {
        id: "cold-single-limit",
        rate: 0.2,
        service: Dist::Constant(Span::from_micros(1)),
        cap: None,
        expiry: Span::from_secs(10),
        routing: Routing::Mru,
        min_requests: 2_000_000,
        expect: &[("p_cold", 0.135_335_283_2, 0.01)],
    },
    // Independent simulators, some twenty seeds each.
    Scenario {
        id: "cold-newest-simfaas-readme",
        rate: 0.9,
        service: exponential(1_991),
        cap: None,
        expiry: Span::from_secs(600),
        routing: Routing::Newest,
        min_requests: 10_000_000,
        expect: &[
            ("p_cold", 0.001_330_7, 0.03),
            ("running", 1.792, 0.01),
            ("idle", 5.906_2, 0.01),
            ("instances", 7.698_2, 0.01),
        ],
    },
    Scenario {
        id: "cold-newest-vs-mru",
        rate: 10.0,
        service: exponential(500),
        cap: None,
        expiry: Span::from_secs(30),
        routing: Routing::Newest,
        min_requests: 10_000_000,
        expect: &[("p_cold", 0.003_897, 0.025), ("instances", 12.456, 0.005)],
    },
    Scenario {
        id: "cold-fixed-service",
        rate: 10.0,
        service: Dist::Constant(Span::from_millis(500)),
        cap: None,
        expiry: Span::from_secs(30),
        routing: Routing::Mru,
        min_requests: 10_000_000,
        expect: &[("p_cold", 0.003_789, 0.025), ("instances", 12.58, 0.005)],
    },
    // Little's law: rate x mean duration, whatever the distribution. This lognormal has a mean of 0.85 s.
    Scenario {
        id: "little",
        rate: 120.0,
        service: Dist::Lognormal { p50: Span::from_micros(750_000), p95: Span::from_micros(1_707_929) },
        cap: None,
        expiry: Span::from_secs(60),
        routing: Routing::Mru,
        min_requests: 5_000_000,
        expect: &[("running", 102.0, 0.005)],
    },
];

impl Scenario {
    fn config(&self) -> FunctionConfig {
        with(function(), |config| {
            config.reserved_concurrency = self.cap;
            config.idle_expiry = Some((self.expiry, self.expiry));
            config.routing = self.routing;
            config.handler = model(|model| model.wait = self.service);
        })
    }

    /// Plays a warm-up of ten times the expiry, then `requests`, and gives back what those counted.
    fn play(&self, requests: u64) -> Slice {
        let spec = spec(&[("hello", self.config())], 1_000);
        let mut world = World::new(&spec, 1, Detail::Metrics, &facts()).unwrap();
        let warm_up = (self.rate * self.expiry.as_secs_f64() * 10.0).min(20_000.0) as usize;
        let mut arrivals = poisson(1, self.rate);
        arrivals.by_ref().take(warm_up).for_each(|at| world.offer(at, F));
        world.take_slice();
        arrivals.take(requests as usize).for_each(|at| world.offer(at, F));
        world.take_slice()
    }

    fn check(&self, requests: u64) {
        let slice = self.play(requests);
        let widened = (self.min_requests as f64 / requests as f64).sqrt().max(1.0);
        for &(name, expected, tolerance) in self.expect {
            let value = measured(&slice, name);
            let off = (value / expected - 1.0).abs();
            assert!(off <= tolerance * widened, "{}: {name} is {value}, expected {expected}", self.id);
        }
    }
}

fn measured(slice: &Slice, name: &str) -> f64 {
    let record = slice.total();
    let counters = record.counters;
    let share = |part: u64, whole: u64| part as f64 / whole as f64;
    match name {
        "p_cold" => share(counters.cold_starts, counters.requests),
        "p_cold_of_accepted" => share(counters.cold_starts, counters.invocations),
        "p_reject" => share(counters.throttles, counters.requests),
        "running" => record.running.mean(slice.width()),
        "idle" => record.idle_time().as_secs_f64() / slice.width().as_secs_f64(),
        "instances" => record.environments.mean(slice.width()),
        _ => unreachable!("{name} is not measured"),
    }
}

fn check(id: &str) {
    let scenario = SCENARIOS.iter().find(|scenario| scenario.id == id).unwrap();
    scenario.check(1_000_000);
}

#[test]
fn reserved_concurrency_loses_as_erlang_says() {
    check("loss-small");
}

#[test]
fn cold_starts_at_a_trickle_are_as_computed() {
    check("cold-mru-readme-like");
}

#[test]
fn cold_starts_at_ten_a_second_are_as_computed() {
    check("cold-mru-10rps");
}

#[test]
fn cold_starts_under_a_cap_are_as_computed() {
    check("cold-mru-capped");
}

#[test]
fn one_environment_is_cold_after_every_long_gap() {
    check("cold-single-limit");
}

#[test]
fn newest_first_agrees_with_published_simulations() {
    check("cold-newest-simfaas-readme");
    check("cold-newest-vs-mru");
}

#[test]
fn fixed_service_times_agree_with_an_independent_simulation() {
    check("cold-fixed-service");
}

#[test]
fn requests_in_progress_follow_littles_law() {
    check("little");
}

#[test]
#[ignore = "ten seconds in a release build: cargo test --release --test engine -- --ignored"]
fn every_scenario_holds_at_full_length() {
    for scenario in SCENARIOS {
        scenario.check(scenario.min_requests);
    }
}

/// `busy-distribution`: the number in progress is Poisson with mean 5. Arrivals see time averages, so each looks first.
#[test]
fn the_number_in_progress_is_distributed_as_poisson_says() {
    let config = with(function(), |config| config.handler = model(|model| model.wait = exponential(500)));
    let mut world = World::new(&spec(&[("hello", config)], 1_000), 3, Detail::Metrics, &facts()).unwrap();
    let (requests, mut none, mut above_10) = (1_000_000, 0, 0);
    for at in poisson(3, 10.0).take(requests) {
        run_until(&mut world, at);
        match world.account().concurrency {
            0 => none += 1,
            11.. => above_10 += 1,
            _ => {}
        }
        world.offer(at, F);
    }
    let widened = 0.03 * 10f64.sqrt();
    for (seen, expected) in [(none, 0.006_737_946_999), (above_10, 0.013_695_268_598)] {
        let share = f64::from(seen) / requests as f64;
        assert!((share / expected - 1.0).abs() < widened, "{share} for {expected}");
    }
}

/// Requests at given moments; what was counted.
fn count(config: FunctionConfig, arrivals: impl Iterator<Item = Moment>) -> Slice {
    let mut world = world(config);
    arrivals.for_each(|at| world.offer(at, F));
    let later = world.now() + Span::from_secs(30);
    run_until(&mut world, later);
    world.cumulative()
}

fn evenly(period: Span, requests: u64) -> impl Iterator<Item = Moment> {
    (0..requests).map(move |k| Moment(k * period.as_micros()))
}

fn fixed(init: f64, service: f64, cap: Option<u32>) -> FunctionConfig {
    with(function(), |config| {
        config.reserved_concurrency = cap;
        config.handler = model(|model| {
            model.init = Dist::Constant(s(init));
            model.wait = Dist::Constant(s(service));
        });
    })
}

/// (cold, warm, rejected, most running, most environments)
fn counted(slice: &Slice) -> (u64, u64, u64, u32, u32) {
    let record = slice.total();
    let counters = record.counters;
    let warm = counters.invocations - counters.cold_starts;
    (counters.cold_starts, warm, counters.throttles, record.running.peak, record.environments.peak)
}

/// `det-1s`
#[test]
fn one_a_second_needs_one_environment() {
    assert_eq!(counted(&count(fixed(0.3, 0.2, None), evenly(s(1.0), 1_000))), (1, 999, 0, 1, 1));
}

/// `det-overlap`
#[test]
fn requests_that_overlap_need_as_many_as_overlap() {
    assert_eq!(counted(&count(fixed(0.0, 1.0, None), evenly(s(0.3), 100))), (4, 96, 0, 4, 4));
}

/// `det-cap3`
#[test]
fn a_cap_of_three_turns_every_fourth_away() {
    assert_eq!(counted(&count(fixed(0.0, 1.0, Some(3)), evenly(s(0.3), 100))), (3, 72, 25, 3, 3));
}

/// `det-edge`
#[test]
fn a_pinger_is_warm_just_inside_the_expiry_and_cold_just_outside() {
    let cold_and_warm = |period| {
        let config = with(fixed(1.0, 2.0, None), |config| config.max_age = None);
        let (cold, warm, ..) = counted(&count(config, evenly(s(period), 50)));
        (cold, warm)
    };
    assert_eq!(cold_and_warm(601.0), (1, 49));
    assert_eq!(cold_and_warm(604.0), (50, 0));
}

/// `burst-250`
#[test]
fn a_burst_on_nothing_is_all_cold_and_the_next_all_warm() {
    let arrivals = (0..500).map(|k| at(if k < 250 { 0.0 } else { 10.0 }));
    assert_eq!(counted(&count(fixed(1.0, 1.0, None), arrivals)), (250, 250, 0, 250, 250));
}

/// `burst-over-account`
#[test]
fn a_burst_beyond_the_account_is_turned_away() {
    let arrivals = (0..1_500).map(|_| Moment::START);
    assert_eq!(counted(&count(fixed(1.0, 1.0, None), arrivals)), (1_000, 0, 500, 1_000, 1_000));
}

/// A function whose requests outlive the test, in an account that does not limit it.
fn long_requests() -> World {
    let config = with(fixed(0.0, 800.0, None), |config| config.timeout = Span::from_secs(900));
    let facts = PlatformFacts { rps_per_concurrency: 100, ..facts() };
    World::new(&spec(&[("hello", config)], 100_000), 1, Detail::Metrics, &facts).unwrap()
}

/// `scale-rate-stream-500`
#[test]
fn new_environments_come_a_thousand_at_once_and_then_a_hundred_a_second() {
    let mut world = long_requests();
    evenly(ms(2), 5_000).for_each(|at| world.offer(at, F));
    let counters = counters(&world);
    assert_eq!((counters.invocations, counters.throttles), (1_999, 3_001));
}

/// `scale-rate-5000`: those that were turned away come again every 10 ms.
#[test]
fn five_thousand_waiting_requests_are_placed_in_forty_seconds() {
    let mut world = long_requests();
    let mut reached = Vec::new();
    for tick in 0..=4_000 {
        let now = Moment(tick * 10_000);
        let waiting = if tick == 0 { 5_000 } else { 3 };
        (0..waiting).for_each(|_| world.offer(now, F));
        reached.push(world.account().concurrency);
    }
    let seconds_to = |environments| reached.iter().position(|&there| there >= environments).unwrap() as f64 / 100.0;
    assert_eq!(reached[0], 1_000);
    for (environments, expected) in [(2_000, 10.0), (3_000, 20.0), (5_000, 40.0)] {
        assert!(
            (seconds_to(environments) - expected).abs() <= 0.02,
            "{environments} after {}",
            seconds_to(environments)
        );
    }
}
