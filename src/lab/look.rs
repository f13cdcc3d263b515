//! From a run to what a screen may know of it.

use super::measure::{server_usage, usage};
use super::run::Run;
use super::snapshot::{
    AccountView, BARS_MAX, COLUMNS_MAX, ENVIRONMENTS_MAX, EnvironmentView, FunctionView, InvocationBar, LOG_LINES_MAX,
    LatencyView, LoadView, LogLine, Outcome, ServerView, Snapshot, Totals,
};
use super::spec::Server;
use super::window::Window;
use crate::billing::{self, FreeTier, Usage};
use crate::cloud::{self, FunctionRecord, ModelNote, Slice};
use crate::units::{FunctionId, Moment, Span};

/// Throttles count as recent for this long: as long as one looks.
const RECENT: Span = Span::from_secs(1);

pub(super) fn snapshot(run: &Run) -> Snapshot {
    let (world, spec, now) = (run.world(), run.spec(), run.now());
    let total = run.slice(&Window::All);
    let used = usage(&total, spec);
    let account = world.account();
    let names: Vec<&str> = spec.functions.iter().map(|function| function.name.as_str()).collect();
    Snapshot {
        now,
        end: (spec.end() != Moment::NEVER).then(|| spec.end()),
        load: LoadView { rps: run.traffic().rps(now), shape: run.traffic().spec().words() },
        account: AccountView {
            region: spec.account.region.clone(),
            concurrency: account.concurrency,
            limit: account.limit,
            unreserved_limit: account.unreserved_limit,
            unreserved: account.unreserved,
        },
        functions: (0..world.function_count()).map(|place| function(run, place, &total)).collect(),
        sources: (0..world.source_count()).filter_map(|number| world.source(number)).collect(),
        servers: servers(run),
        timeline: timeline(run, &names),
        marks: run.marks().to_vec(),
        latency: latency(run, &total),
        cloudwatch: run.slices().cloudwatch(&run.world().current_slice()),
        logs: logs(run, &names),
        invoice: billing::price(&used, run.catalog(), FreeTier::None),
        month: billing::month(&used, now.since(Moment::START), run.catalog(), FreeTier::None),
        totals: Totals { concurrency: account.concurrency, ..totals(&total.total()) },
        events: run.events(),
    }
}

fn totals(record: &FunctionRecord) -> Totals {
    let counters = &record.counters;
    Totals {
        requests: counters.requests,
        invocations: counters.invocations,
        cold_starts: counters.cold_starts,
        errors: counters.errors,
        timeouts: counters.timeouts,
        throttles: counters.throttles,
        concurrency: 0,
        concurrency_peak: record.running.peak,
    }
}

fn function(run: &Run, place: usize, total: &Slice) -> FunctionView {
    let id = FunctionId(place as u16);
    let status = run.world().function(id);
    let (environments, hidden) = run.world().environments(id, ENVIRONMENTS_MAX);
    let config = status.config;
    let record = total.functions.get(place).map(totals).unwrap_or_default();
    FunctionView {
        name: status.name,
        runtime: config.runtime.to_string(),
        architecture: config.architecture.to_string(),
        memory: config.memory,
        timeout: config.timeout,
        reserved: config.reserved_concurrency,
        provisioned: provisioned(&status.versions),
        settings: live(&status.aliases).into_iter().chain(run.world().model_notes(id).iter().map(note)).collect(),
        starting: status.starting,
        running: status.running,
        idle: status.idle,
        queued: status.queued,
        throttled_recently: throttled_recently(run, id),
        environments: environments.into_iter().map(environment).collect(),
        hidden,
        totals: Totals { concurrency: status.concurrency, ..record },
    }
}

fn provisioned(versions: &[cloud::VersionStatus]) -> Option<(u32, u32)> {
    let sum = |count: fn(&cloud::VersionStatus) -> u32| versions.iter().map(count).sum::<u32>();
    let (ready, wanted) = (sum(|one| one.provisioned_ready), sum(|one| one.provisioned_wanted));
    (ready > 0 || wanted > 0).then_some((ready, wanted))
}

/// What traffic uses: `version 3`, `version 1 90 %, version 2 10 %`.
fn live(aliases: &[cloud::AliasStatus]) -> Option<(String, String)> {
    let live = aliases.iter().find(|alias| alias.name == "live")?;
    let words = match live.weights.as_slice() {
        [(only, _)] => format!("version {only}"),
        some => some.iter().map(|(one, share)| format!("version {one} {share}")).collect::<Vec<_>>().join(", "),
    };
    Some(("live".to_owned(), words))
}

fn note(note: &ModelNote) -> (String, String) {
    (note.what.to_owned(), format!("{} (model value)", note.value))
}

fn environment(status: cloud::EnvironmentStatus) -> EnvironmentView {
    let until = (status.until != Moment::NEVER).then_some(status.until);
    EnvironmentView {
        id: status.id,
        state: status.state,
        since: status.since,
        until,
        invocations: status.invocations,
        process_invocations: status.process_invocations,
        version: status.version,
        provisioned: status.provisioned,
    }
}

fn throttled_recently(run: &Run, function: FunctionId) -> u32 {
    let now = run.now();
    let recent = run.world().timeline().rev().take_while(|bar| now.since(bar.arrived) < RECENT);
    recent.filter(|bar| bar.function == function && bar.outcome == Outcome::Throttled).count() as u32
}

/// What the rented servers beside the lab have cost.
pub(super) fn servers(run: &Run) -> Vec<ServerView> {
    run.spec().servers.iter().map(|server| self::server(run, server)).collect()
}

fn server(run: &Run, server: &Server) -> ServerView {
    let price = |time: Span| {
        let mut usage = Usage::new();
        usage.add_instance(server.meter, server.count, time);
        billing::price(&usage, run.catalog(), FreeTier::None).total
    };
    ServerView {
        name: server.name.clone(),
        instance: server.instance.clone(),
        count: server.count,
        hourly: price(Span::from_secs(3600)),
        cost: price(run.now().since(Moment::START)),
    }
}

fn timeline(run: &Run, names: &[&str]) -> Vec<InvocationBar> {
    let mut bars: Vec<InvocationBar> =
        run.world().timeline().rev().take(BARS_MAX).map(|span| bar(span, names)).collect();
    bars.reverse();
    bars
}

fn bar(span: &cloud::InvocationSpan, names: &[&str]) -> InvocationBar {
    InvocationBar { function: name(names, span.function), span: *span }
}

fn name(names: &[&str], function: FunctionId) -> String {
    names.get(usize::from(function.0)).copied().unwrap_or_default().to_owned()
}

fn logs(run: &Run, names: &[&str]) -> Vec<LogLine> {
    let lines = run.world().log_lines(LOG_LINES_MAX).into_iter();
    lines
        .map(|line| LogLine { at: line.at, function: name(names, line.function), kind: line.kind, text: line.text })
        .collect()
}

fn latency(run: &Run, total: &Slice) -> LatencyView {
    let whole = total.total().latency();
    LatencyView {
        count: whole.count(),
        p50: whole.quantile(0.50),
        p95: whole.quantile(0.95),
        p99: whole.quantile(0.99),
        max: whole.max(),
        columns: run.slices().columns(&run.slices().since_last_piece(run.world().current_slice()), COLUMNS_MAX),
    }
}

/// The usage of a run so far, servers beside it included, for whoever wants to price it otherwise.
pub fn usage_so_far(run: &Run) -> (Usage, Usage) {
    (usage(&run.slice(&Window::All), run.spec()), server_usage(run.spec(), run.now().since(Moment::START)))
}
