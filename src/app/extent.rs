//! What the view knows and the state needs: how long things are on this screen, and so how far they scroll.

use std::collections::BTreeMap;

/// Something that scrolls.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Region {
    /// The lesson's page, or the course map.
    Page,
    /// A pane, by its name.
    Pane(String),
    /// The list or text of the overlay.
    Overlay,
}

impl Region {
    /// Whether what is new stands at the end and is what one looks at: then scrolling counts from the end, upwards.
    pub fn is_from_the_end(&self) -> bool {
        matches!(self, Self::Pane(name) if name == "logs")
    }
}

/// Rows there are, and rows one sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Rows of the whole thing.
    pub content: usize,
    /// Rows on the screen.
    pub view: u16,
}

impl Extent {
    /// The furthest one can scroll.
    pub const fn scroll_max(self) -> usize {
        self.content.saturating_sub(self.view as usize)
    }
}

/// How far each region is scrolled, kept inside what the view last measured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scrolls {
    at: BTreeMap<Region, usize>,
    extents: BTreeMap<Region, Extent>,
}

impl Scrolls {
    /// The first row of `region` on the screen, should its measures be these.
    pub fn within(&self, region: &Region, extent: Extent) -> usize {
        self.get(region).min(extent.scroll_max())
    }

    /// The first row of `region` on the screen.
    pub fn get(&self, region: &Region) -> usize {
        self.at.get(region).copied().unwrap_or(0)
    }

    /// The last measures of `region`.
    pub fn extent(&self, region: &Region) -> Extent {
        self.extents.get(region).copied().unwrap_or_default()
    }

    /// Moves by `rows`; whether anything moved.
    pub fn by(&mut self, region: &Region, rows: i32) -> bool {
        let maximum = self.extent(region).scroll_max();
        let before = self.get(region).min(maximum);
        let rows = if region.is_from_the_end() { rows.saturating_neg() } else { rows };
        let after = before.saturating_add_signed(rows as isize).min(maximum);
        self.at.insert(region.clone(), after);
        before != after
    }

    /// Moves so that the first row on the screen is `row`; the view clamps it.
    pub fn to(&mut self, region: Region, row: usize) {
        self.at.insert(region, row);
    }

    /// Whether there is more below.
    pub fn more_below(&self, region: &Region) -> bool {
        self.get(region) < self.extent(region).scroll_max()
    }

    /// Takes over what the view measured.
    pub fn measured(&mut self, extents: impl IntoIterator<Item = (Region, Extent)>) {
        self.extents = extents.into_iter().collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scrolling_stops_at_both_ends() {
        let mut scrolls = Scrolls::default();
        scrolls.measured([(Region::Page, Extent { content: 50, view: 20 })]);
        assert!(scrolls.by(&Region::Page, 100));
        assert_eq!(scrolls.get(&Region::Page), 30);
        assert!(!scrolls.by(&Region::Page, 1));
        assert!(scrolls.by(&Region::Page, -100));
        assert_eq!(scrolls.get(&Region::Page), 0);
    }

    #[test]
    fn a_bigger_screen_never_shows_emptiness() {
        let mut scrolls = Scrolls::default();
        scrolls.to(Region::Page, 30);
        assert_eq!(scrolls.within(&Region::Page, Extent { content: 50, view: 40 }), 10);
    }
}
