//! From texts to a catalog, or to everything that is wrong with them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;

use super::file::{AllowanceRow, Cites, FactsRow, File, InitTable, PriceRow, RestoreRow, RuntimesTable, TierRow};
use super::{
    Allowance, Architecture, Catalog, ElsewhereFacts, InitRow, LambdaFacts, Meter, Package, Price, Published,
    RestoreTime, Runtime, Tier, Value,
};
use crate::problem::{Problem, Source, nearest, read_toml};
use crate::units::{Megabytes, Money, Span};

/// More decimals than any provider prints; fewer than would let an exact bill leave 128 bits.
const DECIMALS_MAX: usize = 12;
/// A unit that costs more than this is a slip of the decimal point.
const PRICE_MAX_USD: i128 = 1_000;
/// Prices are for one, a thousand, a million of something; a billion at most.
const PER_MAX: u64 = 1_000_000_000;

/// Reads all texts, then checks that together they are complete.
pub(super) fn load(texts: &[Source]) -> Result<Catalog, Vec<(Source, Problem)>> {
    let mut loading = Loading::default();
    for text in texts {
        let mut reading = Reading { loading: &mut loading, sources: BTreeMap::new(), problems: Vec::new() };
        match read_toml::<File>(&text.text) {
            Ok(file) => reading.file(&file),
            Err(problem) => reading.problems.push(quoting_advice(problem)),
        }
        let problems = reading.problems;
        loading.problems.extend(problems.into_iter().map(|problem| (text.clone(), problem)));
    }
    loading.finish(texts)
}

/// What has been read so far, from all texts.
#[derive(Default)]
struct Loading {
    region: Option<String>,
    currency: Option<String>,
    collected: Option<String>,
    prices: BTreeMap<Meter, Price>,
    allowances: Vec<Allowance>,
    values: BTreeMap<String, Value>,
    runtimes: Vec<Runtime>,
    init: Vec<InitRow>,
    restore: Vec<RestoreTime>,
    problems: Vec<(Source, Problem)>,
}

/// The reading of one text.
struct Reading<'a> {
    loading: &'a mut Loading,
    sources: BTreeMap<String, Arc<str>>,
    problems: Vec<Problem>,
}

impl Loading {
    /// A catalog, if nothing is wrong and nothing is missing.
    fn finish(mut self, texts: &[Source]) -> Result<Catalog, Vec<(Source, Problem)>> {
        let lambda = LambdaFacts::from_values(&self.values);
        let elsewhere = ElsewhereFacts::from_values(&self.values);
        if self.problems.is_empty() {
            // What is absent has no place; the first text is where it is looked for first.
            let first = texts.first().cloned().unwrap_or_default();
            let missing_prices = Meter::all()
                .filter(|meter| !self.prices.contains_key(&meter.priced_as()))
                .map(|meter| missing_price(meter.id()));
            let of_lambda = lambda.as_ref().err().into_iter().flatten().map(|name| missing_fact(name));
            let of_others = elsewhere.as_ref().err().into_iter().flatten().map(|name| missing_fact(name));
            let missing_facts = of_lambda.chain(of_others);
            let missing = missing_prices.chain(missing_facts).map(|problem| (first.clone(), problem));
            self.problems.extend(missing);
        }
        let (Ok(lambda), Ok(elsewhere)) = (lambda, elsewhere) else { return Err(self.problems) };
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let prices = Meter::all().map(|meter| Price { meter, ..self.prices[&meter.priced_as()].clone() }).collect();
        Ok(Catalog {
            region: self.region.unwrap_or_default(),
            currency: self.currency.unwrap_or_else(|| "USD".to_owned()),
            collected: self.collected.unwrap_or_default(),
            prices,
            allowances: self.allowances,
            values: self.values,
            runtimes: self.runtimes,
            init: self.init,
            restore: self.restore,
            lambda,
            elsewhere,
        })
    }
}

fn missing_price(id: &str) -> Problem {
    Problem::error(0..0, format!("there is no price for `{id}`"))
        .with_help(format!("add a [[price]] row with meter = \"{id}\", price, per, unit, source, date and certainty"))
}

fn missing_fact(name: &str) -> Problem {
    Problem::error(0..0, format!("there is no value for `{name}`, or it is not a whole number of its unit"))
        .with_help(format!("add {{ name = \"{name}\", value = \"…\", unit = \"…\" }} to a [[facts]] row"))
}

/// A binary float cannot hold most prices, so they are written in quotes.
fn quoting_advice(problem: Problem) -> Problem {
    if problem.message.contains("floating point") {
        return problem.with_help("write decimals in quotes, as in \"0.20\": a binary float would change them");
    }
    problem
}

impl Reading<'_> {
    fn file(&mut self, file: &File) {
        self.sources = file.sources.iter().map(|(key, text)| (key.clone(), Arc::from(text.as_str()))).collect();
        if let Some(collected) = &file.collected {
            self.check_date(collected);
            self.loading.collected.get_or_insert_with(|| collected.get_ref().clone());
        }
        self.loading.region = self.loading.region.take().or_else(|| file.region.clone());
        self.loading.currency = self.loading.currency.take().or_else(|| file.currency.clone());
        for row in &file.price {
            self.price(row);
        }
        // A share of another price needs that price, wherever in the file it stands.
        for row in file.price.iter().filter(|row| row.get_ref().share.is_some()) {
            self.share(row);
        }
        file.allowance.iter().for_each(|row| self.allowance(row));
        file.facts.iter().for_each(|row| self.facts(row));
        if let Some(table) = &file.runtimes {
            self.runtimes(table);
        }
        if let Some(table) = &file.init {
            self.init(table);
        }
        file.restore.iter().for_each(|row| self.restore(row));
    }

    fn error(&mut self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Problem::error(span, message).with_help(help));
    }

    /// Source, date and certainty of a row, each missed by name.
    fn published(&mut self, row: &Spanned<impl Cites>, what: &str) -> Option<Published> {
        let citation = row.get_ref().citation();
        let source = citation.source.and_then(|key| self.source(key));
        if citation.source.is_none() {
            self.error(row.span(), format!("{what} has no source"), "add source = \"…\", a key of [sources]");
        }
        let date = citation.date.filter(|date| self.check_date(date));
        if citation.date.is_none() {
            self.error(
                row.span(),
                format!("{what} has no date"),
                "add date = \"YYYY-MM-DD\", the day the source was read",
            );
        }
        if citation.certainty.is_none() {
            self.error(row.span(), format!("{what} has no certainty"), "add certainty = \"documented\" or what it is");
        }
        Some(Published { source: source?, date: Arc::from(date?.get_ref().as_str()), certainty: citation.certainty? })
    }

    /// A source by its key.
    fn source(&mut self, key: &Spanned<String>) -> Option<Arc<str>> {
        let found = self.sources.get(key.get_ref()).cloned();
        if found.is_none() {
            let known = self.sources.keys().map(String::as_str);
            self.problems.push(Problem::unknown(key.span(), "source", key.get_ref(), known));
        }
        found
    }

    fn check_date(&mut self, date: &Spanned<String>) -> bool {
        let text = date.get_ref().as_bytes();
        let well_formed = text.len() == 10
            && text.iter().enumerate().all(|(place, byte)| match place {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !well_formed {
            self.error(date.span(), format!("`{}` is not a date", date.get_ref()), "write it as YYYY-MM-DD");
        }
        well_formed
    }

    /// A decimal that can be a price.
    fn money(&mut self, decimal: &Spanned<String>) -> Option<Money> {
        let text = decimal.get_ref();
        let decimals = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let Some(price) = Money::parse(text).filter(|price| *price >= Money::ZERO && decimals <= DECIMALS_MAX) else {
            let help = format!("write digits and a point, as in \"0.20\", with at most {DECIMALS_MAX} decimals");
            self.error(decimal.span(), format!("`{text}` is not a price"), help);
            return None;
        };
        if price > Money::new(PRICE_MAX_USD, 1) {
            let help = format!("prices go up to ${PRICE_MAX_USD}; is the decimal point where it should be?");
            self.error(decimal.span(), format!("${text} is too much for one unit"), help);
            return None;
        }
        Some(price)
    }

    /// The meter a row is about.
    fn meter(&mut self, id: &Spanned<String>) -> Option<Meter> {
        let meter = Meter::by_id(id.get_ref()).filter(|meter| !meter.is_information());
        if meter.is_none() {
            let known = Meter::all().filter(|meter| !meter.is_information()).map(Meter::id);
            let problem = Problem::error(id.span(), format!("unknown meter `{}`", id.get_ref()));
            self.problems.push(match nearest(id.get_ref(), known) {
                Some(name) => problem.with_help(format!("did you mean `{name}`?")),
                None => problem.with_help("a price is for one of the meters of src/catalog/meter.rs"),
            });
        }
        meter
    }

    fn price(&mut self, spanned: &Spanned<PriceRow>) {
        let row = spanned.get_ref();
        let Some(id) = &row.meter else {
            return self.error(spanned.span(), "a price without a meter", "add meter = \"…\": what the price is for");
        };
        let Some(meter) = self.meter(id) else { return };
        let published = self.published(spanned, &format!("the price of `{}`", meter.id()));
        let per = self.per(row, meter);
        self.check_unit(row, meter, &spanned.span());
        if row.share.is_some() {
            return; // its turn comes when all plain prices are known
        }
        let tiers = self.tiers(spanned, meter);
        let (Some(published), Some(per), Some(tiers)) = (published, per, tiers) else { return };
        let names = row.name.iter().map(|name| (name, 0)).chain(tier_names(row));
        for (name, tier) in names {
            self.name_price(name, &tiers[tier].decimal, meter, per, &published, id.span());
        }
        self.keep_price(Price { meter, per, tiers, published }, id.span());
    }

    fn per(&mut self, row: &PriceRow, meter: Meter) -> Option<u64> {
        let Some(per) = &row.per else {
            let span = row.meter.as_ref().map_or(0..0, Spanned::span);
            self.error(span, format!("the price of `{}` does not say for how many", meter.id()), "add per = 1");
            return None;
        };
        if !(1..=PER_MAX).contains(per.get_ref()) {
            self.error(per.span(), format!("a price per {}", per.get_ref()), format!("per goes from 1 to {PER_MAX}"));
            return None;
        }
        Some(*per.get_ref())
    }

    fn check_unit(&mut self, row: &PriceRow, meter: Meter, place: &Range<usize>) {
        let expected = meter.row().unit;
        let help = format!("write unit = \"{expected}\"");
        match &row.unit {
            None => self.error(place.clone(), format!("the price of `{}` has no unit", meter.id()), help),
            Some(unit) if unit.get_ref() != expected => {
                let message = format!("`{}` is counted in {expected}, not in {}", meter.id(), unit.get_ref());
                self.error(unit.span(), message, help);
            }
            Some(_) => {}
        }
    }

    /// The tiers of a row, or its only price as one tier.
    fn tiers(&mut self, spanned: &Spanned<PriceRow>, meter: Meter) -> Option<Vec<Tier>> {
        let row = spanned.get_ref();
        match (&row.price, &row.tiers) {
            (Some(decimal), None) => {
                let price = self.money(decimal)?;
                Some(vec![Tier { from: 0, price, decimal: decimal.get_ref().clone() }])
            }
            (None, Some(rows)) if !rows.is_empty() => self.ladder(rows),
            (Some(decimal), Some(_)) => {
                self.error(decimal.span(), "both a price and tiers", "keep one of them");
                None
            }
            (None, _) => {
                let message = format!("the price of `{}` is missing", meter.id());
                self.error(spanned.span(), message, "add price = \"…\", or tiers = [{ from = 0, price = \"…\" }, …]");
                None
            }
        }
    }

    /// Tiers start at zero and climb.
    fn ladder(&mut self, rows: &[Spanned<TierRow>]) -> Option<Vec<Tier>> {
        let starts_at_zero = rows[0].get_ref().from == 0;
        if !starts_at_zero {
            self.error(rows[0].span(), "the first tier does not start at 0", "begin with from = 0");
        }
        let mut climbs = true;
        for pair in rows.windows(2).filter(|pair| pair[1].get_ref().from <= pair[0].get_ref().from) {
            let (before, after) = (pair[0].get_ref().from, pair[1].get_ref().from);
            let message = format!("a tier from {after} stands after one from {before}");
            self.error(pair[1].span(), message, "list the tiers in rising order of from");
            climbs = false;
        }
        let tiers: Vec<Option<Tier>> = rows
            .iter()
            .map(|row| {
                let TierRow { from, price: decimal, .. } = row.get_ref();
                let price = self.money(decimal)?;
                Some(Tier { from: *from, price, decimal: decimal.get_ref().clone() })
            })
            .collect();
        let tiers: Option<Vec<Tier>> = tiers.into_iter().collect();
        tiers.filter(|_| starts_at_zero && climbs)
    }

    /// A price that is a share of another one: a fee of 15 % of the instance's price.
    fn share(&mut self, spanned: &Spanned<PriceRow>) {
        let row = spanned.get_ref();
        let (Some(id), Some(share), Some(of)) = (&row.meter, &row.share, &row.of) else {
            return self.error(spanned.span(), "a share of nothing", "add of = \"…\": the meter whose price is shared");
        };
        let (Some(meter), Some(whole)) = (Meter::by_id(id.get_ref()), self.meter(of)) else { return };
        let Some(share_of_one) = self.money(share) else { return };
        let Some(base) = self.loading.prices.get(&whole) else {
            return self.error(
                of.span(),
                format!("`{}` has no price of its own", whole.id()),
                "give it one in this file",
            );
        };
        let (base, published) = (base.clone(), base.published.clone());
        let price = share_of_one.of(base.first().price);
        let decimal = price.exact();
        let published = self.published_quietly(spanned).unwrap_or(published);
        if let Some(name) = &row.name {
            self.name_price(name, &decimal, meter, base.per, &published, id.span());
        }
        let tiers = vec![Tier { from: 0, price, decimal }];
        self.keep_price(Price { meter, per: base.per, tiers, published }, id.span());
    }

    /// A citation that has been checked before.
    fn published_quietly(&mut self, row: &Spanned<impl Cites>) -> Option<Published> {
        let found_before = self.problems.len();
        let published = self.published(row, "a price");
        self.problems.truncate(found_before);
        published
    }

    fn keep_price(&mut self, price: Price, place: Range<usize>) {
        let meter = price.meter;
        if self.loading.prices.insert(meter, price).is_some() {
            self.error(place, format!("a second price for `{}`", meter.id()), "keep one of them");
        }
    }

    fn name_price(
        &mut self,
        name: &str,
        decimal: &str,
        meter: Meter,
        per: u64,
        published: &Published,
        place: Range<usize>,
    ) {
        let unit = meter.row().unit;
        let unit = if per == 1 { format!("USD per {unit}") } else { format!("USD per {per} {unit}") };
        self.name(name, decimal, unit, published, place);
    }

    /// Makes a number known by name.
    fn name(&mut self, name: &str, decimal: &str, unit: String, published: &Published, place: Range<usize>) {
        let Ok(number) = decimal.parse::<f64>() else {
            return self.error(place, format!("`{decimal}` is not a number"), "write digits and a point");
        };
        let value = Value { decimal: decimal.to_owned(), number, unit, published: published.clone() };
        if self.loading.values.insert(name.to_owned(), value).is_some() {
            self.error(place, format!("a second value named `{name}`"), "give each its own name");
        }
    }

    fn allowance(&mut self, spanned: &Spanned<AllowanceRow>) {
        let row = spanned.get_ref();
        let published = self.published(spanned, &format!("the allowance `{}`", row.title));
        let meters: Vec<Option<Meter>> = row.meters.iter().map(|id| self.meter(id)).collect();
        let meters: Option<Vec<Meter>> = meters.into_iter().collect();
        let not_for: Option<Vec<Meter>> = row.not_for.iter().map(|id| self.part(id, &row.meters)).collect();
        let (Some(published), Some(meters), Some(not_for)) = (published, meters, not_for) else { return };
        let Some(first) = meters.first() else {
            return self.error(spanned.span(), "an allowance of nothing", "name the meters it is for");
        };
        if let Some(other) = meters.iter().find(|meter| meter.row().unit != first.row().unit) {
            let message = format!("`{}` and `{}` are counted in different units", first.id(), other.id());
            return self.error(spanned.span(), message, "an allowance is shared by meters of one unit");
        }
        if let Some(name) = &row.name {
            let unit = format!("{} a month", first.row().unit);
            self.name(name, &row.quantity.to_string(), unit, &published, spanned.span());
        }
        let AllowanceRow { title, quantity, term, .. } = row;
        let allowance =
            Allowance { title: title.clone(), meters, not_for, quantity: *quantity, term: *term, published };
        self.loading.allowances.push(allowance);
    }

    /// A part of one of the meters that an allowance covers.
    fn part(&mut self, id: &Spanned<String>, covered: &[Spanned<String>]) -> Option<Meter> {
        let is_covered = |meter: &Meter| covered.iter().any(|whole| whole.get_ref() == meter.priced_as().id());
        let part = Meter::by_id(id.get_ref()).filter(|meter| meter.is_information() && is_covered(meter));
        if part.is_none() {
            let message = format!("`{}` is no part of what is free here", id.get_ref());
            self.error(id.span(), message, "name a meter whose line says \"of it …\" about one of `meters`");
        }
        part
    }

    fn facts(&mut self, spanned: &Spanned<FactsRow>) {
        let Some(published) = self.published(spanned, "this group of facts") else { return };
        for fact in &spanned.get_ref().values {
            self.name(fact.name.get_ref(), fact.value.get_ref(), fact.unit.clone(), &published, fact.value.span());
        }
    }

    fn restore(&mut self, spanned: &Spanned<RestoreRow>) {
        let Some(published) = self.published(spanned, "this group of restore times") else { return };
        let row = spanned.get_ref();
        let millis: Result<[u64; 4], _> = row.p50_ms.get_ref().as_slice().try_into();
        let Ok(millis) = millis else {
            return self.error(row.p50_ms.span(), "these are not four times", "at 128, 256, 512 and 1,024 MB");
        };
        for runtime in &row.runtimes {
            let (runtime, place) = (runtime.get_ref().clone(), runtime.span());
            if self.loading.restore.iter().any(|known| known.runtime == runtime) {
                self.error(place, format!("a second restore time of `{runtime}`"), "keep one of them");
                continue;
            }
            let (p50, published) = (millis.map(Span::from_millis), published.clone());
            self.loading.restore.push(RestoreTime { runtime, p50, published });
        }
    }

    fn runtimes(&mut self, spanned: &Spanned<RuntimesTable>) {
        let Some(published) = self.published(spanned, "the table of runtimes") else { return };
        let rows = spanned.get_ref().rows.iter().map(|row| Runtime {
            id: row.id.clone(),
            title: row.title.clone(),
            identifier: row.identifier.clone(),
            version: row.version.clone(),
            version_arn: row.arn.clone(),
            published: published.clone(),
        });
        self.loading.runtimes.extend(rows);
    }

    fn init(&mut self, spanned: &Spanned<InitTable>) {
        let Some(published) = self.published(spanned, "the table of INIT times") else { return };
        let rows = &spanned.get_ref().rows;
        // The text begins behind its three quotes and the line end after them.
        let mut at = rows.span().start + 4;
        for line in rows.get_ref().split_inclusive('\n') {
            match init_row(line, &published) {
                Some(row) if row.p5 <= row.p50 && row.p50 <= row.p95 && row.p95 <= row.p99 => {
                    self.loading.init.push(row);
                }
                _ if line.trim().is_empty() => {}
                Some(row) => {
                    let message = format!("the INIT times of `{}` do not rise", row.runtime);
                    self.error(at..at + line.trim_end().len(), message, "they are p5, p50, p95, p99");
                }
                None => {
                    let help =
                        "runtime, zip or image, x86_64 or arm64, then p5 p50 p95 p99, four first invocations, MB, n";
                    self.error(at..at + line.trim_end().len(), "this is not a row of INIT times", help);
                }
            }
            at += line.len();
        }
    }
}

/// A row of the table of INIT times: thirteen words.
fn init_row(line: &str, published: &Published) -> Option<InitRow> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [runtime, package, architecture, times @ .., used_mb, samples] = words.as_slice() else { return None };
    let time = |word: &&str| word.parse::<f64>().ok().filter(|millis| *millis >= 0.0).map(Span::from_millis_f64);
    let times: Vec<Span> = times.iter().map(time).collect::<Option<_>>()?;
    let [p5, p50, p95, p99, first @ ..] = times.as_slice() else { return None };
    Some(InitRow {
        runtime: (*runtime).to_owned(),
        package: [Package::Zip, Package::Image].into_iter().find(|known| known.name() == *package)?,
        architecture: [Architecture::X86_64, Architecture::Arm64].into_iter().find(|a| a.name() == *architecture)?,
        p5: *p5,
        p50: *p50,
        p95: *p95,
        p99: *p99,
        first_invoke: first.try_into().ok()?,
        max_memory_used: Megabytes(used_mb.parse().ok()?),
        samples: samples.parse().ok()?,
        published: published.clone(),
    })
}

/// The names of single tiers, with their places in the list.
fn tier_names(row: &PriceRow) -> impl Iterator<Item = (&String, usize)> {
    let tiers = row.tiers.iter().flatten().enumerate();
    tiers.filter_map(|(place, tier)| tier.get_ref().name.as_ref().map(|name| (name, place)))
}

#[cfg(test)]
mod embedded {
    use super::*;

    #[test]
    fn the_embedded_catalog_has_nothing_wrong_with_it() {
        if let Err(problems) = Catalog::load(&Catalog::embedded_sources()) {
            let explained: Vec<String> = problems.iter().map(|(source, problem)| source.explain(problem)).collect();
            panic!("{}", explained.join("\n"));
        }
    }
}
