//! What computing takes.

use super::*;

/// How long a handler of this body takes with this much memory, and what it saw of the clock itself.
fn taken(body: &str, memory_mb: u32) -> (Span, f64) {
    let source = format!(
        "export const handler = async () => {{ const start = performance.now(); {body}; return performance.now() - start; }};"
    );
    let mut ask = asked(Package::single("index.mjs", source));
    ask.limits.tick = Limits::tick_at(memory_mb, 1_769);
    let mut sandbox = Sandbox::new(ask).unwrap();
    sandbox.init(Moment::START, Moment(10_000_000));
    let turn = sandbox.invoke(Moment(0), Moment(900_000_000), "{}", CONTEXT);
    let Wait::Over(Outcome::Returned(seen)) = turn.wait else { panic!("{:?}", turn.wait) };
    (turn.computed, seen.parse().unwrap())
}

const LOOP: &str = "let sum = 0; for (let i = 0; i < 1000000; i += 1) sum += i";

#[test]
fn less_memory_computes_proportionally_longer_and_the_code_sees_it() {
    let (whole, seen_whole) = taken(LOOP, 1_769);
    let (eighth, seen_eighth) = taken(LOOP, 221);
    assert!((9.0..=11.0).contains(&whole.as_millis_f64()), "{whole}");
    let ratio = eighth.as_millis_f64() / whole.as_millis_f64();
    assert!((7.9..=8.1).contains(&ratio), "{ratio}");
    assert!((7.9..=8.1).contains(&(seen_eighth / seen_whole)), "{seen_eighth} {seen_whole}");
}

#[test]
fn a_recursive_fibonacci_takes_about_what_it_takes_in_node() {
    let body = "const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2)); fib(24)";
    let (taken, _) = taken(body, 1_769);
    // 75,025 leaves, 150,049 calls: 10 to 20 ns each.
    assert!((1.5..3.0).contains(&taken.as_millis_f64()), "{taken}");
}

#[test]
fn more_than_one_vcpu_makes_one_thread_no_faster() {
    assert_eq!(taken(LOOP, 10_240), taken(LOOP, 1_769));
}

#[test]
fn a_deadline_is_reached_by_scaled_time() {
    let source = "export const handler = async () => { for (let i = 0; i < 1e7; i += 1) ; return 1; };";
    let outcome = |memory_mb| {
        let mut ask = asked(Package::single("index.mjs", source));
        ask.limits.tick = Limits::tick_at(memory_mb, 1_769);
        let mut process = Process::of(ask);
        process.init();
        process.invoke("{}")
    };
    assert_eq!(outcome(1_769), Outcome::Returned("1".into()));
    assert_eq!(outcome(32), Outcome::OutOfTime);
}

#[test]
fn no_handler_computes_in_no_time() {
    let (hello, _) = taken("", 1_769);
    assert!((0.02..0.1).contains(&hello.as_millis_f64()), "{hello}");
    let (talking, _) = taken("for (let i = 0; i < 10; i += 1) console.log('line', i)", 1_769);
    assert_eq!(talking, hello + Span(50));
    let (small, _) = taken("", 128);
    assert!(small.as_millis_f64() > 10.0 * hello.as_millis_f64(), "{small}");
}

#[test]
fn large_texts_take_time_to_read_and_write() {
    let (answer, _) = taken("return 'x'.repeat(1000000).length && 1", 1_769);
    assert!(answer < Span::from_millis(1), "{answer}");
    let mut process = Process::esm("export const handler = async (event) => event;");
    process.init();
    let before = process.now;
    process.invoke(&format!("{:?}", "x".repeat(1_000_000)));
    assert!((9.5..10.5).contains(&process.now.since(before).as_millis_f64()), "{}", process.now.since(before));
}
