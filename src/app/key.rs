//! One key press, as the keymap writes it and as the footer prints it.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with its modifiers. Shift is part of a letter's case and counts only for keys without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// Control, alt, and shift where it is not already in the letter.
    pub modifiers: KeyModifiers,
}

impl Key {
    /// A printable character, as typed.
    pub const fn char(letter: char) -> Self {
        Self::code(KeyCode::Char(letter))
    }

    /// A named key without modifiers.
    pub const fn code(code: KeyCode) -> Self {
        Self { code, modifiers: KeyModifiers::NONE }
    }

    /// Control and a letter.
    pub const fn ctrl(letter: char) -> Self {
        Self { code: KeyCode::Char(letter), modifiers: KeyModifiers::CONTROL }
    }

    /// Control and a named key.
    pub const fn ctrl_code(code: KeyCode) -> Self {
        Self { code, modifiers: KeyModifiers::CONTROL }
    }

    /// Alt and a named key.
    pub const fn alt(code: KeyCode) -> Self {
        Self { code, modifiers: KeyModifiers::ALT }
    }

    /// Shift and a named key.
    pub const fn shift(code: KeyCode) -> Self {
        Self { code, modifiers: KeyModifiers::SHIFT }
    }

    /// The character this key types, if it types one.
    pub const fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(letter)
                if !self.modifiers.contains(KeyModifiers::CONTROL) && !self.modifiers.contains(KeyModifiers::ALT) =>
            {
                Some(letter)
            }
            _ => None,
        }
    }

    /// The key as the terminal library's own event, for line editors.
    pub const fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.modifiers)
    }

    /// Reads `i`, `?`, `space`, `enter`, `ctrl-c`, `alt-left`, `shift-tab`; the words the documentation uses.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix("ctrl-").filter(|rest| !rest.is_empty()) {
            return Self::parse(rest).map(|key| key.with(KeyModifiers::CONTROL));
        }
        if let Some(rest) = text.strip_prefix("alt-").filter(|rest| !rest.is_empty()) {
            return Self::parse(rest).map(|key| key.with(KeyModifiers::ALT));
        }
        if let Some(rest) = text.strip_prefix("shift-").filter(|rest| !rest.is_empty()) {
            return match rest {
                "tab" => Some(Self::code(KeyCode::BackTab)),
                _ => Self::parse(rest).map(|key| key.with(KeyModifiers::SHIFT)),
            };
        }
        let mut letters = text.chars();
        if let (Some(letter), None) = (letters.next(), letters.next()) {
            return Some(Self::char(letter));
        }
        NAMED.iter().find(|(name, ..)| *name == text).map(|(_, code, _)| Self::code(*code))
    }

    const fn with(self, modifiers: KeyModifiers) -> Self {
        Self { code: self.code, modifiers: self.modifiers.union(modifiers) }
    }
}

/// Every key with a name: how it is written, what it is, how a footer draws it (words where the arrow would be missing).
const NAMED: &[(&str, KeyCode, &str)] = &[
    ("space", KeyCode::Char(' '), "space"),
    ("enter", KeyCode::Enter, "⏎"),
    ("esc", KeyCode::Esc, "esc"),
    ("tab", KeyCode::Tab, "tab"),
    ("backspace", KeyCode::Backspace, "backspace"),
    ("left", KeyCode::Left, "←"),
    ("right", KeyCode::Right, "→"),
    ("up", KeyCode::Up, "↑"),
    ("down", KeyCode::Down, "↓"),
    ("pgup", KeyCode::PageUp, "pgup"),
    ("pgdn", KeyCode::PageDown, "pgdn"),
    ("home", KeyCode::Home, "home"),
    ("end", KeyCode::End, "end"),
    ("del", KeyCode::Delete, "del"),
    ("f1", KeyCode::F(1), "f1"),
];

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let mut modifiers = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let code = match event.code {
            KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            other => other,
        };
        if matches!(code, KeyCode::Char(_) | KeyCode::BackTab) {
            modifiers.remove(KeyModifiers::SHIFT);
        }
        Self { code, modifiers }
    }
}

/// The footer's notation: `i`, `space`, `⏎`, `ctrl-c`, `→`; the alternate form (`{:#}`) uses ASCII words only.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, prefix) in
            [(KeyModifiers::CONTROL, "ctrl-"), (KeyModifiers::ALT, "alt-"), (KeyModifiers::SHIFT, "shift-")]
        {
            if self.modifiers.contains(modifier) {
                f.write_str(prefix)?;
            }
        }
        if self.code == KeyCode::BackTab {
            return f.write_str("shift-tab");
        }
        if let Some((name, _, drawn)) = NAMED.iter().find(|(_, code, _)| *code == self.code) {
            return f.write_str(if f.alternate() { name } else { drawn });
        }
        write!(f, "{}", self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_as_they_are_written() {
        for text in ["i", "?", "space", "enter", "ctrl-c", "alt-left", "shift-tab", "shift-right", "-"] {
            let key = Key::parse(text).unwrap_or_else(|| panic!("{text} is a key"));
            assert_eq!(format!("{key:#}"), text);
        }
        assert_eq!(Key::parse("nonsense"), None);
    }

    #[test]
    fn shift_is_part_of_the_letter() {
        let event = KeyEvent::new(KeyCode::Char('?'), KeyModifiers::SHIFT);
        assert_eq!(Key::from(event), Key::char('?'));
    }
}
