//! What AWS prices under Lambda's name beside functions: Lambda@Edge, Managed Instances, durable functions, `MicroVM`s.

use num_rational::Ratio;
use num_traits::Zero;

use super::UsageFile;
use super::entry::Entry;
use super::services::{WHOLE_MILLIS, WHOLE_REQUESTS, instance_hours, label, memory_gb, time};
use crate::catalog::Meter;

/// Requests on instances of one's own account that Lambda manages for a fee.
pub(super) fn managed_instances(entry: &mut Entry, file: &mut UsageFile) {
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
    entry.use_up(&mut file.usage, Meter::LambdaManagedRequests, name, requests);
    entry.use_up(&mut file.usage, *machine, name, hours);
    entry.use_up(&mut file.usage, *fee, name, hours);
}

/// Functions at the places of a content network.
pub(super) fn edge(entry: &mut Entry, file: &mut UsageFile) {
    let name = label(entry);
    let memory_gb = memory_gb(entry);
    let requests = entry.counted("requests", WHOLE_REQUESTS).unwrap_or_default();
    let billed_ms = entry.counted("billed_ms", WHOLE_MILLIS).unwrap_or_default();
    let gb_seconds = entry.number("gb_seconds").unwrap_or_default();
    entry.use_up(&mut file.usage, Meter::EdgeRequests, name, requests);
    entry.use_up(&mut file.usage, Meter::EdgeDuration, name, gb_seconds);
    entry.product(
        &mut file.usage,
        Meter::EdgeDuration,
        name,
        &[requests, billed_ms / Ratio::from_integer(1000), memory_gb],
    );
}

/// Functions that remember where they were: what they do durably, write and keep. What they run is `lambda`.
pub(super) fn durable(entry: &mut Entry, file: &mut UsageFile) {
    let name = label(entry);
    let operations = entry.counted("operations", "operations are counted").unwrap_or_default();
    entry.use_up(&mut file.usage, Meter::DurableOperations, name, operations);
    for (key, meter) in [("written_gb", Meter::DurableWritten), ("retained_gb_months", Meter::DurableRetained)] {
        let quantity = entry.number(key).unwrap_or_default();
        entry.use_up(&mut file.usage, meter, name, quantity);
    }
}

/// Machines of one's own for as long as they run, and their snapshots.
pub(super) fn microvm(entry: &mut Entry, file: &mut UsageFile) {
    let name = label(entry);
    let seconds = time(entry, "hours", "seconds");
    let count = entry.number("count").unwrap_or_else(|| Ratio::from_integer(1));
    let vcpu = entry.number("vcpu").unwrap_or_default();
    let memory_gb = entry.number("memory_gb").unwrap_or_default();
    if seconds.is_zero() && !(vcpu.is_zero() && memory_gb.is_zero()) {
        let help = "a MicroVM is charged by vCPU and memory × time: add hours or seconds";
        entry.error("vcpu", "a machine without a time", help);
    }
    if !seconds.is_zero() && vcpu.is_zero() && memory_gb.is_zero() {
        entry.error("vcpu", "a time without a machine", "add vcpu and memory_gb, as in vcpu = 1, memory_gb = 2");
    }
    entry.product(&mut file.usage, Meter::MicroVmCpu, name, &[vcpu, seconds, count]);
    entry.product(&mut file.usage, Meter::MicroVmMemory, name, &[memory_gb, seconds, count]);
    for (key, meter) in [
        ("vcpu_seconds", Meter::MicroVmCpu),
        ("gb_seconds", Meter::MicroVmMemory),
        ("snapshot_written_gb", Meter::MicroVmWritten),
        ("snapshot_read_gb", Meter::MicroVmRead),
        ("stored_gb_months", Meter::MicroVmStored),
    ] {
        let quantity = entry.number(key).unwrap_or_default();
        entry.use_up(&mut file.usage, meter, name, quantity);
    }
}
