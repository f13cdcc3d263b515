//! Clients that are turned away and try again, of a function whose reserved concurrency is 0.

use std::sync::Arc;

use coldstart::lab::{Budget, Detail, LabSpec, Metrics, Run, Window};

use super::data;

/// Clients that are turned away at every attempt, `calls` of them.
fn play(calls: u64, jitter: &str) -> Metrics {
    let scenario = data::scenario("client-full-jitter");
    let (retries, base, cap) = (scenario.input("retries"), scenario.input("base"), scenario.input("cap"));
    let text = format!(
        "[time]\nduration = \"{}s\"\n[functions.f]\nruntime = \"modelled\"\nreserved_concurrency = 0\n\
         [functions.f.model]\nwait = \"1ms\"\n[load]\nshape = \"trace\"\nstep = \"1s\"\ntrace = [{}]\n\
         [load.client]\nretries = {retries}\nback_off = \"{base}s\"\nback_off_max = \"{cap}s\"\njitter = \"{jitter}\"\n",
        calls / 1_000 + 60,
        "1000, ".repeat((calls / 1_000) as usize),
    );
    let (spec, problems) = LabSpec::parse(&text);
    let spec = spec.unwrap_or_else(|| panic!("{problems:?}"));
    let mut run = Run::new(Arc::new(spec), 1, Detail::Metrics, LabSpec::catalog());
    let end = run.end();
    run.advance_to(end, &mut Budget::unlimited());
    let metrics = run.measure(&Window::All);
    let counted =
        ["client_gave_up", "client_retries", "requests", "throttles"].map(|name| metrics.value(name).unwrap());
    let (calls, retries) = (calls as f64, retries * calls as f64);
    assert_eq!(counted, [calls, retries, calls + retries, calls + retries], "all gave up");
    metrics
}

fn check(calls: u64) {
    let scenario = data::scenario("client-full-jitter");
    let widened = (scenario.given_samples() / calls as f64).sqrt().max(1.0);
    for (jitter, name) in [("full", "mean_total_wait"), ("equal", "equal_jitter_mean")] {
        let (found, expected) = (play(calls, jitter).value("client_wait_ms").unwrap() / 1e3, scenario.expected(name));
        assert!((found / expected - 1.0).abs() < scenario.tolerance(name) * widened, "{name}: {found} for {expected}");
    }
    let found = play(1_000, "off").value("client_wait_ms").unwrap() / 1e3;
    assert!((found / scenario.expected("no_jitter_total") - 1.0).abs() < 1e-3, "always the ceiling: {found}");
}

#[test]
fn jitter_shortens_what_clients_wait_as_computed() {
    check(20_000);
}

#[test]
#[ignore = "some seconds in a release build: cargo test --release --test engine -- --ignored"]
fn jitter_shortens_what_clients_wait_as_computed_at_full_length() {
    check(1_000_000);
}
