//! Loose lines at the top of a note: a date, `Status: #draft`, `Tags: [[serverless]]`.

use std::ops::Range;

/// Keys that note takers write; others count only if a heading follows.
const KEYS: [&str; 22] = [
    "status", "tags", "tag", "date", "created", "updated", "modified", "author", "authors", "source", "sources",
    "topic", "topics", "type", "links", "related", "aliases", "category", "up", "course", "parent", "level",
];
/// A card of facts is a few lines.
const LINES_MAX: usize = 20;

/// The loose lines at the beginning of `text`, and where the rest begins; `None` if it begins with anything else.
pub fn at_the_top(text: &str) -> Option<(Vec<Range<usize>>, usize)> {
    let mut facts = Vec::new();
    let mut all_known = true;
    let mut blank = true;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        if bare.is_empty() {
            blank = true;
        } else if is_date(bare) || key(bare).is_some() {
            all_known &= key(bare).is_none_or(is_known);
            let start = at + (line.len() - line.trim_start().len());
            facts.push(start..start + bare.len());
            blank = false;
        } else {
            let heading = bare.starts_with('#') && bare.trim_start_matches('#').starts_with(' ');
            let parted = heading || matches!(bare, "---" | "***" | "___");
            let enough = parted || (blank && all_known && facts.len() >= 2);
            return (enough && !facts.is_empty()).then_some((facts, at));
        }
        at += line.len();
        if facts.len() > LINES_MAX {
            return None;
        }
    }
    // A note of facts and nothing else.
    (all_known && facts.len() >= 2).then_some((facts, at))
}

/// `Status` of `Status : #draft` or `**Status:** draft`.
fn key(line: &str) -> Option<&str> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim().trim_matches('*').trim();
    let value_apart = value.is_empty() || value.starts_with([' ', '*', '\u{a0}']);
    let short = key.chars().count() <= 24 && key.split_whitespace().count() <= 2;
    let named = key.starts_with(char::is_alphabetic)
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    (short && named && value_apart).then_some(key)
}

fn is_known(key: &str) -> bool {
    KEYS.contains(&key.to_lowercase().as_str())
}

/// `2024-05-01`, `01.05.2024 10:20`, `202405011020`
fn is_date(line: &str) -> bool {
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    let others = line.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | '/' | ':' | ' ' | 'T' | 'Z' | '+'));
    (6..=20).contains(&digits) && others && line.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_before_the_first_heading_can_be_facts() {
        let text = "2024-05-01 10:20\n\nStatus : #draft\nTags : [[cloud]]\n\n# Title\n";
        let (facts, rest) = at_the_top(text).expect("facts");
        let lines: Vec<&str> = facts.into_iter().map(|span| &text[span]).collect();
        assert_eq!(lines, ["2024-05-01 10:20", "Status : #draft", "Tags : [[cloud]]"]);
        assert!(text[rest..].starts_with("# Title"));
    }

    #[test]
    fn ordinary_text_is_no_fact() {
        for text in
            ["Note: bring boats.\n\nMore.", "# A\nStatus: x\n", "", "https://example.org\n\n# A", "12 boats\n# A"]
        {
            assert_eq!(at_the_top(text), None, "{text}");
        }
    }
}
