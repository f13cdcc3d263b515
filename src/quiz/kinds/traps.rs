//! Wrong answers, each with what its author wants to say to somebody who picked it.

use super::super::fields::{Fields, Located};
use super::super::{Remark, Rules, Values};
use crate::problem::Problem;

/// A wrong answer.
#[derive(Clone, Debug)]
pub(super) struct Trap<T> {
    pub wrong: Located<T>,
    misconception: Option<String>,
    feedback: Option<String>,
}

impl<T> Trap<T> {
    /// Pairs `distractors` with `prompt.misconceptions` and `prompt.feedback`: one each, in the same order, `""` for none.
    pub fn read_all(distractors: Vec<Located<T>>, prompt: &Fields, rules: &Rules) -> Vec<Self> {
        let misconceptions = paired(prompt, "misconceptions", distractors.len());
        let feedback = paired(prompt, "feedback", distractors.len());
        for id in misconceptions.iter().flatten() {
            if rules.misconceptions.get(&id.value).is_none() {
                let known = rules.misconceptions.ids();
                prompt.problems().add(Problem::unknown(id.span.clone(), "misconception", &id.value, known));
            }
        }
        let says = misconceptions.into_iter().zip(feedback);
        distractors
            .into_iter()
            .zip(says)
            .map(|(wrong, (misconception, feedback))| Self {
                wrong,
                misconception: misconception.map(|id| id.value),
                feedback: feedback.map(|text| text.value),
            })
            .collect()
    }

    /// What to say to somebody who fell into it.
    pub fn remark(&self, about: &str, values: &Values) -> Remark {
        Remark {
            about: about.to_owned(),
            text: self.feedback.as_ref().map(|text| values.fill(text)),
            misconception: self.misconception.clone(),
        }
    }
}

/// As many entries as there are distractors; an empty text is no entry.
fn paired(prompt: &Fields, key: &'static str, count: usize) -> Vec<Option<Located<String>>> {
    let written = prompt.texts(key);
    if prompt.has(key) && written.len() != count {
        let message = format!("`prompt.{key}` has {} for {count} distractors", entries(written.len()));
        prompt.wrong_with_help(
            prompt.place(key),
            message,
            "give one for each, in the same order; \"\" where there is none",
        );
    }
    let mut written = written.into_iter();
    (0..count).map(|_| written.next().filter(|text| !text.value.is_empty())).collect()
}

fn entries(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}
