//! Which part of a run a metric speaks about.

use std::fmt;
use std::str::FromStr;

use super::quantity::{self, Bare};
use crate::problem::Problem;
use crate::units::{Moment, Span};

/// A part of a run.
///
/// `all` and `after:KEY` are exact. `last D` and `FROM-TO` are exact when they were announced before the run reached their edges, which
/// every headless run does; otherwise they start at the edge of a slice of time (see `lab::slices`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Window {
    /// From the start to now.
    #[default]
    All,
    /// The last stretch of this length.
    Last(Span),
    /// From one moment to another, on the run's own clock.
    Between(Moment, Moment),
    /// From the last time the action with this key was used.
    After(String),
}

impl FromStr for Window {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        let wrong = |message: String| Problem::error(0..text.len(), message).with_help(HELP);
        if text == "all" || text.is_empty() {
            return Ok(Self::All);
        }
        if let Some(span) = text.strip_prefix("last ") {
            return quantity::span(span.trim(), Bare::Seconds).map(Self::Last).map_err(wrong);
        }
        if let Some(key) = text.strip_prefix("after:") {
            return Ok(Self::After(key.trim().to_owned()));
        }
        let edges = text.split_once('-').and_then(|(from, to)| Some((clock(from)?, clock(to)?)));
        match edges {
            Some((from, to)) if from < to => Ok(Self::Between(from, to)),
            Some(_) => Err(wrong(format!("the window `{text}` ends before it starts"))),
            None => Err(wrong(format!("`{text}` is not a window"))),
        }
    }
}

const HELP: &str = "windows are: all, last 5m, 08:00-10:00, after:KEY";

/// `08:00` or `08:00:30`.
fn clock(text: &str) -> Option<Moment> {
    let mut parts = text.trim().split(':');
    let mut part = |required: bool| match parts.next() {
        Some(digits) if !digits.is_empty() && digits.len() <= 3 => digits.parse::<u64>().ok(),
        None if !required => Some(0),
        _ => None,
    };
    let (hours, minutes, seconds) = (part(true)?, part(true)?, part(false)?);
    (parts.next().is_none() && minutes < 60 && seconds < 60)
        .then(|| Moment::START + Span::from_secs(hours * 3600 + minutes * 60 + seconds))
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Last(span) => write!(f, "last {}", quantity::exact_span(*span)),
            Self::Between(from, to) => write!(f, "{}-{}", from.clock(), to.clock()),
            Self::After(key) => write!(f, "after:{key}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_read_as_the_lesson_format_says() {
        for (text, window) in [
            ("all", Window::All),
            ("last 5m", Window::Last(Span::from_secs(300))),
            ("08:00-10:00", Window::Between(Moment(28_800_000_000), Moment(36_000_000_000))),
            ("after:b", Window::After("b".into())),
        ] {
            assert_eq!(text.parse(), Ok(window));
        }
    }

    #[test]
    fn a_wrong_window_shows_the_right_ones() {
        for text in ["yesterday", "last week", "10:00-08:00", "08:61-09:00", "-"] {
            let problem = text.parse::<Window>().unwrap_err();
            assert_eq!(problem.help.as_deref(), Some(HELP), "{text}");
        }
    }
}
