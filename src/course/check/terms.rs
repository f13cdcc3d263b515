//! A word of the glossary is explained once.

use std::collections::BTreeMap;

use super::Reading;
use crate::course::block::BlockKind;
use crate::course::course::GLOSSARY;
use crate::course::glossary::root;
use crate::course::inline;
use crate::course::lesson::Lesson;
use crate::problem::Problem;

/// Errors for terms of one name: a link could only ever show the first.
pub fn twice(lesson: &Lesson, _: &Reading<'_>) -> Vec<Problem> {
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    let mut problems = Vec::new();
    for block in lesson.blocks().into_iter().filter(|_| lesson.source.name == GLOSSARY) {
        let BlockKind::Heading { level: 2, text, .. } = &block.kind else { continue };
        let name = inline::words(text);
        let line = lesson.source.position(block.span.start).line;
        let first = *lines.entry(root(&name)).or_insert(line);
        if first != line {
            let problem =
                Problem::error(block.span.clone(), format!("the term `{name}` is explained in line {first} already"));
            problems.push(problem.with_help("make one of the two"));
        }
    }
    problems
}
