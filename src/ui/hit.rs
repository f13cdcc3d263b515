//! Where on the screen a click or the wheel means something. A view fills it while drawing; the edge looks things up in it.

use ratatui::layout::{Position, Rect};

use crate::app::{Msg, Region};

/// What the last frame left to be pressed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HitMap {
    clicks: Vec<(Rect, Option<Msg>)>,
    wheels: Vec<(Rect, Region)>,
}

impl HitMap {
    /// A click in `area` means `msg`. What is added later lies above.
    pub fn on_click(&mut self, area: Rect, msg: Msg) {
        if !area.is_empty() {
            self.clicks.push((area, Some(msg)));
        }
    }

    /// A click in `area` means nothing, whatever lies below.
    pub fn cover(&mut self, area: Rect) {
        self.clicks.push((area, None));
    }

    /// The wheel over `area` scrolls `region`.
    pub fn on_wheel(&mut self, area: Rect, region: Region) {
        if !area.is_empty() {
            self.wheels.push((area, region));
        }
    }

    /// Forgets everything: an overlay lies over it, and only the overlay can be pressed.
    pub fn clear(&mut self) {
        self.clicks.clear();
        self.wheels.clear();
    }

    /// What a click there means.
    pub fn click(&self, column: u16, row: u16) -> Option<Msg> {
        let here = Position::new(column, row);
        self.clicks.iter().rev().find(|(area, _)| area.contains(here)).and_then(|(_, msg)| msg.clone())
    }

    /// What the wheel there means: so many rows down.
    pub fn wheel(&self, column: u16, row: u16, rows: i32) -> Option<Msg> {
        let here = Position::new(column, row);
        let (_, region) = self.wheels.iter().rev().find(|(area, _)| area.contains(here))?;
        Some(Msg::Scroll(region.clone(), rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_above_is_pressed() {
        let mut hits = HitMap::default();
        hits.on_click(Rect::new(0, 0, 10, 5), Msg::Focus(None));
        hits.on_click(Rect::new(2, 1, 3, 1), Msg::Tick("sent".into()));
        hits.cover(Rect::new(8, 0, 2, 5));
        hits.on_wheel(Rect::new(0, 0, 10, 5), Region::Page);
        assert_eq!(hits.click(3, 1), Some(Msg::Tick("sent".into())));
        assert_eq!(hits.click(6, 1), Some(Msg::Focus(None)));
        assert_eq!(hits.click(9, 1), None);
        assert_eq!(hits.wheel(3, 3, -3), Some(Msg::Scroll(Region::Page, -3)));
        assert_eq!(hits.wheel(30, 3, -3), None);
    }
}
