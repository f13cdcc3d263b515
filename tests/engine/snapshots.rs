//! `SnapStart`: what INIT made is kept when a version is published, and brought back for each new environment.

use coldstart::cloud::{ConfigError, Detail, Dist, FunctionConfig, LogKind, PackageKind, Runtime, World};
use coldstart::units::{Megabytes, Moment, Span};

use super::support::*;

/// Six seconds of its own INIT, which the snapshot spares everybody.
fn snap(runtime: &str) -> FunctionConfig {
    with(node(), |config| {
        config.runtime = Runtime::named(runtime);
        config.memory = Megabytes(512);
        config.timeout = s(30.0);
        config.versions.snap_start = true;
        config.handler = model(|model| {
            model.init = Dist::Constant(s(6.0));
            model.wait = Dist::Constant(ms(50));
            model.restore = Dist::Constant(ms(40));
            model.memory_used = Megabytes(120);
        });
    })
}

#[test]
fn a_restore_takes_the_place_of_init() {
    let mut world = world(snap("java21"));
    (0..400).for_each(|_| world.offer(Moment::START, F));
    run_until(&mut world, at(10.0));
    let record = record(&world);
    let median = record.restore.quantile(0.5).unwrap().as_millis_f64() - 40.0;
    assert!((median / 687.0 - 1.0).abs() < 0.04, "measured with 512 MB: 687 ms, drawn {median}");
    assert_eq!((record.counters.cold_starts, record.init.count()), (400, 0));
    assert!(record.cold.max().unwrap() < s(3.0), "nobody waits for the six seconds");
}

#[test]
fn the_report_has_the_restore_and_what_is_billed_of_it() {
    let mut world = world(snap("python3.13"));
    world.offer(Moment::START, F);
    run_until(&mut world, at(5.0));
    let kinds: Vec<LogKind> = world.log_lines(100).iter().map(|line| line.kind).collect();
    assert_eq!(kinds, [LogKind::RestoreStart, LogKind::RestoreReport, LogKind::Start, LogKind::End, LogKind::Report]);
    let report = lines(&world, LogKind::Report).remove(0);
    let figure = |name: &str| {
        let (_, after) = report.split_once(name).unwrap_or_else(|| panic!("{name} in {report}"));
        after.split(' ').next().unwrap().parse::<f64>().unwrap()
    };
    let (duration, restore, billed) =
        (figure("\tDuration: "), figure("\tRestore Duration: "), figure("\tBilled Restore Duration: "));
    assert!(!report.contains("Init Duration") && report.ends_with(" ms\t"));
    assert!((figure("\tBilled Duration: ") - (duration + billed).ceil()).abs() < 0.001);
    assert!(
        ((restore - 40.0) * 0.25 + 40.0 - billed).abs() <= 1.0,
        "its hooks in full, a quarter of the rest: {report}"
    );
    assert_eq!(
        lines(&world, LogKind::RestoreReport),
        [format!("RESTORE_REPORT Restore Duration: {restore:.2} ms")],
        "no status where it went well"
    );
    assert!(lines(&world, LogKind::RestoreStart)[0].starts_with("RESTORE_START Runtime Version: python:3.13."));
    assert!(lines(&world, LogKind::Start)[0].ends_with("Version: 1"));
}

#[test]
fn snapshots_cost_for_three_hours_at_least_and_restores_each_but_not_for_java() {
    let mut world = world(snap("dotnet8"));
    (0..3).for_each(|_| world.offer(Moment::START, F));
    run_until(&mut world, at(600.0));
    let usage = record(&world).usage;
    assert_eq!((usage.snapshot_mb_ms, usage.restored_mb), (512 * 600_000, 3 * 512));
    world.deploy(F);
    run_until(&mut world, at(620.0));
    let three_hours = 3 * 3_600_000;
    let second = record(&world).usage.snapshot_mb_ms - 512 * three_hours;
    assert_eq!(second, 512 * 20_000, "the first version is gone after ten minutes, and charged for three hours");
    let mut java = self::world(snap("java21"));
    java.offer(Moment::START, F);
    run_until(&mut java, at(600.0));
    let usage = record(&java).usage;
    assert_eq!((usage.snapshot_mb_ms, usage.restored_mb), (0, 0));
}

#[test]
fn publishing_runs_init_once_and_live_moves_on_when_the_snapshot_is_taken() {
    let mut world = world(snap("java21"));
    run_until(&mut world, at(100.0));
    world.deploy(F);
    let billed = record(&world).usage.init_mb_ms[0] / 512;
    assert!((6_200..6_700).contains(&billed), "INIT is charged when it runs: {billed} ms");
    let status = world.function(F);
    assert_eq!(status.versions.iter().map(|one| one.active).collect::<Vec<_>>(), [true, false]);
    world.offer(at(101.0), F);
    run_until(&mut world, at(110.0));
    world.offer(at(110.0), F);
    run_until(&mut world, at(115.0));
    let starts = lines(&world, LogKind::Start);
    assert!(starts[0].ends_with("Version: 1") && starts[1].ends_with("Version: 2"));
    assert_eq!(lines(&world, LogKind::InitReport).len(), 1);
}

#[test]
fn a_restore_over_ten_seconds_fails() {
    let slow = with(snap("java21"), |config| {
        config.handler = model(|model| model.restore = Dist::Constant(s(12.0)));
    });
    let mut world = world(slow);
    world.offer(Moment::START, F);
    run_until(&mut world, at(20.0));
    let counters = counters(&world);
    assert_eq!((counters.errors, counters.timeouts, counters.completed), (1, 0, 0), "the handler never ran");
    assert_eq!(
        lines(&world, LogKind::RestoreReport),
        ["RESTORE_REPORT Restore Duration: 10000.00 ms\tStatus: timeout"]
    );
}

#[test]
fn what_aws_excludes_is_refused_in_words() {
    let refused = |config: FunctionConfig| {
        World::new(&spec(&[("hello", config)], 1_000), 7, Detail::Full, &facts()).map(|_| ()).unwrap_err()
    };
    for (config, words) in [
        (snap("nodejs22.x"), "for `nodejs22.x`: it is for Java 11, Python 3.12 and .NET 8 and what came after"),
        (with(snap("java21"), |config| config.package = PackageKind::Image), "for container images"),
        (with(snap("java21"), |config| config.ephemeral_storage = Megabytes(1_024)), "with more than 512 MB of /tmp"),
        (
            with(snap("java21"), |config| config.versions.provisioned_concurrency = 1),
            "together with provisioned concurrency",
        ),
    ] {
        let error = refused(config);
        assert!(matches!(error, ConfigError::SnapStart { .. }));
        let text = error.to_string();
        assert!(text.starts_with("AWS Lambda has no SnapStart ") && text.contains(words), "{text}");
    }
}

#[test]
fn an_image_that_was_just_deployed_starts_slowly_until_some_cache_has_it() {
    let image = with(node(), |config| {
        config.package = PackageKind::Image;
        config.package_size = Megabytes(57);
        config.timeout = s(60.0);
        config.handler = model(|model| model.wait = Dist::Constant(ms(10)));
    });
    let mut world = world(image);
    let cold = |world: &mut World, second: f64| {
        world.offer(at(second), F);
        run_until(world, at(second + 50.0));
        let bar = *world.timeline().last().unwrap();
        assert!(bar.cold);
        bar.ended.unwrap().since(bar.arrived)
    };
    assert!(cold(&mut world, 0.0) < s(2.0), "it was there before the lab began");
    world.deploy(F);
    let first = cold(&mut world, 100.0).as_secs_f64();
    assert!((4.5..7.0).contains(&first), "measured from outside: 4.5 s for 57 MB; {first}");
    world.disturb(coldstart::cloud::Disturbance::Recycle(None));
    assert!(cold(&mut world, 200.0) < s(2.0));
}

#[test]
fn a_large_fresh_image_runs_into_the_limit_of_init_and_goes_on_in_the_first_invocation() {
    let image = with(node(), |config| {
        config.package = PackageKind::Image;
        config.package_size = Megabytes(273);
        config.timeout = s(60.0);
        config.handler = model(|model| model.wait = Dist::Constant(ms(10)));
    });
    let mut world = world(image);
    world.deploy(F);
    world.offer(at(0.0), F);
    run_until(&mut world, at(60.0));
    let bar = *world.timeline().last().unwrap();
    assert_eq!(bar.run_start.since(bar.init_start), s(10.0));
    let waited = bar.ended.unwrap().since(bar.arrived).as_secs_f64();
    assert!((25.0..29.0).contains(&waited), "measured from outside: 25 s for 273 MB; {waited}");
    let _: Span = bar.ended.unwrap().since(bar.run_start);
}

/// A timeout resets the process; files in `/tmp` are still there, global variables are not.
#[test]
fn tmp_survives_a_reset_and_globals_do_not() {
    let config = with(function(), |config| {
        config.timeout = s(1.0);
        config.handler = model(|model| {
            model.wait = Dist::Constant(ms(400));
            model.prints = Some("globals {call}, files {tmp}".to_owned());
        });
    });
    let mut world = world(config);
    world.offer(at(0.0), F);
    run_until(&mut world, at(5.0));
    let slow = coldstart::units::Ratio::from_f64(5.0);
    world.disturb(coldstart::cloud::Disturbance::Slow { function: F, factor: slow });
    world.offer(at(5.0), F);
    run_until(&mut world, at(10.0));
    world.disturb(coldstart::cloud::Disturbance::None);
    let before = world.environments(F, 1).0[0];
    assert_eq!((before.invocations, before.process_invocations), (2, 0));
    world.offer(at(10.0), F);
    world.offer(at(15.0), F);
    run_until(&mut world, at(20.0));
    assert_eq!(
        lines(&world, LogKind::Print),
        ["globals 1, files 1", "globals 2, files 2", "globals 1, files 3", "globals 2, files 4"]
    );
    let after = world.environments(F, 1).0[0];
    assert_eq!((after.invocations, after.process_invocations), (4, 2));
}
