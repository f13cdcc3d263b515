//! What an entry of a usage file can be about: a service, whose words it uses, or a meter by its name.

use num_rational::Ratio;
use num_traits::{CheckedMul, Zero};

use super::entry::Entry;
use super::{UsageFile, always_on, lambda, lambda_kin, unknown_meter};
use crate::catalog::Meter;
use crate::catalog::expr::Exact;
use crate::problem::Problem;

/// A service an entry can be about: its name and how its keys become usage. A new service is one row.
type Service = (&'static str, fn(&mut Entry, &mut UsageFile));

const SERVICES: &[Service] = &[
    ("lambda", lambda::read),
    ("lambda_managed_instances", lambda_kin::managed_instances),
    ("lambda_edge", lambda_kin::edge),
    ("lambda_durable", lambda_kin::durable),
    ("lambda_microvm", lambda_kin::microvm),
    ("ec2", always_on::ec2),
    ("fargate", always_on::fargate),
    ("alb", always_on::load_balancer),
    ("nat", always_on::nat_gateway),
    ("ipv4", always_on::public_address),
];

pub(super) const WHOLE_REQUESTS: &str = "requests are counted, not measured";
pub(super) const WHOLE_MILLIS: &str =
    "time is billed in whole milliseconds; duration_ms takes what a REPORT line says and rounds it up";

/// Whether a key is the name of a service, whose table is then an entry.
pub(super) fn is_service(key: &str) -> bool {
    SERVICES.iter().any(|(name, _)| *name == key)
}

/// Reads an entry: of a service, or of a meter by its name. The service may be known from where the entry stands.
pub(super) fn read(entry: &mut Entry, file: &mut UsageFile, service: Option<&str>) {
    if let Some(id) = entry.text("meter") {
        return by_meter(entry, file, id);
    }
    let names: Vec<&'static str> = SERVICES.iter().map(|(name, _)| *name).collect();
    let Some(name) = entry.text("service").or(service) else {
        let problem = Problem::error(entry.place("service"), "this entry names no service");
        return entry.give_up(problem.with_help(format!("add service = \"…\", one of {}", names.join(", "))));
    };
    let normal = name.replace('-', "_");
    match SERVICES.iter().find(|(known, _)| *known == normal) {
        Some((_, read)) => read(entry, file),
        None => entry.unknown("service", "service", name, &names),
    }
}

/// A quantity of anything the price list has.
fn by_meter(entry: &mut Entry, file: &mut UsageFile, id: &str) {
    let Some(meter) = Meter::by_id(id) else {
        return entry.give_up(unknown_meter(entry.place("meter"), id, Meter::all().map(Meter::id)));
    };
    let function = entry.text("function");
    let row = meter.row();
    let unit = entry.text("unit").unwrap_or(row.unit);
    if unit == row.counted_in && unit != row.unit {
        // A run counts in the finest unit and may count far beyond the bound of written quantities.
        if let Some(count) = entry.whole("quantity") {
            file.usage.add(meter, function, count);
            file.by_meter.add(meter, function, count);
        }
        return;
    }
    if unit != row.unit {
        let help = format!("write unit = \"{}\", or leave it away", row.unit);
        return entry.error("unit", format!("`{id}` is not counted in {unit}"), help);
    }
    if let Some(quantity) = entry.required("quantity", "say how many units were used") {
        entry.use_up(&mut file.usage, meter, function, quantity);
        entry.use_up(&mut file.by_meter, meter, function, quantity);
    }
}

/// What the entry calls itself; a function, in the words of a report.
pub(super) fn label<'a>(entry: &mut Entry<'a>) -> Option<&'a str> {
    let (name, function) = (entry.text("name"), entry.text("function"));
    name.or(function)
}

/// Memory in GB of 1,024 MB; zero if the entry does not say.
pub(super) fn memory_gb(entry: &mut Entry) -> Exact {
    const RANGE: &str = "AWS Lambda gives a function 128 to 10,240 MB, in steps of 1 MB";
    let Some(memory_mb) = entry.counted("memory_mb", RANGE) else { return Exact::zero() };
    if memory_mb < Ratio::from_integer(128) || memory_mb > Ratio::from_integer(10_240) {
        entry.error("memory_mb", "`memory_mb` is not a size that can be had", RANGE);
        return Exact::zero();
    }
    memory_mb / Ratio::from_integer(1024)
}

/// Hours of some number of instances.
pub(super) fn instance_hours(entry: &mut Entry) -> Exact {
    let hours = entry.required("hours", "say for how long it ran, as in hours = 730").unwrap_or_default();
    let count = entry.number("count").unwrap_or_else(|| Ratio::from_integer(1));
    hours.checked_mul(&count).unwrap_or_default()
}

/// Seconds, given as hours or as seconds.
pub(super) fn time(entry: &mut Entry, hours_key: &'static str, seconds_key: &'static str) -> Exact {
    let hours = entry.number(hours_key).unwrap_or_default();
    let seconds = entry.number(seconds_key).unwrap_or_default();
    hours * Ratio::from_integer(3600) + seconds
}
