//! INIT that fails or comes too late, REPORT line by REPORT line.

use coldstart::cloud::{Dist, Disturbance, FunctionConfig, LogKind, World};
use coldstart::units::{Megabytes, Ratio};

use super::support::*;

fn timed(init: f64, wait: f64, timeout: f64) -> FunctionConfig {
    with(function(), |config| {
        config.memory = Megabytes(512);
        config.timeout = s(timeout);
        config.handler = model(|model| {
            model.init = Dist::Constant(s(init));
            model.wait = Dist::Constant(s(wait));
            model.memory_used = Megabytes(80);
        });
    })
}

/// Calls a minute apart, and what their REPORT lines say after the request's id.
fn reports(world: &mut World, calls: u32) -> Vec<String> {
    let from = world.now();
    (0..calls).for_each(|call| world.offer(from + s(f64::from(call) * 60.0), F));
    let end = world.now() + s(59.0);
    run_until(world, end);
    let after_id = |line: String| line.split_once('\t').map(|(_, rest)| rest.to_owned()).unwrap_or_default();
    lines(world, LogKind::Report).into_iter().map(after_id).collect()
}

const MEMORY: &str = "Memory Size: 512 MB\tMax Memory Used: 80 MB\t";

#[test]
fn init_over_ten_seconds_is_cut_off_and_paid_and_done_again_in_the_first_invocation() {
    let mut world = world(timed(12.0, 0.1, 30.0));
    assert_eq!(
        reports(&mut world, 2),
        [
            format!("Duration: 12100.00 ms\tBilled Duration: 22100 ms\t{MEMORY}Init Duration: 10000.00 ms\t"),
            format!("Duration: 100.00 ms\tBilled Duration: 100 ms\t{MEMORY}"),
        ]
    );
    assert_eq!(
        lines(&world, LogKind::InitReport)[0],
        "INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout"
    );
}

#[test]
fn the_second_try_runs_under_the_functions_timeout() {
    let mut world = world(timed(12.0, 0.1, 3.0));
    assert_eq!(
        reports(&mut world, 2),
        [
            format!(
                "Duration: 3000.00 ms\tBilled Duration: 13000 ms\t{MEMORY}Init Duration: 10000.00 ms\tStatus: timeout"
            ),
            format!("Duration: 3000.00 ms\tBilled Duration: 3000 ms\t{MEMORY}Status: timeout"),
        ]
    );
    assert!(lines(&world, LogKind::Error).iter().all(|line| line.ends_with("Task timed out after 3.00 seconds")));
}

/// After a timeout the environment is reset; the next invocation starts the process again, inside its own Duration, and no line
/// tells of INIT.
#[test]
fn after_a_timeout_init_is_suppressed_and_hides_in_the_next_duration() {
    let mut world = world(timed(0.5, 2.0, 3.0));
    world.disturb(Disturbance::Slow { function: F, factor: Ratio::from_f64(2.0) });
    let first = reports(&mut world, 1);
    world.disturb(Disturbance::None);
    let all = reports(&mut world, 2);
    assert_eq!(
        first,
        [format!("Duration: 3000.00 ms\tBilled Duration: 3500 ms\t{MEMORY}Init Duration: 500.00 ms\tStatus: timeout")]
    );
    assert_eq!(
        all[1..],
        [
            format!("Duration: 2500.00 ms\tBilled Duration: 2500 ms\t{MEMORY}"),
            format!("Duration: 2000.00 ms\tBilled Duration: 2000 ms\t{MEMORY}"),
        ]
    );
    assert_eq!(counters(&world).cold_starts, 1, "it is the same environment, with the same /tmp");
}

#[test]
fn after_a_kill_too() {
    let config = with(timed(0.5, 0.0, 3.0), |config| {
        config.handler = model(|model| {
            model.init = Dist::Constant(s(0.5));
            model.memory_used = Megabytes(600);
        });
    });
    let mut world = world(config);
    let memory = "Memory Size: 512 MB\tMax Memory Used: 512 MB\t";
    let status = "Status: error\tError Type: Runtime.OutOfMemory";
    assert_eq!(
        reports(&mut world, 2),
        [
            format!("Duration: 0.00 ms\tBilled Duration: 500 ms\t{memory}Init Duration: 500.00 ms\t{status}"),
            format!("Duration: 500.00 ms\tBilled Duration: 500 ms\t{memory}{status}"),
        ]
    );
}

#[test]
fn a_thrown_error_resets_nothing() {
    let config = with(timed(0.5, 0.1, 3.0), |config| {
        config.handler = model(|model| {
            model.init = Dist::Constant(s(0.5));
            model.wait = Dist::Constant(s(0.1));
            model.memory_used = Megabytes(80);
            model.error_rate = Ratio::ONE;
        });
    });
    assert_eq!(reports(&mut world(config), 2)[1], format!("Duration: 100.00 ms\tBilled Duration: 100 ms\t{MEMORY}"));
}
