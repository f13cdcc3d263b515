//! The worked examples of AWS's own pricing page come out to the last digit.

use coldstart::billing::{Invoice, UsageFile, billed_millis, try_price};
use coldstart::catalog::Catalog;
use coldstart::problem::Source;
use coldstart::units::Span;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    vector: Vec<Vector>,
    report: Vec<ReportLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    id: String,
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "note")]
    _note: Option<String>,
    file: String,
    lines: Vec<Line>,
    total: String,
    total_of_rounded_lines: String,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    meter: String,
    quantity: String,
    amount: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReportLine {
    #[serde(rename = "source")]
    _source: String,
    duration_ms: f64,
    init_ms: f64,
    billed_ms: u64,
}

fn vectors() -> Vectors {
    toml::from_str(include_str!("data/billing-vectors.toml")).expect("tests/data/billing-vectors.toml")
}

fn priced(vector: &Vector) -> Invoice {
    let source = Source::new(format!("{}.toml", vector.id), vector.file.clone());
    let file = UsageFile::parse(&source).unwrap_or_else(|problems| {
        let explained: Vec<String> = problems.iter().map(|problem| source.explain(problem)).collect();
        panic!("{}", explained.join("\n"))
    });
    let catalog = file.catalog(Catalog::embedded(), &source.name);
    try_price(&file.usage, &catalog, file.free_tier.unwrap_or_default()).expect("a usual size")
}

#[test]
fn every_worked_example_comes_out_to_the_last_digit() {
    for vector in vectors().vector {
        let invoice = priced(&vector);
        let lines: Vec<Line> = invoice
            .lines
            .iter()
            .map(|line| Line {
                meter: line.meter.id().to_owned(),
                quantity: line.quantity.clone(),
                amount: line.amount.exact(),
            })
            .collect();
        assert_eq!(lines, vector.lines, "{}", vector.id);
        assert_eq!(invoice.total.exact(), vector.total, "{}", vector.id);
        assert_eq!(invoice.total_of_rounded_lines().rounded(2), vector.total_of_rounded_lines, "{}", vector.id);
    }
}

#[test]
fn every_report_line_bills_what_aws_printed() {
    for report in vectors().report {
        let (duration, init) = (Span::from_millis_f64(report.duration_ms), Span::from_millis_f64(report.init_ms));
        assert_eq!(billed_millis(duration, init), report.billed_ms);
    }
}
