//! What a month came to, how sure that is, and what it leans on.

use std::cmp::Ordering;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::DAYS;
use crate::billing::{Invoice, Usage};
use crate::catalog::Meter;
use crate::lab::assumed::{self, ModelValue};
use crate::lab::metrics::{Metrics, Unit};
use crate::lab::told::{Row, grouped, pretty, shown};
use crate::units::{Money, Span};

/// The bill of a month that was played.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthReport {
    /// The seed of the month.
    pub seed: u64,
    /// What people call the lab.
    pub title: String,
    /// The load, in words: `poisson+burst`.
    pub load: String,
    /// Where the load comes from, if it is a trace.
    pub replayed: Option<Replayed>,
    /// Everything that was measured.
    pub metrics: Metrics,
    /// Events that were played.
    pub events: u64,
    /// What it costs at list prices.
    pub bill: Invoice,
    /// The same after the allowances that every account has for ever.
    pub with_allowances: Money,
    /// What was used, in whole units.
    pub usage: Usage,
    /// What the Bill pane would have said.
    pub estimate: Option<Estimate>,
    /// How much another month can differ.
    pub confidence: Confidence,
    /// What it assumes because no provider publishes it.
    pub model_values: Vec<ModelValue>,
}

/// A trace that was played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// Its file.
    pub name: String,
    /// How long it is.
    pub length: Span,
    /// How many requests it holds.
    pub requests: u64,
}

/// What the Bill pane says a month would cost, from a short time.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// After how long.
    pub after: Span,
    /// The figure of the pane, for AWS's 730 hours.
    pub total: Money,
    /// The same for 30 days, to compare with.
    pub of_30_days: Money,
}

/// How much another month can differ.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Confidence {
    /// Whether whole months were played with other seeds, or only days.
    pub of_months: bool,
    /// Each seed with what came out, cheapest first.
    pub totals: Vec<(u64, Money)>,
}

impl Confidence {
    pub(super) fn of(first: Money, seed: u64, further: &[(u64, Money)], of_months: bool) -> Self {
        let mut totals = further.to_vec();
        if of_months {
            totals.push((seed, first));
        }
        totals.sort_by(|one, other| one.1.cmp(&other.1).then(one.0.cmp(&other.0)));
        Self { of_months, totals }
    }

    /// The cheapest and the dearest.
    pub fn range(&self) -> Option<(Money, Money)> {
        Some((self.totals.first()?.1, self.totals.last()?.1))
    }

    /// How far the dearest lies above the cheapest, as a share of it; for days: what is left of that over a month, whose days even out.
    pub fn spread(&self) -> Option<f64> {
        let (least, most) = self.range()?;
        let share = if least.as_f64() > 0.0 { (most.as_f64() - least.as_f64()) / least.as_f64() } else { 0.0 };
        Some(if self.of_months { share } else { share / libm::sqrt(DAYS as f64) })
    }

    /// What was done and what it showed, in a sentence or two.
    pub fn words(&self) -> String {
        let (Some((least, most)), Some(spread)) = (self.range(), self.spread()) else { return String::new() };
        let (count, least, most) = (self.totals.len(), dollars(least), dollars(most));
        let range = if least == most { format!("all {least}") } else { format!("{least} to {most}") };
        let spread = percent(spread);
        if self.of_months {
            format!("{count} whole months were played, each with another seed: {range}, {spread} apart.")
        } else {
            format!(
                "The month was played once, and {count} single days with other seeds: {range} a day. \
                 If days are independent, months lie about {spread} apart."
            )
        }
    }
}

impl Replayed {
    /// How it filled the month: `repeated 4.3 times`.
    pub fn words(&self) -> String {
        let month = Span::from_secs(DAYS * 86_400);
        let times = month.as_secs_f64() / self.length.as_secs_f64().max(1e-6);
        let how = match self.length.cmp(&month) {
            Ordering::Greater => format!("only its first {DAYS} days were played"),
            Ordering::Equal => "played once".to_owned(),
            Ordering::Less if times < 9.95 => format!("repeated {times:.1} times to fill {DAYS} days"),
            Ordering::Less => format!("repeated {} times to fill {DAYS} days", grouped(libm::round(times) as u64)),
        };
        format!("{}: {} requests over {}, {how}", self.name, grouped(self.requests), self.length)
    }
}

impl MonthReport {
    /// How far the Bill pane's estimate lies from what was played, as a share of that.
    pub fn off_by(&self) -> Option<f64> {
        let total = self.bill.total.as_f64();
        let estimate = self.estimate.as_ref()?.of_30_days.as_f64();
        (total > 0.0).then(|| (estimate - total) / total)
    }

    /// The sentences below the bill, in the order of their weight.
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = vec![self.confidence.words()];
        if let (Some(estimate), Some(off)) = (&self.estimate, self.off_by()) {
            remarks.push(format!(
                "After {} the Bill pane says {} {} a month (of 730 hours); over {DAYS} days that is {} {} this.",
                estimate.after,
                '≈',
                dollars(estimate.total),
                percent(off.abs()),
                if off < 0.0 { "below" } else { "above" }
            ));
        }
        if let Some(init) = self.init_share() {
            remarks.push(format!(
                "Cold starts are {} of it: how many there are leans on when idle environments go, which nobody publishes.",
                percent(init)
            ));
        }
        remarks.push(format!("With the allowances every account has for ever: {}.", dollars(self.with_allowances)));
        remarks.retain(|remark| !remark.is_empty());
        remarks
    }

    /// The facts above the bill: what was played.
    pub fn facts(&self) -> Vec<String> {
        let value = |name| self.metrics.value(name);
        let count = |name| shown(Unit::Count, value(name));
        let mut facts = vec![format!(
            "{DAYS} days, seed {}: {} requests, {} cold starts, {} throttled, {} errors",
            self.seed,
            count("requests"),
            count("cold_starts"),
            count("throttles"),
            count("errors")
        )];
        facts.push(match &self.replayed {
            Some(replayed) => format!("Load: {}", replayed.words()),
            None => format!("Load: {}, played request by request for {DAYS} days", self.load),
        });
        facts
    }

    /// A page for people.
    pub fn to_text(&self, lab: &str) -> String {
        let title = if self.title.is_empty() { lab } else { &self.title };
        let mut text = format!("A month of {title}\n\n");
        for fact in self.facts() {
            let _ = writeln!(text, "{fact}");
        }
        text.push('\n');
        text.push_str(&self.bill.to_text());
        text.push('\n');
        for remark in self.remarks() {
            let _ = writeln!(text, "{remark}");
        }
        text.push_str(&assumed::told(&self.model_values, self.metrics.functions.len()));
        text
    }

    /// One JSON document; see the guide for its keys.
    pub fn to_json(&self, lab: &str) -> String {
        let totals = self.confidence.totals.iter().map(|(seed, total)| json!({ "seed": seed, "total": total.exact() }));
        let functions = self.metrics.functions.iter().map(|(name, values)| (name.clone(), json!(Row(values))));
        pretty(&json!({
            "lab": lab,
            "seed": self.seed,
            "days": DAYS,
            "virtual_s": (DAYS * 86_400) as f64,
            "load": self.load,
            "trace": self.replayed.as_ref().map(|replayed| json!({
                "file": replayed.name,
                "length_s": replayed.length.as_secs_f64(),
                "requests": replayed.requests,
                "words": replayed.words(),
            })),
            "metrics": Row(&self.metrics.total),
            "functions": functions.collect::<serde_json::Map<String, Value>>(),
            "bill": self.bill,
            "with_allowances": self.with_allowances.exact(),
            "usage": self.usage,
            "estimate": self.estimate.as_ref().map(|estimate| json!({
                "after_s": estimate.after.as_secs_f64(),
                "month_of_730_h": estimate.total.exact(),
                "of_30_days": estimate.of_30_days.exact(),
                "off_by": self.off_by(),
            })),
            "confidence": {
                "of": if self.confidence.of_months { "months" } else { "days" },
                "totals": totals.collect::<Vec<_>>(),
                "spread": self.confidence.spread(),
                "words": self.confidence.words(),
            },
            "model_values": self.model_values,
            "events": self.events,
        }))
    }

    /// The share of the bill that INIT is; nothing where there is none.
    pub(super) fn init_share(&self) -> Option<f64> {
        let is_init = |meter| matches!(meter, Meter::LambdaX86Init | Meter::LambdaArmInit);
        let parts = self.bill.information.iter().filter(|line| is_init(line.meter));
        let init = parts.map(|line| line.amount.as_f64()).sum::<f64>();
        let total = self.bill.total.as_f64();
        (init > 0.0 && total > 0.0).then_some(init / total)
    }
}

/// Cents where there are any, else the figures that count.
fn dollars(amount: Money) -> String {
    match amount.as_f64().abs() {
        value if value >= 1_000.0 => format!("${}", grouped(value.round() as u64)),
        value if value >= 0.1 || value == 0.0 => format!("${}", amount.rounded(2)),
        _ => format!("${}", amount.rounded(6)),
    }
}

fn percent(share: f64) -> String {
    match share * 100.0 {
        share if share >= 10.0 => format!("{share:.0} %"),
        share if share >= 0.1 => format!("{share:.1} %"),
        share if share > 0.0 => "less than 0.1 %".to_owned(),
        _ => "0 %".to_owned(),
    }
}
