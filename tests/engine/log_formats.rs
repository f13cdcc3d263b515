//! The same log in JSON; errors of each kind as their caller and as a log sees them; traces.

use coldstart::cloud::{
    Dist, Failure, FunctionConfig, HttpResponse, LogFormat, LogKind, Runtime, SystemLogLevel, Tracing, World,
};
use coldstart::units::{InvocationId, Megabytes, Ratio, Span};
use serde_json::{Value, json};

use super::support::*;

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

fn in_json(mut config: FunctionConfig, level: SystemLogLevel) -> FunctionConfig {
    config.logging.format = LogFormat::Json;
    config.logging.system_level = level;
    config
}

/// The lines of one call, request ids and instances taken out.
fn objects(config: FunctionConfig) -> Vec<Value> {
    let mut world = world(config);
    world.offer(at(1.0), F);
    let end = world.now() + s(59.0);
    run_until(&mut world, end);
    let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_else(|_| json!(text));
    world.log_lines(100).iter().map(|line| tidy(parse(&line.text))).collect()
}

fn tidy(mut value: Value) -> Value {
    for (key, stand_in) in [("requestId", "R"), ("instanceId", "I"), ("runtimeVersionArn", "A")] {
        if let Some(found) = value.get_mut("record").and_then(|record| record.get_mut(key)) {
            *found = stand_in.into();
        }
        if let Some(found) = value.get_mut(key) {
            *found = stand_in.into();
        }
    }
    value
}

fn response(config: FunctionConfig) -> HttpResponse {
    let mut world = world(config);
    world.offer(at(0.0), F);
    run_until(&mut world, at(60.0));
    world.response(InvocationId(0)).expect("an answer")
}

fn failing(failure: Failure) -> FunctionConfig {
    with(timed(0, 1_000), |config| {
        config.handler = model(|model| {
            model.error_rate = Ratio::ONE;
            model.failure = failure;
        });
    })
}

#[test]
fn a_call_in_json_is_a_start_and_a_report() {
    let lines = objects(in_json(timed(203_690, 38_660), SystemLogLevel::Info));
    assert_eq!(
        lines,
        [
            json!({ "time": "2026-01-01T00:00:01.000Z", "type": "platform.initStart", "record": {
                "initializationType": "on-demand", "phase": "init",
                "runtimeVersion": "modelled", "runtimeVersionArn": "A",
                "functionName": "hello", "functionVersion": "$LATEST",
                "instanceId": "I", "instanceMaxMemory": 134_217_728,
            } }),
            json!({ "time": "2026-01-01T00:00:01.203Z", "type": "platform.start",
                "record": { "requestId": "R", "version": "$LATEST" } }),
            json!({ "time": "2026-01-01T00:00:01.242Z", "type": "platform.report", "record": {
                "requestId": "R",
                "metrics": { "durationMs": 38.66, "billedDurationMs": 243, "memorySizeMB": 128,
                    "maxMemoryUsedMB": 54, "initDurationMs": 203.69 },
                "status": "success",
            } }),
        ]
    );
}

#[test]
fn the_level_says_which_events_are_kept() {
    let types = |level| -> Vec<String> {
        let lines = objects(in_json(timed(203_690, 38_660), level));
        lines.iter().map(|line| line["type"].as_str().unwrap_or_default().replace("platform.", "")).collect()
    };
    assert_eq!(
        types(SystemLogLevel::Debug),
        ["initStart", "initRuntimeDone", "initReport", "start", "runtimeDone", "report"]
    );
    assert_eq!(types(SystemLogLevel::Warn), [""; 0]);
    let timeout = objects(in_json(timed(0, 5_000_000), SystemLogLevel::Warn));
    let told: Vec<(&str, &str)> = timeout
        .iter()
        .map(|line| (line["type"].as_str().unwrap(), line["record"]["status"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("platform.runtimeDone", "timeout"), ("platform.report", "timeout")]);
}

/// The name of every event whose record has that member, and what the member says.
fn told(world: &World, member: &str) -> Vec<(String, String)> {
    let parsed = world.log_lines(100).into_iter().map(|line| serde_json::from_str::<Value>(&line.text).unwrap());
    parsed
        .filter_map(|line| {
            let name = line["type"].as_str()?.replace("platform.", "");
            Some((name, line["record"][member].as_str()?.to_owned()))
        })
        .collect()
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

fn restored(level: SystemLogLevel, restore: Span) -> FunctionConfig {
    let config = with(node(), |config| {
        config.runtime = Runtime::named("java21");
        config.versions.snap_start = true;
        config.handler = model(|model| model.restore = Dist::Constant(restore));
    });
    in_json(config, level)
}

#[test]
fn init_ahead_of_requests_is_reported_at_the_default_level() {
    let mut world = world(in_json(timed(203_690, 38_660), SystemLogLevel::Info));
    let kept_ready = with(timed(203_690, 38_660), |config| config.versions.provisioned_concurrency = 1);
    world.configure(F, in_json(kept_ready, SystemLogLevel::Info)).unwrap();
    run_until(&mut world, at(300.0));
    let kind = "provisioned-concurrency";
    assert_eq!(told(&world, "initializationType"), pairs([("initStart", kind), ("initReport", kind)]));
}

#[test]
fn init_for_a_snapshot_says_so() {
    for (level, expected) in [
        (SystemLogLevel::Info, vec!["initStart", "initReport"]),
        (SystemLogLevel::Debug, vec!["initStart", "initRuntimeDone", "initReport"]),
    ] {
        let mut world = world(restored(level, ms(40)));
        run_until(&mut world, at(1.0));
        world.deploy(F);
        run_until(&mut world, at(60.0));
        let expected: Vec<_> = expected.iter().map(|name| ((*name).to_owned(), "snap-start".to_owned())).collect();
        assert_eq!(told(&world, "initializationType"), expected);
    }
}

#[test]
fn a_restore_is_reported_and_at_debug_its_runtime_too() {
    let statuses = |level, restore| {
        let mut world = world(restored(level, restore));
        world.offer(at(0.0), F);
        run_until(&mut world, at(20.0));
        let all = told(&world, "status");
        all.into_iter().filter(|(name, _)| name.starts_with("restore")).collect::<Vec<_>>()
    };
    assert_eq!(statuses(SystemLogLevel::Info, ms(40)), pairs([("restoreReport", "success")]));
    assert_eq!(
        statuses(SystemLogLevel::Debug, ms(40)),
        pairs([("restoreRuntimeDone", "success"), ("restoreReport", "success")])
    );
    assert_eq!(statuses(SystemLogLevel::Warn, ms(40)), []);
    assert_eq!(
        statuses(SystemLogLevel::Warn, s(12.0)),
        pairs([("restoreRuntimeDone", "timeout"), ("restoreReport", "timeout")])
    );
}

#[test]
fn what_the_function_says_has_a_timestamp_a_level_and_its_request() {
    let speaking = with(timed(0, 1_000), |config| {
        let model = config.handler.model_mut();
        model.prints = Some("some log message".to_owned());
    });
    let line = objects(in_json(speaking, SystemLogLevel::Warn)).remove(0);
    assert_eq!(
        line,
        json!({ "timestamp": "2026-01-01T00:00:01.000Z", "level": "INFO", "message": "some log message", "requestId": "R" })
    );
    let thrown = objects(in_json(failing(Failure::Throw), SystemLogLevel::Info));
    let error = thrown.iter().find(|line| line["level"] == "ERROR").expect("an error line");
    assert_eq!(error["message"]["errorType"], "Error");
    let report = thrown.last().unwrap();
    assert_eq!((&report["record"]["status"], &report["record"]["errorType"]), (&json!("error"), &json!("Error")));
}

#[test]
fn a_failed_function_is_still_http_200() {
    let body = |response: &HttpResponse| serde_json::from_str::<Value>(&response.body).unwrap();
    let ok = response(timed(0, 1_000));
    assert_eq!((ok.status, ok.body.as_str()), (200, "null"));
    assert!(ok.headers.contains(&("X-Amz-Executed-Version", "$LATEST".to_owned())));
    assert!(ok.headers.iter().all(|(name, _)| *name != "X-Amz-Function-Error"));
    for (config, kind, message) in [
        (failing(Failure::Throw), "Error", "the modelled handler failed"),
        (failing(Failure::Exit), "Runtime.ExitError", "Error: Runtime exited with error: exit status 1"),
        (timed(0, 5_000_000), "Sandbox.Timedout", "Error: Task timed out after 3.00 seconds"),
        (
            with(timed(0, 1_000), |config| config.handler = model(|model| model.memory_used = Megabytes(129))),
            "Runtime.OutOfMemory",
            "Error: Runtime exited with error: signal: killed",
        ),
    ] {
        let failed = response(config);
        assert_eq!(failed.status, 200);
        assert!(failed.headers.contains(&("X-Amz-Function-Error", "Unhandled".to_owned())), "{kind}");
        assert_eq!(body(&failed)["errorType"], kind);
        assert!(body(&failed)["errorMessage"].as_str().unwrap().ends_with(message) || kind == "Error");
    }
}

#[test]
fn a_throttled_request_gets_429_and_its_reason() {
    let mut world = world(with(timed(0, 1_000), |config| config.reserved_concurrency = Some(0)));
    world.offer(at(0.0), F);
    let answer = world.response(InvocationId(0)).unwrap();
    assert_eq!(answer.status, 429);
    assert!(answer.body.contains("ReservedFunctionConcurrentInvocationLimitExceeded"), "{}", answer.body);
}

#[test]
fn a_process_that_ends_is_started_again_by_the_next_call() {
    let mut world = world(with(failing(Failure::Exit), |config| {
        let model = config.handler.model_mut();
        model.init = Dist::Constant(ms(200));
    }));
    world.offer(at(0.0), F);
    world.offer(at(10.0), F);
    run_until(&mut world, at(20.0));
    let errors = lines(&world, LogKind::Error);
    assert!(errors[0].ends_with(" Error: Runtime exited with error: exit status 1\nRuntime.ExitError"), "{errors:?}");
    let reports = lines(&world, LogKind::Report);
    assert!(reports[0].ends_with("Init Duration: 200.00 ms\tStatus: error\tError Type: Runtime.ExitError"));
    assert!(
        reports[1].contains("Duration: 200.00 ms\tBilled Duration: 200 ms") && !reports[1].contains("Init Duration")
    );
    assert_eq!(lines(&world, LogKind::InitStart).len(), 2);
}

#[test]
fn init_that_is_cut_off_inside_an_invocation_reports_that_phase() {
    let mut world = world(timed(12_000_000, 1_000));
    world.offer(at(0.0), F);
    run_until(&mut world, at(60.0));
    assert_eq!(
        lines(&world, LogKind::InitReport),
        [
            "INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout",
            "INIT_REPORT Init Duration: 3000.00 ms\tPhase: invoke\tStatus: timeout",
        ]
    );
}

#[test]
fn a_traced_request_has_its_ids_below_the_report() {
    let traced = with(timed(0, 1_000), |config| config.logging.tracing = Tracing::Active);
    let mut world = world(traced.clone());
    (0..3).for_each(|call| world.offer(at(f64::from(call) * 0.1), F));
    run_until(&mut world, at(10.0));
    let lines = lines(&world, LogKind::Xray);
    assert_eq!(lines.len(), 3);
    let (root, rest) = lines[0].strip_prefix("XRAY TraceId: ").unwrap().split_once("\tSegmentId: ").unwrap();
    // 2026-01-01T00:00:00Z is 1,767,225,600 s after 1970.
    assert!(root.starts_with("1-6955b900-") && root.len() == 35, "{root}");
    let (segment, sampled) = rest.split_once("\tSampled: ").unwrap();
    assert_eq!((segment.len(), sampled), (16, "true"));
    assert!(lines[1].ends_with("Sampled: false"), "5 of 100, and with this seed not the second of its second");
    let json = objects(in_json(traced, SystemLogLevel::Info));
    let tracing = &json.last().unwrap()["record"]["tracing"];
    assert_eq!(tracing["type"], "X-Amzn-Trace-Id");
    assert!(tracing["value"].as_str().unwrap().ends_with(";Sampled=1"));
}

#[test]
fn a_new_format_is_that_of_new_environments() {
    let mut world = world(timed(0, 2_000_000));
    world.offer(at(0.0), F);
    run_until(&mut world, at(1.0));
    world.configure(F, in_json(timed(0, 2_000_000), SystemLogLevel::Info)).unwrap();
    world.offer(at(1.0), F);
    run_until(&mut world, at(9.0));
    let reports = lines(&world, LogKind::Report);
    assert!(reports[0].starts_with("REPORT RequestId: ") && reports[1].starts_with("{\"time\""), "{reports:?}");
}

#[test]
fn tracing_moves_no_other_random_number() {
    let of = |tracing| {
        let mut world = world(with(node(), |config| config.logging.tracing = tracing));
        (0..500).for_each(|call| world.offer(at(f64::from(call) * 0.01), F));
        run_until(&mut world, at(30.0));
        record(&world)
    };
    assert_eq!(of(Tracing::Active), of(Tracing::PassThrough));
}

#[test]
fn the_parts_of_an_invocation_add_up() {
    let config = with(node(), |config| {
        config.timeout = s(1.0);
        let model = config.handler.model_mut();
        model.first_call = Dist::Constant(ms(3));
        model.wait = Dist::Exponential { mean: ms(300) };
        model.error_rate = Ratio::from_f64(0.1);
    });
    let mut world = world(config);
    (0..400).for_each(|call| world.offer(at(f64::from(call) * 0.05), F));
    run_until(&mut world, at(60.0));
    let mut cut_off = 0;
    for span in world.timeline() {
        let ended = span.ended.expect("all have ended");
        assert_eq!(span.parts.total(), ended.since(span.arrived), "{span:?}");
        cut_off += u32::from(span.outcome == coldstart::cloud::Outcome::Timeout);
    }
    assert!(cut_off > 3, "some were cut off: {cut_off}");
}
