//! Behaviours of a lab: a number, or a table that names a distribution; read and written.

use super::read::{Setting, megabytes};
use super::schema::{DIST_KEYS, Key, Limit};
use super::tree::{Node, Table, Value};
use crate::cloud::{Dist, QuantileLine};
use crate::lab::quantity::{self, Bare, exact_span};
use crate::problem::{Problem, nearest};
use crate::units::Span;

/// The one whose keys are any quantiles.
const QUANTILES: &str = "quantiles";
/// What they look like, for errors.
const QUANTILE_WORDS: &str = "`min`, `max` and quantiles such as `p50` or `p99_9`";

/// A number of milliseconds, a time, or a table that names its distribution.
pub fn dist(key: &Key, node: &Node) -> Result<Dist, Problem> {
    let table = match &node.value {
        Value::Table(table) => table,
        Value::List(_) => {
            return Err(Problem::error(node.span.clone(), format!("`{}` must be {}", key.name, key.kind.words())));
        }
        _ => return millis(node).map(Dist::Constant),
    };
    let form = form(table, node)?;
    if form.0 == QUANTILES {
        return quantiles(table, node, |node| millis(node).map(|span| span.0)).map(Dist::Quantiles);
    }
    for entry in table.iter().filter(|entry| entry.key != "dist") {
        if !form.1.contains(&entry.key.as_str()) {
            let known = form.1.iter().copied();
            return Err(Problem::unknown(entry.key_span.clone(), &format!("key of {}", form.0), &entry.key, known));
        }
    }
    let part = |name: &str| {
        let missing = || {
            Problem::error(node.span.clone(), format!("`{name}` is missing")).with_help(format!(
                "{} needs {}",
                form.0,
                form.1.join(" and ")
            ))
        };
        millis(&table.get(name).ok_or_else(missing)?.node)
    };
    let ordered = |low: Span, high: Span, names: &str| {
        if low <= high {
            Ok((low, high))
        } else {
            Err(Problem::error(node.span.clone(), format!("{names} are the wrong way round")))
        }
    };
    match form.0 {
        "lognormal" => {
            ordered(part("p50")?, part("p95")?, "`p50` and `p95`").map(|(p50, p95)| Dist::Lognormal { p50, p95 })
        }
        "exponential" => part("mean").map(|mean| Dist::Exponential { mean }),
        "uniform" => {
            ordered(part("min")?, part("max")?, "`min` and `max`").map(|(min, max)| Dist::Uniform { min, max })
        }
        _ => part("value").map(Dist::Constant),
    }
}

/// A number of megabytes, or a table of their quantiles.
pub fn memory(key: &Key, node: &Node, limit: Limit) -> Result<Setting, Problem> {
    let Value::Table(table) = &node.value else { return megabytes(key, node, limit).map(Setting::Megabytes) };
    if let Some(entry) = table.get("dist").filter(|entry| entry.node.scalar() != Some(QUANTILES)) {
        let problem = Problem::error(entry.node.span.clone(), format!("`{}` knows one distribution", key.name));
        return Err(problem.with_help(format!("write `dist = \"{QUANTILES}\"` with {QUANTILE_WORDS}")));
    }
    let value = |node: &Node| megabytes(key, node, limit).map(|megabytes| u64::from(megabytes.0));
    quantiles(table, node, value).map(Setting::MemoryLine)
}

/// A behaviour as a lab would write it.
pub fn dist_text(dist: Dist) -> String {
    let span = exact_span;
    match dist {
        Dist::Constant(value) => span(value),
        Dist::Lognormal { p50, p95 } => {
            format!("{{ dist = \"lognormal\", p50 = \"{}\", p95 = \"{}\" }}", span(p50), span(p95))
        }
        Dist::Exponential { mean } => format!("{{ dist = \"exponential\", mean = \"{}\" }}", span(mean)),
        Dist::Uniform { min, max } => {
            format!("{{ dist = \"uniform\", min = \"{}\", max = \"{}\" }}", span(min), span(max))
        }
        Dist::Quantiles(line) => quantiles_text(&line, |micros| format!("\"{}\"", exact_span(Span(micros)))),
    }
}

/// Quantiles as a lab would write them.
pub fn quantiles_text(line: &QuantileLine, value: impl Fn(u64) -> String) -> String {
    let points: Vec<String> =
        line.points().map(|(share, what)| format!("{} = {}", quantile_key(share), value(what))).collect();
    format!("{{ dist = \"{QUANTILES}\", {} }}", points.join(", "))
}

fn millis(node: &Node) -> Result<Span, Problem> {
    let wrong = |message: String| Problem::error(node.span.clone(), message);
    let text = node.scalar().ok_or_else(|| wrong(format!("a time is wanted here, not {}", node.kind())))?;
    quantity::span(text, Bare::Millis).map_err(wrong)
}

fn quantiles(
    table: &Table,
    node: &Node,
    value: impl Fn(&Node) -> Result<u64, Problem>,
) -> Result<QuantileLine, Problem> {
    let mut points = Vec::new();
    for entry in table.iter().filter(|entry| entry.key != "dist") {
        let unknown = || {
            Problem::error(entry.key_span.clone(), format!("unknown key of {QUANTILES} `{}`", entry.key))
                .with_help(format!("known: {QUANTILE_WORDS}"))
        };
        points.push((quantile_share(&entry.key).ok_or_else(unknown)?, value(&entry.node)?));
    }
    points.sort_unstable();
    let wrong = |message: &str, help: String| Err(Problem::error(node.span.clone(), message).with_help(help));
    if let Some(pair) = points.windows(2).find(|pair| pair[0].0 == pair[1].0 || pair[0].1 > pair[1].1) {
        let (low, high) = (quantile_key(pair[0].0), quantile_key(pair[1].0));
        let message =
            if low == high { format!("`{low}` is there twice") } else { format!("`{low}` is above `{high}`") };
        return wrong(&message, "quantiles rise: half of all are at most `p50`, nine tenths at most `p90`".to_owned());
    }
    match QuantileLine::new(&points) {
        Some(line) => Ok(line),
        None if points.len() < 2 => wrong("two quantiles are the least", format!("{QUANTILES} has {QUANTILE_WORDS}")),
        None => wrong(
            &format!("{} quantiles are too many", points.len()),
            format!("at most {} make a line that can be read", QuantileLine::POINTS_MAX),
        ),
    }
}

/// What `p99_9` means, in millionths: digits after the underline, or the point, are parts of a percent.
fn quantile_share(key: &str) -> Option<u32> {
    match key {
        "min" => return Some(0),
        "max" => return Some(QuantileLine::WHOLE),
        _ => {}
    }
    let (percent, parts) = key.strip_prefix('p')?.split_once(['_', '.']).unwrap_or((key.strip_prefix('p')?, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if percent.is_empty() || percent.len() > 3 || parts.len() > 4 || !digits(percent) || !digits(parts) {
        return None;
    }
    let share = percent.parse::<u32>().ok()? * 10_000 + format!("{parts:0<4}").parse::<u32>().ok()?;
    (share <= QuantileLine::WHOLE).then_some(share)
}

/// The key of a quantile.
fn quantile_key(share: u32) -> String {
    let (percent, parts) = (share / 10_000, share % 10_000);
    match (share, parts) {
        (0, _) => "min".to_owned(),
        (QuantileLine::WHOLE, _) => "max".to_owned(),
        (_, 0) => format!("p{percent}"),
        _ => format!("p{percent}_{}", format!("{parts:04}").trim_end_matches('0')),
    }
}

type Form = (&'static str, &'static [&'static str]);

/// The distribution a table names, or the only one its keys can mean.
fn form(table: &Table, node: &Node) -> Result<Form, Problem> {
    let names = || DIST_KEYS.iter().map(|row| row.0);
    if let Some(entry) = table.get("dist") {
        let name = entry.node.scalar().unwrap_or_default();
        let row = DIST_KEYS.iter().find(|row| row.0 == name);
        return row
            .map(|row| (row.0, row.1))
            .ok_or_else(|| Problem::unknown(entry.node.span.clone(), "distribution", name, names()));
    }
    let named = |row: &&(&str, &[&str], &str)| row.0 != QUANTILES && row.1.iter().all(|key| table.get(key).is_some());
    let by_keys = DIST_KEYS.iter().find(|row| table.iter().next().is_some() && named(row));
    by_keys.map(|row| (row.0, row.1)).ok_or_else(|| {
        let problem = Problem::error(node.span.clone(), "`dist` is missing");
        let guess =
            table.iter().find_map(|entry| nearest(&entry.key, DIST_KEYS.iter().flat_map(|row| row.1.iter().copied())));
        problem.with_help(match guess {
            Some(key) => format!("known: {}; did you mean `{key}`?", names().collect::<Vec<_>>().join(", ")),
            None => format!("known: {}", names().collect::<Vec<_>>().join(", ")),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloud::Model;
    use crate::lab::LabSpec;
    use crate::units::Megabytes;

    fn model(lines: &str) -> Result<Model, String> {
        let text = format!("[functions.f]\nruntime = \"modelled\"\n[functions.f.model]\n{lines}\n[load]\nrps = 1\n");
        let (spec, problems) = LabSpec::parse(&text);
        let told = |problem: &Problem| format!("{} {}", problem.message, problem.help.clone().unwrap_or_default());
        let spec = spec.ok_or_else(|| problems.iter().map(told).collect::<Vec<_>>().join("\n"))?;
        let model = spec.functions[0].config.handler.model();
        Ok(model.clone())
    }

    #[test]
    fn quantiles_are_read_in_any_order_and_written_back() {
        let text = "{ dist = \"quantiles\", min = \"10ms\", p50 = \"20ms\", p99_95 = \"500ms\", max = \"2s\" }";
        let given = "wait = { dist = \"quantiles\", max = \"2s\", \"p99.95\" = 500, p50 = 20, min = \"10ms\" }";
        let read = model(given).expect("quantiles");
        assert_eq!(dist_text(read.wait), text);
        assert_eq!(model(&format!("wait = {text}")).expect("what was written").wait, read.wait);
    }

    #[test]
    fn memory_varies_by_its_quantiles_and_the_last_is_the_most() {
        let read = model("memory_used_mb = { dist = \"quantiles\", min = 60, p50 = 77, max = 120 }").expect("memory");
        let line = QuantileLine::new(&[(0, 60), (500_000, 77), (1_000_000, 120)]);
        assert_eq!((read.memory_used, read.memory_spread), (Megabytes(120), line));
        let constant = model("memory_used_mb = 77").expect("memory");
        assert_eq!((constant.memory_used, constant.memory_spread), (Megabytes(77), None));
    }

    #[test]
    fn what_is_wrong_with_quantiles_is_said() {
        let many: Vec<String> = (10..30).map(|percent| format!("p{percent} = {percent}")).collect();
        for (given, told) in [
            ("p50 = 20, p40 = 30", "`p40` is above `p50`"),
            ("p50 = 20, \"p50.0\" = 30", "`p50` is there twice"),
            ("p50 = 20", "two quantiles are the least"),
            ("p50 = 20, mean = 30", "unknown key of quantiles `mean`"),
            ("p50 = 20, p101 = 30", "unknown key of quantiles `p101`"),
            (&many.join(", "), "20 quantiles are too many"),
        ] {
            let problem = model(&format!("wait = {{ dist = \"quantiles\", {given} }}")).expect_err(given);
            assert!(problem.contains(told), "{given}: {problem}");
        }
        let problem = model("memory_used_mb = { dist = \"lognormal\", p50 = 1, p95 = 2 }").expect_err("lognormal");
        assert!(problem.contains("`memory_used_mb` knows one distribution"), "{problem}");
    }
}
