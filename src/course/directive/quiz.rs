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
    let (mut quiz, problems) = Quiz::parse(&fence.body, desk.rules());
    desk.problems.extend(problems.into_iter().map(|problem| fence.placed(problem)));
    quiz.id.clone_from(&id);
    let places = question_places(&fence.body, &quiz).into_iter().map(|span| fence.place(&span)).collect();
    let title = fence.info.get("title").map(str::to_owned);
    let nothing_to_ask = quiz.questions.is_empty() && quiz.notes.is_empty();
    (!nothing_to_ask).then(|| Directive::Quiz(QuizCard { id, title, quiz: Arc::new(quiz), places }))
}

/// Where each question's id stands.
fn question_places(text: &str, quiz: &Quiz) -> Vec<Range<usize>> {
    let place = |id: &str| {
        let quoted = [format!("\"{id}\""), format!("'{id}'")];
        let found = quoted.iter().find_map(|quoted| text.find(quoted.as_str()).map(|at| at..at + quoted.len()));
        found.unwrap_or(0..0)
    };
    quiz.questions.iter().map(|question| place(&question.id)).collect()
}

/// `{{#quiz quizzes/lambda.toml}}`: the questions of a file.
pub fn quiz_from_file(path: &str, folder: &str, span: Range<usize>, desk: &mut Desk<'_>) -> Option<Directive> {
    let files = &desk.around.course.files;
    let resolved = match include::resolve(files, folder, path) {
        Ok(resolved) => resolved,
        Err(message) => {
            desk.problems.push(Problem::error(span, format!("cannot include: {message}")));
            return None;
        }
    };
    let text = clean::text(files.get(&resolved).unwrap_or_default()).0;
    let (mut quiz, problems) = Quiz::parse(&text, desk.rules());
    let source = Source::new(resolved.clone(), text);
    for problem in problems {
        // The mistake stands in another file; its place there is part of the message.
        let place = source.position(problem.span.start);
        let message = format!("{resolved}:{}:{}: {}", place.line, place.column, problem.message);
        desk.problems.push(Problem { message, span: span.clone(), ..problem });
    }
    let stem = resolved.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml");
    desk.claim("quiz", stem, span.clone());
    stem.clone_into(&mut quiz.id);
    let places = vec![span; quiz.questions.len()];
    let nothing_to_ask = quiz.questions.is_empty() && quiz.notes.is_empty();
    (!nothing_to_ask)
        .then(|| Directive::Quiz(QuizCard { id: quiz.id.clone(), title: None, quiz: Arc::new(quiz), places }))
}
