//! The last step of a frame on a terminal without Unicode: whatever lessons and names hold becomes ASCII, cell by cell.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::text;

/// Replaces what is not ASCII by what looks most like it.
pub fn to_ascii(buffer: &mut Buffer, area: Rect) {
    for position in area.intersection(buffer.area).positions() {
        let Some(cell) = buffer.cell_mut(position) else { continue };
        if !cell.symbol().is_ascii() {
            let columns = text::width(cell.symbol()).max(1);
            let letter = nearest(cell.symbol());
            cell.set_symbol(letter);
            // The second half of a wide character must be drawn again.
            for column in 1..columns as u16 {
                if let Some(other) = buffer.cell_mut((position.x + column, position.y)) {
                    other.set_symbol(" ");
                }
            }
        }
    }
}

fn nearest(symbol: &str) -> &'static str {
    match symbol.chars().next().unwrap_or(' ') {
        '\u{a0}' => " ",
        '‘' | '’' | '′' => "'",
        '“' | '”' | '″' => "\"",
        '≈' => "~",
        '…' | '·' => ".",
        '–' | '—' | '−' | '‐' | '‑' | '─' | '━' | '═' | '┄' | '┅' | '┈' | '┉' | '╌' | '╍' => {
            "-"
        }
        '│' | '┃' | '║' | '┆' | '┇' | '┊' | '┋' | '╎' | '╏' | '▎' => "|",
        '╱' => "/",
        '╲' => "\\",
        '▁'..='█' | '■' | '▰' => "#",
        '░' | '▒' | '▓' | '◧' => ":",
        '□' | '▱' => "_",
        '┌'..='╿' | '✓' => "+",
        '→' | '▶' | '▷' | '▸' | '›' | '»' | '≥' => ">",
        '←' | '◀' | '◁' | '◂' | '‹' | '«' | '≤' => "<",
        '↑' | '▲' | '△' | '▴' => "^",
        '↓' | '▼' | '▽' | '▾' => "v",
        '×' | '✗' => "x",
        '•' | '★' | '●' => "*",
        'á' | 'à' | 'â' | 'ä' | 'å' => "a",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'í' | 'ì' | 'î' | 'ï' => "i",
        'ó' | 'ò' | 'ô' | 'ö' | '☆' | '○' => "o",
        'ú' | 'ù' | 'û' | 'ü' | 'µ' | 'μ' => "u",
        'ç' => "c",
        'ñ' => "n",
        '⏎' => "E",
        _ => "?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    #[test]
    fn every_cell_keeps_its_place() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 15, 1));
        buffer.set_string(0, 0, "café – 日本 → x", Style::new());
        to_ascii(&mut buffer, Rect::new(0, 0, 15, 1));
        let row: String = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(row, "cafe - ? ?  > x");
    }

    #[test]
    fn drawings_stay_drawings() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 18, 1));
        buffer.set_string(0, 0, "┌─┬┐ │ ├┼┤ └┴┘ ▶ ▼", Style::new());
        to_ascii(&mut buffer, Rect::new(0, 0, 18, 1));
        let row: String = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(row, "+-++ | +++ +++ > v");
    }
}
