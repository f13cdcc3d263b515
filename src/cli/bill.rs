//! `coldstart bill`: an itemised invoice for usage that somebody wrote down or a run reported.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;

use super::output;
use crate::billing::{Book, Comparison, FreeTier, Invoice, Unsaid, UsageFile, try_price};
use crate::catalog::expr::{Exact, exact};
use crate::catalog::{Catalog, Meter};
use crate::problem::{Problem, Source};

/// A usage file is read whole; nobody writes a longer one.
const FILE_MAX: u64 = 16 * 1024 * 1024;

/// The exit code of a command that was given something it cannot use.
const UNUSABLE: u8 = 2;

/// Price a usage file: an itemised invoice
#[derive(Debug, Args)]
#[command(after_long_help = after_long_help())]
pub struct BillArgs {
    /// A usage file in TOML or JSON, or a report of `coldstart run --json`; `-` reads standard input
    pub path: PathBuf,

    /// Print one JSON document
    #[arg(long)]
    pub json: bool,

    /// Which free allowances to take off; overrides the file's own `free_tier`
    #[arg(long, value_name = "WHICH", value_parser = parse_free_tier)]
    pub free_tier: Option<FreeTier>,

    /// Price the same usage by another provider's rules: gcp, gcp-1st, azure or azure-flex
    #[arg(long = "as", value_name = "PROVIDER", value_parser = parse_book)]
    pub book: Option<Book>,

    /// With --as: how many requests share an instance, where the file does not say
    #[arg(long, value_name = "N", value_parser = parse_positive, requires = "book")]
    pub at_once: Option<Exact>,

    /// With --as gcp: the processors of an instance, where the file does not say
    #[arg(long, value_name = "N", value_parser = parse_positive, requires = "book")]
    pub vcpu: Option<Exact>,

    /// With --as: the memory setting of functions, where the file does not say
    #[arg(long, value_name = "MB", value_parser = parse_positive, requires = "book")]
    pub memory_mb: Option<Exact>,

    /// With --as azure-flex: the size of an instance, where the file does not say
    #[arg(long, value_name = "MB", value_parser = parse_positive, requires = "book")]
    pub instance_mb: Option<Exact>,

    /// Use the prices of another price list, in the format of assets/catalog/prices-us-east-1.toml
    #[arg(long, value_name = "FILE")]
    pub prices: Option<PathBuf>,
}

/// Prices the usage and prints the invoice.
pub fn run(args: &BillArgs) -> anyhow::Result<ExitCode> {
    let source = read(&args.path)?;
    let catalog = match catalog(args.prices.as_deref())? {
        Ok(catalog) => catalog,
        Err(explained) => return Ok(refuse(&explained)),
    };
    let printed = match args.book {
        None => invoice(&source, catalog, args.free_tier)
            .map(|invoice| if args.json { json(&invoice) } else { Ok(invoice.to_text()) }),
        Some(book) => comparison(&source, catalog, book, args)
            .map(|comparison| if args.json { json(&comparison) } else { Ok(comparison.to_text()) }),
    };
    match printed {
        Ok(text) => Ok(output::print(text?, ExitCode::SUCCESS)),
        Err(problems) => Ok(refuse(&explain(&source, &problems))),
    }
}

fn json(value: &impl serde::Serialize) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// The same usage by another provider's rules, or everything that is wrong with the file.
fn comparison(source: &Source, catalog: Catalog, book: Book, args: &BillArgs) -> Result<Comparison, Vec<Problem>> {
    let file = UsageFile::parse(source)?;
    if file.workloads.is_empty() {
        let problem = Problem::error(0..0, "there are no functions in this file to be priced elsewhere");
        return Err(vec![problem.with_help("--as compares functions: add an entry with service = \"lambda\"")]);
    }
    let catalog = file.catalog(catalog, &source.name);
    let free_tier = args.free_tier.or(file.free_tier).unwrap_or_default();
    let unsaid =
        Unsaid { memory_mb: args.memory_mb, at_once: args.at_once, vcpu: args.vcpu, instance_mb: args.instance_mb };
    book.bill(&file, &catalog, free_tier, &unsaid).map_err(|too_much| vec![Problem::error(0..0, too_much.to_string())])
}

/// The invoice for a usage file, or everything that is wrong with the file.
fn invoice(source: &Source, catalog: Catalog, free_tier: Option<FreeTier>) -> Result<Invoice, Vec<Problem>> {
    let file = UsageFile::parse(source)?;
    if let Some(region) = file.region.as_deref().filter(|region| *region != catalog.region()) {
        let place = source.text.find(region).unwrap_or(0);
        let message = format!("there are no prices of `{region}` here, only of `{}`", catalog.region());
        let help = "give that Region's price list with --prices, or leave the region away";
        return Err(vec![Problem::error(place..place + region.len(), message).with_help(help)]);
    }
    let catalog = file.catalog(catalog, &source.name);
    let free_tier = free_tier.or(file.free_tier).unwrap_or_default();
    try_price(&file.usage, &catalog, free_tier).map_err(|too_much| vec![Problem::error(0..0, too_much.to_string())])
}

/// The embedded catalog, or the embedded facts with somebody's price list; the inner error is explained already.
fn catalog(prices: Option<&Path>) -> anyhow::Result<Result<Catalog, String>> {
    let Some(path) = prices else { return Ok(Ok(Catalog::embedded())) };
    let mut texts = Catalog::embedded_sources();
    texts[0] = read(path)?;
    Ok(Catalog::load(&texts).map_err(|problems| {
        problems.iter().map(|(source, problem)| source.explain(problem)).collect::<Vec<_>>().join("\n")
    }))
}

fn read(path: &Path) -> anyhow::Result<Source> {
    let mut bytes = Vec::new();
    let standard_input = path == Path::new("-");
    let reading = if standard_input {
        std::io::stdin().take(FILE_MAX + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(FILE_MAX + 1).read_to_end(&mut bytes))
    };
    reading.with_context(|| format!("cannot read {}", path.display()))?;
    anyhow::ensure!(bytes.len() as u64 <= FILE_MAX, "{} is longer than a usage file can be (16 MB)", path.display());
    let text = String::from_utf8(bytes).with_context(|| format!("{} is not text in UTF-8", path.display()))?;
    let name = if standard_input { "standard input".to_owned() } else { path.display().to_string() };
    Ok(Source::new(name, text))
}

fn explain(source: &Source, problems: &[Problem]) -> String {
    problems.iter().map(|problem| source.explain(problem)).collect::<Vec<_>>().join("\n")
}

fn refuse(explained: &str) -> ExitCode {
    eprint!("{explained}");
    ExitCode::from(UNUSABLE)
}

/// The free tier of that name.
pub(super) fn parse_free_tier(name: &str) -> Result<FreeTier, String> {
    let found = FreeTier::ALL.iter().find(|(known, _)| *known == name).map(|(_, tier)| *tier);
    found.ok_or_else(|| "use none, always or all".to_owned())
}

fn parse_book(name: &str) -> Result<Book, String> {
    let found = Book::ALL.iter().find(|(known, _)| *known == name).map(|(_, book)| *book);
    found.ok_or_else(|| "use gcp, gcp-1st, azure or azure-flex".to_owned())
}

fn parse_positive(text: &str) -> Result<Exact, String> {
    let least = Exact::new(1, 1000);
    let found = exact(text).filter(|number| *number >= least && *number <= Exact::from_integer(1_000_000));
    found.ok_or_else(|| "write a number above zero, as in 2 or 0.5".to_owned())
}

/// The format of a usage file, and every meter, below the options.
fn after_long_help() -> String {
    let mut help = String::from(FORMAT);
    for meter in Meter::all().filter(|meter| !meter.is_information()) {
        let row = meter.row();
        let _ = writeln!(help, "  {:<44} {}", row.id, row.unit);
    }
    help
}

const FORMAT: &str = r#"The usage file:
  free_tier = "always"            none (default), always (for ever), all (and
                                  first-year allowances)
  region = "us-east-1"            optional: the Region the prices must be of

  [[usage]]
  service = "lambda"              name = "…" is optional
  architecture = "x86_64"         or "arm64"
  memory_mb = 1536
  requests = 3_000_000
  billed_ms = 120                 per request

  A single entry needs no [[usage]]: its keys may stand at the top of the file,
  or under [lambda].

  Lambda, instead of billed_ms:   duration_ms per request, and for cold_starts
                                  of them also init_ms (each request is rounded
                                  up to a millisecond);
                                  or gb_seconds for all
  Lambda, instead of requests:    records and batch_size of a queue or stream:
                                  each batch is one request
  Lambda, further:                async_event_kb, async_events: beyond 256 KB,
                                  each started 64 KB is one request more;
                                  ephemeral_storage_mb; streamed_gb, or
                                  streamed_mb_per_request (6 MB are free);
                                  sqs_poller_hours, kafka_poller_hours; or
                                  sqs_pollers with sqs_poller_seconds, the same
                                  for kafka (a minute each at least);
                                  tenant_environments; snapstart_hours (or
                                  _seconds; three hours at least),
                                  snapstart_restores; runtime = "java21" (then
                                  snapshots cost nothing);
                                  provisioned_concurrency with provisioned_hours
                                  (or _seconds; in steps of five minutes),
                                  provisioned_requests, provisioned_billed_ms
  lambda_managed_instances:       instance, hours, count, requests
  lambda_edge:                    memory_mb, requests, billed_ms; or gb_seconds
  lambda_durable:                 operations, written_gb, retained_gb_months
  lambda_microvm:                 vcpu, memory_gb, hours (or seconds), count; or
                                  vcpu_seconds, gb_seconds; snapshot_written_gb,
                                  snapshot_read_gb, stored_gb_months
  ec2:                            instance = "t3.medium", hours = 730, count
  fargate:                        vcpu = 0.25, memory_gb = 0.5, hours = 730,
                                  tasks, architecture
  alb, nat, ipv4:                 hours, count; alb: capacity_units; nat:
                                  traffic_gb
  any meter of the list below:    meter = "lambda.requests",
                                  quantity = 3_000_000
  Also understood:                arch, provisioned, snapstart_active_seconds,
                                  event_poller_unit_hours, instance_hours

  [prices]                        optional: prices of your own, by meter
  "ec2.t3.medium_hour" = "0.03"

JSON has the same keys: { "free_tier": "always", "usage": [
  { "service": "lambda", ... } ] }.
A report of `coldstart run --json` is priced by the `usage` in it.

An allowance shared by several meters is used up in the order of the price list:
Lambda's free GB-s first by x86, then by arm. Tiers count what is left after
that. What runs on provisioned concurrency is never free. AWS says so of the
whole function, and takes the free requests off in its own worked example: both
hold when the function's requests on demand are free as any other's.
Amounts are exact; nothing is rounded but the total "with each line in cents",
which is how AWS prints it.

--as gcp | gcp-1st | azure | azure-flex prices the same requests by the rules of
Google Cloud Run functions (2nd gen, billed by request), Cloud Functions (1st
gen), Azure Functions (Consumption) or Azure Functions (Flex Consumption): their
steps and least times, their free tiers (--free-tier), their prices, each with
source and date. The invoice says what it assumed and what cannot be compared.
A Lambda entry may say, for them alone:
  at_once = 80                    requests that share an instance (gcp, flex)
  vcpu = 1                        processors of an instance (gcp)
  instance_mb = 4096              size of an instance (flex)
  memory_used_mb = 300            memory that is really used (azure)
A report of a run has sums, no single requests: then each is taken to have the
average time. Where the memory was changed in the run, the report does not say
it, and --memory-mb does.

Exit codes: 0 priced, 2 the file or an option cannot be used.

Meters and their units:
"#;

#[cfg(test)]
mod tests {
    use super::*;

    fn total(text: &str) -> String {
        let source = Source::new("usage.toml", text);
        match invoice(&source, Catalog::embedded(), None) {
            Ok(invoice) => invoice.total.exact(),
            Err(problems) => explain(&source, &problems),
        }
    }

    #[test]
    fn a_free_tier_in_the_file_counts_unless_an_option_says_otherwise() {
        let source = Source::new(
            "usage.toml",
            "free_tier = \"always\"\n[[usage]]\nmeter = \"lambda.requests\"\nquantity = 3e6\n",
        );
        let priced = |option| invoice(&source, Catalog::embedded(), option).unwrap().total.exact();
        assert_eq!(priced(None), "0.4");
        assert_eq!(priced(Some(FreeTier::None)), "0.6");
    }

    #[test]
    fn the_long_help_shows_the_format_and_every_meter() {
        let mut command = BillArgs::augment_args(clap::Command::new("bill"));
        let help = command.render_long_help().to_string();
        for needed in ["[[usage]]", "memory_mb = 1536", "--free-tier", "lambda.requests", "fargate.arm64.gb_hour"] {
            assert!(help.contains(needed), "{needed} is not in\n{help}");
        }
    }

    #[test]
    fn the_format_fits_a_usual_terminal() {
        assert_eq!(FORMAT.lines().find(|line| line.chars().count() > 80), None);
    }

    #[test]
    fn another_region_needs_its_own_prices() {
        let text = "region = \"eu-west-1\"\n[[usage]]\nservice = \"lambda\"\nrequests = 1\n";
        let explained = total(text);
        assert!(explained.starts_with("usage.toml:1:11: error: there are no prices of `eu-west-1`"), "{explained}");
    }

    #[test]
    fn a_price_of_ones_own_replaces_the_list_price() {
        let text = "[[usage]]\nservice = \"ec2\"\ninstance = \"t3.medium\"\nhours = 730\n[prices]\n\"ec2.t3.medium_hour\" = \"0.03\"\n";
        assert_eq!(total(text), "21.9");
    }
}
