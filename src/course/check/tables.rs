//! A table that is wider than a screen is read by nobody.

use unicode_width::UnicodeWidthStr;

use super::Reading;
use crate::course::block::{BlockKind, Table};
use crate::course::inline;
use crate::course::lesson::Lesson;
use crate::problem::Problem;

/// The lesson's half of a wide terminal, and all of a usual one.
const COLUMNS_MAX: usize = 100;

/// Warns about tables that would have to be cut or scrolled.
pub fn too_wide(lesson: &Lesson, _: &Reading<'_>) -> Vec<Problem> {
    let wide = |table: &Table| Some(width(table)).filter(|width| *width > COLUMNS_MAX);
    let blocks = lesson.blocks().into_iter();
    let found = blocks.filter_map(|block| match &block.kind {
        BlockKind::Table(table) => wide(table).map(|width| (block.span.clone(), width)),
        _ => None,
    });
    found
        .map(|(span, width)| {
            let problem =
                Problem::warning(span, format!("this table is {width} columns wide; {COLUMNS_MAX} fit a screen"));
            problem.with_help("shorten the longest cells, or make it a list")
        })
        .collect()
}

fn width(table: &Table) -> usize {
    let rows: Vec<&Vec<_>> = std::iter::once(&table.head).chain(&table.rows).collect();
    let column = |number: usize| {
        rows.iter().filter_map(|row| row.get(number)).map(|cell| inline::words(cell).width()).max().unwrap_or(0)
    };
    let columns = table.align.len();
    (0..columns).map(column).sum::<usize>() + 2 * columns.saturating_sub(1)
}
