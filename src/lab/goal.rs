//! What a learner has to reach: `p99_ms < 900`, `throttle_rate{fn=hello} == 0`, `cost_per_m <= 1.20usd`.

use std::fmt;
use std::ops::Range;

use super::metrics::{self, Metrics, Unit};
use super::quantity::{self, Bare};
use crate::problem::Problem;

/// One comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// A name of [`metrics::NAMES`].
    pub metric: &'static str,
    /// The one function that is meant; all when absent.
    pub function: Option<String>,
    /// How to compare.
    pub op: Op,
    /// With what, in the metric's own unit.
    pub bound: f64,
    /// As its author wrote it.
    pub text: String,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `==`
    Equal,
}

/// How one goal came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The goal, as written.
    pub goal: String,
    /// What was measured; nothing when there was nothing to measure, which meets no goal.
    pub value: Option<f64>,
    /// Whether it holds.
    pub met: bool,
    /// How far from the bound, as a share of the bound: 0.15 is 15 % to spare, negative is short.
    /// Exactly met equalities, and bounds of zero that hold, have all the room there is: 1.
    pub margin: f64,
}

/// Longer comparisons first, so that `<=` is not read as `<`.
const OPS: [(&str, Op); 5] =
    [("<=", Op::AtMost), (">=", Op::AtLeast), ("==", Op::Equal), ("<", Op::Less), (">", Op::More)];

impl Goal {
    /// Reads a goal; a mistake is placed within the text.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let (at, (symbol, op)) = find_op(text)?;
        let (metric, function) = left_side(text, 0..at)?;
        let right = trimmed(text, at + symbol.len()..text.len());
        let bound = bound(metric.unit, &text[right.clone()]).map_err(|message| Problem::error(right, message))?;
        Ok(Self { metric: metric.name, function, op, bound, text: text.trim().to_owned() })
    }

    /// Whether the function it names, if any, is one of these.
    pub fn check_functions<'a>(&self, known: impl Iterator<Item = &'a str> + Clone) -> Result<(), Problem> {
        match &self.function {
            Some(function) if !known.clone().any(|name| name == function) => {
                let at = self.text.find(function.as_str()).unwrap_or(0);
                Err(Problem::unknown(at..at + function.len(), "function", function, known))
            }
            _ => Ok(()),
        }
    }

    /// Compares with what was measured.
    pub fn judge(&self, metrics: &Metrics) -> Judged {
        let value = match &self.function {
            None => metrics.value(self.metric),
            Some(function) => metrics.value_of(function, self.metric),
        };
        let met = value.is_some_and(|value| self.op.holds(value, self.bound));
        let margin = value.map_or(-1.0, |value| self.op.margin(value, self.bound));
        Judged { goal: self.text.clone(), value, met, margin }
    }

    /// In what the metric is counted.
    pub fn unit(&self) -> Unit {
        metrics::lookup(self.metric).map_or(Unit::Count, |row| row.unit)
    }
}

impl Op {
    fn holds(self, value: f64, bound: f64) -> bool {
        match self {
            Self::Less => value < bound,
            Self::AtMost => value <= bound,
            Self::More => value > bound,
            Self::AtLeast => value >= bound,
            Self::Equal => same(value, bound),
        }
    }

    fn margin(self, value: f64, bound: f64) -> f64 {
        if bound == 0.0 || self == Self::Equal {
            return if self.holds(value, bound) { 1.0 } else { -1.0 };
        }
        match self {
            Self::Less | Self::AtMost => (bound - value) / bound,
            _ => (value - bound) / bound,
        }
    }
}

/// Equal but for what adding up floats leaves behind.
fn same(value: f64, bound: f64) -> bool {
    (value - bound).abs() <= 1e-9 * bound.abs().max(1.0)
}

fn find_op(text: &str) -> Result<(usize, (&'static str, Op)), Problem> {
    let at = text.find(['<', '>', '=']).ok_or_else(|| {
        Problem::error(0..text.len(), format!("`{}` compares nothing", text.trim()))
            .with_help("write METRIC < NUMBER, such as `p99_ms < 900`")
    })?;
    // The `=` of a scope comes before the comparison: skip what stands in braces.
    let at = match (text[..at].rfind('{'), text[at..].find('}')) {
        (Some(open), Some(close)) if !text[open..at].contains('}') => {
            let after = at + close;
            after
                + text[after..]
                    .find(['<', '>', '='])
                    .ok_or_else(|| Problem::error(0..text.len(), "the comparison is missing"))?
        }
        _ => at,
    };
    let op = OPS.into_iter().find(|(symbol, _)| text[at..].starts_with(symbol));
    op.map(|op| (at, op))
        .ok_or_else(|| Problem::error(at..at + 1, "`=` is not a comparison").with_help("write `==` for \"exactly\""))
}

fn left_side(text: &str, left: Range<usize>) -> Result<(&'static metrics::MetricName, Option<String>), Problem> {
    let open = text[left.clone()].find('{');
    let name = trimmed(text, left.start..open.unwrap_or(left.end));
    let metric = metrics::lookup(&text[name.clone()]).ok_or_else(|| {
        Problem::unknown(name.clone(), "metric", &text[name.clone()], metrics::NAMES.iter().map(|row| row.name))
    })?;
    let Some(open) = open else { return Ok((metric, None)) };
    let scope = trimmed(text, open..left.end);
    let inside = text[scope.clone()].strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let assignment = inside.and_then(|inside| inside.split_once('='));
    let function =
        assignment.filter(|(key, _)| key.trim() == "fn").map(|(_, name)| name.trim()).filter(|name| !name.is_empty());
    match function {
        Some(function) => Ok((metric, Some(function.to_owned()))),
        None => {
            Err(Problem::error(scope.clone(), format!("`{}` is not a scope", &text[scope]))
                .with_help("write `{fn=NAME}`"))
        }
    }
}

/// A number with the unit of the metric, or without one.
fn bound(unit: Unit, text: &str) -> Result<f64, String> {
    if text.is_empty() {
        return Err("the number to compare with is missing".to_owned());
    }
    match unit {
        Unit::Count => quantity::number(text),
        Unit::Share => quantity::ratio(text).map(crate::units::Ratio::as_f64),
        Unit::Seconds => quantity::span(text, Bare::Seconds).map(crate::units::Span::as_secs_f64),
        Unit::Millis => quantity::span(text, Bare::Millis).map(crate::units::Span::as_millis_f64),
        Unit::Dollars => {
            let amount = text.strip_prefix('$').unwrap_or(text);
            let amount = amount.strip_suffix("usd").or_else(|| amount.strip_suffix("USD")).unwrap_or(amount);
            quantity::number(amount.trim())
                .map_err(|_| format!("`{text}` is not an amount of US dollars, such as 1.20usd"))
        }
    }
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = range.start + (inner.len() - inner.trim_start().len());
    start..(start + inner.trim().len())
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(OPS.iter().find(|(_, op)| op == self).map_or("", |(symbol, _)| symbol))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goals_read_as_the_lesson_format_says() {
        for (text, metric, function, op, bound) in [
            ("p99_ms < 900", "p99_ms", None, Op::Less, 900.0),
            ("p99_ms<2s", "p99_ms", None, Op::Less, 2000.0),
            ("init_ms <= 450 ms", "init_ms", None, Op::AtMost, 450.0),
            ("throttle_rate{fn=hello} == 0", "throttle_rate", Some("hello"), Op::Equal, 0.0),
            ("error_rate { fn = a-b } <= 2%", "error_rate", Some("a-b"), Op::AtMost, 0.02),
            ("cost_per_m <= 1.20usd", "cost_per_m", None, Op::AtMost, 1.2),
            ("invocations >= 1_000", "invocations", None, Op::AtLeast, 1000.0),
        ] {
            let goal = Goal::parse(text).unwrap_or_else(|problem| panic!("{text}: {}", problem.message));
            assert_eq!(
                (goal.metric, goal.function.as_deref(), goal.op, goal.bound),
                (metric, function, op, bound),
                "{text}"
            );
        }
    }

    #[test]
    fn a_wrong_goal_says_where_and_what_instead() {
        for (text, at, message) in [
            ("p99 < 900", 0..3, "unknown metric `p99`"),
            ("p99_ms = 900", 7..8, "`=` is not a comparison"),
            ("p99_ms", 0..6, "`p99_ms` compares nothing"),
            ("p99_ms < fast", 9..13, "`fast` does not start with a number"),
            ("p99_ms <", 8..8, "the number to compare with is missing"),
            ("p99_ms{function=x} < 3", 6..18, "`{function=x}` is not a scope"),
            ("cost <= 5eur", 8..12, "`5eur` is not an amount of US dollars, such as 1.20usd"),
            ("error_rate < 200%", 13..17, "`200%` is more than 100%"),
        ] {
            let problem = Goal::parse(text).unwrap_err();
            assert_eq!((problem.message.as_str(), problem.span.clone()), (message, at), "{text}");
        }
    }

    #[test]
    fn a_margin_is_a_share_of_the_bound() {
        for (text, value, met, margin) in [
            ("p99_ms < 1000", 850.0, true, 0.15),
            ("p99_ms < 1000", 1200.0, false, -0.2),
            ("invocations >= 10", 15.0, true, 0.5),
            ("throttles == 0", 0.0, true, 1.0),
            ("throttles == 0", 1.0, false, -1.0),
        ] {
            let mut metrics = Metrics::default();
            let goal = Goal::parse(text).unwrap();
            metrics.total.set(goal.metric, value);
            let judged = goal.judge(&metrics);
            assert_eq!(judged.met, met, "{text}");
            assert!((judged.margin - margin).abs() < 1e-12, "{text}: {}", judged.margin);
        }
    }

    #[test]
    fn nothing_measured_meets_no_goal() {
        let judged = Goal::parse("p99_ms < 900").unwrap().judge(&Metrics::default());
        assert_eq!((judged.value, judged.met), (None, false));
    }
}
