//! What a learner can do with a question: the few shapes a card knows, whatever the number of question types.

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// Pick one choice, or several.
    Choose {
        /// The choices in the order to show them.
        choices: Vec<String>,
        /// Whether more than one may be picked.
        several: bool,
    },
    /// Type something.
    Type {
        /// What the number counts, shown behind the field.
        unit: Option<String>,
        /// Whether a number is wanted.
        number: bool,
    },
    /// Bring items into order.
    Arrange {
        /// The items in the order to start with.
        items: Vec<String>,
    },
}
