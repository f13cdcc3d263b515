//! A run is (seed, lab, timed commands): the same three play the same run, whatever the steps in which time is let pass,
//! whatever is kept, and whoever looks.

use std::sync::Arc;

use coldstart::lab::{Budget, Detail, LabSpec, Progress, Report, Run, TimedCommand, Window};
use coldstart::units::{Moment, Span};

/// Every shape of traffic, cold starts, throttles, errors, timeouts, faults, and a server beside it.
const BUSY: &str = r#"
title = "A bit of everything"
goals = ["p99_ms < 2s", "throttle_rate{fn=capped} > 0"]
[account]
concurrency = 130
[functions.orders-api]
memory_mb = 512
idle_expiry_s = [20, 30]
[functions.capped]
sample = "flaky-payment"
reserved_concurrency = 3
[functions.capped.model]
wait = { dist = "lognormal", p50 = 250, p95 = "2s" }
error_rate = "5%"
[functions.noise]
runtime = "modelled"
timeout_s = 1
[functions.noise.model]
init = { dist = "uniform", min = 10, max = 90 }
cpu = 3
wait = { dist = "exponential", mean = 200 }
[servers.kitchen]
[load]
shape = "poisson+burst"
rps = 30
burst = 60
every = "45s"
mix = { orders-api = 6, capped = 1, noise = 3 }
ping_every_s = 40
[time]
duration = "5m"
[[faults]]
at = "2m"
run = "fault slow orders-api 8"
[[faults]]
at = "150s"
run = "fault none; fault recycle noise"
"#;

const COMMANDS: [&str; 6] = [
    "0s invoke noise 4",
    "31s load 90 ramp 20s",
    "70s set orders-api.memory_mb 1024",
    "100s load 200 burst",
    "180s load 25 poisson",
    "200s set account.concurrency 160",
];

fn lab() -> Arc<LabSpec> {
    let (spec, problems) = LabSpec::parse(BUSY);
    Arc::new(spec.unwrap_or_else(|| panic!("{problems:#?}")))
}

fn commands() -> Vec<TimedCommand> {
    COMMANDS.iter().map(|line| TimedCommand::parse(line).unwrap()).collect()
}

/// How somebody watches a run.
#[derive(Clone, Copy)]
struct Watching {
    /// Real milliseconds a frame.
    frame_ms: u64,
    /// Virtual seconds for each real one.
    speed: u64,
    /// Events a frame.
    budget: u64,
    detail: Detail,
    /// Whether the screen looks at each frame.
    looks: bool,
}

const WATCHING: Watching = Watching { frame_ms: 16, speed: 60, budget: u64::MAX, detail: Detail::Full, looks: false };

fn play(seed: u64, watching: Watching) -> Run {
    let mut run = Run::new(lab(), seed, watching.detail, LabSpec::catalog());
    for timed in commands() {
        watch_until(&mut run, timed.at, watching);
        run.submit(timed.command).unwrap_or_else(|problem| panic!("{}", problem.message));
    }
    let end = run.end();
    watch_until(&mut run, end, watching);
    run
}

fn watch_until(run: &mut Run, target: Moment, watching: Watching) {
    let frame = Span::from_micros(watching.frame_ms * 1_000 * watching.speed);
    let mut owed = run.now();
    loop {
        owed = (owed + frame).min(target);
        while run.advance_to(owed, &mut Budget::events(watching.budget)) == Progress::OutOfBudget {}
        if watching.looks {
            let _ = (run.snapshot(), run.measure(&Window::All), run.next_event());
        }
        if owed == target {
            return;
        }
    }
}

/// Everything a run says at its end.
fn told(run: &Run) -> String {
    Report::of(run, "busy", &run.spec().goals.clone(), &Window::All).to_json()
}

#[test]
fn the_lab_of_this_test_really_has_a_bit_of_everything() {
    let metrics = play(1, WATCHING).measure(&Window::All);
    for name in ["invocations", "cold_starts", "throttles", "errors", "timeouts", "deploys", "server_cost", "cost"] {
        assert!(metrics.value(name).unwrap() > 0.0, "{name}");
    }
}

#[test]
fn neither_frames_nor_speed_nor_looking_change_a_run() {
    let plain = play(7, WATCHING);
    for (what, watching) in [
        ("long frames", Watching { frame_ms: 333, ..WATCHING }),
        ("real time", Watching { speed: 1, ..WATCHING }),
        ("as fast as it goes", Watching { speed: 10_000, ..WATCHING }),
        ("small budgets", Watching { budget: 7, ..WATCHING }),
        ("somebody looks", Watching { looks: true, ..WATCHING }),
    ] {
        let other = play(7, watching);
        assert_eq!(other.journal_hash(), plain.journal_hash(), "{what}");
        assert_eq!(told(&other), told(&plain), "{what}");
    }
}

#[test]
fn another_seed_is_another_run() {
    assert_ne!(play(7, WATCHING).journal_hash(), play(8, WATCHING).journal_hash());
}

#[test]
fn a_replay_of_the_commands_is_the_same_run() {
    let run = play(3, WATCHING);
    let mut again = Run::replay(lab(), 3, Detail::Full, LabSpec::catalog(), run.commands()).unwrap();
    let end = again.end();
    again.advance_to(end, &mut Budget::unlimited());
    assert_eq!(again.journal_hash(), run.journal_hash());
    assert_eq!(told(&again), told(&run));
}

#[test]
fn both_details_agree_on_every_metric_and_on_the_bill() {
    let (full, metrics) = (play(5, WATCHING), play(5, Watching { detail: Detail::Metrics, ..WATCHING }));
    assert_eq!(full.measure(&Window::All), metrics.measure(&Window::All));
    let same_but_for_the_detail = told(&metrics).replace(r#""detail": "metrics""#, r#""detail": "full""#);
    assert_eq!(same_but_for_the_detail, told(&full));
    assert!(told(&full).contains(r#""detail": "full""#));
}

#[test]
fn twenty_runs_side_by_side_do_not_disturb_each_other() {
    let alone: Vec<u64> = (0..20).map(|seed| play(seed, WATCHING).journal_hash()).collect();
    let mut runs: Vec<Run> = (0..20).map(|seed| Run::new(lab(), seed, Detail::Full, LabSpec::catalog())).collect();
    let together = |runs: &mut Vec<Run>, target: Moment| {
        while runs.iter().any(|run| run.now() < target) {
            for run in runs.iter_mut() {
                let next = (run.now() + Span::from_millis(700)).min(target);
                run.advance_to(next, &mut Budget::unlimited());
            }
        }
    };
    for timed in commands() {
        together(&mut runs, timed.at);
        for run in &mut runs {
            run.submit(timed.command.clone()).unwrap();
        }
    }
    let end = runs[0].end();
    together(&mut runs, end);
    assert_eq!(runs.iter().map(Run::journal_hash).collect::<Vec<_>>(), alone);
}

#[test]
fn a_copy_goes_its_own_way_and_leaves_the_original_alone() {
    let plain = play(2, WATCHING);
    let mut run = Run::new(lab(), 2, Detail::Full, LabSpec::catalog());
    for timed in commands() {
        watch_until(&mut run, timed.at, WATCHING);
        assert!(run.next_cold_start().is_some());
        let mut copy = run.clone();
        copy.submit(coldstart::lab::Command::parse("load 500 burst").unwrap()).unwrap();
        copy.advance_to(Moment::NEVER, &mut Budget::events(5_000));
        run.submit(timed.command).unwrap();
    }
    let end = run.end();
    watch_until(&mut run, end, WATCHING);
    assert_eq!(run.journal_hash(), plain.journal_hash());
}

#[test]
fn windows_are_exact_whatever_the_slices() {
    // Requests come once a second on the second: the count of any window is known beforehand.
    let text = "[functions.hello]\n[load]\nrps = 1\n[time]\nduration = \"2h\"\n";
    let spec = Arc::new(LabSpec::parse(text).0.unwrap());
    let mut run = Run::new(spec, 1, Detail::Metrics, LabSpec::catalog());
    let (last, between) = (Window::Last(Span::from_secs(777)), "00:10-00:45".parse::<Window>().unwrap());
    run.plan(&last);
    run.plan(&between);
    run.advance_to(Moment(1_234_500_000), &mut Budget::unlimited());
    run.mark("b");
    let end = run.end();
    assert_eq!(run.advance_to(end, &mut Budget::unlimited()), Progress::Ended);
    let requests = |window: &Window| run.measure(window).value("requests").unwrap() as u64;
    assert_eq!(requests(&Window::All), 7_200);
    assert_eq!(requests(&last), 777);
    assert_eq!(requests(&between), 2_100);
    assert_eq!(requests(&Window::After("b".into())), 7_200 - 1_235);
}
