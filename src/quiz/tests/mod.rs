//! Questions from their text to their grade.

mod card;
mod drawing;
mod grading;
mod mistakes;
mod progress;

use std::sync::Arc;

use super::*;
use crate::catalog::expr::{Exact, Names, exact};
use crate::problem::{Problem, Source};

/// A price book of two entries.
struct SmallBook;

impl Names for SmallBook {
    fn number(&self, name: &str) -> Option<Exact> {
        match name {
            "lambda.gb_second" => exact("0.0000166667"),
            "lambda.mb_per_vcpu" => exact("1769"),
            _ => None,
        }
    }

    fn all(&self) -> Vec<String> {
        vec!["lambda.gb_second".to_owned(), "lambda.mb_per_vcpu".to_owned()]
    }
}

/// Our own course: ids are needed, expressions are worked out.
fn our_rules() -> Rules {
    Rules { misconceptions: Arc::new(Misconceptions::embedded()), book: Arc::new(SmallBook), ours: true }
}

/// Somebody else's quiz.
fn foreign_rules() -> Rules {
    Rules { misconceptions: Arc::new(Misconceptions::embedded()), book: Arc::new(NoBook), ours: false }
}

/// The one question of a text without mistakes.
fn question(text: &str) -> Arc<Question> {
    let (quiz, problems) = Quiz::parse(text, &our_rules());
    let errors: Vec<&Problem> = problems.iter().filter(|problem| !problem.message.contains("`context`")).collect();
    assert!(errors.is_empty(), "{errors:?} in\n{text}");
    Arc::clone(&quiz.questions[0])
}

fn picked(choices: &[&str]) -> Answer {
    Answer::Picked(choices.iter().map(|choice| (*choice).to_owned()).collect())
}

fn typed(text: &str) -> Answer {
    Answer::Typed(text.to_owned())
}

fn arranged(items: &[&str]) -> Answer {
    Answer::Arranged(items.iter().map(|item| (*item).to_owned()).collect())
}

/// Every mistake as `line:column: error: message (help)`.
fn mistakes_in(text: &str, rules: &Rules) -> Vec<String> {
    let (_, problems) = Quiz::parse(text, rules);
    let source = Source::new("quiz.toml", text);
    let line = |problem: &Problem| {
        let headline = source.headline(problem).replace("quiz.toml:", "");
        problem.help.as_ref().map_or(headline.clone(), |help| format!("{headline} ({help})"))
    };
    problems.iter().map(line).collect()
}

const PINGER: &str = r#"
[[questions]]
id = "cs-pinger"
type = "MultipleChoice"
prompt.prompt = "A schedule calls the function every five minutes. What changes?"
prompt.distractors = ["Cold starts disappear", "Bursts no longer cause cold starts"]
prompt.misconceptions = ["M08", "M12"]
prompt.feedback = ["One environment stays warm, not all.", ""]
answer.answer = "One environment usually stays warm"
context = "A ping occupies one environment; a burst needs many."
"#;

const CAUSES: &str = r#"
[[questions]]
id = "cs-causes"
type = "MultipleChoice"
prompt.prompt = "What causes a cold start?"
prompt.distractors = ["every call", "a warm second call"]
prompt.misconceptions = ["", "M06"]
answer.answer = ["scale-out", "idle expiry", "a new deployment"]
context = "Each new environment starts cold."
"#;

const BURST: &str = r#"
[[questions]]
id = "cs-burst"
type = "Numeric"
prompt.prompt = "{{warm}} environments are idle and {{n}} requests arrive together. Cold starts?"
prompt.distractors = ["= n", 1]
prompt.misconceptions = ["M13", "M06"]
prompt.feedback = ["The idle ones take a request each: {{warm}} of {{n}}.", "Each new environment starts cold."]
vars = { warm = [1, 5], n = [10, 40] }
answer.answer = "= max(0, n - warm)"
context = "Each environment takes one request at a time."
"#;

const COST: &str = r#"
[[questions]]
id = "bill"
type = "Numeric"
prompt.prompt = "60,000 GB-s cost?"
prompt.unit = "USD"
answer.answer = "= 60000 * lambda.gb_second"
answer.tolerance = 0.01
context = "At {= fmt(lambda.gb_second, \"usd\")} each."
"#;

const DURATION: &str = r#"
[[questions]]
id = "duration"
type = "Numeric"
prompt.prompt = "How long?"
prompt.unit = "ms"
answer.answer = 3110
answer.tolerance = "2%"
context = "It follows the share of a processor."
"#;

const PHASES: &str = r#"
[[questions]]
id = "phases"
type = "Ordering"
prompt.prompt = "What happens in which order?"
prompt.items = ["fetch the code", "start the runtime", "run top-level code", "call the handler", "freeze"]
context = "Fetch, runtime, your code, handler, freeze."
"#;

const LONG_WORK: &str = r#"
[[questions]]
id = "long-work"
type = "Ordering"
prompt.prompt = "How does long work leave the request path?"
prompt.items = ["submit", "enqueue", "answer 202", "poll"]
answer.accept = [["submit", "answer 202", "enqueue", "poll"]]
context = "The answer comes before the work."
"#;

const WORD: &str = r#"
[[questions]]
id = "word"
type = "ShortAnswer"
prompt.prompt = "Which phase runs the code outside the handler?"
prompt.distractors = ["invoke"]
prompt.misconceptions = ["M06"]
answer.answer = "INIT"
answer.alternatives = ["the init phase", "initialisation"]
context = "It runs once in each environment."
"#;
