//! What costs the same busy or idle: servers, tasks, and what stands around them.

use num_rational::Ratio;
use num_traits::CheckedMul;

use super::UsageFile;
use super::entry::Entry;
use super::services::{instance_hours, label};
use crate::catalog::{Architecture, Meter};

/// Rented servers.
pub(super) fn ec2(entry: &mut Entry, file: &mut UsageFile) {
    let name = label(entry);
    let hours = instance_hours(entry);
    let known: Vec<&'static str> = Meter::instances().collect();
    let Some(instance) = entry.required_text("instance", &known) else { return };
    match Meter::instance(instance) {
        Some(meter) => entry.use_up(&mut file.usage, meter, name, hours),
        None => entry.unknown("instance", "instance", instance, &known),
    }
}

/// Containers without servers of one's own.
pub(super) fn fargate(entry: &mut Entry, file: &mut UsageFile) {
    let name = label(entry);
    let (cpu, memory) = match entry.architecture() {
        Architecture::X86_64 => (Meter::FargateX86Cpu, Meter::FargateX86Memory),
        Architecture::Arm64 => (Meter::FargateArmCpu, Meter::FargateArmMemory),
    };
    let vcpu = entry.required("vcpu", "a task is charged by vCPU × time, as in vcpu = 0.25").unwrap_or_default();
    let memory_gb = entry.required("memory_gb", "a task is charged by memory × time, as in memory_gb = 0.5");
    let tasks = entry.number("tasks").unwrap_or_else(|| Ratio::from_integer(1));
    let hours = entry.required("hours", "say for how long the tasks ran").unwrap_or_default();
    entry.product(&mut file.usage, cpu, name, &[vcpu, tasks, hours]);
    entry.product(&mut file.usage, memory, name, &[memory_gb.unwrap_or_default(), tasks, hours]);
}

/// What spreads requests among servers, by the hour and by what passes through it.
pub(super) fn load_balancer(entry: &mut Entry, file: &mut UsageFile) {
    let name = label(entry);
    let hours = instance_hours(entry);
    let units = entry.number("capacity_units").unwrap_or_default();
    entry.use_up(&mut file.usage, Meter::AlbHours, name, hours);
    match units.checked_mul(&hours) {
        Some(unit_hours) => entry.use_up(&mut file.usage, Meter::AlbCapacity, name, unit_hours),
        None => entry.error("capacity_units", "more than can be priced exactly", "write fewer decimals"),
    }
}

/// The way out of a private network.
pub(super) fn nat_gateway(entry: &mut Entry, file: &mut UsageFile) {
    let name = label(entry);
    let hours = instance_hours(entry);
    let traffic = entry.number("traffic_gb").unwrap_or_default();
    entry.use_up(&mut file.usage, Meter::NatHours, name, hours);
    entry.use_up(&mut file.usage, Meter::NatTraffic, name, traffic);
}

/// Addresses that the internet can reach.
pub(super) fn public_address(entry: &mut Entry, file: &mut UsageFile) {
    let name = label(entry);
    let hours = instance_hours(entry);
    entry.use_up(&mut file.usage, Meter::Ipv4Hours, name, hours);
}
