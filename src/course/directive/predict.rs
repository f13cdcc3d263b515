//! `predict`: asks for a guess before the run.

/// A guess to make before the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Predict {
    /// Unique in the lesson.
    pub id: String,
    /// The lab whose run it waits for.
    pub lab: Option<String>,
    /// The question.
    pub prompt: String,
    /// What is said once the guess is made and the run has shown the truth.
    pub reveal: Option<String>,
}
