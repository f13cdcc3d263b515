//! `--plain`: lessons as text on standard output, for screen readers, pipes and tests.

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use crate::catalog::Catalog;
use crate::course::{Library, plain};

/// Prints the lesson of this id, or every lesson of the library.
pub(super) fn print(library: &Library, lesson: Option<&str>) -> ExitCode {
    let catalog = Arc::new(Catalog::embedded());
    let mut out = String::new();
    for course in &library.courses {
        for head in course.lessons().filter(|head| lesson.is_none_or(|id| id == head.id)) {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&plain::lesson(&course.read(head, &catalog)));
        }
    }
    // A reader that has seen enough closes the pipe; that is no error of ours.
    let _ = std::io::stdout().lock().write_all(out.as_bytes());
    ExitCode::SUCCESS
}
