//! One entry of a usage file while it is read: every key is asked for by name, and what nobody asked for is a mistake.

use std::ops::Range;

use num_rational::Ratio;
use num_traits::{CheckedMul, Signed, Zero};

use super::tree::{Named, Node};
use crate::billing::Usage;
use crate::catalog::expr::{Exact, exact};
use crate::catalog::{Architecture, Meter};
use crate::problem::{Problem, nearest};

/// More of anything than every customer of a provider together uses in a month; an exact bill holds as much.
const QUANTITY_MAX: i128 = 1_000_000_000_000;

/// Twelve decimals, so that products of three numbers fit an exact fraction.
const FINEST: i128 = 1_000_000_000_000;

/// The same in the finest unit of any meter.
const COUNT_MAX: i128 = QUANTITY_MAX * 3_686_400_000;

/// Other names that people and AWS's own examples use: the name, and the key it stands for.
const ALSO_CALLED: &[(&str, &str)] = &[
    ("arch", "architecture"),
    ("provisioned", "provisioned_concurrency"),
    ("snapstart_active_seconds", "snapstart_seconds"),
    ("event_poller_unit_hours", "sqs_poller_hours"),
    ("instance_hours", "hours"),
];

/// The entry, what has been asked of it, and what was wrong.
pub(super) struct Entry<'a> {
    fields: &'a [Named],
    span: Range<usize>,
    asked: Vec<&'static str>,
    problems: Vec<Problem>,
}

impl<'a> Entry<'a> {
    pub fn new(fields: &'a [Named], span: Range<usize>) -> Self {
        let mut entry = Self { fields, span, asked: Vec::new(), problems: Vec::new() };
        for (name, key) in ALSO_CALLED {
            let written = |wanted: &str| fields.iter().find(|named| named.key == wanted);
            if let (Some(twice), Some(_)) = (written(name), written(key)) {
                let message = format!("`{name}` and `{key}` are the same key");
                entry.problems.push(Problem::error(twice.key_span.clone(), message).with_help("keep one of them"));
            }
        }
        entry
    }

    /// The key's own line of the entry, under any of its names.
    fn find(&self, key: &str) -> Option<&'a Named> {
        let means = |named: &&Named| named.key == key || ALSO_CALLED.contains(&(named.key.as_str(), key));
        self.fields.iter().find(means)
    }

    /// Whether a key is written at all.
    pub fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// Everything that was wrong, including keys that nobody asked for.
    pub fn finish(mut self) -> Vec<Problem> {
        let unknown = self.fields.iter().filter(|named| !self.asked.contains(&named.key.as_str()));
        let problems: Vec<Problem> = unknown
            .map(|named| Problem::unknown(named.key_span.clone(), "key", &named.key, self.asked.iter().copied()))
            .collect();
        self.problems.extend(problems);
        self.problems
    }

    /// Stops here without complaining about the keys that were not reached.
    pub fn give_up(&mut self, problem: Problem) {
        self.problems.push(problem);
        self.fields = &[];
    }

    /// A mistake in the value of a key, or in the entry if the key is absent.
    pub fn error(&mut self, key: &str, message: impl Into<String>, help: impl Into<String>) {
        let span = self.find(key).map(|named| named.value.span.clone());
        self.problems.push(Problem::error(span.unwrap_or_else(|| self.span.clone()), message).with_help(help));
    }

    fn ask(&mut self, key: &'static str) -> Option<&'a Named> {
        self.asked.push(key);
        self.asked.extend(ALSO_CALLED.iter().filter(|(_, stands_for)| *stands_for == key).map(|(name, _)| *name));
        self.find(key)
    }

    /// Where a key's value stands.
    pub fn place(&self, key: &str) -> Range<usize> {
        self.find(key).map_or(self.span.clone(), |named| named.value.span.clone())
    }

    /// A word.
    pub fn text(&mut self, key: &'static str) -> Option<&'a str> {
        match &self.ask(key)?.value.node {
            Node::Text(text) => Some(text),
            other => {
                self.error(key, format!("`{key}` is a text, not {}", other.shown()), "put it in quotes");
                None
            }
        }
    }

    /// One of some words; absent, the first.
    pub fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&'static str, T)]) -> T {
        let Some(text) = self.text(key) else { return choices[0].1 };
        let found = choices.iter().find(|(name, _)| *name == text);
        found.map_or_else(
            || {
                let known = choices.iter().map(|(name, _)| *name);
                self.problems.push(Problem::unknown(self.place(key), key, text, known));
                choices[0].1
            },
            |(_, value)| *value,
        )
    }

    /// The processor; x86 unless it says otherwise.
    pub fn architecture(&mut self) -> Architecture {
        const NAMES: [(&str, Architecture); 5] = [
            ("x86_64", Architecture::X86_64),
            ("arm64", Architecture::Arm64),
            ("x86", Architecture::X86_64),
            ("arm", Architecture::Arm64),
            ("graviton", Architecture::Arm64),
        ];
        self.choice("architecture", &NAMES)
    }

    /// A number, bare or in quotes; not negative, and not beyond what can be priced exactly.
    pub fn number(&mut self, key: &'static str) -> Option<Exact> {
        let written = self.ask(key)?.value.node.decimal().map(|text| text.replace('_', ""));
        let Some(number) = written.as_deref().and_then(exact).filter(|number| *number.denom() <= FINEST) else {
            self.error(
                key,
                format!("`{key}` is not a number"),
                "write digits, as in 1536 or 0.25, at most 12 decimals",
            );
            return None;
        };
        if number.is_negative() {
            self.error(key, format!("`{key}` is less than nothing"), "leave the key away if there was none");
            return None;
        }
        if number > Ratio::from_integer(QUANTITY_MAX) {
            self.error(key, format!("`{key}` is too large"), "at most 1,000,000,000,000 can be priced exactly");
            return None;
        }
        Some(number)
    }

    /// A number of things that come only whole.
    pub fn counted(&mut self, key: &'static str, why: &str) -> Option<Exact> {
        let number = self.number(key)?;
        if number.is_integer() {
            return Some(number);
        }
        self.error(key, format!("`{key}` is not a whole number"), why);
        None
    }

    /// A word that the entry cannot do without.
    pub fn required_text(&mut self, key: &'static str, known: &[&'static str]) -> Option<&'a str> {
        if !self.has(key) && !self.fields.is_empty() {
            self.asked.push(key);
            self.error(key, format!("`{key}` is missing"), format!("one of {}", known.join(", ")));
            return None;
        }
        self.text(key)
    }

    /// A number that the entry cannot do without.
    pub fn required(&mut self, key: &'static str, why: &str) -> Option<Exact> {
        if !self.has(key) && !self.fields.is_empty() {
            self.error(key, format!("`{key}` is missing"), why);
        }
        self.number(key)
    }

    /// Adds a quantity of a meter's units, to the nearest of what the meter counts.
    pub fn use_up(&mut self, usage: &mut Usage, meter: Meter, label: Option<&str>, quantity: Exact) {
        if quantity.is_zero() {
            return;
        }
        let counts = quantity.checked_mul(&Ratio::from_integer(i128::from(meter.row().counts_per_unit)));
        let limit = Ratio::from_integer(QUANTITY_MAX);
        match counts {
            Some(counts) if quantity <= limit => usage.add(meter, label, counts.round().to_integer()),
            _ => {
                let message = format!("this comes to more {} than can be priced exactly", meter.row().unit);
                let problem = Problem::error(self.span.clone(), message);
                self.problems.push(problem.with_help("at most 1,000,000,000,000 of each unit"));
            }
        }
    }

    /// Adds the product of some numbers, as units of a meter.
    pub fn product(&mut self, usage: &mut Usage, meter: Meter, label: Option<&str>, factors: &[Exact]) {
        let product = factors.iter().try_fold(Ratio::from_integer(1), |product, factor| product.checked_mul(factor));
        // A product that does not fit is certainly beyond the bound.
        let beyond = Ratio::from_integer(QUANTITY_MAX + 1);
        self.use_up(usage, meter, label, product.unwrap_or(beyond));
    }

    /// A whole number in the finest unit of a meter, as a run counts them.
    pub fn whole(&mut self, key: &'static str) -> Option<i128> {
        let written = self.ask(key)?.value.node.decimal()?.replace('_', "");
        let count = written.parse::<i128>().ok().filter(|count| (0..=COUNT_MAX).contains(count));
        if count.is_none() {
            self.error(key, format!("`{key}` is not a whole number"), "this unit is counted in whole numbers");
        }
        count
    }

    /// A name that is not among the known ones.
    pub fn unknown(&mut self, key: &str, what: &str, name: &str, known: &[&'static str]) {
        let problem = Problem::error(self.place(key), format!("unknown {what} `{name}`"));
        let help = nearest(name, known.iter().copied())
            .map_or_else(|| format!("known: {}", known.join(", ")), |found| format!("did you mean `{found}`?"));
        self.give_up(problem.with_help(help));
    }
}
