//! Type the word. Case, spaces, quotes and a full stop at the end do not matter.

use std::sync::Arc;

use super::super::fields::Fields;
use super::super::{Answer, Form, Rules, Values};
use super::traps::Trap;
use super::{Draw, KindRow, Marks, QuestionKind};
use crate::problem::Problem;

pub(super) const ROW: KindRow = KindRow { name: "ShortAnswer", read };

/// How mdbook-quiz sizes the field; here one line serves all three.
const RESPONSES: [&str; 3] = ["short", "long", "code"];

#[derive(Debug)]
struct ShortAnswer {
    answer: String,
    alternatives: Vec<String>,
    traps: Vec<Trap<String>>,
}

fn read(prompt: &Fields, answer: &Fields, rules: &Rules) -> Option<Arc<dyn QuestionKind>> {
    let traps = Trap::read_all(prompt.texts("distractors"), prompt, rules);
    if let Some(response) = prompt.text("response")
        && !RESPONSES.contains(&response.value.as_str())
    {
        prompt.problems().add(Problem::unknown(response.span, "response", &response.value, RESPONSES));
    }
    let alternatives = answer.texts("alternatives").into_iter().map(|text| text.value).collect();
    let answer = answer.needed_text("answer")?.value;
    Some(Arc::new(ShortAnswer { answer, alternatives, traps }))
}

impl ShortAnswer {
    fn is_right(&self, typed: &str, values: &Values) -> bool {
        std::iter::once(&self.answer).chain(&self.alternatives).any(|right| essence(&values.fill(right)) == typed)
    }
}

impl QuestionKind for ShortAnswer {
    fn form(&self, _: &Values, _: &mut dyn Draw) -> Form {
        Form::Type { unit: None, number: false }
    }

    fn mark(&self, values: &Values, answer: &Answer) -> Marks {
        let Answer::Typed(text) = answer else { return Marks::default() };
        let typed = essence(text);
        if self.is_right(&typed, values) {
            return Marks { score: 1.0, remarks: Vec::new() };
        }
        let trap = self.traps.iter().find(|trap| essence(&values.fill(&trap.wrong.value)) == typed);
        Marks { score: 0.0, remarks: trap.map(|trap| trap.remark(text.trim(), values)).into_iter().collect() }
    }

    fn right_answer(&self, values: &Values) -> Answer {
        Answer::Typed(values.fill(&self.answer))
    }

    fn trouble(&self, values: &Values) -> Option<Problem> {
        let both = self.traps.iter().find(|trap| self.is_right(&essence(&values.fill(&trap.wrong.value)), values))?;
        Some(Problem::error(both.wrong.span.clone(), "this distractor is also a right answer"))
    }
}

/// What counts of a typed text.
fn essence(text: &str) -> String {
    let plain: String = text.chars().filter(|character| !matches!(character, '`' | '"' | '“' | '”')).collect();
    let words: Vec<String> = plain.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").trim_end_matches(['.', '!']).to_owned()
}
