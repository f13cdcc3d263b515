use std::sync::Arc;

use super::{Budget, Command, Detail, LabSpec, Progress, Run, Window};
use crate::units::{Moment, Span};

fn run(text: &str) -> Run {
    let (spec, problems) = LabSpec::parse(text);
    let spec = spec.unwrap_or_else(|| panic!("{problems:#?}"));
    Run::new(Arc::new(spec), 1, Detail::Full, LabSpec::catalog())
}

fn give(run: &mut Run, line: &str) {
    run.submit(Command::parse(line).unwrap()).unwrap_or_else(|problem| panic!("{line}: {}", problem.message));
}

fn pass(run: &mut Run, time: Span) -> Progress {
    let target = run.now() + time;
    run.advance_to(target, &mut Budget::unlimited())
}

#[test]
fn the_first_call_is_cold_and_the_second_warm() {
    let mut run = run("[functions.hello]\n");
    give(&mut run, "invoke hello");
    pass(&mut run, Span::from_secs(5));
    give(&mut run, "invoke hello");
    pass(&mut run, Span::from_secs(5));
    let snapshot = run.snapshot();
    assert_eq!((snapshot.totals.invocations, snapshot.totals.cold_starts), (2, 1));
    assert_eq!(snapshot.timeline.iter().map(|bar| bar.span.cold).collect::<Vec<_>>(), [true, false]);
    assert_eq!((snapshot.functions[0].idle, snapshot.functions[0].environments.len()), (1, 1));
    assert!(snapshot.logs.iter().any(|line| line.text.starts_with("REPORT RequestId: ")));
    assert!(!snapshot.invoice.is_empty());
}

#[test]
fn twenty_at_once_with_one_warm_are_nineteen_cold_starts() {
    let mut run = run("[functions.heavy-init]\nmemory_mb = 512\n[load]\nrps = 0.2\n");
    pass(&mut run, Span::from_secs(61));
    run.mark("b");
    give(&mut run, "load 20 burst");
    pass(&mut run, Span::from_secs(2));
    assert_eq!(run.measure(&Window::After("b".into())).value("cold_starts"), Some(19.0));
}

#[test]
fn a_change_of_memory_is_a_deployment_and_a_change_of_load_is_none() {
    let mut run = run("[functions.hello]\n[load]\nrps = 1\n");
    pass(&mut run, Span::from_secs(10));
    give(&mut run, "set load.rps 2");
    give(&mut run, "set hello.memory 256");
    pass(&mut run, Span::from_secs(10));
    assert_eq!(run.measure(&Window::All).value("deploys"), Some(1.0));
    assert_eq!(run.snapshot().functions[0].memory.0, 256);
    assert_eq!(run.spec().get("hello.memory_mb").as_deref(), Some("256"));
}

#[test]
fn the_load_command_shows_in_the_settings() {
    let mut run = run("[functions.hello]\n[load]\nshape = \"steady+burst\"\nrps = 1\nburst = 5\nevery = \"1m\"\n");
    give(&mut run, "load 50 ramp 30s");
    assert_eq!(run.snapshot().load.shape, "ramp");
    assert_eq!((run.spec().get("load.rps").as_deref(), run.spec().get("load.burst")), (Some("50"), None));
    pass(&mut run, Span::from_secs(15));
    assert!((run.snapshot().load.rps - 25.0).abs() < 1e-6);
}

#[test]
fn a_refused_command_leaves_no_trace() {
    let mut run = run("[functions.hello]\n[time]\nduration = \"1m\"\n");
    for (line, message) in [
        ("invoke helo", "unknown function `helo`"),
        ("set hello.memory 64", "`memory_mb` cannot be 64, in `functions.hello.memory_mb = 64`"),
        ("set seed 5", "`seed` is settled when the lab starts"),
    ] {
        assert_eq!(run.submit(Command::parse(line).unwrap()).unwrap_err().message, message);
    }
    assert!(run.commands().is_empty());
    assert_eq!(pass(&mut run, Span::from_secs(90)), Progress::Ended);
    assert_eq!(run.now(), Moment(60_000_000));
    assert_eq!(run.submit(Command::parse("invoke hello").unwrap()).unwrap_err().message, "the lab is over");
}

#[test]
fn one_can_step_to_what_happens_next() {
    let mut run = run("[functions.hello]\nidle_expiry_s = 10\n[load]\nrps = 0.05\n");
    assert_eq!(run.next_event(), Some(Moment::START));
    pass(&mut run, Span::from_secs(1));
    // The environment is gone ten seconds after its request; the next request, at 20 s, is cold again.
    assert_eq!(run.next_cold_start(), Some(Moment(20_000_000)));
    assert_eq!(run.now(), Moment(1_000_000), "looking ahead moves nothing");
}

#[test]
fn a_budget_ends_even_in_the_middle_of_a_burst() {
    let mut run = run("[functions.hello]\n");
    give(&mut run, "load 1000 burst");
    assert_eq!(run.advance_to(Moment(1), &mut Budget::events(10)), Progress::OutOfBudget);
    assert_eq!(run.snapshot().totals.requests, 10);
    assert_eq!(pass(&mut run, Span::from_secs(1)), Progress::Reached);
    assert_eq!(run.snapshot().totals.requests, 1000);
}

#[test]
fn a_server_costs_the_same_whether_anybody_calls_or_not() {
    let mut run = run("[functions.hello]\n[servers.kitchen]\ninstance = \"t3.medium\"\n");
    pass(&mut run, Span::from_secs(86_400));
    let (metrics, snapshot) = (run.measure(&Window::All), run.snapshot());
    assert_eq!((metrics.value("cost"), metrics.value("server_cost_h")), (Some(0.0), Some(0.0416)));
    assert_eq!(snapshot.servers[0].cost.exact(), "0.9984");
    assert!(snapshot.invoice.is_empty(), "the contrast is no part of the bill");
}

#[test]
fn provisioned_concurrency_is_set_while_it_runs_and_costs_while_nobody_calls() {
    let mut run = run("[functions.hello]\nmemory_mb = 1024\n[load]\nrps = 2\n");
    pass(&mut run, Span::from_secs(60));
    assert_eq!(run.measure(&Window::All).value("idle_cost_h"), Some(0.0));
    give(&mut run, "set functions.hello.provisioned_concurrency 10");
    pass(&mut run, Span::from_secs(240));
    let metrics = run.measure(&Window::All);
    assert!(metrics.value("provisioned_invocations") > Some(200.0), "{metrics:?}");
    assert!(metrics.value("spillover_invocations") > Some(100.0), "until all ten are ready");
    assert!(metrics.value("provisioned_utilization").is_some_and(|share| share > 0.0 && share < 0.1));
    // Ten of 1 GB for an hour, at $0.0000041667 a GB-second.
    let idle = metrics.value("idle_cost_h").unwrap_or_default();
    assert!((idle - 36_000.0 * 0.000_004_166_7).abs() < 1e-9, "{idle}");
    let function = &run.snapshot().functions[0];
    assert_eq!((function.provisioned, &function.settings[0]), (Some((10, 10)), &("live".into(), "version 1".into())));
    assert_eq!(function.environments.iter().filter(|one| one.provisioned).count(), 10);
}

#[test]
fn a_canary_gets_its_share_and_a_version_can_be_called_by_name() {
    let mut run = run("[functions.hello]\n[load]\nrps = 50\n");
    for line in ["publish hello", "set hello.memory 256", "publish hello", "alias hello live 1=90% 2=10%"] {
        give(&mut run, line);
    }
    pass(&mut run, Span::from_secs(60));
    let function = run.snapshot().functions[0].clone();
    assert_eq!(function.settings[0], ("live".into(), "version 1 90 %, version 2 10 %".into()));
    let taken = |version: u32| -> u64 {
        function.environments.iter().filter(|one| one.version == version).map(|one| one.invocations).sum()
    };
    assert!((240..=360).contains(&taken(2)) && taken(1) + taken(2) == 3_000, "{} and {}", taken(1), taken(2));
    give(&mut run, "invoke hello:2 3");
    give(&mut run, "invoke hello:$LATEST");
    for (line, message) in
        [("invoke hello:lvie", "unknown version or alias `lvie`"), ("alias hello live 7", "version 7 does not exist")]
    {
        assert_eq!(run.submit(Command::parse(line).unwrap()).unwrap_err().message, message);
    }
}

#[test]
fn a_run_with_versions_replays_to_the_same_journal() {
    let text = "[functions.hello]\nprovisioned_concurrency = 2\n[load]\nrps = 20\nshape = \"poisson\"\n";
    let mut run = run(text);
    for line in ["set hello.memory 256", "deploy hello", "set hello.provisioned_concurrency 5", "publish hello"] {
        pass(&mut run, Span::from_secs(150));
        give(&mut run, line);
    }
    pass(&mut run, Span::from_secs(150));
    let (spec, _) = LabSpec::parse(text);
    let commands = run.commands().to_vec();
    let mut again =
        Run::replay(Arc::new(spec.unwrap()), 1, Detail::Full, LabSpec::catalog(), &commands).expect("they were given");
    again.advance_to(run.now(), &mut Budget::unlimited());
    assert_eq!(again.journal_hash(), run.journal_hash());
}
