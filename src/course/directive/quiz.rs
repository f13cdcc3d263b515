//! `quiz`: asks questions.

use std::ops::Range;
use std::sync::Arc;

use super::{Desk, Directive, Kind};
use crate::course::fence::Fence;
use crate::course::{clean, include};
use crate::problem::{Problem, Source};
use crate::quiz::Quiz;

/// The kind.
pub const KIND: Kind = Kind {
    name: "quiz",
    meaning: "asks questions",
    keys: &["id", "title"],
    words: false,
    sample: "```quiz id=check\n[[questions]]\nid = \"burst\"\ntype = \"Numeric\"\nprompt.prompt = \"{{warm}} environments are idle and {{n}} calls arrive. How many cold starts?\"\nvars = { warm = [1, 5], n = [10, 40] }\nanswer.answer = \"= max(0, n - warm)\"\ncontext = \"Each environment takes one call at a time.\"\n```\n",
    read,
};

/// Questions about what was read.
#[derive(Clone, Debug)]
pub struct QuizCard {
    /// Unique in the course.
    pub id: String,
    /// What it is called.
    pub title: Option<String>,
    /// The questions.
    pub quiz: Arc<Quiz>,
    /// Where each question stands in the lesson, in order.
    pub places: Vec<Range<usize>>,
}

fn read(fence: &Fence, desk: &mut Desk<'_>) -> Option<Directive> {
    let id = match fence.info.get("id") {
        Some(id) => id.to_owned(),
        None => {
            if desk.around.head.own {
                let problem = Problem::error(fence.head(), "this quiz has no id");
                desk.problems.push(problem.with_help("write `quiz id=NAME`; the learner's answers hang on it"));
            }
            desk.unnamed("quiz")
        }
    };
    desk.claim("quiz", &id, fence.key_place("id"));
    let title = fence.info.get("title").map(str::to_owned);
    let file = fence.body.trim().strip_prefix("{{#quiz ").and_then(|rest| rest.strip_suffix("}}"));
    if let Some(path) = file {
        let (mut quiz, _) = from_file(path.trim(), &fence.place(&(0..fence.body.trim_end().len())), desk)?;
        quiz.id.clone_from(&id);
        let places = vec![fence.head(); quiz.questions.len()];
        return something_to_ask(&quiz).then(|| Directive::Quiz(QuizCard { id, title, quiz: Arc::new(quiz), places }));
    }
    let (mut quiz, problems) = Quiz::parse(&fence.body, desk.rules());
    // `check` compares the ids of the whole course, and knows the file and the line of the other one.
    let own = problems.into_iter().filter(|problem| !problem.message.ends_with("is taken by another question here"));
    desk.problems.extend(own.map(|problem| fence.placed(problem)));
    quiz.id.clone_from(&id);
    let places = question_places(&fence.body, &quiz).into_iter().map(|span| fence.place(&span)).collect();
    something_to_ask(&quiz).then(|| Directive::Quiz(QuizCard { id, title, quiz: Arc::new(quiz), places }))
}

fn something_to_ask(quiz: &Quiz) -> bool {
    !quiz.questions.is_empty() || !quiz.notes.is_empty()
}

/// Where each question's id stands; of two questions with one id, each has its own place.
fn question_places(text: &str, quiz: &Quiz) -> Vec<Range<usize>> {
    let mut from = 0;
    let mut place = |id: &str| {
        let found = id_place(text, from, id).or_else(|| id_place(text, 0, id)).unwrap_or(0..0);
        from = from.max(found.end);
        found
    };
    quiz.questions.iter().map(|question| place(&question.id)).collect()
}

/// The value of the first `id = "…"` from a place on.
fn id_place(text: &str, from: usize, id: &str) -> Option<Range<usize>> {
    let quoted = [format!("\"{id}\""), format!("'{id}'")];
    let places = quoted.iter().flat_map(|quoted| text[from..].match_indices(quoted.as_str()));
    let is_id = |at: usize| {
        let before = text[..at].trim_end().strip_suffix('=').map(str::trim_end);
        before.is_some_and(|before| before.ends_with("id"))
    };
    places
        .map(|(at, found)| from + at..from + at + found.len())
        .filter(|place| is_id(place.start))
        .min_by_key(|place| place.start)
}

/// `{{#quiz quizzes/lambda.toml}}`: the questions of a file.
pub fn quiz_from_file(path: &str, span: Range<usize>, desk: &mut Desk<'_>) -> Option<Directive> {
    let (mut quiz, resolved) = from_file(path, &span, desk)?;
    let stem = resolved.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml");
    desk.claim("quiz", stem, span.clone());
    stem.clone_into(&mut quiz.id);
    let places = vec![span; quiz.questions.len()];
    something_to_ask(&quiz)
        .then(|| Directive::Quiz(QuizCard { id: quiz.id.clone(), title: None, quiz: Arc::new(quiz), places }))
}

/// The questions of a file, and its path in the course; mistakes are told where it is named.
fn from_file(path: &str, span: &Range<usize>, desk: &mut Desk<'_>) -> Option<(Quiz, String)> {
    let files = &desk.around.course.files;
    let folder = desk.around.head.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let resolved = match include::resolve(files, folder, path) {
        Ok(resolved) => resolved,
        Err(message) => {
            desk.problems.push(Problem::error(span.clone(), format!("cannot include: {message}")));
            return None;
        }
    };
    let text = clean::text(files.get(&resolved).unwrap_or_default()).0;
    let (quiz, problems) = Quiz::parse(&text, desk.rules());
    let source = Source::new(resolved.clone(), text);
    for problem in problems {
        // The mistake stands in another file; its place there is part of the message.
        let place = source.position(problem.span.start);
        let message = format!("{resolved}:{}:{}: {}", place.line, place.column, problem.message);
        desk.problems.push(Problem { message, span: span.clone(), ..problem });
    }
    Some((quiz, resolved))
}
