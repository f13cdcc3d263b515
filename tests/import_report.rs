//! `coldstart import report`: the log that a known lab wrote gives the lab back, as far as a log can.

use std::fmt::Write as _;
use std::process::Command;
use std::sync::Arc;

use coldstart::catalog::Meter;
use coldstart::cloud::{Dist, EPOCH_UNIX_S};
use coldstart::lab::import::{Findings, Reports};
use coldstart::lab::{Budget, Detail, LabSpec, Progress, Run, do_all};
use coldstart::units::{Megabytes, Span};

const KNOWN: &str = r#"
[time]
duration = "20m"
[functions.shop]
runtime = "modelled"
memory_mb = 1769
timeout_s = 30
idle_expiry_s = 5
LOG
[functions.shop.model]
init = { dist = "lognormal", p50 = "400ms", p95 = "900ms" }
wait = { dist = "lognormal", p50 = "80ms", p95 = "200ms" }
memory_used_mb = 77
[load]
shape = "poisson"
rps = 10
"#;

/// The log of a run as `aws logs tail` prints it.
fn log(logging: &str) -> String {
    let (spec, problems) = LabSpec::parse(&KNOWN.replace("LOG", logging));
    let spec = spec.unwrap_or_else(|| panic!("{problems:?}"));
    let mut run = Run::new(Arc::new(spec), 3, Detail::Full, LabSpec::catalog());
    let (end, mut seen, mut text) = (run.end(), 0, String::new());
    loop {
        let progress = run.advance_to(end, &mut Budget::events(400));
        let journal = run.journal().expect("full detail");
        for line in journal.since(seen).flat_map(|entry| run.entry_logs_json(entry)) {
            let line: serde_json::Value = serde_json::from_str(&line).expect("JSON");
            let micros = line["at_us"].as_u64().expect("a time");
            let (minute, second) = (micros / 60_000_000, micros % 60_000_000);
            assert!(minute < 60 && EPOCH_UNIX_S.is_multiple_of(3_600));
            let (whole, part) = (second / 1_000_000, second % 1_000_000);
            let words = line["text"].as_str().expect("words");
            let _ =
                writeln!(text, "2026-01-01T00:{minute:02}:{whole:02}.{part:06}+00:00 2026/01/01/[$LATEST]0 {words}");
        }
        seen = journal.written();
        if progress != Progress::OutOfBudget {
            return text;
        }
    }
}

fn findings(log: &str) -> Findings {
    let mut reports = Reports::default();
    log.as_bytes().chunks(1_000).for_each(|piece| reports.take(&String::from_utf8_lossy(piece)));
    reports.finish()
}

fn near(found: Span, expected: u64, percent: u64) {
    let expected = Span::from_millis(expected);
    let off = found.as_micros().abs_diff(expected.as_micros());
    assert!(off * 100 <= expected.as_micros() * percent, "{found} is not within {percent} % of {expected}");
}

/// A quantile of what was written.
fn at(dist: Dist, share: f64) -> Span {
    let Dist::Quantiles(line) = dist else { panic!("{dist:?}") };
    Span(line.at(share) as u64)
}

#[test]
fn what_a_lab_wrote_gives_the_lab_back() {
    for logging in ["", "log_format = \"json\"\n"] {
        let log = log(logging);
        let findings = findings(&log);
        assert!(
            findings.reports > 11_000 && findings.unreadable == 0 && findings.timeless == 0,
            "{}",
            findings.reports
        );
        let text = findings.lab("shop");
        let (spec, problems) = LabSpec::parse(&text);
        let spec = spec.unwrap_or_else(|| panic!("{problems:?}\n{text}"));
        let model = spec.functions[0].config.handler.model();
        for (share, expected) in [(0.1, 39), (0.5, 80), (0.9, 163), (0.95, 200), (0.99, 292)] {
            near(at(model.wait, share), expected, 4);
        }
        near(at(model.init, 0.5), 400, 25);
        near(at(model.init, 0.95), 900, 40);
        assert_eq!((model.memory_used, spec.functions[0].config.memory), (Megabytes(77), Megabytes(1769)));
        let trace = spec.load.trace.as_ref().expect("a trace");
        let counts = &trace.counts[0].1;
        assert_eq!(counts.iter().map(|count| u64::from(*count)).sum::<u64>(), findings.reports);
        assert_eq!(counts.len(), 20, "twenty minutes");
        assert!(counts.iter().all(|count| (480..720).contains(count)), "600 a minute, give or take");
    }
}

#[test]
fn the_imported_lab_runs_and_computes_as_long_as_the_log_says() {
    let log = log("");
    let started = |line: &str| {
        let (_, duration) = line.split_once("\tDuration: ")?;
        Some(duration.split_once(" ms")?.0.parse::<f64>().ok()?.ceil())
    };
    let logged: f64 = log.lines().filter_map(started).sum();
    let (spec, _) = LabSpec::parse(&findings(&log).lab("shop"));
    let mut run = Run::new(Arc::new(spec.expect("a lab")), 5, Detail::Metrics, LabSpec::catalog());
    let end = run.end();
    run.advance_to(end, &mut Budget::unlimited());
    // INIT depends on how long idle environments are kept, which no log says.
    let (usage, _) = coldstart::lab::usage_so_far(&run);
    let played = (usage.count(Meter::LambdaX86) - usage.count(Meter::LambdaX86Init)) as f64 / 1_769.0;
    let ratio = played / logged;
    assert!((0.93..1.07).contains(&ratio), "{ratio}");
}

fn coldstart(log: &str, arguments: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("my shop.log"), log).expect("a log");
    let told = Command::new(env!("CARGO_BIN_EXE_coldstart"))
        .args(["import", "report", "my shop.log"])
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .expect("coldstart runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (told.status.code().unwrap_or(-1), text(&told.stdout), text(&told.stderr))
}

const LINE: &str = "REPORT RequestId: 6f1c0a3e-9d4b-4c1f-8a70-2b7c1f0de5e2\tDuration: 12.40 ms\tBilled Duration: 2813 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB\tInit Duration: 2800.11 ms\t\n";

#[test]
fn the_command_prints_a_lab_and_says_what_it_could_not_tell() {
    let (code, lab, notes) = coldstart(LINE, &[]);
    assert_eq!(code, 0, "{notes}");
    assert!(lab.contains("[functions.myshop]") && lab.contains("memory_mb = 512"), "{lab}");
    for unknown in ["computing and waiting", "time before INIT", "concurrency", "retries", "version"] {
        assert!(notes.contains(unknown), "{unknown} is not in\n{notes}");
    }
    let (spec, problems) = LabSpec::parse(&lab);
    assert!(spec.is_some(), "{problems:?}\n{lab}");
}

#[test]
fn an_init_beyond_its_limit_is_no_lazy_loading() {
    let warm = LINE.replace("\tInit Duration: 2800.11 ms", "");
    let again = LINE.replace("12.40 ms", "11012.40 ms").replace("2800.11", "9999.52");
    let log = |first: &str| format!("{first}{}", warm.repeat(9)).repeat(20);
    let (_, lab, notes) = coldstart(&log(&again), &[]);
    assert!(!lab.contains("lazy_load") && lab.contains("timeout_s = 18"), "{lab}");
    assert!(notes.contains("INIT exceeded its limit of 10 s 20 times and was run again"), "{notes}");
    assert!(notes.contains("timeout: in no log line; the lab has 18 s, half as long again as the longest"), "{notes}");
    let own_line = "INIT_REPORT Init Duration: 10000.04 ms\tPhase: init\tStatus: timeout\n";
    let object = "{\"type\":\"platform.initReport\",\"record\":{\"phase\":\"init\",\"status\":\"timeout\"}}\n";
    for line in [own_line, object] {
        let (_, _, notes) = coldstart(&log(line), &[]);
        assert!(notes.contains("INIT exceeded its limit of 10 s 20 times"), "{notes}");
    }
    let (_, _, notes) = coldstart(&warm, &[]);
    assert!(!notes.contains("INIT exceeded") && notes.contains("thrown errors"), "{notes}");
}

#[test]
fn what_only_logs_of_text_lack_is_said_of_them_only() {
    let (code, _, notes) = coldstart(&log("log_format = \"json\"\n"), &[]);
    assert!(code == 0 && !notes.contains("thrown errors"), "{notes}");
}

#[test]
fn a_file_without_reports_is_no_log() {
    let (code, lab, told) = coldstart("hello\n\u{1b}]0;evil\u{7}\n", &[]);
    assert_eq!((code, lab.as_str()), (2, ""));
    assert!(told.contains("holds no REPORT line") && told.contains("help: export"), "{told}");
}

/// A function that answers from its cache two times in three, and otherwise asks a slow service; one call in six hundred
/// times out.
fn two_peaks() -> String {
    let mut log = String::new();
    for call in 0..60_000_u32 {
        let (second, micros) = (call / 60, call % 60 * 16_000);
        let spread = f64::from(call % 97) / 97.0;
        let (duration, used) = match call % 3 {
            _ if call % 600 == 7 => (3_000.0, 70),
            0 => (240.0 + 60.0 * spread, 110 + call % 7),
            _ => (4.0 + 3.0 * spread, 60 + call % 5),
        };
        let status = if duration >= 3_000.0 { "\tStatus: timeout" } else { "" };
        let init = if call % 5_000 == 0 { "\tInit Duration: 312.50 ms" } else { "" };
        let billed = duration.ceil() + if init.is_empty() { 0.0 } else { 313.0 };
        let _ = writeln!(
            log,
            "2026-01-01T00:{:02}:{:02}.{micros:06}+00:00 REPORT RequestId: 6f1c0a3e-9d4b-4c1f-8a70-2b7c1f0de5e2\t\
             Duration: {duration:.2} ms\tBilled Duration: {billed} ms\tMemory Size: 256 MB\tMax Memory Used: {used} MB{init}{status}\t",
            second / 60,
            second % 60,
        );
    }
    log
}

#[test]
fn two_peaks_stay_two_peaks_and_timeouts_stay_timeouts() {
    let findings = findings(&two_peaks());
    assert_eq!((findings.reports, findings.timeouts), (60_000, 100));
    let text = findings.lab("shop");
    let (spec, problems) = LabSpec::parse(&text);
    let spec = spec.unwrap_or_else(|| panic!("{problems:?}\n{text}"));
    let model = spec.functions[0].config.handler.model();
    let (low, high) = (at(model.wait, 0.6), at(model.wait, 0.72));
    assert!(low < Span::from_millis(8) && high > Span::from_millis(235), "{low} {high}\n{text}");
    let memory = model.memory_spread.expect("memory that varies");
    assert!(memory.at(0.5) < 66.0 && memory.at(0.8) > 108.0, "{memory:?}");
    let agreement = do_all(findings.replay(&text).expect("a lab"));
    for row in &agreement.rows {
        let least = if row.unit == "%" { 0.2 } else { row.log * 0.03 };
        let near = (row.lab - row.log).abs() <= least;
        // How long idle environments stay is in no log.
        assert!(near || row.what == "cold starts", "{}: {} for {}\n{text}", row.what, row.lab, row.log);
    }
}

#[test]
fn the_command_says_how_well_the_lab_agrees_with_the_log() {
    let (code, lab, told) = coldstart(&two_peaks(), &[]);
    assert_eq!(code, 0, "{told}");
    assert!(lab.contains("memory_used_mb = { dist = \"quantiles\", min = 60, "), "{lab}");
    let lines: Vec<&str> = told.lines().skip_while(|line| *line != "note: the lab, played, beside its log:").collect();
    let heads = [
        "cold starts",
        "timed out",
        "Duration, mean",
        "Duration, p50",
        "Duration, p95",
        "Duration, p99",
        "billed, mean",
    ];
    for head in heads {
        assert!(lines.iter().any(|line| line.trim_start().starts_with(head)), "{head} is not in\n{told}");
    }
    assert!(told.contains("12 cold starts are too few to compare"), "{told}");
}
