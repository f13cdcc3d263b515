//! `{= fmt(lambda.gb_second, "usd")}` in prose: a number that cannot grow old.

use std::fmt::Write as _;
use std::ops::Range;

use super::inline::Inline;
use crate::catalog::Catalog;
use crate::catalog::expr::{self, Answer};
use crate::problem::Problem;

/// A `{=` without its brace within this many bytes is text.
const LENGTH_MAX: usize = 400;

/// The bytes of the expression that begins at `{=`, and where the text goes on; `None` if it never ends.
pub fn find(text: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let inside = at + 2;
    let mut end = (inside + LENGTH_MAX).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let reach = text.get(inside..end)?;
    let close = reach.find('}')?;
    let blank_line = reach.find("\n\n").is_some_and(|blank| blank < close);
    (!blank_line).then_some((inside..inside + close, inside + close + 1))
}

/// The value to show; and what is wrong with the expression, placed within `text`.
pub fn evaluate(text: &str, span: Range<usize>, catalog: &Catalog) -> (Inline, Option<Problem>) {
    let expression = text[span.clone()].replace("\n>", "\n ").replace('\n', " ");
    match expr::evaluate(&expression, catalog) {
        Ok((answer, used)) => {
            let value = Inline::Value {
                text: shown(&answer, &used, &expression, catalog),
                source: source(&used, catalog),
                expression: expression.trim().to_owned(),
                known: true,
            };
            (value, None)
        }
        Err(problem) => {
            let mut problem = problem.shifted(span.start);
            problem.severity = crate::problem::Severity::Warning;
            let verbatim = format!("{{={expression}}}");
            let expression = expression.trim().to_owned();
            (Inline::Value { text: verbatim, source: String::new(), expression, known: false }, Some(problem))
        }
    }
}

/// A name alone that counts dollars is shown as dollars; everything else as it came out.
fn shown(answer: &Answer, used: &[String], expression: &str, catalog: &Catalog) -> String {
    let alone = used.len() == 1 && used[0] == expression.trim();
    let dollars = alone && catalog.value(&used[0]).is_some_and(|value| value.unit.starts_with("USD"));
    match answer {
        Answer::Number(number) if dollars => expr::format(*number, "usd").unwrap_or_else(|| answer.shown()),
        answer => answer.shown(),
    }
}

/// `lambda.gb_second: documented, aws.amazon.com/…, 2026-01-01`
fn source(used: &[String], catalog: &Catalog) -> String {
    let mut text = String::new();
    for name in used {
        let Some(value) = catalog.value(name) else { continue };
        let separator = if text.is_empty() { "" } else { "; " };
        let published = &value.published;
        let _ = write!(
            text,
            "{separator}{name}: {}, {}, {}",
            published.certainty.label(),
            published.source,
            published.date
        );
    }
    text
}
