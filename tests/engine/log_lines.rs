//! Log lines, character by character as CloudWatch shows them.

use coldstart::cloud::{Dist, FunctionConfig, LogKind, World};
use coldstart::units::{Megabytes, Ratio, Span};

use super::support::*;

fn log(config: FunctionConfig, calls: u32) -> Vec<(LogKind, String)> {
    let mut world = world(config);
    (0..calls).for_each(|call| world.offer(at(f64::from(call) * 60.0), F));
    let end = world.now() + s(59.0);
    run_until(&mut world, end);
    texts(&world)
}

/// Request ids are random; the first is called `A`, the second `B`.
fn texts(world: &World) -> Vec<(LogKind, String)> {
    let mut ids: Vec<String> = Vec::new();
    let mut named = Vec::new();
    for line in world.log_lines(1_000) {
        let mut text = line.text;
        if let Some(start) = text.find("RequestId: ").map(|found| found + "RequestId: ".len()) {
            let id = text[start..start + 36].to_owned();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        for (id, name) in ids.iter().zip(["A", "B", "C", "D"]) {
            text = text.replace(id, name);
        }
        named.push((line.kind, text));
    }
    named
}

fn timed(init: u64, wait: u64) -> FunctionConfig {
    with(function(), |config| {
        config.memory = Megabytes(128);
        config.timeout = s(3.0);
        config.handler = model(|model| {
            model.init = Dist::Constant(Span(init));
            model.wait = Dist::Constant(Span(wait));
            model.memory_used = Megabytes(54);
        });
    })
}

#[test]
fn a_cold_and_a_warm_invocation() {
    let lines = log(timed(203_690, 38_660), 2);
    let texts: Vec<&str> = lines.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(
        texts[1..],
        [
            "START RequestId: A Version: $LATEST",
            "END RequestId: A",
            "REPORT RequestId: A\tDuration: 38.66 ms\tBilled Duration: 243 ms\tMemory Size: 128 MB\t\
             Max Memory Used: 54 MB\tInit Duration: 203.69 ms\t",
            "START RequestId: B Version: $LATEST",
            "END RequestId: B",
            "REPORT RequestId: B\tDuration: 38.66 ms\tBilled Duration: 39 ms\tMemory Size: 128 MB\tMax Memory Used: 54 MB\t",
        ]
    );
}

#[test]
fn init_start_names_the_runtime_and_its_version() {
    let (kind, text) = log(node(), 1).remove(0);
    assert_eq!(kind, LogKind::InitStart);
    assert!(text.starts_with("INIT_START Runtime Version: nodejs:22."), "{text}");
    let (_, arn) = text.split_once("\tRuntime Version ARN: ").unwrap();
    let catalog = coldstart::catalog::Catalog::embedded();
    let runtime = catalog.runtimes().iter().find(|runtime| runtime.id == "nodejs22.x").unwrap();
    assert_eq!(arn, runtime.version_arn);
}

#[test]
fn a_timeout() {
    let lines = log(timed(0, 5_000_000), 1);
    assert_eq!(
        lines[2..],
        [
            (LogKind::Error, "2026-01-01T00:00:03.000Z A Task timed out after 3.00 seconds".to_owned()),
            (LogKind::End, "END RequestId: A".to_owned()),
            (
                LogKind::Report,
                "REPORT RequestId: A\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\t\
                 Max Memory Used: 54 MB\tInit Duration: 0.00 ms\tStatus: timeout"
                    .to_owned()
            ),
        ]
    );
}

#[test]
fn a_timeout_is_followed_by_a_new_init_start() {
    let kinds: Vec<LogKind> = log(timed(0, 5_000_000), 2).into_iter().map(|(kind, _)| kind).collect();
    use LogKind::{End, Error, InitStart, Report, Start};
    assert_eq!(kinds, [InitStart, Start, Error, End, Report, InitStart, Start, Error, End, Report]);
}

#[test]
fn a_killed_process() {
    let config = with(timed(0, 1_000), |config| config.handler = model(|model| model.memory_used = Megabytes(129)));
    let lines = log(config, 1);
    assert_eq!(lines[2].1, "RequestId: A Error: Runtime exited with error: signal: killed");
    assert!(
        lines[4].1.ends_with(
            "Max Memory Used: 128 MB\tInit Duration: 0.00 ms\tStatus: error\tError Type: Runtime.OutOfMemory"
        )
    );
}

#[test]
fn a_thrown_error_as_node_writes_it() {
    let config = with(timed(0, 1_000), |config| config.handler = model(|model| model.error_rate = Ratio::ONE));
    let (kind, text) = log(config, 1).remove(2);
    assert_eq!(kind, LogKind::Error);
    let (head, json) = text.split_once("Invoke Error \t").unwrap();
    assert_eq!(head, "2026-01-01T00:00:00.000Z\tA\tERROR\t");
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(json["errorType"], "Error");
    assert!(json["stack"].as_array().is_some_and(|stack| stack.len() == 2));
}

#[test]
fn only_the_latest_lines_are_asked_for() {
    let mut world = world(timed(0, 1_000));
    (0..50).for_each(|call| world.offer(at(f64::from(call)), F));
    run_until(&mut world, at(60.0));
    let lines = world.log_lines(4);
    let kinds: Vec<LogKind> = lines.iter().map(|line| line.kind).collect();
    assert_eq!(kinds, [LogKind::Report, LogKind::Start, LogKind::End, LogKind::Report]);
    assert!(lines.is_sorted_by_key(|line| line.at));
}

#[test]
fn a_journal_entry_is_a_line_of_json() {
    let mut world = world(timed(0, 1_000));
    world.offer(at(1.0), F);
    run_until(&mut world, at(2.0));
    let journal = world.journal().unwrap();
    let lines: Vec<String> = journal.entries().map(|entry| world.entry_json(entry)).collect();
    assert_eq!(
        lines[0],
        r#"{"at_us":1000000,"what":"called","id":0,"action":"lambda:InvokeFunction","function":"hello"}"#
    );
    assert_eq!(lines[1], r#"{"at_us":1000000,"what":"created","function":"hello","environment":1}"#);
    assert!(lines.last().unwrap().contains(r#""what":"ended""#) && lines.len() == 6, "{lines:#?}");
}

#[test]
fn a_line_that_each_call_prints_counts_the_calls_of_its_environment() {
    let counter = with(timed(200_000, 2_000), |config| {
        let model = config.handler.model_mut();
        model.prints = Some("call number {call}".to_owned());
    });
    let mut world = world(counter);
    for seconds in [0.0, 10.0, 20.0, 30.0, 30.0] {
        world.offer(at(seconds), F);
    }
    run_until(&mut world, at(60.0));
    let printed: Vec<String> =
        texts(&world).into_iter().filter(|(kind, _)| *kind == LogKind::Print).map(|(_, text)| text).collect();
    assert_eq!(printed, ["call number 1", "call number 2", "call number 3", "call number 4", "call number 1"]);
}

#[test]
fn the_journal_tells_the_log_word_for_word() {
    let mut world = world(timed(0, 1_000));
    world.offer(at(1.0), F);
    run_until(&mut world, at(2.0));
    let journal = world.journal().unwrap();
    let told: Vec<serde_json::Value> = journal
        .entries()
        .flat_map(|entry| world.entry_logs_json(entry))
        .map(|line| serde_json::from_str(&line).unwrap())
        .collect();
    let texts: Vec<&str> = told.iter().filter_map(|line| line["text"].as_str()).collect();
    let shown: Vec<String> = world.log_lines(1_000).into_iter().map(|line| line.text).collect();
    assert_eq!(texts, shown);
    assert_eq!((told[3]["at_us"].as_u64(), told[3]["function"].as_str()), (Some(1_001_000), Some("hello")));
}
