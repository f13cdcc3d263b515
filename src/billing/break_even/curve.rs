//! What functions cost against requests a month.

use std::collections::BTreeMap;

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedMul, Zero};

use super::SECONDS_PER_MONTH;
use crate::billing::{FreeTier, TooMuch, Usage};
use crate::catalog::expr::Exact;
use crate::catalog::{Catalog, Meter, Price};
use crate::units::{Money, Span};

/// No account of anybody gets this many requests a month; beyond it nothing is looked for.
const REQUESTS_MAX: u64 = 1_000_000_000_000;

/// Meters that run with the clock, not with requests: they cost an idle month as much as a busy one.
const BY_TIME: [Meter; 7] = [
    Meter::LambdaProvisionedX86,
    Meter::LambdaProvisionedArm,
    Meter::LambdaSnapStartCache,
    Meter::LambdaSqsPollers,
    Meter::LambdaKafkaPollers,
    Meter::LambdaManagedM7gLarge,
    Meter::LambdaManagedM7gXlarge,
];

/// Cost against requests a month: the more requests the dearer, in exact fractions of a dollar.
#[derive(Clone, Debug)]
pub struct Curve {
    catalog: Catalog,
    free_tier: FreeTier,
    /// What one request adds, in units of each meter.
    each: BTreeMap<Meter, Exact>,
    /// What a month has without any request.
    fixed: BTreeMap<Meter, Exact>,
}

/// Where functions and a server cost the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meeting {
    /// Functions are dearer even without a request.
    Never,
    /// Up to this many requests a month functions are no dearer.
    At(u64),
    /// Functions stay cheaper at any load that anybody has.
    Beyond,
}

impl Curve {
    /// The curve of a load that goes on as it did: so many requests used so much in some time. Nothing without requests.
    ///
    /// # Errors
    /// When the usage does not fit exact fractions.
    pub fn of_usage(
        usage: &Usage,
        requests: u64,
        elapsed: Span,
        catalog: &Catalog,
        free_tier: FreeTier,
    ) -> Result<Option<Self>, TooMuch> {
        if requests == 0 || elapsed == Span::ZERO {
            return Ok(None);
        }
        let (mut each, mut fixed) = (BTreeMap::new(), BTreeMap::new());
        let a_month = usage.scaled(SECONDS_PER_MONTH * 1_000_000, elapsed.as_micros());
        for meter in Meter::all() {
            let count = usage.count(meter);
            if count <= 0 {
                continue;
            }
            let units = Ratio::new(count, i128::from(meter.row().counts_per_unit));
            if BY_TIME.contains(&meter) {
                let month = a_month.count(meter);
                fixed.insert(meter, Ratio::new(month, i128::from(meter.row().counts_per_unit)));
            } else {
                each.insert(meter, units / Ratio::from_integer(i128::from(requests)));
            }
        }
        let curve = Self { catalog: catalog.clone(), free_tier, each, fixed };
        // What can be priced at the far end can be priced everywhere before it.
        curve.try_monthly(REQUESTS_MAX).ok_or(TooMuch("the load"))?;
        Ok(Some(curve))
    }

    /// What so many requests a month cost.
    pub fn monthly(&self, requests: u64) -> Money {
        self.try_monthly(requests.min(REQUESTS_MAX)).unwrap_or_default()
    }

    /// The last number of requests a month at which functions cost no more than `server`.
    pub fn last_below(&self, server: Money) -> Meeting {
        if self.monthly(0) > server {
            return Meeting::Never;
        }
        if self.monthly(REQUESTS_MAX) <= server {
            return Meeting::Beyond;
        }
        // The curve never falls, so halving finds the one place where it crosses.
        let (mut below, mut above) = (0, REQUESTS_MAX);
        while above - below > 1 {
            let middle = below + (above - below) / 2;
            if self.monthly(middle) <= server { below = middle } else { above = middle }
        }
        Meeting::At(below)
    }

    fn try_monthly(&self, requests: u64) -> Option<Money> {
        let requests = Ratio::from_integer(i128::from(requests));
        let mut used: BTreeMap<Meter, Exact> = self.fixed.clone();
        for (meter, each) in &self.each {
            let units = used.entry(*meter).or_default();
            *units = units.checked_add(&each.checked_mul(&requests)?)?;
        }
        let free = self.free(&used);
        let mut total = Money::ZERO;
        for (meter, units) in used.iter().filter(|(meter, _)| !meter.is_information()) {
            let chargeable = units - free.get(meter).copied().unwrap_or_default();
            total = total.checked_add(in_tiers(self.catalog.price(*meter), chargeable)?)?;
        }
        Some(total)
    }

    /// What is free of each meter, by the same rules as on an invoice.
    fn free(&self, used: &BTreeMap<Meter, Exact>) -> BTreeMap<Meter, Exact> {
        let of = |meter: Meter| used.get(&meter).copied().unwrap_or_default();
        let mut free = BTreeMap::new();
        let allowances = self.catalog.allowances().iter();
        for allowance in allowances.filter(|allowance| self.free_tier.includes(allowance.term)) {
            let mut left = Ratio::from_integer(i128::from(allowance.quantity));
            for meter in &allowance.meters {
                let parts = allowance.not_for.iter().filter(|part| part.priced_as() == *meter);
                let left_out = parts.fold(Exact::zero(), |sum, part| sum + of(*part));
                let units = (of(*meter) - left_out).max(Exact::zero()).min(left);
                left -= units;
                free.insert(*meter, units);
            }
        }
        free
    }
}

/// Units × price, each tier for what falls into it.
fn in_tiers(price: &Price, units: Exact) -> Option<Money> {
    let mut total = Money::ZERO;
    for (place, tier) in price.tiers.iter().enumerate() {
        let from = Ratio::from_integer(i128::from(tier.from));
        let next = price.tiers.get(place + 1).map(|next| Ratio::from_integer(i128::from(next.from)));
        let inside = next.map_or(units, |next| units.min(next)) - from;
        if inside <= Exact::zero() {
            break;
        }
        let per = inside.denom().checked_mul(&i128::from(price.per))?;
        total = total.checked_add(tier.price.checked_times(*inside.numer(), per)?)?;
    }
    Some(total)
}
