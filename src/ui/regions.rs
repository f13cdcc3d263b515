//! How a screen is divided, by its size.
//!
//! ```text
//! 80x24                       120x36                       200x60
//! ┌ header ──────────┐        ┌ header ───────────┐        ┌ header ─────────────────┐
//! │ tabs             │        │ lesson  │ fleet   │        │ lesson   │ fleet │ bill │
//! │ lesson or a pane │        │         │ latency │        │          │ time… │ logs │
//! │                  │        │         │ bill    │        │          │       │      │
//! └ footer ──────────┘        └ footer ───────────┘        └ footer ─────────────────┘
//! ```

use ratatui::layout::Rect;

/// Smaller than this, nothing can be read.
pub const WIDTH_MIN: u16 = 40;
/// See `WIDTH_MIN`.
pub const HEIGHT_MIN: u16 = 10;

/// Columns of text that read well; a wider screen gives the rest to the panes.
pub const READING_WIDTH: u16 = 84;
/// Columns from which the lesson and the panes stand side by side.
const SPLIT_FROM: u16 = crate::app::SIDE_BY_SIDE_FROM;
/// Columns a pane needs to show its figures.
const PANE_MIN: u16 = 52;

/// The fixed parts of every screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The first row.
    pub header: Rect,
    /// Everything between.
    pub body: Rect,
    /// The last but one row: a rule.
    pub rule: Rect,
    /// The last row.
    pub footer: Rect,
}

impl Frame {
    /// Divides the whole screen.
    pub fn of(area: Rect) -> Self {
        let row = |y: u16| Rect { y: area.y + y, height: 1, ..area };
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(3), ..area };
        Self {
            header: row(0),
            body,
            rule: row(area.height.saturating_sub(2)),
            footer: row(area.height.saturating_sub(1)),
        }
    }
}

/// Where the lesson and the panes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Division {
    /// One thing at a time, a row of tabs above it.
    Tabs {
        /// The row of tabs.
        tabs: Rect,
        /// What is chosen.
        content: Rect,
    },
    /// The lesson at the left, the panes in columns at the right.
    Columns {
        /// The lesson; empty when the panes have the whole screen.
        lesson: Rect,
        /// One or more columns.
        panes: Vec<Rect>,
    },
}

/// Divides the body of a study screen.
pub fn study(body: Rect, wide: bool) -> Division {
    if body.width < SPLIT_FROM {
        let tabs = Rect { height: body.height.min(1), ..body };
        return Division::Tabs {
            tabs,
            content: Rect { y: body.y + tabs.height, height: body.height - tabs.height, ..body },
        };
    }
    let lesson_width = if wide { 0 } else { lesson_width(body.width) };
    let lesson = Rect { width: lesson_width, ..body };
    let wall = u16::from(lesson_width > 0);
    let rest = Rect { x: body.x + lesson_width + wall, width: body.width - lesson_width - wall, ..body };
    Division::Columns { lesson, panes: columns(rest) }
}

/// Half of the screen, but no more than reads well and no less than a pane can spare.
fn lesson_width(width: u16) -> u16 {
    let reading = READING_WIDTH + 4;
    (width * 49 / 100).min(reading).min(width.saturating_sub(PANE_MIN + 1))
}

/// As many columns of panes as have room, all alike, a wall between two.
fn columns(area: Rect) -> Vec<Rect> {
    let count = ((area.width + 1) / (PANE_MIN + 3)).clamp(1, 3);
    let each = (area.width - (count - 1)) / count;
    (0..count)
        .map(|place| {
            let x = area.x + place * (each + 1);
            let width = if place + 1 == count { area.right() - x } else { each };
            Rect { x, width, ..area }
        })
        .collect()
}

/// Shares out the rows of a column: each gets what it wants; when that is too much, the tallest give first;
/// what is left over goes to those that can use it, in equal parts.
pub fn heights(wanted: &[u16], elastic: &[bool], rows: u16) -> Vec<u16> {
    const LEAST: u16 = 3;
    let mut heights: Vec<u16> = wanted.iter().map(|height| (*height).max(LEAST)).collect();
    let mut used: u16 = heights.iter().sum();
    while used > rows {
        let Some(tallest) = (0..heights.len()).rev().max_by_key(|place| heights[*place]) else { break };
        if heights[tallest] <= 1 {
            break;
        }
        heights[tallest] -= 1;
        used -= 1;
    }
    let mut left = rows.saturating_sub(used);
    let mut growing: Vec<usize> = (0..heights.len()).filter(|place| elastic.get(*place) == Some(&true)).collect();
    if growing.is_empty() {
        growing.extend(heights.len().checked_sub(1));
    }
    for (taken, place) in growing.iter().enumerate() {
        let share = left.div_ceil((growing.len() - taken) as u16);
        heights[*place] += share;
        left -= share;
    }
    heights
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(width: u16, height: u16) -> Rect {
        Frame::of(Rect::new(0, 0, width, height)).body
    }

    #[test]
    fn a_small_screen_has_tabs_and_a_large_one_columns() {
        assert!(matches!(study(body(80, 24), false), Division::Tabs { content: Rect { height: 20, .. }, .. }));
        let Division::Columns { lesson, panes } = study(body(120, 36), false) else { panic!("columns at 120") };
        assert_eq!((lesson.width, panes.len(), panes[0].width), (58, 1, 61));
        let Division::Columns { lesson, panes } = study(body(200, 60), false) else { panic!("columns at 200") };
        assert_eq!((lesson.width, panes.len()), (88, 2));
        assert_eq!(panes[1].right(), 200);
        let Division::Columns { lesson, panes } = study(body(200, 60), true) else { panic!("columns at 200") };
        assert_eq!((lesson.width, panes.len()), (0, 3));
    }

    #[test]
    fn rows_are_shared_out_whole() {
        assert_eq!(heights(&[6, 8, 6], &[true, false, true], 31), [12, 8, 11]);
        assert_eq!(heights(&[6, 8], &[false, false], 20), [6, 14]);
        assert_eq!(heights(&[6, 14, 6], &[true; 3], 20), [6, 8, 6]);
        for rows in 0..60 {
            let shared: u16 = heights(&[6, 9, 6, 8, 7], &[true; 5], rows).iter().sum();
            assert!(shared == rows.max(5), "{rows}: {shared}");
        }
    }
}
