//! Event source mappings: Lambda's side of queues and streams, against modelled ones.

use coldstart::cloud::{
    Arrivals, Detail, Dist, FunctionConfig, MappingConfig, MappingRecord, SourceKind, SourceSpec, SourceStatus, World,
    WorldSpec,
};
use coldstart::units::{FunctionId, Ratio, Span};
use proptest::prelude::*;

use super::support::*;

const QUEUE: SourceKind = SourceKind::Queue { visibility_timeout: Span::from_secs(30), max_receive_count: None };

fn mapping() -> MappingConfig {
    MappingConfig {
        function: F,
        batch_size: 10,
        batch_window: Span::ZERO,
        reports_failures: false,
        maximum_concurrency: None,
        parallelization_factor: 1,
        polls_per_s: 1,
        bisect: false,
        maximum_retry_attempts: None,
        maximum_record_age: None,
    }
}

fn source(kind: SourceKind, backlog: u32, rps: f64, mapping: MappingConfig) -> SourceSpec {
    SourceSpec {
        name: "orders".to_owned(),
        arrivals: Arrivals { backlog, rps, independent: false },
        poison: Ratio::ZERO,
        record_bytes: 1_000,
        kind,
        mapping: Some(mapping),
    }
}

fn stream(shards: u16) -> SourceKind {
    SourceKind::Stream { shards, retention: Span::from_secs(86_400) }
}

/// A function that takes this long for a batch, cold or warm.
fn taking(seconds: f64) -> FunctionConfig {
    with(function(), |config| config.handler = model(|model| model.wait = Dist::Constant(s(seconds))))
}

fn world_with(config: FunctionConfig, source: SourceSpec) -> World {
    let spec = WorldSpec { event_sources: vec![source], ..spec(&[("hello", config)], 10_000) };
    World::new(&spec, 7, Detail::Metrics, &facts()).unwrap()
}

fn seen(world: &World) -> (MappingRecord, SourceStatus) {
    (world.cumulative().total().mapping, world.source(0).unwrap())
}

/// `sqs-scale-1000`, read as a smooth growth.
#[test]
fn pollers_grow_from_five_by_three_hundred_a_minute() {
    let mapping = MappingConfig { batch_size: 2, maximum_concurrency: Some(1_000), ..mapping() };
    let mut world = world_with(taking(1.0), source(QUEUE, 1_000_000, 0.0, mapping));
    let mut reached = None;
    for tenth in 0..2_100 {
        run_until(&mut world, at(f64::from(tenth) / 10.0));
        let running = world.account().concurrency;
        assert!(running <= 1_000);
        if running == 1_000 && reached.is_none() {
            reached = Some(f64::from(tenth) / 10.0);
        }
    }
    assert!((reached.unwrap() - 199.0).abs() <= 1.0, "{reached:?}");
    assert_eq!(seen(&world).0.pollers_peak, 1_000);
}

/// `sqs-drain-minute`, read as a smooth growth.
#[test]
fn a_backlog_is_worked_off_as_the_pollers_grow() {
    let mut world = world_with(taking(1.0), source(QUEUE, 200_000, 0.0, mapping()));
    run_until(&mut world, at(60.0));
    let handled = seen(&world).0.handled as f64;
    assert!((handled / 93_000.0 - 1.0).abs() <= 0.02, "{handled}");
}

#[test]
fn a_mapping_stops_at_its_ceiling() {
    let concurrency = |maximum_concurrency| {
        let mapping = MappingConfig { maximum_concurrency, ..mapping() };
        let mut world = world_with(taking(10.0), source(QUEUE, 500_000, 0.0, mapping));
        run_until(&mut world, at(400.0));
        world.account().concurrency
    };
    assert_eq!([Some(2), Some(100), None].map(concurrency), [2, 100, 1_250]);
}

#[test]
fn an_empty_queue_is_asked_with_long_polls_and_answers_at_once_when_something_comes() {
    let mut world = world_with(taking(0.1), source(QUEUE, 0, 0.1, mapping()));
    run_until(&mut world, at(1_000.5));
    let (mapping, source) = seen(&world);
    assert_eq!((mapping.batches, mapping.handled, source.waiting, source.done), (101, 101, 0, 101));
    assert_eq!(mapping.pollers_peak, 5);
    let polls = world.door().counts(coldstart::api::ServiceId::Source).calls;
    assert!(polls < 101 * 2 + 5 * 51, "{polls}");
}

#[test]
fn a_window_fills_batches() {
    let batches = |batch_size, window| {
        let mapping = MappingConfig { batch_size, batch_window: s(window), maximum_concurrency: Some(2), ..mapping() };
        let mut world = world_with(taking(0.1), source(QUEUE, 0, 50.0, mapping));
        run_until(&mut world, at(100.0));
        seen(&world).0.batches
    };
    let (without, with) = (batches(10, 0.0), batches(100, 4.0));
    assert!(without > 1_500 && with <= 60, "{without} {with}");
}

#[test]
fn a_batch_that_fails_comes_back_after_the_visibility_timeout() {
    let config = with(taking(1.0), |config| {
        let model = config.handler.model_mut();
        model.error_rate = Ratio::ONE;
    });
    let kind = SourceKind::Queue { visibility_timeout: s(30.0), max_receive_count: Some(3) };
    let mut world = world_with(config, source(kind, 10, 0.0, mapping()));
    run_until(&mut world, at(1.5));
    assert_eq!((seen(&world).1.waiting, seen(&world).1.hidden), (0, 10));
    run_until(&mut world, at(59.0));
    assert_eq!(seen(&world).0.failed_batches, 2);
    run_until(&mut world, at(1_000.0));
    let (mapping, source) = seen(&world);
    assert_eq!((mapping.failed_batches, source.set_aside, source.waiting + source.hidden), (3, 10, 0));
}

#[test]
fn one_bad_record_fails_its_whole_batch_unless_the_handler_reports_it() {
    let play = |reports_failures| {
        let kind = SourceKind::Queue { visibility_timeout: s(5.0), max_receive_count: Some(3) };
        let mapping = MappingConfig { reports_failures, ..mapping() };
        let source = SourceSpec { poison: Ratio::from_f64(0.01), ..source(kind, 1_000, 0.0, mapping) };
        let mut world = world_with(taking(0.1), source);
        run_until(&mut world, at(600.0));
        seen(&world)
    };
    let (whole, one_by_one) = (play(false), play(true));
    assert_eq!(one_by_one.0.failed_batches, 0);
    assert!((1..40).contains(&one_by_one.1.set_aside), "{}", one_by_one.1.set_aside);
    assert_eq!(one_by_one.1.done + one_by_one.1.set_aside, 1_000);
    assert!(whole.1.set_aside > one_by_one.1.set_aside, "innocent records are set aside with the bad ones");
}

#[test]
fn throttled_batches_back_off_and_nothing_is_lost() {
    let config = with(taking(1.0), |config| config.reserved_concurrency = Some(2));
    let mut world = world_with(config, source(QUEUE, 1_000, 0.0, mapping()));
    run_until(&mut world, at(300.0));
    let (mapping, source) = seen(&world);
    assert!(mapping.throttled_batches > 0);
    assert!(mapping.pollers_peak <= 10, "{}", mapping.pollers_peak);
    assert_eq!((source.done, source.waiting + source.hidden), (1_000, 0));
}

#[test]
fn a_shard_is_read_once_a_second_and_handled_in_order() {
    let mapping = MappingConfig { batch_size: 100, ..mapping() };
    let mut world = world_with(taking(0.1), source(stream(2), 0, 100.0, mapping));
    run_until(&mut world, at(60.5));
    let (record, status) = seen(&world);
    let polls = world.door().counts(coldstart::api::ServiceId::Source).calls;
    assert_eq!(polls, 2 * 61);
    assert_eq!(world.cumulative().total().running.peak, 2, "one batch a shard at a time");
    assert!(record.handled > 5_900 && record.handled <= status.arrived);
    assert!(record.iterator_age.max().unwrap() <= s(1.2));
}

#[test]
fn parallelization_handles_a_shard_by_several_batches_at_once() {
    let peak = |parallelization_factor| {
        let mapping = MappingConfig { batch_size: 10, parallelization_factor, ..mapping() };
        let mut world = world_with(taking(0.5), source(stream(1), 2_000, 0.0, mapping));
        run_until(&mut world, at(20.0));
        (world.cumulative().total().running.peak, seen(&world).0.handled)
    };
    let ((one, few), (ten, many)) = (peak(1), peak(10));
    assert_eq!((one, ten), (1, 10));
    assert!(many > 4 * few, "{few} {many}");
}

#[test]
fn a_bad_record_blocks_its_shard_until_somebody_gives_it_up() {
    let play = |bisect, maximum_retry_attempts, maximum_record_age| {
        let mapping =
            MappingConfig { batch_size: 100, bisect, maximum_retry_attempts, maximum_record_age, ..mapping() };
        let source = SourceSpec { poison: Ratio::from_f64(0.002), ..source(stream(1), 1_000, 0.0, mapping) };
        let mut world = world_with(taking(0.1), source);
        run_until(&mut world, at(3_000.0));
        seen(&world).0
    };
    let blocked = play(false, None, None);
    assert!(blocked.handled < 1_000 && blocked.dropped == 0, "{blocked:?}");
    let retried = play(false, Some(2), None);
    assert_eq!(retried.handled + retried.dropped, 1_000);
    let cut = play(true, Some(2), None);
    assert_eq!(cut.handled + cut.dropped, 1_000);
    assert!(
        cut.dropped < retried.dropped,
        "cutting batches finds the bad record: {} of {}",
        cut.dropped,
        retried.dropped
    );
    let aged = play(false, None, Some(s(60.0)));
    assert_eq!(aged.handled + aged.dropped, 1_000, "{aged:?}");
}

/// A function whose events fail, with a queue for them that nobody reads, and one that another function reads.
#[test]
fn a_dead_letter_queue_takes_the_event_itself() {
    let config = |read: bool| {
        let failing = with(taking(0.1), |config| {
            let model = config.handler.model_mut();
            model.error_rate = Ratio::ONE;
            config.asynchronous.maximum_retry_attempts = Some(0);
            config.asynchronous.dead_letter = Some(coldstart::cloud::Target::Queue(0));
        });
        let redrive = MappingConfig { function: FunctionId(1), ..mapping() };
        let source = SourceSpec { mapping: read.then_some(redrive), ..source(QUEUE, 0, 0.0, mapping()) };
        let spec =
            WorldSpec { event_sources: vec![source], ..spec(&[("hello", failing), ("rescue", function())], 1_000) };
        let mut world = World::new(&spec, 7, Detail::Metrics, &facts()).unwrap();
        for k in 0..20 {
            world.invoke(at(f64::from(k)), super::asynchronous::event(F, 100));
        }
        run_until(&mut world, at(100.0));
        let events = world.cumulative().total().asynchronous;
        assert_eq!((events.dropped, events.dead_letters, events.lost), (20, 20, 0));
        (world.source(0).unwrap(), world.cumulative().functions[1].mapping.handled)
    };
    let (alone, _) = config(false);
    assert_eq!((alone.waiting, alone.done), (20, 0));
    let (read, handled) = config(true);
    assert_eq!((read.waiting, read.done, handled), (0, 20, 20));
}

#[test]
fn settings_of_mappings_have_the_services_limits() {
    let refused = |kind, mapping| {
        let spec =
            WorldSpec { event_sources: vec![source(kind, 0, 0.0, mapping)], ..spec(&[("hello", function())], 1_000) };
        World::new(&spec, 7, Detail::Metrics, &facts()).map(|_| ()).unwrap_err().to_string()
    };
    assert_eq!(
        refused(QUEUE, MappingConfig { batch_size: 11, ..mapping() }),
        "batch size without a window of a second must be between 1 and 10, not 11"
    );
    assert_eq!(
        refused(QUEUE, MappingConfig { maximum_concurrency: Some(1), ..mapping() }),
        "maximum concurrency must be between 2 and 1000, not 1"
    );
    assert_eq!(
        refused(stream(1), MappingConfig { parallelization_factor: 11, ..mapping() }),
        "parallelization factor must be between 1 and 10, not 11"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Every record of a queue is done, set aside, waiting or hidden; and no limit is ever passed.
    #[test]
    fn no_record_of_a_queue_is_lost_and_no_limit_passed(
        (backlog, rps, errors, poison) in (0u32..3_000, 0.0..200.0, 0.0..0.5, 0.0..0.1),
        (batch_size, window, most, reserved) in (1u32..60, 1u64..5, 2u32..40, prop::option::of(1u32..20)),
        (reports_failures, receives, seconds) in (any::<bool>(), prop::option::of(1u32..5), 0.01..3.0),
    ) {
        let config = with(taking(seconds), |config| {
            config.reserved_concurrency = reserved;
            let model = config.handler.model_mut();
            model.error_rate = Ratio::from_f64(errors);
        });
        let kind = SourceKind::Queue { visibility_timeout: s(20.0), max_receive_count: receives };
        let mapping = MappingConfig {
            batch_size, batch_window: Span::from_secs(window), maximum_concurrency: Some(most), reports_failures, ..mapping()
        };
        let source = SourceSpec { poison: Ratio::from_f64(poison), ..source(kind, backlog, rps, mapping) };
        let mut world = world_with(config, source);
        for step in 1..=40 {
            run_until(&mut world, at(f64::from(step) * 2.5));
            let (record, status) = seen(&world);
            prop_assert_eq!(status.arrived, status.done + status.set_aside + status.waiting + status.hidden);
            prop_assert!(record.pollers_peak <= most);
            prop_assert!(world.account().concurrency <= most.min(reserved.unwrap_or(u32::MAX)));
        }
    }

    /// Events in are succeeded, dropped, or still there.
    #[test]
    fn no_event_is_lost(
        (errors, seconds, reserved) in (0.0..1.0, 0.0..30.0, prop::option::of(0u32..5)),
        (retries, age) in (0u32..3, 60u64..2_000),
        gaps in prop::collection::vec(0u64..20_000, 1..200),
    ) {
        let config = with(taking(seconds), |config| {
            config.reserved_concurrency = reserved;
            config.asynchronous.maximum_retry_attempts = Some(retries);
            config.asynchronous.maximum_event_age = Some(Span::from_secs(age));
            let model = config.handler.model_mut();
            model.error_rate = Ratio::from_f64(errors);
        });
        let mut world = World::new(&spec(&[("hello", config)], 1_000), 3, Detail::Metrics, &facts()).unwrap();
        let mut now = coldstart::units::Moment::START;
        for gap in gaps {
            now += Span::from_millis(gap);
            world.invoke(now, super::asynchronous::event(FunctionId(0), 0));
            let events = world.cumulative().total().asynchronous;
            prop_assert_eq!(events.received, events.succeeded + events.dropped + world.events_in_queue() as u64);
        }
        run_until(&mut world, now + Span::from_secs(3_000));
        let events = world.cumulative().total().asynchronous;
        prop_assert_eq!(events.received, events.succeeded + events.dropped);
        prop_assert_eq!((world.events_in_queue(), events.lost), (0, events.dropped));
        let peak = world.cumulative().total().running.peak;
        prop_assert!(peak <= reserved.unwrap_or(1_000));
    }
}
