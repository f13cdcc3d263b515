//! What a catalog promises, and what a wrong one is told.

use super::*;
use crate::units::{Megabytes, Span};

/// The embedded price list with one thing changed, and everything that is then wrong.
fn wrong(from: &str, to: &str) -> Vec<String> {
    let mut texts = Catalog::embedded_sources();
    assert!(texts[0].text.contains(from), "the price list no longer has {from}");
    texts[0].text = texts[0].text.replacen(from, to, 1);
    let problems = Catalog::load(&texts).expect_err("something is wrong");
    problems.iter().map(|(source, problem)| source.explain(problem)).collect()
}

/// The first rows of the price list, to be changed.
const REQUESTS: &str = "price = \"0.20\"\nper = 1_000_000";

#[test]
fn the_names_that_prose_uses_have_values() {
    let catalog = Catalog::embedded();
    for (name, decimal) in [
        ("lambda.gb_second", "0.0000166667"),
        ("lambda.requests_per_million", "0.20"),
        ("lambda.free_requests", "1000000"),
        ("lambda.free_gb_seconds", "400000"),
        ("lambda.timeout_max_s", "900"),
        ("lambda.memory_max_mb", "10240"),
        ("lambda.mb_per_vcpu", "1769"),
        ("lambda.account_concurrency", "1000"),
        ("lambda.scaling_per_10s", "1000"),
        ("lambda.rps_per_concurrency", "10"),
        ("ec2.t3_medium_hour", "0.0416"),
        ("month.hours", "730"),
    ] {
        assert_eq!(catalog.value(name).map(|value| value.decimal.as_str()), Some(decimal), "{name}");
    }
    assert_eq!(catalog.value("lambda.gb_secnd"), None);
}

#[test]
fn every_value_can_be_computed_with_and_cites_a_source() {
    let catalog = Catalog::embedded();
    for name in catalog.names() {
        let value = catalog.value(name).unwrap();
        assert!(expr::Names::number(&catalog, name).is_some(), "{name}");
        assert!(!value.published.source.is_empty() && !value.unit.is_empty(), "{name}");
    }
}

#[test]
fn what_nobody_publishes_is_marked_as_a_model_value() {
    let catalog = Catalog::embedded();
    let is_model = |name: &str| catalog.value(name).unwrap().published.is_model();
    assert!(is_model("lambda.idle_expiry_min_s") && is_model("lambda.max_age_max_s"));
    assert!(!is_model("lambda.timeout_max_s"));
    assert!(catalog.runtimes().iter().all(|runtime| runtime.published.is_model()));
}

#[test]
fn a_cold_start_of_node_takes_what_was_measured() {
    let catalog = Catalog::embedded();
    let row = catalog.init("nodejs22.x", Package::Zip, Architecture::X86_64).unwrap();
    assert_eq!((row.p50, row.p95), (Span(141_100), Span(176_200)));
    assert_eq!((row.max_memory_used, row.samples), (Megabytes(74), 2026));
    assert_eq!(catalog.init("cobol", Package::Zip, Architecture::X86_64), None);
}

#[test]
fn every_measured_runtime_can_be_named_and_every_named_one_was_measured() {
    let catalog = Catalog::embedded();
    for row in catalog.init_rows() {
        assert!(catalog.runtime(&row.runtime).is_some(), "{}", row.runtime);
    }
    for runtime in catalog.runtimes() {
        for package in [Package::Zip, Package::Image] {
            for architecture in [Architecture::X86_64, Architecture::Arm64] {
                assert!(catalog.init(&runtime.id, package, architecture).is_some(), "{}", runtime.id);
            }
        }
    }
}

#[test]
fn a_fee_is_a_share_of_the_price_it_names() {
    let catalog = Catalog::embedded();
    assert_eq!(catalog.price(Meter::LambdaManagedM7gXlarge).first().decimal, "0.02448");
}

#[test]
fn a_missing_price_is_named() {
    let explained = wrong(REQUESTS, "per = 1_000_000");
    assert!(explained[0].contains("error: the price of `lambda.requests` is missing"), "{explained:?}");
    assert!(explained[0].contains("add price = \"…\""), "{explained:?}");
    let row = "meter = \"lambda.requests\"";
    let explained = wrong(row, "meter = \"lambda.request\"");
    assert!(explained[0].contains("did you mean `lambda.requests`?"), "{explained:?}");
}

#[test]
fn a_price_list_without_a_meter_is_told_which_one() {
    let mut texts = Catalog::embedded_sources();
    texts[0].text = texts[0].text.split("[[price]]").next().unwrap().to_owned();
    let problems = Catalog::load(&texts).unwrap_err();
    assert_eq!(problems[0].1.message, "there is no price for `lambda.requests`");
    assert!(problems.len() > 20 && problems.iter().all(|(_, problem)| problem.help.is_some()));
}

#[test]
fn mistakes_in_a_price_row_are_found_where_they_stand() {
    for (from, to, place, message, help) in [
        (REQUESTS, "price = \"0,20\"\nper = 1", 9, "`0,20` is not a price", "write digits and a point"),
        (REQUESTS, "price = \"-1\"\nper = 1", 9, "`-1` is not a price", "write digits and a point"),
        (REQUESTS, "price = 0.20\nper = 1", 9, "invalid type: floating point", "write decimals in quotes"),
        (REQUESTS, "price = \"2000\"\nper = 1", 9, "$2000 is too much for one unit", "decimal point"),
        (REQUESTS, "price = \"0.20\"\nper = 0", 7, "a price per 0", "per goes from 1"),
        (REQUESTS, "price = \"0.20\"\npre = 1", 1, "unknown key `pre`", "did you mean `per`?"),
        ("unit = \"requests\"", "unit = \"GB-s\"", 8, "counted in requests, not in GB-s", "write unit = \"requests\""),
        ("date = \"2026-09-19\"", "date = \"19.9.26\"", 8, "`19.9.26` is not a date", "write it as YYYY-MM-DD"),
        (
            "source = \"price-list\"",
            "source = \"pricelist\"",
            10,
            "unknown source `pricelist`",
            "did you mean `price-list`?",
        ),
    ] {
        let explained = wrong(from, to).remove(0);
        let headline = explained.lines().next().unwrap();
        assert!(headline.contains(&format!(":{place}: error: ")), "{place}: {explained}");
        assert!(explained.contains(message) && explained.contains(help), "{message}: {explained}");
    }
}

#[test]
fn a_row_without_source_date_or_certainty_is_refused() {
    for (line, message) in [
        ("source = \"price-list\"\n", "has no source"),
        ("date = \"2026-09-19\"\n", "has no date"),
        ("certainty = \"documented\"\n", "has no certainty"),
    ] {
        let explained = wrong(line, "").remove(0);
        assert!(explained.contains(&format!("the price of `lambda.requests` {message}")), "{explained}");
    }
}

#[test]
fn tiers_start_at_zero_and_climb() {
    let explained = wrong("from = 0,", "from = 5,").remove(0);
    assert!(explained.contains("the first tier does not start at 0"), "{explained}");
    let explained = wrong("from = 15_000_000_000", "from = 1_000").remove(0);
    assert!(explained.contains("a tier from 1000 stands after one from 6000000000"), "{explained}");
}

#[test]
fn a_broken_row_of_init_times_is_found_where_it_stands() {
    let mut texts = Catalog::embedded_sources();
    let line = texts[1].text.lines().position(|line| line.starts_with("ruby3.4")).unwrap() + 1;
    texts[1].text = texts[1].text.replacen("\nruby3.4 ", "\nruby3.4 zap ", 1);
    let (source, problem) = Catalog::load(&texts).unwrap_err().remove(0);
    let expected = format!("lambda.toml:{line}:1: error: this is not a row of INIT times");
    assert_eq!(source.headline(&problem), expected);
}

#[test]
fn two_prices_for_one_thing_are_one_too_many() {
    let explained = wrong("meter = \"ec2.t3.small_hour\"", "meter = \"ec2.t3.micro_hour\"").remove(0);
    assert!(explained.contains("a second price for `ec2.t3.micro_hour`"), "{explained}");
}

#[test]
fn no_text_makes_loading_panic() {
    let whole = Catalog::embedded_sources();
    for text in ["", "\0", "[[price]]", "price = 3", "[[allowance]]\n", "\u{feff}", "[[price]]\nmeter = \"\"\n"] {
        assert!(Catalog::load(&[Source::new("prices.toml", text), whole[1].clone()]).is_err());
    }
    assert!(Catalog::load(&[]).is_err());
}

#[test]
fn a_given_price_says_so() {
    let catalog = Catalog::embedded().with_price(Meter::Ec2T3Micro, Money::new(1, 100), "given in usage.toml");
    let price = catalog.price(Meter::Ec2T3Micro);
    assert_eq!((price.first().decimal.as_str(), price.published.certainty), ("0.01", Certainty::Given));
}
