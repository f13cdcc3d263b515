//! A drawing in characters: never wrapped, never reflowed.

use super::{Reading, Row, code};
use crate::course::CodeBlock;
use crate::ui::text::Piece;

pub(super) fn rows(drawing: &CodeBlock, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    drawing.text.lines().map(|line| code::window(vec![Piece::new(line, reading.ink)], reading, width)).collect()
}
