//! How much one invocation costs the engine: `cargo bench --bench engine`. Prints figures beside the goals; judges nothing,
//! because machines are noisy. With `valgrind` on the machine it also counts instructions, which are steadier than seconds.
//!
//! One row alone: `cargo bench --bench engine -- metrics 10 1000000` (detail, concurrency, invocations), or `chain 10 1000000`.

use std::env;
use std::process::Command;
use std::time::Instant;

use coldstart::api::Payload;
use coldstart::api::lambda::{InvocationType, Invoke};
use coldstart::catalog::Catalog;
use coldstart::cloud::{
    AccountConfig, Architecture, AsyncConfig, Detail, Dist, EPOCH_UNIX_S, FunctionConfig, FunctionSpec, Handler,
    LoggingConfig, Model, PackageKind, PlatformFacts, Routing, Runtime, Target, VersionsConfig, World, WorldSpec,
};
use coldstart::sim::{Stream, Streams};
use coldstart::units::{FunctionId, Megabytes, Moment, Ratio, Span};

/// Invocations of a month at 100 requests a second.
const MONTH_INVOCATIONS: f64 = 259_200_000.0;
const MONTH_GOAL_S: f64 = 13.0;
const INSTRUCTIONS_GOAL: f64 = 450.0;
const RATIO_GOAL: f64 = 1.3;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [what, concurrency, invocations] = arguments.as_slice() {
        let case = Case { what: What::named(what), concurrency: number(concurrency) as u32 };
        println!("{}", Row::measure(case, number(invocations)));
        return;
    }
    println!("one modelled function, Poisson arrivals, lognormal waiting of 100 ms, 512 MB, nodejs22.x");
    let rows: Vec<Row> = [10, 100, 1_000, 10_000].map(|concurrency| Row::counted(What::Metrics, concurrency)).into();
    for row in &rows {
        println!("{row}");
    }
    let (small, huge) = (&rows[0], &rows[3]);
    println!(
        "a month at 100 rps (concurrency 10): {:.1} s, goal {MONTH_GOAL_S} s; instructions an invocation: goal {INSTRUCTIONS_GOAL}",
        small.nanos * MONTH_INVOCATIONS / 1e9
    );
    println!("10,000 at once against 10: {:.2} x, goal {RATIO_GOAL} x", huge.nanos / small.nanos);
    println!("an event through the queue, retried when it fails, and its result through a second function:");
    println!("{}", Row::counted(What::Chain, 10));
    println!("for the screen, with its journal, logs and bars:");
    for concurrency in [10, 1_000] {
        let row = Row::counted(What::Full, concurrency);
        println!("{row}\n  {:.2} x metrics at 10", row.nanos / small.nanos);
    }
    if small.instructions.is_none() {
        println!("no instructions were counted: there is no `valgrind` on this machine");
    }
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    Metrics,
    Full,
    /// In metrics detail: an asynchronous event, its function, and a second function as its destination.
    Chain,
}

impl What {
    fn named(name: &str) -> Self {
        match name {
            "full" => Self::Full,
            "chain" => Self::Chain,
            _ => Self::Metrics,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Metrics => "metrics",
            Self::Full => "full",
            Self::Chain => "chain",
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Case {
    what: What,
    concurrency: u32,
}

/// One measurement.
struct Row {
    case: Case,
    nanos: f64,
    instructions: Option<f64>,
    events: f64,
    mean_concurrency: f64,
}

impl Row {
    /// Plays `invocations` after a warm-up that fills the environments.
    fn measure(case: Case, invocations: u64) -> Self {
        // Environments may come as fast as they are needed, so that a short warm-up fills any concurrency.
        let facts = PlatformFacts { scaling_burst: 1_000_000, ..PlatformFacts::from(&Catalog::embedded()) };
        let detail = if case.what == What::Full { Detail::Full } else { Detail::Metrics };
        let mut world = World::new(&spec(case), 1, detail, &facts).expect("a valid world");
        let mut arrivals = Arrivals::new(case);
        arrivals.feed(&mut world, u64::from(case.concurrency) * 50 + 10_000);
        let (events, from) = (world.events(), world.now());
        world.take_slice();
        let start = Instant::now();
        arrivals.feed(&mut world, invocations);
        let nanos = start.elapsed().as_nanos() as f64 / invocations as f64;
        let slice = world.take_slice();
        let mean_concurrency = slice.account.running.mean(world.now().since(from));
        let events = (world.events() - events) as f64 / invocations as f64;
        Self { case, nanos, instructions: None, events, mean_concurrency }
    }

    /// The same, the best of three, with the instructions under callgrind if it is there.
    fn counted(what: What, concurrency: u32) -> Self {
        let case = Case { what, concurrency };
        let tries = (0..3).map(|_| Self::measure(case, if what == What::Metrics { 3_000_000 } else { 600_000 }));
        let best = tries.min_by(|one, other| one.nanos.total_cmp(&other.nanos)).expect("three tries");
        Self { instructions: instructions(case), ..best }
    }
}

/// Instructions an invocation: what a longer run takes more than a shorter one, by how many invocations it is longer.
fn instructions(case: Case) -> Option<f64> {
    const SHORT: u64 = 50_000;
    const LONG: u64 = 250_000;
    let (short, long) = (collected(case, SHORT)?, collected(case, LONG)?);
    Some((long - short) / (LONG - SHORT) as f64)
}

/// All instructions of a run of this program, as callgrind counts them.
fn collected(case: Case, invocations: u64) -> Option<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe().ok()?)
        .args([case.what.name(), &case.concurrency.to_string(), &invocations.to_string()])
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    said.lines().find_map(|line| line.split_once("Collected :"))?.1.trim().parse().ok()
}

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Case { what, concurrency } = self.case;
        write!(f, "  {:8} concurrency {concurrency:6}: {:6.1} ns", what.name(), self.nanos)?;
        if let Some(instructions) = self.instructions {
            write!(f, ", {instructions:5.0} instructions")?;
        }
        write!(f, ", {:.2} events an invocation (mean in progress {:.1})", self.events, self.mean_concurrency)
    }
}

/// Independent arrivals, without drift.
struct Arrivals {
    stream: Stream,
    micros: f64,
    mean_gap_micros: f64,
    asynchronous: bool,
}

impl Arrivals {
    fn new(case: Case) -> Self {
        let mean_gap_micros = 1e6 * MEAN_S / f64::from(case.concurrency);
        let stream = Streams::new(1).stream("arrivals");
        Self { stream, micros: 0.0, mean_gap_micros, asynchronous: case.what == What::Chain }
    }

    fn feed(&mut self, world: &mut World, count: u64) {
        for _ in 0..count {
            self.micros += self.stream.standard_exponential() * self.mean_gap_micros;
            let at = Moment(self.micros as u64);
            if self.asynchronous {
                let invocation_type = InvocationType::Event;
                world.invoke(
                    at,
                    Invoke { invocation_type, payload: Payload::of_size(100), ..Invoke::plain(FunctionId(0)) },
                );
            } else {
                world.offer(at, FunctionId(0));
            }
        }
    }
}

/// The mean of the lognormal below, and of the computing.
const MEAN_S: f64 = 0.117;

fn spec(case: Case) -> WorldSpec {
    let concurrency = case.concurrency;
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
    let mut functions = vec![FunctionSpec { name: "hello".to_owned(), config: config.clone() }];
    if case.what == What::Chain {
        let second = FunctionConfig { asynchronous: AsyncConfig::default(), ..config };
        functions[0].config.asynchronous.on_success = Some(Target::Function(FunctionId(1)));
        functions.push(FunctionSpec { name: "second".to_owned(), config: second });
    }
    WorldSpec {
        account: AccountConfig { concurrency: concurrency * 4 + 100, region: "us-east-1".to_owned() },
        functions,
        event_sources: Vec::new(),
        endpoints: Vec::new(),
        epoch_unix_s: EPOCH_UNIX_S,
    }
}

fn number(text: &str) -> u64 {
    text.parse().expect("a whole number")
}
