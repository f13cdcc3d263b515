//! `--plain`: lessons as text on standard output, for screen readers, pipes and tests.

use std::process::ExitCode;
use std::sync::Arc;

use super::output;
use crate::catalog::Catalog;
use crate::course::{LessonHead, Library, plain};

/// Prints the lesson of this id, or every lesson of the library; `address` is what `coldstart run` finds a lesson by.
pub(super) fn print(library: &Library, lesson: Option<&str>, address: impl Fn(&LessonHead) -> String) -> ExitCode {
    let catalog = Arc::new(Catalog::embedded());
    let mut out = String::new();
    for course in &library.courses {
        for head in course.lessons().filter(|head| lesson.is_none_or(|id| id == head.id)) {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&plain::lesson(&course.read(head, &catalog), &address(head)));
        }
    }
    output::print(out, ExitCode::SUCCESS)
}
