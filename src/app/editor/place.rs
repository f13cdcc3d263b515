//! Where in a text one is.

use std::ops::Range;

/// A place between two characters. Places are compared in reading order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line, from zero.
    pub line: usize,
    /// The byte in the line; always between two graphemes.
    pub byte: usize,
}

impl Place {
    /// The very beginning.
    pub const START: Self = Self { line: 0, byte: 0 };

    /// A place in a line.
    pub const fn new(line: usize, byte: usize) -> Self {
        Self { line, byte }
    }
}

/// Where one is, and from where one selects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Where one is.
    pub at: Place,
    /// Where the selection begins, while there is one.
    pub anchor: Option<Place>,
}

impl Cursor {
    /// Somewhere, nothing selected.
    pub const fn at(place: Place) -> Self {
        Self { at: place, anchor: None }
    }

    /// What is selected, in reading order; nothing where both ends meet.
    pub fn selected(&self) -> Option<Range<Place>> {
        let anchor = self.anchor.filter(|anchor| *anchor != self.at)?;
        Some(anchor.min(self.at)..anchor.max(self.at))
    }
}
