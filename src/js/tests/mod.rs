//! Handlers as people write them, and as they should not.

mod calls;
mod handlers;
mod hostile;
mod node;
mod sdk;
mod time;

use super::*;
use crate::sim::Streams;
use crate::units::{Moment, Span};

/// 2026-01-01T00:00:00Z.
const EPOCH: u64 = 1_767_225_600;
const CONTEXT: &str = r#"{"functionName":"test","awsRequestId":"r-1","memoryLimitInMB":"128"}"#;

fn asked(package: Package) -> Asked {
    Asked {
        package,
        limits: Limits { endless_ticks: 2_500, ..Limits::default() },
        env: vec![("TABLE".into(), "orders".into())],
        node_version: "v22.22.0".into(),
        arch: "x64",
        chance: Streams::new(1).stream("js/test"),
        json_logs: false,
        tmp: Tmp::default(),
        epoch_unix_s: EPOCH,
    }
}

/// What the services of a test answer.
type Services = fn(&Call) -> Result<String, CallError>;

/// A process that lets time pass whenever it waits, as a world does.
struct Process {
    sandbox: Sandbox,
    now: Moment,
    printed: Vec<String>,
    /// What was asked of services: `dynamodb GetItem {…}`.
    asked: Vec<String>,
    subsegments: Vec<Subsegment>,
    services: Services,
}

/// How long every service takes to answer.
const LATENCY: Span = Span(5_000);

impl Process {
    fn of(asked: Asked) -> Self {
        let sandbox = Sandbox::new(asked).expect("a sandbox");
        let services = |call: &Call| Err(CallError::client("NoSuchService", 400, format!("no {}", call.service)));
        let (printed, asked, subsegments) = (Vec::new(), Vec::new(), Vec::new());
        Self { sandbox, now: Moment::START, printed, asked, subsegments, services }
    }

    fn esm(source: &str) -> Self {
        Self::of(asked(Package::single("index.mjs", source)))
    }

    fn init(&mut self) -> Outcome {
        let deadline = self.now + Span::from_secs(10);
        let turn = self.sandbox.init(self.now, deadline);
        self.finish(turn, deadline)
    }

    fn invoke(&mut self, event: &str) -> Outcome {
        let deadline = self.now + Span::from_secs(3);
        let turn = self.sandbox.invoke(self.now, deadline, event, CONTEXT);
        self.finish(turn, deadline)
    }

    fn finish(&mut self, mut turn: Turn, deadline: Moment) -> Outcome {
        let mut open: Vec<Call> = Vec::new();
        loop {
            let line = |line: Printed| format!("{} {}", line.level.map_or("", Level::name), line.text);
            self.printed.extend(turn.printed.drain(..).map(line));
            self.subsegments.append(&mut turn.subsegments);
            let asked = |call: &Call| format!("{} {} {}", call.service, call.operation, call.input);
            self.asked.extend(turn.calls.iter().map(asked));
            open.append(&mut turn.calls);
            self.now += turn.computed;
            let timer = match turn.wait {
                Wait::Over(outcome) => return outcome,
                Wait::Until(due) => due,
                Wait::Calls | Wait::Forever => Moment::NEVER,
            };
            let reply = open.first().map_or(Moment::NEVER, |call| call.at + LATENCY);
            if timer.min(reply) >= deadline {
                return Outcome::OutOfTime;
            }
            let answers = if reply <= timer {
                let call = open.remove(0);
                vec![Answer { ticket: call.ticket, result: (self.services)(&call) }]
            } else {
                Vec::new()
            };
            self.now = self.now.max(timer.min(reply));
            turn = self.sandbox.resume(self.now, &answers);
        }
    }
}

/// A process of this file whose services answer so, after its INIT.
fn served(name: &str, source: &str, services: Services) -> Process {
    let mut process = Process::of(asked(Package::single(name, source)));
    process.services = services;
    let outcome = process.init();
    assert_eq!(outcome, Outcome::Ready, "{:?}", process.printed);
    process
}

/// The answer, as JSON.
fn returned(process: &mut Process, event: &str) -> serde_json::Value {
    match process.invoke(event) {
        Outcome::Returned(text) => serde_json::from_str(&text).expect("JSON"),
        other => panic!("{other:?} {:?}", process.printed),
    }
}

fn answer(source: &str, event: &str) -> String {
    let mut process = Process::esm(source);
    assert_eq!(process.init(), Outcome::Ready);
    match process.invoke(event) {
        Outcome::Returned(text) => text,
        other => panic!("{other:?} {:?}", process.printed),
    }
}

fn failure(outcome: Outcome) -> Thrown {
    match outcome {
        Outcome::Failed(thrown) | Outcome::Crashed(thrown) => thrown,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_async_handler_answers_with_what_it_returns() {
    let source = "export const handler = async (event) => ({ hello: event.name, list: [1, 2.5, null] });";
    assert_eq!(answer(source, r#"{"name":"Ada"}"#), r#"{"hello":"Ada","list":[1,2.5,null]}"#);
    assert_eq!(answer("export const handler = async () => {};", "{}"), "null");
}

#[test]
fn commonjs_and_the_callback_form_work_too() {
    let source = "const { helper } = require('./lib/helper');\nexports.handler = (event, context, callback) => { callback(null, helper(event)); };";
    let files = [
        ("index.js", source),
        ("lib/helper.js", "module.exports.helper = (e) => e.n * require('../numbers.json').factor;"),
        ("numbers.json", r#"{"factor":3}"#),
    ];
    let files = files.into_iter().map(|(name, text)| (name.to_owned(), text.into())).collect();
    let mut process = Process::of(asked(Package::new(files, "index.handler").unwrap()));
    assert_eq!(process.init(), Outcome::Ready);
    assert_eq!(process.invoke(r#"{"n":14}"#), Outcome::Returned("42".into()));
}

#[test]
fn what_a_module_keeps_survives_while_its_process_does() {
    let mut process = Process::esm("let calls = 0; export const handler = async () => { calls += 1; return calls; };");
    process.init();
    assert_eq!(process.invoke("{}"), Outcome::Returned("1".into()));
    assert_eq!(process.invoke("{}"), Outcome::Returned("2".into()));
}

#[test]
fn time_is_what_the_world_says() {
    let source = "const begun = Date.now();
export const handler = async () => {
  const before = Date.now();
  await new Promise((done) => setTimeout(done, 250));
  return [begun, new Date(before).toISOString(), Date.now() - before, new Date(2026, 0, 2).toString(), new Date().getTimezoneOffset()];
};";
    let expected = r#"[1767225600000,"2026-01-01T00:00:00.000Z",250,"Fri Jan 02 2026 00:00:00 GMT+0000 (Coordinated Universal Time)",0]"#;
    assert_eq!(answer(source, "{}"), expected);
}

#[test]
fn top_level_await_is_part_of_init() {
    let mut process = Process::esm(
        "const ready = await new Promise((done) => setTimeout(() => done('yes'), 400));\nexport const handler = async () => ready;",
    );
    assert_eq!(process.init(), Outcome::Ready);
    assert!((400_000..401_000).contains(&process.now.0), "{}", process.now.0);
    assert_eq!(process.invoke("{}"), Outcome::Returned(r#""yes""#.into()));
}

#[test]
fn chance_is_the_runs_own() {
    let source =
        "import { randomUUID } from 'node:crypto'; export const handler = async () => [Math.random(), randomUUID()];";
    assert_eq!(answer(source, "{}"), answer(source, "{}"));
}

#[test]
fn an_error_names_the_learners_own_line() {
    let mut process = Process::esm(
        "export const handler = async (event) => {\n  const order = undefined;\n  return order.total;\n};",
    );
    process.init();
    let thrown = failure(process.invoke("{}"));
    assert_eq!(thrown.error_type, "TypeError");
    assert!(thrown.trace[0].starts_with("TypeError: "), "{:?}", thrown.trace);
    assert!(thrown.trace[1].contains("file:///var/task/index.mjs:3:"), "{:?}", thrown.trace);
    assert!(
        process.printed[0].starts_with("ERROR Invoke Error \t{\"errorType\":\"TypeError\""),
        "{:?}",
        process.printed
    );
    assert!(matches!(process.invoke("{}"), Outcome::Failed(_)), "the process lives on");
}

#[test]
fn what_is_thrown_need_not_be_an_error() {
    let mut process = Process::esm("export const handler = async () => { throw 'no'; };");
    process.init();
    let thrown = failure(process.invoke("{}"));
    assert_eq!((thrown.error_type.as_str(), thrown.error_message.as_str(), thrown.trace.len()), ("string", "no", 0));
    assert_eq!(thrown.payload(), r#"{"errorType":"string","errorMessage":"no","trace":[]}"#);
}

#[test]
fn init_names_what_is_missing() {
    let cases = [
        (
            "export const handle = async () => 1;",
            "Runtime.HandlerNotFound",
            "index.handler is undefined or not exported",
        ),
        ("export const handler = 3;", "Runtime.HandlerNotFound", "index.handler is not a function"),
        ("export const handler = async () => {", "Runtime.UserCodeSyntaxError", "SyntaxError: "),
        ("import x from 'left-pad'; export const handler = async () => x;", "Runtime.ImportModuleError", "left-pad"),
        (
            "import { TextractClient } from '@aws-sdk/client-textract'; export const handler = async () => 1;",
            "Runtime.ImportModuleError",
            "Error: '@aws-sdk/client-textract' is not here; CONTRIBUTING.md lists the packages that are",
        ),
        (
            "import { S3Client, SelectObjectContentCommand } from '@aws-sdk/client-s3'; export const handler = async () => 1;",
            "Runtime.UserCodeSyntaxError",
            "The requested module '@aws-sdk/client-s3' does not provide an export named 'SelectObjectContentCommand'; of this package only a part is here",
        ),
        (
            "const { SelectObjectContentCommand } = require('@aws-sdk/client-s3'); exports.handler = async () => 1;",
            "Runtime.ImportModuleError",
            "'@aws-sdk/client-s3' has no 'SelectObjectContentCommand' here; CONTRIBUTING.md lists what it has",
        ),
        (
            "const AWS = require('aws-sdk'); exports.handler = async () => 1;",
            "Runtime.ImportModuleError",
            "'aws-sdk' is the AWS SDK's version 2, which Lambda's Node.js runtimes have not had since version 18",
        ),
        (
            "import { createServer } from 'node:http'; export const handler = async () => 1;",
            "Runtime.ImportModuleError",
            "'node:http' is not here: a handler in this world has no sockets",
        ),
    ];
    for (source, error_type, words) in cases {
        let name = if source.contains("require(") { "index.js" } else { "index.mjs" };
        let thrown = failure(Process::of(asked(Package::single(name, source))).init());
        assert_eq!(thrown.error_type, error_type, "{source}: {}", thrown.error_message);
        assert!(thrown.error_message.contains(words), "{source}: {}", thrown.error_message);
    }
}

#[test]
fn an_endless_loop_ends_at_the_timeout_also_after_an_await() {
    for source in [
        "export const handler = async () => { for (;;) ; };",
        "export const handler = async () => { await null; for (;;) ; };",
        "export const handler = async () => { try { await null; for (;;) ; } catch {} finally { return 1; } };",
    ] {
        let mut process = Process::esm(source);
        process.init();
        assert_eq!(process.invoke("{}"), Outcome::OutOfTime, "{source}");
        assert!((3_000_000..3_000_200).contains(&process.now.0), "{source}: {}", process.now.0);
    }
}

#[test]
fn endless_promises_and_promises_nobody_settles_end_too() {
    let mut process = Process::esm("export const handler = async () => { for (;;) await null; };");
    process.init();
    assert_eq!(process.invoke("{}"), Outcome::OutOfTime);
    let mut process = Process::esm("export const handler = () => new Promise(() => {});");
    process.init();
    assert_eq!(process.invoke("{}"), Outcome::OutOfTime);
}

#[test]
fn memory_and_stack_have_an_end() {
    let mut process = Process::esm(
        "export const handler = async () => { const all = []; for (;;) all.push(new Array(100000).fill(1)); };",
    );
    process.init();
    assert_eq!(process.invoke("{}"), Outcome::OutOfMemory);
    let mut process = Process::esm("const deep = (n) => 1 + deep(n + 1); export const handler = async () => deep(0);");
    process.init();
    assert_eq!(failure(process.invoke("{}")).error_type, "RangeError");
}

#[test]
fn a_process_can_end_itself() {
    let mut process = Process::esm("export const handler = async () => { process.exit(3); };");
    process.init();
    assert_eq!(process.invoke("{}"), Outcome::Exited(3));
}

#[test]
fn a_rejection_that_nobody_handles_ends_the_process() {
    let mut process = Process::esm(
        "export const handler = async () => { Promise.reject(new Error('lost')); await new Promise((done) => setTimeout(done, 10)); return 1; };",
    );
    process.init();
    let thrown = failure(process.invoke("{}"));
    assert_eq!(
        (thrown.error_type.as_str(), thrown.error_message.as_str()),
        ("Runtime.UnhandledPromiseRejection", "Error: lost")
    );
}

#[test]
fn a_response_has_a_largest_size() {
    let mut process = Process::esm("export const handler = async () => 'x'.repeat(7 * 1024 * 1024);");
    process.init();
    assert_eq!(failure(process.invoke("{}")).error_type, "Function.ResponseSizeTooLarge");
}

#[test]
fn tmp_is_kept_and_has_a_size_and_nothing_else_can_be_written() {
    let source = "import { writeFileSync, readFileSync, existsSync } from 'node:fs';
export const handler = async (event) => {
  if (event.big) writeFileSync('/tmp/big', Buffer.alloc(600 * 1024 * 1024 > 1 ? 33 : 0).toString('hex').repeat(event.big));
  if (event.elsewhere) writeFileSync(event.elsewhere, 'x');
  const n = existsSync('/tmp/n') ? Number(readFileSync('/tmp/n', 'utf8')) : 0;
  writeFileSync('/tmp/n', String(n + 1));
  return n;
};";
    let mut ask = asked(Package::single("index.mjs", source));
    ask.limits.tmp_bytes = 1_000;
    let mut process = Process::of(ask);
    process.init();
    assert_eq!(process.invoke("{}"), Outcome::Returned("0".into()));
    assert_eq!(process.invoke("{}"), Outcome::Returned("1".into()));
    assert!(failure(process.invoke(r#"{"big":100}"#)).error_message.starts_with("ENOSPC: no space left on device"));
    assert!(
        failure(process.invoke(r#"{"elsewhere":"/etc/passwd"}"#))
            .error_message
            .starts_with("EROFS: read-only file system")
    );
    assert_eq!(process.sandbox.tmp().read("/tmp/n"), Some(&b"2"[..]));
}

#[test]
fn lines_read_as_node_prints_them() {
    let source = "export const handler = async () => {
  console.log('a %s b %d', 'x', 4, { deep: { deeper: { deepest: { hidden: 1 } } } });
  console.log([1, 'two', null, undefined, true], new Map([['k', { v: 1 }]]), new Set([1]));
  console.error(new Date(0), /x/g, () => 1, class Car {}, Symbol('s'), 10n, -0);
  console.warn({ a: 1, 'b-c': \"it's\", f() {}, when: new Date(0) }, [[[[1]]]]);
  console.debug(Buffer.from('hé').toString('base64'), JSON.stringify({ x: undefined }));
};";
    let mut process = Process::esm(source);
    process.init();
    process.invoke("{}");
    let expected = [
        "INFO a x b 4 { deep: { deeper: { deepest: [Object] } } }",
        "INFO [ 1, 'two', null, undefined, true ] Map(1) { 'k' => { v: 1 } } Set(1) { 1 }",
        "ERROR 1970-01-01T00:00:00.000Z /x/g [Function (anonymous)] [class Car] Symbol(s) 10n -0",
        "WARN { a: 1, 'b-c': \"it's\", f: [Function: f], when: 1970-01-01T00:00:00.000Z } [ [ [ [Array] ] ] ]",
        "DEBUG aMOp {}",
    ];
    assert_eq!(process.printed, expected);
}

#[test]
fn digests_are_the_real_ones() {
    let source = "import { createHash, createHmac } from 'crypto';
export const handler = async () => [createHash('sha256').update('abc').digest('hex'), createHmac('sha256', 'key').update('abc').digest('base64'), createHash('md5').update('abc').digest('hex')];";
    let expected = r#"["ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","nBluMtwBdfhvSxy4konWYZ3mvuaZ5MN45oMJ7Zehpqs=","900150983cd24fb0d6963f7d28e17f72"]"#;
    assert_eq!(answer(source, "{}"), expected);
}

#[test]
fn the_context_is_lambdas() {
    let source = "export const handler = async (event, context) => [context.functionName, context.awsRequestId, context.getRemainingTimeInMillis(), process.env.TABLE];";
    assert_eq!(answer(source, "{}"), r#"["test","r-1",2999,"orders"]"#);
}

#[test]
fn nothing_outside_can_be_reached() {
    let source = "export const handler = async () => {
  const found = [];
  for (const name of ['http', 'net', 'child_process', 'worker_threads']) { try { await import(name); found.push(name); } catch {} }
  const made = (() => {}).constructor('return typeof std + typeof os + typeof require + typeof scriptArgs')();
  return [found, made];
};";
    assert_eq!(answer(source, "{}"), r#"[[],"undefinedundefinedundefinedundefined"]"#);
}

#[test]
fn a_handler_that_bends_the_language_bends_only_its_own() {
    let bent = "Object.prototype.toJSON = () => 'bent'; Array.prototype.push = () => { throw 1; }; JSON.stringify = () => 'x'; Promise.prototype.then = null; export const handler = async () => 1;";
    let mut process = Process::esm(bent);
    process.init();
    let _ = process.invoke("{}");
    assert_eq!(answer("export const handler = async () => [1];", "{}"), "[1]");
}

#[test]
fn contributing_lists_what_can_be_imported() {
    let page = include_str!("../../../CONTRIBUTING.md");
    let expected = prelude::listed();
    assert!(page.contains(&expected), "CONTRIBUTING.md, \"What a handler can import\", should have:\n{expected}");
}
