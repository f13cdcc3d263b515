//! The sample functions: each is run with its events and answers what the comment at its end says.
//!
//! Services are played by a few canned replies here; in a lab they are the world's.

mod agreement;
mod canned;
mod promise;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use coldstart::js::{Answer, Asked, Limits, Outcome, Package, Printed, Sandbox, Tmp, Turn, Wait};
use coldstart::sim::Streams;
use coldstart::units::{Moment, Span};

use promise::{Promise, promises};

/// How long any service takes here.
const SERVICE: Span = Span(5_000);

/// Files that samples import and that are no functions themselves.
const PARTS: [&str; 10] = [
    "container-http.js",
    "database.js",
    "draw.js",
    "layout.js",
    "partner.js",
    "picture.js",
    "prices.js",
    "quotes.js",
    "render.js",
    "table.js",
];

#[test]
fn every_sample_answers_what_it_says_it_answers() {
    let mut wrong = Vec::new();
    for name in samples() {
        let mut process = None;
        for promise in promises(&source(&name)) {
            let (outcome, printed) = keep(&name, &promise, &mut process);
            let answer = told(&outcome);
            if !promise.is_kept_by(&answer) {
                wrong.push(format!("{name}, {}\n  says {}\n  but  {answer}\n{printed}", promise.event, promise.answer));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_sample_makes_a_promise_and_every_event_is_used() {
    let mut used = BTreeSet::new();
    for name in samples() {
        let promises = promises(&source(&name));
        assert!(!promises.is_empty(), "{name} says nowhere what it answers");
        used.extend(promises.into_iter().map(|promise| promise.event));
    }
    for event in names(&folder().join("events")) {
        let function = event.split('.').next().unwrap_or_default();
        let has_template = function == "counter"; // one event of each source, for the lesson on events
        assert!(used.contains(&format!("events/{event}")) || has_template, "nobody uses {event}");
        read_json(&folder().join("events").join(&event));
    }
}

#[test]
fn every_sample_of_a_lab_is_code_too() {
    let text = std::fs::read_to_string(root().join("assets/samples.toml")).unwrap();
    let modelled: toml::Table = toml::from_str(&text).unwrap();
    for name in modelled.keys() {
        assert!(samples().contains(&format!("{name}.js")), "content/functions/{name}.js is missing");
    }
}

#[test]
fn samples_fit_a_narrow_pane() {
    for name in names(&folder()).iter().filter(|name| name.ends_with(".js")) {
        for (row, line) in source(name).lines().enumerate() {
            assert!(line.chars().count() <= 80, "{name}:{} is wider than 80 columns", row + 1);
        }
    }
}

#[test]
fn anchors_are_closed() {
    for name in names(&folder()).iter().filter(|name| name.ends_with(".js")) {
        let text = source(name);
        let marked = |word: &str| -> BTreeMap<String, usize> {
            text.lines()
                .enumerate()
                .filter_map(|(row, line)| Some((line.trim().strip_prefix(word)?.trim().to_owned(), row)))
                .collect()
        };
        let (opened, closed) = (marked("// ANCHOR:"), marked("// ANCHOR_END:"));
        assert!(opened.keys().eq(closed.keys()), "{name}: {opened:?} {closed:?}");
        assert!(opened.iter().all(|(anchor, row)| closed[anchor] > *row), "{name}");
    }
}

/// Runs a sample as a promise has it, in a new process or, for `again`, in that of the promise before.
fn keep(name: &str, promise: &Promise, process: &mut Option<Process>) -> (Outcome, String) {
    if !promise.again {
        *process = Some(Process::of(name, promise));
        let begun = process.as_mut().map(Process::init);
        if begun != Some(Outcome::Ready) {
            let printed = process.as_ref().map(|process| process.printed.join("\n")).unwrap_or_default();
            return (begun.unwrap(), printed);
        }
    }
    let process = process.as_mut().expect("the first promise begins a process");
    let event = std::fs::read_to_string(folder().join(&promise.event))
        .unwrap_or_else(|_| panic!("{name}: no {}", promise.event));
    (process.invoke(&event), process.printed.join("\n"))
}

/// The answer as JSON, or the error as `Name: message`.
fn told(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Returned(text) => text.clone(),
        Outcome::Failed(thrown) | Outcome::Crashed(thrown) => {
            format!("{}: {}", thrown.error_type, thrown.error_message)
        }
        other => format!("{other:?}"),
    }
}

/// An environment that lets time pass and answers calls.
struct Process {
    sandbox: Sandbox,
    now: Moment,
    calls: u32,
    computed: Span,
    printed: Vec<String>,
}

impl Process {
    fn of(name: &str, promise: &Promise) -> Self {
        let file = |name: String| (name.clone(), Arc::from(source(&name).as_str()));
        let files = names(&folder()).into_iter().filter(|name| name.ends_with(".js")).map(file);
        let mut files: BTreeMap<String, Arc<str>> = files.collect();
        files.insert("database.js".to_owned(), canned::DATABASE.into());
        let handler = format!("{}.{}", name.trim_end_matches(".js"), promise.handler);
        let asked = Asked {
            package: Package::new(files, &handler).unwrap(),
            limits: Limits::default(),
            env: promise.env.clone(),
            node_version: "v22.22.0".to_owned(),
            arch: "x64",
            chance: Streams::new(1).stream("js/samples"),
            json_logs: false,
            tmp: Tmp::default(),
            epoch_unix_s: 1_767_225_600,
        };
        let sandbox = Sandbox::new(asked).expect("a sandbox");
        Self { sandbox, now: Moment::START, calls: 0, computed: Span::ZERO, printed: Vec::new() }
    }

    fn init(&mut self) -> Outcome {
        let deadline = self.now + Span::from_secs(10);
        let turn = self.sandbox.init(self.now, deadline);
        self.finish(turn, deadline)
    }

    fn invoke(&mut self, event: &str) -> Outcome {
        let deadline = self.now + Span::from_secs(60);
        self.calls += 1;
        self.computed = Span::ZERO;
        let context = serde_json::json!({
            "functionName": "sample",
            "awsRequestId": format!("00000000-0000-4000-8000-{:012}", self.calls),
            "logGroupName": "/aws/lambda/sample",
            "logStreamName": "2026/01/01/[$LATEST]0123456789abcdef0123456789abcdef",
            "memoryLimitInMB": "128",
        });
        let turn = self.sandbox.invoke(self.now, deadline, event, &context.to_string());
        self.finish(turn, deadline)
    }

    fn finish(&mut self, mut turn: Turn, deadline: Moment) -> Outcome {
        let mut answers: Vec<Answer> = Vec::new();
        loop {
            self.printed.extend(turn.printed.drain(..).map(|line: Printed| format!("    | {}", line.text)));
            self.now += turn.computed;
            self.computed += turn.computed;
            answers.extend(turn.calls.iter().map(|call| Answer { ticket: call.ticket, result: canned::answer(call) }));
            match turn.wait {
                Wait::Over(outcome) => return outcome,
                Wait::Until(_) | Wait::Calls if !answers.is_empty() => self.now += SERVICE,
                Wait::Until(due) if due < deadline => self.now = due,
                Wait::Until(_) | Wait::Calls | Wait::Forever => return Outcome::OutOfTime,
            }
            turn = self.sandbox.resume(self.now, &std::mem::take(&mut answers));
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn folder() -> PathBuf {
    root().join("content/functions")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.file_type().unwrap().is_file());
    let mut names: Vec<String> = files.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The functions: what has a handler.
fn samples() -> Vec<String> {
    names(&folder()).into_iter().filter(|name| name.ends_with(".js") && !PARTS.contains(&name.as_str())).collect()
}

fn source(name: &str) -> String {
    std::fs::read_to_string(folder().join(name)).unwrap()
}

fn read_json(path: &Path) -> serde_json::Value {
    let text = std::fs::read_to_string(path).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
