//! Looking for words in the course.

use ratatui::layout::Rect;

use super::picker;
use crate::app::{Role, Search};
use crate::ui::cards::input;
use crate::ui::pen::Pen;
use crate::ui::stage::Stage;

pub(super) fn draw(stage: &mut Stage<'_>, search: &Search, body: Rect) {
    let look = stage.look;
    let found = search.picker.rows.len();
    let count = match (search.input.value().trim().is_empty(), found) {
        (true, _) => String::new(),
        (false, 0) => "nothing found".to_owned(),
        (false, 1) => "1 place".to_owned(),
        (false, found) => format!("{found} places"),
    };
    let inner = super::open(stage, "Search", &count, body, (super::WIDTH_MAX, body.height.min(22)));
    let style = look.theme.on(Role::Strong, Role::Selection);
    let field = input(
        search.input.value(),
        search.input.visual_cursor(),
        usize::from(inner.width),
        true,
        style,
        look.glyphs.more,
    );
    Pen::new(stage.buffer, inner).pieces(0, 0, &field);
    let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    if search.input.value().trim().is_empty() {
        let words = "words of a title, a heading, a text, the glossary";
        stage.pen(list).text(0, 0, words, look.style(Role::Muted));
        return;
    }
    picker::draw_list(stage, &search.picker, list);
}
