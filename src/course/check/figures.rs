//! Prices and quotas typed as digits grow old; `{= … }` does not.

use std::ops::Range;

use super::Reading;
use crate::catalog::Certainty;
use crate::catalog::expr::{self, Exact, Names};
use crate::course::block::{Block, BlockKind};
use crate::course::lesson::Lesson;
use crate::problem::Problem;

/// Units as people write them, with the catalog's unit and how many of it they are.
const UNITS: [(&str, &str, i128); 14] = [
    ("minutes", "s", 60),
    ("minute", "s", 60),
    ("min", "s", 60),
    ("seconds", "s", 1),
    ("second", "s", 1),
    ("hours", "s", 3_600),
    ("hour", "s", 3_600),
    ("s", "s", 1),
    ("MB", "MB", 1),
    ("GB", "MB", 1_024),
    ("GB", "GB", 1),
    ("KB", "KB", 1),
    ("MB", "KB", 1_024),
    ("layers", "layers", 1),
];

/// Warns about a price or quota of the catalog that prose has as digits.
///
/// Only what is equal to a number of the catalog is reported, and of quotas only published maxima: a lesson may say
/// "ten seconds" of anything it likes.
pub fn literal(lesson: &Lesson, reading: &Reading<'_>) -> Vec<Problem> {
    if !lesson.head.own {
        return Vec::new();
    }
    let mut problems = Vec::new();
    for block in lesson.blocks().into_iter().filter(|block| is_prose(block)) {
        let text = lesson.source.text.get(block.span.clone()).unwrap_or_default();
        for (span, name) in figures(text, reading) {
            let span = block.span.start + span.start..block.span.start + span.end;
            let written = &lesson.source.text[span.clone()];
            let problem = Problem::warning(span.clone(), format!("`{written}` is `{name}`, typed as digits"));
            problems.push(
                problem.with_help(format!(
                    "write `{{= {} }}`, which stays true when it changes",
                    expression(&name, reading)
                )),
            );
        }
    }
    problems.sort_by_key(|problem| problem.span.start);
    problems.dedup_by_key(|problem| problem.span.start);
    problems
}

fn is_prose(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::Table(_))
}

fn expression(name: &str, reading: &Reading<'_>) -> String {
    let dollars = reading.catalog.value(name).is_some_and(|value| value.unit.starts_with("USD"));
    if dollars { format!("fmt({name}, \"usd\")") } else { name.to_owned() }
}

/// Numbers of a text that a name of the catalog stands for.
fn figures(text: &str, reading: &Reading<'_>) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(begin) = text[at..].find(|c: char| c.is_ascii_digit()).map(|begin| at + begin) {
        let length =
            text[begin..].find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(text.len() - begin);
        let written = text[begin..begin + length].trim_end_matches(['.', ',']);
        at = begin + length;
        if inside_code_or_value(text, begin)
            || text[..begin].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
        {
            continue;
        }
        let Some(number) = expr::exact(&written.replace(',', "")) else { continue };
        let end = begin + written.len();
        let name = if text[..begin].ends_with('$') {
            price(number, reading).map(|name| (begin - 1..end, name))
        } else {
            quota(number, &text[end..], reading).map(|(unit, name)| (begin..end + unit, name))
        };
        found.extend(name);
    }
    found
}

/// Digits inside `` `…` `` or `{= …}` are no prose.
fn inside_code_or_value(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let in_value = before.rfind("{=").is_some_and(|open| !before[open..].contains('}'));
    let in_code = before.matches('`').count() % 2 == 1;
    let in_target = before.rfind("](").is_some_and(|open| !before[open..].contains(')'));
    in_value || in_code || in_target
}

fn price(number: Exact, reading: &Reading<'_>) -> Option<String> {
    let is_price = |name: &&str| {
        let value = reading.catalog.value(name);
        value.is_some_and(|value| value.unit.starts_with("USD")) && reading.catalog.number(name) == Some(number)
    };
    // Several things can cost the same; the one with the plainest name is meant.
    reading.catalog.names().filter(is_price).min_by_key(|name| name.len()).map(str::to_owned)
}

/// A published maximum in the unit that follows; gives the unit's length in the text, too.
fn quota(number: Exact, after: &str, reading: &Reading<'_>) -> Option<(usize, String)> {
    let gap = after.len() - after.trim_start_matches([' ', '\u{a0}', '-']).len();
    let word = after[gap..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let meant = UNITS.iter().filter(|(unit, ..)| *unit == word);
    let is_it = |name: &&str, unit: &str, times: i128| {
        let Some(value) = reading.catalog.value(name) else { return false };
        let published = value.published.certainty == Certainty::Documented;
        let maximum = name.contains("_max");
        published
            && maximum
            && value.unit == unit
            && reading.catalog.number(name) == Some(number * Exact::from_integer(times))
    };
    let find = |(_, unit, times): &(&str, &str, i128)| reading.catalog.names().find(|name| is_it(name, unit, *times));
    meant.into_iter().find_map(find).map(|name| (gap + word.len(), name.to_owned()))
}
