//! Deployments, published versions, and aliases that split the traffic.

use coldstart::api::Payload;
use coldstart::api::lambda::{InvocationType, Invoke, Qualifier};
use coldstart::cloud::{ConfigError, Detail, FunctionConfig, LogKind, World};
use coldstart::units::{Megabytes, Moment, Ratio};

use super::support::*;

fn ask(world: &mut World, at: Moment, qualifier: Qualifier) {
    let invocation_type = InvocationType::RequestResponse;
    world.invoke(at, Invoke { function: F, qualifier, invocation_type, payload: Payload::EMPTY, turn: 0 });
}

fn share(percent: u64) -> Ratio {
    Ratio(percent * 10_000_000)
}

fn started_versions(world: &World) -> Vec<String> {
    let version = |line: &String| line.split("Version: ").nth(1).unwrap_or_default().to_owned();
    lines(world, LogKind::Start).iter().map(version).collect()
}

#[test]
fn new_code_starts_cold() {
    let mut world = world(function());
    world.offer(at(1.0), F);
    run_until(&mut world, at(2.0));
    world.deploy(F);
    world.offer(at(2.0), F);
    run_until(&mut world, at(3.0));
    let counters = counters(&world);
    assert_eq!((counters.deploys, counters.cold_starts), (1, 2));
    assert_eq!(started_versions(&world), ["$LATEST", "$LATEST"]);
}

#[test]
fn a_version_never_changes_and_has_environments_of_its_own() {
    let mut world = world(with(function(), |config| config.memory = Megabytes(128)));
    assert_eq!(world.publish(F), 1);
    ask(&mut world, at(1.0), Qualifier::Version(1));
    world.offer(at(2.0), F);
    run_until(&mut world, at(3.0));
    world.configure(F, with(function(), |config| config.memory = Megabytes(512))).unwrap();
    ask(&mut world, at(3.0), Qualifier::Version(1));
    world.offer(at(4.0), F);
    run_until(&mut world, at(5.0));
    let reports = lines(&world, LogKind::Report);
    let memory: Vec<bool> = reports.iter().map(|line| line.contains("Memory Size: 128 MB")).collect();
    assert_eq!(memory, [true, true, true, false]);
    assert_eq!(started_versions(&world), ["1", "$LATEST", "1", "$LATEST"]);
    assert_eq!(counters(&world).cold_starts, 3, "version 1 kept its warm environment, $LATEST did not");
}

#[test]
fn publishing_the_same_again_is_the_same_version() {
    let mut world = world(function());
    assert_eq!((world.publish(F), world.publish(F)), (1, 1));
    world.deploy(F);
    assert_eq!(world.publish(F), 2);
    let numbers: Vec<u32> = world.function(F).versions.iter().map(|version| version.number).collect();
    assert_eq!(numbers, [1, 2]);
}

#[test]
fn an_alias_splits_the_traffic_by_weight() {
    let mut world = World::new(&spec(&[("hello", function())], 1_000), 7, Detail::Metrics, &facts()).unwrap();
    world.publish(F);
    world.deploy(F);
    world.publish(F);
    world.set_alias(F, "live", &[(1, share(90)), (2, share(10))]).unwrap();
    let mut second = 0;
    for k in 0..20_000_u64 {
        // One at a time: whichever of the two warm environments has moved is the one that was used.
        let before = taken(&world, 2);
        world.offer(at(k as f64), F);
        second += taken(&world, 2) - before;
    }
    assert!((1_880..=2_120).contains(&second), "{second} of 20,000");
    assert_eq!(counters(&world).cold_starts, 2);
}

fn taken(world: &World, version: u32) -> u64 {
    let environments = world.environments(F, 10).0;
    environments.iter().filter(|one| one.version == version).map(|one| one.invocations).sum()
}

#[test]
fn traffic_uses_live_and_latest_can_be_named() {
    let mut world = world(function());
    world.publish(F);
    world.set_alias(F, "live", &[(1, Ratio::ONE)]).unwrap();
    world.set_alias(F, "old", &[(1, Ratio::ONE)]).unwrap();
    let old = world.qualifier(F, "old").unwrap();
    world.offer(at(1.0), F);
    ask(&mut world, at(2.0), old);
    ask(&mut world, at(3.0), Qualifier::Latest);
    run_until(&mut world, at(4.0));
    assert_eq!(started_versions(&world), ["1", "1", "$LATEST"]);
    assert_eq!(world.qualifier(F, "new"), None);
    assert_eq!(world.qualifier(F, "7"), None);
}

#[test]
fn an_alias_needs_versions_that_exist_and_shares_that_add_up() {
    let mut world = world(function());
    assert_eq!(world.set_alias(F, "live", &[(1, Ratio::ONE)]), Err(ConfigError::NoVersion { number: 1 }));
    world.publish(F);
    assert_eq!(world.set_alias(F, "live", &[(1, share(90))]), Err(ConfigError::Weights));
    assert_eq!(
        world.set_alias(F, "live", &[(1, share(90)), (9, share(10))]),
        Err(ConfigError::NoVersion { number: 9 })
    );
}

#[test]
fn limits_hold_over_all_versions_together() {
    let reserved = with(function(), |config| config.reserved_concurrency = Some(3));
    let mut world = world(reserved.clone());
    world.publish(F);
    for _ in 0..2 {
        ask(&mut world, at(1.0), Qualifier::Version(1));
        world.offer(at(1.0), F);
    }
    assert_eq!((counters(&world).invocations, counters(&world).throttles), (3, 1));
    world.configure(F, with(reserved, |config| config.reserved_concurrency = Some(1))).unwrap();
    run_until(&mut world, at(2.0));
    ask(&mut world, at(2.0), Qualifier::Version(1));
    ask(&mut world, at(2.0), Qualifier::Version(1));
    assert_eq!(counters(&world).throttles, 2, "a version obeys the limit its function has now");
}

fn kept_ready(memory: u32) -> FunctionConfig {
    with(function(), |config| {
        config.memory = Megabytes(memory);
        config.versions.provisioned_concurrency = 2;
    })
}

#[test]
fn where_a_lab_publishes_by_itself_live_follows_each_deployment() {
    let mut world = world(kept_ready(128));
    world.offer(at(1.0), F);
    run_until(&mut world, at(2.0));
    world.configure(F, kept_ready(256)).unwrap();
    let status = world.function(F);
    assert_eq!((status.versions.len(), status.versions[0].number, status.versions[0].provisioned_ready), (1, 2, 0));
    assert_eq!(live(&world), 0, "what ran version 1 is gone");
    world.offer(at(3.0), F);
    run_until(&mut world, at(200.0));
    world.offer(at(200.0), F);
    run_until(&mut world, at(201.0));
    assert_eq!(started_versions(&world), ["1", "2", "2"]);
    let counters = counters(&world);
    assert_eq!((counters.provisioned, counters.spillover), (2, 1), "until version 2 is provisioned, it starts cold");
}

#[test]
fn a_busy_environment_of_a_version_that_is_gone_finishes_first() {
    let mut world = world(kept_ready(128));
    world.offer(at(1.0), F);
    world.deploy(F);
    run_until(&mut world, at(2.0));
    assert_eq!((counters(&world).completed, live(&world)), (1, 0));
    assert_eq!((world.account().concurrency, world.account().unreserved), (0, 0));
}

#[test]
fn a_run_with_versions_plays_the_same_in_every_detail_and_at_every_step() {
    let play = |detail, step: f64| {
        let mut world = World::new(&spec(&[("hello", kept_ready(128))], 1_000), 7, detail, &facts()).unwrap();
        for (k, moment) in poisson(3, 20.0).take(6_000).enumerate() {
            let mut now = world.now();
            while step > 0.0 && now + s(step) < moment {
                now += s(step);
                run_until(&mut world, now);
                world.cumulative();
            }
            if k == 2_000 {
                run_until(&mut world, moment);
                world.configure(F, kept_ready(256)).unwrap();
            }
            if k == 5_000 {
                world.publish(F);
                world.deploy(F);
                world.set_alias(F, "live", &[(2, share(50)), (2, share(50))]).ok();
            }
            world.offer(moment, F);
        }
        world.cumulative()
    };
    let full = play(Detail::Full, 0.0);
    assert_eq!(full, play(Detail::Metrics, 0.0));
    assert_eq!(full, play(Detail::Metrics, 0.037));
}

#[test]
fn an_event_goes_to_the_version_it_was_sent_to_at_every_attempt() {
    let failing = with(function(), |config| config.handler = model(|model| model.error_rate = Ratio::ONE));
    let mut world = world(failing);
    world.publish(F);
    world.set_alias(F, "prod", &[(1, Ratio::ONE)]).unwrap();
    world.deploy(F);
    for qualifier in [Qualifier::Version(1), world.qualifier(F, "prod").unwrap(), Qualifier::Latest] {
        let invocation_type = InvocationType::Event;
        let at = world.now() + s(1.0);
        world.invoke(at, Invoke { function: F, qualifier, invocation_type, payload: Payload::EMPTY, turn: 0 });
        run_until(&mut world, at + s(600.0));
    }
    assert_eq!(started_versions(&world), ["1", "1", "1", "1", "1", "1", "$LATEST", "$LATEST", "$LATEST"]);
}
