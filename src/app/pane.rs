//! What a pane is: a window on a snapshot. It can look, and nothing else.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Bench, Extent, Glyphs, Highlights, Msg, Theme};
use crate::lab::Snapshot;

/// A window on a running lab. A new one is a new file in `src/ui/panes` and one line in its list.
pub trait Pane: Sync {
    /// What a lab's `watch` calls it.
    fn name(&self) -> &'static str;

    /// What stands in the rule above it.
    fn title(&self, context: &PaneContext) -> PaneTitle;

    /// The rows it would like to have at this width; it must cope with fewer.
    fn wanted_height(&self, context: &PaneContext, width: u16) -> u16;

    /// What a click on some part of it means, where that is not choosing the pane.
    fn clicks(&self, _context: &PaneContext, _area: Rect) -> Vec<(Rect, Msg)> {
        Vec::new()
    }

    /// Where a text stands that a click sets the cursor in.
    fn writing(&self, _context: &PaneContext, _area: Rect) -> Option<Writing> {
        None
    }

    /// Draws it. What it measured comes back, so that scrolling knows its end.
    fn draw(&self, context: &PaneContext, area: Rect, buffer: &mut Buffer) -> Extent;
}

/// A text on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writing {
    /// Its lines, without their numbers.
    pub area: Rect,
    /// The line in the first row.
    pub first: usize,
    /// The column at the left edge.
    pub left: usize,
}

/// A pane's title line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaneTitle {
    /// What it shows: `Fleet · heavy-init`.
    pub left: String,
    /// The one fact worth a place in the rule: `cold starts 20 · 20 environments`.
    pub right: String,
}

/// Everything a pane may know.
#[derive(Clone, Copy)]
pub struct PaneContext<'a> {
    /// The world as it was when the frame began.
    pub snapshot: &'a Snapshot,
    /// The world it is compared with, if two stand side by side: both are drawn to one scale.
    pub other: Option<&'a Snapshot>,
    /// The lab it belongs to: its settings, its controls, what the learner chose to look at.
    pub bench: &'a Bench,
    /// How things look.
    pub theme: &'a Theme,
    /// What they are drawn with.
    pub glyphs: &'a Glyphs,
    /// Code that has been coloured already.
    pub highlights: &'a Highlights,
    /// Whether keys scroll this pane.
    pub focused: bool,
    /// Whether letters go to its text.
    pub editing: bool,
    /// How far it is scrolled; from the end, for panes that follow their newest line.
    pub scroll: usize,
}
