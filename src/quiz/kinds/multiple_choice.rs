//! Pick the right one, or all right ones.

use std::ops::Range;
use std::sync::Arc;

use super::super::fields::{Fields, Located};
use super::super::{Answer, Form, Remark, Rules, Values};
use super::traps::Trap;
use super::{Draw, KindRow, Marks, QuestionKind, twins};
use crate::problem::Problem;

pub(super) const ROW: KindRow = KindRow { name: "MultipleChoice", read };

/// More than a learner compares, and more than there are letters to pick them by.
const MOST_CHOICES: usize = 20;

#[derive(Debug)]
struct MultipleChoice {
    right: Vec<String>,
    /// Whether the author gave the answer as a list: then more than one may be picked.
    several: bool,
    traps: Vec<Trap<String>>,
    order: Order,
    span: Range<usize>,
}

/// How the choices are ordered.
#[derive(Clone, Copy, Debug)]
enum Order {
    Drawn,
    /// By their text: sizes, years.
    Sorted,
    /// As written, the answer at this index: "all of the above".
    AnswerAt(usize),
}

fn read(prompt: &Fields, answer: &Fields, rules: &Rules) -> Option<Arc<dyn QuestionKind>> {
    let distractors = prompt.texts("distractors");
    let missing = !prompt.has("distractors");
    let traps = Trap::read_all(distractors, prompt, rules);
    let order = read_order(prompt, traps.len());
    let several = answer.raw("answer").is_some_and(|value| value.get_ref().is_array());
    let right = answer.texts("answer");
    if !answer.has("answer") {
        answer.missing("answer");
        return None;
    }
    if right.is_empty() {
        answer.wrong(answer.place("answer"), "`answer.answer` names no right choice");
        return None;
    }
    if traps.is_empty() && missing && !several {
        prompt.missing("distractors");
    }
    if right.len() + traps.len() > MOST_CHOICES {
        let message = format!("{} choices; a learner compares at most {MOST_CHOICES}", right.len() + traps.len());
        prompt.wrong(prompt.place("distractors"), message);
    }
    if let Some(Located { span, .. }) = right.iter().find(|choice| choice.value.trim().is_empty()) {
        answer.wrong(span.clone(), "this choice is empty");
    }
    let span = answer.place("answer");
    let right = right.into_iter().map(|choice| choice.value).collect();
    Some(Arc::new(MultipleChoice { right, several, traps, order, span }))
}

fn read_order(prompt: &Fields, distractors: usize) -> Order {
    let sorted = prompt.flag("sortAnswers").unwrap_or(false);
    let most = u32::try_from(distractors).unwrap_or(u32::MAX);
    match prompt.whole("answerIndex", 0..=most) {
        Some(index) => Order::AnswerAt(index as usize),
        None if sorted => Order::Sorted,
        None => Order::Drawn,
    }
}

impl MultipleChoice {
    /// The right choices, then the wrong ones.
    fn choices(&self, values: &Values) -> Vec<String> {
        let wrong = self.traps.iter().map(|trap| &trap.wrong.value);
        self.right.iter().chain(wrong).map(|text| values.fill(text)).collect()
    }

    fn is_right(&self, choice: &str, values: &Values) -> bool {
        self.right.iter().any(|right| values.fill(right) == choice)
    }

    fn remark(&self, choice: &str, values: &Values) -> Remark {
        let trap = self.traps.iter().find(|trap| values.fill(&trap.wrong.value) == choice);
        trap.map_or_else(
            || Remark { about: choice.to_owned(), ..Remark::default() },
            |trap| trap.remark(choice, values),
        )
    }
}

impl QuestionKind for MultipleChoice {
    fn form(&self, values: &Values, draw: &mut dyn Draw) -> Form {
        let mut choices = self.choices(values);
        match self.order {
            Order::Drawn => choices = draw.order(choices.len()).into_iter().map(|from| choices[from].clone()).collect(),
            Order::Sorted => choices.sort(),
            Order::AnswerAt(index) => {
                let right: Vec<String> = choices.drain(..self.right.len()).collect();
                let index = index.min(choices.len());
                choices.splice(index..index, right);
            }
        }
        Form::Choose { choices, several: self.several }
    }

    /// One right choice: all or nothing. Several: each wrong pick takes a right one back.
    fn mark(&self, values: &Values, answer: &Answer) -> Marks {
        let Answer::Picked(picked) = answer else { return Marks::default() };
        let mut picked = picked.clone();
        picked.sort();
        picked.dedup();
        let (right, wrong): (Vec<&String>, Vec<&String>) =
            picked.iter().partition(|choice| self.is_right(choice, values));
        let score = if self.several {
            (right.len() as f64 - wrong.len() as f64).max(0.0) / self.right.len() as f64
        } else {
            f64::from(right.len() == 1 && wrong.is_empty())
        };
        Marks { score, remarks: wrong.into_iter().map(|choice| self.remark(choice, values)).collect() }
    }

    fn right_answer(&self, values: &Values) -> Answer {
        Answer::Picked(self.right.iter().map(|right| values.fill(right)).collect())
    }

    fn trouble(&self, values: &Values) -> Option<Problem> {
        let choices = self.choices(values);
        let twin = twins(&choices)?;
        let distractor = self.traps.iter().find(|trap| values.fill(&trap.wrong.value) == *twin);
        let span = distractor.map_or(&self.span, |trap| &trap.wrong.span).clone();
        Some(Problem::error(span, format!("two choices read the same: `{twin}`")))
    }
}
