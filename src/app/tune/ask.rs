//! What `tune` is asked for: `memory_mb=128..3008 architecture for 1h best cost under p95_ms < 300`.

use crate::lab::quantity::{self, Bare};
use crate::problem::Problem;
use crate::units::Span;

/// A `tune` line, read but not yet checked against a lab. Each part keeps its place in the line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ask {
    /// The settings with their values.
    pub axes: Vec<(usize, String)>,
    /// How long each point is played.
    pub time: Option<Span>,
    /// What there should be least of.
    pub best: Option<(usize, String)>,
    /// What must hold.
    pub under: Vec<(usize, String)>,
}

/// Settings a chart can vary at once.
const AXES_MAX: usize = 2;
/// How it is written.
pub const FORM: &str = "tune SETTING=A..B [SETTING=…] [for TIME] [best METRIC] [under GOAL]";
/// The words that begin what follows the settings.
const WORDS: [&str; 3] = ["for", "best", "under"];

impl Ask {
    /// Reads what stands behind the verb; `offset` is where that begins in the line.
    pub fn parse(text: &str, offset: usize) -> Result<Self, Problem> {
        let mut ask = Self::default();
        let mut rest = text;
        loop {
            let lead = rest.len() - rest.trim_start().len();
            let at = offset + (text.len() - rest.len()) + lead;
            rest = &rest[lead..];
            let Some(word) = rest.split_whitespace().next() else { break };
            if !WORDS.contains(&word) {
                ask.axes.push((at, word.to_owned()));
                rest = &rest[word.len()..];
                continue;
            }
            let after = &rest[word.len()..];
            let (value, left) = after.split_at(next_word(after));
            let place = at..at + word.len() + value.trim_end().len();
            let start = at + word.len() + (value.len() - value.trim_start().len());
            let value = value.trim();
            if value.is_empty() {
                return Err(Problem::error(place, format!("something is missing behind `{word}`")).with_help(FORM));
            }
            match word {
                "for" => {
                    let span = quantity::span(value, Bare::Seconds);
                    let span = span.map_err(|message| Problem::error(start..start + value.len(), message))?;
                    ask.time = Some(span).filter(|span| *span > Span::ZERO);
                }
                "best" => ask.best = Some((start, value.to_owned())),
                _ => ask.under.push((start, value.to_owned())),
            }
            rest = left;
        }
        match ask.axes.as_slice() {
            [] => Err(Problem::error(offset..offset + text.len(), "which setting is to be tuned?").with_help(FORM)),
            [.., (at, extra)] if ask.axes.len() > AXES_MAX => {
                let problem = Problem::error(*at..at + extra.len(), "one setting or two are tuned at once");
                Err(problem.with_help(FORM))
            }
            _ => Ok(ask),
        }
    }
}

/// Where the next of the words begins; the end if there is none.
fn next_word(text: &str) -> usize {
    let starts = WORDS.iter().filter_map(|word| text.find(&format!(" {word} ")));
    starts.min().unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_settings_then_what_is_wanted() {
        let ask =
            Ask::parse("memory_mb=128..3008 architecture for 30m best cost under p95_ms < 300 under errors == 0", 5);
        let ask = ask.unwrap();
        assert_eq!(ask.axes, [(5, "memory_mb=128..3008".to_owned()), (25, "architecture".to_owned())]);
        assert_eq!((ask.time, ask.best), (Some(Span::from_secs(1800)), Some((51, "cost".to_owned()))));
        assert_eq!(ask.under, [(62, "p95_ms < 300".to_owned()), (81, "errors == 0".to_owned())]);
    }

    #[test]
    fn what_is_missing_is_said_where_it_is_missing() {
        for (text, at, message) in [
            ("", 5..5, "which setting is to be tuned?"),
            ("a b c", 9..10, "one setting or two are tuned at once"),
            ("a best", 7..11, "something is missing behind `best`"),
            ("a for ever", 11..15, "`ever` does not start with a number"),
        ] {
            let problem = Ask::parse(text, 5).unwrap_err();
            assert_eq!((problem.span, problem.message.as_str()), (at, message), "{text}");
        }
    }
}
