//! The courses at hand.

use super::course::Course;

/// The courses at hand: the one inside the program, or one opened from a folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Library {
    /// At least one.
    pub courses: Vec<Course>,
}
