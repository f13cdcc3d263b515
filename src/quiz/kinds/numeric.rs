//! Type the number. Near is worth something; the usual wrong numbers can be answered by name.

use std::sync::Arc;

use toml::de::DeValue;

use super::super::fields::{Amount, Fields, Located, as_number};
use super::super::number::{Quantity, read_quantity};
use super::super::{Answer, Form, Rules, Tolerance, Values, show_number};
use super::traps::Trap;
use super::{Draw, KindRow, Marks, QuestionKind};
use crate::problem::Problem;

pub(super) const ROW: KindRow = KindRow { name: "Numeric", read };

#[derive(Debug)]
struct Numeric {
    truth: Located<Amount>,
    tolerance: Tolerance,
    unit: Option<String>,
    traps: Vec<Trap<Amount>>,
}

fn read(prompt: &Fields, answer: &Fields, rules: &Rules) -> Option<Arc<dyn QuestionKind>> {
    let traps = Trap::read_all(prompt.amounts("distractors"), prompt, rules);
    let unit = prompt.text("unit").map(|unit| unit.value.trim().to_owned()).filter(|unit| !unit.is_empty());
    let tolerance = read_tolerance(answer);
    if !answer.has("answer") {
        answer.missing("answer");
    }
    let truth = answer.amount("answer")?;
    Some(Arc::new(Numeric { truth, tolerance, unit, traps }))
}

fn read_tolerance(answer: &Fields) -> Tolerance {
    let Some(value) = answer.raw("tolerance") else { return Tolerance::EXACT };
    let tolerance = match value.get_ref() {
        DeValue::String(text) => Tolerance::parse(text),
        number => as_number(number).filter(|width| *width >= 0.0).map(Tolerance::Absolute),
    };
    tolerance.unwrap_or_else(|| {
        let help = "write 0.02 for that much on either side, or \"5%\" for a share of the answer";
        answer.wrong_with_help(value.span(), "`answer.tolerance` must be a number or a percentage", help);
        Tolerance::EXACT
    })
}

impl Numeric {
    fn given(&self, answer: &Answer) -> Result<f64, String> {
        let Answer::Typed(text) = answer else { return Err("A number is wanted.".to_owned()) };
        let quantity = read_quantity(text).ok_or_else(|| "Write a number, such as 19, 7.4 or 1,000.".to_owned())?;
        self.in_my_unit(&quantity)
    }

    /// `3.1 s` counts as 3100 where milliseconds are wanted; `5 MB` does not count as anything there.
    fn in_my_unit(&self, quantity: &Quantity) -> Result<f64, String> {
        let Some(mine) = &self.unit else { return Ok(quantity.value) };
        quantity.in_unit(mine).ok_or_else(|| format!("The answer is wanted in {mine}, not in {}.", quantity.unit))
    }
}

impl QuestionKind for Numeric {
    fn form(&self, _: &Values, _: &mut dyn Draw) -> Form {
        Form::Type { unit: self.unit.clone(), number: true }
    }

    fn mark(&self, values: &Values, answer: &Answer) -> Marks {
        let (Ok(given), Ok(truth)) = (self.given(answer), amount(&self.truth.value, values)) else {
            return Marks::default();
        };
        let score = self.tolerance.score(given, truth);
        if score >= 1.0 {
            return Marks { score, remarks: Vec::new() };
        }
        let fell_in = |trap: &&Trap<Amount>| {
            amount(&trap.wrong.value, values).is_ok_and(|wrong| self.tolerance.score(given, wrong) >= 1.0)
        };
        let trap = self.traps.iter().find(fell_in);
        Marks { score, remarks: trap.map(|trap| trap.remark(&show_number(given), values)).into_iter().collect() }
    }

    fn right_answer(&self, values: &Values) -> Answer {
        Answer::Typed(amount(&self.truth.value, values).map(show_number).unwrap_or_default())
    }

    fn complaint(&self, answer: &Answer) -> Option<String> {
        self.given(answer).err()
    }

    fn trouble(&self, values: &Values) -> Option<Problem> {
        let amounts = std::iter::once(&self.truth).chain(self.traps.iter().map(|trap| &trap.wrong));
        amounts.into_iter().find_map(|located| {
            let problem = amount(&located.value, values).err()?;
            Some(Problem { span: located.span.clone(), ..problem })
        })
    }
}

fn amount(amount: &Amount, values: &Values) -> Result<f64, Problem> {
    match amount {
        Amount::Number(number) => Ok(*number),
        Amount::Expression(expression) => values.number(expression),
    }
}
