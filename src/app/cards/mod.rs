//! The cards of a lesson: what the learner can do on the page, beside reading it.

mod challenge;
mod event;
mod measured;
mod predict;

pub use challenge::{ChallengeCard, ChallengeResult, GoalState};
pub(super) use challenge::{bench_key, pairs};
pub use event::EventCard;
pub use predict::{PredictCard, PredictStage, Truth, answer_text};

use crate::quiz::QuizCard;

/// What became of a directive of the page.
#[derive(Debug)]
pub enum Card {
    /// A guess to make before the run.
    Predict(PredictCard),
    /// A goal to reach.
    Challenge(Box<ChallengeCard>),
    /// Questions.
    Quiz(QuizCard),
    /// An event to edit and send.
    Event(EventCard),
}

impl Card {
    /// Whether it still waits for the learner.
    pub fn waits(&self) -> bool {
        match self {
            Self::Predict(card) => card.locks(),
            Self::Challenge(card) => !card.met,
            Self::Quiz(quiz) => quiz.result().is_none(),
            Self::Event(_) => false,
        }
    }
}
