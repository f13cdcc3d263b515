//! A month, read as a specification.

use super::*;
use crate::catalog::Meter;
use crate::lab::traffic::CsvTrace;
use crate::lab::work::do_all;

fn lab(load: &str) -> LabSpec {
    let text = format!(
        "[functions.f]\nruntime = \"modelled\"\nmemory_mb = 512\n[functions.f.model]\ninit = 200\ncpu = 20\n[load]\n{load}\n[time]\nduration = \"20m\"\n"
    );
    let (spec, problems) = LabSpec::parse(&text);
    spec.unwrap_or_else(|| panic!("{problems:?}"))
}

fn month(load: &str) -> MonthReport {
    do_all(Month::new(&lab(load), 7, LabSpec::catalog(), None).unwrap()).unwrap()
}

#[test]
fn every_request_of_thirty_days_is_played_and_priced() {
    let report = month("period = \"60s\"");
    assert_eq!(report.metrics.value("requests"), Some(30.0 * 24.0 * 60.0));
    let again = billing::price(&report.usage, &LabSpec::catalog(), FreeTier::None);
    assert_eq!(report.bill, again, "the bill is the price of the usage");
    let exact = report.bill.lines.iter().fold(Money::ZERO, |sum, line| sum + line.amount);
    assert_eq!(exact, report.bill.total);
    assert_eq!(report.with_allowances, Money::ZERO, "43,200 small calls are within the allowance");
}

#[test]
fn months_with_other_seeds_say_how_sure_it_is() {
    let report = month("shape = \"poisson\"\nrps = 0.02");
    assert!(report.confidence.of_months);
    let seeds: Vec<u64> = report.confidence.totals.iter().map(|(seed, _)| *seed).collect();
    assert!(seeds.len() == 3 && [7, 8, 9].iter().all(|seed| seeds.contains(seed)), "{seeds:?}");
    let (least, most) = report.confidence.range().unwrap();
    assert!(least < most && least <= report.bill.total && report.bill.total <= most);
    assert!(report.confidence.spread().unwrap() < 0.05, "52,000 requests vary by less than half a percent each way");
    assert!(report.confidence.words().starts_with("3 whole months were played, each with another seed: "));
    let other =
        do_all(Month::new(&lab("shape = \"poisson\"\nrps = 0.02"), 8, LabSpec::catalog(), None).unwrap()).unwrap();
    let of_8 = report.confidence.totals.iter().find(|(seed, _)| *seed == 8).unwrap().1;
    assert_eq!(other.bill.total, of_8, "a seed is the same month whoever plays it");
}

#[test]
fn a_month_that_is_dear_to_play_is_played_once_and_its_days_say_how_sure_it_is() {
    let confidence = Confidence::of(Money::new(3_000, 1), 7, &[(8, Money::new(99, 1)), (9, Money::new(101, 1))], false);
    assert_eq!(confidence.range(), Some((Money::new(99, 1), Money::new(101, 1))), "the month itself is no day");
    assert!((confidence.spread().unwrap() - 2.0 / 99.0 / 30.0_f64.sqrt()).abs() < 1e-12);
    assert!(confidence.words().contains("2 single days with other seeds: $99.00 to $101.00 a day"));
}

#[test]
fn extrapolation_is_off_where_the_day_has_hours() {
    let report = month("shape = \"day\"\nrps = 0.5");
    let off = report.off_by().unwrap();
    assert!(off < -0.3, "twenty minutes after midnight are no day: {off}");
    assert!(report.remarks().iter().any(|remark| remark.contains("below this")));
    let steady = month("period = \"10s\"").off_by().unwrap();
    assert!(steady.abs() < 0.02, "{steady}");
}

#[test]
fn pieces_of_work_make_the_same_month() {
    let mut pieces = Month::new(&lab("shape = \"poisson\"\nrps = 0.01"), 7, LabSpec::catalog(), None).unwrap();
    let whole = do_all(pieces.clone()).unwrap();
    let mut before = 0.0;
    while !pieces.step(&mut Budget::events(5_000)) {
        assert!(pieces.progress() >= before && pieces.progress() <= 1.0, "{before} {}", pieces.progress());
        before = pieces.progress();
    }
    assert!(before > 0.5);
    assert_eq!(pieces.finish().unwrap(), whole);
}

#[test]
fn a_trace_is_repeated_to_fill_the_month_and_says_so() {
    let trace = CsvTrace::parse("minute,count\n0,3\n1,0\n2,1\n").unwrap();
    let settings = trace.settings(true);
    let spec = lab("rps = 5").with(settings.iter().map(|(target, value)| (target.as_str(), value.as_str()))).unwrap();
    let replayed = Replayed { name: "mine.csv".into(), length: trace.length(), requests: trace.requests() };
    let report = do_all(Month::new(&spec, 7, LabSpec::catalog(), Some(replayed)).unwrap()).unwrap();
    assert_eq!(report.metrics.value("requests"), Some(4.0 * 14_400.0));
    assert!(
        report.to_text("lab").contains("mine.csv: 4 requests over 3 min, repeated 14,400 times to fill 30 days"),
        "{}",
        report.to_text("lab")
    );
    let json: serde_json::Value = serde_json::from_str(&report.to_json("lab")).unwrap();
    assert_eq!(json["trace"]["requests"], 4);
    assert_eq!(json["bill"]["total"], report.bill.total.exact());
}

#[test]
fn only_init_counts_as_the_share_of_cold_starts() {
    let spec = LabSpec::parse(
        "[functions.f]\nruntime = \"modelled\"\nmemory_mb = 512\nprovisioned_concurrency = 1\n[functions.f.model]\ninit = 200\ncpu = 20\n[load]\nperiod = \"60s\"\n[time]\nduration = \"20m\"\n",
    );
    let report = do_all(Month::new(&spec.0.unwrap(), 7, LabSpec::catalog(), None).unwrap()).unwrap();
    let parts = &report.bill.information;
    assert!(
        parts.iter().any(|part| part.meter == Meter::LambdaRequestsProvisioned),
        "provisioned requests are told apart"
    );
    let init = parts.iter().filter(|part| part.item == "of it INIT").map(|part| part.amount.as_f64()).sum::<f64>();
    let expected = (init > 0.0).then_some(init / report.bill.total.as_f64());
    assert_eq!(report.init_share(), expected);
}

#[test]
fn a_lab_without_a_load_says_what_is_missing() {
    let problem = Month::new(&lab("rps = 0"), 7, LabSpec::catalog(), None).unwrap_err();
    assert_eq!(problem.help.as_deref(), Some("give it a load, such as `load 10 poisson`"));
}
