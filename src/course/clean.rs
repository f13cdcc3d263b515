//! Bytes made safe: whatever a file holds, what comes out is text that cannot speak to the terminal.
//!
//! Nothing is dropped in silence: a control character is shown as its picture, a bidi override as its name.

use std::borrow::Cow;

use super::mojibake;
use crate::problem::Problem;
pub use crate::problem::{acts, one_line, visible};

/// A lesson is a few pages; a file larger than this is a mistake or a log. So much is read in the background within a second or two, at
/// some 200 MB of memory; the rest is cut with a problem that says so.
pub const LESSON_BYTES_MAX: usize = 16 * 1024 * 1024;

/// A text that is safe to show, and what was done to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// The text.
    pub text: String,
    /// What could not be read as it should.
    pub problems: Vec<Problem>,
    /// How many garbled characters were put right.
    pub repaired: usize,
}

/// Text from bytes: byte order mark dropped, line ends made `\n`, control characters visible, too much cut.
pub fn text(bytes: &[u8]) -> (String, Vec<Problem>) {
    let cleaned = cleaned(bytes, false);
    (cleaned.text, cleaned.problems)
}

/// The same for a page of prose, with what a wrong decoding garbled put right.
pub fn prose(bytes: &[u8]) -> Cleaned {
    cleaned(bytes, true)
}

/// The same with garbled characters as they are.
pub fn as_it_is(bytes: &[u8]) -> Cleaned {
    cleaned(bytes, false)
}

fn cleaned(bytes: &[u8], repair: bool) -> Cleaned {
    let mut problems = Vec::new();
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let kept = cut(bytes);
    let decoded = match std::str::from_utf8(kept) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) => match utf_16(kept) {
            Some(text) => Cow::Owned(text),
            None => {
                let message = "this file is not UTF-8; it was read as Windows-1252";
                let at = error.valid_up_to();
                problems.push(Problem::warning(at..at, message).with_help("save it as UTF-8"));
                Cow::Owned(windows_1252(kept))
            }
        },
    };
    let mut text = lines(&decoded);
    // Before the controls become visible: some of them are bytes of garbled characters.
    let repair = Some(()).filter(|()| repair).and_then(|()| mojibake::repaired(&text));
    let repaired = repair.as_ref().map_or(0, |(_, count)| *count);
    if let Some((whole, _)) = repair {
        text = Cow::Owned(whole);
    }
    if kept.len() < bytes.len() {
        let megabytes = bytes.len().div_ceil(1024 * 1024);
        let message = format!("this file has {megabytes} MB; only the first {} MB are shown", LESSON_BYTES_MAX >> 20);
        let at = text.len();
        problems.push(Problem::error(at..at, message).with_help("split it into several lessons"));
    }
    Cleaned { text: visible(&text).into_owned(), problems, repaired }
}

/// The first `LESSON_BYTES_MAX` bytes.
fn cut(bytes: &[u8]) -> &[u8] {
    beginning(bytes, LESSON_BYTES_MAX)
}

/// At most `most` bytes, up to the end of a line if there is one, and never through a character.
pub fn beginning(bytes: &[u8], most: usize) -> &[u8] {
    if bytes.len() <= most {
        return bytes;
    }
    let head = &bytes[..most];
    let character = |at: usize| bytes[at] & 0b1100_0000 != 0b1000_0000;
    let at_line = head.iter().rposition(|&byte| byte == b'\n').map(|newline| newline + 1);
    let at_character = || (most.saturating_sub(4)..=most).rev().find(|&at| character(at));
    &head[..at_line.or_else(at_character).unwrap_or(most)]
}

/// `\r\n` and a lone `\r` are line ends as much as `\n`.
fn lines(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(text) }
}

/// Code with its tabs as spaces up to the next column of four, because a terminal's own tab stops are eight apart.
pub fn untabbed(text: &str) -> String {
    if !text.contains('\t') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut column = 0;
    for character in text.chars() {
        match character {
            '\t' => {
                let spaces = 4 - column % 4;
                out.extend(std::iter::repeat_n(' ', spaces));
                column += spaces;
            }
            '\n' => {
                out.push('\n');
                column = 0;
            }
            _ => {
                out.push(character);
                column += 1;
            }
        }
    }
    out
}

/// A control character hidden in an escape of TOML or JSON (`\u001b`): its place and its code.
pub fn hidden_control(text: &str) -> Option<(std::ops::Range<usize>, u32)> {
    let mut rest = 0;
    while let Some(found) = text[rest..].find('\\') {
        let at = rest + found;
        let digits = match text.as_bytes().get(at + 1) {
            Some(b'u') => 4,
            Some(b'U') => 8,
            Some(b'x') => 2,
            Some(b'e') => return Some((at..at + 2, 0x1b)),
            // Both bytes of any other escape are passed over, so that `\\u001b` is a backslash and four letters.
            Some(_) => {
                rest = at + 1 + text[at + 1..].chars().next().map_or(1, char::len_utf8);
                continue;
            }
            None => return None,
        };
        let code = text.get(at + 2..at + 2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        match code.and_then(char::from_u32) {
            Some(character) if acts(character) => return Some((at..at + 2 + digits, u32::from(character))),
            _ => rest = at + 2,
        }
    }
    None
}

/// 0x80 to 0x9f of Windows-1252, where it differs from Latin-1; undefined places keep their number.
pub(super) const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

pub(super) fn windows_1252(bytes: &[u8]) -> String {
    let character =
        |&byte: &u8| if (0x80..0xa0).contains(&byte) { HIGH[usize::from(byte) - 0x80] } else { char::from(byte) };
    bytes.iter().map(character).collect()
}

/// Text with a mark that says it is UTF-16, as Windows programs write it.
fn utf_16(bytes: &[u8]) -> Option<String> {
    let (unit, rest): (fn([u8; 2]) -> u16, _) = match bytes {
        [0xff, 0xfe, rest @ ..] => (u16::from_le_bytes, rest),
        [0xfe, 0xff, rest @ ..] => (u16::from_be_bytes, rest),
        _ => return None,
    };
    // A mark followed by half a character is not what it says.
    let (pairs, []) = rest.as_chunks::<2>() else { return None };
    String::from_utf16(&pairs.iter().map(|pair| unit(*pair)).collect::<Vec<u16>>()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_shown() {
        assert_eq!(text(b"\xEF\xBB\xBFa\r\nb\rc\x1b[31m\0").0, "a\nb\nc␛[31m␀");
        assert_eq!(text(b"\x93caf\xe9\x94").0, "“café”");
    }

    #[test]
    fn too_much_is_cut_between_characters() {
        let (kept, problems) = text("é".repeat(LESSON_BYTES_MAX).as_bytes());
        assert!(kept.len() <= LESSON_BYTES_MAX && kept.chars().all(|c| c == 'é'));
        assert_eq!(problems[0].message, "this file has 32 MB; only the first 16 MB are shown");
    }

    #[test]
    fn an_escape_cannot_smuggle_a_control_character() {
        assert_eq!(hidden_control(r#"title = "\u001b[2J""#), Some((9..15, 0x1b)));
        assert_eq!(hidden_control(r#"title = "\\u001b""#), None);
        assert_eq!(hidden_control(r#"title = "caf\u00e9 \n""#), None);
        assert_eq!(hidden_control(r"\é\"), None);
    }

    #[test]
    fn tabs_in_code_reach_the_next_column_of_four() {
        assert_eq!(untabbed("a\tb\n\tc"), "a   b\n    c");
    }
}
