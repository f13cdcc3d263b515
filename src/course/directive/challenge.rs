//! `challenge`: sets a goal.

/// A goal to reach in a lab.
#[derive(Clone, Debug, PartialEq)]
pub struct Challenge {
    /// Unique in the lesson.
    pub id: String,
    /// The lab it is played in.
    pub lab: String,
    /// What it is called.
    pub title: String,
    /// Three stages of help; each costs a star.
    pub hints: Vec<String>,
}
