//! What whoever teaches sees in a second terminal: the notes of the page, what comes next, how long it took.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::look::Look;
use super::pen::Pen;
use super::plain;
use super::text::{self, Piece};
use crate::app::{Role, Theme};

/// Everything on that screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prompt {
    /// The lesson.
    pub lesson: String,
    /// The page in view, from one, and how many there are.
    pub page: (usize, usize),
    /// What the page is called.
    pub title: String,
    /// Its notes.
    pub notes: Vec<String>,
    /// What the next page is called.
    pub next: Option<String>,
    /// Since the beginning.
    pub elapsed: Duration,
    /// Rows of notes that are scrolled away.
    pub scroll: usize,
}

/// Columns of the notes: they are read from a distance.
const READING: u16 = 90;

/// Draws the screen.
pub fn draw(prompt: &Prompt, theme: &Theme, glyphs: &crate::app::Glyphs, buffer: &mut Buffer) {
    let look = Look { theme, glyphs };
    let area = buffer.area;
    buffer.set_style(area, look.theme.on(Role::Text, Role::Ground));
    let (width, height) = (area.width, area.height);
    let mut pen = Pen::new(buffer, area);
    pen.tint(0, 0, width, 1, look.theme.fill(Role::Bar));
    let place = match prompt.page {
        (_, 0) => String::new(),
        (page, pages) => format!("page {page} of {pages}"),
    };
    let end = pen.right(width.saturating_sub(1), 0, &place, look.style(Role::Muted));
    let room = usize::from(end.saturating_sub(3));
    pen.text(1, 0, &text::cut(&text::printable(&prompt.lesson), room, look.glyphs.more), look.bold(Role::Strong));
    pen.text(2, 2, &cut(&prompt.title, width, &look), look.bold(Role::Accent));
    notes(prompt, &look, buffer, area);
    let mut pen = Pen::new(buffer, area);
    if height > 6 {
        pen.repeat(0, width, height - 2, look.glyphs.rule, look.style(Role::Rule));
        let seconds = prompt.elapsed.as_secs();
        let clock = format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        let end = pen.right(width.saturating_sub(1), height - 1, &clock, look.bold(Role::Money));
        let next = prompt.next.as_ref().map_or_else(|| "the end".to_owned(), |next| format!("next: {next}"));
        pen.text(1, height - 1, &cut(&next, end, &look), look.style(Role::Text));
    }
    if look.glyphs.ascii {
        plain::to_ascii(buffer, area);
    }
}

fn cut(words: &str, width: u16, look: &Look<'_>) -> String {
    text::cut(&text::printable(words), usize::from(width.saturating_sub(4)), look.glyphs.more)
}

fn notes(prompt: &Prompt, look: &Look<'_>, buffer: &mut Buffer, area: Rect) {
    let room = usize::from(READING.min(area.width.saturating_sub(4))).max(1);
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for note in &prompt.notes {
        for line in note.lines() {
            rows.extend(text::wrap(&[Piece::new(text::printable(line), look.style(Role::Text))], room, room));
        }
        rows.push(Vec::new());
    }
    if prompt.notes.is_empty() {
        rows.push(vec![Piece::new("No notes for this page.", look.style(Role::Muted))]);
    }
    let mut pen = Pen::new(buffer, area);
    let last = area.height.saturating_sub(2);
    for (row, y) in rows.iter().skip(prompt.scroll.min(rows.len().saturating_sub(1))).zip(4..last) {
        let mut x = 2;
        for piece in row {
            x = pen.text(x, y, &piece.text, piece.style);
        }
    }
}
