//! In `metrics` detail a modelled invocation allocates nothing, and memory stays as it is, however long a run is.
//!
//! Allocations of this thread are counted by a global allocator, which is why these tests are a file of their own.

use std::sync::Arc;

use allocation_counter::measure;
use coldstart::catalog::Catalog;
use coldstart::cloud::{PlatformFacts, World, WorldSpec};
use coldstart::lab::{Budget, Detail, LabFunction, LabSpec, Run, Window};
use coldstart::sim::Streams;
use coldstart::units::{FunctionId, Moment, Span};

/// Every distribution, errors, timeouts, every routing, and reserved concurrency.
const FUNCTIONS: &str = r#"
[functions.hello]
memory_mb = 512
[functions.hello.model]
cpu = { dist = "lognormal", p50 = 3, p95 = 9 }
wait = { dist = "exponential", mean = 100 }
error_rate = "1%"
[functions.capped]
runtime = "modelled"
routing = "newest"
reserved_concurrency = 4
timeout_s = 1
[functions.capped.model]
wait = { dist = "lognormal", p50 = 250, p95 = "2s" }
[functions.lru]
runtime = "modelled"
routing = "lru"
[functions.lru.model]
wait = { dist = "uniform", min = 10, max = 90 }
[functions.random]
runtime = "modelled"
routing = "random"
[functions.random.model]
wait = 30
"#;

fn lab(more: &str) -> LabSpec {
    let (spec, problems) = LabSpec::parse(&format!("{FUNCTIONS}{more}"));
    spec.unwrap_or_else(|| panic!("{problems:#?}"))
}

/// Offers independent requests to each function in turn.
struct Crowd {
    world: World,
    stream: coldstart::sim::Stream,
    now: Moment,
    turn: u16,
}

impl Crowd {
    fn new() -> Self {
        let lab = lab("[load]\n");
        let functions = lab.functions.iter().map(LabFunction::world_spec).collect();
        let spec = WorldSpec {
            account: lab.account,
            functions,
            event_sources: Vec::new(),
            endpoints: Vec::new(),
            epoch_unix_s: 0,
        };
        let facts = PlatformFacts::from(&Catalog::embedded());
        let world = World::new(&spec, 1, Detail::Metrics, &facts).expect("a valid world");
        Self { world, stream: Streams::new(1).stream("crowd"), now: Moment::START, turn: 0 }
    }

    fn offer(&mut self, requests: u32) {
        for _ in 0..requests {
            self.now += self.stream.exponential(Span::from_millis(2));
            self.world.offer(self.now, FunctionId(self.turn));
            self.turn = (self.turn + 1) % 4;
        }
    }
}

#[test]
fn an_invocation_allocates_nothing() {
    let mut crowd = Crowd::new();
    // Until environments, histograms and the agenda have the room they need.
    crowd.offer(1_000_000);
    let counted = measure(|| crowd.offer(100_000));
    let total = crowd.world.cumulative().total().counters;
    assert!(
        total.throttles > 1_000 && total.errors > 1_000 && total.timeouts > 1_000,
        "all kinds of requests are among them"
    );
    // What is left are records: a bucket of the agenda that was never as full, a request that never took as long.
    assert!(counted.count_total < 20, "{} allocations in 100,000 invocations", counted.count_total);
}

/// A lab beside its world has traffic and slices of time; these are 240 at most, whatever the length of the run.
#[test]
fn a_run_keeps_its_size() {
    let spec = lab("[load]\nshape = \"poisson\"\nrps = 40\n[time]\nduration = \"30d\"\n");
    let hours = |hours: u64| Moment::START + Span::from_secs(hours * 3_600);
    let mut run = None;
    let start = measure(|| {
        let mut new = Run::new(Arc::new(spec), 1, Detail::Metrics, LabSpec::catalog());
        new.advance_to(hours(4), &mut Budget::unlimited());
        run = Some(new);
    });
    let mut run = run.expect("the run that was measured");
    let later = measure(|| {
        run.advance_to(hours(16), &mut Budget::unlimited());
    });
    let invocations = run.measure(&Window::All).value("invocations").expect("a count") as u64;
    assert!(invocations > 1_500_000);
    assert!(start.bytes_max < 16 << 20, "{} bytes at most", start.bytes_max);
    assert!(later.bytes_current < 2 << 20, "{} bytes more after three times as long again", later.bytes_current);
    assert!(later.count_total < invocations / 50, "{} allocations in {invocations} invocations", later.count_total);
}
