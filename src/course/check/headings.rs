//! Headings are a ladder: no rung is left out on the way down.

use super::Reading;
use crate::course::block::BlockKind;
use crate::course::lesson::Lesson;
use crate::problem::Problem;

/// Warns where a heading is more than one level below the one before.
pub fn jumps(lesson: &Lesson, _: &Reading<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut above = 1;
    for block in lesson.pages.iter().flat_map(|page| &page.blocks) {
        let BlockKind::Heading { level, .. } = block.kind else { continue };
        if level > above + 1 {
            let message = format!("a heading of level {level} after one of level {above}");
            let problem = Problem::warning(block.span.clone(), message);
            problems.push(problem.with_help(format!("write {} here", "#".repeat(usize::from(above + 1)))));
        }
        above = level;
    }
    problems
}
