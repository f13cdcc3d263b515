//! A hand-made moment of a run: twenty requests have just met one warm environment.

use coldstart::billing::{FreeTier, Usage, price};
use coldstart::catalog::{Catalog, Meter};
use coldstart::lab::{
    AccountView, EnvironmentState, EnvironmentView, FunctionView, InvocationBar, InvocationSpan, LatencyColumn,
    LatencyView, LoadView, LogKind, LogLine, Mark, Outcome, Part, Parts, ServerView, Snapshot, Totals,
};
use coldstart::units::{EnvironmentId, InvocationId, Megabytes, Moment, Money, Span};

/// When it is: 12 minutes and 41 seconds into the run.
const NOW: Moment = Moment(761_000_000);
/// When the burst came.
const BURST: Moment = Moment(757_800_000);

/// The moment of the design's picture.
pub fn burst() -> Snapshot {
    let environments: Vec<EnvironmentView> = (1..=20).map(environment).collect();
    let totals = Totals {
        requests: 780,
        invocations: 780,
        cold_starts: 20,
        concurrency: 19,
        concurrency_peak: 20,
        ..Totals::default()
    };
    let function = FunctionView {
        name: "heavy-init".into(),
        runtime: "nodejs22.x".into(),
        architecture: "x86_64".into(),
        memory: Megabytes(512),
        timeout: Span::from_secs(3),
        starting: 12,
        running: 7,
        idle: 1,
        throttled_recently: 0,
        environments,
        totals,
        ..FunctionView::default()
    };
    Snapshot {
        now: NOW,
        end: Some(Moment(1_200_000_000)),
        load: LoadView { rps: 1.0, shape: "steady+burst".into() },
        account: AccountView {
            region: "us-east-1".into(),
            concurrency: 19,
            limit: 1_000,
            unreserved_limit: 1_000,
            unreserved: 19,
        },
        functions: vec![function],
        timeline: timeline(),
        marks: vec![Mark { at: BURST, label: "Burst of 20".into() }],
        latency: latency(),
        logs: logs(),
        invoice: invoice(),
        month: Some(Money::new(310, 100)),
        totals,
        events: 1_600,
        ..Snapshot::default()
    }
}

/// Six environments kept ready, of which two have a request, and two more that are being prepared; one on demand beside them.
pub fn kept() -> Snapshot {
    let mut snapshot = burst();
    let function = &mut snapshot.functions[0];
    let kept = |number: u64| {
        let state = match number {
            1..=2 => EnvironmentState::Running,
            7..=8 => EnvironmentState::Starting,
            _ => EnvironmentState::Idle,
        };
        let until = (state != EnvironmentState::Idle).then_some(NOW + Span::from_millis(40));
        EnvironmentView { state, until, provisioned: number < 9, version: 1, invocations: 3, ..environment(number) }
    };
    function.environments = (1..=9).map(kept).collect();
    function.provisioned = Some((6, 8));
    (function.starting, function.running, function.idle) = (2, 2, 5);
    snapshot
}

fn environment(number: u64) -> EnvironmentView {
    let (state, until) = match number {
        1 => (EnvironmentState::Idle, Some(NOW + Span::from_secs(355))),
        2..=8 => (EnvironmentState::Running, Some(NOW + Span::from_millis(40))),
        _ => (EnvironmentState::Starting, Some(NOW + Span::from_millis(300))),
    };
    let invocations = if number == 1 { 760 } else { u64::from(number <= 8) };
    EnvironmentView {
        id: EnvironmentId(number),
        state,
        since: BURST,
        until,
        invocations,
        process_invocations: invocations,
        version: 0,
        provisioned: false,
    }
}

fn timeline() -> Vec<InvocationBar> {
    let warm = |number: u64| {
        let arrived = Moment(NOW.as_micros() - 4_900_000 + number * 1_000_000);
        let span = InvocationSpan {
            id: InvocationId(number),
            environment: Some(EnvironmentId(1)),
            queued: None,
            arrived,
            init_start: arrived,
            run_start: arrived,
            ended: Some(arrived + Span::from_millis(14)),
            outcome: Outcome::Ok,
            parts: parts(&[(Part::Compute, 2_000), (Part::Wait, 12_000)]),
            billed_ms: 14,
            memory: Megabytes(512),
            ..InvocationSpan::default()
        };
        InvocationBar { function: "heavy-init".into(), span }
    };
    let cold = |number: u64| {
        let run_start = BURST + Span::from_millis(3_050 + number * 20);
        let own_init = 2_800_000 - 141_000 + number * 20_000;
        let span = InvocationSpan {
            id: InvocationId(100 + number),
            environment: Some(EnvironmentId(1 + number)),
            queued: None,
            arrived: BURST,
            init_start: BURST + Span::from_millis(250),
            run_start,
            ended: (run_start + Span::from_millis(30) <= NOW).then_some(run_start + Span::from_millis(30)),
            outcome: if run_start + Span::from_millis(30) <= NOW { Outcome::Ok } else { Outcome::Running },
            cold: true,
            parts: parts(&[
                (Part::Place, 250_000),
                (Part::RuntimeInit, 141_000),
                (Part::OwnInit, own_init),
                (Part::FirstCall, 6_000),
                (Part::Compute, 4_000),
                (Part::Wait, 20_000),
            ]),
            billed_ms: 2_830 + number * 20,
            memory: Megabytes(512),
            ..InvocationSpan::default()
        };
        InvocationBar { function: "heavy-init".into(), span }
    };
    let mut bars: Vec<InvocationBar> = (0..5).map(warm).chain((1..=19).map(cold)).collect();
    bars.sort_by_key(|bar| bar.span.arrived);
    bars
}

fn parts(micros: &[(Part, u64)]) -> Parts {
    let mut parts = Parts::default();
    for (part, micros) in micros {
        parts.set(*part, Span(*micros));
    }
    parts
}

fn latency() -> LatencyView {
    let column = |place: u64| {
        let burst = (22..28).contains(&place);
        let slow = Span::from_millis(if burst { 3_050 + place } else { 14 });
        LatencyColumn {
            start: Moment(place * 10_000_000),
            width: Span::from_secs(10),
            count: 10,
            cold: if burst { 3 } else { 0 },
            p50: Some(Span::from_millis(14)),
            p99: Some(slow),
            max: Some(slow),
            cold_starts: if burst { 3 } else { 0 },
            throttles: 0,
        }
    };
    LatencyView {
        count: 780,
        p50: Some(Span::from_millis(14)),
        p95: Some(Span::from_millis(3_100)),
        p99: Some(Span::from_millis(3_200)),
        max: Some(Span::from_millis(3_240)),
        columns: (0..40).map(column).collect(),
    }
}

fn logs() -> Vec<LogLine> {
    let id = "6f1c0a3e-9d4b-4c1f-8a70-2b7c1f0de5e2";
    let lines = [
        (
            LogKind::InitStart,
            "INIT_START Runtime Version: nodejs:22.v41\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:0000"
                .to_owned(),
        ),
        (LogKind::Start, format!("START RequestId: {id} Version: $LATEST")),
        (LogKind::End, format!("END RequestId: {id}")),
        (
            LogKind::Report,
            format!(
                "REPORT RequestId: {id}\tDuration: 12.40 ms\tBilled Duration: 2813 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB\tInit Duration: 2800.11 ms"
            ),
        ),
        (
            LogKind::Report,
            format!(
                "REPORT RequestId: {id}\tDuration: 9.12 ms\tBilled Duration: 10 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB"
            ),
        ),
    ];
    let line = |(kind, text): (LogKind, String)| LogLine { at: NOW, function: "heavy-init".into(), kind, text };
    lines.into_iter().map(line).collect()
}

fn invoice() -> coldstart::billing::Invoice {
    let mut usage = Usage::default();
    usage.add(Meter::LambdaRequests, None, 780);
    usage.add(Meter::LambdaX86, None, 3_400_000_000);
    usage.add(Meter::LambdaX86Init, None, 3_100_000_000);
    price(&usage, &Catalog::embedded(), FreeTier::None)
}

/// The same beside a server that costs more.
pub fn rented() -> Snapshot {
    let server = ServerView {
        name: "shop".into(),
        instance: "t3.medium".into(),
        count: 1,
        hourly: Money::new(416, 10_000),
        cost: Money::new(416, 2_000),
    };
    Snapshot { servers: vec![server], ..burst() }
}

/// The same with more log lines than a screen has rows.
pub fn chatter() -> Snapshot {
    let line = |number: u32| LogLine {
        at: NOW,
        function: "heavy-init".into(),
        kind: LogKind::Start,
        text: format!("line {number}"),
    };
    Snapshot { logs: (0..100).map(line).collect(), ..burst() }
}

/// The same with a log in JSON.
pub fn json_log() -> Snapshot {
    let id = "6f1c0a3e-9d4b-4c1f-8a70-2b7c1f0de5e2";
    let time = "2026-01-01T00:12:41.000Z";
    let platform = |name: &str, record: &str| {
        format!(r#"{{"time":"{time}","type":"platform.{name}","record":{{"requestId":"{id}",{record}}}}}"#)
    };
    let metrics = r#""metrics":{"durationMs":12.4,"billedDurationMs":2813,"memorySizeMB":512,"maxMemoryUsedMB":90"#;
    let lines = [
        (
            LogKind::InitStart,
            platform(
                "initStart",
                r#""initializationType":"on-demand","phase":"init","runtimeVersion":"nodejs:22.v48""#,
            ),
        ),
        (LogKind::Start, platform("start", r#""version":"$LATEST""#)),
        (
            LogKind::Print,
            format!(r#"{{"timestamp":"{time}","level":"INFO","message":"order taken","requestId":"{id}"}}"#),
        ),
        (
            LogKind::Error,
            format!(
                r#"{{"timestamp":"{time}","level":"ERROR","message":{{"errorType":"Error","errorMessage":"no stock"}},"requestId":"{id}"}}"#
            ),
        ),
        (LogKind::Report, platform("report", &format!(r#"{metrics},"initDurationMs":2800.11}},"status":"success""#))),
        (LogKind::Report, platform("report", &format!(r#"{metrics}}},"status":"timeout""#))),
    ];
    let line = |(kind, text): (LogKind, String)| LogLine { at: NOW, function: "heavy-init".into(), kind, text };
    Snapshot { logs: lines.into_iter().map(line).collect(), ..burst() }
}

/// Too many for the account: three thousand environments, and as many requests turned away.
pub fn crowd() -> Snapshot {
    let mut snapshot = burst();
    snapshot.account.concurrency = 1_000;
    let function = &mut snapshot.functions[0];
    (function.starting, function.running, function.idle) = (1_200, 800, 1_000);
    function.throttled_recently = 2_950;
    function.hidden = 2_980;
    let refused = InvocationSpan {
        id: InvocationId(999),
        outcome: Outcome::Throttled,
        arrived: BURST,
        init_start: BURST,
        run_start: BURST,
        ended: Some(BURST),
        ..InvocationSpan::default()
    };
    snapshot.timeline.push(InvocationBar { function: "heavy-init".into(), span: refused });
    for column in &mut snapshot.latency.columns[25..30] {
        column.throttles = 600;
    }
    snapshot
}
