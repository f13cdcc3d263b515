//! The words of the command line that are about time and branches: `back 10s`, `at 00:12:41`, `fork`, `forks`, `rename`, `compare`, `save-run`.

use super::command_line::Proposal;
use crate::lab::History;
use crate::lab::history::Fork;
use crate::lab::quantity::{self, Bare};
use crate::problem::Problem;
use crate::units::{Moment, Span};

/// A line about time or branches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// `back 10s`
    Back(Span),
    /// `at 00:12:41`
    At(Moment),
    /// `fork more-memory`
    Fork(Option<String>),
    /// `forks`
    Forks,
    /// `rename more-memory`, `rename fork-1 to more-memory`
    Rename(String),
    /// `compare main`, `compare memory_mb=1024`
    Compare(String),
    /// `save-run burst.toml`
    Save(String),
}

/// The verbs: name, form, meaning.
pub(super) const VERBS: &[(&str, &str, &str)] = &[
    ("back", "back TIME", "turn time back: `back 10s`"),
    ("at", "at CLOCK", "go to a moment of the run: `at 00:12:41`, or `at 90s`"),
    ("fork", "fork [NAME]", "go on in a branch; the one you leave stays as it is"),
    ("forks", "forks", "the branches of this run: take one in hand, compare, delete"),
    ("rename", "rename [BRANCH to] NAME", "another name for the branch in hand, or for this one"),
    ("compare", "compare BRANCH | SETTING=VALUE", "two runs side by side, with the same arrivals"),
    ("save-run", "save-run FILE", "write this run to a file that `coldstart replay` plays"),
];

impl Turn {
    /// Reads the words after a verb; nothing when the verb is not one of these. `from` is where they begin in the line.
    pub(super) fn parse(verb: &str, rest: &str, from: usize) -> Option<Result<Self, Problem>> {
        let at = from + (rest.len() - rest.trim_start().len());
        let words = rest.trim();
        let place = at..at + words.len();
        let need = |what: &str, example: &str| {
            let missing = Problem::error(0..from, format!("{what} is missing")).with_help(format!("write `{example}`"));
            if words.is_empty() { Err(missing) } else { Ok(words) }
        };
        let wrong = |message: String| Problem::error(place.clone(), message);
        Some(match verb {
            "back" => need("how far back", "back 10s")
                .and_then(|words| quantity::span(words, Bare::Seconds).map(Self::Back).map_err(wrong)),
            "at" => need("the moment", "at 00:12:41").and_then(|words| {
                clock(words).map(Self::At).ok_or_else(|| {
                    wrong(format!("`{words}` is not a moment")).with_help("00:12:41, 12:41, 1d 08:00:00 or 90s")
                })
            }),
            "fork" => Ok(Self::Fork((!words.is_empty()).then(|| words.to_owned()))),
            "forks" => Ok(Self::Forks),
            "rename" => need("the new name", "rename more-memory").map(|words| Self::Rename(words.to_owned())),
            "compare" => {
                need("what to compare with", "compare memory_mb=1024").map(|words| Self::Compare(words.to_owned()))
            }
            "save-run" => need("the file", "save-run burst.toml").map(|words| Self::Save(words.to_owned())),
            _ => return None,
        })
    }

    /// What could stand after these words.
    pub(super) fn candidates(words: &[&str], forks: &[(String, String)], targets: &[String]) -> Option<Vec<Proposal>> {
        let list = |words: &[&str]| words.iter().map(|word| proposal(word, "")).collect();
        Some(match words {
            ["back"] => list(&["10s", "1m", "10m", "1h"]),
            ["at"] => list(&["00:00:00"]),
            ["compare"] => {
                let branches = forks.iter().map(|(name, about)| proposal(name, about));
                branches.chain(targets.iter().map(|target| proposal(&format!("{target}="), ""))).collect()
            }
            ["rename"] => forks.iter().map(|(name, about)| proposal(&format!("{name} {RENAMED}"), about)).collect(),
            ["fork" | "save-run"] => Vec::new(),
            _ => return None,
        })
    }
}

/// What stands between a branch and its new name.
const RENAMED: &str = "to";

/// The branch to rename, if it is named, and its new name. Names may hold the word themselves.
pub(super) fn renaming<'a>(words: &'a str, forks: &[(String, String)]) -> (Option<&'a str>, &'a str) {
    let between = format!(" {RENAMED} ");
    let known = |name: &str| forks.iter().any(|(known, _)| known == name);
    let named = words.match_indices(&between).map(|(at, _)| (words[..at].trim(), words[at + between.len()..].trim()));
    let mut named = named.filter(|(old, new)| known(old) && !new.is_empty());
    named.next().map_or((None, words), |(old, new)| (Some(old), new))
}

fn proposal(word: &str, meaning: &str) -> Proposal {
    Proposal { word: word.to_owned(), meaning: meaning.to_owned() }
}

/// `00:12:41`, `12:41`, `1d 08:00:00`, or a span from the start.
fn clock(words: &str) -> Option<Moment> {
    if !words.contains(':') {
        return quantity::span(words, Bare::Seconds).ok().map(|span| Moment::START + span);
    }
    let (days, clock) = match words.split_once('d') {
        Some((days, clock)) => (days.trim().parse::<u64>().ok()?, clock.trim()),
        None => (0, words),
    };
    let parts: Vec<u64> = clock.split(':').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let (hours, minutes, seconds) = match parts.as_slice() {
        [minutes, seconds] => (0, *minutes, *seconds),
        [hours, minutes, seconds] => (*hours, *minutes, *seconds),
        _ => return None,
    };
    let whole = days.checked_mul(24)?.checked_add(hours)?.checked_mul(3_600)?;
    let known = minutes < 60 && seconds < 60 && days < 100_000 && hours < 1_000_000;
    known.then(|| Moment::START + Span::from_secs(whole + minutes * 60 + seconds))
}

/// A branch in one line: where it came from, how much was done in it, how far it goes.
pub(super) fn about(fork: &Fork, history: &History) -> String {
    format!("{}, {}", origin(fork, history), extent(fork))
}

/// How much was done in a branch, and how far it goes.
pub(super) fn extent(fork: &Fork) -> String {
    let commands = match fork.commands.len() {
        0 => "no commands".to_owned(),
        1 => "1 command".to_owned(),
        more => format!("{more} commands"),
    };
    format!("{commands}, to {}", fork.newest.clock())
}

/// Where a branch came from.
pub(super) fn origin(fork: &Fork, history: &History) -> String {
    match (&fork.change, fork.parent) {
        (Some((target, value)), _) => format!("{target} {value} from the start"),
        (None, Some(parent)) => format!("from {} at {}", history.fork_name(parent), fork.forked_at.clock()),
        (None, None) => "as it was begun".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Turn, Problem> {
        let (verb, rest) = line.split_at(line.find(' ').unwrap_or(line.len()));
        Turn::parse(verb, rest, verb.len()).unwrap()
    }

    #[test]
    fn lines_about_time_and_branches_read() {
        let moment = |seconds: u64| Turn::At(Moment(seconds * 1_000_000));
        for (line, turn) in [
            ("back 10s", Turn::Back(Span::from_secs(10))),
            ("back 1h", Turn::Back(Span::from_secs(3_600))),
            ("at 00:12:41", moment(761)),
            ("at 12:41", moment(761)),
            ("at 1d 00:00:01", moment(86_401)),
            ("at 90s", moment(90)),
            ("fork", Turn::Fork(None)),
            ("fork more memory", Turn::Fork(Some("more memory".into()))),
            ("rename more memory", Turn::Rename("more memory".into())),
            ("compare shop.memory_mb=1024", Turn::Compare("shop.memory_mb=1024".into())),
        ] {
            assert_eq!(read(line), Ok(turn), "{line}");
        }
        assert_eq!(Turn::parse("pause", "", 5), None);
    }

    #[test]
    fn a_branch_to_rename_may_be_named() {
        let forks = [("fork-1".to_owned(), String::new()), ("up to date".to_owned(), String::new())];
        for (words, read) in [
            ("more memory", (None, "more memory")),
            ("fork-1 to more memory", (Some("fork-1"), "more memory")),
            ("up to date to late", (Some("up to date"), "late")),
            ("back to start", (None, "back to start")),
        ] {
            assert_eq!(renaming(words, &forks), read, "{words}");
        }
    }

    #[test]
    fn a_mistake_is_placed_and_shows_the_form() {
        let problem = read("at noon").unwrap_err();
        assert_eq!((problem.message.as_str(), problem.span), ("`noon` is not a moment", 3..7));
        assert_eq!(read("at 00:61:00").unwrap_err().span, 3..11);
        assert_eq!(read("back").unwrap_err().help.as_deref(), Some("write `back 10s`"));
        assert!(read("at 99999999999999999999:00:00").is_err());
    }
}
