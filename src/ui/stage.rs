//! What the views of one frame share: the state they draw, how it looks, the cells, and what they leave behind.

use std::collections::BTreeMap;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::hit::HitMap;
use super::look::Look;
use super::pen::Pen;
use crate::app::{App, Extent, Region};

/// What a frame leaves behind besides its cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawn {
    /// What can be pressed, and where.
    pub hits: HitMap,
    /// How long things are, so that the state knows how far they scroll.
    pub extents: BTreeMap<Region, Extent>,
    /// The blocks of the page that are on the screen, if a page is.
    pub seen: Option<std::ops::Range<usize>>,
    /// Where the page was moved to, because the card that has the keys stands there.
    pub moved: Option<(Region, usize)>,
}

/// One frame in the making.
pub struct Stage<'a> {
    /// The state.
    pub app: &'a App,
    /// Colours and characters.
    pub look: Look<'a>,
    /// The cells.
    pub buffer: &'a mut Buffer,
    /// What the frame leaves behind.
    pub drawn: &'a mut Drawn,
}

impl Stage<'_> {
    /// A pen for a part of the screen.
    pub fn pen(&mut self, area: Rect) -> Pen<'_> {
        Pen::new(self.buffer, area)
    }

    /// Notes how long something is, and returns how far it is scrolled.
    pub fn measured(&mut self, region: Region, extent: Extent) -> usize {
        let scroll = self.app.scrolls.within(&region, extent);
        self.drawn.extents.insert(region, extent);
        scroll
    }
}
