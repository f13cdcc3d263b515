//! A screen as a picture: the cells of a buffer become an SVG, byte for byte the same each time.
//!
//! Blocks, bars and rules are drawn as shapes, so that they meet without seams in any viewer's font; everything else is text.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::text;

const CELL_WIDTH: u16 = 10;
const CELL_HEIGHT: u16 = 20;
/// Where letters stand in a row of cells.
const BASELINE: u16 = 15;
/// Room around the screen.
const MARGIN: u16 = 14;
const FONT: &str = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/// The buffer as an SVG document; `ink` and `ground` stand for the terminal's own colours.
pub fn picture(buffer: &Buffer, ink: &str, ground: &str) -> String {
    let width = buffer.area.width * CELL_WIDTH + 2 * MARGIN;
    let height = buffer.area.height * CELL_HEIGHT + 2 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"{FONT}\" font-size=\"16.5\">\n<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{ground}\"/>\n\
         <g transform=\"translate({MARGIN} {MARGIN})\">\n"
    );
    for row in 0..buffer.area.height {
        draw_row(&mut svg, buffer, row, ink, ground);
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// A stretch of cells that look alike.
struct Stretch {
    start: u16,
    columns: u16,
    text: String,
    look: Look,
}

#[derive(Clone, PartialEq)]
struct Look {
    ink: String,
    ground: String,
    bold: bool,
    italic: bool,
    underlined: bool,
}

fn draw_row(svg: &mut String, buffer: &Buffer, row: u16, ink: &str, ground: &str) {
    let stretches = stretches(buffer, row, ink, ground);
    let top = row * CELL_HEIGHT;
    for stretch in stretches.iter().filter(|stretch| stretch.look.ground != ground) {
        let (x, width) = (stretch.start * CELL_WIDTH, stretch.columns * CELL_WIDTH);
        let fill = &stretch.look.ground;
        let _ =
            writeln!(svg, "<rect x=\"{x}\" y=\"{top}\" width=\"{width}\" height=\"{CELL_HEIGHT}\" fill=\"{fill}\"/>");
    }
    for stretch in &stretches {
        draw_stretch(svg, stretch, top);
    }
}

fn stretches(buffer: &Buffer, row: u16, ink: &str, ground: &str) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut column = 0;
    while column < buffer.area.width {
        let cell = &buffer[(buffer.area.x + column, buffer.area.y + row)];
        let columns = text::width(cell.symbol()).max(1) as u16;
        let look = look(cell, ink, ground);
        match stretches.last_mut() {
            // A shape or a wide grapheme would pull the letters after it out of their columns.
            Some(last) if last.look == look && columns == 1 && joins(&last.text, cell.symbol()) => {
                last.text.push_str(cell.symbol());
                last.columns += 1;
            }
            _ => stretches.push(Stretch { start: column, columns, text: cell.symbol().to_owned(), look }),
        }
        column += columns;
    }
    stretches
}

/// Letters join letters; a shape joins only its like.
fn joins(text: &str, symbol: &str) -> bool {
    match (shape(symbol), text.chars().next_back()) {
        (None, Some(last)) => {
            shape(last.encode_utf8(&mut [0; 4])).is_none() && text::width(text) == text.chars().count()
        }
        (Some(_), Some(last)) => symbol.starts_with(last),
        (_, None) => false,
    }
}

fn look(cell: &Cell, ink: &str, ground: &str) -> Look {
    let (mut front, mut back) = (css(cell.fg, ink), css(cell.bg, ground));
    if cell.modifier.contains(Modifier::REVERSED) {
        (front, back) = (back, front);
    }
    Look {
        ink: front,
        ground: back,
        bold: cell.modifier.contains(Modifier::BOLD),
        italic: cell.modifier.contains(Modifier::ITALIC),
        underlined: cell.modifier.contains(Modifier::UNDERLINED),
    }
}

fn draw_stretch(svg: &mut String, stretch: &Stretch, top: u16) {
    let x = stretch.start * CELL_WIDTH;
    let width = stretch.columns * CELL_WIDTH;
    let ink = &stretch.look.ink;
    let first = stretch.text.chars().next().unwrap_or(' ');
    if let Some(shape) = shape(first.encode_utf8(&mut [0; 4])) {
        draw_shape(svg, &shape, (x, top), stretch.columns, ink);
        return;
    }
    let letters = stretch.text.trim_end();
    if letters.trim_start().is_empty() {
        return;
    }
    let lead = (text::width(letters) - text::width(letters.trim_start())) as u16;
    let letters = letters.trim_start();
    let (x, length) = (x + lead * CELL_WIDTH, text::width(letters) as u16 * CELL_WIDTH);
    let baseline = top + BASELINE;
    let mut attributes = String::new();
    if stretch.look.bold {
        attributes.push_str(" font-weight=\"bold\"");
    }
    if stretch.look.italic {
        attributes.push_str(" font-style=\"italic\"");
    }
    if stretch.look.underlined {
        let line = baseline + 3;
        let _ = writeln!(svg, "<path d=\"M{x} {line}h{length}\" stroke=\"{ink}\" stroke-width=\"1\"/>");
    }
    let _ = writeln!(
        svg,
        "<text x=\"{x}\" y=\"{baseline}\" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\" \
         xml:space=\"preserve\" fill=\"{ink}\"{attributes}>{}</text>",
        escaped(letters)
    );
    debug_assert!(width >= length);
}

/// A glyph that is a drawing, in eighths of a cell.
enum Shape {
    /// Left, top, right, bottom.
    Block(u8, u8, u8, u8),
    /// A filled cell at this strength, in percent.
    Shade(u8),
    /// Arms of a thin line: left, right, up, down.
    Line(bool, bool, bool, bool),
}

fn shape(symbol: &str) -> Option<Shape> {
    Some(match symbol {
        "█" => Shape::Block(0, 0, 8, 8),
        "▇" => Shape::Block(0, 1, 8, 8),
        "▆" => Shape::Block(0, 2, 8, 8),
        "▅" => Shape::Block(0, 3, 8, 8),
        "▄" => Shape::Block(0, 4, 8, 8),
        "▃" => Shape::Block(0, 5, 8, 8),
        "▂" => Shape::Block(0, 6, 8, 8),
        "▁" => Shape::Block(0, 7, 8, 8),
        "▀" => Shape::Block(0, 0, 8, 4),
        "▌" => Shape::Block(0, 0, 4, 8),
        "▎" => Shape::Block(0, 0, 2, 8),
        "▏" => Shape::Block(0, 0, 1, 8),
        "▐" => Shape::Block(4, 0, 8, 8),
        "░" => Shape::Shade(25),
        "▒" => Shape::Shade(50),
        "▓" => Shape::Shade(75),
        "─" => Shape::Line(true, true, false, false),
        "│" => Shape::Line(false, false, true, true),
        "┴" => Shape::Line(true, true, true, false),
        "┬" => Shape::Line(true, true, false, true),
        "├" => Shape::Line(false, true, true, true),
        "┤" => Shape::Line(true, false, true, true),
        "┼" => Shape::Line(true, true, true, true),
        "╭" | "┌" => Shape::Line(false, true, false, true),
        "╮" | "┐" => Shape::Line(true, false, false, true),
        "╰" | "└" => Shape::Line(false, true, true, false),
        "╯" | "┘" => Shape::Line(true, false, true, false),
        _ => return None,
    })
}

fn draw_shape(svg: &mut String, shape: &Shape, (x, y): (u16, u16), columns: u16, ink: &str) {
    let (wide, high) = (f32::from(CELL_WIDTH) / 8.0, f32::from(CELL_HEIGHT) / 8.0);
    match *shape {
        Shape::Block(0, top, 8, bottom) => {
            let (y, width) = (f32::from(y) + f32::from(top) * high, columns * CELL_WIDTH);
            let height = f32::from(bottom - top) * high;
            let _ = writeln!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{ink}\"/>");
        }
        Shape::Block(left, top, right, bottom) => {
            for column in 0..columns {
                let x = f32::from(x + column * CELL_WIDTH) + f32::from(left) * wide;
                let y = f32::from(y) + f32::from(top) * high;
                let (width, height) = (f32::from(right - left) * wide, f32::from(bottom - top) * high);
                let _ =
                    writeln!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{ink}\"/>");
            }
        }
        Shape::Shade(percent) => {
            let width = columns * CELL_WIDTH;
            let _ = writeln!(
                svg,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{CELL_HEIGHT}\" fill=\"{ink}\" opacity=\"0.{percent}\"/>"
            );
        }
        Shape::Line(left, right, up, down) => draw_line(svg, [left, right, up, down], (x, y), columns, ink),
    }
}

fn draw_line(svg: &mut String, [left, right, up, down]: [bool; 4], (x, y): (u16, u16), columns: u16, ink: &str) {
    let mut path = String::new();
    if left && right && !up && !down {
        let _ = write!(path, "M{x} {}h{}", y + CELL_HEIGHT / 2, columns * CELL_WIDTH);
    } else {
        for column in 0..columns {
            let (x, middle) = (x + column * CELL_WIDTH + CELL_WIDTH / 2, y + CELL_HEIGHT / 2);
            for (arm, way) in [(left, "h-5"), (right, "h5"), (up, "v-10"), (down, "v10")] {
                if arm {
                    let _ = write!(path, "M{x} {middle}{way}");
                }
            }
        }
    }
    let _ = writeln!(svg, "<path d=\"{path}\" stroke=\"{ink}\" stroke-width=\"1\" fill=\"none\"/>");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A terminal colour as the web writes it; `own` for the terminal's own.
fn css(color: Color, own: &str) -> String {
    let (red, green, blue) = match color {
        Color::Reset => return own.to_owned(),
        Color::Rgb(red, green, blue) => (red, green, blue),
        Color::Indexed(index) => indexed(index),
        named => indexed(index_of(named)),
    };
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn index_of(color: Color) -> u8 {
    match color {
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        _ => 0,
    }
}

/// The usual 16 colours, the 6×6×6 cube and the greys.
fn indexed(index: u8) -> (u8, u8, u8) {
    const SIXTEEN: [(u8, u8, u8); 16] = [
        (0, 0, 0),
        (205, 49, 49),
        (13, 188, 121),
        (229, 229, 16),
        (36, 114, 200),
        (188, 63, 188),
        (17, 168, 205),
        (204, 204, 204),
        (118, 118, 118),
        (241, 76, 76),
        (35, 209, 139),
        (245, 245, 67),
        (59, 142, 234),
        (214, 112, 214),
        (41, 184, 219),
        (255, 255, 255),
    ];
    let step = |level: u8| if level == 0 { 0 } else { 55 + 40 * level };
    match index {
        0..=15 => SIXTEEN[usize::from(index)],
        16..=231 => (step((index - 16) / 36), step((index - 16) / 6 % 6), step((index - 16) % 6)),
        232..=255 => {
            let grey = 8 + 10 * (index - 232);
            (grey, grey, grey)
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn a_picture_holds_letters_shapes_and_grounds() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        buffer.set_string(0, 0, "a<b", Style::new().fg(Color::Rgb(1, 2, 3)));
        buffer.set_string(4, 0, "██", Style::new().fg(Color::Indexed(196)));
        buffer.set_string(7, 0, "日", Style::new().bg(Color::Blue));
        buffer.set_string(9, 0, "ok", Style::new());
        let svg = picture(&buffer, "#d0d4dc", "#16181d");
        assert!(svg.contains("fill=\"#010203\">a&lt;b</text>"), "{svg}");
        assert!(svg.contains("<rect x=\"40\" y=\"0\" width=\"20\" height=\"20\" fill=\"#ff0000\"/>"), "{svg}");
        assert!(svg.contains("<rect x=\"70\" y=\"0\" width=\"20\" height=\"20\" fill=\"#2472c8\"/>"), "{svg}");
        assert!(svg.contains("<text x=\"90\" y=\"15\" textLength=\"20\""), "{svg}");
    }
}
