//! Usage × price, tier by tier, after the free allowances.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use thiserror::Error;

use super::rules::SNAPSTART_LEAST_S;
use super::{FreeTier, Invoice, Line, Usage};
use crate::catalog::{Allowance, Catalog, Meter, Price, Tier};
use crate::units::Money;

/// A trillion dollars: nobody's bill, and small enough that all its decimals fit.
const TOTAL_MAX_USD: i128 = 1_000_000_000_000;

/// Why the rest of a function with provisioned concurrency is free all the same.
const BY_THE_EXAMPLE: &str = " (AWS's text leaves such functions out whole, its worked example frees what they run on demand; this follows the example)";

/// Usage of a size no account has; its bill would not fit an exact fraction.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the usage of `{0}` is too large to be priced exactly")]
pub struct TooMuch(pub &'static str);

/// The bill for some usage.
///
/// # Panics
/// When the bill is beyond a trillion dollars, which no simulated run reaches; see [`try_price`].
pub fn price(usage: &Usage, catalog: &Catalog, free_tier: FreeTier) -> Invoice {
    try_price(usage, catalog, free_tier).expect("a run counts far less than fits an exact fraction")
}

/// The bill for some usage that a person wrote down.
pub fn try_price(usage: &Usage, catalog: &Catalog, free_tier: FreeTier) -> Result<Invoice, TooMuch> {
    let mut free = free_counts(usage, catalog, free_tier);
    let mut invoice = Invoice {
        currency: catalog.currency().to_owned(),
        region: catalog.region().to_owned(),
        prices_of: catalog.collected().to_owned(),
        free_tier,
        lines: Vec::new(),
        information: Vec::new(),
        total: Money::ZERO,
    };
    for meter in Meter::all() {
        let used = usage.count(meter);
        if used <= 0 {
            continue;
        }
        let price = catalog.price(meter);
        if meter.is_information() {
            invoice.information.push(tier_line(price, price.first(), used)?);
            continue;
        }
        for line in lines(price, used, free.remove(&meter))? {
            let total = invoice.total.checked_add(line.amount).filter(|total| *total <= Money::new(TOTAL_MAX_USD, 1));
            invoice.total = total.ok_or(TooMuch(meter.id()))?;
            invoice.lines.push(line);
        }
    }
    Ok(invoice)
}

/// What is free of a meter, by which allowance, and what that allowance leaves out.
struct Free<'a> {
    counts: i128,
    left_out: i128,
    allowance: &'a Allowance,
}

/// Shares each allowance out among its meters, in the order in which it lists them.
fn free_counts<'a>(usage: &Usage, catalog: &'a Catalog, free_tier: FreeTier) -> BTreeMap<Meter, Free<'a>> {
    let mut free = BTreeMap::new();
    for allowance in catalog.allowances().iter().filter(|allowance| free_tier.includes(allowance.term)) {
        let mut units_left = i128::from(allowance.quantity);
        let mut counts_left = None;
        for meter in &allowance.meters {
            let per_unit = i128::from(meter.row().counts_per_unit);
            let left = counts_left.get_or_insert_with(|| std::mem::take(&mut units_left) * per_unit);
            let left_out = allowance.not_for.iter().filter(|part| part.priced_as() == *meter);
            let left_out: i128 = left_out.map(|part| usage.count(*part)).sum();
            let counts = (usage.count(*meter) - left_out).clamp(0, (*left).max(0));
            *left -= counts;
            if counts > 0 || left_out > 0 {
                free.insert(*meter, Free { counts, left_out, allowance });
            }
        }
    }
    free
}

/// The lines of one meter: one a tier that is reached; all of it free is one line of nothing.
fn lines(price: &Price, used: i128, free: Option<Free>) -> Result<Vec<Line>, TooMuch> {
    let chargeable = used - free.as_ref().map_or(0, |free| free.counts);
    let mut lines = Vec::new();
    for (place, tier) in price.tiers.iter().enumerate() {
        let reached = in_tier(price, place, chargeable);
        if reached > 0 || place == 0 {
            let mut line = tier_line(price, tier, reached)?;
            line.note = tier_note(price, place, chargeable).or_else(|| least_note(price.meter));
            lines.push(line);
        }
    }
    if let (Some(free), Some(first)) = (free, lines.first_mut()) {
        let shown = |counts| grouped(&decimal(price.meter, counts));
        let mut covered = format!("free: {} of {}", shown(free.counts), free.allowance.title);
        if free.left_out > 0 {
            let _ =
                write!(covered, ", none for the {} on provisioned concurrency{BY_THE_EXAMPLE}", shown(free.left_out));
        }
        first.note = Some(first.note.take().map_or(covered.clone(), |tier| format!("{covered}; {tier}")));
    }
    Ok(lines)
}

/// How many of the chargeable counts fall into a tier.
fn in_tier(price: &Price, place: usize, chargeable: i128) -> i128 {
    let start = |tier: &Tier| i128::from(tier.from) * i128::from(price.meter.row().counts_per_unit);
    let from = start(&price.tiers[place]);
    let until = price.tiers.get(place + 1).map_or(i128::MAX, start);
    (chargeable.min(until) - from).max(0)
}

/// Which tier a line belongs to, once more than one is reached.
fn tier_note(price: &Price, place: usize, chargeable: i128) -> Option<String> {
    let next = price.tiers.get(place + 1);
    if place == 0 && next.is_none_or(|_| in_tier(price, 1, chargeable) == 0) {
        return None;
    }
    let from = grouped(&price.tiers[place].from.to_string());
    let unit = price.meter.row().unit;
    Some(match next {
        Some(next) => format!("tier {}: {from} to {} {unit}", place + 1, grouped(&next.from.to_string())),
        None => format!("tier {}: from {from} {unit}", place + 1),
    })
}

/// What a quantity does not hold yet: a least time is charged in a run when it ends too early, and before that nobody knows.
fn least_note(meter: Meter) -> Option<String> {
    let hours = SNAPSTART_LEAST_S / 3_600;
    (meter == Meter::LambdaSnapStartCache)
        .then(|| format!("at least {hours} h a version; in a run the rest of them is charged when the version goes"))
}

fn tier_line(price: &Price, tier: &Tier, counts: i128) -> Result<Line, TooMuch> {
    let row = price.meter.row();
    let too_much = || TooMuch(row.id);
    let per = i128::from(price.per).checked_mul(i128::from(row.counts_per_unit)).ok_or_else(too_much)?;
    let amount = tier.price.checked_times(counts, per).ok_or_else(too_much)?;
    Ok(Line {
        meter: price.meter,
        service: row.service.to_owned(),
        item: row.item.to_owned(),
        quantity: decimal(price.meter, counts),
        unit: row.unit.to_owned(),
        price: tier.decimal.clone(),
        per: price.per.to_string(),
        amount,
        source: price.published.source.to_string(),
        date: price.published.date.to_string(),
        certainty: price.published.certainty,
        note: None,
    })
}

/// Counts as the decimal of units that people read.
fn decimal(meter: Meter, counts: i128) -> String {
    // Money is an exact fraction with an exact decimal; a quantity needs the same.
    Money::new(counts, i128::from(meter.row().counts_per_unit)).exact()
}

/// Digits in groups of three before the point: `1,000,000.5`.
pub(super) fn grouped(decimal: &str) -> String {
    let (whole, fraction) = decimal.split_once('.').map_or((decimal, None), |(w, f)| (w, Some(f)));
    let digits = whole.trim_start_matches('-');
    let mut text = whole[..whole.len() - digits.len()].to_owned();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    fraction.map_or(text.clone(), |fraction| format!("{text}.{fraction}"))
}
