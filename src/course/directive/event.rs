//! `event`: an event that the learner can edit and send.

/// An event to send with the invoke key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventCard {
    /// Unique in the lesson.
    pub id: String,
    /// What sends such events: `api-gateway`.
    pub source: String,
    /// What it is called.
    pub title: Option<String>,
    /// The event, as written.
    pub json: String,
}
