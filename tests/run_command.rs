//! `coldstart run`, as a person or a script uses it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const BURST: &str = r#"
title = "Twenty at once"
goals = ["p99_ms < 900", "throttles == 0"]
[functions.heavy-init]
memory_mb = 512
[load]
shape = "steady+burst"
rps = 1
burst = 20
every = "5m"
[time]
duration = "20m"
"#;

/// A folder of its own with a lab in it.
struct Desk(tempfile::TempDir);

impl Desk {
    fn with(text: &str) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        std::fs::write(desk.path("lab.toml"), text).unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// `coldstart run lab.toml …`, with its exit code and what it printed.
    fn run(&self, options: &[&str]) -> Told {
        coldstart(self.0.path(), &[&["lab.toml"], options].concat())
    }

    fn report(&self, options: &[&str]) -> Value {
        self.run(&[options, &["--json"]].concat()).json()
    }
}

struct Told {
    code: i32,
    out: String,
    err: String,
}

fn coldstart(folder: &Path, arguments: &[&str]) -> Told {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_coldstart")).arg("run").args(arguments).current_dir(folder).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Told { code: status.code().unwrap(), out: text(stdout), err: text(stderr) }
}

impl Told {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.out, self.err))
    }

    fn says(&self, code: i32, words: &str) {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert!(self.err.contains(words), "expected: {words}\nfound: {}", self.err);
        assert!(self.out.is_empty(), "nothing but a report goes to standard output: {}", self.out);
    }
}

#[test]
fn the_report_has_the_documented_shape() {
    let report = Desk::with(BURST).report(&["--seed", "7"]);
    let keys: Vec<&str> = report.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "lab",
            "seed",
            "virtual_s",
            "metrics",
            "functions",
            "services",
            "bill",
            "usage",
            "memory_mb",
            "goals",
            "model_values",
            "engine"
        ]
    );
    assert_eq!((&report["lab"], &report["seed"], &report["virtual_s"]), (&"lab".into(), &7.into(), &1200.0.into()));
    let metrics = report["metrics"].as_object().unwrap();
    let names: Vec<&str> = coldstart::lab::metrics::NAMES.iter().map(|row| row.name).collect();
    assert_eq!(metrics.keys().collect::<Vec<_>>(), names);
    assert_eq!(metrics["invocations"], 1260);
    assert_eq!(
        metrics["cold_starts"], 21,
        "one at the start; of the twenty-one that come with a burst one finds it warm"
    );
    assert_eq!(report["functions"]["heavy-init"]["invocations"], 1260);
    assert_eq!(report["bill"]["currency"], "USD");
    assert_eq!(report["memory_mb"]["heavy-init"], 512);
    assert!(report["bill"]["total"].is_string(), "money is a decimal string");
    assert_eq!(report["goals"][0]["goal"], "p99_ms < 900");
    assert!(report["engine"]["events"].is_u64());
    assert_eq!(
        report["engine"].get("cpu_s"),
        Some(&Value::Null),
        "the key is always there; the machine's time would make two runs differ"
    );
    let assumed: Vec<&str> =
        report["model_values"].as_array().unwrap().iter().map(|row| row["what"].as_str().unwrap()).collect();
    assert_eq!(
        assumed,
        ["idle expiry", "reuse order", "maximum age", "request burst", "time before INIT", "sample timings"]
    );
}

#[test]
fn one_seed_prints_the_same_bytes_and_another_does_not() {
    let desk = Desk::with(BURST);
    for options in [&["--json"][..], &[][..]] {
        let (one, two) =
            (desk.run(&[options, &["--seed", "3"]].concat()), desk.run(&[options, &["--seed", "3"]].concat()));
        assert_eq!(one.out, two.out);
        assert_ne!(one.out, desk.run(&[options, &["--seed", "4"]].concat()).out);
    }
}

#[test]
fn both_details_agree() {
    let desk = Desk::with(BURST);
    let (full, metrics) = (desk.report(&["--detail", "full"]), desk.report(&["--detail", "metrics"]));
    for part in ["metrics", "functions", "services", "bill", "usage", "goals"] {
        assert_eq!(full[part], metrics[part], "{part}");
    }
    assert_eq!((&full["engine"]["detail"], &metrics["engine"]["detail"]), (&"full".into(), &"metrics".into()));
}

#[test]
fn a_missed_goal_is_exit_code_1_and_a_met_one_0() {
    let desk = Desk::with(BURST);
    let missed = desk.run(&[]);
    assert!(missed.code == 1 && missed.out.contains("missed  p99_ms < 900"), "{}", missed.out);
    let met = desk.run(&[
        "--set",
        "heavy-init.lazy_load=true",
        "--set",
        "heavy-init.package_mb=20",
        "--set",
        "heavy-init.memory_mb=1769",
    ]);
    assert!(met.code == 0 && met.out.contains("met     p99_ms < 900"), "{}", met.out);
}

#[test]
fn commands_are_given_at_their_moments() {
    let desk = Desk::with("[functions.hello]\n");
    let report = desk.report(&[
        "--for",
        "1m",
        "--at",
        "5s invoke hello 3",
        "--at",
        "20s load 2",
        "--at",
        "30s set hello.memory 256",
    ]);
    assert_eq!(
        report["metrics"]["requests"],
        3 + 79,
        "half a second after the command the first, and none at the very end"
    );
    assert_eq!(report["metrics"]["deploys"], 1);
}

#[test]
fn the_journal_is_one_json_object_a_line() {
    let desk = Desk::with("[functions.hello]\n");
    let told = desk.run(&["--for", "10s", "--at", "1s invoke hello 3000", "--journal", "journal.jsonl"]);
    assert_eq!(told.code, 0, "{}", told.err);
    let text = std::fs::read_to_string(desk.path("journal.jsonl")).unwrap();
    let entries: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let called = entries.iter().filter(|entry| entry["what"] == "called").count();
    assert_eq!(called, 3000, "nothing is lost, however fast it comes");
    assert!(entries.is_sorted_by_key(|entry| entry["at_us"].as_u64()));
    let reports = |entry: &&Value| entry["text"].as_str().is_some_and(|text| text.starts_with("REPORT RequestId: "));
    let ended = entries.iter().filter(|entry| entry["what"] == "ended").count();
    assert_eq!(entries.iter().filter(reports).count(), ended, "with CloudWatch's own lines");
    let piped = desk.run(&["--for", "10s", "--at", "1s invoke hello", "--journal", "-"]);
    assert!(piped.out.starts_with("{\"at_us\":1000000"), "{}", piped.out);
}

#[test]
fn a_comparison_shows_both_and_the_difference() {
    let desk = Desk::with(BURST);
    let told = desk.run(&["--compare", "heavy-init.lazy_load=true"]);
    assert!(told.out.contains("Compared with heavy-init.lazy_load=true"), "{}", told.out);
    let both = desk.report(&["--compare", "heavy-init.lazy_load=true"]);
    assert_eq!(both["runs"].as_array().unwrap().len(), 2);
    let compared = &both["comparisons"][0];
    assert_eq!(
        (&compared["setting"], &compared["same_arrivals"]),
        (&Value::from("heavy-init.lazy_load=true"), &Value::from(true))
    );
    let init = &compared["differences"]["init_ms"];
    let (before, after) = (init["before"].as_f64().unwrap(), init["after"].as_f64().unwrap());
    assert!(before > after, "{init}");
    assert!((init["change"].as_f64().unwrap() - (after - before)).abs() < 1e-3, "{init}");
    assert!((init["percent"].as_f64().unwrap() - (after - before) / before * 100.0).abs() < 1e-2, "{init}");
    assert!(compared["differences"]["invocations"].is_null(), "same traffic on both sides");
}

#[test]
fn several_comparisons_stand_below_each_other_and_say_whether_the_traffic_was_the_same() {
    let desk = Desk::with(BURST);
    let told = desk.run(&["--compare", "heavy-init.memory_mb=1769", "--compare", "load.rps=20"]);
    let (first, second) = told.out.split_once("Compared with load.rps=20").expect("both are there");
    assert!(first.contains("Compared with heavy-init.memory_mb=1769\nBoth met the same requests"), "{first}");
    assert!(second.contains("The load differs"), "{second}");
    assert!(second.contains("Model values: nobody publishes these"), "{second}");
    let json = desk.report(&["--compare", "heavy-init.memory_mb=1769", "--compare", "load.rps=20"]);
    assert_eq!(json["runs"].as_array().unwrap().len(), 3);
    assert_eq!(json["comparisons"][1]["same_arrivals"], false);
    desk.run(&["--compare", "heavy-init.memory_mb=1769", "--compare", "memroy=1"]).says(2, "unknown setting `memroy`");
}

#[test]
fn a_sweep_prints_a_table_with_its_best_point() {
    let desk = Desk::with(BURST);
    let sweep = ["--sweep", "heavy-init.memory_mb=512..1769", "--for", "5m"];
    let told = desk.run(&sweep);
    assert!(
        told.out.contains("memory_mb") && told.out.contains("the cheapest whose p95 is within 10 %"),
        "{}",
        told.out
    );
    let json = desk.report(&sweep);
    let sizes: Vec<&str> = json["points"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|point| point["settings"]["functions.heavy-init.memory_mb"].as_str())
        .collect();
    assert_eq!(sizes, ["512", "1024", "1769"]);
    let alone = desk.report(&["--set", "heavy-init.memory_mb=1024", "--for", "5m"]);
    assert_eq!(json["points"][1]["metrics"], alone["metrics"], "a point is the run with that setting");
    let csv = desk.run(&[&sweep[..], &["--csv"]].concat());
    assert_eq!(csv.out.lines().count(), 4, "{}", csv.out);
    let never = desk.run(&[&sweep[..], &["--under", "p95_ms < 1"]].concat());
    assert_eq!(never.code, 1, "{}", never.out);
    assert!(never.out.contains("no point has p95_ms < 1"), "{}", never.out);
    desk.run(&["--sweep", "heavy-init.memory_mb=64..512"]).says(2, "AWS Lambda allows 128 MB to 10,240 MB");
    desk.run(&["--sweep", "heavy-init.memory=512"]).says(2, "at least two values");
    desk.run(&["--best", "cost"]).says(2, "--sweep");
}

#[test]
fn a_report_can_be_priced_again() {
    let desk = Desk::with(BURST);
    let told = desk.run(&["--json"]);
    std::fs::write(desk.path("report.json"), &told.out).unwrap();
    let priced = Command::new(env!("CARGO_BIN_EXE_coldstart"))
        .args(["bill", "report.json", "--json"])
        .current_dir(desk.0.path())
        .output()
        .unwrap();
    let priced: Value = serde_json::from_slice(&priced.stdout).unwrap();
    assert_eq!(priced["total"], told.json()["bill"]["total"]);
}

#[test]
fn lessons_are_found_by_id_and_by_file() {
    let desk = Desk::with(BURST);
    let embedded = coldstart(desk.0.path(), &["cold-starts#burst", "--json"]);
    assert_eq!(embedded.json()["lab"], "burst");
    coldstart(desk.0.path(), &["cold-starts"]).says(2, "has several labs; choose one: cold-starts#burst");
    coldstart(desk.0.path(), &["cold-start"]).says(2, "did you mean `cold-starts`?");
    coldstart(desk.0.path(), &["cold-starts#brust"]).says(2, "did you mean `burst`?");
    std::fs::write(desk.path("own.md"), format!("# Mine\n\n```lab id=one\n{BURST}```\n")).unwrap();
    assert_eq!(coldstart(desk.0.path(), &["own.md", "--json"]).json()["lab"], "one");
}

#[test]
fn mistakes_are_told_with_their_place_and_leave_standard_output_alone() {
    let desk = Desk::with("[functions.hello]\nmemroy_mb = 512\n");
    desk.run(&[]).says(1, "lab.toml:2:1: error: unknown key `memroy_mb`");
    desk.run(&["--json"]).says(1, "did you mean `memory_mb`?");
    let desk = Desk::with("[functions.hello]\n");
    desk.run(&[]).says(2, "say how long to play it, as in `--for 10m`");
    desk.run(&["--for", "1m", "--set", "hello.memory_mb=64"]).says(2, "AWS Lambda allows 128 MB to 10,240 MB");
    desk.run(&["--for", "1m", "--set", "hello.memroy_mb=512"]).says(2, "did you mean `hello.memory_mb`?");
    desk.run(&["--for", "1m", "--at", "5s invoke helo"]).says(2, "did you mean `hello`?");
    desk.run(&["--for", "1m", "--at", "5s invok hello"]).says(2, "did you mean `invoke`?");
    desk.run(&["--for", "1m", "--at", "5m invoke hello"]).says(2, "comes after the end of the lab");
    desk.run(&["--for", "1m", "--set", "load.rps=1e12"]).says(2, "in `load.rps = 1e12`");
    desk.run(&["--for", "soon"]).says(2, "`soon` does not start with a number");
    desk.run(&["--for", "1m", "--json", "--journal", "-"]).says(2, "give the journal a file");
    desk.run(&["--for", "1m", "--detail", "metrics", "--journal", "x"]).says(2, "keeps no journal");
    coldstart(desk.0.path(), &["."]).says(2, "is a folder");
}

/// `coldstart month …` in the folder of a desk.
fn month(desk: &Desk, options: &[&str]) -> Told {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_coldstart"))
        .args([&["month", "lab.toml"], options].concat())
        .current_dir(desk.0.path())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Told { code: status.code().unwrap(), out: text(stdout), err: text(stderr) }
}

#[test]
fn a_month_is_played_and_priced() {
    let desk = Desk::with("[functions.hello]\n[load]\nperiod = \"60s\"\n[time]\nduration = \"20m\"\n");
    let json = month(&desk, &["--json"]).json();
    assert_eq!(json["metrics"]["requests"], 43_200);
    assert_eq!(json["confidence"]["totals"].as_array().unwrap().len(), 3);
    let told = month(&desk, &[]);
    assert!(told.out.contains("30 days, seed 1: 43,200 requests"), "{}", told.out);
    assert!(told.out.contains("3 whole months were played, each with another seed"), "{}", told.out);
    assert!(told.out.contains("After 20 min the Bill pane says"), "{}", told.out);
    month(&Desk::with("[functions.hello]\n"), &[]).says(2, "give it a load");
}

#[test]
fn a_month_of_counted_requests() {
    let desk = Desk::with("[functions.hello]\n");
    std::fs::write(desk.path("day.csv"), "minute,count\n0,10\n60,20\n1380,0\n").unwrap();
    let json = month(&desk, &["--trace", "day.csv", "--json"]).json();
    assert_eq!(json["metrics"]["requests"], 900, "30 requests on each of 30 days");
    assert_eq!(json["trace"]["requests"], 30);
    std::fs::write(desk.path("bad.csv"), "minute,count\n0,ten\n").unwrap();
    month(&desk, &["--trace", "bad.csv"]).says(1, "bad.csv:2:1: error: `0,ten` is no time and a count");
    month(&desk, &["--trace", "none.csv"]).says(2, "cannot read none.csv");
    std::fs::write(desk.path("other.csv"), "0,1,helo\n").unwrap();
    month(&desk, &["--trace", "other.csv"]).says(1, "other.csv:1:5: error: unknown function `helo`");
    month(&desk, &["--trace", "other.csv"]).says(1, "did you mean `hello`?");
    month(&desk, &["--seed", "x"]).says(2, "a seed is a whole number");
}

/// Ctrl-C in the middle of a long run is answered with a word, and what was written of the journal stays.
#[cfg(unix)]
#[test]
fn an_end_that_somebody_wants_is_said() {
    let desk = Desk::with("[functions.hello]\n[load]\nrps = 1000\n[time]\nduration = \"3000d\"\n");
    let mut running = Command::new(env!("CARGO_BIN_EXE_coldstart"))
        .args(["run", "lab.toml", "--journal", "journal.jsonl"])
        .current_dir(desk.0.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("coldstart runs");
    let written = || std::fs::metadata(desk.path("journal.jsonl")).map_or(0, |file| file.len());
    while written() == 0 {
        assert!(running.try_wait().expect("a process").is_none(), "it ended by itself");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let told = Command::new("kill").args(["-INT", &running.id().to_string()]).status().expect("kill");
    assert!(told.success());
    let output = running.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "stopped before the end; nothing was printed\n");
    assert!(output.stdout.is_empty());
}
