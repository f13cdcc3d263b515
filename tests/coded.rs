//! Functions that are code, in the world: what Lambda makes of them, from INIT to the bill.

use std::sync::Arc;

use coldstart::cloud::HttpResponse;
use coldstart::lab::{Budget, Command, Detail, LabSpec, Run};
use coldstart::units::{InvocationId, Moment, Span};

const LATER: Span = Span::from_secs(20);

/// A lab of one function, `own`, that runs this code.
fn lab(keys: &str, code: &str) -> Arc<LabSpec> {
    let quoted = serde_json::Value::from(code).to_string();
    let text = format!("[functions.own]\ncode = \"own.mjs\"\n{keys}\n[files]\n\"own.mjs\" = {quoted}\n");
    let (spec, problems) = LabSpec::parse(&text);
    Arc::new(spec.unwrap_or_else(|| panic!("{problems:#?}")))
}

struct World(Run);

impl World {
    fn of(keys: &str, code: &str) -> Self {
        Self(Run::new(lab(keys, code), 7, Detail::Full, LabSpec::catalog()))
    }

    fn give(&mut self, line: &str) {
        let command = Command::parse(line).unwrap_or_else(|problem| panic!("{line}: {}", problem.message));
        self.0.submit(command).unwrap_or_else(|problem| panic!("{line}: {}", problem.message));
    }

    fn pass(&mut self, time: Span) {
        let target = self.0.now() + time;
        self.0.advance_to(target, &mut Budget::unlimited());
    }

    /// The answer to a call, and what it left in the log.
    fn call(&mut self, line: &str) -> (HttpResponse, Vec<String>) {
        let before = self.logs().len();
        self.give(line);
        self.pass(LATER);
        let newest = self.0.snapshot().timeline.last().map_or(InvocationId(0), |bar| bar.span.id);
        let response = self.0.response(newest).unwrap_or_else(|| panic!("{line} is not answered: {:#?}", self.logs()));
        (response, self.logs()[before..].to_vec())
    }

    fn body(&mut self, line: &str) -> serde_json::Value {
        serde_json::from_str(&self.call(line).0.body).unwrap()
    }

    fn logs(&self) -> Vec<String> {
        self.0.snapshot().logs.iter().map(|line| line.text.clone()).collect()
    }

    fn value(&self, metric: &str) -> f64 {
        self.0.measure(&coldstart::lab::Window::All).value(metric).unwrap_or_default()
    }
}

#[track_caller]
fn assert_has(logs: &[String], part: &str) {
    assert!(logs.iter().any(|line| line.contains(part)), "no line has {part:?}: {logs:#?}");
}

const GREET: &str = r#"
let calls = 0;
console.log("init");
export const handler = async (event, context) => {
  calls += 1;
  console.log("hello", event.name, calls);
  return { greeting: `Hello ${event.name}`, calls, memory: context.memoryLimitInMB, left: context.getRemainingTimeInMillis() > 2900 };
};
"#;

#[test]
fn a_handler_answers_logs_and_keeps_what_its_module_holds() {
    let mut world = World::of("event = '{\"name\": \"nobody\"}'", GREET);
    let (response, logs) = world.call("invoke own with {\"name\": \"Ada\"}");
    assert_eq!(response.body, r#"{"greeting":"Hello Ada","calls":1,"memory":"128","left":true}"#);
    assert_has(&logs, "\tundefined\tINFO\tinit");
    assert_has(&logs, "\tINFO\thello Ada 1");
    let report = logs.iter().find(|line| line.starts_with("REPORT")).unwrap();
    assert!(report.contains("Init Duration: ") && report.contains("Max Memory Used: "), "{report}");
    assert_eq!(world.body("invoke own")["calls"], 2, "the environment is warm");
    assert_eq!(world.body("invoke own")["greeting"], "Hello nobody", "the function's own event");
    assert_eq!((world.value("invocations"), world.value("cold_starts"), world.value("errors")), (3.0, 1.0, 0.0));
}

#[test]
fn what_was_printed_stands_between_start_and_end() {
    let mut world = World::of("", GREET);
    let (_, logs) = world.call("invoke own");
    let place =
        |part: &str| logs.iter().position(|line| line.contains(part)).unwrap_or_else(|| panic!("{part}: {logs:#?}"));
    let order = ["INIT_START", "\tinit", "START RequestId", "hello", "END RequestId", "REPORT RequestId"].map(place);
    assert!(order.is_sorted(), "{logs:#?}");
}

#[test]
fn a_deployment_brings_new_code_and_cold_environments() {
    let mut world = World::of("", GREET);
    world.call("invoke own");
    world.give(r#"deploy own "export const handler = async () => 'new';""#);
    let (response, logs) = world.call("invoke own");
    assert_eq!(response.body, "\"new\"");
    assert_has(&logs, "INIT_START");
    assert_eq!((world.value("cold_starts"), world.value("deploys")), (2.0, 1.0));
}

#[test]
fn waiting_takes_time_and_computing_takes_more_of_it_with_less_memory() {
    let code = "export const handler = async () => { const t = Date.now(); await new Promise(r => setTimeout(r, 250)); return Date.now() - t; };";
    let mut world = World::of("", code);
    assert_eq!(world.body("invoke own"), 250);
    let busy = "export const handler = async () => { let x = 0; for (let i = 0; i < 3e6; i++) x += i; return x; };";
    let duration = |memory: u32| {
        let mut world = World::of(&format!("memory_mb = {memory}"), busy);
        world.call("invoke own");
        world.call("invoke own");
        let snapshot = world.0.snapshot();
        let bar = snapshot.timeline.last().unwrap().span;
        bar.ended.unwrap().since(bar.run_start).as_secs_f64()
    };
    let ratio = duration(442) / duration(1769);
    assert!((3.8..4.2).contains(&ratio), "a quarter of the memory takes {ratio:.2} times as long");
}

#[test]
fn an_error_is_told_to_the_caller_and_to_the_log_with_its_line() {
    let code = "export const handler = async () => {\n  throw new TypeError('no soup');\n};";
    let mut world = World::of("", code);
    let (response, logs) = world.call("invoke own");
    let body: serde_json::Value = serde_json::from_str(&response.body).unwrap();
    assert_eq!((body["errorType"].as_str(), body["errorMessage"].as_str()), (Some("TypeError"), Some("no soup")));
    assert!(body["trace"][1].as_str().unwrap().contains("own.mjs:2:"), "{body}");
    assert!(response.headers.contains(&("X-Amz-Function-Error", "Unhandled".to_owned())));
    assert_has(&logs, "\tERROR\tInvoke Error \t{\"errorType\":\"TypeError\"");
    let (_, logs) = world.call("invoke own");
    assert!(!logs.iter().any(|line| line.starts_with("INIT_START")), "its environment lives on");
    assert_eq!(world.value("errors"), 2.0);
}

#[test]
fn a_timeout_ends_the_process_and_keeps_tmp() {
    let code = r#"
        import fs from "node:fs";
        let calls = 0;
        export const handler = async (event) => {
          calls += 1;
          if (event.hang === "loop") { await null; while (true) {} }
          if (event.hang === "wait") { await new Promise(() => {}); }
          fs.appendFileSync("/tmp/log", "x");
          return [calls, fs.readFileSync("/tmp/log", "utf8").length];
        };"#;
    let mut world = World::of("timeout_s = 2\nmemory_mb = 512", code);
    assert_eq!(world.body("invoke own"), serde_json::json!([1, 1]));
    for hang in ["loop", "wait"] {
        let (response, logs) = world.call(&format!("invoke own with {{\"hang\":\"{hang}\"}}"));
        assert!(response.body.contains("Task timed out after 2.00 seconds"), "{}", response.body);
        assert!(response.body.contains("Sandbox.Timedout"), "{}", response.body);
        assert_has(&logs, "Status: timeout");
    }
    assert_eq!(world.body("invoke own"), serde_json::json!([1, 2]), "globals are gone, /tmp is not");
    assert_eq!(world.value("timeouts"), 2.0);
    assert_eq!(world.value("cold_starts"), 1.0, "the environment was reset, not replaced");
}

#[test]
fn init_that_fails_is_done_again_inside_the_request() {
    for (code, kind) in [
        ("export const handler = async () => {", "Runtime.UserCodeSyntaxError"),
        ("export const other = 1;", "Runtime.HandlerNotFound"),
        ("import x from 'left-pad'; export const handler = x;", "Runtime.ImportModuleError"),
    ] {
        let mut world = World::of("", code);
        let (response, logs) = world.call("invoke own");
        assert!(response.body.contains(kind), "{kind}: {}", response.body);
        assert_has(&logs, &format!("Phase: init\tStatus: error\tError Type: {kind}"));
        assert_has(&logs, &format!("Phase: invoke\tStatus: error\tError Type: {kind}"));
        assert_has(&logs, &format!("Status: error\tError Type: {kind}"));
    }
}

#[test]
fn a_process_that_ends_itself_or_runs_out_of_memory_is_replaced() {
    let code = r#"
        export const handler = async (event) => {
          if (event.exit !== undefined) process.exit(event.exit);
          if (event.eat) { const all = []; while (true) all.push(new Array(1000).fill(1)); }
          if (event.reject) { Promise.reject(new Error("nobody cares")); await new Promise(r => setTimeout(r, 10)); }
          return "fine";
        };"#;
    let mut world = World::of("memory_mb = 256", code);
    assert_eq!(world.body("invoke own"), "fine");
    let (response, logs) = world.call("invoke own with {\"exit\":3}");
    assert!(response.body.contains("Runtime exited with error: exit status 3"), "{}", response.body);
    assert_has(&logs, "Error Type: Runtime.ExitError");
    let (_, logs) = world.call("invoke own with {\"eat\":true}");
    assert_has(&logs, "Memory Size: 256 MB\tMax Memory Used: 256 MB");
    let (response, logs) = world.call("invoke own with {\"reject\":true}");
    assert!(response.body.contains("Runtime.UnhandledPromiseRejection"), "{}", response.body);
    assert_has(&logs, "Unhandled Promise Rejection");
    assert_eq!(world.body("invoke own"), "fine");
    assert_eq!(world.value("cold_starts"), 1.0);
}

const CHAIN: &str = r#"
import { LambdaClient, InvokeCommand } from "@aws-sdk/client-lambda";
const lambda = new LambdaClient({});
export const handler = async (event) => {
  if (event.deep) { await new Promise(r => setTimeout(r, 40)); return { deep: true }; }
  if (event.missing) {
    try { await lambda.send(new InvokeCommand({ FunctionName: "nobody" })); } catch (error) { return [error.name, error.message]; }
  }
  const started = Date.now();
  const answer = await lambda.send(new InvokeCommand({ FunctionName: "own", Payload: JSON.stringify({ deep: true }) }));
  return { status: answer.StatusCode, answer: JSON.parse(Buffer.from(answer.Payload).toString()), waited: Date.now() - started >= 40 };
};
"#;

#[test]
fn code_calls_a_function_through_the_door_and_waits_for_its_answer() {
    let mut world = World::of("memory_mb = 1769", CHAIN);
    let (response, _) = world.call("invoke own");
    // The call of the inner function is the newest on the timeline; the outer one came first.
    let outer = world.0.response(InvocationId(0)).unwrap();
    assert_eq!(outer.body, r#"{"status":200,"answer":{"deep":true},"waited":true}"#);
    assert_eq!(response.body, r#"{"deep":true}"#);
    assert_eq!((world.value("invocations"), world.value("cold_starts")), (2.0, 2.0));
    let body = world.body("invoke own with {\"missing\":true}");
    assert_eq!(body[0], "ResourceNotFoundException");
    assert_eq!(body[1], "Function not found: arn:aws:lambda:us-east-1:123456789012:function:nobody");
}

#[test]
fn fetch_reaches_the_endpoints_that_the_lab_declares_and_no_others() {
    let code = r"
        export const handler = async (event) => {
          const started = Date.now();
          try {
            const answer = await fetch(event.url);
            return { status: answer.status, rate: (await answer.json()).rate, waited: Date.now() - started };
          } catch (error) {
            return { name: error.name, message: error.message, code: error.cause?.code };
          }
        };
        ";
    let keys = "memory_mb = 1769\n[endpoints.partner]\nurl = 'https://rates.example/v1'\nlatency = '120ms'\nbody = '{\"rate\": 1.25}'\n";
    let mut world = World::of(keys, code);
    let near = "invoke own with {\"url\":\"https://rates.example/v1/eur\"}";
    let body = world.body(near);
    assert_eq!((&body["status"], &body["rate"]), (&200.into(), &1.25.into()));
    assert!((120.0..125.0).contains(&body["waited"].as_f64().unwrap()), "{body}");
    world.give("fault errors partner 100%");
    assert_eq!(world.body(near)["status"], 503);
    world.give("fault none");
    world.give("fault slow partner 10");
    assert!(world.body(near)["waited"].as_f64().unwrap() >= 1_200.0);
    let body = world.body("invoke own with {\"url\":\"https://example.com\"}");
    assert_eq!((body["message"].as_str(), body["code"].as_str()), (Some("fetch failed"), Some("ENOTFOUND")));
}

#[test]
fn copies_of_a_world_go_their_own_ways_and_replays_are_exact() {
    let code = r"
        let calls = 0;
        export const handler = async (event) => {
          calls += 1;
          console.log(Math.random(), Date.now());
          await new Promise(r => setTimeout(r, 5 + 20 * Math.random()));
          return { calls, random: Math.random(), id: crypto.randomUUID() };
        };";
    let spec = lab("memory_mb = 1024\n[load]\nrps = 20\nshape = \"poisson\"\n[time]\nduration = \"1m\"\n", code);
    let whole = |steps: u64| {
        let mut run = Run::new(Arc::clone(&spec), 3, Detail::Full, LabSpec::catalog());
        for step in 1..=steps {
            run.advance_to(Moment(60_000_000 / steps * step), &mut Budget::unlimited());
        }
        run.journal_hash()
    };
    let expected = whole(1);
    assert_eq!(whole(60), expected, "whatever the steps");
    let mut run = Run::new(Arc::clone(&spec), 3, Detail::Full, LabSpec::catalog());
    run.advance_to(Moment(30_000_000), &mut Budget::unlimited());
    let checkpoint = run.clone();
    run.advance_to(Moment(60_000_000), &mut Budget::unlimited());
    assert_eq!(run.journal_hash(), expected);
    let (mut again, mut other) = (checkpoint.clone(), checkpoint);
    other.submit(Command::parse("invoke own 3").unwrap()).unwrap();
    other.advance_to(Moment(60_000_000), &mut Budget::unlimited());
    again.advance_to(Moment(60_000_000), &mut Budget::unlimited());
    assert_eq!(again.journal_hash(), expected, "a checkpoint leads to the same place");
    assert_ne!(other.journal_hash(), expected);
    let mut quiet = Run::new(spec, 3, Detail::Metrics, LabSpec::catalog());
    quiet.advance_to(Moment(60_000_000), &mut Budget::unlimited());
    let window = coldstart::lab::Window::All;
    for metric in ["invocations", "cold_starts", "p50_ms", "p99_ms", "duration_mean_ms"] {
        assert_eq!(quiet.measure(&window).value(metric), run.measure(&window).value(metric), "{metric}");
    }
}

#[test]
fn provisioned_environments_run_their_init_before_anybody_asks() {
    let code = "const born = Date.now(); let calls = 0; export const handler = async () => ({ calls: ++calls, age: Date.now() - born });";
    let mut world = World::of("provisioned_concurrency = 2", code);
    world.pass(Span::from_secs(5));
    let body = world.body("invoke own");
    assert_eq!(body["calls"], 1);
    assert!(body["age"].as_f64().unwrap() >= 5_000.0, "{body}");
    assert_eq!((world.value("cold_starts"), world.value("provisioned_invocations")), (0.0, 1.0));
}

#[test]
fn asynchronous_events_bring_their_own_payload_and_are_tried_again() {
    let code = "let calls = 0; export const handler = async (event) => { calls += 1; console.log('try', calls, event.id); if (calls < 2) throw new Error('not yet'); };";
    let mut world = World::of("", code);
    world.give("invoke own async with {\"id\": 42}");
    world.pass(Span::from_secs(200));
    let logs = world.logs();
    assert_has(&logs, "try 1 42");
    assert_has(&logs, "try 2 42");
    assert_eq!(world.value("errors"), 1.0);
}

#[test]
fn a_log_in_json_has_an_object_a_line() {
    let mut world = World::of("log_format = \"json\"", GREET);
    let (_, logs) = world.call("invoke own with {\"name\": \"Ada\"}");
    for line in &logs {
        let value: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(value.is_object());
    }
    assert_has(&logs, "\"level\":\"INFO\"");
}
