//! What a learner answered, in the words they saw, so that a record still means something after a lesson was reordered.

use serde::{Deserialize, Serialize};

/// An answer to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The texts of the choices that were picked.
    Picked(Vec<String>),
    /// What was typed.
    Typed(String),
    /// The items, in the learner's order.
    Arranged(Vec<String>),
}

impl Answer {
    /// Whether there is nothing in it yet.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Picked(texts) | Self::Arranged(texts) => texts.is_empty(),
            Self::Typed(text) => text.trim().is_empty(),
        }
    }
}
