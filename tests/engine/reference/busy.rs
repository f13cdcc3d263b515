//! How many requests are in progress at a moment picked at random.

use coldstart::cloud::{Detail, Dist, World};

use super::data;
use crate::support::*;

/// `busy-distribution`: Poisson with the mean of rate x duration. Arrivals see time averages, so each looks first.
fn check(requests: u64) {
    let scenario = data::scenario("busy-distribution");
    let mean = s(scenario.input("mean_duration"));
    let config = with(function(), |config| config.handler = model(|model| model.wait = Dist::Exponential { mean }));
    let mut world = World::new(&spec(&[("hello", config)], 1_000), 3, Detail::Metrics, &facts()).unwrap();
    let (mut none, mut above_10) = (0_u64, 0_u64);
    for at in poisson(3, scenario.input("rate")).take(requests as usize) {
        run_until(&mut world, at);
        match world.account().concurrency {
            0 => none += 1,
            11.. => above_10 += 1,
            _ => {}
        }
        world.offer(at, F);
    }
    let widened = (scenario.min_requests() as f64 / requests as f64).sqrt().max(1.0);
    for (seen, name) in [(none, "share_0"), (above_10, "share_above_10")] {
        let (share, expected) = (seen as f64 / requests as f64, scenario.expected(name));
        assert!((share / expected - 1.0).abs() < scenario.tolerance(name) * widened, "{name}: {share} for {expected}");
    }
}

#[test]
fn the_number_in_progress_is_distributed_as_poisson_says() {
    check(1_000_000);
}

#[test]
#[ignore = "two seconds in a release build: cargo test --release --test engine -- --ignored"]
fn the_number_in_progress_is_distributed_as_poisson_says_at_full_length() {
    check(data::scenario("busy-distribution").min_requests());
}
