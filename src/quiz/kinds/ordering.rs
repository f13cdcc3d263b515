//! Bring the steps into order. Every neighbour that follows its right neighbour counts.

use std::ops::Range;
use std::sync::Arc;

use super::super::fields::{Fields, Located};
use super::super::{Answer, Form, Rules, Values};
use super::{Draw, KindRow, Marks, QuestionKind, twins};
use crate::problem::Problem;

pub(super) const ROW: KindRow = KindRow { name: "Ordering", read };

/// As many as fit a screen of 24 lines with the question above them.
const MOST_ITEMS: usize = 12;

#[derive(Debug)]
struct Ordering {
    items: Vec<String>,
    /// Other orders that are just as right, as places in `items`.
    accepted: Vec<Vec<usize>>,
    span: Range<usize>,
}

fn read(prompt: &Fields, answer: &Fields, _: &Rules) -> Option<Arc<dyn QuestionKind>> {
    if !prompt.has("items") {
        prompt.missing("items");
        return None;
    }
    let span = prompt.place("items");
    let items: Vec<String> = prompt.texts("items").into_iter().map(|item| item.value).collect();
    if items.len() < 2 {
        prompt.wrong(span.clone(), "there is nothing to order: `prompt.items` needs at least two");
    }
    if items.len() > MOST_ITEMS {
        prompt.wrong(span.clone(), format!("{} items; at most {MOST_ITEMS} fit a small screen", items.len()));
    }
    let accepted = answer.lists("accept").into_iter().filter_map(|order| places(&items, &order, answer)).collect();
    Some(Arc::new(Ordering { items, accepted, span }))
}

/// An accepted order as places; it must hold the same items.
fn places(items: &[String], order: &Located<Vec<String>>, answer: &Fields) -> Option<Vec<usize>> {
    let places: Option<Vec<usize>> =
        order.value.iter().map(|text| items.iter().position(|item| item == text)).collect();
    let complete = places.filter(|places| places.len() == items.len() && twins(&order.value).is_none());
    if complete.is_none() {
        let help = "write the same texts as in `prompt.items`, each once, in the other right order";
        answer.wrong_with_help(order.span.clone(), "this order does not hold the items of the question", help);
    }
    complete
}

impl Ordering {
    /// The items of one right order.
    fn filled(&self, places: &[usize], values: &Values) -> Vec<String> {
        places.iter().map(|place| values.fill(&self.items[*place])).collect()
    }

    fn right_orders(&self, values: &Values) -> Vec<Vec<String>> {
        let written: Vec<usize> = (0..self.items.len()).collect();
        std::iter::once(&written).chain(&self.accepted).map(|places| self.filled(places, values)).collect()
    }
}

impl QuestionKind for Ordering {
    /// Never starts with a right order: then there would be nothing to do.
    fn form(&self, values: &Values, draw: &mut dyn Draw) -> Form {
        let mut items = self.filled(&draw.order(self.items.len()), values);
        let right = self.right_orders(values);
        for _ in 0..items.len() {
            if !right.contains(&items) {
                break;
            }
            items.rotate_left(1);
        }
        Form::Arrange { items }
    }

    fn mark(&self, values: &Values, answer: &Answer) -> Marks {
        let Answer::Arranged(given) = answer else { return Marks::default() };
        let best = self.right_orders(values).iter().map(|right| right_neighbours(given, right)).fold(0.0, f64::max);
        Marks { score: best, remarks: Vec::new() }
    }

    fn right_answer(&self, values: &Values) -> Answer {
        Answer::Arranged(self.items.iter().map(|item| values.fill(item)).collect())
    }

    fn trouble(&self, values: &Values) -> Option<Problem> {
        let items: Vec<String> = self.items.iter().map(|item| values.fill(item)).collect();
        let twin = twins(&items)?;
        Some(Problem::error(self.span.clone(), format!("two items read the same: `{twin}`")))
    }
}

/// The share of the right order's neighbours that are neighbours in the given one.
fn right_neighbours(given: &[String], right: &[String]) -> f64 {
    let pairs = right.windows(2).filter(|pair| given.windows(2).any(|neighbours| neighbours == *pair)).count();
    pairs as f64 / (right.len().max(2) - 1) as f64
}
