//! The words by which other tools name a callout, and which of our five each of them is.

use crate::course::block::CalloutKind;

/// Words for each kind, in lower case.
const WORDS: [(CalloutKind, &[&str]); 5] = [
    (
        CalloutKind::Note,
        &[
            "note",
            "info",
            "abstract",
            "summary",
            "tldr",
            "todo",
            "question",
            "help",
            "faq",
            "example",
            "quote",
            "cite",
            "details",
            "seealso",
            "remark",
            "secondary",
            "default",
            "primary",
            "definition",
            "aside",
        ],
    ),
    (CalloutKind::Tip, &["tip", "hint", "success", "check", "done", "new"]),
    (CalloutKind::Important, &["important", "highlight"]),
    (CalloutKind::Warning, &["warning", "warn", "attention", "deprecated"]),
    (CalloutKind::Caution, &["caution", "danger", "error", "bug", "failure", "fail", "missing", "alert"]),
];

/// The kind that a word means, in any case.
pub fn kind(word: &str) -> Option<CalloutKind> {
    let lower = word.to_ascii_lowercase();
    WORDS.iter().find(|(_, words)| words.contains(&lower.as_str())).map(|(kind, _)| *kind)
}

/// The title of a callout that has none of its own: `None` where the kind already says it.
pub fn title(word: &str) -> Option<String> {
    let is_named = CalloutKind::parse(word).is_some();
    let mut letters = word.chars();
    let first = letters.next().filter(|_| !is_named)?;
    Some(first.to_uppercase().chain(letters).collect::<String>().replace(['-', '_'], " "))
}

/// `Note:`, `⚠️ Warning`: words in bold that make a quote a callout.
pub fn of_bold(words: &str) -> Option<CalloutKind> {
    let bare = words.trim().trim_end_matches(':').trim_end();
    let bare = bare.trim_start_matches(|c: char| !c.is_alphanumeric());
    kind(bare).filter(|_| bare.starts_with(char::is_uppercase))
}
