//! Idle environments go when their time is over: not before, not after, whether or not anybody calls.

use coldstart::cloud::{EnvironmentState, Routing};
use coldstart::units::{Moment, Span};

use super::support::*;

#[test]
fn an_idle_environment_disappears_on_time() {
    let mut world = world(with(function(), |config| config.idle_expiry = Some((s(60.0), s(60.0)))));
    world.offer(at(5.0), F);
    run_until(&mut world, at(65.0));
    assert_eq!(live(&world), 1);
    assert_eq!(world.next_event(), Some(at(65.1)));
    run_until(&mut world, at(65.1));
    assert_eq!((live(&world), world.next_event()), (0, None));
    let record = record(&world);
    assert_eq!((record.environments.time, record.running.time), (s(60.1), s(0.1)));
}

#[test]
fn expiry_times_are_spread_as_the_model_says_and_shown_exactly() {
    let mut world = world(node());
    (0..300).for_each(|_| world.offer(Moment::START, F));
    run_until(&mut world, at(30.0));
    let (environments, _) = world.environments(F, 1_000);
    let idle_for: Vec<Span> =
        environments.iter().map(|environment| environment.until.since(environment.since)).collect();
    assert!(environments.iter().all(|environment| environment.state == EnvironmentState::Idle));
    assert!(idle_for.iter().all(|&span| span >= s(300.0) && span <= s(420.0)));
    assert!(idle_for.iter().min() < Some(&s(305.0)) && idle_for.iter().max() > Some(&s(415.0)));
    let mut expected: Vec<Moment> = environments.iter().map(|environment| environment.until).collect();
    expected.sort_unstable();
    let mut seen = Vec::new();
    while let Some(next) = world.next_event() {
        let before = live(&world);
        run_until(&mut world, next);
        seen.extend(std::iter::repeat_n(next, (before - live(&world)) as usize));
    }
    assert_eq!(seen, expected);
}

#[test]
fn use_puts_expiry_off() {
    let mut world = world(node());
    (0..25).for_each(|k| world.offer(at(f64::from(k) * 250.0), F));
    assert_eq!(counters(&world).cold_starts, 1);
}

#[test]
fn the_most_recently_used_environment_is_next() {
    let mut world = world(function());
    let started = |world: &coldstart::cloud::World| world.timeline().last().unwrap().environment.unwrap().0;
    (0..3).for_each(|_| world.offer(at(1.0), F));
    let mut used = Vec::new();
    for second in 2..5 {
        world.offer(at(f64::from(second)), F);
        used.push(started(&world));
    }
    assert_eq!(used, [3, 3, 3]);
}

#[test]
fn newest_first_prefers_the_newest_even_if_another_finished_later() {
    let order = |routing| {
        let mut world = world(with(function(), |config| config.routing = routing));
        // Environments 1 and 2; then 2 alone; then 2 and 1, which finishes last.
        for seconds in [1.0, 1.05, 2.0, 3.0, 3.05] {
            world.offer(at(seconds), F);
        }
        world.offer(at(4.0), F);
        world.timeline().last().unwrap().environment.unwrap().0
    };
    assert_eq!(order(Routing::Newest), 2);
    assert_eq!(order(Routing::Mru), 1);
}

#[test]
fn a_modelled_environment_grows_old_only_where_the_lab_says_so() {
    let mut world = world(with(function(), |config| config.max_age = None));
    (0..1_000).for_each(|k| world.offer(at(f64::from(k) * 599.0), F));
    assert_eq!(counters(&world).cold_starts, 1, "a week without a pause");
    assert!(world.model_notes(F).iter().all(|note| note.what != "maximum age"));
}

#[test]
fn an_environment_grows_too_old_however_busy_it_is() {
    let mut world = world(with(function(), |config| config.max_age = Some((s(100.0), s(100.0)))));
    (0..250).for_each(|second| world.offer(at(f64::from(second)), F));
    let counters = counters(&world);
    assert_eq!((counters.cold_starts, counters.environments_shut_down), (3, 2));
}
