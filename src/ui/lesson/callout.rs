//! A note, a tip, a warning: a bar in its colour, its name, its words on a quiet ground.

use ratatui::style::Modifier;

use super::{Reading, Row, blocks};
use crate::app::Role;
use crate::course::{Callout, CalloutKind, Fold, inline};
use crate::ui::text::{self, Piece};

pub(super) fn rows(callout: &Callout, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let style = reading.style(role(callout.kind));
    let title = callout.title.as_deref().map_or_else(|| callout.kind.title().to_owned(), inline::words);
    let title = match callout.fold {
        Fold::None => title,
        Fold::Open | Fold::Closed => format!("{} {title}", reading.glyphs.unfolded),
    };
    let title = Piece::new(title, style.add_modifier(Modifier::BOLD));
    let (inside, moved) = super::inside(width, 3);
    let mut inner: Vec<Row> = text::wrap(&[title], inside, inside).into_iter().map(Row::new).collect();
    inner.extend(blocks(&callout.blocks, reading, inside));
    let edge = Piece::new(format!("{} ", reading.glyphs.edge), style);
    let ground = reading.theme.fill(Role::Bar);
    inner.into_iter().map(|row| if moved { row.behind(edge.clone()) } else { row }.on(ground, width)).collect()
}

/// The colour says how serious it is; the title says the same in words.
fn role(kind: CalloutKind) -> Role {
    match kind {
        CalloutKind::Note => Role::Starting,
        CalloutKind::Tip => Role::Ok,
        CalloutKind::Important => Role::Accent,
        CalloutKind::Warning => Role::Warning,
        CalloutKind::Caution => Role::Danger,
    }
}
