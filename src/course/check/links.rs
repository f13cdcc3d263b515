//! Links to a heading of another lesson lead to one that exists.

use super::Reading;
use crate::course::block::Block;
use crate::course::inline::{Inline, LinkTarget};
use crate::course::lesson::Lesson;
use crate::problem::{Problem, nearest};

/// Errors for anchors that the other lesson does not have. Links to lessons that do not exist are found when a lesson is read.
pub fn anchors(lesson: &Lesson, reading: &Reading<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for block in lesson.blocks() {
        for (id, anchor) in targets(block) {
            let Some(other) = reading.lessons.iter().find(|other| other.head.id == id) else { continue };
            if other.page_of(&anchor).is_none() {
                let headings = other.headings();
                let near = nearest(&anchor, headings.iter().map(|heading| heading.anchor.as_str()));
                let problem =
                    Problem::error(block.span.clone(), format!("the lesson `{id}` has no heading `#{anchor}`"));
                problems.push(match near {
                    Some(near) => problem.with_help(format!("did you mean `#{near}`?")),
                    None => problem,
                });
            }
        }
    }
    problems
}

fn targets(block: &Block) -> Vec<(String, String)> {
    let mut found = Vec::new();
    block.lines().into_iter().for_each(|line| collect(line, &mut found));
    found
}

fn collect(inlines: &[Inline], found: &mut Vec<(String, String)>) {
    for inline in inlines {
        match inline {
            Inline::Link { target: LinkTarget::Lesson { id, anchor: Some(anchor) }, .. } => {
                found.push((id.clone(), anchor.clone()));
            }
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Mark(inner) => {
                collect(inner, found);
            }
            _ => {}
        }
    }
}
