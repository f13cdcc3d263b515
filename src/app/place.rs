//! Where the learner is, and the way back.

/// A place one can go to and come back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The course map.
    Home,
    /// A page of a lesson.
    Page {
        /// The course, by its place in the library.
        course: usize,
        /// The lesson's id.
        lesson: String,
        /// The page, from zero.
        page: usize,
    },
    /// A block of a page.
    Block {
        /// The course, by its place in the library.
        course: usize,
        /// The lesson's id.
        lesson: String,
        /// The page, from zero.
        page: usize,
        /// The block, from zero.
        block: usize,
    },
    /// A lesson, at the page where it was left.
    Lesson {
        /// The course, by its place in the library.
        course: usize,
        /// The lesson's id.
        lesson: String,
    },
}

/// Further back than this nobody goes by pressing a key.
const STEPS_MAX: usize = 100;

/// The places left behind, in both directions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail {
    back: Vec<Place>,
    forward: Vec<Place>,
}

impl Trail {
    /// Leaving `from` by a link or a choice: there is a way back, and no way forward any more.
    pub fn leave(&mut self, from: Place) {
        self.forward.clear();
        if self.back.last() != Some(&from) {
            self.back.push(from);
        }
        if self.back.len() > STEPS_MAX {
            self.back.remove(0);
        }
    }

    /// One step back from `here`.
    pub fn back(&mut self, here: Place) -> Option<Place> {
        let place = self.back.pop()?;
        self.forward.push(here);
        Some(place)
    }

    /// One step forward again from `here`.
    pub fn forward(&mut self, here: Place) -> Option<Place> {
        let place = self.forward.pop()?;
        self.back.push(here);
        Some(place)
    }

    /// Whether there is a way back.
    pub fn can_go_back(&self) -> bool {
        !self.back.is_empty()
    }

    /// Whether there is a way forward.
    pub fn can_go_forward(&self) -> bool {
        !self.forward.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(page: usize) -> Place {
        Place::Page { course: 0, lesson: "a".to_owned(), page }
    }

    #[test]
    fn back_and_forward_are_each_others_way() {
        let mut trail = Trail::default();
        trail.leave(page(0));
        trail.leave(page(1));
        assert_eq!(trail.back(page(2)), Some(page(1)));
        assert_eq!(trail.forward(page(1)), Some(page(2)));
        assert_eq!(trail.back(page(2)), Some(page(1)));
        trail.leave(page(1));
        assert!(!trail.can_go_forward());
    }
}
