//! Where on the screen a click or the wheel means something. A view fills it while drawing; the edge looks things up in it.

use ratatui::layout::{Position, Rect};

use super::time_bar;
use crate::app::{Msg, Region, Writing};
use crate::units::Moment;

/// What the last frame left to be pressed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HitMap {
    clicks: Vec<(Rect, Option<Msg>)>,
    wheels: Vec<(Rect, Region)>,
    /// Texts that a click sets the cursor in, by their panes.
    texts: Vec<(String, Writing)>,
    /// Bars of time, from the start of the run to this moment.
    slides: Vec<(Rect, Moment)>,
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

    /// A press in `area` goes to a moment of the run, and so does a drag that begins there; the area stands for the time up to `end`.
    pub fn on_slide(&mut self, area: Rect, end: Moment) {
        if !area.is_empty() {
            self.slides.push((area, end));
        }
    }

    /// Whether a press there begins a drag along a bar of time.
    pub fn slides_at(&self, column: u16, row: u16) -> bool {
        self.slides.iter().any(|(area, _)| area.contains(Position::new(column, row)))
    }

    /// What a drag along a bar of time to this column means, wherever above or below the bar it is.
    pub fn slide(&self, column: u16) -> Option<Msg> {
        let (area, end) = self.slides.last()?;
        Some(Msg::GoTo(time_bar::moment_at(column.saturating_sub(area.x), area.width, *end)))
    }

    /// A click in a pane's text sets the cursor there, and a drag that begins in it selects.
    pub fn on_text(&mut self, pane: &str, writing: Writing) {
        if !writing.area.is_empty() {
            self.texts.push((pane.to_owned(), writing));
        }
    }

    /// The pane in whose text a press would set the cursor.
    pub fn text_at(&self, column: u16, row: u16) -> Option<&str> {
        let here = Position::new(column, row);
        self.texts.iter().find(|(_, writing)| writing.area.contains(here)).map(|(pane, _)| pane.as_str())
    }

    /// What a press, or a drag to there, means in the text of a pane; a drag may leave it.
    pub fn point(&self, pane: &str, column: u16, row: u16, select: bool) -> Option<Msg> {
        let (_, Writing { area, first, left }) = self.texts.iter().find(|(known, _)| known == pane)?;
        // Beyond its edges a drag goes on line by line.
        let line = (first + usize::from(row.min(area.bottom()))).saturating_sub(usize::from(area.y));
        let column = left + usize::from(column.saturating_sub(area.x));
        Some(Msg::PointAt { pane: pane.to_owned(), line, column, select })
    }

    /// Forgets everything: an overlay lies over it, and only the overlay can be pressed.
    pub fn clear(&mut self) {
        self.clicks.clear();
        self.wheels.clear();
        self.slides.clear();
        self.texts.clear();
    }

    /// What a click there means.
    pub fn click(&self, column: u16, row: u16) -> Option<Msg> {
        if self.slides_at(column, row) {
            return self.slide(column);
        }
        let here = Position::new(column, row);
        if let Some(pane) = self.text_at(column, row) {
            return self.point(pane, column, row, false);
        }
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

    #[test]
    fn a_drag_along_the_bar_of_time_goes_there() {
        let mut hits = HitMap::default();
        hits.on_slide(Rect::new(10, 4, 11, 1), Moment(1_000));
        assert_eq!(hits.click(15, 4), Some(Msg::GoTo(Moment(500))));
        assert!(hits.slides_at(15, 4) && !hits.slides_at(15, 5));
        assert_eq!((hits.slide(0), hits.slide(99)), (Some(Msg::GoTo(Moment(0))), Some(Msg::GoTo(Moment(1_000)))));
    }
}
