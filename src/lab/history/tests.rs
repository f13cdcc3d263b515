use std::sync::Arc;

use proptest::prelude::*;

use super::checkpoints::weight;
use super::*;
use crate::lab::{Metrics, Window};
use crate::units::Span;

const SHOP: &str = "[functions.shop]\nmemory_mb = 512\nidle_expiry_s = [20, 30]\n[functions.shop.model]\nwait = { dist = \"exponential\", mean = 200 }\n[load]\nshape = \"poisson\"\nrps = 20\n[time]\nduration = \"10m\"\n[[faults]]\nat = \"2m\"\nrun = \"fault slow shop 8\"\n";

fn spec() -> Arc<LabSpec> {
    let (spec, problems) = LabSpec::parse(SHOP);
    Arc::new(spec.unwrap_or_else(|| panic!("{problems:#?}")))
}

fn history() -> History {
    History::new(spec(), 7, Detail::Full, LabSpec::catalog())
}

const fn at(seconds: u64) -> Moment {
    Moment(seconds * 1_000_000)
}

impl History {
    fn plays_to(&mut self, seconds: u64) -> &mut Self {
        self.advance_to(at(seconds), &mut Budget::unlimited());
        self
    }

    fn goes_to(&mut self, seconds: u64) -> &mut Self {
        self.go_to(at(seconds));
        while !self.travel(&mut Budget::events(137)) {}
        self
    }

    fn does(&mut self, line: &str) -> &mut Self {
        self.submit(&Command::parse(line).unwrap()).unwrap_or_else(|problem| panic!("{line}: {}", problem.message));
        self
    }

    fn told(&self, id: ForkId) -> Fork {
        self.forks().into_iter().find(|fork| fork.id == id).unwrap()
    }

    /// The run in hand, played afresh.
    fn afresh(&self) -> Run {
        let mut run = Run::replay(spec(), 7, Detail::Full, LabSpec::catalog(), self.commands()).unwrap();
        run.advance_to(self.now(), &mut Budget::unlimited());
        run
    }

    /// The run in hand is the one that its commands make.
    fn is_as_if_fresh(&self) {
        let fresh = self.afresh();
        assert_eq!(self.run().journal_hash(), fresh.journal_hash());
        assert_eq!(self.run().snapshot(), fresh.snapshot());
    }
}

#[test]
fn one_turns_back_and_the_rest_happens_again() {
    let mut history = history();
    history.plays_to(30).does("load 50 burst").plays_to(60).does("set memory 1024").plays_to(300);
    let (hash, snapshot) = (history.run().journal_hash(), history.run().snapshot());
    history.goes_to(45);
    assert_eq!((history.now(), history.is_past(), history.newest()), (at(45), true, at(300)));
    assert_eq!(history.commands().len(), 1, "what came later is undone");
    history.is_as_if_fresh();
    history.plays_to(300);
    assert_eq!((history.run().journal_hash(), history.run().snapshot()), (hash, snapshot));
    assert_eq!((history.is_past(), history.fork_count()), (false, 1), "looking back forks nothing");
    history.goes_to(0).goes_to(300);
    assert_eq!(history.run().journal_hash(), hash, "the newest moment is found again as it was left");
}

#[test]
fn a_moment_is_without_the_commands_given_at_it() {
    let mut history = history();
    history.plays_to(30).does("load 50 burst").plays_to(60).goes_to(30);
    assert!(history.commands().is_empty(), "they can be replaced");
    history.plays_to(30);
    assert_eq!(history.commands().len(), 1, "or happen after all");
}

#[test]
fn whoever_changes_the_past_forks_the_run() {
    let mut history = history();
    history.plays_to(30).does("load 50 burst").plays_to(200);
    let (main, hash) = (history.fork_in_hand(), history.run().journal_hash());
    history.goes_to(30).does("set memory 1024").plays_to(200).is_as_if_fresh();
    let fork = history.told(history.fork_in_hand());
    assert_eq!((fork.name.as_str(), fork.parent, fork.forked_at), ("fork-1", Some(main), at(30)));
    assert_eq!(fork.commands.iter().map(ToString::to_string).collect::<Vec<_>>(), ["30s set memory 1024"]);
    assert_ne!(history.run().journal_hash(), hash);
    history.switch(main);
    while !history.travel(&mut Budget::unlimited()) {}
    assert_eq!((history.run().journal_hash(), history.now()), (hash, at(200)), "the old branch stayed whole");
}

#[test]
fn a_fork_at_the_newest_moment_leaves_the_branch_behind() {
    let mut history = history();
    history.plays_to(30);
    let fork = history.fork(Some("more memory")).unwrap();
    history.does("set memory 2048").plays_to(60).is_as_if_fresh();
    assert_eq!(history.fork_name(fork), "more memory");
    assert_eq!(history.told(ForkId::default()).newest, at(30));
    let taken = history.fork(Some("more memory")).unwrap_err();
    assert_eq!(taken.message, "there is a branch `more memory` already");
    assert!(history.delete(fork).unwrap_err().message.contains("in hand"));
    history.switch(ForkId::default());
    history.delete(fork).unwrap();
    assert_eq!(history.fork_count(), 1);
}

#[test]
fn a_refused_command_forks_nothing() {
    let mut history = history();
    history.plays_to(100).goes_to(50);
    assert!(history.submit(&Command::parse("invoke shpo").unwrap()).is_err());
    assert_eq!((history.fork_count(), history.is_past()), (1, true));
}

#[test]
fn there_are_at_most_as_many_branches_as_one_can_tell_apart() {
    let mut history = history();
    history.plays_to(10);
    for _ in 1..FORKS_MAX {
        history.fork(None).unwrap();
    }
    assert!(history.fork(None).unwrap_err().message.contains("at most 16"));
    history.goes_to(5);
    assert!(history.submit(&Command::parse("invoke shop").unwrap()).is_err());
    assert_eq!(history.now(), at(5));
}

#[test]
fn one_can_stay_where_one_is() {
    let mut history = history();
    history.plays_to(300);
    let hash = history.run().journal_hash();
    history.go_to(at(299));
    assert!(!history.travel(&mut Budget::events(3)));
    let (share, to) = history.travelling().unwrap();
    assert!(share < 1.0 && to == at(299));
    assert!(history.submit(&Command::parse("invoke shop").unwrap()).is_err());
    history.stay();
    assert_eq!((history.now(), history.run().journal_hash()), (at(300), hash));
    history.does("invoke shop").plays_to(310).is_as_if_fresh();
    assert_eq!(history.fork_count(), 1);
}

#[test]
fn windows_and_uses_of_keys_follow_the_present_moment() {
    let mut history = history();
    let window: Window = "00:01-00:02".parse().unwrap();
    history.plan(&window);
    history.plays_to(50);
    history.mark("b").unwrap();
    history.does("load 50 burst").plays_to(200);
    let both = |history: &History| -> [Metrics; 2] {
        [history.run().measure(&window), history.run().measure(&Window::After("b".into()))]
    };
    let measured = both(&history);
    assert_eq!((history.used_at("b"), history.last_command_at()), (Some(at(50)), at(50)));
    history.goes_to(40);
    assert_eq!((history.used_at("b"), history.last_command_at()), (None, at(0)));
    history.plays_to(200);
    assert_eq!(both(&history), measured);
}

#[test]
fn one_can_step_from_stop_to_stop_both_ways() {
    let mut history = history();
    history.plays_to(30).does("load 50 burst").plays_to(100).does("fault recycle").plays_to(180);
    assert_eq!(history.last(Stop::Mark), at(120), "the lab's own fault");
    history.goes_to(120);
    assert_eq!(history.last(Stop::Mark), at(100));
    history.goes_to(100);
    assert_eq!((history.last(Stop::Mark), history.next(Stop::Mark)), (at(30), Some(at(120))));
    let event = history.last(Stop::Event);
    assert!(event < at(100) && event > at(98));
    let (cold, next_cold) = (history.last(Stop::ColdStart), history.next(Stop::ColdStart).unwrap());
    assert!(cold < at(100), "{cold:?}");
    assert!(next_cold > at(100) && next_cold < at(102), "the environments are taken away at 100 s: {next_cold:?}");
    history.goes_to(0);
    assert_eq!(history.last(Stop::Event), Moment::START);
}

#[test]
fn the_bar_of_time_knows_what_lies_ahead() {
    let mut history = history();
    history.plays_to(30).does("load 50 burst").plays_to(100).does("fault recycle").plays_to(180).goes_to(10);
    let marks = history.marks();
    let kinds = |kind: MarkKind| marks.iter().filter(|mark| mark.kind == kind).map(|mark| mark.at).collect::<Vec<_>>();
    assert_eq!((kinds(MarkKind::Command), kinds(MarkKind::Fault)), (vec![at(30)], vec![at(100), at(120)]));
    let cold: u64 = marks.iter().map(|mark| if let MarkKind::ColdStarts(count) = mark.kind { count } else { 0 }).sum();
    assert!(cold > 40, "{cold}");
}

// ---- side by side

#[test]
fn a_twin_has_the_same_arrivals_and_the_same_commands() {
    let mut history = history();
    history.plays_to(30).does("load 50 burst").plays_to(60);
    history.compare_setting("shop.memory", "1769").unwrap();
    while !history.follow(&mut Budget::events(211)) {}
    history.does("load 20 burst").plays_to(100);
    while !history.follow(&mut Budget::events(211)) {}
    let (one, other) = (history.run().snapshot(), history.beside().unwrap().snapshot());
    assert_eq!((one.now, one.totals.requests), (other.now, other.totals.requests));
    assert_eq!((one.functions[0].memory.0, other.functions[0].memory.0), (512, 1769));
    assert_eq!(history.beside().unwrap().commands(), history.commands());
    let twin = history.told(history.fork_beside().unwrap());
    assert_eq!(
        (twin.name.as_str(), twin.change),
        ("memory_mb=1769", Some(("functions.shop.memory_mb".into(), "1769".into())))
    );
    // It is the run of the changed lab with the same commands.
    let changed = Arc::new(spec().with([("shop.memory", "1769")]).unwrap());
    let mut fresh = Run::replay(changed, 7, Detail::Full, LabSpec::catalog(), history.commands()).unwrap();
    fresh.advance_to(at(100), &mut Budget::unlimited());
    assert_eq!(fresh.journal_hash(), history.beside().unwrap().journal_hash());
}

#[test]
fn a_twin_keeps_its_own_value_whatever_is_set_in_the_run_in_hand() {
    let mut history = history();
    history.plays_to(20).does("set memory 1024").does("load 30").plays_to(60);
    history.compare_setting("shop.memory", "1769").unwrap();
    while !history.follow(&mut Budget::events(211)) {}
    history.does("set shop.memory_mb 3008").does("load 10").plays_to(90);
    while !history.follow(&mut Budget::events(211)) {}
    let memory = |run: &Run| run.snapshot().functions[0].memory.0;
    assert_eq!((memory(history.run()), memory(history.beside().unwrap())), (3008, 1769));
    assert_eq!((history.commands().len(), history.beside().unwrap().commands().len()), (4, 2));
    // In the past such a command forks both all the same: what lay ahead of the twin is not to come either.
    history.goes_to(40);
    while !history.follow(&mut Budget::unlimited()) {}
    history.does("set memory 256").plays_to(90);
    while !history.follow(&mut Budget::unlimited()) {}
    assert_eq!((history.fork_count(), history.is_together()), (4, true));
    assert_eq!((memory(history.run()), memory(history.beside().unwrap())), (256, 1769));
    assert_eq!((history.commands().len(), history.beside().unwrap().commands().len()), (3, 1));
}

#[test]
fn the_run_beside_turns_back_too() {
    let mut history = history();
    history.plays_to(120);
    history.compare_setting("load.rps", "40").unwrap();
    while !history.follow(&mut Budget::unlimited()) {}
    history.goes_to(50);
    while !history.follow(&mut Budget::events(99)) {}
    assert_eq!(history.beside().unwrap().now(), at(50));
    // Both are in the past, so a command forks both.
    history.does("load 30 burst").plays_to(130);
    while !history.follow(&mut Budget::unlimited()) {}
    assert_eq!(history.fork_count(), 4);
    assert_eq!(history.beside().unwrap().commands(), history.commands());
}

#[test]
fn two_branches_are_played_side_by_side() {
    let mut history = history();
    history.plays_to(200).goes_to(30).does("set memory 1024").plays_to(90);
    history.compare_with(ForkId::default()).unwrap();
    while !history.follow(&mut Budget::events(99)) {}
    assert_eq!((history.beside().unwrap().now(), history.beside().unwrap().commands().len()), (at(90), 0));
    history.does("invoke shop 3");
    assert!(history.beside().unwrap().commands().is_empty(), "a branch that is no twin keeps its own commands");
    assert!(history.compare_with(history.fork_in_hand()).is_err());
    history.part();
    assert!(history.beside().is_none() && history.fork_count() == 2);
}

// ---- checkpoints

#[test]
fn checkpoints_are_near_for_what_is_new_and_few_for_what_is_old() {
    let mut history = history();
    history.plays_to(10).does("load 400").plays_to(600);
    let places = history.branches[0].checkpoints.places();
    assert!(places.len() <= 64 && places.len() > 32, "{}", places.len());
    let events = history.run().events();
    assert!(events > 64 * 3 * 500, "enough to make some go: {events}");
    let gaps: Vec<(u64, u64)> = places.windows(2).map(|pair| (pair[1] - pair[0], events - pair[0])).collect();
    assert!(gaps[gaps.len() - 8..].iter().all(|(gap, _)| *gap <= 1_000), "{gaps:?}");
    assert!(gaps.iter().all(|(gap, age)| *gap <= 1_000 || gap * 8 <= *age), "{gaps:?}");
    for seconds in [599, 431, 300, 77, 3] {
        history.goes_to(seconds).is_as_if_fresh();
    }
}

#[test]
fn checkpoints_stay_within_their_memory() {
    let mut history = history();
    history.memory_max = 3_000_000;
    for step in 1..60 {
        history.plays_to(step * 10);
        assert!(weight(&history.branches) <= history.memory_max);
    }
    history.goes_to(11).does("invoke shop").plays_to(400);
    assert!(weight(&history.branches) <= history.memory_max);
    history.is_as_if_fresh();
}

#[derive(Clone, Debug)]
enum Step {
    Play(u64),
    GoTo(u64),
    Do(usize),
    Fork,
    Switch(usize),
    Delete(usize),
}

const LINES: [&str; 7] = [
    "invoke shop",
    "load 30 burst",
    "load 45 poisson",
    "set memory 1024",
    "set memory 256",
    "fault recycle",
    "fault errors shop 20%",
];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (1u64..90).prop_map(Step::Play),
        3 => (0u64..400).prop_map(Step::GoTo),
        3 => (0usize..LINES.len()).prop_map(Step::Do),
        1 => Just(Step::Fork),
        1 => (0usize..6).prop_map(Step::Switch),
        1 => (0usize..6).prop_map(Step::Delete),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Whatever one does in time, the run in hand is the one that its commands make, and so are all the others.
    #[test]
    fn every_branch_is_a_fresh_run_with_its_commands(steps in prop::collection::vec(step(), 1..18)) {
        let mut history = history();
        for step in steps {
            let ids: Vec<ForkId> = history.forks().iter().map(|fork| fork.id).collect();
            match step {
                Step::Play(seconds) => { let to = history.now() + Span::from_secs(seconds); history.advance_to(to, &mut Budget::unlimited()); }
                Step::GoTo(seconds) => { history.goes_to(seconds); }
                Step::Do(line) => { let _ = history.submit(&Command::parse(LINES[line]).unwrap()); }
                Step::Fork => { let _ = history.fork(None); }
                Step::Switch(place) => { history.switch(ids[place % ids.len()]); while !history.travel(&mut Budget::events(321)) {} }
                Step::Delete(place) => { let _ = history.delete(ids[place % ids.len()]); }
            }
        }
        for id in history.forks().iter().map(|fork| fork.id).collect::<Vec<_>>() {
            history.switch(id);
            while !history.travel(&mut Budget::unlimited()) {}
            // What a command has set going at this very moment is part of the moment.
            history.advance_to(history.now(), &mut Budget::unlimited());
            prop_assert_eq!(history.run().journal_hash(), history.afresh().journal_hash());
            let told = history.told(id);
            // Where one has turned back, the rest of the branch's commands is still to come.
            let (done, to_come) = told.commands.split_at(history.commands().len());
            prop_assert_eq!(done, history.commands());
            prop_assert!(to_come.iter().all(|timed| timed.at >= history.now()));
        }
    }
}
