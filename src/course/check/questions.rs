//! A question without an explanation grades and does not teach.

use super::Reading;
use crate::course::directive::Directive;
use crate::course::lesson::Lesson;
use crate::problem::Problem;

/// Warns about questions that do not say why the right answer is right.
pub fn unexplained(lesson: &Lesson, _: &Reading<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (_, directive) in lesson.directives() {
        let Directive::Quiz(card) = directive else { continue };
        for (question, place) in card.quiz.questions.iter().zip(&card.places) {
            // The reader of questions may have said so already, at a place of its own.
            let said = lesson
                .problems
                .iter()
                .any(|problem| problem.message.contains(&question.id) && problem.message.contains("context"));
            if question.context.is_none() && !said {
                let problem =
                    Problem::warning(place.clone(), format!("the question `{}` explains nothing", question.id));
                problems.push(problem.with_help("add `context = \"…\"`: why the right answer is right"));
            }
        }
    }
    problems
}
