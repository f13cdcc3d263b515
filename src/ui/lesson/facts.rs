//! What loose lines at the top of a note say about it: quiet, one line each.

use super::{Reading, Row, inline};
use crate::app::Role;
use crate::course::Inlines;
use crate::ui::text::{self, Piece};

pub(super) fn rows(facts: &[Inlines], reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let quiet = reading.with_ink(reading.style(Role::Muted));
    let bar = Piece::new(format!("{} ", reading.glyphs.wall), reading.style(Role::Rule));
    let (inside, moved) = super::inside(width, 2);
    let lines = facts.iter().flat_map(|fact| text::wrap(&inline::pieces(fact, &quiet), inside, inside));
    lines.map(|line| if moved { Row::new(line).behind(bar.clone()) } else { Row::new(line) }).collect()
}
