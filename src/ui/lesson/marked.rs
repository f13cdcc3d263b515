//! Words of a card: not a whole Markdown text, but `code` and **what matters** in it look as they do on the page.

use ratatui::style::{Modifier, Style};

use super::Reading;
use crate::app::Role;
use crate::ui::text::Piece;

/// Words with their marks turned into styles.
pub fn marked(words: &str, style: Style, reading: &Reading<'_>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (place, part) in words.split('`').enumerate() {
        let is_code = place % 2 == 1 && words.matches('`').count() > place;
        if is_code {
            let code = if reading.theme.is_colourless() { format!("`{part}`") } else { part.to_owned() };
            pieces.push(Piece::new(code, style.patch(reading.style(Role::Literal))));
        } else {
            let lead = if place % 2 == 1 { "`" } else { "" };
            push_strong(&format!("{lead}{part}"), style, &mut pieces);
        }
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

fn push_strong(words: &str, style: Style, pieces: &mut Vec<Piece>) {
    let pairs = words.matches("**").count() / 2;
    for (place, part) in words.splitn(2 * pairs + 1, "**").enumerate() {
        let style = if place % 2 == 1 { style.add_modifier(Modifier::BOLD) } else { style };
        pieces.push(Piece::new(part, style));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Depth, Glyphs, Theme};
    use crate::problem::Source;

    fn check(words: &str, expected: &[&str]) {
        let (theme, source) = (Theme::dark(Depth::True), Source::default());
        let reading = Reading {
            theme: &theme,
            glyphs: &Glyphs::UNICODE,
            ink: Style::new(),
            shift: 0,
            focus_step: 0,
            source: &source,
            is_ticked: &|task| task.done,
            highlighted: &|_| None,
            picture: &|_| None,
            directive: &|_, _| Vec::new(),
        };
        let texts: Vec<String> = marked(words, Style::new(), &reading).into_iter().map(|piece| piece.text).collect();
        assert_eq!(texts, expected, "{words}");
    }

    #[test]
    fn pairs_of_marks_are_styles_and_single_ones_are_letters() {
        check("press i and `hello` answers", &["press i and ", "hello", " answers"]);
        check("it is **how often**, not `x", &["it is ", "how often", ", not ", "`x"]);
        check("2 ** 3", &["2 ** 3"]);
    }
}
