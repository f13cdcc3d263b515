//! Decks: `---` between slides, perhaps with a few settings of the next one.

use crate::course::lesson::LessonHead;

/// Keys that only a deck has.
const KEYS: [&str; 9] =
    ["marp", "transition", "mdc", "drawings", "routermode", "colorschema", "highlighter", "canvaswidth", "aspectratio"];
/// Settings of one slide are a few lines.
const LINES_MAX: usize = 30;

/// Whether the lesson is a deck: by its own settings, or because a slide in the middle has some.
pub fn is_deck(head: &LessonHead, body: &str) -> bool {
    let by_key = head.extra.iter().any(|(key, _)| KEYS.contains(&key.to_lowercase().as_str()));
    by_key || has_settings(body)
}

fn has_settings(body: &str) -> bool {
    let mut blank = true;
    let mut fenced = false;
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let bare = line.trim_end();
        fenced ^= bare.starts_with("```") || bare.starts_with("~~~");
        if bare == "---" && blank && !fenced && settings(&body[at..]).is_some() {
            return true;
        }
        blank = bare.is_empty();
        at += line.len();
    }
    false
}

/// The length of `---`, settings, `---` at the beginning of `text`; `None` if it is a line across the page.
pub fn settings(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut keys = 0;
    for (number, line) in text.split_inclusive('\n').take(LINES_MAX).enumerate() {
        let bare = line.trim_end();
        at += line.len();
        match number {
            0 if bare == "---" => {}
            0 => return None,
            _ if bare == "---" => return (keys > 0).then_some(at),
            _ if is_setting(bare) => keys += 1,
            _ if keys > 0 && (bare.starts_with("  ") || bare.starts_with("- ") || bare.starts_with('#')) => {}
            _ => return None,
        }
    }
    None
}

/// `layout: two-cols`; a key has no capital letter, which tells it from words before a colon.
fn is_setting(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, value)| {
        let named = key.starts_with(|c: char| c.is_ascii_lowercase());
        named
            && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
            && (value.is_empty() || value.starts_with(' '))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_stand_between_two_lines() {
        assert_eq!(settings("---\nlayout: center\nclass: x\n---\nText"), Some(32));
        assert_eq!(settings("---\nJust: a thought\n---\n"), None);
        assert_eq!(settings("---\n\nlayout: x\n---\n"), None);
        assert_eq!(settings("---\n---\n"), None);
        assert!(has_settings("a\n\n---\nlayout: x\n---\n") && !has_settings("a\n---\nlayout: x\n---\n"));
    }
}
