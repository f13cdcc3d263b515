//! A screen of prose is as much as anybody reads before doing something.

use unicode_width::UnicodeWidthStr;

use super::Reading;
use crate::course::block::{Block, BlockKind};
use crate::course::lesson::Lesson;
use crate::problem::Problem;

/// What an 80x24 terminal shows below the title and above the footer.
const LINES_MAX: usize = 22;

/// How wide prose is there.
const COLUMNS: usize = 80;

/// Warns where more than a screen of prose stands between two things to do.
pub fn too_long(lesson: &Lesson, _: &Reading<'_>) -> Vec<Problem> {
    if !lesson.head.own || lesson.head.id == "glossary" {
        return Vec::new();
    }
    let mut problems = Vec::new();
    for page in &lesson.pages {
        let mut lines = 0;
        let mut told = false;
        for block in &page.blocks {
            match height(block) {
                Some(height) => lines += height,
                None => (lines, told) = (0, false),
            }
            if lines > LINES_MAX + 1 && !told {
                told = true;
                let message = format!("more than {LINES_MAX} lines of prose on one page at {COLUMNS} columns");
                let problem = Problem::warning(block.span.clone(), message);
                problems
                    .push(problem.with_help("put something to do before this, or turn the page: <!-- pagebreak -->"));
            }
        }
    }
    problems
}

/// Lines with the blank one after; nothing for what interrupts prose.
fn height(block: &Block) -> Option<usize> {
    match &block.kind {
        BlockKind::Directive(_) => None,
        // Neither is read from top to bottom as prose is.
        BlockKind::Code(_) | BlockKind::Image(_) | BlockKind::Pause | BlockKind::Note(_) | BlockKind::Problems(_) => {
            Some(0)
        }
        BlockKind::Table(table) => Some(table.rows.len() + 3),
        BlockKind::List(list) => {
            let item =
                |blocks: &[Block]| blocks.iter().map(|block| wrapped(&block.words(), COLUMNS - 4)).sum::<usize>();
            Some(list.items.iter().map(|item_of| item(&item_of.blocks)).sum::<usize>() + 1)
        }
        BlockKind::Callout(_) | BlockKind::Quote(_) => Some(wrapped(&block.words(), COLUMNS - 4) + 2),
        _ => Some(wrapped(&block.words(), COLUMNS) + 1),
    }
}

/// How many lines words take.
fn wrapped(text: &str, columns: usize) -> usize {
    text.lines().map(|line| wrapped_line(line, columns)).sum::<usize>().max(1)
}

fn wrapped_line(line: &str, columns: usize) -> usize {
    let mut lines = 1;
    let mut used = 0;
    for word in line.split_whitespace() {
        let width = word.width();
        if used > 0 && used + 1 + width > columns {
            lines += 1;
            used = 0;
        }
        used += width + usize::from(used > 0);
    }
    lines
}
