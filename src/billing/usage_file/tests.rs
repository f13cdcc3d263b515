//! What a usage file may say, and what a wrong one is told.

use proptest::prelude::*;

use super::*;
use crate::billing::{price, try_price};

fn parse(text: &str) -> UsageFile {
    let source = Source::new("usage.toml", text);
    UsageFile::parse(&source).unwrap_or_else(|problems| panic!("{}", source.explain(&problems[0])))
}

/// The first thing wrong with a text: its headline and its advice.
fn wrong(text: &str) -> String {
    let source = Source::new("usage.toml", text);
    let problems = UsageFile::parse(&source).expect_err("something is wrong");
    format!("{} | {}", source.headline(&problems[0]), problems[0].help.clone().unwrap_or_default())
}

fn total(text: &str) -> String {
    let file = parse(text);
    price(&file.usage, &Catalog::embedded(), file.free_tier.unwrap_or_default()).total.exact()
}

fn lambda(keys: &str) -> String {
    format!("[[usage]]\nservice = \"lambda\"\n{keys}\n")
}

#[test]
fn toml_and_json_say_the_same() {
    let toml = parse(
        "free_tier = \"always\"\n[[usage]]\nservice = \"lambda\"\nmemory_mb = 1536\nrequests = 3_000_000\nbilled_ms = 120\n",
    );
    let json = parse(
        r#"{"free_tier": "always", "usage": [{"service": "lambda", "memory_mb": 1536, "requests": 3000000, "billed_ms": 120}]}"#,
    );
    assert_eq!(toml, json);
    assert_eq!(toml.free_tier, Some(FreeTier::Always));
}

#[test]
fn duration_can_be_said_in_three_ways() {
    let billed = total(&lambda("memory_mb = 1024\nrequests = 10\nbilled_ms = 2000"));
    let reported = total(&lambda("memory_mb = 1024\nrequests = 10\nduration_ms = 1999.01"));
    let summed = total(&lambda("requests = 10\ngb_seconds = 20"));
    assert_eq!((&billed, &billed), (&reported, &summed));
}

#[test]
fn a_cold_start_is_rounded_up_together_with_its_init() {
    // 133.61 + 80.00 ms is 214 ms on AWS's own sample; one of two requests was cold.
    let file = parse(&lambda("memory_mb = 128\nrequests = 2\nduration_ms = 133.61\ncold_starts = 1\ninit_ms = 80"));
    assert_eq!(file.usage.count(Meter::LambdaX86), 128 * (134 + 214));
    assert_eq!(file.usage.count(Meter::LambdaX86Init), 128 * (214 - 134));
}

#[test]
fn storage_beyond_512_mb_costs_as_long_as_functions_run() {
    let file = parse(&lambda("memory_mb = 128\nrequests = 1000\nbilled_ms = 1000\nephemeral_storage_mb = 1536"));
    assert_eq!(file.usage.count(Meter::LambdaEphemeral), 1000 * 1000 * 1024);
}

#[test]
fn provisioned_time_is_charged_in_stretches_of_five_minutes() {
    let file = parse(&lambda("memory_mb = 1024\nprovisioned_concurrency = 2\nprovisioned_seconds = 301"));
    assert_eq!(file.usage.count(Meter::LambdaProvisionedX86), 2 * 600 * 1_024_000);
}

#[test]
fn a_snapstart_version_is_charged_for_three_hours_at_least() {
    let file = parse(&lambda("memory_mb = 1024\narchitecture = \"arm64\"\nsnapstart_hours = 1"));
    assert_eq!(file.usage.count(Meter::LambdaSnapStartCache), 3 * 3600 * 1_024_000);
}

#[test]
fn snapshots_of_java_cost_nothing() {
    let keys = "memory_mb = 1024\nsnapstart_hours = 100\nsnapstart_restores = 5";
    assert!(parse(&lambda(&format!("runtime = \"java21\"\n{keys}"))).usage.is_empty());
    assert_eq!(parse(&lambda(&format!("runtime = \"python3.13\"\n{keys}"))).usage.rows().count(), 2);
}

#[test]
fn a_large_asynchronous_event_counts_as_several_requests() {
    // 256 KB and then two started parts of 64 KB: three requests an event, for one event in four.
    let keys = "memory_mb = 128\nrequests = 1000\nbilled_ms = 10\nasync_event_kb = 321\nasync_events = 250";
    let file = parse(&lambda(keys));
    assert_eq!(file.usage.count(Meter::LambdaRequests), 1000 + 2 * 250);
    assert_eq!(file.usage.count(Meter::LambdaX86), 1000 * 10 * 128);
}

#[test]
fn records_of_a_queue_are_one_request_a_batch() {
    let file = parse(&lambda("memory_mb = 128\nrecords = 1_000_001\nbatch_size = 10\nbilled_ms = 10"));
    assert_eq!(file.usage.count(Meter::LambdaRequests), 100_001);
    assert_eq!(file.usage.count(Meter::LambdaX86), 100_001 * 10 * 128);
}

#[test]
fn a_poller_costs_a_minute_at_least_and_whole_seconds_after_that() {
    let file = parse(&lambda("sqs_pollers = 2\nsqs_poller_seconds = 10"));
    assert_eq!(file.usage.count(Meter::LambdaSqsPollers), 2 * 60_000_000);
    let file = parse(&lambda("kafka_pollers = 1\nkafka_poller_seconds = 3600.5"));
    assert_eq!(file.usage.count(Meter::LambdaKafkaPollers), 3_601_000_000);
}

#[test]
fn only_what_is_streamed_beyond_6_mb_costs() {
    let file = parse(&lambda("requests = 1000\nstreamed_mb_per_request = 8"));
    assert_eq!(file.usage.count(Meter::LambdaStreamed), 2000 * 1024 * 1024);
    assert_eq!(parse(&lambda("requests = 1000\nstreamed_mb_per_request = 5")).usage.count(Meter::LambdaStreamed), 0);
}

#[test]
fn what_runs_on_provisioned_concurrency_is_never_free_and_the_rest_of_the_function_is() {
    let keys = "memory_mb = 1024\nprovisioned_concurrency = 1\nprovisioned_hours = 1\nprovisioned_requests = 500000\nprovisioned_billed_ms = 100";
    let priced = |text: &str| price(&parse(text).usage, &Catalog::embedded(), FreeTier::Always);
    let invoice = priced(&lambda(keys));
    let requests = &invoice.lines[0];
    assert_eq!((requests.quantity.as_str(), requests.amount.exact().as_str()), ("500000", "0.1"));
    let note = "free: 0 of 1,000,000 requests a month, none for the 500,000 on provisioned concurrency (AWS's text leaves such functions out whole, its worked example frees what they run on demand; this follows the example)";
    assert_eq!(requests.note.as_deref(), Some(note));
    let with_others = priced(&lambda(&format!("{keys}\nrequests = 300000\nbilled_ms = 100")));
    assert_eq!(with_others.lines[0].quantity, "500000");
}

#[test]
fn durable_functions_and_machines_of_ones_own_have_their_meters() {
    // 2 M operations, 3 GB written, 4 GB kept for a month: 16 + 0.75 + 0.60.
    let durable = "[[usage]]\nservice = \"lambda_durable\"\noperations = 2e6\nwritten_gb = 3\nretained_gb_months = 4\n";
    assert_eq!(total(durable), "17.35");
    let machine = "[[usage]]\nservice = \"lambda_microvm\"\nvcpu = 1\nmemory_gb = 2\nhours = 1\ncount = 10\n";
    assert_eq!(total(machine), "1.2610008");
}

#[test]
fn what_stands_around_a_server_is_charged_too() {
    assert_eq!(total("[[usage]]\nservice = \"alb\"\nhours = 730\ncapacity_units = 2\n"), "28.105");
    assert_eq!(total("[[usage]]\nservice = \"nat\"\nhours = 730\ntraffic_gb = 100\n"), "37.35");
    assert_eq!(total("[[usage]]\nservice = \"ipv4\"\nhours = 730\n"), "3.65");
}

#[test]
fn always_on_services_are_charged_by_the_hour() {
    assert_eq!(total("[[usage]]\nservice = \"ec2\"\ninstance = \"t3.medium\"\nhours = 730\n"), "30.368");
    assert_eq!(total("[[usage]]\nservice = \"ec2\"\ninstance = \"t3.micro\"\nhours = 730\ncount = 2\n"), "15.184");
    // A quarter of a vCPU and half a gigabyte for a month: 0.25 × 730 × 0.04048 + 0.5 × 730 × 0.004445.
    let task = "[[usage]]\nservice = \"fargate\"\nvcpu = 0.25\nmemory_gb = 0.5\nhours = 730\n";
    assert_eq!(total(task), "9.010025");
}

#[test]
fn anything_on_the_price_list_can_be_named() {
    assert_eq!(total("[[usage]]\nmeter = \"lambda.requests\"\nquantity = 3e6\n"), "0.6");
    assert_eq!(
        total("[[usage]]\nmeter = \"lambda.arm64.gb_second\"\nquantity = 1024000\nunit = \"MB-ms\"\n"),
        "0.0000133334"
    );
}

#[test]
fn a_report_of_a_run_is_priced_again() {
    let report = r#"{ "lab": "burst", "seed": 7, "metrics": {"p50_ms": 14.1}, "functions": {}, "engine": {},
        "bill": {"total": "1"}, "usage": [
        {"meter": "lambda.requests", "function": "hello", "quantity": "40", "unit": "requests"},
        {"meter": "lambda.x86_64.gb_second", "function": "hello", "quantity": "1024000", "unit": "MB-ms"} ] }"#;
    assert_eq!(total(report), "0.0000246667");
    let without = wrong(r#"{"lab": "burst", "metrics": {}, "engine": {}}"#);
    assert_eq!(without, "usage.toml:1:1: error: there is no usage in this file | run the lab again with --json");
}

#[test]
fn mistakes_are_found_where_they_stand() {
    for (text, expected) in [
        (lambda("memroy_mb = 128"), "usage.toml:3:1: error: unknown key `memroy_mb` | did you mean `memory_mb`?"),
        (lambda("requests = -1"), "usage.toml:3:12: error: `requests` is less than nothing"),
        (lambda("requests = \"many\""), "usage.toml:3:12: error: `requests` is not a number | write digits"),
        (lambda("requests = 1e13"), "usage.toml:3:12: error: `requests` is too large"),
        (lambda("requests = 1\nbilled_ms = 5"), "usage.toml:1:1: error: `memory_mb` is missing | duration is charged"),
        (
            lambda("architecture = \"amd64\""),
            "usage.toml:3:16: error: unknown architecture `amd64` | known: x86_64, arm64",
        ),
        (lambda("requests = 1\ncold_starts = 2"), "usage.toml:4:15: error: more cold starts than requests"),
        (lambda("requests = 1.5"), "usage.toml:3:12: error: `requests` is not a whole number | requests are counted"),
        (
            lambda("billed_ms = 0.5"),
            "usage.toml:3:13: error: `billed_ms` is not a whole number | time is billed in whole",
        ),
        (
            lambda("memory_mb = 0"),
            "usage.toml:3:13: error: `memory_mb` is not a size that can be had | AWS Lambda gives",
        ),
        (lambda("memory_mb = 10241\nrequests = 1\nbilled_ms = 1"), "usage.toml:3:13: error: `memory_mb` is not a size"),
        (lambda("records = 10"), "usage.toml:3:11: error: `records` without `batch_size` | say how many"),
        (lambda("requests = 5\nrecords = 10\nbatch_size = 2"), "usage.toml:4:11: error: the requests are given twice"),
        (lambda("async_event_kb = 2000"), "usage.toml:3:18: error: an event of a size that cannot be sent"),
        (
            lambda("requests = 1\nasync_event_kb = 9\nasync_events = 2"),
            "usage.toml:5:16: error: more asynchronous events",
        ),
        (lambda("sqs_pollers = 1\nsqs_poller_seconds = 9"), "usage.toml:3:15: error: fewer pollers than can be had"),
        (lambda("sqs_pollers = 2"), "usage.toml:3:15: error: pollers without a time"),
        (lambda("at_once = 0.5"), "usage.toml:3:11: error: less than one request at once"),
        (
            "[[usage]]\nservice = \"lambda_microvm\"\nvcpu = 1\n".into(),
            "usage.toml:3:8: error: a machine without a time | a MicroVM is charged",
        ),
        (lambda("init_ms = 80"), "usage.toml:3:11: error: `init_ms` without `cold_starts` | INIT is billed once"),
        (
            lambda("arch = \"arm\"\narchitecture = \"arm\""),
            "usage.toml:3:1: error: `arch` and `architecture` are the same key | keep one of them",
        ),
        ("[[usage]]\nservice = \"ec2\"\nhours = 1\n".into(), "usage.toml:1:1: error: `instance` is missing | one of "),
        ("requests = 1\nmemroy_mb = 128\n".into(), "usage.toml:2:1: error: unknown key `memroy_mb` | did you mean"),
        (
            "[ { \"service\": \"lambda\" } ]".into(),
            "usage.toml:1:1: error: a usage file in JSON is an object, not a list",
        ),
        ("requests\0 = 1".into(), "usage.toml:1:9: error: there is a NUL byte here | a usage file is text in UTF-8"),
        (
            "{\"usage\": [{\"service\": \"lambda\", \"requests\": 1, \"requests\": 2}]}".into(),
            "usage.toml:1:49: error: `requests` stands here twice | keep one of them",
        ),
        (lambda("ephemeral_storage_mb = 100"), "usage.toml:3:24: error: /tmp of a size that cannot be had"),
        (
            "[[usage]]\nservice = \"lamda\"\n".into(),
            "usage.toml:2:11: error: unknown service `lamda` | did you mean `lambda`?",
        ),
        ("[[usage]]\nhours = 3\n".into(), "usage.toml:1:1: error: this entry names no service | add service ="),
        (
            "[[usage]]\nservice = \"ec2\"\ninstance = \"t3.mediun\"\nhours = 1\n".into(),
            "usage.toml:3:12: error: unknown instance `t3.mediun` | did you mean `t3.medium`?",
        ),
        ("[[usage]]\nservice = \"ec2\"\ninstance = \"t3.micro\"\n".into(), "usage.toml:1:1: error: `hours` is missing"),
        (
            "[[usage]]\nmeter = \"lambda.request\"\n".into(),
            "usage.toml:2:9: error: unknown meter `lambda.request` | did you mean",
        ),
        ("free_teir = \"none\"\n".into(), "usage.toml:1:1: error: unknown key `free_teir` | did you mean `free_tier`?"),
        (
            "free_tier = \"allways\"\n".into(),
            "usage.toml:1:13: error: unknown free tier `allways` | did you mean `always`?",
        ),
        ("usage = 3\n".into(), "usage.toml:1:9: error: usage is a list"),
        (String::new(), "usage.toml:1:1: error: there is no usage in this file | begin with [[usage]]"),
        ("[prices]\n\"ec2.t3.mega\" = \"1\"\n".into(), "usage.toml:2:1: error: unknown meter `ec2.t3.mega`"),
        (
            "{\n \"usage\": [\n  { \"service\": \"lambda\", \"reqests\": 1 } ] }".into(),
            "usage.toml:3:26: error: unknown key `reqests` | did you mean `requests`?",
        ),
        ("{\n \"usage\": [,] }".into(), "usage.toml:2:12: error: expected value"),
        ("[[usage]\n".into(), "usage.toml:1:"),
    ] {
        let found = wrong(&text);
        assert!(found.starts_with(expected), "{text}\nfound    {found}\nexpected {expected}");
    }
}

#[test]
fn brackets_without_end_are_refused_and_brackets_in_texts_are_not() {
    for opening in ["[", "{\"a\":"] {
        let found = wrong(&format!("{{\"usage\":{}", opening.repeat(100_000)));
        assert!(found.contains("more than 64 brackets inside each other | a usage file is flat"), "{found}");
    }
    let text =
        format!(r#"{{"title": "{}\"", "usage": [{{"meter": "lambda.requests", "quantity": 3e6}}]}}"#, "[".repeat(1000));
    assert_eq!(total(&text), "0.6");
}

#[test]
fn a_single_entry_needs_no_list() {
    let keys = "memory_mb = 1536\nrequests = 3_000_000\nbilled_ms = 120\n";
    let listed = parse(&format!("free_tier = true\n{}", lambda(keys)));
    assert_eq!(parse(&format!("{keys}free_tier = true\n")), listed);
    assert_eq!(parse(&format!("free_tier = \"always\"\n[lambda]\n{keys}")), listed);
    assert_eq!(parse(&format!("free_tier = \"always\"\n[usage]\nservice = \"lambda\"\n{keys}")), listed);
    let json = r#"{"free_tier": true, "memory_mb": 1536, "requests": 3000000, "billed_ms": 120}"#;
    assert_eq!(parse(json), listed);
}

#[test]
fn keys_have_the_names_of_the_worked_examples_too() {
    let examples = "arch = \"x86_64\"\nmemory_mb = 1536\nprovisioned = 100\nprovisioned_seconds = 28800\nsnapstart_active_seconds = 36000\nevent_poller_unit_hours = 8\nrequests = 1000\nbilled_ms = 120\ngb_seconds = \"180\"";
    let own = "architecture = \"x86_64\"\nmemory_mb = 1536\nprovisioned_concurrency = 100\nprovisioned_hours = 8\nsnapstart_hours = 10\nsqs_poller_hours = 8\nrequests = 1000\nbilled_ms = 120";
    assert_eq!(parse(&lambda(examples)), parse(&lambda(own)));
}

#[test]
fn every_mistake_of_a_file_is_told_at_once() {
    let source = Source::new("usage.toml", format!("{}{}", lambda("memroy_mb = 1"), lambda("rquests = 1\ntypo = 1")));
    assert_eq!(UsageFile::parse(&source).unwrap_err().len(), 3);
}

#[test]
fn the_largest_quantities_with_the_most_decimals_get_an_answer() {
    let text = lambda(
        "memory_mb = 10239\nrequests = 999999999999\nduration_ms = 999999999999.123456789012\ncold_starts = 999999999999\ninit_ms = 0.000000000001\nprovisioned_requests = 999999999999\nprovisioned_billed_ms = 999999999999",
    );
    assert!(wrong(&text).contains("can be priced exactly"));
    let many = "[[usage]]\nmeter = \"ec2.t3.micro_hour\"\nquantity = 999999999999.999999999999\n".repeat(2000);
    let file = parse(&many);
    assert!(try_price(&file.usage, &Catalog::embedded(), FreeTier::None).is_err());
}

proptest! {
    #[test]
    fn no_text_makes_reading_panic(text in "\\PC{0,200}") {
        let _ = UsageFile::parse(&Source::new("usage.toml", text.clone()));
        let _ = UsageFile::parse(&Source::new("usage.json", format!("{{{text}")));
        let _ = UsageFile::parse(&Source::new("usage.toml", format!("[[usage]]\n{text}")));
    }

    #[test]
    fn no_value_makes_pricing_panic(key in "(requests|memory_mb|billed_ms|gb_seconds|provisioned_hours|snapstart_hours|streamed_gb)", value in "[0-9]{1,13}(\\.[0-9]{1,13})?", free in 0..3_usize) {
        let text = lambda(&format!("architecture = \"arm64\"\n{key} = {value}"));
        let parsed = UsageFile::parse(&Source::new("usage.toml", text)).ok();
        let priced = parsed.and_then(|file| try_price(&file.usage, &Catalog::embedded(), FreeTier::ALL[free].1).ok());
        if let Some(invoice) = priced {
            prop_assert!(!invoice.to_text().is_empty() && serde_json::to_string(&invoice).is_ok());
        }
    }
}
