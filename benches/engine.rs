//! How much one invocation costs the engine: `cargo bench --bench engine`. Prints figures beside the goals; judges nothing,
//! because machines are noisy.
//!
//! Instruction counts are steadier than seconds. For those, build once and count one row:
//! `valgrind --tool=callgrind target/release/deps/engine-* metrics 10 1000000`.

use std::env;
use std::time::Instant;

use coldstart::catalog::Catalog;
use coldstart::cloud::{
    AccountConfig, Architecture, AsyncConfig, Detail, Dist, EPOCH_UNIX_S, FunctionConfig, FunctionSpec, Handler,
    LoggingConfig, Model, PackageKind, PlatformFacts, Routing, Runtime, VersionsConfig, World, WorldSpec,
};
use coldstart::sim::{Stream, Streams};
use coldstart::units::{FunctionId, Megabytes, Moment, Ratio, Span};

/// Seconds for a month at 100 requests a second.
const MONTH_INVOCATIONS: f64 = 259_200_000.0;
const MONTH_GOAL_S: f64 = 13.0;
const RATIO_GOAL: f64 = 1.3;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [detail, concurrency, invocations] = arguments.as_slice() {
        let detail = if detail == "full" { Detail::Full } else { Detail::Metrics };
        let (concurrency, invocations) = (number(concurrency), u64::from(number(invocations)));
        println!("{}", Row::measure(detail, concurrency, invocations));
        return;
    }
    println!("one modelled function, Poisson arrivals, lognormal waiting of 100 ms, 512 MB, nodejs22.x");
    let small = Row::measure(Detail::Metrics, 10, 5_000_000);
    let large = Row::measure(Detail::Metrics, 1_000, 5_000_000);
    let huge = Row::measure(Detail::Metrics, 10_000, 5_000_000);
    let full_small = Row::measure(Detail::Full, 10, 1_000_000);
    let full_large = Row::measure(Detail::Full, 1_000, 1_000_000);
    for row in [&small, &large, &huge, &full_small, &full_large] {
        println!("{row}");
    }
    println!(
        "a month at 100 rps (concurrency 10): {:.1} s, goal {MONTH_GOAL_S} s",
        small.nanos * MONTH_INVOCATIONS / 1e9
    );
    println!("10,000 at once against 10: {:.2} x, goal {RATIO_GOAL} x", huge.nanos / small.nanos);
    println!("full detail against metrics at 10: {:.2} x", full_small.nanos / small.nanos);
}

/// One measurement.
struct Row {
    detail: Detail,
    concurrency: u32,
    nanos: f64,
    events: f64,
    mean_concurrency: f64,
}

impl Row {
    /// Plays `invocations` after a warm-up that fills the environments.
    fn measure(detail: Detail, concurrency: u32, invocations: u64) -> Self {
        // Environments may come as fast as they are needed, so that a short warm-up fills any concurrency.
        let facts = PlatformFacts { scaling_burst: 1_000_000, ..PlatformFacts::from(&Catalog::embedded()) };
        let mut world = World::new(&spec(concurrency), 1, detail, &facts).expect("a valid world");
        let mut arrivals = Arrivals::new(f64::from(concurrency) / MEAN_S);
        arrivals.feed(&mut world, (u64::from(concurrency) * 50).max(10_000));
        let (events, from) = (world.events(), world.now());
        world.take_slice();
        let start = Instant::now();
        arrivals.feed(&mut world, invocations);
        let nanos = start.elapsed().as_nanos() as f64 / invocations as f64;
        let slice = world.take_slice();
        let mean_concurrency = slice.account.running.mean(world.now().since(from));
        Self {
            detail,
            concurrency,
            nanos,
            events: (world.events() - events) as f64 / invocations as f64,
            mean_concurrency,
        }
    }
}

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:8} concurrency {:6}: {:6.1} ns and {:.2} events an invocation (mean in progress {:.1})",
            format!("{:?}", self.detail).to_lowercase(),
            self.concurrency,
            self.nanos,
            self.events,
            self.mean_concurrency
        )
    }
}

/// Independent arrivals, without drift.
struct Arrivals {
    stream: Stream,
    micros: f64,
    mean_gap_micros: f64,
}

impl Arrivals {
    fn new(rate: f64) -> Self {
        Self { stream: Streams::new(1).stream("arrivals"), micros: 0.0, mean_gap_micros: 1e6 / rate }
    }

    fn feed(&mut self, world: &mut World, count: u64) {
        for _ in 0..count {
            self.micros += self.stream.standard_exponential() * self.mean_gap_micros;
            world.offer(Moment(self.micros as u64), FunctionId(0));
        }
    }
}

/// The mean of the lognormal below, and of the computing.
const MEAN_S: f64 = 0.117;

fn spec(concurrency: u32) -> WorldSpec {
    let config = FunctionConfig {
        runtime: Runtime::named("nodejs22.x"),
        architecture: Architecture::X86_64,
        package: PackageKind::Zip,
        package_size: Megabytes(5),
        memory: Megabytes(512),
        timeout: Span::from_secs(30),
        ephemeral_storage: Megabytes(512),
        reserved_concurrency: None,
        idle_expiry: None,
        max_age: None,
        routing: Routing::Mru,
        versions: VersionsConfig::default(),
        asynchronous: AsyncConfig::default(),
        logging: LoggingConfig::default(),
        handler: Handler::Model(Model {
            init: Dist::Constant(Span::from_millis(120)),
            cpu: Dist::Constant(Span::from_millis(2)),
            wait: Dist::Lognormal { p50: Span::from_millis(100), p95: Span::from_millis(200) },
            error_rate: Ratio::from_f64(0.001),
            memory_used: Megabytes(60),
            ..Model::default()
        }),
    };
    WorldSpec {
        account: AccountConfig { concurrency: concurrency * 2 + 100, region: "us-east-1".to_owned() },
        functions: vec![FunctionSpec { name: "hello".to_owned(), config }],
        epoch_unix_s: EPOCH_UNIX_S,
    }
}

fn number(text: &str) -> u32 {
    text.parse().expect("a whole number")
}
