//! A picture that is not there is an empty box.

use std::ops::Range;

use super::Reading;
use crate::course::block::{Block, BlockKind};
use crate::course::include;
use crate::course::inline::{Inline, Inlines};
use crate::course::lesson::Lesson;
use crate::problem::Problem;

/// Errors for pictures whose file is not in the course folder. What lies on the web is never fetched, and so never missed.
pub fn missing(lesson: &Lesson, reading: &Reading<'_>) -> Vec<Problem> {
    let folder = lesson.source.name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let problem = |(target, span): (String, Range<usize>)| {
        let path = target.split(['#', '?']).next().unwrap_or_default();
        if path.is_empty() || is_remote(path) {
            return None;
        }
        let message = include::resolve(&reading.course.files, folder, path).err()?;
        let problem = Problem::error(place(lesson, &span, &target), format!("no picture: {message}"));
        Some(problem.with_help("put the file there; a reader sees a box with the words until then"))
    };
    lesson.blocks().into_iter().flat_map(pictures).filter_map(problem).collect()
}

/// Has a scheme or a host.
fn is_remote(path: &str) -> bool {
    let scheme = path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
    });
    scheme || path.starts_with("//")
}

/// The files that a block shows, and where the block stands.
fn pictures(block: &Block) -> Vec<(String, Range<usize>)> {
    let mut targets = Vec::new();
    let mut lines: Vec<&Inlines> = Vec::new();
    match &block.kind {
        BlockKind::Image(image) => targets.push(image.target.clone()),
        BlockKind::Paragraph(inlines) | BlockKind::Heading { text: inlines, .. } => lines.push(inlines),
        BlockKind::Table(table) => lines.extend(table.head.iter().chain(table.rows.iter().flatten())),
        _ => {}
    }
    for line in lines {
        collect(line, &mut targets);
    }
    targets.into_iter().map(|target| (target, block.span.clone())).collect()
}

fn collect(inlines: &[Inline], targets: &mut Vec<String>) {
    for inline in inlines {
        match inline {
            Inline::Image { target, .. } => targets.push(target.clone()),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) => collect(inner, targets),
            Inline::Link { text, .. } => collect(text, targets),
            _ => {}
        }
    }
}

/// The name itself, where the block has it as written.
fn place(lesson: &Lesson, span: &Range<usize>, target: &str) -> Range<usize> {
    let text = lesson.source.text.get(span.clone()).unwrap_or_default();
    text.find(target).map_or_else(|| span.clone(), |at| span.start + at..span.start + at + target.len())
}
