//! An event the learner can change before it is sent.

use crate::app::EventDraft;
use crate::course;

/// An event the learner can change before it is sent.
#[derive(Clone, Debug)]
pub struct EventCard {
    /// The directive.
    pub event: course::EventCard,
    /// As it is now.
    pub draft: EventDraft,
    /// Whether it is being edited.
    pub open: bool,
    /// Why it was not sent.
    pub complaint: Option<String>,
    /// How often it was sent.
    pub sent: u32,
}

impl EventCard {
    pub(in crate::app) fn new(event: course::EventCard) -> Self {
        let draft = EventDraft::new(&event.source, &event.json);
        Self { event, draft, open: false, complaint: None, sent: 0 }
    }

    /// Whether it can be sent; otherwise the card says where it is broken.
    pub(in crate::app) fn check(&mut self) -> bool {
        self.complaint = self.draft.check().err().map(|problem| format!("not sent: {problem}"));
        self.complaint.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Key;

    #[test]
    fn broken_json_is_not_sent_and_says_where() {
        let event = course::EventCard { id: "e".into(), source: "test".into(), title: None, json: "{}".into() };
        let mut card = EventCard::new(event);
        assert!(card.check());
        card.draft.editor.press(Key::parse("del").expect("a key"));
        assert!(!card.check());
        assert!(card.complaint.as_deref().is_some_and(|words| words.contains("line 1, column 1")));
    }
}
