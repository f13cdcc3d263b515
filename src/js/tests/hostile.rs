//! Handlers that mean harm, or were written on a bad day. Each ends as Lambda would end it, and the next process is clean.

use super::*;

/// How a handler of this body ends.
fn ends(body: &str) -> Outcome {
    let source = format!(
        "const sleep = (ms) => new Promise((done) => setTimeout(done, ms));\nexport const handler = async (event, context) => {{ {body} }};"
    );
    let mut ask = asked(Package::single("index.mjs", source));
    // What is endless is known by then; the machine that tests this need not wait for more.
    (ask.limits.endless_ticks, ask.limits.memory_bytes, ask.limits.response_bytes) = (600, 8 << 20, 1 << 20);
    let mut process = Process::of(ask);
    process.services = |_| Ok("{}".into());
    let outcome = match process.init() {
        Outcome::Ready => process.invoke("{}"),
        other => other,
    };
    assert_eq!(
        answer("export const handler = async () => [1, { a: 'b' }];", "{}"),
        r#"[1,{"a":"b"}]"#,
        "the next is clean"
    );
    outcome
}

/// How a function of this whole file ends: its INIT, or else its first invocation.
fn file_ends(source: &str) -> Outcome {
    let mut ask = asked(Package::single("index.mjs", source));
    (ask.limits.endless_ticks, ask.limits.memory_bytes) = (600, 8 << 20);
    let mut process = Process::of(ask);
    match process.init() {
        Outcome::Ready => process.invoke("{}"),
        other => other,
    }
}

fn fails_as(outcome: Outcome, error_type: &str) {
    let thrown = failure(outcome);
    assert_eq!(thrown.error_type, error_type, "{}", thrown.error_message);
}

#[test]
fn endless_loops_end_at_the_timeout() {
    for body in [
        "for (;;) ;",
        "while (true) { try { throw 1; } catch {} }",
        "const f = () => f; for (;;) f();",
        "await null; for (;;) ;",
        "try { for (;;) ; } finally { for (;;) ; }",
        "await sleep(1); do { continue; } while (true);",
        "const twice = function* () { for (;;) yield 1; }; for (const x of twice()) ;",
    ] {
        assert_eq!(ends(body), Outcome::OutOfTime, "{body}");
    }
}

#[test]
fn an_endless_loop_with_a_long_timeout_is_not_computed_through() {
    let mut sandbox =
        Sandbox::new(asked(Package::single("index.mjs", "export const handler = async () => { for (;;) ; };")))
            .unwrap();
    sandbox.init(Moment(0), Moment(10_000_000));
    let deadline = Moment(900_000_000);
    let turn = sandbox.invoke(Moment(0), deadline, "{}", CONTEXT);
    assert_eq!((turn.wait, turn.computed), (Wait::Over(Outcome::OutOfTime), Span(900_000_000)));
}

#[test]
fn an_answer_that_is_never_let_go_of_is_none() {
    assert_eq!(
        ends("context.callbackWaitsForEmptyEventLoop = false; context.succeed(1); for (;;) ;"),
        Outcome::OutOfTime
    );
    assert_eq!(ends("setImmediate(() => { for (;;) ; }); await sleep(5); return 1;"), Outcome::OutOfTime);
}

#[test]
fn what_goes_on_behind_an_answer_is_frozen() {
    let mut process = Process::esm(
        "let n = 0; const busy = async () => { for (;;) { await null; n += 1; } };
         export const handler = async (event) => { if (event.start) busy(); return n; };",
    );
    process.init();
    assert!(matches!(process.invoke(r#"{"start":1}"#), Outcome::Returned(_)));
    assert!(process.now < Moment(20_000), "{}", process.now.0);
}

#[test]
fn endless_chains_of_promises_end() {
    for body in [
        "for (;;) await null;",
        "const again = async () => { await null; return again(); }; queueMicrotask(function more() { queueMicrotask(more); }); await again();",
    ] {
        let outcome = ends(body);
        assert!(matches!(outcome, Outcome::OutOfTime | Outcome::OutOfMemory), "{body}: {outcome:?}");
    }
    assert_eq!(ends("const more = () => setImmediate(more); more(); await new Promise(() => {});"), Outcome::OutOfTime);
}

#[test]
fn promises_that_nobody_settles() {
    assert_eq!(ends("await new Promise(() => {});"), Outcome::OutOfTime);
    assert_eq!(file_ends("await new Promise(() => {}); export const handler = async () => 1;"), Outcome::OutOfTime);
    assert!(!file_ends("await sleep; const sleep = 1; export const handler = async () => 1;").process_lives());
}

#[test]
fn memory_bombs_go_off_inside() {
    for body in [
        "const all = []; for (;;) all.push(new Array(1000).fill(all));",
        "let text = 'x'.repeat(1 << 20); const all = []; for (;;) all.push(text + all.length);",
        "const all = []; for (;;) all.push(new Uint8Array(1 << 20));",
        "const map = new Map(); for (let i = 0; ; i += 1) map.set(i, { i });",
        "const o = {}; for (let i = 0; ; i += 1) o['key' + i] = i;",
        "await sleep(1); const all = []; for (;;) all.push(Buffer.alloc(1 << 18));",
    ] {
        assert_eq!(ends(body), Outcome::OutOfMemory, "{body}");
    }
}

#[test]
fn one_huge_thing_does_not_fit() {
    for body in [
        "new Uint8Array(1e9);",
        "new ArrayBuffer(2 ** 33);",
        "'x'.repeat(2 ** 29);",
        "let text = 'x'; for (;;) text += text;",
        "Array.from({ length: 1e8 }, () => 1);",
        "new Array(1e7).fill(1);",
        "Buffer.alloc(2 ** 31);",
    ] {
        let outcome = ends(body);
        assert!(matches!(outcome, Outcome::OutOfMemory | Outcome::Failed(_)), "{body}: {outcome:?}");
    }
}

#[test]
fn deep_recursion_is_a_range_error_and_the_process_lives() {
    for body in [
        "const f = () => 1 + f(); f();",
        "let o = {}; o.toString = () => `${o}`; String(o);",
        "const a = []; let b = a; for (let i = 0; i < 50000; i += 1) { b.push([]); b = b[0]; } JSON.stringify(a);",
        "const p = new Proxy({}, { get: (t, k, r) => r[k] }); p.x;",
    ] {
        fails_as(ends(body), "RangeError");
    }
    let mut process =
        Process::esm("const f = () => 1 + f(); export const handler = async (e) => { if (e.deep) f(); return 1; };");
    process.init();
    process.invoke(r#"{"deep":1}"#);
    assert_eq!(process.invoke("{}"), Outcome::Returned("1".into()));
}

#[test]
fn a_catastrophic_expression_ends_at_the_timeout() {
    assert_eq!(ends("return /^(a+)+$/.test('a'.repeat(40) + '!');"), Outcome::OutOfTime);
    assert_eq!(ends("await null; return /(x+x+)+y/.exec('x'.repeat(60));"), Outcome::OutOfTime);
}

#[test]
fn loops_over_the_engines_own_work_end() {
    for body in [
        "for (;;) 'x'.repeat(1e6);",
        "const a = new Array(1e5).fill(1); for (;;) a.slice();",
        "const b = new Uint8Array(1e6); for (;;) b.fill(1);",
        "const t = JSON.stringify(new Array(1e5).fill(1)); for (;;) JSON.parse(t);",
        "const a = new Array(1e5).fill(1); for (;;) a.join();",
    ] {
        assert_eq!(ends(body), Outcome::OutOfTime, "{body}");
    }
}

#[test]
fn bending_the_language_bends_only_ones_own() {
    for body in [
        "Object.prototype.toJSON = () => 'bent'; return {};",
        "Array.prototype.push = Array.prototype.map = () => { throw 1; }; Array.prototype[Symbol.iterator] = null; return 1;",
        "JSON.stringify = JSON.parse = () => { throw new Error('x'); }; return { a: 1 };",
        "Promise.prototype.then = () => { throw 1; }; return 1;",
        "Map.prototype.get = Map.prototype.set = Map.prototype[Symbol.iterator] = () => { throw 1; }; setTimeout(() => {}, 1); await sleep(2); return 1;",
        "Object.prototype.then = (done) => done('stolen'); return 1;",
        "for (const key of Object.getOwnPropertyNames(globalThis)) { try { delete globalThis[key]; } catch {} } return 1;",
        "Error.prototype.name = { toString() { throw 1; } }; throw new Error('x');",
        "Object.defineProperty(Object.prototype, 'message', { get() { throw 1; } }); throw {};",
        "Function.prototype.call = Function.prototype.apply = Reflect.apply = null; console.log('x', {}); return 1;",
        "__coldstart.invoke = __coldstart.nextTimer = __coldstart.fireTimer = () => { for (;;) ; }; return 1;",
        "Object.setPrototypeOf(__coldstart, new Proxy({}, { get() { throw 1; } })); return 1;",
        "delete globalThis.__coldstart; globalThis.__coldstart = null; return 1;",
        "String.prototype.split = RegExp.prototype.exec = RegExp.prototype.test = () => { throw 1; }; throw new Error('x');",
        "Error.prepareStackTrace = () => { for (;;) ; }; throw new Error('x');",
        "Error.stackTraceLimit = 1e9; throw new Error('x');",
    ] {
        // However it ends, it ends, and the next is clean.
        let _ = ends(body);
    }
    assert_eq!(
        ends("try { __coldstart.invoke = 1; } catch {} return typeof __coldstart.invoke;"),
        Outcome::Returned(r#""function""#.into())
    );
}

#[test]
fn there_is_no_way_out() {
    let body = "
const found = [];
const globals = (() => {}).constructor('return this')();
for (const name of ['std', 'os', 'bjson', 'scriptArgs', 'Deno', 'Bun', 'WebAssembly', 'XMLHttpRequest', 'loadScript', 'print', 'require', 'module']) if (name in globals) found.push(name);
for (const name of ['std', 'os:', 'qjs:std', 'qjs:os', 'file:///etc/passwd', '/etc/passwd', '../../etc/passwd', 'node:child_process', 'node:net', 'node:vm', 'node:worker_threads', '__proto__', 'constructor']) {
  try { const m = await import(name); if (m) found.push('import ' + name); } catch {}
}
const fs = await import('node:fs');
for (const path of ['/etc/passwd', '/proc/self/environ', '/var/task/../../etc/passwd', '/tmp/../etc/passwd', '/var/task/..']) { try { fs.readFileSync(path); found.push(path); } catch {} }
try { fs.writeFileSync('/var/task/index.mjs', 'x'); found.push('wrote'); } catch {}
const host = Object.getOwnPropertyNames(__coldstart).filter((name) => name === 'host');
if (process.env.HOME || process.env.PATH || process.env.USER) found.push('env');
if (process.pid !== 8) found.push('pid');
return [found, host];";
    assert_eq!(ends(body), Outcome::Returned("[[],[]]".into()));
}

#[test]
fn host_functions_take_anything() {
    let body = "
const values = [undefined, null, NaN, -1, 1e300, '', 'x', {}, [], () => {}, Symbol('s'), 10n, new Proxy({}, { get() { throw 1; } }), new Uint8Array(3)];
let calls = 0;
for (const name of Object.getOwnPropertyNames(__coldstart)) {
  const f = __coldstart[name];
  if (typeof f !== 'function' || ['invoke', 'ready', 'evaluated', 'initFailed', 'crash', 'quiet'].includes(name)) continue;
  for (const a of values) for (const b of values) { try { Promise.resolve(f(a, b, a)).catch(() => {}); calls += 1; } catch {} }
}
return calls > 100;";
    let outcome = ends(body);
    assert!(!matches!(outcome, Outcome::Ready), "{outcome:?}");
}

#[test]
fn a_huge_log_is_cut_with_a_note() {
    let mut process = Process::esm(
        "export const handler = async () => { const line = 'x'.repeat(10000); for (let i = 0; i < 200; i += 1) console.log(line, i); return 1; };",
    );
    process.init();
    assert_eq!(process.invoke("{}"), Outcome::Returned("1".into()));
    let bytes: usize = process.printed.iter().map(String::len).sum();
    assert!(bytes < 1_200_000, "{bytes}");
    assert_eq!(process.printed.last().unwrap(), "INFO (more than 1024 KB of log in one invocation are not kept)");
    let lines = process.printed.len();
    process.invoke("{}");
    assert!(process.printed.len() > lines + 50, "the next invocation is logged again");
    let mut process =
        Process::esm("export const handler = async () => { for (let i = 0; i < 30000; i += 1) console.log(''); };");
    process.init();
    process.invoke("{}");
    assert!(process.printed.len() <= 20_200, "{}", process.printed.len());
}

#[test]
fn a_huge_response_and_an_unwritable_one_are_errors() {
    fails_as(ends("return 'x'.repeat(1024 * 1024);"), "Function.ResponseSizeTooLarge");
    fails_as(ends("const a = {}; a.a = a; return a;"), "Runtime.MarshalError");
    fails_as(ends("return 10n;"), "Runtime.MarshalError");
    assert!(ends("return { get a() { throw new Error('got'); } };").process_lives());
    assert_eq!(ends("return new Proxy({}, { ownKeys() { for (;;) ; } });"), Outcome::OutOfTime);
    assert_eq!(ends("return { toJSON() { for (;;) ; } };"), Outcome::OutOfTime);
    assert_eq!(ends("return { then: (done) => { for (;;) ; } };"), Outcome::OutOfTime);
}

#[test]
fn what_is_thrown_may_be_hostile_too() {
    for body in [
        "throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } });",
        "throw new Proxy(new Error('x'), { get() { throw 1; } });",
        "throw { get message() { throw 1; }, toString() { throw 2; }, [Symbol.toPrimitive]() { throw 3; } };",
        "const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { throw 1; } }); throw e;",
        "const e = new Error('x'); e.self = e; throw e;",
        "throw Object.create(null);",
        "throw Symbol('s');",
        "throw undefined;",
        "throw class {};",
        "const e = new Error('x'.repeat(1e5)); e.name = 'y'.repeat(1e5); throw e;",
    ] {
        let outcome = ends(body);
        assert!(matches!(outcome, Outcome::Failed(_)), "{body}: {outcome:?}");
    }
    for body in [
        "throw { get message() { for (;;) ; } , [Symbol.for('nodejs.util.inspect.custom')]() { for (;;) ; } };",
        "const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { for (;;) ; } }); throw e;",
    ] {
        assert_eq!(ends(body), Outcome::OutOfTime, "{body}");
    }
}

#[test]
fn thousands_of_timers_and_of_calls_have_an_end() {
    let mut process = Process::esm(
        "export const handler = async () => { for (let i = 0; i < 10001; i += 1) setTimeout(() => {}, 1e6); };",
    );
    process.init();
    fails_as(process.invoke("{}"), "RangeError");
    assert_eq!(
        ends(
            "let n = 0; for (let i = 0; i < 300; i += 1) setTimeout(() => { n += 1; }, i % 50); await sleep(60); return n;"
        ),
        Outcome::Returned("300".into())
    );
    let mut process = Process::esm(
        "export const handler = async () => { await Promise.all(Array.from({ length: 1001 }, () => __coldstart.call('s', 'o', '{}'))); };",
    );
    process.init();
    fails_as(process.invoke("{}"), "RangeError");
    assert_eq!(ends("const id = setInterval(() => {}, 0); await new Promise(() => {});"), Outcome::OutOfTime);
}

#[test]
fn a_process_may_end_itself_anywhere() {
    for body in [
        "process.exit(7);",
        "await null; process.exit(7);",
        "setTimeout(() => process.exit(7), 1); await sleep(100);",
        "try { process.exit(7); } catch {} finally { console.log('still here'); } return 1;",
        "return { toJSON() { process.exit(7); } };",
        "throw { get message() { process.exit(7); }, [Symbol.for('nodejs.util.inspect.custom')]() { process.exit(7); } };",
        "process.on('unhandledRejection', () => process.exit(7)); Promise.reject(1); await sleep(5); return 1;",
        "[1].map(() => process.exit(7));",
        "new Promise(() => process.exit(7)); return 1;",
    ] {
        assert_eq!(ends(body), Outcome::Exited(7), "{body}");
    }
    assert_eq!(file_ends("process.exit(7); export const handler = async () => 1;"), Outcome::Exited(7));
    assert_eq!(file_ends("await null; process.exit(7); export const handler = async () => 1;"), Outcome::Exited(7));
}

#[test]
fn errors_that_nobody_catches_end_the_process() {
    fails_as(ends("setTimeout(() => { throw new TypeError('late'); }, 1); await sleep(50); return 1;"), "TypeError");
    fails_as(ends("Promise.reject(new Error('lost')); await sleep(5); return 1;"), "Runtime.UnhandledPromiseRejection");
    fails_as(
        ends("(async () => { await sleep(1); throw undefined; })(); await sleep(50); return 1;"),
        "Runtime.UnhandledPromiseRejection",
    );
    assert_eq!(
        ends(
            "const p = Promise.reject(new Error('in time')); await null; p.catch(() => {}); await sleep(2); return 1;"
        ),
        Outcome::Returned("1".into())
    );
    assert_eq!(
        ends("process.on('unhandledRejection', () => {}); Promise.reject(1); await sleep(2); return 1;"),
        Outcome::Returned("1".into())
    );
    fails_as(file_ends("throw new Error('boot'); export const handler = async () => 1;"), "Error");
    fails_as(file_ends("await Promise.reject(new Error('boot')); export const handler = async () => 1;"), "Error");
}

#[test]
fn a_process_that_is_over_takes_no_more_and_harms_nobody() {
    let mut process = Process::esm("export const handler = async () => { for (;;) ; };");
    process.init();
    assert_eq!(process.invoke("{}"), Outcome::OutOfTime);
    for _ in 0..3 {
        let turn = process.sandbox.invoke(process.now, process.now + Span::from_secs(3), "{}", CONTEXT);
        assert!(matches!(turn.wait, Wait::Over(Outcome::Exited(_))), "{:?}", turn.wait);
        process.sandbox.resume(process.now, &[Answer { ticket: 1, result: Ok("1".into()) }]);
    }
}

#[test]
fn events_may_be_anything_that_is_json_and_what_is_not_is_an_error() {
    let mut process = Process::esm("export const handler = async (event) => event;");
    process.init();
    for event in
        ["null", "0", "\"\"", "[]", r#"{"__proto__":{"x":1},"constructor":1,"then":5}"#, "[[[[[[]]]]]]", "\"\\ud800\""]
    {
        let outcome = process.invoke(event);
        assert!(matches!(outcome, Outcome::Returned(_)), "{event}: {outcome:?}");
    }
    fails_as(process.invoke("{not json"), "SyntaxError");
    let deep = "[".repeat(100_000);
    assert!(matches!(process.invoke(&deep), Outcome::Failed(_)));
}

mod drawn {
    use super::*;
    use proptest::prelude::*;

    /// Pieces of which a source is made up: what handlers are made of, in any order.
    const PIECES: &[&str] = &[
        "export const handler = async (event) => {",
        "}",
        "{",
        "(",
        ")",
        ";",
        "await ",
        "null",
        "event",
        "return ",
        "throw ",
        "new Promise(() => {})",
        "for (;;) ",
        "while (event) ",
        "setTimeout(() => {}, 5);",
        "console.log(event);",
        "process.exit(1);",
        "import('node:fs')",
        "globalThis",
        "[",
        "]",
        ",",
        "...",
        "=>",
        "async ",
        "function* f() ",
        "yield ",
        "class A ",
        "Object.prototype.x = 1;",
        "delete ",
        "this",
        "'text'",
        "`${",
        "`",
        "1e9",
        "new Array(",
        "JSON.stringify(",
        "Symbol.iterator",
        "Proxy",
        "try ",
        "catch ",
        "finally ",
        "Promise.reject(1);",
        "module.exports.handler = ",
        "exports.handler = (e, c, cb) => cb(null, e);",
        "require('fs')",
        "__coldstart.call('a', 'b', '{}')",
        "/(a+)+$/",
        "\\",
        "\u{0}",
        "ü",
        "🦀",
        "#",
        "@",
        "<!--",
        "static ",
        "let x = ",
        "with (event) ",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn any_source_and_any_event_come_to_an_end(
            pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..24),
            noise in ".{0,12}",
            event in prop_oneof![Just("{}".to_owned()), Just("null".to_owned()), "[ -~]{0,20}"],
            name in proptest::sample::select(&["index.mjs", "index.js", "index.cjs"][..]),
            whole in any::<bool>(),
        ) {
            let body = pieces.concat() + &noise;
            let source = if whole { format!("export const handler = async (event) => {{ {body} }};") } else { body };
            let mut ask = asked(Package::single(name, source));
            ask.limits.memory_bytes = 8 << 20;
            ask.limits.tick = Limits::tick_at(128, 1_769);
            ask.limits.endless_ticks = 100;
            let mut process = Process::of(ask);
            process.services = |_| Ok("{}".into());
            if process.init() == Outcome::Ready {
                process.invoke(&event);
                process.invoke(&event);
            }
        }
    }
}
