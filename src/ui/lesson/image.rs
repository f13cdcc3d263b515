//! A picture: told in words in a box, or drawn in half-blocks, two pixels a cell, when the learner asks for it.

use ratatui::style::{Modifier, Style};

use super::{Reading, Row, card};
use crate::app::{Picture, Role, Sight};
use crate::course::Image;
use crate::ui::text::{self, Piece};

/// Rows of a drawn picture: it and its words fit on a small screen together.
const ROWS_MAX: usize = 18;
/// Light to dark without colours, as cells that more or less cover the ground.
const SHADES: [&str; 5] = [" ", "░", "▒", "▓", "█"];
/// The same in ASCII.
const LETTERS: [&str; 9] = [" ", ".", ":", "-", "=", "+", "*", "#", "@"];

pub(super) fn rows(image: &Image, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    match (reading.picture)(image) {
        Some(Sight::Seen(picture)) => {
            let mut rows = drawn(picture, reading, width);
            rows.extend(words(image, reading, width));
            rows
        }
        Some(Sight::Coming) => boxed(image, "is being read", reading, width),
        Some(Sight::Hidden(why)) => boxed(image, why, reading, width),
        None => boxed(image, "", reading, width),
    }
}

/// The words in a box with the name of the file, and why it is not drawn although somebody asked for it.
fn boxed(image: &Image, why: &str, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let inside = width.saturating_sub(4).max(1);
    let mut inner = words(image, reading, inside);
    if !why.is_empty() {
        inner.extend(wrapped(&text::printable(why), reading.style(Role::Warning), inside));
    }
    card(Piece::new("Picture", reading.style(Role::Muted)), file_name(&image.target), inner, reading, width)
}

fn words(image: &Image, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let mut rows = wrapped(&image.alt, reading.style(Role::Text), width);
    if let Some(caption) = &image.caption {
        rows.extend(wrapped(caption, reading.style(Role::Muted).add_modifier(Modifier::ITALIC), width));
    }
    rows
}

fn wrapped(words: &str, style: Style, width: usize) -> Vec<Row> {
    text::wrap(&[Piece::new(words, style)], width, width).into_iter().map(Row::new).collect()
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Columns and rows of cells for a picture; a cell is twice as high as wide.
fn size(picture: &Picture, width: usize) -> (usize, usize) {
    let (wide, high) = (picture.width.max(1), picture.height.max(1));
    let columns = wide.min(width).min((2 * ROWS_MAX * wide / high).max(1)).max(1);
    (columns, (high * columns).div_ceil(2 * wide).clamp(1, ROWS_MAX))
}

fn drawn(picture: &Picture, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let (columns, rows) = size(picture, width);
    let pixel = |x: usize, y: usize| mean(picture, (x, columns), (y, 2 * rows));
    let coloured = |[red, green, blue]: [u8; 3]| reading.theme.exact(red, green, blue);
    let cell = |x: usize, row: usize| {
        let (upper, lower) = (pixel(x, 2 * row), pixel(x, 2 * row + 1));
        match (coloured(upper), coloured(lower)) {
            (Some(upper), Some(lower)) if !reading.glyphs.ascii => Piece::new("▀", Style::new().fg(upper).bg(lower)),
            _ => {
                let light = lightness(upper).midpoint(lightness(lower));
                let ramp: &[&str] = if reading.glyphs.ascii { &LETTERS } else { &SHADES };
                Piece::new(ramp[light * ramp.len() / 256], reading.style(Role::Text))
            }
        }
    };
    (0..rows)
        .map(|row| {
            let mut pieces: Vec<Piece> = Vec::new();
            for x in 0..columns {
                let next = cell(x, row);
                match pieces.last_mut() {
                    Some(last) if last.style == next.style => last.text.push_str(&next.text),
                    _ => pieces.push(next),
                }
            }
            Row::new(pieces)
        })
        .collect()
}

/// The mean colour of a share of the picture: cell `x` of `columns`, `y` of `rows`.
fn mean(picture: &Picture, (x, columns): (usize, usize), (y, rows): (usize, usize)) -> [u8; 3] {
    let share = |place: usize, of: usize, pixels: usize| {
        let start = place * pixels / of;
        start.min(pixels.saturating_sub(1))..((place + 1) * pixels / of).max(start + 1).min(pixels.max(1))
    };
    let (mut sums, mut count) = ([0_usize; 3], 0);
    for row in share(y, rows, picture.height) {
        for column in share(x, columns, picture.width) {
            let Some(pixel) = picture.pixels.get(row * picture.width + column) else { continue };
            for (sum, colour) in sums.iter_mut().zip(pixel) {
                *sum += usize::from(*colour);
            }
            count += 1;
        }
    }
    sums.map(|sum| (sum / count.max(1)) as u8)
}

/// As the eye weighs the colours, from 0 to 255.
fn lightness([red, green, blue]: [u8; 3]) -> usize {
    (usize::from(red) * 2 + usize::from(green) * 7 + usize::from(blue)) / 10
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: usize, height: usize) -> Picture {
        let pixels = (0..width * height).map(|place| [(place % width) as u8, 0, 255]).collect();
        Picture { width, height, pixels }
    }

    #[test]
    fn a_picture_keeps_its_shape_and_fits() {
        assert_eq!(size(&picture(200, 100), 60), (60, 15));
        assert_eq!(size(&picture(10, 10), 60), (10, 5), "small ones are not blown up");
        assert_eq!(size(&picture(100, 1_000), 60), (3, 15), "tall ones fit a screen");
        assert_eq!(size(&picture(1, 1), 10), (1, 1));
        for (width, height) in [(1, 5_000), (5_000, 1), (1_024, 1_024), (3, 700)] {
            let (columns, rows) = size(&picture(width, height), 40);
            assert!(columns <= 40 && rows <= ROWS_MAX, "{width}x{height}: {columns}x{rows}");
        }
    }

    #[test]
    fn a_cell_has_the_mean_of_its_pixels() {
        let picture = picture(4, 2);
        assert_eq!(mean(&picture, (0, 2), (0, 1)), [0, 0, 255]);
        assert_eq!(mean(&picture, (1, 2), (0, 1)), [2, 0, 255]);
        assert_eq!(mean(&picture, (7, 8), (3, 4)), [3, 0, 255], "more cells than pixels");
    }
}
