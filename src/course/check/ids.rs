//! Ids are what the learner's memory hangs on: each exists once in a course.

use std::collections::BTreeMap;

use super::Reading;
use crate::course::directive::Directive;
use crate::problem::Problem;

/// Lessons, quizzes and questions that have the same id as an earlier one.
pub fn duplicates(reading: &Reading<'_>) -> Vec<(usize, Problem)> {
    let mut taken: BTreeMap<(&str, String), String> = BTreeMap::new();
    let mut problems = Vec::new();
    for (number, lesson) in reading.lessons.iter().enumerate() {
        let at = lesson.source.text.find(&format!("id: {}", lesson.head.id)).unwrap_or(0);
        let mut claim = |kind: &'static str, id: &str, span: std::ops::Range<usize>| {
            let key = (kind, id.to_owned());
            let here = format!("{}:{}", lesson.source.name, lesson.source.position(span.start).line);
            let Some(other) = taken.get(&key) else {
                taken.insert(key, here);
                return;
            };
            // Two quizzes in one lesson are compared when it is read.
            let said = kind == "quiz" && other.starts_with(&format!("{}:", lesson.source.name));
            if !said {
                let problem = Problem::error(span, format!("the {kind} id `{id}` is taken in {other}"));
                problems.push((number, problem.with_help("progress is kept by id; choose another")));
            }
        };
        claim("lesson", &lesson.head.id, at..at);
        for (_, directive) in lesson.directives() {
            let Directive::Quiz(card) = directive else { continue };
            claim("quiz", &card.id, card.places.first().cloned().unwrap_or(0..0));
            for (question, place) in card.quiz.questions.iter().zip(&card.places) {
                claim("question", &question.id, place.clone());
            }
        }
    }
    problems
}
