//! A picture, told in words.

use ratatui::style::Modifier;

use super::{Reading, Row, card};
use crate::app::Role;
use crate::course::Image;
use crate::ui::text::{self, Piece};

pub(super) fn rows(image: &Image, reading: &Reading<'_>, width: usize) -> Vec<Row> {
    let inside = width.saturating_sub(4).max(1);
    let wrapped = |text: &str, style| {
        text::wrap(&[Piece::new(text, style)], inside, inside).into_iter().map(Row::new).collect::<Vec<_>>()
    };
    let mut inner = wrapped(&image.alt, reading.style(Role::Text));
    if let Some(caption) = &image.caption {
        inner.extend(wrapped(caption, reading.style(Role::Muted).add_modifier(Modifier::ITALIC)));
    }
    card(Piece::new("Picture", reading.style(Role::Muted)), file_name(&image.target), inner, reading, width)
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
