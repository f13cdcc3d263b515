//! What a call carries: JSON text, shared and never changed, or what is known of it.

use std::sync::Arc;

use crate::api::Records;

/// A JSON document, what is known of one, or nothing. Modelled traffic carries nothing, and then nothing is allocated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Payload(Document);

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
enum Document {
    #[default]
    None,
    Text(Arc<str>),
    /// A modelled document: so many bytes, whatever they say.
    Sized(u32),
    /// A batch of records from an event source.
    Records(Arc<Records>),
}

impl Payload {
    /// No document.
    pub const EMPTY: Self = Self(Document::None);

    /// This text.
    pub fn json(text: impl Into<Arc<str>>) -> Self {
        Self(Document::Text(text.into()))
    }

    /// A modelled document of so many bytes.
    pub const fn of_size(bytes: u32) -> Self {
        if bytes == 0 { Self::EMPTY } else { Self(Document::Sized(bytes)) }
    }

    /// A batch of records.
    pub const fn records(records: Arc<Records>) -> Self {
        Self(Document::Records(records))
    }

    /// The text; `null` when there is none, as Lambda answers for a handler that returns nothing.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Document::Text(text) => text,
            _ => "null",
        }
    }

    /// How many bytes it has.
    pub fn bytes(&self) -> u64 {
        match &self.0 {
            Document::None => 0,
            Document::Text(text) => text.len() as u64,
            Document::Sized(bytes) => u64::from(*bytes),
            Document::Records(records) => records.bytes(),
        }
    }

    /// The batch, where it is one.
    pub fn as_records(&self) -> Option<&Arc<Records>> {
        match &self.0 {
            Document::Records(records) => Some(records),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<Arc<str>> {
        match &self.0 {
            Document::Text(text) => Some(Arc::clone(text)),
            _ => None,
        }
    }

    /// Whether it is a text.
    pub const fn is_text(&self) -> bool {
        matches!(self.0, Document::Text(_))
    }

    /// Whether there is no document.
    pub const fn is_empty(&self) -> bool {
        matches!(self.0, Document::None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_knows_its_size() {
        let sizes = [Payload::EMPTY, Payload::json("{}"), Payload::of_size(70_000), Payload::of_size(0)];
        assert_eq!(sizes.each_ref().map(Payload::bytes), [0, 2, 70_000, 0]);
        assert_eq!(sizes.each_ref().map(Payload::is_empty), [true, false, false, true]);
        assert_eq!(sizes[2].as_str(), "null");
    }
}
