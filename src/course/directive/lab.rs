//! `lab`: starts a simulation.

/// A simulation that belongs to a lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct LabCard {
    /// Unique in the lesson.
    pub id: String,
    /// What it is called.
    pub title: String,
}
