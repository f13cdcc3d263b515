//! `quiz`: asks questions.

/// Questions about what was read.
#[derive(Clone, Debug, PartialEq)]
pub struct QuizCard {
    /// Unique in the course.
    pub id: String,
    /// What it is called.
    pub title: Option<String>,
}
