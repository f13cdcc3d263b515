//! What a person can do to a world, in words: `invoke hello 3`, `load 20 burst`, `set hello.memory_mb 512`.
//!
//! A [`Command`] is the only thing that changes a run, and its text is exact both ways: what is printed parses back to the same
//! command, so a recorded run can be read, edited and played again. Verbs that belong to the program around the world
//! (`ff`, `logs`, `bill`, `reset`) are parsed here too, so that every verb has one list, one help and one kind of mistake.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::quantity;
use crate::problem::Problem;
use crate::units::{Moment, Ratio, Span};

/// A change to a running world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Command {
    /// Call a function `count` times at once.
    Invoke {
        /// The function's name.
        function: String,
        /// How many calls, all at this moment.
        count: u32,
        /// Whether nobody waits for the answers.
        asynchronous: bool,
        /// What each call carries, as JSON; the function's own event when absent.
        event: Option<Arc<str>>,
    },
    /// Change the load from now on.
    Load {
        /// Requests a second; for a burst, how many at once.
        rps: f64,
        /// How they are spread over time.
        shape: Shape,
    },
    /// Change a setting, as a deployment would.
    Set {
        /// What, as in `functions.hello.memory_mb`.
        target: String,
        /// To what, as it would stand in the lab's file.
        value: String,
    },
    /// Make something go wrong, or right again.
    Fault(Fault),
    /// Deploy new code of a function: nothing that ran the old one takes another request.
    Deploy {
        /// The function's name.
        function: String,
        /// What its code says from now on; when absent, what it said before.
        code: Option<Arc<str>>,
    },
    /// Publish a function as it is now, as a version that never changes.
    Publish {
        /// The function's name.
        function: String,
    },
    /// Point an alias of a function to one version, or to two by weight.
    Alias {
        /// The function's name.
        function: String,
        /// The alias.
        name: String,
        /// Versions and their shares of the calls, which add up to one.
        weights: Vec<(u32, Ratio)>,
    },
}

/// A command and when it was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimedCommand {
    /// Virtual time; everything that happens at this very moment happens first.
    pub at: Moment,
    /// What was asked.
    pub command: Command,
}

/// How the requests of a `load` command are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Evenly spaced.
    Steady,
    /// Independent of each other, as people are.
    Poisson,
    /// Evenly spaced, rising from nothing to the full rate over this time.
    Ramp(Span),
    /// All at once, once, on top of what runs.
    Burst,
    /// Independent, following the hours of a day.
    Day,
}

/// Something that goes wrong, until the end of the run or until `fault none`.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// Everything works again.
    None,
    /// The provider takes all idle environments away, as it may at any time.
    Recycle {
        /// Only this function's; of all functions when absent.
        function: Option<String>,
    },
    /// What the function waits for takes this many times as long.
    Slow {
        /// The function's name.
        function: String,
        /// 1 is normal.
        factor: f64,
    },
    /// This share of invocations fails in the handler.
    Errors {
        /// The function's name.
        function: String,
        /// Of all its invocations.
        share: Ratio,
    },
}

/// Any verb: one for the world, or one for the program around it.
#[derive(Clone, Debug, PartialEq)]
pub enum Verb {
    /// Goes into the run, and into its log.
    World(Command),
    /// Fast-forward by this much virtual time.
    Forward(Span),
    /// Show the log lines, of one function or of all.
    Logs(Option<String>),
    /// Show the bill.
    Bill,
    /// Start the lab again from its first moment.
    Reset,
}

/// One row of the help, and of completion.
#[derive(Clone, Copy, Debug)]
pub struct VerbHelp {
    /// The first word.
    pub name: &'static str,
    /// The whole form.
    pub usage: &'static str,
    /// What it does, in a few words.
    pub meaning: &'static str,
}

/// Every verb there is.
pub const VERBS: &[VerbHelp] = &[
    VerbHelp {
        name: "invoke",
        usage: "invoke FUNCTION [COUNT] [async] [with JSON]",
        meaning: "call a function, COUNT times at once; `async` leaves events to its queue; `hello:live` calls a version or an alias",
    },
    VerbHelp {
        name: "load",
        usage: "load RPS [steady | poisson | ramp TIME | burst | day]",
        meaning: "change the load from now on; `burst` adds RPS requests at once",
    },
    VerbHelp { name: "set", usage: "set TARGET VALUE", meaning: "change a setting: `set hello.memory_mb 512`" },
    VerbHelp {
        name: "deploy",
        usage: "deploy FUNCTION [\"CODE\"]",
        meaning: "deploy new code: the next starts are cold",
    },
    VerbHelp {
        name: "publish",
        usage: "publish FUNCTION",
        meaning: "keep the function as it is now as a version that never changes",
    },
    VerbHelp {
        name: "alias",
        usage: "alias FUNCTION NAME VERSION=SHARE [VERSION=SHARE]",
        meaning: "point an alias to versions: `alias hello live 1=90% 2=10%`; `live` is what traffic uses",
    },
    VerbHelp {
        name: "fault",
        usage: "fault none | recycle [FUNCTION] | slow FUNCTION FACTOR | errors FUNCTION SHARE",
        meaning: "make something go wrong, or right again",
    },
    VerbHelp { name: "ff", usage: "ff TIME", meaning: "fast-forward: `ff 30m`" },
    VerbHelp { name: "logs", usage: "logs [FUNCTION]", meaning: "show the log lines" },
    VerbHelp { name: "bill", usage: "bill", meaning: "show the bill" },
    VerbHelp { name: "reset", usage: "reset", meaning: "start the lab again" },
];

/// The word for calls that nobody waits for.
pub const ASYNC: &str = "async";

/// The word before an event.
const WITH: &str = "with";

/// The names of load shapes.
pub const SHAPES: &[&str] = &["steady", "poisson", "ramp", "burst", "day"];

/// The names of faults.
pub const FAULTS: &[&str] = &["none", "recycle", "slow", "errors"];

/// More calls in one instant than any account's limit lets through teach nothing, and each takes memory.
pub const AT_ONCE_MAX: u32 = 100_000;

/// Beyond this a simulated second takes a real one.
pub const RPS_MAX: f64 = 1_000_000.0;

/// A function's name as a call gives it, and the version or alias after its colon.
pub fn qualified(name: &str) -> (&str, Option<&str>) {
    name.split_once(':').map_or((name, None), |(function, qualifier)| (function, Some(qualifier)))
}

impl Verb {
    /// Reads one line; a mistake is placed within it.
    pub fn parse(line: &str) -> Result<Self, Problem> {
        let mut words = Words::new(line);
        let verb = words.need("a verb", "`invoke hello`")?;
        let parsed = match verb.text {
            "invoke" => Self::World(invoke(&mut words)?),
            "load" => Self::World(load(&mut words)?),
            "set" => Self::World(set(&mut words)?),
            "deploy" => {
                let function = words.need("the function's name", "`deploy hello`")?.text.to_owned();
                Self::World(Command::Deploy { function, code: words.quoted()? })
            }
            "publish" => {
                let function = words.need("the function's name", "`publish hello`")?.text.to_owned();
                Self::World(Command::Publish { function })
            }
            "alias" => Self::World(alias(&mut words)?),
            "fault" => Self::World(Command::Fault(fault(&mut words)?)),
            "ff" => Self::Forward(words.need("a time", "`ff 30m`")?.span()?),
            "logs" => Self::Logs(words.next().map(|word| word.text.to_owned())),
            "bill" => Self::Bill,
            "reset" => Self::Reset,
            other => return Err(Problem::unknown(verb.place, "verb", other, VERBS.iter().map(|verb| verb.name))),
        };
        words.finish(verb.text)?;
        Ok(parsed)
    }
}

impl Command {
    /// Reads one line that must be a command to the world.
    pub fn parse(line: &str) -> Result<Self, Problem> {
        if let Verb::World(command) = Verb::parse(line)? {
            return Ok(command);
        }
        let verb = Words::new(line).next().map_or(0..0, |word| word.place);
        let name = line[verb.clone()].to_owned();
        Err(Problem::error(verb, format!("`{name}` is for the screen and changes nothing in the world"))
            .with_help("here: invoke, load, set, deploy, publish, alias or fault"))
    }
}

fn invoke(words: &mut Words) -> Result<Command, Problem> {
    let function = words.need("the function's name", "`invoke hello`")?.text.to_owned();
    let count = match words.peek() {
        Some(word) if word != ASYNC && word != WITH => words.need("how many", "`invoke hello 3`")?.count()?,
        _ => 1,
    };
    let asynchronous = words.take(ASYNC);
    let event = if words.take(WITH) { Some(words.json()?) } else { None };
    Ok(Command::Invoke { function, count, asynchronous, event })
}

fn load(words: &mut Words) -> Result<Command, Problem> {
    let rate = words.need("how many requests a second", "`load 20 steady`")?;
    let rps = rate.number()?;
    if rps > RPS_MAX {
        return Err(Problem::error(
            rate.place,
            format!("`{}` requests a second are more than this simulator plays", rate.text),
        )
        .with_help(format!("at most {RPS_MAX}")));
    }
    let shape = match words.next() {
        None => Shape::Steady,
        Some(word) => match word.text {
            "steady" => Shape::Steady,
            "poisson" => Shape::Poisson,
            "ramp" => Shape::Ramp(words.need("how long the rise takes", "`load 50 ramp 30s`")?.span()?),
            "burst" => {
                rate.count()?;
                Shape::Burst
            }
            "day" => Shape::Day,
            other => return Err(Problem::unknown(word.place, "load shape", other, SHAPES.iter().copied())),
        },
    };
    Ok(Command::Load { rps, shape })
}

fn set(words: &mut Words) -> Result<Command, Problem> {
    let first = words.need("what to set", "`set hello.memory_mb 512`")?;
    let (target, value) = match first.text.split_once('=') {
        Some((target, value)) if !value.is_empty() => (target, format!("{value}{}", words.rest_spaced())),
        Some((target, _)) => (target, words.rest().to_owned()),
        None => (first.text, words.rest().trim_start_matches('=').trim().to_owned()),
    };
    if value.is_empty() {
        return Err(
            Problem::error(first.place, format!("`{target}` needs a value")).with_help("`set hello.memory_mb 512`")
        );
    }
    Ok(Command::Set { target: target.to_owned(), value })
}

fn alias(words: &mut Words) -> Result<Command, Problem> {
    let example = "`alias hello live 1=90% 2=10%`";
    let function = words.need("the function's name", example)?.text.to_owned();
    let name = words.need("the alias", example)?;
    let is_name = name.text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        && !name.text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_name {
        return Err(Problem::error(name.place, format!("`{}` cannot be the name of an alias", name.text))
            .with_help("letters, digits, hyphens and underscores, and not digits alone: those are versions"));
    }
    let (name, mut weights, mut place) = (name.text.to_owned(), Vec::new(), name.place);
    let first = words.need("the version it points to", example)?;
    for word in std::iter::once(first).chain(std::iter::from_fn(|| words.next())) {
        let (version, share) = word.text.split_once('=').unwrap_or((word.text, "100%"));
        let Ok(version) = version.parse::<u32>() else {
            return Err(Problem::error(word.place, format!("`{version}` is not a version"))
                .with_help("versions are numbers: `publish` says which"));
        };
        let share = quantity::ratio(share).map_err(|message| Problem::error(word.place.clone(), message))?;
        place.end = word.place.end;
        weights.push((version, share));
    }
    let sum: u64 = weights.iter().map(|(_, share)| share.0).sum();
    if weights.len() > 2 || sum != Ratio::ONE.0 {
        return Err(Problem::error(place, "an alias points to one version, or to two whose shares add up to 100 %")
            .with_help(format!("write {example}")));
    }
    Ok(Command::Alias { function, name, weights })
}

fn fault(words: &mut Words) -> Result<Fault, Problem> {
    let kind = words.need("which fault", "none, recycle, slow or errors")?;
    match kind.text {
        "none" => Ok(Fault::None),
        "recycle" => Ok(Fault::Recycle { function: words.next().map(|word| word.text.to_owned()) }),
        "slow" => {
            let function = words.need("the function's name", "`fault slow orders-api 10`")?.text.to_owned();
            let factor = words.need("how many times slower", "`fault slow orders-api 10`")?.number()?;
            Ok(Fault::Slow { function, factor })
        }
        "errors" => {
            let function = words.need("the function's name", "`fault errors orders-api 50%`")?.text.to_owned();
            let share = words.need("which share fails", "`fault errors orders-api 50%`")?.ratio()?;
            Ok(Fault::Errors { function, share })
        }
        other => Err(Problem::unknown(kind.place, "fault", other, FAULTS.iter().copied())),
    }
}

/// The words of a line, each with its place.
struct Words<'a> {
    line: &'a str,
    at: usize,
}

struct Word<'a> {
    text: &'a str,
    place: Range<usize>,
}

impl<'a> Words<'a> {
    fn new(line: &'a str) -> Self {
        Self { line, at: 0 }
    }

    fn next(&mut self) -> Option<Word<'a>> {
        let rest = &self.line[self.at..];
        let start = self.at + (rest.len() - rest.trim_start().len());
        let end = self.line[start..].find(char::is_whitespace).map_or(self.line.len(), |space| start + space);
        self.at = end;
        (start < end).then(|| Word { text: &self.line[start..end], place: start..end })
    }

    fn need(&mut self, what: &str, example: &str) -> Result<Word<'a>, Problem> {
        let end = self.line.trim_end().len();
        self.next()
            .ok_or_else(|| Problem::error(0..end, format!("{what} is missing")).with_help(format!("write {example}")))
    }

    /// The next word, which stays the next one.
    fn peek(&self) -> Option<&'a str> {
        self.line[self.at..].split_whitespace().next()
    }

    /// All that is left is JSON, written down without its blanks and line ends.
    fn json(&mut self) -> Result<Arc<str>, Problem> {
        let from = self.at + self.line[self.at..].len() - self.line[self.at..].trim_start().len();
        let text = self.rest();
        let place = from..from + text.len();
        let value: serde_json::Value = serde_json::from_str(text).map_err(|error| {
            // Its own words end with a line and a column, which the place already says.
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            let at = (from + error.column().saturating_sub(1)).min(place.end);
            Problem::error(at..place.end, format!("the event is not JSON: {message}"))
                .with_help("write `invoke hello with {\"name\": \"Ada\"}`")
        })?;
        Ok(value.to_string().into())
    }

    /// All that is left, if anything is, is one text in quotation marks, as JSON writes it.
    fn quoted(&mut self) -> Result<Option<Arc<str>>, Problem> {
        if self.peek().is_none() {
            return Ok(None);
        }
        let from = self.at;
        let text: String = serde_json::from_str(self.rest()).map_err(|_| {
            Problem::error(from + 1..self.line.len(), "the new code must be one text in quotation marks")
                .with_help("write `deploy hello` to deploy the code as it is; the editor deploys what it shows")
        })?;
        Ok(Some(text.into()))
    }

    /// All that is left, as it was written.
    fn rest(&mut self) -> &'a str {
        let rest = self.line[self.at..].trim();
        self.at = self.line.len();
        rest
    }

    fn rest_spaced(&mut self) -> String {
        let rest = self.rest();
        if rest.is_empty() { String::new() } else { format!(" {rest}") }
    }

    /// Passes over the next word if it is this one.
    fn take(&mut self, word: &str) -> bool {
        let at = self.at;
        let found = self.next().is_some_and(|next| next.text == word);
        if !found {
            self.at = at;
        }
        found
    }

    fn finish(&mut self, verb: &str) -> Result<(), Problem> {
        let Some(extra) = self.next() else { return Ok(()) };
        let usage = VERBS.iter().find(|help| help.name == verb).map_or(verb, |help| help.usage);
        Err(Problem::error(extra.place.start..self.line.len(), format!("`{}` is one word too many", extra.text))
            .with_help(format!("the form is: {usage}")))
    }
}

impl Word<'_> {
    fn number(&self) -> Result<f64, Problem> {
        quantity::number(self.text).map_err(|message| Problem::error(self.place.clone(), message))
    }

    fn count(&self) -> Result<u32, Problem> {
        let number = self.number()?;
        if number.fract() != 0.0 || number < 1.0 || number > f64::from(AT_ONCE_MAX) {
            let message = format!("`{}` is not a number of calls", self.text);
            return Err(Problem::error(self.place.clone(), message)
                .with_help(format!("a whole number from 1 to {AT_ONCE_MAX}")));
        }
        Ok(number as u32)
    }

    fn span(&self) -> Result<Span, Problem> {
        quantity::span(self.text, quantity::Bare::Seconds)
            .map_err(|message| Problem::error(self.place.clone(), message))
    }

    fn ratio(&self) -> Result<Ratio, Problem> {
        quantity::ratio(self.text).map_err(|message| Problem::error(self.place.clone(), message))
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invoke { function, count, asynchronous, event } => {
                write!(f, "invoke {function}")?;
                if *count > 1 {
                    write!(f, " {count}")?;
                }
                if *asynchronous {
                    write!(f, " {ASYNC}")?;
                }
                event.iter().try_for_each(|event| write!(f, " {WITH} {event}"))
            }
            Self::Load { rps, shape: Shape::Steady } => write!(f, "load {rps}"),
            Self::Load { rps, shape } => write!(f, "load {rps} {shape}"),
            Self::Set { target, value } => write!(f, "set {target} {value}"),
            Self::Fault(fault) => write!(f, "fault {fault}"),
            Self::Deploy { function, code: None } => write!(f, "deploy {function}"),
            Self::Deploy { function, code: Some(code) } => {
                write!(f, "deploy {function} {}", serde_json::Value::from(code.as_ref()))
            }
            Self::Publish { function } => write!(f, "publish {function}"),
            Self::Alias { function, name, weights } => {
                write!(f, "alias {function} {name}")?;
                weights.iter().try_for_each(|(version, share)| match share.0 % 10_000_000 {
                    0 => write!(f, " {version}={}%", share.0 / 10_000_000),
                    _ => write!(f, " {version}={}", share.as_f64()),
                })
            }
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Steady => f.write_str("steady"),
            Self::Poisson => f.write_str("poisson"),
            Self::Ramp(over) => write!(f, "ramp {}", quantity::exact_span(*over)),
            Self::Burst => f.write_str("burst"),
            Self::Day => f.write_str("day"),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Recycle { function: None } => f.write_str("recycle"),
            Self::Recycle { function: Some(function) } => write!(f, "recycle {function}"),
            Self::Slow { function, factor } => write!(f, "slow {function} {factor}"),
            Self::Errors { function, share } => write!(f, "errors {function} {}", share.as_f64()),
        }
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::World(command) => command.fmt(f),
            Self::Forward(span) => write!(f, "ff {}", quantity::exact_span(*span)),
            Self::Logs(None) => f.write_str("logs"),
            Self::Logs(Some(function)) => write!(f, "logs {function}"),
            Self::Bill => f.write_str("bill"),
            Self::Reset => f.write_str("reset"),
        }
    }
}

impl fmt::Display for TimedCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", quantity::exact_span(self.at.since(Moment::START)), self.command)
    }
}

impl TimedCommand {
    /// `5s invoke hello 3`: when, then what.
    pub fn parse(line: &str) -> Result<Self, Problem> {
        let mut words = Words::new(line);
        let at = words.need("a time and a command", "`5s invoke hello 3`")?.span()?;
        let from = words.at;
        let command = Command::parse(&line[from..]).map_err(|problem| problem.shifted(from))?;
        Ok(Self { at: Moment::START + at, command })
    }
}

impl TryFrom<String> for Command {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).map_err(|problem| problem.message)
    }
}

impl From<Command> for String {
    fn from(command: Command) -> Self {
        command.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_parses_back() {
        for line in [
            "invoke hello",
            "invoke hello 3",
            "invoke hello async",
            "invoke hello 3 async",
            "load 20",
            "load 0.5 poisson",
            "load 50 ramp 30s",
            "load 20 burst",
            "load 2 day",
            "set functions.hello.memory_mb 512",
            "set load.shape steady+burst",
            "invoke hello:live 3",
            "deploy hello",
            r#"deploy hello "export const handler = async () => \"é\";\n""#,
            r#"invoke hello with {"a":[1,2],"b":" x "}"#,
            "invoke hello:live 3 async with 7",
            "publish hello",
            "alias hello live 2=100%",
            "alias hello canary 1=90% 2=10%",
            "alias hello canary 1=0.9995 2=0.0005",
            "fault none",
            "fault recycle",
            "fault recycle counter",
            "fault slow orders-api 12.5",
            "fault errors orders-api 0.5",
        ] {
            let command = Command::parse(line).unwrap_or_else(|problem| panic!("{line}: {}", problem.message));
            assert_eq!(command.to_string(), line);
        }
    }

    #[test]
    fn people_write_the_same_thing_in_several_ways() {
        for (written, exact) in [
            ("load 20 steady", "load 20"),
            ("  invoke   hello 1 ", "invoke hello"),
            ("set hello.memory_mb=512", "set hello.memory_mb 512"),
            ("set hello.memory_mb = 512", "set hello.memory_mb 512"),
            ("fault errors a 50%", "fault errors a 0.5"),
            ("alias a live 3", "alias a live 3=100%"),
            ("alias a live 3=0.25 4=75%", "alias a live 3=25% 4=75%"),
        ] {
            assert_eq!(Command::parse(written).unwrap().to_string(), exact);
        }
    }

    #[test]
    fn a_mistake_says_what_where_and_what_instead() {
        for (line, message, at, help) in [
            ("", "a verb is missing", 0..0, "write `invoke hello`"),
            ("invok hello", "unknown verb `invok`", 0..5, "did you mean `invoke`?"),
            ("invoke hello three", "`three` is not a number", 13..18, ""),
            (
                "invoke hello 2 5",
                "`5` is one word too many",
                15..16,
                "the form is: invoke FUNCTION [COUNT] [async] [with JSON]",
            ),
            ("invoke hello with {1}", "the event is not JSON: key must be a string", 19..21, ""),
            ("deploy hello x", "the new code must be one text in quotation marks", 13..14, ""),
            (
                "alias hello live 1=90% 2=20%",
                "an alias points to one version, or to two whose shares add up to 100 %",
                12..28,
                "write `alias hello live 1=90% 2=10%`",
            ),
            (
                "alias hello 7 1",
                "`7` cannot be the name of an alias",
                12..13,
                "letters, digits, hyphens and underscores, and not digits alone: those are versions",
            ),
            ("alias hello live v2", "`v2` is not a version", 17..19, "versions are numbers: `publish` says which"),
            ("load 20 brust", "unknown load shape `brust`", 8..13, "did you mean `burst`?"),
            ("load 5.5 burst", "`5.5` is not a number of calls", 5..8, "a whole number from 1 to 100000"),
            ("set hello.memory_mb", "`hello.memory_mb` needs a value", 4..19, "`set hello.memory_mb 512`"),
            (
                "reset",
                "`reset` is for the screen and changes nothing in the world",
                0..5,
                "here: invoke, load, set, deploy, publish, alias or fault",
            ),
        ] {
            let problem = Command::parse(line).unwrap_err();
            assert_eq!((problem.message.as_str(), problem.span.clone()), (message, at), "{line}");
            if !help.is_empty() {
                assert_eq!(problem.help.as_deref(), Some(help), "{line}");
            }
        }
    }

    #[test]
    fn a_timed_command_starts_with_its_time() {
        let timed = TimedCommand::parse("5s invoke hello 3").unwrap();
        assert_eq!((timed.at, timed.to_string().as_str()), (Moment(5_000_000), "5s invoke hello 3"));
        assert_eq!(TimedCommand::parse("5s invok hello").unwrap_err().span, 3..8);
    }
}
