//! From what was counted in a window to the metrics that goals and reports name.

use super::metrics::{Metrics, Values};
use super::spec::LabSpec;
use crate::billing::{self, FreeTier, Meter, Usage};
use crate::catalog::Catalog;
use crate::cloud::{self, FunctionConfig, FunctionRecord, Slice};
use crate::units::{Money, Span};

/// All metrics of a slice.
pub fn measure(slice: &Slice, spec: &LabSpec, catalog: &Catalog) -> Metrics {
    let (mut whole, mut waiting) = (Usage::new(), Usage::new());
    let mut functions = Vec::with_capacity(spec.functions.len());
    for (function, record) in spec.functions.iter().zip(&slice.functions) {
        let usage = usage_of(&function.name, record);
        let mut values = values(record, &usage, slice.width(), catalog);
        let idle = idle_usage(&function.name, &function.config, slice);
        values.set("idle_cost_h", billing::price(&idle, catalog, FreeTier::None).total.as_f64());
        functions.push((function.name.clone(), values));
        whole.merge(&usage);
        waiting.merge(&idle);
    }
    let mut total = values(&slice.total(), &whole, slice.width(), catalog);
    total.set("idle_cost_h", billing::price(&waiting, catalog, FreeTier::None).total.as_f64());
    servers(&mut total, spec, slice.width(), catalog);
    Metrics { total, functions }
}

/// What a slice is charged for, function by function.
pub fn usage(slice: &Slice, spec: &LabSpec) -> Usage {
    let mut usage = Usage::new();
    for (function, record) in spec.functions.iter().zip(&slice.functions) {
        usage.merge(&usage_of(&function.name, record));
    }
    usage
}

/// What the rented servers beside the lab are charged for.
pub fn server_usage(spec: &LabSpec, time: Span) -> Usage {
    let mut usage = Usage::new();
    for server in &spec.servers {
        usage.add_instance(server.meter, server.count, time);
    }
    usage
}

fn usage_of(name: &str, record: &FunctionRecord) -> Usage {
    let mut usage = Usage::new();
    record.usage.add_to(&mut usage, name);
    // A part of the requests, for the free tier, which does not cover them.
    usage.add(Meter::LambdaRequestsProvisioned, Some(name), i128::from(record.counters.provisioned));
    usage
}

/// An hour in which nobody calls. Functions on demand cost nothing then; what is kept ready does, averaged over the window where a
/// schedule changes it.
fn idle_usage(name: &str, config: &FunctionConfig, slice: &Slice) -> Usage {
    let hour_mb_ms = u128::from(config.memory.0) * 3_600_000;
    let mut waiting = cloud::Usage::default();
    let kept = config.versions.kept_ready(slice.from, slice.to);
    // Of no time at all it is the number of that moment.
    let width = u128::from(slice.width().as_micros().max(1));
    waiting.provisioned_mb_ms[config.architecture as usize] = kept * hour_mb_ms / width;
    if config.pays_for_snapshots() {
        waiting.snapshot_mb_ms = hour_mb_ms;
    }
    let mut usage = Usage::new();
    waiting.add_to(&mut usage, name);
    usage
}

fn values(record: &FunctionRecord, usage: &Usage, width: Span, catalog: &Catalog) -> Values {
    let mut values = Values::default();
    counts(&mut values, record);
    times(&mut values, record);
    levels(&mut values, record, width);
    let cost = billing::price(usage, catalog, FreeTier::None).total;
    costs(&mut values, cost, record.counters.invocations, width);
    values
}

fn counts(values: &mut Values, record: &FunctionRecord) {
    let counters = &record.counters;
    for (name, count) in [
        ("requests", counters.requests),
        ("invocations", counters.invocations),
        ("cold_starts", counters.cold_starts),
        ("throttles", counters.throttles),
        ("errors", counters.errors),
        ("timeouts", counters.timeouts),
        ("provisioned_invocations", counters.provisioned),
        ("spillover_invocations", counters.spillover),
        ("deploys", counters.deploys),
    ] {
        values.set(name, count as f64);
    }
    let (events, mapping) = (&record.asynchronous, &record.mapping);
    for (name, count) in [
        ("async_events", events.received),
        ("async_dropped", events.dropped),
        ("dead_letters", events.dead_letters),
        ("lost", events.lost),
        ("records", mapping.handled),
        ("batches", mapping.batches),
        ("records_dropped", mapping.dropped),
    ] {
        values.set(name, count as f64);
    }
    values.set("iterator_age_s", mapping.iterator_age.max().unwrap_or_default().as_secs_f64());
    let client = &record.client;
    values.set("client_retries", client.retries as f64);
    values.set("client_gave_up", client.gave_up as f64);
    values.set("client_wait_ms", client.waits.mean().map(Span::as_millis_f64));
    let queued = mapping.queued.count();
    values.set("queue_wait_ms", mapping.queued.mean().map(Span::as_millis_f64));
    values.set("queue_wait_share", share(mapping.queued.count_over(Span::ZERO), queued));
    values.set("async_age_s", events.age.max().unwrap_or_default().as_secs_f64());
    values.set("cold_ratio", share(counters.cold_starts, counters.invocations));
    values.set("throttle_rate", share(counters.throttles, counters.requests));
    values.set("error_rate", share(counters.errors, counters.invocations));
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn times(values: &mut Values, record: &FunctionRecord) {
    let latency = record.latency();
    let millis = |span: Option<Span>| span.map(Span::as_millis_f64);
    for (name, q) in [("p50_ms", 0.50), ("p95_ms", 0.95), ("p99_ms", 0.99)] {
        values.set(name, millis(latency.quantile(q)));
    }
    values.set("max_ms", millis(latency.max()));
    values.set("mean_ms", millis(latency.mean()));
    values.set("restore_ms", millis(record.restore.quantile(0.5)));
    values.set("provisioned_utilization", record.provisioned_utilization());
    values.set("init_ms", millis(record.init.quantile(0.5)));
    let duration = record.duration();
    values.set("duration_ms", millis(duration.quantile(0.5)));
    values.set("duration_mean_ms", millis(duration.mean()));
}

fn levels(values: &mut Values, record: &FunctionRecord, width: Span) {
    values.set("concurrency_peak", f64::from(record.running.peak));
    values.set("environments_peak", f64::from(record.environments.peak));
    if width > Span::ZERO {
        values.set("concurrency_mean", record.running.mean(width));
        values.set("environments_mean", record.environments.mean(width));
        values.set("idle_mean", record.idle_time().as_secs_f64() / width.as_secs_f64());
    }
}

fn costs(values: &mut Values, cost: Money, invocations: u64, width: Span) {
    values.set("cost", cost.as_f64());
    if width > Span::ZERO {
        values.set("cost_h", over(cost, width, 3_600));
        values.set("cost_day", over(cost, width, 86_400));
    }
    if invocations > 0 {
        values.set("cost_per_m", cost.times(1_000_000, i128::from(invocations)).as_f64());
    }
}

fn over(cost: Money, width: Span, seconds: i128) -> f64 {
    cost.times(seconds * 1_000_000, i128::from(width.as_micros())).as_f64()
}

fn servers(values: &mut Values, spec: &LabSpec, width: Span, catalog: &Catalog) {
    if spec.servers.is_empty() {
        return;
    }
    let cost = billing::price(&server_usage(spec, width), catalog, FreeTier::None).total;
    values.set("server_cost", cost.as_f64());
    if width > Span::ZERO {
        values.set("server_cost_h", over(cost, width, 3_600));
        values.set("server_cost_day", over(cost, width, 86_400));
    }
}
