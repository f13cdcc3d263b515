//! A number or word that is drawn anew for each learner, so that an answer cannot be learnt by heart.

use toml::de::DeValue;

use super::fields::{Fields, as_number, as_text};
use super::shuffle::Shuffle;
use super::{Values, template};
use crate::catalog::expr::{Exact, exact};

/// A named choice of values.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Variable {
    name: String,
    range: Range,
}

/// What may be drawn.
#[derive(Clone, Debug, PartialEq)]
enum Range {
    /// `from`, then so many steps up at most, counted in units of `10^-decimals` so that no rounding creeps in.
    Steps { from: i64, step: i64, steps: u64, decimals: u32 },
    /// One of these numbers.
    Numbers(Vec<Exact>),
    /// One of these words.
    Words(Vec<String>),
}

impl Variable {
    /// Reads `vars = { warm = [1, 5], size = [128, 256, 512], rate = { from = 0.1, to = 0.5, step = 0.1 } }`.
    ///
    /// Two numbers are a range with both ends in it; any other list is a choice, and so is `{ one_of = [1, 5] }`.
    pub fn read_all(question: &Fields) -> Vec<Self> {
        let Some(vars) = question.raw("vars") else { return Vec::new() };
        let DeValue::Table(table) = vars.get_ref() else {
            question.wrong_with_help(vars.span(), "`vars` must be a table", "write vars = { n = [10, 40] }");
            return Vec::new();
        };
        let mut variables: Vec<(usize, Self)> = Vec::new();
        for (name, value) in table {
            let range = Range::read(question, name.get_ref(), value);
            if !template::is_name(name.get_ref()) {
                question.wrong(
                    name.span(),
                    format!("`{}` cannot name a variable; use letters, digits and _", name.get_ref()),
                );
            } else if let Some(range) = range {
                variables.push((name.span().start, Self { name: name.get_ref().to_string(), range }));
            }
        }
        // The table is sorted by name; drawing in the author's order keeps older draws when one is added at the end.
        variables.sort_by_key(|(place, _)| *place);
        variables.into_iter().map(|(_, variable)| variable).collect()
    }

    /// Draws a value.
    pub fn draw(&self, shuffle: &mut Shuffle, values: &mut Values) {
        self.set(shuffle.below(self.range.count()), values);
    }

    /// Sets the lowest or the highest value, to try a question at its limits.
    pub fn set_limit(&self, highest: bool, values: &mut Values) {
        self.set(if highest { self.range.count() - 1 } else { 0 }, values);
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn set(&self, index: u64, values: &mut Values) {
        match &self.range {
            Range::Steps { from, step, decimals, .. } => {
                let units = i128::from(*from) + i128::from(index) * i128::from(*step);
                values.set_number(&self.name, Exact::new(units, 10_i128.pow(*decimals)));
            }
            Range::Numbers(numbers) => values.set_number(&self.name, numbers[index as usize]),
            Range::Words(words) => values.set_text(&self.name, &words[index as usize]),
        }
    }
}

impl Range {
    fn count(&self) -> u64 {
        match self {
            Self::Steps { steps, .. } => steps + 1,
            Self::Numbers(numbers) => numbers.len() as u64,
            Self::Words(words) => words.len() as u64,
        }
    }

    fn read(question: &Fields, name: &str, value: &toml::Spanned<DeValue>) -> Option<Self> {
        let range = match value.get_ref() {
            DeValue::Array(list) => {
                let values: Vec<&DeValue> = list.iter().map(toml::Spanned::get_ref).collect();
                Self::from_list(&values)
            }
            DeValue::Table(_) => Self::from_table(question, value),
            _ => None,
        };
        if range.is_none() {
            question.wrong_with_help(
                value.span(),
                format!("the variable `{name}` must be a range or a list of values"),
                "write [10, 40] for 10 to 40, [128, 256, 512] for one of three, { from = 0, to = 1, step = 0.1 } or { one_of = [1, 5] }",
            );
        }
        range
    }

    fn from_list(values: &[&DeValue]) -> Option<Self> {
        if let [from, to] = values
            && let Some(range) = Self::between(from, to, None)
        {
            return Some(range);
        }
        Self::one_of(values)
    }

    fn one_of(values: &[&DeValue]) -> Option<Self> {
        let numbers: Vec<Exact> = values.iter().filter_map(|value| as_exact(value)).collect();
        let words: Vec<String> = values.iter().filter_map(|value| as_text(value)).collect();
        match (numbers.len(), words.len()) {
            (0, 0) => None,
            (_, 0) if numbers.len() == values.len() => Some(Self::Numbers(numbers)),
            (0, _) if words.len() == values.len() => Some(Self::Words(words)),
            _ => None,
        }
    }

    fn from_table(question: &Fields, value: &toml::Spanned<DeValue>) -> Option<Self> {
        let table = value.get_ref().as_table()?;
        let fields = Fields::new("vars", value.span(), table, question.problems());
        let range = if let Some(list) = fields.raw("one_of") {
            let values: Vec<&DeValue> = list.get_ref().as_array()?.iter().map(toml::Spanned::get_ref).collect();
            Self::one_of(&values)
        } else {
            let (from, to, step) = (fields.raw("from")?, fields.raw("to")?, fields.raw("step"));
            Self::between(from.get_ref(), to.get_ref(), step.map(toml::Spanned::get_ref))
        };
        fields.finish();
        range
    }

    /// A range in steps as fine as the numbers are written: `[0.1, 0.5]` goes by 0.1.
    fn between(from: &DeValue, to: &DeValue, step: Option<&DeValue>) -> Option<Self> {
        let one = Written { digits: 1, decimals: 0 };
        let (from, to) = (Written::of(from)?, Written::of(to)?);
        let given_step = step.map_or(Some(one), Written::of)?;
        let decimals = from.decimals.max(to.decimals).max(given_step.decimals);
        let (from, to) = (from.in_units(decimals)?, to.in_units(decimals)?);
        let step = if step.is_some() { given_step.in_units(decimals)? } else { 1 };
        let width = u64::try_from(to.checked_sub(from)?).ok()?;
        let steps = width / u64::try_from(step).ok().filter(|step| *step > 0)?;
        Some(Self::Steps { from, step, steps, decimals })
    }
}

/// A number as written, exactly.
fn as_exact(value: &DeValue) -> Option<Exact> {
    match value {
        DeValue::Float(float) => exact(&float.as_str().replace('_', "")),
        whole => as_number(whole).and_then(|number| exact(&format!("{number}"))),
    }
}

/// A decimal as written: its digits as a whole number, and how many of them stand behind the point.
#[derive(Clone, Copy)]
struct Written {
    digits: i64,
    decimals: u32,
}

impl Written {
    fn of(value: &DeValue) -> Option<Self> {
        let number = as_number(value)?;
        let text = match value {
            DeValue::Float(float) if !float.as_str().contains(['e', 'E']) => float.as_str().to_owned(),
            _ => format!("{number}"),
        };
        let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
        let digits = text.replace('.', "").parse().ok()?;
        Some(Self { digits, decimals: u32::try_from(fraction.len()).ok()? })
    }

    fn in_units(self, decimals: u32) -> Option<i64> {
        self.digits.checked_mul(10_i64.checked_pow(decimals - self.decimals)?)
    }
}
