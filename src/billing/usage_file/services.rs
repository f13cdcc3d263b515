//! What an entry of a usage file may say of each service, in the words of that service.

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedMul, Zero};

use super::entry::Entry;
use super::unknown_meter;
use crate::billing::Usage;
use crate::catalog::expr::Exact;
use crate::catalog::{Architecture, Meter};
use crate::problem::Problem;

/// A service an entry can be about: its name and how its keys become usage. A new service is one row.
type Service = (&'static str, fn(&mut Entry, &mut Usage));

const SERVICES: &[Service] = &[
    ("lambda", lambda),
    ("lambda_managed_instances", managed_instances),
    ("lambda_edge", edge),
    ("ec2", ec2),
    ("fargate", fargate),
];

/// Provisioned concurrency is charged in whole stretches of five minutes.
const PROVISIONED_STEP_S: i128 = 300;
/// A `SnapStart` version is charged for three hours at least.
const SNAPSTART_LEAST_S: i128 = 3 * 3600;

const WHOLE_REQUESTS: &str = "requests are counted, not measured";
const WHOLE_MILLIS: &str =
    "time is billed in whole milliseconds; duration_ms takes what a REPORT line says and rounds it up";

/// Whether a key is the name of a service, whose table is then an entry.
pub(super) fn is_service(key: &str) -> bool {
    SERVICES.iter().any(|(name, _)| *name == key)
}

/// Reads an entry: of a service, or of a meter by its name. The service may be known from where the entry stands.
pub(super) fn read(entry: &mut Entry, usage: &mut Usage, service: Option<&str>) {
    if let Some(id) = entry.text("meter") {
        return by_meter(entry, usage, id);
    }
    let names: Vec<&'static str> = SERVICES.iter().map(|(name, _)| *name).collect();
    let Some(name) = entry.text("service").or(service) else {
        let problem = Problem::error(entry.place("service"), "this entry names no service");
        return entry.give_up(problem.with_help(format!("add service = \"…\", one of {}", names.join(", "))));
    };
    let normal = name.replace('-', "_");
    match SERVICES.iter().find(|(known, _)| *known == normal) {
        Some((_, read)) => read(entry, usage),
        None => entry.unknown("service", "service", name, &names),
    }
}

/// A quantity of anything the price list has.
fn by_meter(entry: &mut Entry, usage: &mut Usage, id: &str) {
    let Some(meter) = Meter::by_id(id) else {
        return entry.give_up(unknown_meter(entry.place("meter"), id, Meter::all().map(Meter::id)));
    };
    let function = entry.text("function");
    let row = meter.row();
    let unit = entry.text("unit").unwrap_or(row.unit);
    if unit == row.counted_in && unit != row.unit {
        // A run counts in the finest unit and may count far beyond the bound of written quantities.
        if let Some(count) = entry.whole("quantity") {
            usage.add(meter, function, count);
        }
        return;
    }
    if unit != row.unit {
        let help = format!("write unit = \"{}\", or leave it away", row.unit);
        return entry.error("unit", format!("`{id}` is not counted in {unit}"), help);
    }
    if let Some(quantity) = entry.required("quantity", "say how many units were used") {
        entry.use_up(usage, meter, function, quantity);
    }
}

fn lambda(entry: &mut Entry, usage: &mut Usage) {
    let name = label(entry);
    let architecture = entry.architecture();
    let x86 = architecture == Architecture::X86_64;
    let either = |on_x86: Meter, on_arm: Meter| if x86 { on_x86 } else { on_arm };
    let memory_gb = memory_gb(entry);

    let requests = entry.counted("requests", WHOLE_REQUESTS).unwrap_or_default();
    entry.use_up(usage, Meter::LambdaRequests, name, requests);
    let duration = either(Meter::LambdaX86, Meter::LambdaArm);
    let of_it_init = either(Meter::LambdaX86Init, Meter::LambdaArmInit);
    let seconds = billed_seconds(entry, requests);
    let gb_seconds = entry.number("gb_seconds").unwrap_or_default();
    if gb_seconds.is_zero() {
        entry.product(usage, duration, name, &[seconds.billed, memory_gb]);
        entry.product(usage, of_it_init, name, &[seconds.of_it_init, memory_gb]);
    } else {
        let said_already = seconds.billed.checked_mul(&memory_gb);
        if !seconds.billed.is_zero() && said_already != Some(gb_seconds) {
            let help = "give either gb_seconds or the time of a request; here they differ";
            entry.error("gb_seconds", "the duration is given twice", help);
        }
        entry.use_up(usage, duration, name, gb_seconds);
    }
    ephemeral_storage(entry, usage, name, seconds.billed);
    provisioned_concurrency(entry, usage, name, memory_gb, either);
    snapstart(entry, usage, name, memory_gb);
    for (key, meter) in [
        ("streamed_gb", Meter::LambdaStreamed),
        ("sqs_poller_hours", Meter::LambdaSqsPollers),
        ("kafka_poller_hours", Meter::LambdaKafkaPollers),
    ] {
        let quantity = entry.number(key).unwrap_or_default();
        entry.use_up(usage, meter, name, quantity);
    }
    let tenants = entry.counted("tenant_environments", "environments are counted").unwrap_or_default();
    entry.product(usage, either(Meter::LambdaTenantX86, Meter::LambdaTenantArm), name, &[tenants, memory_gb]);
    let needs_memory = !seconds.billed.is_zero() || !tenants.is_zero();
    if needs_memory && !entry.has("memory_mb") {
        entry.error("memory_mb", "`memory_mb` is missing", "duration is charged by memory × time");
    }
}

/// The seconds that requests are billed for, and the part of them that INIT added.
#[derive(Default)]
struct Billed {
    billed: Exact,
    of_it_init: Exact,
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
    Billed { billed, of_it_init }
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

/// Environments kept ready, and the requests that ran on them at their own price.
fn provisioned_concurrency(
    entry: &mut Entry,
    usage: &mut Usage,
    name: Option<&str>,
    memory_gb: Exact,
    either: impl Fn(Meter, Meter) -> Meter,
) {
    let ready = entry.number("provisioned_concurrency").unwrap_or_default();
    let seconds = time(entry, "provisioned_hours", "provisioned_seconds");
    let requests = entry.counted("provisioned_requests", WHOLE_REQUESTS).unwrap_or_default();
    let billed_ms = entry.counted("provisioned_billed_ms", WHOLE_MILLIS).unwrap_or_default();
    if ready.is_zero() != seconds.is_zero() {
        let help = "give provisioned_concurrency and provisioned_hours together";
        return entry.error("provisioned_concurrency", "environments without a time, or a time without them", help);
    }
    if !entry.has("memory_mb") && !ready.is_zero() {
        return entry.error("memory_mb", "`memory_mb` is missing", "environments are kept ready by memory × time");
    }
    let step = Ratio::from_integer(PROVISIONED_STEP_S);
    let charged_seconds = (seconds / step).ceil() * step;
    let kept = either(Meter::LambdaProvisionedX86, Meter::LambdaProvisionedArm);
    let used = either(Meter::LambdaProvisionedX86Used, Meter::LambdaProvisionedArmUsed);
    entry.product(usage, kept, name, &[ready, charged_seconds, memory_gb]);
    entry.product(usage, used, name, &[requests, billed_ms / Ratio::from_integer(1000), memory_gb]);
    entry.use_up(usage, Meter::LambdaRequests, name, requests);
}

/// Snapshots kept, and environments restored from them.
fn snapstart(entry: &mut Entry, usage: &mut Usage, name: Option<&str>, memory_gb: Exact) {
    let seconds = time(entry, "snapstart_hours", "snapstart_seconds");
    let restores = entry.counted("snapstart_restores", "restores are counted").unwrap_or_default();
    if !seconds.is_zero() {
        let charged = seconds.max(Ratio::from_integer(SNAPSTART_LEAST_S));
        entry.product(usage, Meter::LambdaSnapStartCache, name, &[charged, memory_gb]);
    }
    entry.product(usage, Meter::LambdaSnapStartRestore, name, &[restores, memory_gb]);
}

fn managed_instances(entry: &mut Entry, usage: &mut Usage) {
    const FEES: [(&str, Meter, Meter); 2] = [
        ("m7g.large", Meter::Ec2M7gLarge, Meter::LambdaManagedM7gLarge),
        ("m7g.xlarge", Meter::Ec2M7gXlarge, Meter::LambdaManagedM7gXlarge),
    ];
    let name = label(entry);
    let requests = entry.counted("requests", WHOLE_REQUESTS).unwrap_or_default();
    let hours = instance_hours(entry);
    let known = FEES.map(|(instance, ..)| instance);
    let Some(instance) = entry.required_text("instance", &known) else { return };
    let Some((_, machine, fee)) = FEES.iter().find(|(known, ..)| *known == instance) else {
        return entry.unknown("instance", "instance", instance, &known);
    };
    entry.use_up(usage, Meter::LambdaManagedRequests, name, requests);
    entry.use_up(usage, *machine, name, hours);
    entry.use_up(usage, *fee, name, hours);
}

fn edge(entry: &mut Entry, usage: &mut Usage) {
    let name = label(entry);
    let memory_gb = memory_gb(entry);
    let requests = entry.counted("requests", WHOLE_REQUESTS).unwrap_or_default();
    let billed_ms = entry.counted("billed_ms", WHOLE_MILLIS).unwrap_or_default();
    let gb_seconds = entry.number("gb_seconds").unwrap_or_default();
    entry.use_up(usage, Meter::EdgeRequests, name, requests);
    entry.use_up(usage, Meter::EdgeDuration, name, gb_seconds);
    entry.product(usage, Meter::EdgeDuration, name, &[requests, billed_ms / Ratio::from_integer(1000), memory_gb]);
}

fn ec2(entry: &mut Entry, usage: &mut Usage) {
    let name = label(entry);
    let hours = instance_hours(entry);
    let known: Vec<&'static str> = Meter::instances().collect();
    let Some(instance) = entry.required_text("instance", &known) else { return };
    match Meter::instance(instance) {
        Some(meter) => entry.use_up(usage, meter, name, hours),
        None => entry.unknown("instance", "instance", instance, &known),
    }
}

fn fargate(entry: &mut Entry, usage: &mut Usage) {
    let name = label(entry);
    let (cpu, memory) = match entry.architecture() {
        Architecture::X86_64 => (Meter::FargateX86Cpu, Meter::FargateX86Memory),
        Architecture::Arm64 => (Meter::FargateArmCpu, Meter::FargateArmMemory),
    };
    let vcpu = entry.required("vcpu", "a task is charged by vCPU × time, as in vcpu = 0.25").unwrap_or_default();
    let memory_gb = entry.required("memory_gb", "a task is charged by memory × time, as in memory_gb = 0.5");
    let tasks = entry.number("tasks").unwrap_or_else(|| Ratio::from_integer(1));
    let hours = entry.required("hours", "say for how long the tasks ran").unwrap_or_default();
    entry.product(usage, cpu, name, &[vcpu, tasks, hours]);
    entry.product(usage, memory, name, &[memory_gb.unwrap_or_default(), tasks, hours]);
}

/// What the entry calls itself; a function, in the words of a report.
fn label<'a>(entry: &mut Entry<'a>) -> Option<&'a str> {
    let (name, function) = (entry.text("name"), entry.text("function"));
    name.or(function)
}

/// Memory in GB of 1,024 MB; zero if the entry does not say.
fn memory_gb(entry: &mut Entry) -> Exact {
    const RANGE: &str = "AWS Lambda gives a function 128 to 10,240 MB, in steps of 1 MB";
    let Some(memory_mb) = entry.counted("memory_mb", RANGE) else { return Exact::zero() };
    if memory_mb < Ratio::from_integer(128) || memory_mb > Ratio::from_integer(10_240) {
        entry.error("memory_mb", "`memory_mb` is not a size that can be had", RANGE);
        return Exact::zero();
    }
    memory_mb / Ratio::from_integer(1024)
}

/// Hours of some number of instances.
fn instance_hours(entry: &mut Entry) -> Exact {
    let hours = entry.required("hours", "say for how long it ran, as in hours = 730").unwrap_or_default();
    let count = entry.number("count").unwrap_or_else(|| Ratio::from_integer(1));
    hours.checked_mul(&count).unwrap_or_default()
}

/// Seconds, given as hours or as seconds.
fn time(entry: &mut Entry, hours_key: &'static str, seconds_key: &'static str) -> Exact {
    let hours = entry.number(hours_key).unwrap_or_default();
    let seconds = entry.number(seconds_key).unwrap_or_default();
    hours * Ratio::from_integer(3600) + seconds
}
