//! What a change does to environments that are there.

use coldstart::cloud::{AccountConfig, Disturbance, LogKind};
use coldstart::units::{Megabytes, Moment, Ratio};

use super::support::*;

#[test]
fn a_deployment_retires_idle_environments_at_once_and_busy_ones_after_their_request() {
    let mut world = world(function());
    (0..3).for_each(|_| world.offer(at(1.0), F));
    run_until(&mut world, at(2.0));
    world.offer(at(2.0), F);
    world.configure(F, with(function(), |config| config.memory = Megabytes(512))).unwrap();
    assert_eq!(live(&world), 1, "only the busy one is left");
    run_until(&mut world, at(3.0));
    assert_eq!(live(&world), 0);
    world.offer(at(3.0), F);
    let counters = counters(&world);
    assert_eq!((counters.deploys, counters.cold_starts), (1, 4));
}

#[test]
fn a_running_request_is_billed_for_the_memory_it_runs_with() {
    let mut world = world(with(function(), |config| config.memory = Megabytes(128)));
    world.offer(at(1.0), F);
    world.configure(F, with(function(), |config| config.memory = Megabytes(1024))).unwrap();
    run_until(&mut world, at(2.0));
    assert_eq!(record(&world).usage.compute_mb_ms, [128 * 100, 0]);
    assert!(lines(&world, LogKind::Report)[0].contains("Memory Size: 128 MB"));
}

#[test]
fn limits_and_model_values_change_without_a_deployment() {
    let mut world = world(function());
    world.offer(at(1.0), F);
    run_until(&mut world, at(2.0));
    let changed = with(function(), |config| {
        config.reserved_concurrency = Some(10);
        config.routing = coldstart::cloud::Routing::Newest;
        config.idle_expiry = Some((s(5.0), s(5.0)));
    });
    world.configure(F, changed).unwrap();
    world.offer(at(3.0), F);
    let counters = counters(&world);
    assert_eq!((counters.deploys, counters.cold_starts, live(&world)), (0, 1, 1));
    run_until(&mut world, at(8.1));
    assert_eq!(live(&world), 0, "the new idle expiry holds from the next idle time on");
}

#[test]
fn the_same_configuration_is_no_change() {
    let mut world = world(function());
    world.offer(at(1.0), F);
    world.configure(F, function()).unwrap();
    assert_eq!(counters(&world).deploys, 0);
}

#[test]
fn a_function_that_reserves_takes_its_running_requests_along() {
    let mut world = world(function());
    (0..4).for_each(|_| world.offer(at(1.0), F));
    world.configure(F, with(function(), |config| config.reserved_concurrency = Some(2))).unwrap();
    assert_eq!((world.account().unreserved, world.account().concurrency), (0, 4));
    world.offer(at(1.0), F);
    assert_eq!(counters(&world).throttles, 1);
    world.configure(F, function()).unwrap();
    assert_eq!(world.account().unreserved, 4);
    run_until(&mut world, at(2.0));
    assert_eq!((world.account().unreserved, world.account().concurrency), (0, 0));
}

#[test]
fn the_account_can_be_given_more() {
    let mut world = world(function());
    world.configure_account(&AccountConfig { concurrency: 1, region: "us-east-1".to_owned() }).unwrap();
    (0..2).for_each(|_| world.offer(at(1.0), F));
    world.configure_account(&AccountConfig { concurrency: 10, region: "us-east-1".to_owned() }).unwrap();
    world.offer(at(1.0), F);
    assert_eq!((counters(&world).throttles, world.account().concurrency), (1, 2));
}

#[test]
fn a_slow_dependency_stretches_the_waiting_only() {
    let config = with(function(), |config| {
        config.handler = model(|model| {
            model.cpu = coldstart::cloud::Dist::Constant(ms(10));
            model.wait = coldstart::cloud::Dist::Constant(ms(100));
        });
    });
    let mut world = world(config);
    world.disturb(Disturbance::Slow { function: F, factor: Ratio::from_f64(3.0) });
    world.offer(at(1.0), F);
    run_until(&mut world, at(2.0));
    assert_eq!(record(&world).latency().max(), Some(ms(310)));
    world.disturb(Disturbance::None);
    world.offer(at(2.0), F);
    run_until(&mut world, at(3.0));
    assert_eq!(record(&world).latency().total_micros(), 420_000);
}

#[test]
fn the_provider_may_take_idle_environments_away_at_any_time() {
    let mut world = world(function());
    (0..3).for_each(|_| world.offer(at(1.0), F));
    run_until(&mut world, at(2.0));
    world.offer(at(2.0), F);
    world.disturb(Disturbance::Recycle(None));
    assert_eq!(live(&world), 1);
    world.offer(at(2.0), F);
    assert_eq!(counters(&world).cold_starts, 4);
}

#[test]
fn a_share_of_invocations_can_be_made_to_fail() {
    let mut world = world(function());
    world.disturb(Disturbance::Errors { function: F, share: Ratio::ONE });
    world.offer(Moment::START, F);
    run_until(&mut world, at(1.0));
    assert_eq!((counters(&world).errors, live(&world)), (1, 1));
}
