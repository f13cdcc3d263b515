//! Running text: marks become styles, links become targets.

use std::sync::Arc;

use ratatui::style::{Modifier, Style};

use super::Reading;
use crate::app::{Msg, Role};
use crate::course::{Inline, LinkTarget, inline};
use crate::ui::text::Piece;

/// Inlines as styled pieces.
pub fn pieces(inlines: &[Inline], reading: &Reading<'_>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    push(inlines, reading.ink, None, reading, &mut pieces);
    pieces
}

fn push(inlines: &[Inline], ink: Style, target: Option<&Arc<Msg>>, reading: &Reading<'_>, pieces: &mut Vec<Piece>) {
    for inline in inlines {
        let mut say = |text: String, style: Style| {
            pieces.push(Piece { text, style, target: target.cloned() });
        };
        match inline {
            Inline::Text(text) => say(text.clone(), ink),
            Inline::Break => say("\n".into(), ink),
            Inline::Code(code) => say(quoted(code, reading), code_style(ink, reading)),
            Inline::Kbd(key) => say(format!("\u{a0}{key}\u{a0}"), key_style(reading)),
            Inline::FootnoteRef { number, .. } => say(note_number(*number, reading), reading.style(Role::Accent)),
            Inline::Image { alt, .. } => say(format!("[{alt}]"), ink.patch(reading.style(Role::Muted))),
            Inline::Value { text, known: true, .. } if text.starts_with('$') => {
                say(unbreakable(text), ink.patch(reading.style(Role::Money)));
            }
            Inline::Value { text, known: true, .. } => say(unbreakable(text), ink),
            Inline::Value { text, .. } => say(text.clone(), reading.style(Role::Warning)),
            Inline::Emphasis(inner) => push(inner, ink.add_modifier(Modifier::ITALIC), target, reading, pieces),
            Inline::Strong(inner) => push(inner, ink.patch(reading.style(Role::Strong)), target, reading, pieces),
            Inline::Strike(inner) => push(inner, ink.add_modifier(Modifier::CROSSED_OUT), target, reading, pieces),
            Inline::Mark(inner) => push(inner, ink.patch(mark_style(reading)), target, reading, pieces),
            Inline::Link { target, text } => {
                let style = ink.patch(link_style(target, reading));
                push(text, style, Some(&Arc::new(Msg::Follow(target.clone()))), reading, pieces);
            }
        }
    }
}

/// The words of a title, where links and marks would only distract.
pub fn plain(inlines: &[Inline], style: Style) -> Vec<Piece> {
    vec![Piece::new(inline::words(inlines), style)]
}

fn link_style(target: &LinkTarget, reading: &Reading<'_>) -> Style {
    match target {
        LinkTarget::Term(_) => reading.style(Role::Accent),
        LinkTarget::Dead(_) => reading.style(Role::Muted).add_modifier(Modifier::UNDERLINED),
        _ => reading.style(Role::Accent).add_modifier(Modifier::UNDERLINED),
    }
}

/// Without colour, code keeps the marks it had in the file.
fn quoted(code: &str, reading: &Reading<'_>) -> String {
    if reading.theme.is_colourless() { format!("`{code}`") } else { code.to_owned() }
}

fn code_style(ink: Style, reading: &Reading<'_>) -> Style {
    ink.patch(reading.style(Role::Literal))
}

fn key_style(reading: &Reading<'_>) -> Style {
    reading.theme.on(Role::Accent, Role::Selection).add_modifier(Modifier::BOLD)
}

/// Words that somebody went over with a bright pen.
fn mark_style(reading: &Reading<'_>) -> Style {
    if reading.theme.is_colourless() {
        Style::default().add_modifier(Modifier::REVERSED)
    } else {
        reading.theme.on(Role::Text, Role::Selection)
    }
}

/// `$0.20` and `1,769 MB` stay on one line.
fn unbreakable(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// `¹²` where there are such digits, `[12]` where not.
pub(super) fn note_number(number: usize, reading: &Reading<'_>) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    if reading.glyphs.ascii {
        return format!("[{number}]");
    }
    number.to_string().bytes().map(|digit| RAISED[usize::from(digit - b'0')]).collect()
}
