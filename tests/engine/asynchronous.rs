//! Events that nobody waits for: the queue, its retries, its ends.

use coldstart::api::Payload;
use coldstart::api::lambda::{InvocationType, Invoke, Qualifier};
use coldstart::cloud::{
    AsyncConfig, AsyncRecord, Detail, Dist, Entry, EventStep, FunctionConfig, LogKind, Outcome, PlatformFacts, Target,
    What, World,
};
use coldstart::units::{FunctionId, Moment, Ratio};

use super::support::*;

/// An event of so many bytes for a function.
pub fn event(function: FunctionId, bytes: u32) -> Invoke {
    Invoke {
        function,
        invocation_type: InvocationType::Event,
        payload: Payload::of_size(bytes),
        turn: 0,
        qualifier: Qualifier::None,
    }
}

/// A function that takes no time and fails this often.
fn failing(share: f64) -> FunctionConfig {
    with(function(), |config| config.handler = model(|model| model.error_rate = Ratio::from_f64(share)))
}

fn events(world: &World) -> AsyncRecord {
    world.cumulative().total().asynchronous
}

fn steps(world: &World) -> Vec<(Moment, EventStep)> {
    let step = |entry: &Entry| match entry.what {
        What::Event { step, .. } => Some((entry.at, step)),
        _ => None,
    };
    world.journal().unwrap().entries().filter_map(step).collect()
}

fn attempts(world: &World) -> Vec<f64> {
    let started = |entry: &Entry| matches!(entry.what, What::Started { .. }).then(|| entry.at.as_secs_f64());
    world.journal().unwrap().entries().filter_map(started).collect()
}

fn dropped(world: &World) -> Vec<f64> {
    let dropped =
        |(at, step): &(Moment, EventStep)| matches!(step, EventStep::Dropped { .. }).then(|| at.as_secs_f64());
    steps(world).iter().filter_map(dropped).collect()
}

/// A world in which a function never gets an environment: every attempt is throttled.
fn without_room(config: FunctionConfig) -> World {
    let facts = PlatformFacts { scaling_burst: 0, scaling_per_s: 0, ..facts() };
    World::new(&spec(&[("hello", config)], 1_000), 7, Detail::Full, &facts).unwrap()
}

/// `async-retries`
#[test]
fn a_function_that_fails_is_tried_again_after_one_minute_and_after_two() {
    let mut world = world(failing(1.0));
    world.invoke(Moment::START, event(F, 0));
    run_until(&mut world, at(100_000.0));
    assert_eq!(attempts(&world), [0.0, 60.0, 180.0]);
    assert_eq!(dropped(&world), [180.0]);
    let (events, record) = (events(&world), record(&world));
    assert_eq!((events.received, events.succeeded, events.dropped, events.lost), (1, 0, 1, 1));
    assert_eq!((record.counters.invocations, record.counters.errors, record.usage.billed_ms), (3, 3, 3));
    assert_eq!(events.age.max(), Some(s(180.0)));
}

/// `async-random-failures`: a million events, each attempt of which fails with a probability of 0.3.
#[test]
fn random_failures_lose_and_delay_as_the_geometric_series_says() {
    let requests = 1_000_000_u32;
    let mut world = World::new(&spec(&[("hello", failing(0.3))], 100_000), 1, Detail::Metrics, &facts()).unwrap();
    for k in 0..requests {
        world.invoke(Moment(u64::from(k) * 10_000), event(F, 0));
    }
    let later = world.now() + s(1_000.0);
    run_until(&mut world, later);
    let (events, counters) = (events(&world), counters(&world));
    assert_eq!((events.received, world.events_in_queue()), (u64::from(requests), 0));
    let near = |value: f64, expected: f64| assert!((value / expected - 1.0).abs() < 0.02, "{value} for {expected}");
    near(events.dropped as f64 / f64::from(requests), 0.027);
    near(counters.invocations as f64 / f64::from(requests), 1.39);
    // Each attempt fails alike, whatever came before, so the age at an attempt and the delay of what is delivered have one mean.
    near(events.age.mean().unwrap().as_secs_f64(), 24.604_316_547);
}

/// `throttle-backoff-6h`
#[test]
fn throttled_events_back_off_to_five_minutes_for_six_hours() {
    let mut world = without_room(function());
    world.invoke(Moment::START, event(F, 0));
    run_until(&mut world, at(100_000.0));
    let throttled: Vec<f64> = world
        .journal()
        .unwrap()
        .entries()
        .filter(|entry| matches!(entry.what, What::Throttled { .. }))
        .map(|entry| entry.at.as_secs_f64())
        .collect();
    let retries = &throttled[1..];
    assert_eq!(retries[..10], [1.0, 3.0, 7.0, 15.0, 31.0, 63.0, 127.0, 255.0, 511.0, 811.0]);
    assert_eq!((retries.len(), *retries.last().unwrap()), (79, 21_511.0));
    assert_eq!(dropped(&world), [21_600.0], "it is kept until it is too old");
    assert_eq!((counters(&world).throttles, counters(&world).invocations, events(&world).dropped), (80, 0, 1));
}

#[test]
fn the_caller_hears_202_at_once_and_the_answer_of_the_function_goes_nowhere() {
    let mut world =
        world(with(function(), |config| config.handler = model(|model| model.wait = Dist::Constant(s(5.0)))));
    world.invoke(at(1.0), event(F, 0));
    assert_eq!((world.door().counts(coldstart::api::ServiceId::Lambda).replies, world.events_in_queue()), (1, 1));
    run_until(&mut world, at(10.0));
    let counts = world.door().counts(coldstart::api::ServiceId::Lambda);
    assert_eq!((counts.calls, counts.replies, world.events_in_queue()), (1, 1, 0));
    assert_eq!(events(&world).succeeded, 1);
}

#[test]
fn an_event_that_was_throttled_runs_as_soon_as_its_next_try_finds_room() {
    let config = with(function(), |config| {
        config.reserved_concurrency = Some(1);
        config.handler = model(|model| model.wait = Dist::Constant(s(2.0)));
    });
    let mut world = world(config);
    world.offer(Moment::START, F);
    world.invoke(at(0.5), event(F, 0));
    run_until(&mut world, at(2.5));
    assert_eq!(world.function(F).queued, 1);
    run_until(&mut world, at(10.0));
    // Tried at 0.5, at 1.5, and at 3.5, when the environment is free.
    assert_eq!(attempts(&world), [0.0, 3.5]);
    assert_eq!(world.function(F).queued, 0);
    let bar = world.timeline().next_back().unwrap();
    assert_eq!((bar.queued, bar.arrived, bar.outcome), (Some(at(0.5)), at(3.5), Outcome::Ok));
    assert_eq!(events(&world).age.max(), Some(s(3.0)));
}

#[test]
fn the_rates_of_those_who_wait_do_not_hold_for_events() {
    let mut world = World::new(&spec(&[("hello", failing(0.0))], 10), 7, Detail::Metrics, &facts()).unwrap();
    (0..1_000).for_each(|k| assert_eq!(world.invoke(Moment(k * 100), event(F, 0)), None));
    assert_eq!((counters(&world).throttles, counters(&world).invocations), (0, 1_000));
    (0..1_000).for_each(|k| world.offer(Moment(200_000 + k * 100), F));
    assert!(counters(&world).throttles > 800);
}

#[test]
fn an_event_is_billed_for_each_attempt_and_by_its_size() {
    let mut world = world(failing(1.0));
    world.invoke(Moment::START, event(F, 300 << 10));
    run_until(&mut world, at(1_000.0));
    assert_eq!(record(&world).usage.requests, 3 * 2, "256 KB are a request and the next 44 KB another, three times");
}

#[test]
fn retries_and_age_are_what_the_function_says() {
    let config = |retries, age| {
        with(failing(1.0), |config| {
            config.asynchronous = AsyncConfig {
                maximum_retry_attempts: Some(retries),
                maximum_event_age: Some(age),
                ..AsyncConfig::default()
            };
        })
    };
    let ends = |config| {
        let mut world = world(config);
        world.invoke(Moment::START, event(F, 0));
        run_until(&mut world, at(1_000.0));
        (attempts(&world), dropped(&world))
    };
    assert_eq!(ends(config(0, s(21_600.0))), (vec![0.0], vec![0.0]));
    assert_eq!(ends(config(1, s(21_600.0))), (vec![0.0, 60.0], vec![60.0]));
    assert_eq!(ends(config(2, s(100.0))), (vec![0.0, 60.0], vec![100.0]));
    let refused =
        |config| World::new(&spec(&[("hello", config)], 1_000), 7, Detail::Full, &facts()).map(|_| ()).unwrap_err();
    assert_eq!(refused(config(3, s(60.0))).to_string(), "maximum retry attempts must be between 0 and 2, not 3");
    assert_eq!(refused(config(2, s(30.0))).to_string(), "maximum event age must be between 60 s and 6 h, not 30 s");
}

#[test]
fn a_function_that_may_not_run_drops_its_events_at_once() {
    let mut world = world(with(function(), |config| config.reserved_concurrency = Some(0)));
    world.invoke(at(1.0), event(F, 0));
    assert_eq!((dropped(&world), events(&world).lost, world.events_in_queue()), (vec![1.0], 1, 0));
}

const SUCCESSES: FunctionId = FunctionId(1);
const FAILURES: FunctionId = FunctionId(2);

#[test]
fn destinations_get_a_record_of_every_end() {
    let source = with(failing(0.5), |config| {
        config.asynchronous = AsyncConfig {
            maximum_retry_attempts: Some(0),
            on_success: Some(Target::Function(SUCCESSES)),
            on_failure: Some(Target::Function(FAILURES)),
            ..AsyncConfig::default()
        };
    });
    let functions = [("hello", source), ("yes", function()), ("no", function())];
    let mut world = World::new(&spec(&functions, 1_000), 7, Detail::Full, &facts()).unwrap();
    (0..500).for_each(|k| assert_eq!(world.invoke(Moment(k * 10_000), event(F, 0)), None));
    run_until(&mut world, at(100.0));
    let slice = world.cumulative();
    let [hello, yes, no] = slice.functions.as_slice() else { panic!("three functions") };
    assert_eq!(hello.asynchronous.succeeded + hello.asynchronous.dropped, 500);
    assert!((200..300).contains(&hello.asynchronous.dropped));
    assert_eq!(yes.asynchronous.received, hello.asynchronous.succeeded);
    assert_eq!(no.asynchronous.received, hello.asynchronous.dropped);
    assert_eq!((hello.asynchronous.dead_letters, hello.asynchronous.lost), (no.asynchronous.received, 0));
}

#[test]
fn a_record_that_is_too_large_for_its_destination_is_a_delivery_failure() {
    let source = with(failing(0.0), |config| {
        config.asynchronous.on_success = Some(Target::Function(SUCCESSES));
        config.handler = model(|model| model.response = 1 << 20);
    });
    let mut world =
        World::new(&spec(&[("hello", source), ("yes", function())], 1_000), 7, Detail::Full, &facts()).unwrap();
    world.invoke(Moment::START, event(F, 1));
    run_until(&mut world, at(1.0));
    let slice = world.cumulative();
    assert_eq!((slice.functions[0].asynchronous.destination_failures, slice.functions[1].counters.refused), (1, 1));
}

/// Two functions that send each other every success.
#[test]
fn a_loop_of_functions_is_stopped_after_sixteen_invocations() {
    let to = |target| with(failing(0.0), |config| config.asynchronous.on_success = Some(Target::Function(target)));
    let functions = [("ping", to(FunctionId(1))), ("pong", to(FunctionId(0)))];
    let mut world = World::new(&spec(&functions, 1_000), 7, Detail::Full, &facts()).unwrap();
    world.invoke(Moment::START, event(F, 0));
    run_until(&mut world, at(10.0));
    let total = world.cumulative().total();
    assert_eq!((total.counters.invocations, total.asynchronous.recursive, total.asynchronous.dropped), (16, 1, 1));
    assert_eq!(world.events_in_queue(), 0);
}

#[test]
fn what_is_stopped_in_a_loop_goes_where_failures_go_and_no_further() {
    let config = with(failing(0.0), |config| {
        config.asynchronous.on_success = Some(Target::Function(F));
        config.asynchronous.on_failure = Some(Target::Function(F));
    });
    let mut world = world(config);
    world.invoke(Moment::START, event(F, 0));
    run_until(&mut world, at(10.0));
    let (events, counters) = (events(&world), counters(&world));
    assert_eq!((counters.invocations, events.recursive, events.destination_failures, counters.refused), (16, 2, 1, 1));
}

#[test]
fn an_event_has_one_request_id_however_often_it_is_tried() {
    let mut world = world(failing(1.0));
    world.invoke(Moment::START, event(F, 0));
    run_until(&mut world, at(1_000.0));
    let starts = lines(&world, LogKind::Start);
    assert_eq!((starts.len(), starts.iter().all(|line| *line == starts[0])), (3, true));
    let told = lines(&world, LogKind::Event);
    let endings: Vec<&str> = told.iter().map(|line| &line[line.find("RequestId: ").unwrap() + 48..]).collect();
    assert_eq!(
        endings,
        [
            "failed; attempt 2 at 2026-01-01T00:01:00.000Z",
            "failed; attempt 3 at 2026-01-01T00:03:00.000Z",
            "dropped after 3 min: the function failed at every attempt (RetriesExhausted)"
        ]
    );
}

#[test]
fn payloads_have_limits_and_the_right_error() {
    let ask = |invocation_type, bytes| {
        let mut world = world(function());
        world.invoke(
            Moment::START,
            Invoke {
                function: F,
                invocation_type,
                payload: Payload::of_size(bytes),
                turn: 0,
                qualifier: Qualifier::None,
            },
        );
        let refused = lines(&world, LogKind::Throttle);
        (counters(&world).invocations, refused.first().cloned())
    };
    let too_large = Some("413 RequestEntityTooLargeException".to_owned());
    assert_eq!(ask(InvocationType::RequestResponse, 6 << 20), (1, None));
    assert_eq!(ask(InvocationType::RequestResponse, (6 << 20) + 1), (0, too_large.clone()));
    assert_eq!(ask(InvocationType::Event, 1 << 20), (1, None));
    assert_eq!(ask(InvocationType::Event, (1 << 20) + 1), (0, too_large));
    assert_eq!(ask(InvocationType::DryRun, 0), (0, None));
}

#[test]
fn an_answer_that_is_too_large_is_an_error_of_the_function() {
    let config = with(function(), |config| config.handler = model(|model| model.response = (6 << 20) + 1));
    let mut world = world(config);
    world.offer(Moment::START, F);
    run_until(&mut world, at(1.0));
    assert_eq!((counters(&world).errors, counters(&world).completed), (1, 0));
    assert_eq!(
        lines(&world, LogKind::Error),
        ["Response payload size (6291457 bytes) exceeded maximum allowed payload size (6291456 bytes)."]
    );
    assert!(lines(&world, LogKind::Report)[0].ends_with("Status: error\tError Type: Function.ResponseSizeTooLarge"));
}
