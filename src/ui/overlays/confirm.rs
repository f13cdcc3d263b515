//! Something to be agreed to before it is done.

use ratatui::layout::Rect;

use super::message;
use crate::app::{Confirm, Message};
use crate::ui::stage::Stage;

pub(super) fn draw(stage: &mut Stage<'_>, confirm: &Confirm, body: Rect) {
    let words = Message { title: confirm.title.clone(), text: format!("{}\n\nenter  yes      esc  no", confirm.text) };
    message::draw(stage, &words, body);
}
