//! Exact answers from queueing theory, from counting by hand, and from documented rules: every scenario of
//! `tests/data/sim-reference.toml`, which says where each answer comes from.
//!
//! A random scenario's tolerance belongs to a number of requests, and is about 3.3 standard errors of a run that long. The ordinary
//! tests play fewer; the standard error of a mean over n requests falls with the square root of n, so the tolerance is widened by the
//! square root of how many times fewer they are. `cargo test --release --test engine -- --ignored` plays them in full.

mod busy;
mod clients;
mod counted;
mod data;
mod rates;
mod steady;
mod waiting;

/// The sources of all tests that name scenarios.
const SOURCES: &[&str] = &[
    include_str!("busy.rs"),
    include_str!("clients.rs"),
    include_str!("counted.rs"),
    include_str!("rates.rs"),
    include_str!("steady.rs"),
    include_str!("waiting.rs"),
    include_str!("../asynchronous.rs"),
    include_str!("../event_sources.rs"),
    include_str!("../provisioned.rs"),
];

#[test]
fn every_scenario_is_played_by_some_test() {
    for scenario in data::all() {
        let quoted = [format!("\"{}\"", scenario.id), format!("`{}`", scenario.id)];
        let played = SOURCES.iter().any(|source| quoted.iter().any(|name| source.contains(name)));
        assert!(played, "no test plays `{}`", scenario.id);
    }
}
