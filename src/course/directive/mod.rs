//! Fences that do something.

mod challenge;
mod event;
mod lab;
mod predict;
mod quiz;

pub use challenge::Challenge;
pub use event::EventCard;
pub use lab::LabCard;
pub use predict::Predict;
pub use quiz::QuizCard;

/// A fence that does something.
#[derive(Clone, Debug, PartialEq)]
pub enum Directive {
    /// Starts a simulation.
    Lab(LabCard),
    /// Asks for a guess before the run.
    Predict(Predict),
    /// Sets a goal.
    Challenge(Challenge),
    /// Asks questions.
    Quiz(QuizCard),
    /// An event to send.
    Event(EventCard),
}

impl Directive {
    /// Its id: what the learner's memory hangs on.
    pub fn id(&self) -> &str {
        match self {
            Self::Lab(card) => &card.id,
            Self::Predict(card) => &card.id,
            Self::Challenge(card) => &card.id,
            Self::Quiz(card) => &card.id,
            Self::Event(card) => &card.id,
        }
    }

    /// What it says, for search and for reading aloud.
    pub fn words(&self) -> String {
        match self {
            Self::Lab(card) => card.title.clone(),
            Self::Predict(card) => card.prompt.clone(),
            Self::Challenge(card) => card.title.clone(),
            Self::Quiz(card) => card.title.clone().unwrap_or_default(),
            Self::Event(card) => card.title.clone().unwrap_or_default(),
        }
    }
}
