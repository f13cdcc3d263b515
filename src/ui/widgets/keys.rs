//! Keys with what they do, in one row: the footer of the screen and the foot of a card.

use crate::app::keymap::Action;
use crate::app::{Glyphs, KeyRow, Msg, Role};
use crate::lab::history::Stop;
use crate::ui::hit::HitMap;
use crate::ui::look::Look;
use crate::ui::pen::Pen;
use crate::ui::text;
use ratatui::layout::Rect;

/// Columns between two keys.
const GAP: usize = 3;

/// One entry of a row of keys: a key, or two that are each other's way back.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyHint {
    /// As printed, with what a click does.
    pub keys: Vec<(String, Action)>,
    /// What they do: `invoke`.
    pub label: String,
}

/// Rows that stand together: what one does, what the other does, what both are called.
const PAIRS: &[(Action, Action, &str)] = &[
    (Action::LoadUp, Action::LoadDown, "load"),
    (Action::Slower, Action::Faster, "speed"),
    (Action::StepBack(Stop::Event), Action::Step(Stop::Event), "time"),
    (Action::Up, Action::Down, "move"),
    (Action::Point(-1, 0), Action::Point(1, 0), "point"),
    (Action::Older, Action::Newer, "history"),
    (Action::Servers(true), Action::Servers(false), "servers"),
    (Action::MoveItem(-1), Action::MoveItem(1), "carry"),
];

impl KeyHint {
    /// The keys of some rows of the keymap, pairs together.
    pub fn from_rows(rows: &[KeyRow], glyphs: &Glyphs) -> Vec<Self> {
        let mut hints: Vec<Self> = Vec::new();
        for row in rows {
            let Some(key) = row.keys.first() else { continue };
            let printed = if glyphs.ascii { format!("{key:#}") } else { key.to_string() };
            let pair = PAIRS.iter().find(|(one, other, _)| row.action == *one || row.action == *other);
            let partner = pair.and_then(|(_, _, label)| hints.iter_mut().find(|hint| hint.label == *label));
            match (pair, partner) {
                (Some((one, ..)), Some(hint)) if row.action == *one => hint.keys.insert(0, (printed, row.action)),
                (_, Some(hint)) => hint.keys.push((printed, row.action)),
                (Some((_, _, label)), None) if rows.iter().filter(|row| is_of(row, label)).count() > 1 => {
                    hints.push(Self { keys: vec![(printed, row.action)], label: (*label).to_owned() });
                }
                _ => hints.push(Self { keys: vec![(printed, row.action)], label: row.label.to_string() }),
            }
        }
        hints
    }

    /// Columns it takes.
    pub fn width(&self) -> usize {
        let keys: usize = self.keys.iter().map(|(key, _)| text::width(key) + 1).sum();
        keys + text::width(&self.label)
    }
}

fn is_of(row: &KeyRow, label: &str) -> bool {
    PAIRS.iter().any(|(one, other, name)| *name == label && (row.action == *one || row.action == *other))
}

/// Which of these fit `columns`, by their widths. The last one always stays (it leads to the others); those before it go from the right.
pub fn fitting(widths: &[usize], columns: usize) -> Vec<usize> {
    let Some((last, others)) = widths.split_last() else { return Vec::new() };
    let mut used = *last;
    let mut kept = Vec::new();
    for (place, width) in others.iter().enumerate() {
        used += width + GAP;
        if used > columns {
            break;
        }
        kept.push(place);
    }
    kept.push(others.len());
    kept
}

/// Draws the keys that fit from column `x` on; each can be clicked.
pub fn draw(pen: &mut Pen<'_>, look: &Look<'_>, hits: &mut HitMap, (x, y): (u16, u16), hints: &[KeyHint]) {
    let widths: Vec<usize> = hints.iter().map(KeyHint::width).collect();
    let area = pen.area();
    let mut column = x;
    for place in fitting(&widths, usize::from(pen.width().saturating_sub(x))) {
        let hint = &hints[place];
        for (key, action) in &hint.keys {
            let start = column;
            column = pen.text(column, y, key, look.bold(Role::Accent)) + 1;
            hits.on_click(Rect::new(area.x + start, area.y + y, column - start, 1), Msg::Do(*action));
        }
        let start = column;
        column = pen.text(column, y, &hint.label, look.style(Role::Muted));
        if let Some((_, action)) = hint.keys.first() {
            hits.on_click(Rect::new(area.x + start, area.y + y, column.saturating_sub(start), 1), Msg::Do(*action));
        }
        column += GAP as u16;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_from_the_right_but_help_stays() {
        let widths = [8, 7, 6, 6];
        assert_eq!(fitting(&widths, 80), [0, 1, 2, 3]);
        assert_eq!(fitting(&widths, 27), [0, 1, 3]);
        assert_eq!(fitting(&widths, 8), [3]);
        assert_eq!(fitting(&widths, 0), [3]);
    }
}
