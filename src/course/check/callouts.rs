//! Callouts shout; three in a row are noise.

use super::Reading;
use crate::course::block::BlockKind;
use crate::course::lesson::Lesson;
use crate::problem::Problem;

/// More callouts than this in a row are not read.
const IN_A_ROW: usize = 2;

/// Warns at the first callout too many.
pub fn too_many(lesson: &Lesson, _: &Reading<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for page in &lesson.pages {
        let mut row = 0;
        for block in &page.blocks {
            match block.kind {
                BlockKind::Callout(_) => row += 1,
                BlockKind::Pause | BlockKind::Problems(_) | BlockKind::Note(_) => {}
                _ => row = 0,
            }
            if row == IN_A_ROW + 1 && matches!(block.kind, BlockKind::Callout(_)) {
                let problem = Problem::warning(block.span.clone(), "more than two callouts in a row");
                problems.push(problem.with_help("keep the one that matters; the others are ordinary text"));
            }
        }
    }
    problems
}
