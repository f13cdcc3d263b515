//! Text made safe to print: whatever it holds, it cannot speak to the terminal.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The same text with everything shown that would otherwise act: control characters, bidi overrides.
/// Tabs and line ends stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            // A byte order mark in the middle of a text has no width and no meaning.
            '\u{feff}' => {}
            '\u{2028}' | '\u{2029}' => shown.push(' '),
            _ if acts(character) => push_picture(&mut shown, character),
            _ => shown.push(character),
        }
    }
    Cow::Owned(shown)
}

/// One line of visible text: tabs and line ends become spaces, too.
pub fn one_line(text: &str) -> String {
    visible(text).replace(['\n', '\t', '\r'], " ")
}

/// Whether a terminal or a reader's eye would be led astray by it.
pub fn acts(character: char) -> bool {
    let overrides = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let separators = matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}');
    overrides || separators || (character.is_control() && character != '\n' && character != '\t')
}

/// `␛` for ESC, `[U+202E]` for what has no picture.
fn push_picture(out: &mut String, character: char) {
    let code = u32::from(character);
    match code {
        0..=0x1f => out.extend(char::from_u32(0x2400 + code)),
        0x7f => out.push('␡'),
        0x80..=0x9f => out.push('\u{fffd}'),
        _ => {
            let _ = write!(out, "[U+{code:04X}]");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_shown() {
        assert_eq!(visible("pay \u{202e}raey"), "pay [U+202E]raey");
        assert_eq!(one_line("a\n\u{1b}[2Jb"), "a ␛[2Jb");
    }
}
