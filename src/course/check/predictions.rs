//! A lesson with a lab asks for a guess before it shows.

use super::Reading;
use crate::course::directive::Directive;
use crate::course::lesson::Lesson;
use crate::problem::Problem;

/// Warns about a lesson of ours that never asks for a guess.
pub fn missing(lesson: &Lesson, _: &Reading<'_>) -> Vec<Problem> {
    let directives = lesson.directives();
    let asks = directives.iter().any(|(_, directive)| matches!(directive, Directive::Predict(_)));
    if asks || !lesson.head.own || lesson.head.id == "glossary" {
        return Vec::new();
    }
    let problem = Problem::warning(0..0, format!("the lesson `{}` asks for no prediction", lesson.head.id));
    vec![problem.with_help("add a ```predict lab=… before the run: a guess makes the result stick")]
}
