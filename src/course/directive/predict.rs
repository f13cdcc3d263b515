//! `predict`: asks for a guess before the run.

use std::sync::Arc;

use toml::de::DeValue;

use super::body::{self, Body};
use super::{Desk, Directive, Kind, Mention};
use crate::course::clean;
use crate::course::fence::Fence;
use crate::lab::metrics::{self, MetricName};
use crate::lab::{Goal, Window};
use crate::problem::Problem;
use crate::quiz::{Question, Tolerance, Values};

/// The kind.
pub const KIND: Kind = Kind {
    name: "predict",
    meaning: "asks for a guess before the run",
    keys: &["lab", "id"],
    words: false,
    sample: "```predict lab=first id=how-many\nprompt = \"How many environments will there be?\"\ntype = \"Numeric\"\nmetric = \"environments_peak\"\nwindow = \"all\"\nreveal = \"One for each call that was in progress at a time.\"\n```\n",
    read,
};

/// A guess to make before the run.
#[derive(Clone, Debug)]
pub struct Predict {
    /// Unique in the lesson.
    pub id: String,
    /// The lab whose run it waits for.
    pub lab: String,
    /// The question, prices filled in.
    pub prompt: String,
    /// What the number counts: `cold starts`.
    pub unit: Option<String>,
    /// Where the truth comes from.
    pub truth: Truth,
    /// What is said once the guess is made and the run has shown the truth.
    pub reveal: Option<String>,
}

/// Where the truth comes from.
#[derive(Clone, Debug)]
pub enum Truth {
    /// It is measured in the learner's own run; the guess is a number.
    Measured(Measure),
    /// The author knows it.
    Known(Arc<Question>),
}

/// What is measured.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Its name and unit.
    pub metric: &'static MetricName,
    /// The one function that is meant; all when absent.
    pub function: Option<String>,
    /// The part of the run.
    pub window: Window,
    /// How far off a right guess may be.
    pub tolerance: Tolerance,
}

/// The keys of a prediction that are no keys of a question.
const OWN_KEYS: [&str; 4] = ["metric", "window", "tolerance", "reveal"];

fn read(fence: &Fence, desk: &mut Desk<'_>) -> Option<Directive> {
    let id = fence.info.get("id").map_or_else(|| desk.unnamed("predict"), str::to_owned);
    desk.claim("predict", &id, fence.key_place("id"));
    let lab = lab(fence, desk);
    let mut mention = Mention { lab: (lab.clone(), fence.key_place("lab")), ..Mention::default() };
    let body = Body::read(&fence.body);
    let book = desk.around.head.own.then(|| Arc::clone(&desk.rules().book));
    let fill = |text: String| match &book {
        Some(book) => Values::none(Arc::clone(book)).fill(&text),
        None => text,
    };
    let reveal = body.text("reveal").map(|(text, _)| fill(text.trim().to_owned()));
    let read = if body.get("metric").is_some() {
        let (prompt, unit) = prompt(&body);
        question_type(&body);
        let measure = measure(&body);
        if let Some(measure) = &measure {
            mention.windows.push((measure.window.clone(), fence.place(&body.place("window"))));
            mention.functions.extend(measure.function.clone().map(|name| (name, fence.place(&body.place("metric")))));
        }
        let problems = body.finish(fence);
        desk.problems.extend(problems);
        prompt.zip(measure).map(|(prompt, measure)| (fill(prompt), unit, Truth::Measured(measure)))
    } else {
        let (question, problems) = Question::parse(&fence.body, &OWN_KEYS, desk.rules());
        desk.problems.extend(problems.into_iter().map(|problem| fence.placed(problem)));
        question.map(|question| (fill(question.prompt.clone()), None, Truth::Known(Arc::new(question))))
    };
    if !lab.is_empty() {
        desk.mention(mention);
    }
    let (prompt, unit, truth) = read?;
    Some(Directive::Predict(Predict { id, lab, prompt, unit, truth, reveal }))
}

/// The lab a prediction waits for.
fn lab(fence: &Fence, desk: &mut Desk<'_>) -> String {
    if let Some(lab) = fence.info.get("lab") {
        return lab.to_owned();
    }
    let problem = Problem::error(fence.head(), "this prediction names no lab");
    desk.problems.push(problem.with_help("write `predict lab=NAME`"));
    String::new()
}

/// `prompt = "…"`, or `prompt.prompt = "…"` and `prompt.unit = "…"` as questions have it.
fn prompt(body: &Body<'_>) -> (Option<String>, Option<String>) {
    let Some(value) = body.get("prompt") else {
        body.wrong(0..0, "this prediction asks nothing: `prompt` is missing");
        return (None, None);
    };
    match value.get_ref() {
        DeValue::String(text) => (Some(clean::visible(text).into_owned()), None),
        DeValue::Table(table) => {
            let mut found = (None, None);
            for (key, value) in table {
                match key.get_ref().as_ref() {
                    "prompt" => found.0 = Some(body::written(value.get_ref())),
                    "unit" => found.1 = Some(body::written(value.get_ref())),
                    other => body.add(Problem::unknown(key.span(), "key", &clean::one_line(other), ["prompt", "unit"])),
                }
            }
            found
        }
        _ => {
            body.wrong(value.span(), "`prompt` must be a text in quotes");
            (None, None)
        }
    }
}

/// What a run measures is a number.
fn question_type(body: &Body<'_>) {
    if let Some((name, span)) = body.text("type")
        && name != "Numeric"
    {
        body.add(
            Problem::error(span, format!("a metric is a number, not a {name} question"))
                .with_help("write `type = \"Numeric\"`, or leave `metric` out"),
        );
    }
}

fn measure(body: &Body<'_>) -> Option<Measure> {
    let metric = body.text("metric").and_then(|(text, span)| named_metric(body, &text, span));
    let window = match body.text("window") {
        None => Some(Window::All),
        Some((text, span)) => text.parse().map_err(|problem: Problem| body.add(problem.shifted(span.start))).ok(),
    };
    let tolerance = tolerance(body);
    let (metric, function) = metric?;
    Some(Measure { metric, function, window: window?, tolerance: tolerance? })
}

/// `p99_ms` or `p99_ms{fn=hello}`: the left side of a goal, read by the same reader.
fn named_metric(
    body: &Body<'_>,
    text: &str,
    span: std::ops::Range<usize>,
) -> Option<(&'static MetricName, Option<String>)> {
    match Goal::parse(&format!("{text} < 0")) {
        Ok(goal) => metrics::lookup(goal.metric).map(|metric| (metric, goal.function)),
        Err(mut problem) => {
            let within = problem.span.start.min(text.len())..problem.span.end.min(text.len());
            problem.span = span.start + within.start..span.start + within.end;
            body.add(problem);
            None
        }
    }
}

/// `2`, `0.4` or `"5%"`; a tenth of the truth where the author says nothing.
fn tolerance(body: &Body<'_>) -> Option<Tolerance> {
    let Some(value) = body.get("tolerance") else { return Some(Tolerance::Relative(0.1)) };
    let tolerance = Tolerance::parse(&body::written(value.get_ref()));
    if tolerance.is_none() {
        body.add(Problem::error(value.span(), "this is no tolerance").with_help("write `0.4` or `\"5%\"`"));
    }
    tolerance
}
