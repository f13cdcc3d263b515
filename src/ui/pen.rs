//! Writing into a rectangle, and never outside it: every view draws through a pen, so no size can make it panic.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::text::{self, Piece};

/// A rectangle of a buffer; coordinates are its own, from 0.
pub struct Pen<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
}

impl<'a> Pen<'a> {
    /// A pen for `area`, as far as the buffer has it.
    pub fn new(buffer: &'a mut Buffer, area: Rect) -> Self {
        let area = area.intersection(buffer.area);
        Self { buffer, area }
    }

    /// The rectangle on the screen.
    pub fn area(&self) -> Rect {
        self.area
    }

    /// Columns.
    pub fn width(&self) -> u16 {
        self.area.width
    }

    /// Rows.
    pub fn height(&self) -> u16 {
        self.area.height
    }

    /// A pen for a part, given in this pen's coordinates.
    pub fn part(&mut self, x: u16, y: u16, width: u16, height: u16) -> Pen<'_> {
        let corner = (self.area.x.saturating_add(x), self.area.y.saturating_add(y));
        let area = Rect::new(corner.0, corner.1, width, height).intersection(self.area);
        Pen { buffer: self.buffer, area }
    }

    /// Writes `words`; what does not fit is not written. Returns the column after it.
    pub fn text(&mut self, x: u16, y: u16, words: &str, style: Style) -> u16 {
        if y >= self.area.height || x >= self.area.width {
            return x;
        }
        let (column, row) = (self.area.x + x, self.area.y + y);
        if words.chars().all(text::is_plain) {
            return x + self.plain((column, row), words, style);
        }
        let (end, _) = self.buffer.set_stringn(column, row, words, usize::from(self.area.width - x), style);
        end - self.area.x
    }

    /// Writes one character a cell; returns how many.
    fn plain(&mut self, (column, row): (u16, u16), text: &str, style: Style) -> u16 {
        let mut written = 0;
        for (place, character) in text.char_indices() {
            if column + written >= self.area.right() {
                break;
            }
            let symbol = &text[place..place + character.len_utf8()];
            self.buffer[(column + written, row)].set_symbol(symbol).set_style(style);
            written += 1;
        }
        written
    }

    /// Writes `text` so that it ends before column `end`.
    pub fn right(&mut self, end: u16, y: u16, text: &str, style: Style) -> u16 {
        let start = end.saturating_sub(text::width(text) as u16);
        self.text(start, y, text, style);
        start
    }

    /// Writes pieces one after another. Returns the column after them.
    pub fn pieces(&mut self, x: u16, y: u16, pieces: &[Piece]) -> u16 {
        pieces.iter().fold(x, |x, piece| self.text(x, y, &piece.text, piece.style))
    }

    /// Writes `glyph` from column `x` up to before `end`.
    pub fn repeat(&mut self, x: u16, end: u16, y: u16, glyph: &str, style: Style) {
        for column in x..end.min(self.area.width) {
            self.text(column, y, glyph, style);
        }
    }

    /// Styles a part without touching what is written there.
    pub fn tint(&mut self, x: u16, y: u16, width: u16, height: u16, style: Style) {
        let area = self.part(x, y, width, height).area;
        self.buffer.set_style(area, style);
    }

    /// Empties a part and gives it a style: the ground of a card or an overlay.
    pub fn fill(&mut self, x: u16, y: u16, width: u16, height: u16, style: Style) {
        let area = self.part(x, y, width, height).area;
        for position in area.positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_outside() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 2));
        let mut pen = Pen::new(&mut buffer, Rect::new(1, 0, 4, 9));
        pen.text(0, 0, "abcdefgh", Style::new());
        pen.text(0, 7, "below", Style::new());
        pen.text(9, 0, "beside", Style::new());
        pen.right(4, 1, "19", Style::new());
        pen.fill(3, 1, 50, 50, Style::new());
        assert_eq!(buffer, Buffer::with_lines([" abcd ", "   1  "]));
    }
}
