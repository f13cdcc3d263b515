//! Environments that are made before anybody asks, and stay.

use coldstart::api::ThrottleReason;
use coldstart::cloud::{ConfigError, Detail, Dist, FunctionConfig, LogKind, ScheduledTarget, World};
use coldstart::units::{FunctionId, Megabytes, Moment, Span};

use super::support::*;

/// A second of INIT, a tenth in the handler, and so many environments kept ready.
fn provisioned(count: u32) -> FunctionConfig {
    with(function(), |config| {
        config.memory = Megabytes(1024);
        config.versions.provisioned_concurrency = count;
        config.handler = model(|model| {
            model.init = Dist::Constant(s(1.0));
            model.wait = Dist::Constant(ms(100));
        });
    })
}

fn offer(world: &mut World, at: Moment, count: u32) {
    (0..count).for_each(|_| world.offer(at, F));
}

#[test]
fn what_a_lab_starts_with_is_ready_and_never_cold() {
    let mut world = world(provisioned(3));
    assert_eq!(world.function(F).idle, 3);
    offer(&mut world, at(0.0), 3);
    run_until(&mut world, at(86_400.0));
    offer(&mut world, at(86_400.0), 3);
    run_until(&mut world, at(86_401.0));
    let counters = counters(&world);
    assert_eq!((counters.provisioned, counters.spillover, counters.cold_starts), (6, 0, 0));
    assert_eq!(counters.environments_shut_down, 0, "a day without a request does not expire them");
    let reports = lines(&world, LogKind::Report);
    assert!(reports.len() == 6 && reports.iter().all(|line| !line.contains("Init Duration")));
    assert!(lines(&world, LogKind::Start).iter().all(|line| line.ends_with(" Version: 1")));
}

/// The reference scenario `provisioned-100-burst-250`: provisioned environments first, then new ones on demand.
#[test]
fn a_burst_spills_over() {
    let mut world = world(provisioned(100));
    offer(&mut world, at(0.0), 250);
    run_until(&mut world, at(10.0));
    let counters = counters(&world);
    assert_eq!((counters.provisioned, counters.spillover, counters.cold_starts), (100, 150, 150));
    assert_eq!(record(&world).provisioned_running.peak, 100);
}

#[test]
fn allocation_takes_a_minute_or_two_and_nothing_is_usable_before_all_is_ready() {
    let mut world = world(provisioned(0));
    run_until(&mut world, at(10.0));
    world.configure(F, provisioned(1_00)).unwrap();
    run_until(&mut world, at(69.0));
    assert_eq!(world.function(F).starting, 0, "a minute passes before the first one is begun");
    let mut ready_at = None;
    let mut seen_preparing = 0;
    while ready_at.is_none() {
        let next = world.next_event().unwrap();
        run_until(&mut world, next);
        let (status, version) = (world.function(F), world.function(F).versions[0]);
        seen_preparing = seen_preparing.max(status.starting);
        assert!(version.provisioned_ready == 0 || version.provisioned_ready == 100, "all or nothing");
        if version.provisioned_ready == 100 {
            ready_at = Some(world.now());
        }
    }
    // 60 to 120 s, then a hundred a second, then a second of INIT.
    let ready = ready_at.unwrap().since(at(10.0)).as_secs_f64();
    assert!(seen_preparing == 100 && (61.9..=122.1).contains(&ready), "{ready}");
    assert_eq!(lines(&world, LogKind::InitReport).len(), 100, "INIT ahead of time is reported");
    assert_eq!(record(&world).usage.provisioned_used_mb_ms, [100 * 1_000 * 1024, 0], "and charged");
    offer(&mut world, ready_at.unwrap(), 1);
    assert_eq!(counters(&world).provisioned, 1);
}

#[test]
fn requests_go_on_demand_while_the_allocation_lasts() {
    let mut world = world(provisioned(0));
    world.configure(F, provisioned(1)).unwrap();
    world.offer(at(30.0), F);
    run_until(&mut world, at(32.0));
    let early = counters(&world);
    assert_eq!((early.spillover, early.provisioned, early.cold_starts), (1, 0, 1));
    world.offer(at(200.0), F);
    run_until(&mut world, at(201.0));
    assert_eq!(counters(&world).provisioned, 1);
}

/// Eight hours of a hundred at 1,536 MB are 4,320,000 GB-s, as on the pricing page.
#[test]
fn configured_time_is_charged_whether_used_or_not_and_used_time_besides() {
    let config = with(provisioned(100), |config| config.memory = Megabytes(1_536));
    let mut world = world(config);
    offer(&mut world, at(60.0), 10);
    run_until(&mut world, at(28_800.0));
    let usage = record(&world).usage;
    assert_eq!(usage.provisioned_mb_ms, [4_320_000 * 1_024_000, 0]);
    assert_eq!(usage.provisioned_used_mb_ms, [10 * 100 * 1_536, 0]);
    assert_eq!((usage.compute_mb_ms, usage.requests), ([0, 0], 10));
}

#[test]
fn giving_provisioned_concurrency_up_is_charged_to_the_next_five_minutes() {
    let mut world = world(provisioned(4));
    run_until(&mut world, at(610.0));
    world.configure(F, provisioned(1)).unwrap();
    assert_eq!(live(&world), 1, "three leave at once");
    let usage = record(&world).usage.provisioned_mb_ms[0];
    assert_eq!(usage, 1024 * (3 * 900_000 + 610_000));
    run_until(&mut world, at(1_000.0));
    assert_eq!(record(&world).usage.provisioned_mb_ms[0], 1024 * (3 * 900_000 + 1_000_000));
}

#[test]
fn a_schedule_sets_it() {
    let config = with(provisioned(1), |config| {
        let at = |seconds, target| ScheduledTarget { at: Span::from_secs(seconds), target };
        config.versions.provisioned_schedule = vec![at(600, 5), at(1_800, 0)];
    });
    let mut world = world(config);
    let ready = |world: &World| world.function(F).versions[0].provisioned_ready;
    for (second, expected) in [(599.0, 1), (650.0, 1), (730.0, 5), (1_799.0, 5), (1_801.0, 0)] {
        run_until(&mut world, at(second));
        assert_eq!(ready(&world), expected, "at {second} s");
    }
}

#[test]
fn old_ones_are_replaced_before_they_leave() {
    let config = with(provisioned(5), |config| config.max_age = Some((s(3_600.0), s(7_200.0))));
    let mut world = world(config);
    let mut seconds = 0.0;
    while seconds < 40_000.0 {
        run_until(&mut world, at(seconds));
        assert!(world.function(F).versions[0].provisioned_ready >= 5, "never fewer than promised");
        world.offer(at(seconds), F);
        seconds += 7.0;
    }
    let record = record(&world);
    let replaced = record.counters.environments_created - 5;
    assert!((20..60).contains(&replaced), "{replaced}");
    assert_eq!((record.counters.cold_starts, record.counters.spillover), (0, 0));
    let requests = u128::from(record.usage.requests);
    let running = record.usage.provisioned_used_mb_ms[0] / 1024;
    assert!(running >= (requests - 1) * 100 + u128::from(replaced - 1) * 1_000, "their INIT is charged");
}

#[test]
fn ten_requests_a_second_come_with_each_and_the_rest_spills_over() {
    let config = with(provisioned(2), |config| {
        config.handler = model(|model| model.wait = Dist::Constant(ms(1)));
    });
    let mut world = world(config);
    for k in 0..3_000 {
        world.offer(Moment(k * 10_000), F);
    }
    let counters = counters(&world);
    // 100 a second for 30 s; 20 a second and a first burst are theirs.
    assert!((600..=630).contains(&counters.provisioned), "{}", counters.provisioned);
    assert_eq!(counters.provisioned + counters.spillover, 3_000);
}

#[test]
fn it_counts_against_the_account_and_leaves_the_others_their_hundred() {
    let functions = [("ready", provisioned(300)), ("other", function())];
    let mut world = World::new(&spec(&functions, 1_000), 7, Detail::Full, &facts()).unwrap();
    assert_eq!(world.account().unreserved_limit, 700);
    (0..701).for_each(|_| world.offer(Moment::START, FunctionId(1)));
    let throttled = counters(&world).throttles_by_reason;
    assert_eq!(throttled[ThrottleReason::ConcurrentInvocationLimitExceeded.index()], 1);
    offer(&mut world, Moment::START, 300);
    assert_eq!(counters(&world).provisioned, 300, "what is provisioned is there for its function");
    let refused = world.configure(F, provisioned(901)).unwrap_err();
    assert_eq!(refused, ConfigError::ProvisionedConcurrency { most: 900, unreserved_min: 100 });
}

#[test]
fn what_is_reserved_bounds_what_is_provisioned_and_what_spills_over() {
    let reserved = |reserved, count| with(provisioned(count), |config| config.reserved_concurrency = Some(reserved));
    let mut world = world(reserved(10, 4));
    offer(&mut world, at(0.0), 12);
    let counters = counters(&world);
    assert_eq!((counters.provisioned, counters.spillover, counters.throttles), (4, 6, 2));
    let reason = ThrottleReason::ReservedFunctionConcurrentInvocationLimitExceeded;
    assert_eq!(counters.throttles_by_reason[reason.index()], 2);
    let refused = world.configure(F, reserved(3, 4)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "4 cannot be provisioned, because only 3 are reserved for the function: reserve at least 4"
    );
}

#[test]
fn init_has_130_seconds_where_nobody_waits() {
    let slow = |init: f64| {
        with(provisioned(1), |config| {
            config.timeout = s(30.0);
            config.handler = model(|model| model.init = Dist::Constant(s(init)));
        })
    };
    for (init, ready) in [(129.0, 1), (131.0, 0)] {
        let mut world = world(with(slow(init), |config| config.versions.provisioned_concurrency = 0));
        world.configure(F, slow(init)).unwrap();
        run_until(&mut world, at(400.0));
        assert_eq!(world.function(F).versions[0].provisioned_ready, ready);
        let report = lines(&world, LogKind::InitReport).remove(0);
        let expected = if ready == 1 {
            "INIT_REPORT Init Duration: 129000.00 ms\tPhase: init"
        } else {
            "INIT_REPORT Init Duration: 130000.00 ms\tPhase: init\tStatus: timeout"
        };
        assert_eq!(report, expected);
    }
}

#[test]
fn the_provider_does_not_take_them_away() {
    let mut world = world(provisioned(3));
    run_until(&mut world, at(10.0));
    world.disturb(coldstart::cloud::Disturbance::Recycle(None));
    assert_eq!(live(&world), 3);
}

#[test]
fn utilization_is_busy_time_of_ready_time() {
    let mut world = world(provisioned(4));
    for second in 0..100 {
        offer(&mut world, at(f64::from(second)), 2);
    }
    run_until(&mut world, at(100.0));
    let utilization = record(&world).provisioned_utilization().unwrap();
    assert!((utilization - 0.05).abs() < 1e-9, "two of four, a tenth of the time: {utilization}");
}
