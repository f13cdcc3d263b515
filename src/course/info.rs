//! The info string of a fence: a word, `key=value` pairs, switches, and a line focus.
//!
//! ```text
//! lab id=burst title="Twenty at once"
//! js {2|5-7|all} run
//! ```

use std::ops::{Range, RangeInclusive};

use super::block::FocusStep;
use crate::problem::Problem;

/// A fence's info string, taken apart. Spans count from the start of the string.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Info {
    /// The first word.
    pub word: String,
    /// `key=value` in order.
    pub pairs: Vec<Pair>,
    /// Words alone.
    pub switches: Vec<(String, Range<usize>)>,
    /// `{2|5-7|all}`
    pub focus: Vec<FocusStep>,
}

/// `key=value`
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Left.
    pub key: String,
    /// Right, without its quotes.
    pub value: String,
    /// Both.
    pub span: Range<usize>,
}

impl Info {
    /// Takes an info string apart.
    pub fn parse(text: &str) -> (Self, Vec<Problem>) {
        let mut info = Self::default();
        let mut problems = Vec::new();
        for (at, token) in tokens(text) {
            let span = at..at + token.len();
            if let Some(inside) = token.strip_prefix('{') {
                match focus(inside.trim_end_matches('}')) {
                    Some(steps) => info.focus = steps,
                    None => problems.push(unreadable_focus(span, token)),
                }
            } else if at == first_at(text) {
                token.clone_into(&mut info.word);
            } else if let Some((key, value)) = token.split_once('=') {
                info.pairs.push(Pair { key: key.to_owned(), value: unquoted(value).to_owned(), span });
            } else {
                info.switches.push((token.to_owned(), span));
            }
        }
        (info, problems)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|pair| pair.key == key).map(|pair| pair.value.as_str())
    }
}

fn first_at(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

fn unquoted(value: &str) -> &str {
    let inside = |quote| value.strip_prefix(quote).map(|rest| rest.strip_suffix(quote).unwrap_or(rest));
    inside('"').or_else(|| inside('\'')).unwrap_or(value)
}

/// Cut at blanks, except inside quotes and braces.
fn tokens(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = None;
    let mut closing = None;
    for (at, character) in text.char_indices() {
        if let Some(wanted) = closing {
            if character == wanted {
                closing = None;
            }
            continue;
        }
        let opening = start.is_none() || text[..at].ends_with('=');
        match character {
            '"' | '\'' if text[..at].ends_with('=') => closing = Some(character),
            '{' if opening => {
                start.get_or_insert(at);
                closing = Some('}');
            }
            _ if character.is_whitespace() => {
                if let Some(begun) = start.take() {
                    found.push((begun, &text[begun..at]));
                }
            }
            _ => {
                start.get_or_insert(at);
            }
        }
    }
    found.extend(start.map(|begun| (begun, &text[begun..])));
    found
}

/// `2|5-7,9|all`; `None` if it is anything else.
fn focus(text: &str) -> Option<Vec<FocusStep>> {
    text.split('|').map(step).collect()
}

fn step(text: &str) -> Option<FocusStep> {
    match text.trim() {
        "all" | "*" => Some(FocusStep::All),
        lines => lines.split(',').map(range).collect::<Option<Vec<_>>>().map(FocusStep::Lines),
    }
}

fn range(text: &str) -> Option<RangeInclusive<usize>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    (1 <= first && first <= last).then_some(first..=last)
}

fn unreadable_focus(span: Range<usize>, token: &str) -> Problem {
    Problem::warning(span, format!("cannot read the line focus `{token}`"))
        .with_help("write lines and ranges, steps divided by |, as in {2|5-7,9|all}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_info_string_is_a_word_pairs_switches_and_a_focus() {
        let (info, problems) = Info::parse("js id=a title=\"Two words\" run {2|5-7,9|all}");
        assert_eq!(problems, []);
        assert_eq!(info.word, "js");
        assert_eq!(info.get("title"), Some("Two words"));
        assert_eq!(info.pairs[0].span, 3..7);
        assert_eq!(info.switches[0].0, "run");
        assert_eq!(info.focus, [FocusStep::Lines(vec![2..=2]), FocusStep::Lines(vec![5..=7, 9..=9]), FocusStep::All]);
    }

    #[test]
    fn a_focus_that_is_none_is_a_warning() {
        for text in ["js {7-5}", "js {x}", "js {0}", "js {"] {
            assert_eq!(Info::parse(text).1.len(), 1, "{text}");
        }
    }
}
