//! The same triple of spec, seed and calls gives the same world, however it is watched.

use coldstart::cloud::{Detail, Disturbance, FunctionConfig, Slice, World};
use coldstart::units::{FunctionId, Megabytes, Moment, Ratio, Span};

use super::support::*;

const MINUTES: f64 = 40.0;

fn functions() -> Vec<(&'static str, FunctionConfig)> {
    let slow = with(node(), |config| {
        config.memory = Megabytes(512);
        config.reserved_concurrency = Some(3);
        config.idle_expiry = Some((s(1.0), s(90.0)));
    });
    let newest = with(node(), |config| config.routing = coldstart::cloud::Routing::Newest);
    vec![("hello", node()), ("slow", slow), ("newest", newest)]
}

/// Forty minutes of three functions, with two deployments and some trouble; `watch` is called between arrivals.
fn play(seed: u64, detail: Detail, mut watch: impl FnMut(&mut World, Moment)) -> World {
    let functions = functions();
    let mut world = World::new(&spec(&functions, 1_000), seed, detail, &facts()).unwrap();
    let mut deployed = false;
    for (k, at) in poisson(seed, 3.0).take_while(|&at| at < super::support::at(MINUTES * 60.0)).enumerate() {
        // Every so often nothing comes for a while.
        let at = at + Span::from_secs(k as u64 / 500 * 100);
        let change = super::support::at(600.0);
        if at > change && !deployed {
            deployed = true;
            watch(&mut world, change);
            run_until(&mut world, change);
            let config = with(functions[0].1.clone(), |config| config.memory = Megabytes(256));
            world.configure(F, config).unwrap();
            world.disturb(Disturbance::Slow { function: FunctionId(1), factor: Ratio::from_f64(400.0) });
            world.disturb(Disturbance::Recycle(None));
        }
        watch(&mut world, at);
        world.offer(at, FunctionId((k % 3) as u16));
    }
    let end = world.now() + Span::from_secs(3_600);
    watch(&mut world, end);
    run_until(&mut world, end);
    world
}

fn fingerprint(world: &World) -> (u64, u64, u64) {
    let journal = world.journal().unwrap();
    (journal.fingerprint(), journal.written(), world.events())
}

/// Looks at everything a screen looks at, every `frame`.
fn frames(frame: Span) -> impl FnMut(&mut World, Moment) {
    move |world, until| {
        let mut next = world.now() + frame;
        while next < until {
            run_until(world, next);
            world.next_event();
            world.function(F);
            world.environments(F, 5);
            world.cumulative();
            next += frame;
        }
    }
}

#[test]
fn the_frame_rate_changes_nothing() {
    let alone = fingerprint(&play(7, Detail::Full, |_, _| {}));
    assert_eq!(alone, fingerprint(&play(7, Detail::Full, frames(ms(333)))));
    assert_eq!(alone, fingerprint(&play(7, Detail::Full, frames(ms(47)))));
    assert_ne!(alone, fingerprint(&play(8, Detail::Full, |_, _| {})));
}

#[test]
fn stepping_from_event_to_event_changes_nothing() {
    let alone = fingerprint(&play(7, Detail::Full, |_, _| {}));
    let stepped = play(7, Detail::Full, |world, until| {
        while let Some(next) = world.next_event().filter(|&next| next < until) {
            let events = world.events();
            run_until(world, next);
            assert!(world.events() > events, "something happens at every step");
        }
    });
    assert_eq!(alone, fingerprint(&stepped));
}

#[test]
fn detail_changes_nothing_that_is_counted() {
    let (full, metrics) = (play(7, Detail::Full, |_, _| {}), play(7, Detail::Metrics, |_, _| {}));
    assert_eq!(full.cumulative(), metrics.cumulative());
    assert_eq!(full.events(), metrics.events());
    assert!(full.cumulative().total().counters.cold_starts > 10);
    assert!(metrics.journal().is_none() && metrics.log_lines(10).is_empty());
}

#[test]
fn slices_add_up_to_the_whole() {
    let mut sum = Slice::default();
    let mut sliced = play(7, Detail::Metrics, |world, at| {
        if at.as_micros() % 7 == 0 {
            sum.merge(&world.take_slice());
        }
    });
    let whole = play(7, Detail::Metrics, |_, _| {}).cumulative();
    assert_eq!(sliced.cumulative(), whole);
    sum.merge(&sliced.take_slice());
    assert_eq!(sum, whole);
}

#[test]
fn nothing_is_lost() {
    let mut checks = 0;
    play(11, Detail::Metrics, |world, _| {
        checks += 1;
        for id in (0..3).map(FunctionId) {
            let status = world.function(id);
            let counters = world.cumulative().functions[usize::from(id.0)].counters;
            let ended = counters.completed + counters.errors;
            assert_eq!(counters.requests, ended + counters.throttles + u64::from(status.concurrency));
            assert_eq!(counters.invocations, ended + u64::from(status.concurrency));
            let live = u64::from(status.starting + status.running + status.idle);
            assert_eq!(counters.environments_created, counters.environments_shut_down + live);
            assert_eq!(counters.environments_created, counters.cold_starts);
            assert_eq!(world.environments(id, 1_000).0.len() as u64, live);
            assert_eq!(counters.throttles, counters.throttles_by_reason.iter().sum::<u64>());
        }
    });
    assert!(checks > 1_000);
}

#[test]
fn another_memory_setting_leaves_chance_as_it_was() {
    let inits = |memory| {
        let mut world = world(with(node(), |config| config.memory = Megabytes(memory)));
        (0..50).for_each(|_| world.offer(Moment::START, F));
        run_until(&mut world, at(100.0));
        record(&world).init
    };
    assert_eq!(inits(128), inits(1_024));
}
