//! What an entry may say of functions on AWS Lambda.

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedMul, Zero};

use super::UsageFile;
use super::entry::Entry;
use super::services::{WHOLE_MILLIS, WHOLE_REQUESTS, label, memory_gb, time};
use crate::billing::{Usage, Workload, rules};
use crate::catalog::expr::Exact;
use crate::catalog::{Architecture, Meter};

/// One function's month, from its keys to its meters.
pub(super) fn read(entry: &mut Entry, file: &mut UsageFile) {
    let name = label(entry);
    let architecture = entry.architecture();
    let x86 = architecture == Architecture::X86_64;
    let either = |on_x86: Meter, on_arm: Meter| if x86 { on_x86 } else { on_arm };
    let memory_gb = memory_gb(entry);
    let usage = &mut file.usage;

    let requests = requests(entry);
    entry.use_up(usage, Meter::LambdaRequests, name, requests);
    further_requests(entry, usage, name, requests);
    let duration = either(Meter::LambdaX86, Meter::LambdaArm);
    let of_it_init = either(Meter::LambdaX86Init, Meter::LambdaArmInit);
    let time = billed_seconds(entry, requests);
    let gb_seconds = entry.number("gb_seconds").unwrap_or_default();
    if gb_seconds.is_zero() {
        entry.product(usage, duration, name, &[time.seconds, memory_gb]);
        entry.product(usage, of_it_init, name, &[time.of_it_init, memory_gb]);
    } else {
        let said_already = time.seconds.checked_mul(&memory_gb);
        if !time.seconds.is_zero() && said_already != Some(gb_seconds) {
            let help = "give either gb_seconds or the time of a request; here they differ";
            entry.error("gb_seconds", "the duration is given twice", help);
        }
        entry.use_up(usage, duration, name, gb_seconds);
    }
    ephemeral_storage(entry, usage, name, time.seconds);
    let provisioned = provisioned_concurrency(entry, usage, name, memory_gb, either);
    snapstart(entry, usage, name, memory_gb);
    streaming(entry, usage, name, requests);
    pollers(entry, usage, name);
    let tenants = entry.counted("tenant_environments", "environments are counted").unwrap_or_default();
    entry.product(usage, either(Meter::LambdaTenantX86, Meter::LambdaTenantArm), name, &[tenants, memory_gb]);
    let needs_memory = !time.seconds.is_zero() || !tenants.is_zero();
    if needs_memory && !entry.has("memory_mb") {
        entry.error("memory_mb", "`memory_mb` is missing", "duration is charged by memory × time");
    }
    let places = Elsewhere::of(entry);
    let untold = if time.each.duration_ms.is_some() { Exact::zero() } else { gb_seconds };
    let whole = Workload { gb_seconds: untold, ..places.workload(name, memory_gb, requests, &time.each) };
    let ready = places.workload(name, memory_gb, provisioned.requests, &provisioned.each);
    file.workloads.extend([whole, ready].into_iter().filter(|workload| !workload.is_empty()));
}

/// Requests, given as such or as the records that batches of them hand over.
fn requests(entry: &mut Entry) -> Exact {
    let requests = entry.counted("requests", WHOLE_REQUESTS);
    let records = entry.counted("records", "records are counted");
    let batch_size = entry.counted("batch_size", "a batch is so many records");
    match (requests, records) {
        (Some(_), Some(_)) => {
            let help = "keep requests, or records with batch_size: a full batch is one request";
            entry.error("records", "the requests are given twice", help);
            Exact::zero()
        }
        (None, Some(records)) => match batch_size.filter(|size| !size.is_zero()) {
            Some(size) => (records / size).ceil(),
            None => {
                entry.error("records", "`records` without `batch_size`", "say how many records a request takes");
                Exact::zero()
            }
        },
        (requests, None) => {
            if batch_size.is_some() {
                entry.error("batch_size", "`batch_size` without `records`", "requests are counted as they are");
            }
            requests.unwrap_or_default()
        }
    }
}

/// What large asynchronous events add: the first 256 KB are one request, each further 64 KB are another.
fn further_requests(entry: &mut Entry, usage: &mut Usage, name: Option<&str>, requests: Exact) {
    let size_kb = entry.number("async_event_kb");
    let events = entry.counted("async_events", "events are counted");
    let Some(size_kb) = size_kb else {
        if events.is_some() {
            let help = "an event of up to 256 KB is one request anyway: add async_event_kb if they are larger";
            entry.error("async_events", "`async_events` without `async_event_kb`", help);
        }
        return;
    };
    if size_kb > Ratio::from_integer(1024) {
        let help = "Lambda takes asynchronous events of up to 1,024 KB";
        return entry.error("async_event_kb", "an event of a size that cannot be sent", help);
    }
    let events = events.unwrap_or(requests);
    if events > requests {
        let help = "every event is one of the requests";
        return entry.error("async_events", "more asynchronous events than requests", help);
    }
    let bytes = (size_kb * Ratio::from_integer(1024)).ceil().to_integer();
    let each = rules::async_requests(u64::try_from(bytes).unwrap_or_default()) - 1;
    entry.product(usage, Meter::LambdaRequests, name, &[events, Ratio::from_integer(i128::from(each))]);
}

/// The seconds that requests are billed for, the part of them that INIT added, and what one request takes.
#[derive(Default)]
struct Billed {
    seconds: Exact,
    of_it_init: Exact,
    each: Each,
}

/// What one request takes, as it was written down.
#[derive(Clone, Default)]
struct Each {
    duration_ms: Option<Exact>,
    cold_starts: Exact,
    init_ms: Exact,
}

/// Requests × their time. `duration_ms` is what a REPORT line says and is rounded up to whole milliseconds together
/// with `init_ms`, for as many of the requests as were `cold_starts`; `billed_ms` is taken as it is.
fn billed_seconds(entry: &mut Entry, requests: Exact) -> Billed {
    let (billed_ms, duration_ms) = (entry.counted("billed_ms", WHOLE_MILLIS), entry.number("duration_ms"));
    let cold_starts = entry.counted("cold_starts", "they are counted").unwrap_or_default();
    let init_ms = entry.number("init_ms").unwrap_or_default();
    if !init_ms.is_zero() && !entry.has("cold_starts") {
        let help = "INIT is billed once for each cold start: say how many of the requests were cold";
        entry.error("init_ms", "`init_ms` without `cold_starts`", help);
    }
    if billed_ms.is_some() && duration_ms.is_some() {
        entry.error("duration_ms", "the duration is given twice", "keep billed_ms or duration_ms");
        return Billed::default();
    }
    if cold_starts > requests {
        entry.error("cold_starts", "more cold starts than requests", "every cold start is one of the requests");
        return Billed::default();
    }
    let Some(duration) = billed_ms.or(duration_ms) else { return Billed::default() };
    let warm = if duration_ms.is_some() { duration.ceil() } else { duration };
    let cold = if init_ms.is_zero() { warm } else { (duration + init_ms).ceil() };
    let seconds = |count: Exact, ms: Exact| count.checked_mul(&(ms / Ratio::from_integer(1000)));
    let of_it_init = seconds(cold_starts, cold - warm);
    let billed = seconds(requests, warm).zip(of_it_init).and_then(|(warm, init)| warm.checked_add(&init));
    let Some((billed, of_it_init)) = billed.zip(of_it_init) else {
        entry.error("requests", "more time than can be priced exactly", "write fewer requests or fewer decimals");
        return Billed::default();
    };
    let each = Each { duration_ms: Some(duration), cold_starts, init_ms };
    Billed { seconds: billed, of_it_init, each }
}

/// `/tmp` beyond the 512 MB that come with every function, for as long as functions ran.
fn ephemeral_storage(entry: &mut Entry, usage: &mut Usage, name: Option<&str>, billed_seconds: Exact) {
    let included = Ratio::from_integer(512);
    let Some(size_mb) = entry.number("ephemeral_storage_mb") else { return };
    if size_mb < included || size_mb > Ratio::from_integer(10_240) {
        return entry.error(
            "ephemeral_storage_mb",
            "/tmp of a size that cannot be had",
            "it goes from 512 to 10240 MB",
        );
    }
    if billed_seconds.is_zero() && size_mb > included {
        let help = "it is charged for as long as functions run: give requests and billed_ms";
        return entry.error("ephemeral_storage_mb", "/tmp without a time", help);
    }
    let extra_gb = (size_mb - included) / Ratio::from_integer(1024);
    entry.product(usage, Meter::LambdaEphemeral, name, &[billed_seconds, extra_gb]);
}

/// What ran on environments kept ready.
#[derive(Default)]
struct Provisioned {
    requests: Exact,
    each: Each,
}

/// Environments kept ready, and the requests that ran on them at their own price.
fn provisioned_concurrency(
    entry: &mut Entry,
    usage: &mut Usage,
    name: Option<&str>,
    memory_gb: Exact,
    either: impl Fn(Meter, Meter) -> Meter,
) -> Provisioned {
    let ready = entry.number("provisioned_concurrency").unwrap_or_default();
    let seconds = time(entry, "provisioned_hours", "provisioned_seconds");
    let requests = entry.counted("provisioned_requests", WHOLE_REQUESTS).unwrap_or_default();
    let billed_ms = entry.counted("provisioned_billed_ms", WHOLE_MILLIS).unwrap_or_default();
    if ready.is_zero() != seconds.is_zero() {
        let help = "give provisioned_concurrency and provisioned_hours together";
        entry.error("provisioned_concurrency", "environments without a time, or a time without them", help);
        return Provisioned::default();
    }
    if !entry.has("memory_mb") && !ready.is_zero() {
        entry.error("memory_mb", "`memory_mb` is missing", "environments are kept ready by memory × time");
        return Provisioned::default();
    }
    let step = Ratio::from_integer(i128::from(rules::PROVISIONED_STEP_S));
    let charged_seconds = (seconds / step).ceil() * step;
    let kept = either(Meter::LambdaProvisionedX86, Meter::LambdaProvisionedArm);
    let used = either(Meter::LambdaProvisionedX86Used, Meter::LambdaProvisionedArmUsed);
    entry.product(usage, kept, name, &[ready, charged_seconds, memory_gb]);
    entry.product(usage, used, name, &[requests, billed_ms / Ratio::from_integer(1000), memory_gb]);
    entry.use_up(usage, Meter::LambdaRequests, name, requests);
    entry.use_up(usage, Meter::LambdaRequestsProvisioned, name, requests);
    let each = Each { duration_ms: Some(billed_ms), ..Each::default() };
    Provisioned { requests, each }
}

/// Snapshots kept, and environments restored from them.
fn snapstart(entry: &mut Entry, usage: &mut Usage, name: Option<&str>, memory_gb: Exact) {
    let seconds = time(entry, "snapstart_hours", "snapstart_seconds");
    let restores = entry.counted("snapstart_restores", "restores are counted").unwrap_or_default();
    let is_free = entry.text("runtime").is_some_and(rules::snapstart_is_free);
    if is_free {
        return; // AWS keeps and restores snapshots of Java without a charge
    }
    if !seconds.is_zero() {
        let charged = seconds.max(Ratio::from_integer(i128::from(rules::SNAPSTART_LEAST_S)));
        entry.product(usage, Meter::LambdaSnapStartCache, name, &[charged, memory_gb]);
    }
    entry.product(usage, Meter::LambdaSnapStartRestore, name, &[restores, memory_gb]);
}

/// What responses stream beyond the first 6 MB of each.
fn streaming(entry: &mut Entry, usage: &mut Usage, name: Option<&str>, requests: Exact) {
    let streamed_gb = entry.number("streamed_gb").unwrap_or_default();
    entry.use_up(usage, Meter::LambdaStreamed, name, streamed_gb);
    let Some(response_mb) = entry.number("streamed_mb_per_request") else { return };
    if !streamed_gb.is_zero() {
        let help = "keep streamed_gb (already beyond 6 MB a request), or streamed_mb_per_request";
        return entry.error("streamed_mb_per_request", "the streamed responses are given twice", help);
    }
    let beyond_mb = (response_mb - Ratio::from_integer(i128::from(rules::STREAMED_FREE_MB))).max(Exact::zero());
    entry.product(usage, Meter::LambdaStreamed, name, &[requests, beyond_mb / Ratio::from_integer(1024)]);
}

/// Event pollers of one's own: unit-hours, or so many of them for a time, a minute each at least.
fn pollers(entry: &mut Entry, usage: &mut Usage, name: Option<&str>) {
    for (key, meter) in
        [("sqs_poller_hours", Meter::LambdaSqsPollers), ("kafka_poller_hours", Meter::LambdaKafkaPollers)]
    {
        let quantity = entry.number(key).unwrap_or_default();
        entry.use_up(usage, meter, name, quantity);
    }
    for (count_key, seconds_key, meter, least) in [
        ("sqs_pollers", "sqs_poller_seconds", Meter::LambdaSqsPollers, rules::SQS_POLLERS_LEAST),
        ("kafka_pollers", "kafka_poller_seconds", Meter::LambdaKafkaPollers, 1),
    ] {
        let count = entry.counted(count_key, "pollers are counted");
        let seconds = entry.number(seconds_key);
        let (Some(count), Some(seconds)) = (count, seconds) else {
            if count.is_some() != seconds.is_some() {
                let help = format!("give {count_key} and {seconds_key} together");
                entry.error(count_key, "pollers without a time, or a time without them", help);
            }
            continue;
        };
        if count < Ratio::from_integer(i128::from(least)) {
            entry.error(count_key, "fewer pollers than can be had", format!("at least {least}"));
            continue;
        }
        let charged = seconds.ceil().max(Ratio::from_integer(i128::from(rules::POLLER_LEAST_S)));
        entry.product(usage, meter, name, &[count, charged / Ratio::from_integer(3600)]);
    }
}

/// What an entry says for providers that meter otherwise; Lambda's own bill needs none of it.
struct Elsewhere {
    at_once: Option<Exact>,
    vcpu: Option<Exact>,
    instance_mb: Option<Exact>,
    memory_used_mb: Option<Exact>,
}

impl Elsewhere {
    fn of(entry: &mut Entry) -> Self {
        let at_once = entry.number("at_once");
        if at_once.is_some_and(|at_once| at_once < Ratio::from_integer(1)) {
            entry.error("at_once", "less than one request at once", "one instance takes one request or more");
        }
        let mut positive = |key| {
            let number = entry.number(key)?;
            if number.is_zero() {
                entry.error(key, format!("`{key}` is nothing"), "leave the key away to have it assumed");
                return None;
            }
            Some(number)
        };
        let (vcpu, instance_mb, memory_used_mb) =
            (positive("vcpu"), positive("instance_mb"), positive("memory_used_mb"));
        Self {
            at_once: at_once.filter(|at_once| *at_once >= Ratio::from_integer(1)),
            vcpu,
            instance_mb,
            memory_used_mb,
        }
    }

    fn workload(&self, name: Option<&str>, memory_gb: Exact, requests: Exact, each: &Each) -> Workload {
        Workload {
            name: name.map(str::to_owned),
            memory_mb: (!memory_gb.is_zero()).then(|| memory_gb * Ratio::from_integer(1024)),
            requests,
            duration_ms: each.duration_ms,
            cold_starts: each.cold_starts,
            init_ms: each.init_ms,
            gb_seconds: Exact::zero(),
            at_once: self.at_once,
            vcpu: self.vcpu,
            instance_mb: self.instance_mb,
            memory_used_mb: self.memory_used_mb,
        }
    }
}
