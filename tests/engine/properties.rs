//! What holds in every world, whatever happens in it: worlds, requests and trouble are made up, and every step is looked at.

use std::collections::BTreeMap;

use coldstart::cloud::{Architecture, Detail, Dist, Disturbance, FunctionConfig, Routing, Usage, What, World};
use coldstart::sim::Budget;
use coldstart::units::{EnvironmentId, FunctionId, InvocationId, Megabytes, Moment, Ratio, Span};
use proptest::prelude::*;

use super::support::*;

/// A made-up world and what happens to it.
#[derive(Clone, Debug)]
struct Story {
    functions: Vec<FunctionConfig>,
    concurrency: u32,
    steps: Vec<Step>,
}

/// Something happens so many microseconds after what happened before.
#[derive(Clone, Debug)]
struct Step {
    after: u64,
    what: Deed,
}

#[derive(Clone, Debug)]
enum Deed {
    Requests { function: u16, count: u32 },
    Memory { function: u16, memory: u32 },
    Reserve { function: u16, reserved: Option<u32> },
    Trouble(Disturbance),
    Nothing,
}

fn dist() -> impl Strategy<Value = Dist> {
    prop_oneof![
        (0_u64..900_000).prop_map(|span| Dist::Constant(Span(span))),
        (1_u64..400_000).prop_map(|mean| Dist::Exponential { mean: Span(mean) }),
        (1_u64..300_000, 1_u64..5).prop_map(|(p50, times)| Dist::Lognormal { p50: Span(p50), p95: Span(p50 * times) }),
        (0_u64..200_000, 0_u64..500_000)
            .prop_map(|(min, more)| Dist::Uniform { min: Span(min), max: Span(min + more) }),
    ]
}

fn config() -> impl Strategy<Value = FunctionConfig> {
    let limits = (prop::option::of(0_u32..6), 1_u64..4, 128_u32..2_048, 512_u32..2_048);
    let life = (1_u64..20, 0_u64..20, prop::option::of(5_u64..60), 0_usize..4);
    let work = (dist(), dist(), dist(), 0_u64..300_000_000, 100_u32..140, any::<bool>());
    (limits, life, work).prop_map(|((reserved, timeout, memory, tmp), (idle, spread, age, routing), work)| {
        let (init, cpu, wait, errors, used, arm) = work;
        with(function(), |config| {
            config.reserved_concurrency = reserved;
            config.timeout = Span::from_secs(timeout);
            config.memory = Megabytes(memory);
            config.ephemeral_storage = Megabytes(tmp);
            config.idle_expiry = Some((Span::from_secs(idle), Span::from_secs(idle + spread)));
            config.max_age = age.map(|age| (Span::from_secs(age), Span::from_secs(2 * age)));
            config.routing = [Routing::Mru, Routing::Newest, Routing::Lru, Routing::Random][routing];
            config.architecture = if arm { Architecture::Arm64 } else { Architecture::X86_64 };
            config.handler = model(|model| {
                (model.init, model.cpu, model.wait) = (init, cpu, wait);
                model.error_rate = Ratio(errors);
                model.memory_used = Megabytes(used);
            });
        })
    })
}

fn deed() -> impl Strategy<Value = Deed> {
    let trouble = prop_oneof![
        Just(Disturbance::None),
        Just(Disturbance::Recycle(None)),
        (0_u16..2).prop_map(|function| Disturbance::Recycle(Some(FunctionId(function)))),
        (0_u16..2, 0_u64..9_000_000_000)
            .prop_map(|(function, factor)| Disturbance::Slow { function: FunctionId(function), factor: Ratio(factor) }),
        (0_u16..2, 0_u64..1_000_000_000)
            .prop_map(|(function, share)| Disturbance::Errors { function: FunctionId(function), share: Ratio(share) }),
    ];
    prop_oneof![
        12 => (0_u16..2, 1_u32..12).prop_map(|(function, count)| Deed::Requests { function, count }),
        1 => (0_u16..2, 128_u32..2_048).prop_map(|(function, memory)| Deed::Memory { function, memory }),
        1 => (0_u16..2, prop::option::of(0_u32..6)).prop_map(|(function, reserved)| Deed::Reserve { function, reserved }),
        1 => trouble.prop_map(Deed::Trouble),
        2 => Just(Deed::Nothing),
    ]
}

fn story() -> impl Strategy<Value = Story> {
    let step = (prop_oneof![4 => 0_u64..400_000, 1 => 0_u64..30_000_000], deed())
        .prop_map(|(after, what)| Step { after, what });
    (prop::collection::vec(config(), 2), 110_u32..130, prop::collection::vec(step, 1..120))
        .prop_map(|(functions, concurrency, steps)| Story { functions, concurrency, steps })
}

impl Story {
    fn world(&self, detail: Detail) -> World {
        let functions = [("one", self.functions[0].clone()), ("two", self.functions[1].clone())];
        World::new(&spec(&functions, self.concurrency), 7, detail, &facts()).expect("a valid world")
    }

    /// Plays it to the end of every request; `look` is called between steps.
    fn play(&self, detail: Detail, mut look: impl FnMut(&mut World, Moment)) -> World {
        let mut world = self.world(detail);
        let mut now = Moment::START;
        for step in &self.steps {
            now += Span(step.after);
            look(&mut world, now);
            run_until(&mut world, now);
            step.what.happen(&mut world);
        }
        let end = now + Span::from_secs(100);
        look(&mut world, end);
        run_until(&mut world, end);
        world
    }
}

impl Deed {
    fn happen(&self, world: &mut World) {
        let now = world.now();
        let change = |world: &mut World, function: u16, change: &dyn Fn(&mut FunctionConfig)| {
            let id = FunctionId(function);
            let config = with(world.function(id).config, |config| change(config));
            world.configure(id, config).expect("a valid change");
        };
        match self {
            Self::Requests { function, count } => (0..*count).for_each(|_| world.offer(now, FunctionId(*function))),
            Self::Memory { function, memory } => change(world, *function, &|config| config.memory = Megabytes(*memory)),
            Self::Reserve { function, reserved } => {
                change(world, *function, &|config| config.reserved_concurrency = *reserved);
            }
            Self::Trouble(disturbance) => world.disturb(*disturbance),
            Self::Nothing => {}
        }
    }
}

/// What was written since the last look, one entry at a time.
struct Reader {
    written: u64,
}

impl Reader {
    fn news(&mut self, world: &World) -> Vec<(Moment, What)> {
        let journal = world.journal().expect("full detail");
        let news: Vec<_> = journal.since(self.written).map(|entry| (entry.at, entry.what)).collect();
        assert_eq!(news.len() as u64, journal.written() - self.written, "nothing was forgotten in between");
        self.written = journal.written();
        news
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Requests in = answered + failed + throttled + waiting for their answer, at every moment.
    #[test]
    fn no_request_is_lost(story in story()) {
        story.play(Detail::Metrics, |world, _| {
            let slice = world.cumulative();
            for (id, record) in (0..).map(FunctionId).zip(&slice.functions) {
                let (counters, status) = (record.counters, world.function(id));
                let ended = counters.completed + counters.errors;
                let waiting = u64::from(status.concurrency);
                assert_eq!(counters.requests, ended + counters.throttles + counters.refused + waiting);
                assert_eq!(counters.invocations, ended + waiting);
                assert_eq!(status.concurrency, status.starting + status.running);
                let live = u64::from(status.concurrency + status.idle);
                assert_eq!(counters.environments_created, counters.environments_shut_down + live);
            }
        });
    }

    /// An environment has one request at a time: each begins after the one before has ended, and none comes after the end.
    #[test]
    fn there_are_never_two_requests_in_one_environment(story in story()) {
        let (mut reader, mut busy) = (Reader { written: 0 }, BTreeMap::<EnvironmentId, Option<InvocationId>>::new());
        let mut follow = |world: &World| {
            for (_, what) in reader.news(world) {
                match what {
                    What::Created { environment, .. } => assert_eq!(busy.insert(environment, None), None, "an id is given once"),
                    What::Started { environment, id, .. } => {
                        assert_eq!(busy.insert(environment, Some(id)), Some(None), "it was there, and free");
                    }
                    What::Ended { environment, id, .. } => assert_eq!(busy.insert(environment, None), Some(Some(id))),
                    What::ShutDown { environment, .. } => assert_eq!(busy.remove(&environment), Some(None), "it was free"),
                    _ => {}
                }
            }
        };
        let world = story.play(Detail::Full, |world, _| follow(world));
        follow(&world);
        prop_assert!(busy.values().all(Option::is_none));
    }

    /// Neither the account nor a function that reserves concurrency ever runs more than it may. What ran before a limit was
    /// lowered may go on.
    #[test]
    fn concurrency_is_never_above_its_limits(story in story()) {
        let mut before = [0; 2];
        story.play(Detail::Metrics, |world, until| {
            while let Some(next) = world.next_event().filter(|&next| next <= until) {
                run_until(world, next);
                let account = world.account();
                assert!(account.concurrency <= account.limit);
                assert!(account.unreserved <= account.unreserved_limit.max(account.concurrency.min(before.iter().sum())));
            }
            for (place, id) in [FunctionId(0), FunctionId(1)].into_iter().enumerate() {
                let status = world.function(id);
                let most = status.config.reserved_concurrency.unwrap_or(u32::MAX).max(before[place]);
                assert!(status.concurrency <= most, "{} of {most}", status.concurrency);
                before[place] = status.concurrency;
            }
        });
    }

    /// The bill is the sum over the invocations in the journal, each billed by itself.
    #[test]
    fn the_bill_is_the_sum_over_invocations(story in story()) {
        let mut sums = [Usage::default(), Usage::default()];
        let mut reader = Reader { written: 0 };
        let mut add = |world: &World| {
            for (_, what) in reader.news(world) {
                if let What::Ended { function, duration, init, billed_ms, memory, ending, .. } = what {
                    let sum = &mut sums[usize::from(function.0)];
                    let (architecture, mb) = (story.functions[usize::from(function.0)].architecture, u128::from(memory.0));
                    let handler_ms = duration.millis_ceil().max(1);
                    let whole_ms = (duration + init.unwrap_or_default()).millis_ceil().max(1);
                    assert_eq!(billed_ms, whole_ms, "{ending:?}");
                    let tmp = u128::from(story.functions[usize::from(function.0)].ephemeral_storage.0 - 512);
                    sum.requests += 1;
                    sum.billed_ms += billed_ms;
                    sum.compute_mb_ms[architecture as usize] += u128::from(billed_ms) * mb;
                    sum.init_mb_ms[architecture as usize] += u128::from(billed_ms - handler_ms) * mb;
                    sum.ephemeral_mb_ms += u128::from(billed_ms) * tmp;
                }
            }
        };
        let world = story.play(Detail::Full, |world, _| add(world));
        add(&world);
        let found: Vec<Usage> = world.cumulative().functions.iter().map(|record| record.usage).collect();
        prop_assert_eq!(found, sums);
    }

    /// Stopping at any moment, or in the middle of one when a budget ends, and going on changes nothing.
    #[test]
    fn splitting_a_run_anywhere_changes_nothing(
        story in story(), splits in prop::collection::vec((0.0..1.0_f64, 1_u64..50), 1..6),
    ) {
        let whole = story.play(Detail::Full, |_, _| {});
        let mut pieces = splits.iter().cycle();
        let split = story.play(Detail::Full, |world, until| {
            let &(share, events) = pieces.next().expect("a cycle never ends");
            let some_way = Span((until.since(world.now()).as_micros() as f64 * share) as u64);
            run_until(world, world.now() + some_way);
            while !world.advance_to(until, &mut Budget::events(events)) {
                world.cumulative();
            }
        });
        let fingerprint = |world: &World| (world.journal().map(coldstart::sim::Journal::fingerprint), world.events());
        prop_assert_eq!(fingerprint(&whole), fingerprint(&split));
        prop_assert_eq!(whole.cumulative(), split.cumulative());
    }

    /// What is kept changes nothing of what is counted.
    #[test]
    fn detail_changes_nothing(story in story()) {
        let (full, metrics) = (story.play(Detail::Full, |_, _| {}), story.play(Detail::Metrics, |_, _| {}));
        prop_assert_eq!(full.cumulative(), metrics.cumulative());
        prop_assert_eq!(full.events(), metrics.events());
    }
}
