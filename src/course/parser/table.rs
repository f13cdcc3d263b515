//! Tables, cell by cell.

use std::ops::Range;

use pulldown_cmark::Alignment as ColumnAlignment;

use super::Parser;
use crate::course::block::Alignment;
use crate::course::clean;
use crate::course::frame::FrameKind;
use crate::course::inline::{Inline, Inlines};
use crate::problem::Problem;

impl Parser<'_> {
    pub(super) fn cell(&mut self, inlines: Inlines, span: &Range<usize>) {
        if let FrameKind::Row(cells, end) = &mut self.top().kind {
            cells.push(inlines);
            *end = span.end;
        }
    }

    pub(super) fn row(&mut self, mut cells: Vec<Inlines>, cell_end: usize, span: &Range<usize>) {
        self.surplus(&mut cells, cell_end, span);
        if let FrameKind::Table(_, head, rows) = &mut self.top().kind {
            if head.is_empty() { *head = cells } else { rows.push(cells) }
        }
    }

    /// The Markdown parser drops cells that no column waits for; their words join the last cell.
    pub(super) fn surplus(&mut self, cells: &mut [Inlines], cell_end: usize, span: &Range<usize>) {
        let line = self.text.get(cell_end..span.end.max(cell_end)).unwrap_or_default();
        let line = line.split('\n').next().unwrap_or_default();
        let words = line.trim_matches(|c: char| c == '|' || c.is_whitespace());
        if words.is_empty() {
            return;
        }
        if let Some(last) = cells.last_mut() {
            last.push(Inline::Text(format!(" {}", clean::one_line(words))));
        }
        let start = cell_end + line.find(words).unwrap_or(0);
        let problem =
            Problem::warning(start..start + words.len(), "this row has more cells than the table has columns");
        self.remark(problem.with_help("write `\\|` for a bar inside a cell"));
    }
}

pub(super) fn aligned(column: ColumnAlignment) -> Alignment {
    match column {
        ColumnAlignment::None | ColumnAlignment::Left => Alignment::Left,
        ColumnAlignment::Center => Alignment::Center,
        ColumnAlignment::Right => Alignment::Right,
    }
}
