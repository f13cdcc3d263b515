//! How fast a function gains environments, and what a gateway lets through: buckets of tokens.

use coldstart::cloud::{Detail, Dist, PlatformFacts, World};
use coldstart::sim::TokenBucket;
use coldstart::units::{Moment, Span};

use super::data;
use crate::support::*;

/// A function whose requests outlive the test, in an account that does not limit it.
fn long_requests() -> World {
    let config = with(function(), |config| {
        config.timeout = Span::from_secs(900);
        config.handler = model(|model| model.wait = Dist::Constant(s(800.0)));
    });
    let facts = PlatformFacts { rps_per_concurrency: 100, ..facts() };
    World::new(&spec(&[("hello", config)], 100_000), 1, Detail::Metrics, &facts).unwrap()
}

#[test]
fn new_environments_come_a_thousand_at_once_and_then_a_hundred_a_second() {
    let scenario = data::scenario("scale-rate-stream-500");
    let mut world = long_requests();
    (0..5_000).for_each(|k| world.offer(Moment(k * 2_000), F));
    let counters = counters(&world);
    assert_eq!((counters.invocations, counters.throttles), (scenario.count("placed"), scenario.count("throttled")));
}

/// Those that were turned away come again every 10 ms.
#[test]
fn five_thousand_waiting_requests_are_placed_in_forty_seconds() {
    let scenario = data::scenario("scale-rate-5000");
    let mut world = long_requests();
    let mut reached = Vec::new();
    for tick in 0..=4_000 {
        let now = Moment(tick * 10_000);
        let waiting = if tick == 0 { 5_000 } else { 3 };
        (0..waiting).for_each(|_| world.offer(now, F));
        reached.push(world.account().concurrency);
    }
    let seconds_to = |environments| reached.iter().position(|&there| there >= environments).unwrap() as f64 / 100.0;
    assert_eq!(u64::from(reached[0]), scenario.count("instances_at_0"));
    for environments in [2_000, 3_000, 5_000] {
        let (found, expected) = (seconds_to(environments), scenario.expected(&format!("seconds_to_{environments}")));
        assert!((found - expected).abs() <= 0.02, "{environments} after {found} s, expected {expected} s");
    }
}

/// What passes of requests at these moments, and the first that does not. Ten thousand a second, five thousand at once.
fn through_the_gateway(arrivals: impl Iterator<Item = u64>) -> (u64, u64, Option<u64>) {
    let mut gateway = TokenBucket::new(5_000, 10_000);
    let (mut passed, mut rejected, mut first) = (0, 0, None);
    for (index, micros) in (0..).zip(arrivals) {
        if gateway.take(Moment(micros)) {
            passed += 1;
        } else {
            rejected += 1;
            first = first.or(Some(index));
        }
    }
    (passed, rejected, first)
}

#[test]
fn a_gateway_lets_through_what_its_rate_and_its_burst_allow() {
    let bursts = (0..12_000).map(|k| if k < 6_000 { 0 } else { 250_000 });
    let steady = (0..20_000).map(|k| k * 100);
    // Twelve thousand a second do not come at whole microseconds; no request comes before its time.
    let above = (0..60_000).map(|k: u64| (k * 1_000_000).div_ceil(12_000));
    for (id, (passed, rejected, first)) in [
        ("gateway-bursts", through_the_gateway(bursts)),
        ("gateway-at-rate", through_the_gateway(steady)),
        ("gateway-12000", through_the_gateway(above)),
    ] {
        let scenario = data::scenario(id);
        assert_eq!((passed, rejected), (scenario.count("passed"), scenario.count("rejected")), "{id}");
        if id == "gateway-12000" {
            assert_eq!(first, Some(scenario.count("first_rejected_index")));
        }
    }
}
