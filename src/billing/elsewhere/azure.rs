//! Azure: memory that was used, or the memory of the instance, for as long as something runs.

use num_rational::Ratio;
use num_traits::CheckedDiv;

use super::metering::{Metering, Rounding, shown};
use crate::billing::Workload;
use crate::catalog::Meter;
use crate::catalog::expr::Exact;

/// What a bill of the Consumption plan and one of Lambda do not have in common.
pub(super) const CONSUMPTION: &[&str] = &[
    "Memory: Azure bills the memory that was observed, in steps of 128 MB; Lambda bills the memory that was set.",
    "Concurrency: executions share instances of 1.5 GB and one processor. Each is billed for itself, whatever runs beside it.",
    "Starting up: whether it is billed was not verified; here it counts like running where the file tells of it.",
    "Speed: every instance has one processor, whatever memory a function uses.",
    "Network, and the storage account that every function app needs: not in either bill.",
];

/// What a bill of the Flex Consumption plan and one of Lambda do not have in common.
pub(super) const FLEX: &[&str] = &[
    "Concurrency: an instance takes several executions at once and is billed once for all of them, for a second at least.",
    "Memory: the whole instance is billed, 2,048 or 4,096 MB, whatever a function uses.",
    "Starting up: whether it is billed was not verified; here it counts like running where the file tells of it.",
    "Always ready: instances kept ready, the counterpart of provisioned concurrency, have meters of their own and are not in this bill.",
    "Network, and the storage account that every function app needs: not in either bill.",
];

/// The Consumption plan: observed memory × time.
pub(super) fn consumption(metering: &mut Metering, work: &Workload) -> Option<()> {
    let facts = metering.facts;
    let set_mb = metering.memory_mb(work);
    let used_mb = work.memory_used_mb.unwrap_or(set_mb);
    if work.memory_used_mb.is_none() {
        metering.assume(format!("{} uses all the memory it is set to; memory_used_mb says otherwise", shown(work)));
    }
    let step = facts.azure_memory_step_mb;
    let billed_mb = used_mb.checked_div(&step)?.ceil() * step;
    if billed_mb > facts.azure_memory_max_mb {
        metering.assume(format!("{} does with {} MB, the most there is", shown(work), facts.azure_memory_max_mb));
    }
    let billed_mb = billed_mb.min(facts.azure_memory_max_mb);
    let rounding = Rounding { step_ms: facts.azure_step_ms, minimum_ms: facts.azure_minimum_ms };
    let seconds = metering.seconds(work, set_mb, rounding)?;
    metering.add(Meter::AzureExecutions, work, &[work.requests])?;
    metering.add(Meter::AzureMemory, work, &[seconds, billed_mb / Ratio::from_integer(1024)])
}

/// The Flex Consumption plan, on demand: the memory of the instance × the time it is busy.
pub(super) fn flex(metering: &mut Metering, work: &Workload) -> Option<()> {
    let facts = metering.facts;
    let memory_mb = metering.memory_mb(work);
    let instance_mb = match metering.instance_mb(work) {
        Some(given) => given,
        None => usual_instance(metering, work, memory_mb),
    };
    let rounding = Rounding { step_ms: facts.flex_step_ms, minimum_ms: facts.flex_minimum_ms };
    let seconds = metering.seconds(work, memory_mb, rounding)?;
    let busy = seconds.checked_div(&metering.at_once(work))?;
    metering.add(Meter::FlexExecutions, work, &[work.requests])?;
    metering.add(Meter::FlexMemory, work, &[busy, instance_mb / Ratio::from_integer(1024)])
}

/// The smaller of the two sizes that the function fits into.
fn usual_instance(metering: &mut Metering, work: &Workload, memory_mb: Exact) -> Exact {
    let [usual, large] = metering.facts.flex_instances_mb;
    let size = if memory_mb <= usual { usual } else { large };
    let fits = if memory_mb <= size { "" } else { ", the largest there is" };
    metering.assume(format!("{} runs on instances of {size} MB{fits}; instance_mb says otherwise", shown(work)));
    size
}
