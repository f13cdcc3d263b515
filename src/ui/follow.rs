//! Keeps the card in view that the learner works on.
//!
//! The state knows which card that is, only the view knows where it stands. So the view watches it from frame to frame: when another
//! card gets the keys, or the card grows (an answer was graded), and it is not in view, the page moves there.

use std::ops::Range;

/// The card as the last frame had it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Follower {
    page: (String, usize),
    card: Option<String>,
    height: usize,
}

impl Follower {
    /// Where the page should be scrolled to, if that is elsewhere than `scroll`. `rows` are those of the card that has the keys.
    pub fn follow(
        &mut self,
        page: (String, usize),
        card: Option<(&str, Range<usize>)>,
        scroll: usize,
        view: usize,
    ) -> Option<usize> {
        let now = Self {
            page,
            card: card.as_ref().map(|(id, _)| (*id).to_owned()),
            height: card.as_ref().map_or(0, |(_, rows)| rows.len()),
        };
        let before = std::mem::replace(self, now);
        // A page that was just opened is read from its top.
        if before.page != self.page || before == *self {
            return None;
        }
        let (_, rows) = card?;
        let (top, bottom) = (rows.start, rows.end);
        if top >= scroll && bottom <= scroll + view {
            return None;
        }
        let wanted = if bottom - top >= view { top } else { (bottom + 1).saturating_sub(view).max(scroll.min(top)) };
        (wanted != scroll).then_some(wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> (String, usize) {
        ("cold-starts".to_owned(), 1)
    }

    #[test]
    fn the_page_moves_to_the_card_that_gets_the_keys() {
        let mut follower = Follower::default();
        assert_eq!(follower.follow(page(), Some(("a", 5..9)), 0, 20), None, "a new page is read from its top");
        assert_eq!(follower.follow(page(), Some(("b", 30..40)), 0, 20), Some(21));
        assert_eq!(follower.follow(page(), Some(("b", 30..40)), 0, 20), None, "the learner may scroll away");
        assert_eq!(follower.follow(page(), Some(("b", 30..45)), 21, 20), Some(26), "it grew");
        assert_eq!(follower.follow(page(), Some(("a", 5..9)), 26, 20), Some(5));
        assert_eq!(follower.follow(page(), Some(("b", 30..90)), 5, 20), Some(30), "taller than the window: its top");
    }
}
