//! Every key, by group: what works now in full ink, the rest quietly. The same rows as the footer.

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::app::keymap::{self, Group, KeyRow};
use crate::app::{Extent, Key, Msg, Region, Role};
use crate::ui::lesson::Row;
use crate::ui::look::Look;
use crate::ui::screens::home::draw_rows;
use crate::ui::stage::Stage;
use crate::ui::text::{self, Piece};
use crate::ui::widgets::more;

/// Columns of the keys before what they do.
const KEYS: usize = 15;
/// Columns of one column of the help.
const COLUMN: usize = 38;

pub(super) fn draw(stage: &mut Stage<'_>, body: Rect) {
    let look = stage.look;
    let groups = keymap::help(stage.app);
    let blocks: Vec<Vec<Row>> = groups.iter().map(|(group, rows)| block(*group, rows, &look)).collect();
    let two = usize::from(body.width) >= 2 * COLUMN + 12;
    let rows = if two { beside(blocks) } else { blocks.into_iter().flatten().collect() };
    let inner = super::open(stage, "Help", "what works now stands out", body, (super::WIDTH_MAX, rows.len() as u16));
    let extent = Extent { content: rows.len(), view: inner.height };
    let scroll = stage.measured(Region::Overlay, extent);
    stage.drawn.hits.on_wheel(inner, Region::Overlay);
    draw_rows(stage, inner, &rows, scroll);
    more::draw(&mut stage.pen(inner), &look, scroll, extent);
}

fn block(group: Group, rows: &[(KeyRow, bool)], look: &Look<'_>) -> Vec<Row> {
    let mut block = vec![Row::of(group.title(), look.bold(Role::Accent))];
    let mut listed: Vec<Key> = rows.iter().filter(|(_, works)| *works).flat_map(|(row, _)| row.keys.clone()).collect();
    for (row, works) in rows {
        // A key that does something else now, or elsewhere, is listed once.
        if *works || !row.keys.iter().any(|key| listed.contains(key)) {
            block.push(key_row(row, *works, look));
            listed.extend(&row.keys);
        }
    }
    block.push(Row::empty());
    block
}

fn key_row(row: &KeyRow, works: bool, look: &Look<'_>) -> Row {
    let keys = text::left(&text::cut(&names(row, look), KEYS - 1, look.glyphs.more), KEYS);
    let (key_style, label_style) = if works {
        (look.bold(Role::Strong), look.style(Role::Text))
    } else {
        (look.style(Role::Muted), look.style(Role::Muted))
    };
    let pieces = vec![
        Piece::new(keys, key_style),
        Piece::new(text::cut(&row.label, COLUMN - KEYS - 2, look.glyphs.more), label_style),
    ];
    if !works {
        return Row::new(pieces);
    }
    let target = Arc::new(Msg::Do(row.action));
    Row::new(pieces.into_iter().map(|piece| piece.leading_to(&target)).collect())
}

/// The names of its keys, as many as have room whole: half a name is no key.
fn names(row: &KeyRow, look: &Look<'_>) -> String {
    let printed = row.keys.iter().map(|key| if look.glyphs.ascii { format!("{key:#}") } else { key.to_string() });
    let fitting = |names: String, name: String| {
        let both = if names.is_empty() { name } else { format!("{names} {name}") };
        if names.is_empty() || text::width(&both) < KEYS { both } else { names }
    };
    printed.fold(String::new(), fitting)
}

/// Two columns about as tall as each other.
fn beside(blocks: Vec<Vec<Row>>) -> Vec<Row> {
    let total: usize = blocks.iter().map(Vec::len).sum();
    let (mut left, mut right): (Vec<Row>, Vec<Row>) = (Vec::new(), Vec::new());
    for block in blocks {
        let goes_left = right.is_empty() && left.len() + block.len() / 2 <= total / 2;
        if goes_left { left.extend(block) } else { right.extend(block) }
    }
    let mut right = right.into_iter();
    let mut rows: Vec<Row> = Vec::new();
    let mut left = left.into_iter();
    loop {
        let (one, other) = (left.next(), right.next());
        if one.is_none() && other.is_none() {
            return rows;
        }
        let one = one.unwrap_or_default();
        let gap = (COLUMN + 2).saturating_sub(one.width());
        let mut row = one;
        if let Some(other) = other {
            row.pieces.push(Piece::new(" ".repeat(gap), ratatui::style::Style::default()));
            row.pieces.extend(other.pieces);
        }
        rows.push(row);
    }
}
