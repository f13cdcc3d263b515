//! One invocation at a time: how long, how it ends, what it costs.

use coldstart::cloud::{Architecture, Dist, Disturbance, FunctionConfig, FunctionRecord, LogKind, PackageKind, World};
use coldstart::units::{Megabytes, Moment, Ratio, Span};

use super::support::*;

/// Calls the function, waits until all is done, and shows what was counted.
fn call(config: FunctionConfig, times: u32) -> (World, FunctionRecord) {
    let mut world = world(config);
    for time in 0..times {
        world.offer(at(f64::from(time) * 100.0), F);
    }
    let end = world.now() + s(99.0);
    run_until(&mut world, end);
    let record = record(&world);
    (world, record)
}

fn constant(init: u64, cpu: u64, wait: u64) -> impl Fn(&mut FunctionConfig) {
    move |config| {
        config.handler = model(|model| {
            model.init = Dist::Constant(ms(init));
            model.cpu = Dist::Constant(ms(cpu));
            model.wait = Dist::Constant(ms(wait));
        });
    }
}

#[test]
fn half_a_vcpu_computes_half_as_fast_and_waits_the_same() {
    let duration = |memory| {
        let (_, record) =
            call(with(with(function(), constant(0, 900, 100)), |config| config.memory = Megabytes(memory)), 1);
        record.duration().max().unwrap()
    };
    assert_eq!(duration(1769), s(1.0));
    assert_eq!(duration(10_240), s(1.0), "one thread uses one vCPU at most");
    assert!((duration(128).as_millis_f64() - (900.0 * 1769.0 / 128.0 + 100.0)).abs() < 0.01);
}

#[test]
fn init_runs_at_full_speed_whatever_the_memory() {
    let (_, record) = call(with(with(function(), constant(300, 0, 0)), |config| config.memory = Megabytes(128)), 1);
    assert_eq!(record.init.max(), Some(ms(300)));
}

#[test]
fn the_provider_adds_its_share_of_a_cold_start() {
    let (world, record) = call(with(node(), constant(120, 2, 0)), 1);
    let bar = *world.timeline().next().unwrap();
    assert_eq!(bar.init_start.since(bar.arrived), ms(100), "the floor for a small zip");
    let init = bar.run_start.since(bar.init_start);
    assert!(init > ms(120 + 90) && init < ms(120 + 260), "{init} is the runtime's share and the function's own");
    assert_eq!(record.cold.max(), Some(bar.ended.unwrap().since(bar.arrived)));
    assert_eq!(record.init.max(), Some(init));
}

#[test]
fn a_large_zip_takes_longer_to_fetch_than_an_image() {
    let fetch = |package| {
        let config = with(node(), |config| {
            config.package = package;
            config.package_size = Megabytes(240);
        });
        let (world, _) = call(config, 1);
        let bar = *world.timeline().next().unwrap();
        bar.init_start.since(bar.arrived)
    };
    assert_eq!((fetch(PackageKind::Zip), fetch(PackageKind::Image)), (ms(41 + 1_080), Span(104_000 + 93_600)));
}

#[test]
fn init_times_have_the_measured_median_and_tail() {
    let mut world = world(with(node(), constant(0, 0, 0)));
    for batch in 0..20 {
        (0..500).for_each(|_| world.offer(at(f64::from(batch) * 1_000.0), F));
    }
    run_until(&mut world, at(20_000.0));
    let init = record(&world).init;
    let near = |share, expected: f64| (init.quantile(share).unwrap().as_millis_f64() / expected - 1.0).abs() < 0.02;
    assert!(init.count() == 10_000 && near(0.5, 141.1) && near(0.95, 176.2));
}

#[test]
fn what_was_not_loaded_in_init_is_loaded_in_the_first_call() {
    let config = with(function(), |config| {
        config.memory = Megabytes(884);
        config.handler = model(|model| {
            model.cpu = Dist::Constant(ms(10));
            model.first_call = Dist::Constant(ms(400));
        });
    });
    let (_, record) = call(config, 2);
    let (first, second) = (record.cold_duration.max().unwrap(), record.warm.max().unwrap());
    assert!(
        (first.as_millis_f64() - 410.0 * 1769.0 / 884.0).abs() < 0.01,
        "it shares the processor as all computing does"
    );
    assert!((second.as_millis_f64() - 10.0 * 1769.0 / 884.0).abs() < 0.01);
}

#[test]
fn duration_and_init_are_billed_together_in_started_milliseconds() {
    let config = with(function(), |config| {
        config.memory = Megabytes(128);
        config.architecture = Architecture::Arm64;
        config.ephemeral_storage = Megabytes(1_024);
        config.handler = model(|model| {
            model.init = Dist::Constant(Span(80_000));
            model.wait = Dist::Constant(Span(133_610));
        });
    });
    let (_, record) = call(config, 2);
    let (cold, warm) = (214, 134);
    assert_eq!(record.usage.billed_ms, cold + warm);
    assert_eq!(record.usage.compute_mb_ms, [0, 128 * u128::from(cold + warm)]);
    assert_eq!(record.usage.init_mb_ms, [0, 128 * 80]);
    assert_eq!(record.usage.ephemeral_mb_ms, 512 * u128::from(cold + warm));
    assert_eq!(record.usage.requests, 2);
}

/// 500.004 ms and 500.004 ms are printed as 500.00 ms each: whoever adds them up gets the bill.
#[test]
fn the_bill_is_what_the_log_adds_up_to() {
    let config = with(function(), |config| {
        config.handler = model(|model| {
            model.init = Dist::Constant(Span(500_004));
            model.wait = Dist::Constant(Span(500_004));
        });
    });
    let (world, record) = call(config, 1);
    assert_eq!(record.usage.billed_ms, 1_000);
    assert!(lines(&world, LogKind::Report)[0].contains("Duration: 500.00 ms\tBilled Duration: 1000 ms"));
}

#[test]
fn a_handler_that_takes_no_time_is_billed_for_a_millisecond() {
    let (_, record) = call(with(function(), constant(0, 0, 0)), 3);
    assert_eq!(record.usage.billed_ms, 3);
}

#[test]
fn a_timeout_stops_the_process_and_the_next_invocation_starts_it_again_inside_its_duration() {
    let config = with(with(function(), constant(500, 0, 2_000)), |config| config.timeout = s(3.0));
    let mut world = world(config);
    world.disturb(Disturbance::Slow { function: F, factor: Ratio::from_f64(2.0) });
    world.offer(at(0.0), F);
    run_until(&mut world, at(10.0));
    world.disturb(Disturbance::None);
    world.offer(at(10.0), F);
    world.offer(at(20.0), F);
    run_until(&mut world, at(30.0));
    let record = record(&world);
    let durations: Vec<f64> =
        world.timeline().map(|bar| bar.ended.unwrap().since(bar.run_start).as_secs_f64()).collect();
    assert_eq!(durations, [3.0, 2.5, 2.0]);
    assert_eq!((record.counters.timeouts, record.counters.errors, record.counters.completed), (1, 1, 2));
    assert_eq!((record.counters.cold_starts, record.init.count()), (1, 1), "no new environment, no Init Duration");
    assert_eq!(record.usage.billed_ms, 3_500 + 2_500 + 2_000);
}

#[test]
fn too_little_memory_kills_the_process() {
    let config = with(function(), |config| {
        config.memory = Megabytes(128);
        config.handler = model(|model| {
            model.cpu = Dist::Constant(ms(10));
            model.wait = Dist::Constant(ms(500));
            model.memory_used = Megabytes(200);
        });
    });
    let (world, record) = call(config, 2);
    assert_eq!((record.counters.killed, record.counters.errors, record.counters.cold_starts), (2, 2, 1));
    assert!(lines(&world, LogKind::Report)[0].contains("Max Memory Used: 128 MB"));
}

#[test]
fn an_error_of_the_handler_leaves_the_environment_alone() {
    let config = with(function(), |config| config.handler = model(|model| model.error_rate = Ratio::ONE));
    let (_, record) = call(config, 5);
    assert_eq!((record.counters.errors, record.counters.cold_starts, record.usage.requests), (5, 1, 5));
}

#[test]
fn init_over_its_limit_is_done_again_inside_the_first_invocation() {
    let config = with(with(function(), constant(12_000, 0, 100)), |config| config.timeout = s(30.0));
    let (world, record) = call(config, 2);
    let bar = *world.timeline().next().unwrap();
    assert_eq!(bar.run_start.since(bar.init_start), s(10.0));
    assert_eq!(bar.ended.unwrap().since(bar.run_start), s(12.1));
    assert_eq!(record.warm.max(), Some(ms(100)));
    assert_eq!(record.usage.billed_ms, 22_100 + 100, "both are paid");
    assert_eq!(
        lines(&world, LogKind::InitReport),
        ["INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout"]
    );
}

#[test]
fn init_that_never_fits_the_timeout_fails_every_time() {
    let config = with(with(function(), constant(12_000, 0, 100)), |config| config.timeout = s(3.0));
    let (_, record) = call(config, 3);
    assert_eq!((record.counters.timeouts, record.counters.completed, record.counters.cold_starts), (3, 0, 1));
}

#[test]
fn a_snapshot_sees_an_environment_start_run_and_wait() {
    use coldstart::cloud::EnvironmentState::{Idle, Running, Starting};
    let mut world = world(with(node(), constant(120, 0, 200)));
    world.offer(Moment::START, F);
    let bar = *world.timeline().next().unwrap();
    let handler = ms(200) + Span(12_080); // what Node loads in its first invocation with 128 MB
    for (moment, state, counts) in [
        (at(0.05), Starting, (1, 0, 0)),
        (bar.init_start, Starting, (1, 0, 0)),
        (bar.run_start, Running, (0, 1, 0)),
        (bar.run_start + (handler - ms(1)), Running, (0, 1, 0)),
        (bar.run_start + handler, Idle, (0, 0, 1)),
    ] {
        run_until(&mut world, moment);
        let (environments, hidden) = world.environments(F, 10);
        assert_eq!((environments[0].state, hidden), (state, 0));
        assert!(environments[0].since <= moment && moment < environments[0].until);
        let status = world.function(F);
        assert_eq!((status.starting, status.running, status.idle), counts);
    }
}

#[test]
fn what_nobody_publishes_is_named() {
    let notes = world(node()).model_notes(F);
    let values: Vec<(&str, &str)> = notes.iter().map(|note| (note.what, note.value.as_str())).collect();
    assert_eq!(
        values,
        [
            ("idle expiry", "5 min to 7 min"),
            ("reuse order", "most recently used"),
            ("maximum age", "2 h to 4 h"),
            ("request burst", "1000 at once"),
            ("time before INIT", "100 ms"),
        ]
    );
}
