//! What a month like this would cost.

use super::{FreeTier, Usage, try_price};
use crate::catalog::Catalog;
use crate::units::{Money, Span};

/// A month as AWS's own calculator counts it.
pub const HOURS_PER_MONTH: u64 = 730;

/// Less than this says nothing about a month: after the first calls the figure would swing by the factor of thousands.
const SHORTEST: Span = Span::from_secs(60);

/// The bill of a month that goes on as the `elapsed` time did: the usage is extrapolated, then priced, so that
/// tiers and allowances count as in a real month. Nothing while there is too little to extrapolate from.
pub fn month(usage: &Usage, elapsed: Span, catalog: &Catalog, free_tier: FreeTier) -> Option<Money> {
    if elapsed < SHORTEST {
        return None;
    }
    let month = Span::from_secs(HOURS_PER_MONTH * 3600);
    let usage = usage.scaled(month.as_micros(), elapsed.as_micros());
    try_price(&usage, catalog, free_tier).ok().map(|invoice| invoice.total)
}
