//! `coldstart invoke`, as a person or a script uses it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// A folder of its own with code in it.
struct Desk(tempfile::TempDir);

struct Told {
    code: i32,
    out: String,
    err: String,
}

impl Desk {
    fn with(files: &[(&str, &str)]) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            let path = desk.0.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        desk
    }

    /// One handler in `index.js`.
    fn of(code: &str) -> Self {
        Self::with(&[("index.js", code)])
    }

    /// `coldstart invoke index.js …`.
    fn invoke(&self, options: &[&str]) -> Told {
        self.told(&[&["index.js"], options].concat(), "")
    }

    fn told(&self, arguments: &[&str], input: &str) -> Told {
        invoke(self.0.path(), arguments, input)
    }
}

fn invoke(folder: &Path, arguments: &[&str], input: &str) -> Told {
    let mut program = Command::new(env!("CARGO_BIN_EXE_coldstart"))
        .arg("invoke")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments may be gone before it reads.
    let _ = program.stdin.take().unwrap().write_all(input.as_bytes());
    let output = program.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Told { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

const COUNTER: &str = "let n = 0;\nexport const handler = async () => { n += 1; console.log('call', n); return n; };";

#[test]
fn the_answer_is_on_standard_output_and_the_log_on_standard_error() {
    let told = invoke(
        &root(),
        &["content/functions/hello.js", "--event", "content/functions/events/hello.api-gateway.json"],
        "",
    );
    assert!(
        told.out.starts_with("\"Hello, Ada, from 2026/01/01/[$LATEST]") && told.out.ends_with("\"\n"),
        "{}",
        told.out
    );
    assert_eq!(told.code, 0);
    let lines: Vec<&str> = told.err.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(lines, ["INIT_START", "START", "END", "REPORT"], "{}", told.err);
}

#[test]
fn what_the_code_prints_is_in_the_log() {
    let told = Desk::of(COUNTER).invoke(&[]);
    assert_eq!(told.out, "1\n");
    assert!(told.err.contains("\tINFO\tcall 1\n"), "{}", told.err);
}

#[test]
fn calls_at_once_are_cold_and_calls_one_after_another_warm() {
    let desk = Desk::of(COUNTER);
    let at_once = desk.invoke(&["--count", "3"]);
    assert_eq!(at_once.out, "1\n1\n1\n");
    assert_eq!(at_once.err.matches("Init Duration").count(), 3, "{}", at_once.err);
    let warm = desk.invoke(&["--count", "3", "--repeat-warm"]);
    assert_eq!(warm.out, "1\n2\n3\n");
    assert_eq!(warm.err.matches("Init Duration").count(), 1, "{}", warm.err);
    assert_eq!(desk.invoke(&["--repeat-warm"]).code, 2, "it needs --count");
}

#[test]
fn a_function_that_throws_ends_with_one_and_names_the_line() {
    let told = Desk::of("export const handler = async (event) => {\n  return event.order.total;\n};\n").invoke(&[]);
    assert_eq!(told.code, 1);
    let answer: Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(answer["errorType"], "TypeError");
    assert!(answer["trace"][1].as_str().unwrap().contains("file:///var/task/index.js:2:"), "{answer}");
    assert!(told.err.contains("\tERROR\tInvoke Error \t{"), "{}", told.err);
}

#[test]
fn a_function_that_never_answers_is_cut_off() {
    for code in [
        "export const handler = async () => { for (;;) ; };",
        "export const handler = () => new Promise(() => {});",
        "export const handler = async () => { await new Promise((done) => setTimeout(done, 5000)); };",
    ] {
        let told = Desk::of(code).invoke(&["--timeout", "1"]);
        assert_eq!(told.code, 1, "{code}");
        assert!(told.out.contains("Task timed out after 1.00 seconds"), "{code}: {}", told.out);
    }
}

#[test]
fn code_that_cannot_start_says_why() {
    for (code, words) in [
        ("export const handler = async () => {", "Runtime.UserCodeSyntaxError"),
        ("export const handle = async () => 1;", "index.handler is undefined or not exported"),
        ("import x from './missing.js'; export const handler = () => x;", "missing.js"),
        ("export const handler = async () => 1; throw new Error('not today');", "not today"),
    ] {
        let told = Desk::of(code).invoke(&[]);
        assert_eq!(told.code, 1, "{code}: {}", told.out);
        assert!(told.out.contains(words), "{code}: {}", told.out);
    }
}

#[test]
fn files_that_are_imported_by_a_relative_path_come_along() {
    let desk = Desk::with(&[
        ("index.js", "import { double } from './lib/double.js';\nexport const handler = async ({ n }) => double(n);"),
        ("lib/double.js", "import two from './two.json';\nexport const double = (n) => two.value * n;"),
        ("lib/two.json", "{ \"value\": 2 }"),
        ("five.json", "{ \"n\": 5 }"),
    ]);
    assert_eq!(desk.invoke(&["--event", "five.json"]).out, "10\n");
}

#[test]
fn the_event_may_come_from_standard_input() {
    let desk = Desk::of("export const handler = async (event) => event;");
    assert_eq!(desk.told(&["index.js", "--event", "-"], "{ \"a\": [1, null] }\n").out, "{\"a\":[1,null]}\n");
    assert_eq!(desk.invoke(&[]).out, "{}\n", "without one it is empty");
    let broken = desk.told(&["index.js", "--event", "-"], "{\n  \"a\": oops\n}");
    assert!(broken.err.starts_with("standard input:2:8: error: the event is not JSON"), "{}", broken.err);
    assert_eq!((broken.code, broken.out.as_str()), (2, ""));
}

#[test]
fn a_broken_event_is_told_with_its_place() {
    let desk = Desk::with(&[("index.js", COUNTER), ("e.json", "{ \"a\": 1,\n}\n")]);
    let told = desk.invoke(&["--event", "e.json"]);
    assert!(told.err.starts_with("e.json:2:1: error: the event is not JSON: trailing comma"), "{}", told.err);
    assert!(told.err.contains("2 | }"), "{}", told.err);
    assert_eq!(told.code, 2);
    let missing = desk.invoke(&["--event", "none.json"]);
    assert!(missing.err.contains("cannot read none.json"), "{}", missing.err);
}

#[test]
fn the_environment_is_the_functions_own() {
    let code = "export const handler = async (event, context) => [process.env.TABLE, process.env.HOME ?? null, context.functionName, context.memoryLimitInMB];";
    let desk = Desk::of(code);
    let told = desk.invoke(&["--env", "TABLE=a=b", "--function-name", "shop", "--memory", "256"]);
    assert_eq!(serde_json::from_str::<Value>(&told.out).unwrap(), json!(["a=b", null, "shop", "256"]));
    assert!(told.err.contains("Memory Size: 256 MB"), "{}", told.err);
    assert_eq!(desk.invoke(&["--env", "TABLE"]).code, 2);
}

#[test]
fn another_exported_function_can_be_called() {
    let desk = Desk::of("export const other = async () => 'other';");
    assert_eq!(desk.invoke(&["--handler", "other"]).out, "\"other\"\n");
}

#[test]
fn the_same_seed_prints_the_same_bytes() {
    let desk = Desk::of("export const handler = async () => [Math.random(), crypto.randomUUID(), Date.now()];");
    let (first, second) = (desk.invoke(&["--count", "2"]), desk.invoke(&["--count", "2"]));
    assert_eq!((&first.out, &first.err), (&second.out, &second.err));
    assert_ne!(first.out, desk.invoke(&["--count", "2", "--seed", "2"]).out);
    let lines: Vec<&str> = first.out.lines().collect();
    assert_ne!(lines[0], lines[1], "two environments, two dice");
}

#[test]
fn a_report_in_json_has_it_all() {
    let told = Desk::of(COUNTER).invoke(&["--json", "--count", "2", "--repeat-warm"]);
    assert_eq!(told.err, "");
    let report: Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(report["failed"], 0);
    let calls = report["calls"].as_array().unwrap();
    assert_eq!((&calls[0]["response"], &calls[0]["cold"]), (&json!(1), &json!(true)));
    assert_eq!((&calls[1]["response"], &calls[1]["cold"]), (&json!(2), &json!(false)));
    let sum: f64 = calls[1]["parts_ms"].as_object().unwrap().values().map(|part| part.as_f64().unwrap()).sum();
    assert!((sum - calls[1]["duration_ms"].as_f64().unwrap()).abs() < 0.01, "{}", calls[1]); // the log rounds to hundredths
    assert!(
        report["log"].as_array().unwrap().iter().any(|line| line.as_str().unwrap().ends_with("call 2")),
        "{report}"
    );
    let failed = Desk::of("export const handler = async () => { throw new Error('no'); };").invoke(&["--json"]);
    let report: Value = serde_json::from_str(&failed.out).unwrap();
    assert_eq!((failed.code, &report["failed"]), (1, &json!(1)));
    assert_eq!(report["calls"][0]["function_error"], "Unhandled");
    assert_eq!(report["calls"][0]["response"]["errorMessage"], "no");
}

#[test]
fn mistakes_of_the_command_line_are_told() {
    let desk = Desk::with(&[("index.js", COUNTER), ("notes.txt", "hello"), ("code/a.js", COUNTER)]);
    for (arguments, words) in [
        (&["none.js"][..], "there is no file none.js"),
        (&["notes.txt"], "notes.txt is no JavaScript"),
        (&["code"], "code is a folder; name the file with the handler"),
        (&["index.js", "--memory", "64"], "AWS Lambda allows 128 MB to 10,240 MB"),
        (&["index.js", "--timeout", "20m"], "15"),
        (&["index.js", "--count", "0"], "--count"),
        (&["index.js", "--function-name", "a b"], "a b"),
        (&["index.js", "--env", "1X=1"], "cannot be the name of an environment variable"),
    ] {
        let told = desk.told(arguments, "");
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{arguments:?}: {}", told.err);
        assert!(told.err.contains(words), "{arguments:?}: {}", told.err);
    }
}

#[test]
fn what_the_code_prints_cannot_speak_to_the_terminal() {
    let told =
        Desk::of("export const handler = async () => { console.log('\\x1b[2J'); return '\\u202e'; };").invoke(&[]);
    assert!(!told.err.contains('\u{1b}') && !told.out.contains('\u{202e}'), "{:?} {:?}", told.err, told.out);
}
