//! Words and, under each, what it means.

use ratatui::style::{Modifier, Style};

use super::{Reading, Row, blocks, inline};
use crate::app::Role;
use crate::course::Definition;
use crate::ui::text::{self, Piece};

/// Columns before a meaning.
const INDENT: usize = 2;

pub(super) fn rows(definitions: &[Definition], reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let strong = reading.with_ink(reading.ink.patch(reading.style(Role::Strong)).add_modifier(Modifier::BOLD));
    let (inside, moved) = super::inside(width, INDENT);
    let space = || Piece::new(" ".repeat(INDENT), Style::default());
    let mut rows = Vec::new();
    for definition in definitions {
        for term in &definition.terms {
            rows.extend(text::wrap(&inline::pieces(term, &strong), width, width).into_iter().map(Row::new));
        }
        for meaning in &definition.meanings {
            let inner = blocks(meaning, reading, inside);
            rows.extend(inner.into_iter().map(|row| if moved { row.behind(space()) } else { row }));
        }
    }
    rows
}
