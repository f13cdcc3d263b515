//! A line across the page.

use super::{Reading, Row};
use crate::app::Role;

pub(super) fn rows(reading: &Reading<'_>, width: usize) -> Vec<Row> {
    vec![Row::of(reading.glyphs.rule.repeat(width), reading.style(Role::Rule))]
}
