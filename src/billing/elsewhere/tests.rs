//! The same load, other bills: the sums that follow from the published prices.

use super::*;
use crate::problem::Source;

/// Three million requests a month of 200 ms at 512 MB.
const LOAD: &str = "memory_mb = 512\nrequests = 3_000_000\nbilled_ms = 200\n";

fn under(book: Book, keys: &str) -> Comparison {
    let file = UsageFile::parse(&Source::new("usage.toml", format!("{LOAD}{keys}"))).expect("a usage file");
    book.bill(&file, &Catalog::embedded(), FreeTier::None, &Unsaid::default()).expect("a usual size")
}

fn of(text: &str, book: Book, free_tier: FreeTier) -> Comparison {
    let file = UsageFile::parse(&Source::new("usage.toml", text)).expect("a usage file");
    book.bill(&file, &Catalog::embedded(), free_tier, &Unsaid::default()).expect("a usual size")
}

#[test]
fn the_same_load_gives_these_bills() {
    for (book, keys, compute, total) in [
        (Book::Gcp, "", "5.55", "6.75"),
        (Book::Gcp, "vcpu = 1\nat_once = 80\n", "0.19", "1.39"),
        (Book::Azure, "", "4.80", "5.40"),
        (Book::AzureFlex, "", "156.00", "157.20"),
        (Book::AzureFlex, "at_once = 16\n", "9.75", "10.95"),
    ] {
        let invoice = under(book, keys).invoice;
        let requests = invoice.lines[0].amount;
        assert_eq!((invoice.total - requests).rounded(2), compute, "{} {keys}", book.name());
        assert_eq!(invoice.total.rounded(2), total, "{} {keys}", book.name());
    }
}

#[test]
fn on_lambda_the_load_costs_5_60_on_x86_and_4_60_on_arm() {
    for (architecture, total) in [("x86_64", "5.60"), ("arm64", "4.60")] {
        let text = format!("{LOAD}architecture = \"{architecture}\"\n");
        let file = UsageFile::parse(&Source::new("usage.toml", text)).unwrap();
        let invoice = try_price(&file.usage, &Catalog::embedded(), FreeTier::None).unwrap();
        assert_eq!(invoice.total.rounded(2), total);
    }
}

#[test]
fn the_first_generation_charges_what_its_table_says_for_100_ms() {
    // The published table of 100 ms by size, and the same from GHz-s and GB-s to twelve decimals.
    for (memory_mb, published) in [
        (128, "0.000000231"),
        (256, "0.000000463"),
        (512, "0.000000925"),
        (1024, "0.000001650"),
        (2048, "0.000002900"),
        (4096, "0.000005800"),
        (8192, "0.000006800"),
    ] {
        let text = format!("memory_mb = {memory_mb}\nrequests = 1\nbilled_ms = 1\n");
        let invoice = of(&text, Book::Gcp1st, FreeTier::None).invoice;
        let compute = invoice.total - invoice.lines[0].amount;
        assert_eq!(compute.rounded(9), published, "{memory_mb} MB");
    }
}

#[test]
fn each_book_rounds_time_its_way() {
    for (ms, gcp, azure, flex) in
        [(1, "0.1", "0.1", "1"), (100, "0.1", "0.1", "1"), (101, "0.2", "0.101", "1"), (1001, "1.1", "1.001", "1.1")]
    {
        let text = format!("memory_mb = 1024\nrequests = 1\nbilled_ms = {ms}\ninstance_mb = 1024\n");
        let quantity = |book, line: usize| of(&text, book, FreeTier::None).invoice.lines[line].quantity.clone();
        let found = (quantity(Book::Gcp, 2), quantity(Book::Azure, 1), quantity(Book::AzureFlex, 1));
        assert_eq!(found, (gcp.to_owned(), azure.to_owned(), flex.to_owned()), "{ms} ms");
    }
}

#[test]
fn azure_bills_observed_memory_in_steps_and_never_more_than_it_gives() {
    let quantity = |keys: &str| {
        let text = format!("requests = 1\nbilled_ms = 1000\n{keys}");
        of(&text, Book::Azure, FreeTier::None).invoice.lines[1].quantity.clone()
    };
    assert_eq!(quantity("memory_mb = 1024\nmemory_used_mb = 90"), "0.125");
    assert_eq!(quantity("memory_mb = 1024\nmemory_used_mb = 129"), "0.25");
    assert_eq!(quantity("memory_mb = 3008"), "1.5");
}

#[test]
fn free_tiers_are_each_books_own() {
    let total = |book| of(LOAD, book, FreeTier::Always).invoice.total.rounded(4);
    // 1 M requests, 19,800 vCPU-s; all of the 300,000 GiB-s are free: 0.40 + 0.4752.
    assert_eq!(total(Book::Gcp), "0.8752");
    // All of the 300,000 GB-s are free, 2 M executions are not.
    assert_eq!(total(Book::Azure), "0.4000");
    // 2.75 M executions and 5.9 M GB-s.
    assert_eq!(total(Book::AzureFlex), "154.5000");
}

#[test]
fn what_a_report_does_not_say_is_assumed_and_said() {
    let report = r#"{ "metrics": {}, "engine": {}, "usage": [
        {"meter": "lambda.requests", "function": "hello", "quantity": "10", "unit": "requests"},
        {"meter": "lambda.x86_64.gb_second", "function": "hello", "quantity": "1024000", "unit": "MB-ms"} ] }"#;
    let comparison = of(report, Book::Azure, FreeTier::None);
    // One GB-s in ten requests: 100 ms each at the assumed 1,024 MB.
    assert_eq!(comparison.invoice.lines[1].quantity, "1");
    let said = comparison.assumed.join("\n");
    assert!(said.contains("`hello` runs at 1024 MB") && said.contains("took the average time"), "{said}");
}

#[test]
fn lines_without_a_counterpart_are_named() {
    let keys = "provisioned_concurrency = 1\nprovisioned_hours = 1\nephemeral_storage_mb = 1024\n";
    let comparison = under(Book::Gcp, keys);
    assert_eq!(comparison.left_out, ["lambda · Ephemeral storage", "lambda · Provisioned concurrency x86"]);
    let text = comparison.to_text();
    for words in ["Not comparable\n  - Concurrency:", "Assumed\n", "Left out", "INIT", "Network"] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
    assert!(!text.contains("as AWS prints it"), "{text}");
}

#[test]
fn a_cold_start_counts_like_running_until_somebody_knows_better() {
    let text = "memory_mb = 1024\nrequests = 2\nduration_ms = 50\ncold_starts = 1\ninit_ms = 200\n";
    let comparison = of(text, Book::Gcp, FreeTier::None);
    assert_eq!(comparison.invoice.lines[2].quantity, "0.4");
    assert!(comparison.assumed.iter().any(|line| line.contains("not verified")));
}

#[test]
fn absurd_quantities_are_refused_not_panicked_at() {
    let text = "memory_mb = 10240\nrequests = 999999999999\nduration_ms = 999999999999.123456789012\ncold_starts = 999999999999\ninit_ms = 0.1\n";
    if let Ok(file) = UsageFile::parse(&Source::new("usage.toml", text)) {
        for (_, book) in Book::ALL {
            assert!(book.bill(&file, &Catalog::embedded(), FreeTier::None, &Unsaid::default()).is_err());
        }
    }
}
