//! Cells to draw lines and words on.

use unicode_segmentation::UnicodeSegmentation;

use crate::ui::text;

const UP: u8 = 1;
const DOWN: u8 = 2;
const LEFT: u8 = 4;
const RIGHT: u8 = 8;

/// What something in a drawing is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    /// Lines of boxes and between them.
    #[default]
    Line,
    /// Words in a box.
    Words,
    /// Words beside a line.
    Label,
    /// The end of an arrow.
    Arrow,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stroke {
    /// `─`
    #[default]
    Thin,
    /// `┄`
    Dotted,
    /// `━`
    Thick,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Cell {
    #[default]
    Empty,
    /// The directions in which a line leaves the cell.
    Line(u8, Stroke),
    Glyph(String, Ink),
    /// The second half of a wide character.
    Tail,
}

/// Cells, growing as they are drawn on.
#[derive(Clone, Debug, Default)]
pub struct Canvas {
    rows: Vec<Vec<Cell>>,
}

impl Canvas {
    /// Columns of the widest row.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Every row as stretches of one ink.
    pub fn rows(&self) -> impl Iterator<Item = Vec<(Ink, String)>> {
        self.rows.iter().map(|row| {
            let mut stretches: Vec<(Ink, String)> = Vec::new();
            for cell in row {
                let (ink, glyph) = match cell {
                    Cell::Tail => continue,
                    Cell::Empty => (stretches.last().map_or(Ink::Line, |last| last.0), " "),
                    Cell::Line(bits, stroke) => (Ink::Line, glyph(*bits, *stroke)),
                    Cell::Glyph(text, ink) => (*ink, text.as_str()),
                };
                match stretches.last_mut() {
                    Some((last, text)) if *last == ink => text.push_str(glyph),
                    _ => stretches.push((ink, glyph.to_owned())),
                }
            }
            if let Some((_, text)) = stretches.last_mut() {
                text.truncate(text.trim_end().len());
            }
            stretches
        })
    }

    /// The drawing as text.
    pub fn to_text(&self) -> String {
        let line =
            |row: Vec<(Ink, String)>| row.into_iter().map(|(_, text)| text).collect::<String>().trim_end().to_owned();
        self.rows().map(line).collect::<Vec<_>>().join("\n")
    }

    fn cell(&mut self, x: usize, y: usize) -> &mut Cell {
        if self.rows.len() <= y {
            self.rows.resize_with(y + 1, Vec::new);
        }
        let row = &mut self.rows[y];
        if row.len() <= x {
            row.resize_with(x + 1, Cell::default);
        }
        &mut row[x]
    }

    fn join(&mut self, x: usize, y: usize, bits: u8, stroke: Stroke) {
        let cell = self.cell(x, y);
        match cell {
            Cell::Empty => *cell = Cell::Line(bits, stroke),
            // Where two lines cross, a plain one is under a dotted or thick one.
            Cell::Line(known, before) => {
                *known |= bits;
                if *before != stroke {
                    *before = Stroke::Thin;
                }
            }
            Cell::Glyph(..) | Cell::Tail => {}
        }
    }

    /// A straight line between two cells of one row or column, both included.
    pub fn line(&mut self, from: (usize, usize), to: (usize, usize), stroke: Stroke) {
        let ((x1, y1), (x2, y2)) = (from.min(to), from.max(to));
        if y1 == y2 {
            for x in x1..=x2 {
                let bits = if x > x1 { LEFT } else { 0 } | if x < x2 { RIGHT } else { 0 };
                self.join(x, y1, bits, stroke);
            }
        } else if x1 == x2 {
            for y in y1..=y2 {
                let bits = if y > y1 { UP } else { 0 } | if y < y2 { DOWN } else { 0 };
                self.join(x1, y, bits, stroke);
            }
        }
    }

    /// One glyph over whatever is there.
    pub fn put(&mut self, x: usize, y: usize, glyph: &str, ink: Ink) {
        *self.cell(x, y) = Cell::Glyph(glyph.to_owned(), ink);
    }

    /// Words over whatever is there.
    pub fn write(&mut self, x: usize, y: usize, words: &str, ink: Ink) {
        let mut column = x;
        for grapheme in words.graphemes(true) {
            let width = text::width(grapheme);
            if width == 0 {
                continue;
            }
            self.put(column, y, grapheme, ink);
            for tail in 1..width {
                *self.cell(column + tail, y) = Cell::Tail;
            }
            column += width;
        }
    }

    /// A box with these corners, from the top left one clockwise; what was inside is gone.
    pub fn frame(&mut self, x: usize, y: usize, (width, height): (usize, usize), corners: [&str; 4]) {
        let (right, bottom) = (x + width.max(2) - 1, y + height.max(2) - 1);
        for row in y..=bottom {
            for column in x..=right {
                *self.cell(column, row) = Cell::Empty;
            }
        }
        self.line((x, y), (right, y), Stroke::Thin);
        self.line((x, bottom), (right, bottom), Stroke::Thin);
        self.line((x, y), (x, bottom), Stroke::Thin);
        self.line((right, y), (right, bottom), Stroke::Thin);
        for ((column, row), corner) in [(x, y), (right, y), (right, bottom), (x, bottom)].into_iter().zip(corners) {
            self.put(column, row, corner, Ink::Line);
        }
    }

    /// Room at the left of everything, as many columns.
    pub fn is_free(&self, x: usize, y: usize) -> bool {
        self.rows.get(y).and_then(|row| row.get(x)).is_none_or(|cell| *cell == Cell::Empty)
    }
}

fn glyph(bits: u8, stroke: Stroke) -> &'static str {
    const THIN: [&str; 16] = [" ", "│", "│", "│", "─", "┘", "┐", "┤", "─", "└", "┌", "├", "─", "┴", "┬", "┼"];
    match (bits, stroke) {
        (1..=3, Stroke::Dotted) => "┆",
        (12 | 4 | 8, Stroke::Dotted) => "┄",
        (1..=3, Stroke::Thick) => "┃",
        (12 | 4 | 8, Stroke::Thick) => "━",
        (bits, _) => THIN[usize::from(bits & 15)],
    }
}
