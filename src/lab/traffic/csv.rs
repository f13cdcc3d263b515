//! A trace from a file: lines of `second,count` or `minute,count`, and the function where there are several.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use crate::lab::quantity::exact_span;
use crate::problem::Problem;
use crate::units::Span;

/// Steps of a trace: a month by the minute is 44,640, a day by the second 86,400.
pub const STEPS_MAX: u64 = 100_000;

/// Counted requests, read from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvTrace {
    /// How long a step is.
    pub step: Span,
    /// The counts, by function; without a name where the file names none.
    pub counts: BTreeMap<String, Vec<u32>>,
    /// How many steps there are.
    pub steps: u64,
    /// Where each function is named first, in bytes of the file.
    pub places: BTreeMap<String, Range<usize>>,
}

/// How the file is to look.
const FORM: &str =
    "lines of `second,count` or `minute,count`, with the function as a third column where there are several";

impl CsvTrace {
    /// Reads the file. The first line may name the columns; without names, the first column is seconds.
    /// Times begin at the first one: those of a clock do as well. Moments that are missing have no requests.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let mut unit = 1_u64;
        let mut rows: Vec<(u64, u32, String)> = Vec::new();
        let mut places = BTreeMap::new();
        let mut at = 0;
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let place = at..at + line.trim_end().len();
            at += line.len();
            let fields: Vec<&str> = line.trim().split(',').map(|field| field.trim().trim_matches('"')).collect();
            if fields == [""] || line.starts_with('#') {
                continue;
            }
            if number == 0 && fields[0].parse::<f64>().is_err() {
                unit = unit_of(fields[0]).ok_or_else(|| {
                    let message =
                        format!("the first column is called `{}`, which is neither second nor minute", fields[0]);
                    Problem::error(place.clone(), message).with_help(FORM)
                })?;
                continue;
            }
            let Some(row) = row(&fields) else {
                let message = format!("`{}` is no time and a count", line.trim());
                return Err(Problem::error(place, message).with_help(FORM));
            };
            places.entry(row.2.clone()).or_insert_with(|| {
                let start = place.start + line.rfind(&row.2).unwrap_or(0);
                start..start + row.2.len()
            });
            rows.push(row);
        }
        Ok(Self { places, ..Self::of(rows, unit)? })
    }

    fn of(rows: Vec<(u64, u32, String)>, unit: u64) -> Result<Self, Problem> {
        let nothing = || Problem::error(0..0, "the trace holds no counts").with_help(FORM);
        let first = rows.iter().map(|row| row.0).min().ok_or_else(nothing)?;
        let last = rows.iter().map(|row| row.0).max().ok_or_else(nothing)?;
        // A step is as long as the counts lie apart: every minute a line is a step of a minute, whatever the column is called.
        let apart = rows.iter().fold(0, |apart, row| common(apart, row.0 - first)).max(1);
        let steps = (last - first) / apart + 1;
        if steps > STEPS_MAX {
            let problem = Problem::error(0..0, format!("the trace has {steps} steps, more than {STEPS_MAX}"));
            return Err(problem.with_help("add its counts up by the minute"));
        }
        let mut counts: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (time, count, function) in rows {
            let of_function = counts.entry(function).or_insert_with(|| vec![0; steps as usize]);
            let cell = &mut of_function[((time - first) / apart) as usize];
            *cell = cell.saturating_add(count);
        }
        Ok(Self { step: Span::from_secs(apart * unit), counts, steps, places: BTreeMap::new() })
    }

    /// How long it is.
    pub fn length(&self) -> Span {
        Span(self.step.as_micros() * self.steps)
    }

    /// All requests.
    pub fn requests(&self) -> u64 {
        self.counts.values().flatten().map(|count| u64::from(*count)).sum()
    }

    /// The settings that make it the load of a lab, as `set` takes them; it begins again at its end when `repeat`.
    pub fn settings(&self, repeat: bool) -> Vec<(String, String)> {
        let list = |counts: &[u32]| {
            let mut text = String::with_capacity(counts.len() * 3 + 2);
            text.push('[');
            for count in counts {
                let _ = write!(text, "{count},");
            }
            text.push(']');
            text
        };
        let trace = match self.counts.first_key_value() {
            Some((name, counts)) if name.is_empty() && self.counts.len() == 1 => list(counts),
            _ => {
                let functions = self.counts.iter().map(|(name, counts)| format!("\"{name}\" = {}", list(counts)));
                format!("{{ {} }}", functions.collect::<Vec<_>>().join(", "))
            }
        };
        [
            ("load.shape", "trace".to_owned()),
            ("load.rps", "none".to_owned()),
            ("load.period", "none".to_owned()),
            ("load.burst", "none".to_owned()),
            ("load.every", "none".to_owned()),
            ("load.first", "none".to_owned()),
            ("load.mix", "none".to_owned()),
            ("load.step", exact_span(self.step)),
            ("load.repeat", repeat.to_string()),
            ("load.trace", trace),
        ]
        .map(|(target, value)| (target.to_owned(), value))
        .to_vec()
    }
}

fn row(fields: &[&str]) -> Option<(u64, u32, String)> {
    let (time, count) = (fields.first()?.parse::<u64>().ok()?, fields.get(1)?.parse::<u32>().ok()?);
    let function = fields.get(2).copied().unwrap_or_default();
    (fields.len() <= 3).then(|| (time, count, function.to_owned()))
}

/// Seconds of a unit by its name.
fn unit_of(name: &str) -> Option<u64> {
    match name.to_ascii_lowercase().as_str() {
        "second" | "seconds" | "s" | "sec" | "time" | "time_s" => Some(1),
        "minute" | "minutes" | "m" | "min" | "time_min" => Some(60),
        "hour" | "hours" | "h" => Some(3_600),
        _ => None,
    }
}

/// The greatest common divisor.
const fn common(mut one: u64, mut other: u64) -> u64 {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_as_long_as_the_counts_lie_apart() {
        let trace = CsvTrace::parse("minute,count\n0,5\n1,0\n3,7\n").unwrap();
        assert_eq!((trace.step, trace.steps, trace.requests()), (Span::from_secs(60), 4, 12));
        assert_eq!(trace.counts[""], [5, 0, 0, 7]);
        let seconds = CsvTrace::parse("1700000000,5\n1700000060,1\n1700000180,2\n").unwrap();
        assert_eq!((seconds.step, seconds.length()), (Span::from_secs(60), Span::from_secs(240)));
    }

    #[test]
    fn a_third_column_names_the_function() {
        let trace = CsvTrace::parse("second,count,function\n0,1,a\n0,2,b\n1,3,a\n").unwrap();
        assert_eq!((trace.places["a"].clone(), trace.places["b"].clone()), (26..27, 32..33));
        assert_eq!((trace.counts["a"].as_slice(), trace.counts["b"].as_slice()), (&[1, 3][..], &[2, 0][..]));
    }

    #[test]
    fn a_mistake_is_placed_in_its_line() {
        for (text, at, message) in [
            ("", 0..0, "the trace holds no counts"),
            ("day,count\n1,2\n", 0..9, "the first column is called `day`, which is neither second nor minute"),
            ("0,5\n1,many\n", 4..10, "`1,many` is no time and a count"),
            ("0,5\n200000,1\n199999,1\n", 0..0, "the trace has 200001 steps, more than 100000"),
        ] {
            let problem = CsvTrace::parse(text).unwrap_err();
            assert_eq!((problem.span, problem.message.as_str()), (at, message), "{text}");
        }
    }
}
