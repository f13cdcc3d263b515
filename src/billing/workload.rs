//! What functions did, as it was written down: what another provider's rules need to meter it again.

use std::collections::BTreeSet;

use num_rational::Ratio;
use num_traits::Zero;

use super::Usage;
use crate::catalog::Meter;
use crate::catalog::expr::Exact;

/// The work of one function: so many requests, each of such a time. What was not said is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workload {
    /// The function.
    pub name: Option<String>,
    /// Its memory setting.
    pub memory_mb: Option<Exact>,
    /// How many requests.
    pub requests: Exact,
    /// How long each ran, INIT not counted unless the file counts it so.
    pub duration_ms: Option<Exact>,
    /// How many of the requests waited for INIT.
    pub cold_starts: Exact,
    /// How long their INIT took.
    pub init_ms: Exact,
    /// All their GB-s together, where nobody said how long one took.
    pub gb_seconds: Exact,
    /// How many requests one instance takes at the same time, where instances take more than one.
    pub at_once: Option<Exact>,
    /// The processors of one instance, where they are chosen.
    pub vcpu: Option<Exact>,
    /// The size of one instance, where there are sizes to choose from.
    pub instance_mb: Option<Exact>,
    /// The memory that was really used, where that is what costs.
    pub memory_used_mb: Option<Exact>,
}

impl Workload {
    /// Whether nothing was done.
    pub fn is_empty(&self) -> bool {
        self.requests.is_zero() && self.gb_seconds.is_zero()
    }

    /// The work behind meters of Lambda, one a function: a report of a run has nothing else.
    pub(super) fn of_usage(usage: &Usage) -> Vec<Self> {
        let functions: BTreeSet<Option<&str>> = usage.rows().map(|(_, function, _)| function).collect();
        let of = |function: Option<&str>, meters: &[Meter]| -> Exact {
            let rows = usage.rows().filter(|(meter, named, _)| *named == function && meters.contains(meter));
            let units = rows.map(|(meter, _, count)| Ratio::new(count, i128::from(meter.row().counts_per_unit)));
            units.fold(Exact::zero(), |sum, units| sum + units)
        };
        let durations =
            [Meter::LambdaX86, Meter::LambdaArm, Meter::LambdaProvisionedX86Used, Meter::LambdaProvisionedArmUsed];
        let workloads = functions.into_iter().map(|function| Self {
            name: function.map(str::to_owned),
            requests: of(function, &[Meter::LambdaRequests]),
            gb_seconds: of(function, &durations),
            ..Self::default()
        });
        workloads.filter(|workload| !workload.is_empty()).collect()
    }
}
