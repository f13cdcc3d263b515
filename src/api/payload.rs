//! What a call carries: JSON text, shared and never changed.

use std::sync::Arc;

/// A JSON document, or nothing. Modelled traffic carries nothing, and then nothing is allocated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Payload(Option<Arc<str>>);

impl Payload {
    /// No document.
    pub const EMPTY: Self = Self(None);

    /// This text.
    pub fn json(text: impl Into<Arc<str>>) -> Self {
        Self(Some(text.into()))
    }

    /// The text; `null` when there is no document, as Lambda answers for a handler that returns nothing.
    pub fn as_str(&self) -> &str {
        self.0.as_deref().unwrap_or("null")
    }
}
