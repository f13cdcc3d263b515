//! What a bill promises, as a specification.

use proptest::prelude::*;

use super::*;
use crate::catalog::Catalog;
use crate::units::{Money, Span};

const GB_S: i128 = 1_024_000;

fn of(meter: Meter, count: i128) -> Usage {
    let mut usage = Usage::new();
    usage.add(meter, Some("hello"), count);
    usage
}

fn total(usage: &Usage, free_tier: FreeTier) -> Money {
    price(usage, &Catalog::embedded(), free_tier).total
}

fn exact(text: &str) -> Money {
    Money::parse(text).unwrap()
}

#[test]
fn a_tier_begins_with_the_unit_after_its_bound() {
    for (meter, bound, first, second) in [
        (Meter::LambdaX86, 6_000_000_000, "0.0000166667", "0.0000150000"),
        (Meter::LambdaArm, 7_500_000_000, "0.0000133334", "0.0000120001"),
    ] {
        let at_bound = exact(first).times(bound, 1);
        assert_eq!(total(&of(meter, bound * GB_S), FreeTier::None), at_bound);
        let one_more = total(&of(meter, (bound + 1) * GB_S), FreeTier::None);
        assert_eq!(one_more - at_bound, exact(second));
    }
}

#[test]
fn the_third_tier_is_reached_through_the_other_two() {
    let invoice = price(&of(Meter::LambdaX86, 16_000_000_000 * GB_S), &Catalog::embedded(), FreeTier::None);
    let quantities: Vec<&str> = invoice.lines.iter().map(|line| line.quantity.as_str()).collect();
    assert_eq!(quantities, ["6000000000", "9000000000", "1000000000"]);
    // 6 B × 0.0000166667 + 9 B × 0.000015 + 1 B × 0.0000133334
    assert_eq!(invoice.total.exact(), "248333.6");
    assert_eq!(invoice.lines[1].note.as_deref(), Some("tier 2: 6,000,000,000 to 15,000,000,000 GB-s"));
}

#[test]
fn the_free_gb_seconds_are_one_pool_that_x86_drinks_from_first() {
    let mut usage = of(Meter::LambdaX86, 300_000 * GB_S);
    usage.add(Meter::LambdaArm, Some("hello"), 300_000 * GB_S);
    let invoice = price(&usage, &Catalog::embedded(), FreeTier::Always);
    let charged: Vec<&str> = invoice.lines.iter().map(|line| line.quantity.as_str()).collect();
    assert_eq!(charged, ["0", "200000"]);
    assert_eq!(invoice.total, exact("0.0000133334").times(200_000, 1));
}

#[test]
fn a_tier_counts_what_the_free_allowance_left_over() {
    let usage = of(Meter::LambdaX86, 6_000_400_000 * GB_S);
    assert_eq!(total(&usage, FreeTier::Always), exact("0.0000166667").times(6_000_000_000, 1));
}

#[test]
fn a_bill_within_the_free_tier_still_says_what_was_used() {
    let invoice = price(&of(Meter::LambdaRequests, 40), &Catalog::embedded(), FreeTier::Always);
    assert_eq!(invoice.total, Money::ZERO);
    assert_eq!(invoice.lines[0].note.as_deref(), Some("free: 40 of 1,000,000 requests a month"));
}

#[test]
fn init_informs_and_is_not_charged_twice() {
    let mut usage = Usage::new();
    usage.add_compute("hello", crate::catalog::Architecture::Arm64, 3 * GB_S, GB_S);
    let invoice = price(&usage, &Catalog::embedded(), FreeTier::None);
    assert_eq!(invoice.total, exact("0.0000133334").times(3, 1));
    assert_eq!(invoice.information[0].item, "of it INIT");
    assert_eq!(invoice.information[0].amount, exact("0.0000133334"));
}

#[test]
fn ephemeral_storage_costs_what_it_is_larger_than_the_free_512_mb() {
    let usage = of(Meter::LambdaEphemeral, 10 * 1024 * 1000);
    assert_eq!(total(&usage, FreeTier::None).exact(), "0.000000309");
}

#[test]
fn rounding_each_line_goes_half_up() {
    // 10 unit-hours of SQS pollers cost 0.0925, one 0.00925, half of one hundredth 0.004625.
    for (unit_hours, cents) in [(10, "0.09"), (1, "0.01"), (20, "0.19"), (60, "0.56")] {
        let invoice =
            price(&of(Meter::LambdaSqsPollers, unit_hours * 3_600_000_000), &Catalog::embedded(), FreeTier::None);
        assert_eq!(invoice.total_of_rounded_lines().rounded(2), cents);
    }
}

#[test]
fn every_line_says_where_its_price_comes_from() {
    let catalog = Catalog::embedded();
    for meter in Meter::all().filter(|meter| !meter.is_information()) {
        let invoice = price(&of(meter, 1_000_000_000_000), &catalog, FreeTier::All);
        for line in &invoice.lines {
            assert!(!line.source.is_empty() && line.date.len() == 10, "{}", meter.id());
        }
    }
}

#[test]
fn a_month_goes_on_like_the_time_before_it() {
    let hour = of(Meter::Ec2T3Micro, 3_600_000_000);
    let catalog = Catalog::embedded();
    let cost = month(&hour, Span::from_secs(3600), &catalog, FreeTier::None).unwrap();
    assert_eq!(cost.exact(), "7.592");
    assert_eq!(month(&hour, Span::from_millis(10), &catalog, FreeTier::None), None);
}

#[test]
fn usage_survives_a_report() {
    let mut usage = of(Meter::LambdaX86, 31_948_800);
    usage.add(Meter::Ec2T3Medium, None, 5);
    let text = serde_json::to_string(&usage).unwrap();
    assert_eq!(serde_json::from_str::<Usage>(&text).unwrap(), usage);
    assert!(
        text.contains(r#"{"meter":"lambda.x86_64.gb_second","function":"hello","quantity":"31948800","unit":"MB-ms"}"#)
    );
}

#[test]
fn a_bill_in_json_keeps_money_as_decimal_strings() {
    let invoice = price(&of(Meter::LambdaRequests, 40), &Catalog::embedded(), FreeTier::None);
    let json = serde_json::to_value(&invoice).unwrap();
    assert_eq!(json["currency"], "USD");
    assert_eq!(json["total"], "0.000008");
    let line = &json["lines"][0];
    assert_eq!((&line["quantity"], &line["price"], &line["per"]), (&"40".into(), &"0.20".into(), &"1000000".into()));
}

#[test]
fn figures_of_a_printed_bill_stand_under_each_other() {
    let mut usage = of(Meter::LambdaRequests, 3_000_000);
    usage.add(Meter::LambdaX86, Some("hello"), 540_000 * GB_S);
    let text = price(&usage, &Catalog::embedded(), FreeTier::Always).to_text();
    let expected = "\
Bill · us-east-1 · prices of 2026-11-20 · free tier: always

  lambda · Requests      2,000,000 requests  × $0.20 / 1,000,000  $0.40
      free: 1,000,000 of 1,000,000 requests a month
  lambda · Duration x86    140,000 GB-s      × $0.0000166667      $2.333338
      free: 400,000 of 400,000 GB-s a month, x86 and arm together
  Total                                                           $2.733338
      $2.73 with each line rounded to cents, as AWS prints it

Sources
";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("  AWS Price List, offer AWSLambda, publication of 2026-09-19"), "{text}");
}

/// Meters whose price does not depend on how much is used.
fn untiered() -> impl Strategy<Value = Meter> {
    let catalog = Catalog::embedded();
    let meters: Vec<Meter> = Meter::all().filter(|meter| catalog.price(*meter).tiers.len() == 1).collect();
    proptest::sample::select(meters)
}

fn any_meter() -> impl Strategy<Value = Meter> {
    proptest::sample::select(Meter::all().collect::<Vec<_>>())
}

fn any_usage() -> impl Strategy<Value = Vec<(Meter, i128)>> {
    proptest::collection::vec((any_meter(), 0..20_000_000_000_000_000_i128), 0..8)
}

fn usage_of(rows: &[(Meter, i128)]) -> Usage {
    let mut usage = Usage::new();
    for (meter, count) in rows {
        usage.add(*meter, None, *count);
    }
    usage
}

fn free_tiers() -> impl Strategy<Value = FreeTier> {
    proptest::sample::select(FreeTier::ALL.map(|(_, tier)| tier).to_vec())
}

proptest! {
    #[test]
    fn without_tiers_two_bills_are_the_bill_of_both(meter in untiered(), a in 0..10_i128.pow(15), b in 0..10_i128.pow(15)) {
        let apart = total(&of(meter, a), FreeTier::None) + total(&of(meter, b), FreeTier::None);
        prop_assert_eq!(total(&of(meter, a + b), FreeTier::None), apart);
    }

    #[test]
    fn more_use_never_costs_less(rows in any_usage(), more in any_usage(), free_tier in free_tiers()) {
        let usage = usage_of(&rows);
        let mut larger = usage.clone();
        larger.merge(&usage_of(&more));
        prop_assert!(total(&larger, free_tier) >= total(&usage, free_tier));
        prop_assert!(total(&usage, free_tier) >= Money::ZERO);
    }

    #[test]
    fn a_free_tier_never_makes_it_dearer(rows in any_usage()) {
        let usage = usage_of(&rows);
        prop_assert!(total(&usage, FreeTier::Always) <= total(&usage, FreeTier::None));
        prop_assert!(total(&usage, FreeTier::All) <= total(&usage, FreeTier::Always));
    }

    #[test]
    fn splitting_use_among_functions_changes_no_total(rows in any_usage(), free_tier in free_tiers()) {
        let mut split = Usage::new();
        for (place, (meter, count)) in rows.iter().enumerate() {
            split.add(*meter, Some("a"), count / 3);
            split.add(*meter, Some(if place % 2 == 0 { "a" } else { "b" }), count - count / 3);
        }
        prop_assert_eq!(total(&split, free_tier), total(&usage_of(&rows), free_tier));
    }

    #[test]
    fn what_was_added_can_be_taken_away(rows in any_usage(), more in any_usage()) {
        let before = usage_of(&rows);
        let mut after = before.clone();
        after.merge(&usage_of(&more));
        prop_assert_eq!(after.since(&before), usage_of(&more));
    }

    #[test]
    fn the_lines_add_up_to_the_total(rows in any_usage(), free_tier in free_tiers()) {
        let invoice = price(&usage_of(&rows), &Catalog::embedded(), free_tier);
        prop_assert_eq!(invoice.lines.iter().map(|line| line.amount).sum::<Money>(), invoice.total);
    }
}
