//! One row of a page: pieces of text, perhaps on a coloured ground.

use ratatui::style::Style;

use crate::ui::pen::Pen;
use crate::ui::text::{self, Piece};

/// One row of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// What is written, from column 0.
    pub pieces: Vec<Piece>,
    /// What is behind it.
    pub ground: Option<Ground>,
}

/// The coloured stretch behind a row of a card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ground {
    /// First column.
    pub start: usize,
    /// Columns.
    pub width: usize,
    /// Its colour.
    pub style: Style,
}

impl Row {
    /// Nothing.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Text without a ground.
    pub fn new(pieces: Vec<Piece>) -> Self {
        Self { pieces, ground: None }
    }

    /// One piece.
    pub fn of(text: impl Into<String>, style: Style) -> Self {
        Self::new(vec![Piece::new(text, style)])
    }

    /// Columns up to the end of the text.
    pub fn width(&self) -> usize {
        text::pieces_width(&self.pieces)
    }

    /// The row moved to the right, behind `prefix`.
    #[must_use]
    pub fn behind(mut self, prefix: Piece) -> Self {
        let moved = prefix.width();
        self.pieces.insert(0, prefix);
        if let Some(ground) = &mut self.ground {
            ground.start += moved;
        }
        self
    }

    /// The row with something at its right end, which is column `end`.
    #[must_use]
    pub fn with_right(mut self, pieces: Vec<Piece>, end: usize) -> Self {
        let gap = end.saturating_sub(self.width() + text::pieces_width(&pieces));
        if gap > 0 {
            self.pieces.push(Piece::new(" ".repeat(gap), Style::default()));
            self.pieces.extend(pieces);
        }
        self
    }

    /// The row on a ground, from column 0.
    #[must_use]
    pub fn on(mut self, style: Style, width: usize) -> Self {
        self.ground = Some(Ground { start: 0, width, style });
        self
    }

    /// Writes the row at column `x` of row `y`.
    pub fn draw(&self, pen: &mut Pen<'_>, x: u16, y: u16) {
        if let Some(ground) = self.ground {
            pen.tint(x + ground.start as u16, y, ground.width as u16, 1, ground.style);
        }
        pen.pieces(x, y, &self.pieces);
    }
}
