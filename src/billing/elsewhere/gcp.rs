//! Google: processors and memory apart, each for the time of the instance, in steps of 100 ms.

use num_rational::Ratio;
use num_traits::{CheckedDiv, Zero};

use super::metering::{Metering, Rounding, shown};
use crate::billing::Workload;
use crate::catalog::Meter;
use crate::catalog::expr::Exact;

/// What a bill of the 2nd generation and one of Lambda do not have in common.
pub(super) const SECOND_GENERATION: &[&str] = &[
    "Concurrency: an instance takes 1 to 1,000 requests at once and is billed once for all of them; Lambda takes one.",
    "Starting up: Lambda bills INIT since August 2025. Here it counts as time that an instance is busy; Google's page was not verified on this.",
    "Speed: processors come with the memory in other shares than on Lambda, so that the same code takes another time.",
    "Idle: minimum instances, the counterpart of provisioned concurrency, are billed while idle and are not in this bill.",
    "Network and services around it: not in either bill. Google gives 1 GiB out of North America a month, AWS 100 GB.",
];

/// What a bill of the 1st generation and one of Lambda do not have in common.
pub(super) const FIRST_GENERATION: &[&str] = &[
    "Concurrency: one request at a time in an instance, as on Lambda.",
    "Starting up: whether it is billed was not verified; here it counts like running where the file tells of it.",
    "Sizes: memory comes in seven sizes, each with its processor; a function gets the next larger one.",
    "Speed: clock rates are not Lambda's shares of a processor, so that the same code takes another time.",
    "Network and services around it: not in either bill. Google gives 5 GB out a month, AWS 100 GB.",
];

/// Cloud Run functions, billed by request.
pub(super) fn second_generation(metering: &mut Metering, work: &Workload) -> Option<()> {
    let memory_mb = metering.memory_mb(work);
    let step_ms = metering.facts.gcp_step_ms;
    let seconds = metering.seconds(work, memory_mb, Rounding { step_ms, minimum_ms: Exact::zero() })?;
    let busy = seconds.checked_div(&metering.at_once(work))?;
    let vcpu = match metering.vcpu(work) {
        Some(vcpu) => vcpu,
        None => usual_vcpu(metering, work, memory_mb),
    };
    metering.add(Meter::GcpRequests, work, &[work.requests])?;
    metering.add(Meter::GcpCpu, work, &[busy, vcpu])?;
    metering.add(Meter::GcpMemory, work, &[busy, memory_mb / Ratio::from_integer(1024)])
}

/// The processors that come with the memory: those of the next size in Google's table.
fn usual_vcpu(metering: &mut Metering, work: &Workload, memory_mb: Exact) -> Exact {
    let sizes = &metering.facts.gcp_vcpu;
    let fitting = sizes.iter().find(|(size, _)| *size >= memory_mb).or(sizes.last());
    let vcpu = fitting.map_or_else(Exact::zero, |(_, vcpu)| *vcpu);
    let decimal = crate::units::Money::new(*vcpu.numer(), *vcpu.denom()).exact();
    metering
        .assume(format!("{} gets the {decimal} vCPU that come with {memory_mb} MB; vcpu says otherwise", shown(work)));
    vcpu
}

/// Cloud Functions of old: sizes that bring their clock rate.
pub(super) fn first_generation(metering: &mut Metering, work: &Workload) -> Option<()> {
    let memory_mb = metering.memory_mb(work);
    let sizes = &metering.facts.gcp_1st_mhz;
    let fitting = sizes.iter().find(|(size, _)| *size >= memory_mb).or(sizes.last());
    let (size_mb, mhz) = *fitting?;
    if size_mb < memory_mb {
        metering.assume(format!("{} does with {size_mb} MB, the largest there is", shown(work)));
    } else if size_mb != memory_mb {
        metering.assume(format!("{} gets {size_mb} MB, the next size above {memory_mb}", shown(work)));
    }
    let step_ms = metering.facts.gcp_1st_step_ms;
    let seconds = metering.seconds(work, memory_mb, Rounding { step_ms, minimum_ms: Exact::zero() })?;
    metering.add(Meter::Gcp1stInvocations, work, &[work.requests])?;
    metering.add(Meter::Gcp1stCpu, work, &[seconds, mhz / Ratio::from_integer(1000)])?;
    metering.add(Meter::Gcp1stMemory, work, &[seconds, size_mb / Ratio::from_integer(1024)])
}
