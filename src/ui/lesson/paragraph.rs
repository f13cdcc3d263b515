//! Running text, wrapped.

use super::{Reading, Row, inline};
use crate::course::Inline;
use crate::ui::text;

pub(super) fn rows(inlines: &[Inline], reading: &Reading<'_>, width: usize) -> Vec<Row> {
    text::wrap(&inline::pieces(inlines, reading), width, width).into_iter().map(Row::new).collect()
}
