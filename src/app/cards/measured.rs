//! Numbers that a run shows: when they are settled, and how they read.

use std::sync::Arc;

use crate::app::Bench;
use crate::lab::Window;
use crate::lab::metrics::Unit;
use crate::problem::Problem;
use crate::quiz::{Answer, Draw, Form, Marks, Question, QuestionKind, Values, read_number, show_number};
use crate::units::Span;

/// After an action, this much quiet means that what it caused is over.
const QUIET: Span = Span::from_secs(1);
/// Under steady load there is no quiet; then this long after an action its effect is plain.
const EFFECT: Span = Span::from_secs(30);
/// "The last five minutes" of a world that somebody just changed say nothing yet: it takes a few times as long to be itself again.
const CALM_TIMES: u64 = 4;

/// Whether the run has shown what this window is about.
pub(super) fn is_settled(window: &Window, bench: &Bench) -> bool {
    let now = bench.now();
    if bench.has_ended() {
        return true;
    }
    match window {
        Window::After(key) => bench.used_at(key).is_some_and(|used| {
            let since = now.since(used);
            let quiet = bench.snapshot.totals.concurrency == 0;
            since >= EFFECT || (quiet && since >= QUIET)
        }),
        Window::Last(span) => now.since(bench.last_command_at()) >= Span::from_micros(span.as_micros() * CALM_TIMES),
        Window::Between(_, end) => now >= *end,
        Window::All => false,
    }
}

/// A measured value as the learner reads it.
pub(super) fn figure(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Count => show_number((value * 100.0).round() / 100.0),
        Unit::Share => format!("{} %", show_number((value * 10_000.0).round() / 100.0)),
        Unit::Seconds => Span::from_secs_f64(value).to_string(),
        Unit::Millis => Span::from_millis_f64(value).to_string(),
        Unit::Dollars if value >= 0.01 => format!("${value:.2}"),
        Unit::Dollars => format!("${value:.8}"),
    }
}

/// A question whose truth nobody knows before the run.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) unit: Option<String>,
}

impl Measured {
    /// The question in full.
    pub(super) fn question(self, id: &str, prompt: &str) -> Arc<Question> {
        Arc::new(Question::new(id, prompt, Arc::new(self)))
    }
}

impl QuestionKind for Measured {
    fn form(&self, _: &Values, _: &mut dyn Draw) -> Form {
        Form::Type { unit: self.unit.clone(), number: true }
    }

    fn mark(&self, _: &Values, _: &Answer) -> Marks {
        Marks::default()
    }

    fn right_answer(&self, _: &Values) -> Answer {
        Answer::Typed(String::new())
    }

    fn complaint(&self, answer: &Answer) -> Option<String> {
        let Answer::Typed(text) = answer else { return Some("A number is wanted.".to_owned()) };
        read_number(text).is_none().then(|| "Write a number, such as 19, 7.4 or 1,000.".to_owned())
    }

    fn trouble(&self, _: &Values) -> Option<Problem> {
        None
    }
}
