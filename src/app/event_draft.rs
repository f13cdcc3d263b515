//! An event as it stands: its JSON, checked while it is typed.

use super::drafts::Kept;
use super::{Editor, Mark};

/// An event as it stands.
#[derive(Clone, Debug)]
pub struct EventDraft {
    /// What sends such events: `api-gateway`.
    pub source: String,
    /// The event as it was given.
    pub original: String,
    /// Its JSON.
    pub editor: Editor,
    checked: Option<u64>,
    pub(super) kept: Kept,
}

impl EventDraft {
    /// An event as it is given.
    pub fn new(source: &str, json: &str) -> Self {
        let original = if json.trim().is_empty() { "{}" } else { json.trim_end() };
        let editor = Editor::new(original);
        Self { source: source.to_owned(), original: editor.text(), editor, checked: None, kept: Kept::default() }
    }

    /// The event as it was given; a step that can be taken back.
    pub(super) fn restore(&mut self) {
        let original = self.original.clone();
        self.editor.set_text(&original);
        self.look();
    }

    /// Whether the learner has changed it.
    pub fn is_changed(&self) -> bool {
        self.editor.text() != self.original
    }

    /// Whether it is JSON; otherwise where it is not, in words, and marked.
    pub fn check(&mut self) -> Result<(), String> {
        self.look();
        self.wrong().map_or(Ok(()), Err)
    }

    /// What was wrong with it when it was looked at last.
    pub fn wrong(&self) -> Option<String> {
        let mark = self.editor.mark.as_ref()?;
        Some(format!("{} in line {}, column {}", mark.words, mark.line + 1, mark.column.unwrap_or(0) + 1))
    }

    /// Checks it again if it has changed, and marks what is wrong.
    pub(super) fn look(&mut self) {
        if self.checked == Some(self.editor.revision()) {
            return;
        }
        self.checked = Some(self.editor.revision());
        let parsed = serde_json::from_str::<serde::de::IgnoredAny>(&self.editor.text());
        self.editor.mark = parsed.err().map(|error| Mark {
            line: error.line().saturating_sub(1).min(self.editor.lines().len() - 1),
            column: Some(error.column().saturating_sub(1)),
            words: error.to_string().split(" at line ").next().unwrap_or_default().to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Key;

    #[test]
    fn what_is_typed_is_checked_and_marked() {
        let mut draft = EventDraft::new("test", "{\n  \"a\": 1\n}");
        assert_eq!(draft.check(), Ok(()));
        for key in ["down", "end", ","] {
            draft.editor.press(Key::parse(key).expect("a key"));
        }
        draft.look();
        let mark = draft.editor.mark.clone().expect("a comma too many");
        assert_eq!((mark.line, mark.column), (2, Some(0)));
        assert_eq!(draft.check(), Err("key must be a string in line 3, column 1".to_owned()));
        draft.editor.undo();
        assert_eq!(draft.check(), Ok(()));
    }
}
