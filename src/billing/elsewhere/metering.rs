//! From work to another provider's counts: time rounded its way, and every assumption written down.

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, One, Zero};

use super::Unsaid;
use crate::billing::{Usage, Workload};
use crate::catalog::expr::Exact;
use crate::catalog::{ElsewhereFacts, Meter};

/// What a function that does not say its memory is taken to have.
const MEMORY_ASSUMED_MB: i128 = 1024;

/// More than this no bill can hold; see the bounds of usage files.
const UNITS_MAX: i128 = 1_000_000_000_000;

/// The metering of one comparison.
pub(super) struct Metering<'a> {
    pub facts: &'a ElsewhereFacts,
    pub usage: Usage,
    /// In the order in which they were made, each once.
    pub assumed: Vec<String>,
    unsaid: Unsaid,
}

/// How a provider rounds the time of a request.
#[derive(Clone, Copy)]
pub(super) struct Rounding {
    pub step_ms: Exact,
    pub minimum_ms: Exact,
}

impl Rounding {
    /// Up to the next step, and never below the least.
    fn round(self, ms: Exact) -> Option<Exact> {
        let steps = ms.max(self.minimum_ms).checked_div(&self.step_ms)?.ceil();
        steps.checked_mul(&self.step_ms)
    }
}

impl<'a> Metering<'a> {
    pub fn new(facts: &'a ElsewhereFacts, unsaid: Unsaid) -> Self {
        Self { facts, usage: Usage::new(), assumed: Vec::new(), unsaid }
    }

    /// Notes what was assumed, once.
    pub fn assume(&mut self, what: impl Into<String>) {
        let what = what.into();
        if !self.assumed.contains(&what) {
            self.assumed.push(what);
        }
    }

    /// The memory setting, given or assumed.
    pub fn memory_mb(&mut self, work: &Workload) -> Exact {
        if let Some(memory) = work.memory_mb.or(self.unsaid.memory_mb) {
            return memory;
        }
        self.assume(format!("{} runs at {MEMORY_ASSUMED_MB} MB: the file does not say, --memory-mb does", shown(work)));
        Ratio::from_integer(MEMORY_ASSUMED_MB)
    }

    /// How many requests one instance takes at once; one, as on Lambda, if nobody says.
    pub fn at_once(&mut self, work: &Workload) -> Exact {
        if let Some(at_once) = work.at_once.or(self.unsaid.at_once) {
            if !at_once.is_one() {
                self.assume(format!("{at_once} requests share an instance all the time, perfectly packed"));
            }
            return at_once;
        }
        self.assume("one request at a time in an instance, as on Lambda; at_once in the file or --at-once says more");
        Exact::one()
    }

    /// The processors of an instance, if somebody chose them.
    pub fn vcpu(&self, work: &Workload) -> Option<Exact> {
        work.vcpu.or(self.unsaid.vcpu)
    }

    /// The size of an instance, if somebody chose it.
    pub fn instance_mb(&self, work: &Workload) -> Option<Exact> {
        work.instance_mb.or(self.unsaid.instance_mb)
    }

    /// The seconds all requests together are billed for.
    pub fn seconds(&mut self, work: &Workload, memory_mb: Exact, rounding: Rounding) -> Option<Exact> {
        let thousand = Ratio::from_integer(1000);
        if work.requests.is_zero() {
            self.assume(format!("{} ran without a break: the file has no requests for its GB-s", shown(work)));
            return work.gb_seconds.checked_mul(&Ratio::from_integer(1024))?.checked_div(&memory_mb);
        }
        let duration = match work.duration_ms {
            Some(duration) => duration,
            None if work.gb_seconds.is_zero() => {
                self.assume(format!("{} took no time: the file gives none", shown(work)));
                Exact::zero()
            }
            None => {
                self.assume(format!(
                    "every request of {} took the average time: the file has only their sum, INIT included",
                    shown(work)
                ));
                let mb_ms = work.gb_seconds.checked_mul(&Ratio::from_integer(1_024_000))?;
                mb_ms.checked_div(&memory_mb)?.checked_div(&work.requests)?
            }
        };
        let warm = work.requests - work.cold_starts;
        let warm_ms = warm.checked_mul(&rounding.round(duration)?)?;
        let cold_ms = rounding.round(duration.checked_add(&work.init_ms)?)?.checked_mul(&work.cold_starts)?;
        if !work.cold_starts.is_zero() && !work.init_ms.is_zero() {
            self.assume("starting up is billed like running, as INIT is on Lambda: not verified for this provider");
        }
        warm_ms.checked_add(&cold_ms)?.checked_div(&thousand)
    }

    /// Adds units of a meter, to the nearest of what it counts.
    pub fn add(&mut self, meter: Meter, work: &Workload, factors: &[Exact]) -> Option<()> {
        let units = factors.iter().try_fold(Exact::one(), |product, factor| product.checked_mul(factor))?;
        if units > Ratio::from_integer(UNITS_MAX) {
            return None;
        }
        let counts = units.checked_mul(&Ratio::from_integer(i128::from(meter.row().counts_per_unit)))?;
        self.usage.add(meter, work.name.as_deref(), counts.round().to_integer());
        Some(())
    }
}

/// How a sentence calls a function.
pub(super) fn shown(work: &Workload) -> String {
    work.name.as_ref().map_or_else(|| "the function".to_owned(), |name| format!("`{name}`"))
}
