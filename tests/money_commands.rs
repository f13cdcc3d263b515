//! `coldstart bill --as` and `coldstart breakeven`, as a person or a script uses them.

use std::process::{Command, Output};

use serde_json::Value;

const USAGE: &str = "memory_mb = 512\nrequests = 3_000_000\nbilled_ms = 200\nephemeral_storage_mb = 1024\n";

const LAB: &str = r#"
[functions.hello]
runtime = "modelled"
memory_mb = 512
model = { init = "0ms", cpu = "0ms", wait = "100ms" }
[load]
shape = "steady"
rps = 5
[time]
duration = "2m"
"#;

struct Told {
    code: i32,
    out: String,
    err: String,
}

impl Told {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}:\n{}\n{}", self.out, self.err))
    }
}

/// The program in a folder with a usage file and a lab.
fn coldstart(arguments: &[&str]) -> Told {
    let desk = tempfile::tempdir().unwrap();
    std::fs::write(desk.path().join("usage.toml"), USAGE).unwrap();
    std::fs::write(desk.path().join("lab.toml"), LAB).unwrap();
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_coldstart")).args(arguments).current_dir(desk.path()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Told { code: status.code().unwrap(), out: text(stdout), err: text(stderr) }
}

#[test]
fn the_same_usage_is_priced_by_four_other_books() {
    for (book, cents) in [("gcp", "6.75"), ("gcp-1st", "6.75"), ("azure", "5.40"), ("azure-flex", "157.20")] {
        let bill = coldstart(&["bill", "usage.toml", "--as", book, "--json"]).json();
        assert_eq!(bill["as"], book);
        assert_eq!(bill["total_of_rounded_lines"], cents, "{book}");
        assert_eq!(bill["left_out"][0], "lambda · Ephemeral storage");
        assert!(bill["not_comparable"].as_array().is_some_and(|labels| labels.len() >= 4), "{book}");
        assert!(bill["lines"].as_array().unwrap().iter().all(|line| line["source"].as_str().is_some()));
    }
}

#[test]
fn an_option_says_what_the_file_does_not() {
    let bill = coldstart(&["bill", "usage.toml", "--as", "gcp", "--at-once", "80", "--vcpu", "1", "--json"]).json();
    assert_eq!(bill["total_of_rounded_lines"], "1.39");
    let alone = coldstart(&["bill", "usage.toml", "--vcpu", "1"]);
    assert_eq!(alone.code, 2, "--vcpu is for --as");
    let unknown = coldstart(&["bill", "usage.toml", "--as", "gpc"]);
    assert!(unknown.code == 2 && unknown.err.contains("gcp, gcp-1st, azure or azure-flex"), "{}", unknown.err);
}

#[test]
fn an_invoice_for_people_says_what_cannot_be_compared() {
    let told = coldstart(&["bill", "usage.toml", "--as", "azure"]);
    assert_eq!(told.code, 0, "{}", told.err);
    for words in ["Azure Functions (Consumption)", "Not comparable", "Memory: Azure bills", "Assumed", "Left out"] {
        assert!(told.out.contains(words), "{words} is not in\n{}", told.out);
    }
}

#[test]
fn a_report_of_a_run_is_compared_too() {
    let desk = tempfile::tempdir().unwrap();
    std::fs::write(desk.path().join("lab.toml"), LAB).unwrap();
    let program = || {
        let mut program = Command::new(env!("CARGO_BIN_EXE_coldstart"));
        program.current_dir(desk.path());
        program
    };
    let report = program().args(["run", "lab.toml", "--json"]).output().unwrap().stdout;
    std::fs::write(desk.path().join("report.json"), report).unwrap();
    let arguments = ["bill", "report.json", "--as", "azure", "--json"];
    let bill: Value = serde_json::from_slice(&program().args(arguments).output().unwrap().stdout).unwrap();
    // 600 requests of 100 ms at 512 MB are 30 GB-s.
    assert_eq!(bill["lines"][0]["quantity"], "600");
    assert_eq!(bill["lines"][1]["quantity"], "30");
}

#[test]
fn a_lab_meets_a_server_where_the_price_list_says() {
    let told = coldstart(&["breakeven", "lab.toml", "--server", "t3.medium", "--json"]).json();
    assert_eq!(told["servers"][0]["requests_a_month"], 29_388_339);
    assert_eq!(told["servers"][0]["monthly"], "30.368");
    assert_eq!(told["servers"][0]["certainty"], "commonly published");
    let two = coldstart(&["breakeven", "lab.toml", "--server", "t3.medium", "--servers", "2", "--json"]).json();
    assert_eq!(two["servers"][0]["requests_a_month"], 58_776_679);
}

#[test]
fn without_a_server_all_of_the_price_list_are_compared() {
    let told = coldstart(&["breakeven", "lab.toml"]);
    assert_eq!(told.code, 0, "{}", told.err);
    for words in ["t3.micro", "m7g.xlarge", "fargate:0.25x0.5", "29,388,339", "Assumed", "Sources"] {
        assert!(told.out.contains(words), "{words} is not in\n{}", told.out);
    }
}

#[test]
fn what_cannot_be_compared_says_what_to_do() {
    let unknown = coldstart(&["breakeven", "lab.toml", "--server", "t3.mediun"]);
    assert!(unknown.code == 2 && unknown.err.contains("did you mean `t3.medium`?"), "{}", unknown.err);
    let idle = coldstart(&["breakeven", "lab.toml", "--set", "load.rps=0"]);
    assert!(idle.code == 2 && idle.err.contains("nothing calls a function"), "{}", idle.err);
}
