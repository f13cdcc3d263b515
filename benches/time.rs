//! What it costs to turn time back: `cargo bench --bench time`. Prints figures beside the goals; judges nothing, because machines are noisy.

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use coldstart::lab::history::History;
use coldstart::lab::{Budget, Detail, LabSpec};
use coldstart::units::{Moment, Span};

/// A thousand requests a second that take ten seconds each: ten thousand environments.
const CROWD: &str = "[functions.crowd]\ntimeout_s = 30\n[functions.crowd.model]\nwait = \"10s\"\n[account]\nconcurrency = 20000\n[load]\nrps = 1000\nshape = \"poisson\"\n";
/// The same load on a quick function.
const QUICK: &str = "[functions.quick]\n[functions.quick.model]\nwait = 100\n[account]\nconcurrency = 20000\n[load]\nrps = 1000\nshape = \"poisson\"\n";

const HOUR_S: u64 = 3_600;
const GOAL_MS: f64 = 200.0;

fn main() {
    for (name, lab) in [("10,000 environments at 1,000 rps", CROWD), ("a quick function at 1,000 rps", QUICK)] {
        measure(name, lab);
    }
}

fn measure(name: &str, lab: &str) {
    let (spec, problems) = LabSpec::parse(lab);
    let spec = Arc::new(spec.unwrap_or_else(|| panic!("{problems:?}")));
    let mut history = History::new(spec, 1, Detail::Full, LabSpec::catalog());
    let (before, start) = (resident_mb(), Instant::now());
    let end = Moment::START + Span::from_secs(2 * HOUR_S);
    while history.now() < end {
        let next = history.now() + Span::from_secs(1);
        history.advance_to(next, &mut Budget::unlimited());
    }
    let (played, events) = (start.elapsed(), history.run().events());
    println!(
        "{name}: two hours, {events} events, played in {:.1} s ({:.0} ns an event)",
        played.as_secs_f64(),
        played.as_nanos() as f64 / events as f64
    );
    println!("  checkpoints of two hours              {:8.1} MB resident", resident_mb() - before);
    let (clone, copies) = timed(|| (0..20).map(|_| history.run().clone()).collect::<Vec<_>>());
    println!(
        "  a copy of the run                     {:8.2} ms, about {:.1} MB of its own",
        millis(clone) / 20.0,
        history.run().weight() as f64 / 1e6
    );
    drop(copies);
    let (look, ()) = timed(|| (0..20).for_each(|_| drop(history.run().snapshot())));
    println!("  a look at it (each frame)             {:8.2} ms", millis(look) / 20.0);
    let mut worst = Duration::ZERO;
    for back in (1..=60).map(|step| HOUR_S * step / 60) {
        let (took, ()) = timed(|| {
            history.go_to(Moment(end.as_micros() - back * 1_000_000));
            while !history.travel(&mut Budget::unlimited()) {}
        });
        worst = worst.max(took);
        let (home, ()) = timed(|| {
            history.go_to(end);
            while !history.travel(&mut Budget::unlimited()) {}
        });
        if back == HOUR_S {
            println!("  back one hour                         {:8.1} ms   goal {GOAL_MS} ms", millis(took));
            println!("  and to the newest again               {:8.1} ms", millis(home));
        }
    }
    println!("  back by any minutes up to an hour     {:8.1} ms at most, goal {GOAL_MS} ms", millis(worst));
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let out = work();
    (start.elapsed(), out)
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// What the system counts as this process's memory; nothing where it does not say.
fn resident_mb() -> f64 {
    let pages = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: f64 = pages.split_whitespace().nth(1).and_then(|pages| pages.parse().ok()).unwrap_or(0.0);
    pages * 4096.0 / 1e6
}
