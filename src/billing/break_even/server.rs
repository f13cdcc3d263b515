//! Machines to compare with: the catalog's, so many of them, at what a month costs.

use num_rational::Ratio;

use crate::billing::{FreeTier, HOURS_PER_MONTH, Usage, try_price};
use crate::catalog::expr::{Exact, exact};
use crate::catalog::{Catalog, Certainty, Meter};
use crate::problem::Problem;
use crate::units::Money;

/// Sizes of a container task that are offered beside the instances: vCPU and GB.
const TASKS: [(&str, &str); 2] = [("0.25", "0.5"), ("1", "2")];

/// More of one kind than this is no comparison with one function any more.
const COUNT_MAX: u32 = 10_000;

/// Always-on machines of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// `t3.medium`, `fargate:0.25x0.5`.
    pub name: String,
    /// How many: an assumption of whoever asks.
    pub count: u32,
    /// What one costs for 730 hours.
    pub monthly_each: Money,
    /// Where the price comes from.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
}

impl Server {
    /// One of each kind in the catalog, the cheapest first.
    pub fn all(catalog: &Catalog) -> Vec<Self> {
        let instances = Meter::instances().map(str::to_owned);
        let tasks = ["fargate", "fargate-arm"]
            .into_iter()
            .flat_map(|kind| TASKS.map(|(vcpu, gb)| format!("{kind}:{vcpu}x{gb}")));
        let mut servers: Vec<Self> =
            instances.chain(tasks).filter_map(|name| Self::named(&name, 1, catalog).ok()).collect();
        servers.sort_by(|a, b| (a.monthly_each, &a.name).cmp(&(b.monthly_each, &b.name)));
        servers
    }

    /// Machines by their name: an instance type, or `fargate:VCPUxGB` and `fargate-arm:VCPUxGB`.
    ///
    /// # Errors
    /// When there is no such machine in the catalog, or none of them.
    pub fn named(name: &str, count: u32, catalog: &Catalog) -> Result<Self, Problem> {
        if count == 0 || count > COUNT_MAX {
            let problem = Problem::error(0..0, format!("{count} servers carry no load to compare"));
            return Err(problem.with_help(format!("from 1 to {COUNT_MAX}")));
        }
        let mut usage = Usage::new();
        if let Some(meter) = Meter::instance(name) {
            usage.add(meter, None, counts(meter, Ratio::from_integer(i128::from(HOURS_PER_MONTH))));
        } else if let Some((cpu, memory, vcpu, gb)) = task(name) {
            let hours = Ratio::from_integer(i128::from(HOURS_PER_MONTH));
            usage.add(cpu, None, counts(cpu, vcpu * hours));
            usage.add(memory, None, counts(memory, gb * hours));
        } else {
            let known = Meter::instances().chain(["fargate:0.25x0.5", "fargate-arm:0.25x0.5"]);
            return Err(Problem::unknown(0..0, "server", name, known));
        }
        let invoice = try_price(&usage, catalog, FreeTier::None)
            .map_err(|too_much| Problem::error(0..0, too_much.to_string()))?;
        let line = invoice.lines.first();
        Ok(Self {
            name: name.to_owned(),
            count,
            monthly_each: invoice.total,
            source: line.map(|line| line.source.clone()).unwrap_or_default(),
            certainty: line.map_or(Certainty::Model, |line| line.certainty),
        })
    }

    /// What all of them cost a month.
    pub fn monthly(&self) -> Money {
        self.monthly_each.times(i128::from(self.count), 1)
    }
}

fn counts(meter: Meter, units: Exact) -> i128 {
    (units * Ratio::from_integer(i128::from(meter.row().counts_per_unit))).round().to_integer()
}

/// The meters of a task, and its size.
fn task(name: &str) -> Option<(Meter, Meter, Exact, Exact)> {
    let (kind, size) = name.split_once(':')?;
    let (cpu, memory) = match kind {
        "fargate" => (Meter::FargateX86Cpu, Meter::FargateX86Memory),
        "fargate-arm" => (Meter::FargateArmCpu, Meter::FargateArmMemory),
        _ => return None,
    };
    let (vcpu, gb) = size.split_once('x')?;
    let sane = |text: &str| {
        let bound = |number: &Exact| *number > Exact::new(1, 100) && *number <= Exact::from_integer(1000);
        exact(text).filter(bound).filter(|number| *number.denom() <= 1000)
    };
    Some((cpu, memory, sane(vcpu)?, sane(gb)?))
}
