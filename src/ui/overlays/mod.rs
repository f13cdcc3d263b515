//! What lies over the screen: one thing at a time, on a ground of its own, everything behind it dimmed.

mod break_even;
mod command;
mod confirm;
mod help;
mod message;
mod month;
mod picker;
mod problems;
mod search;
mod term;
mod tune;

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::look::Look;
use super::pen::Pen;
use super::stage::Stage;
use super::widgets::rule;
use crate::app::{Action, Message, Msg, Overlay, Role};

/// Columns of an overlay; text in it reads like a page.
const WIDTH_MAX: u16 = 84;

/// Draws what is open over `body`. The command line lies on the footer instead.
pub fn draw(stage: &mut Stage<'_>, overlay: &Overlay, body: Rect, footer: Rect) {
    stage.drawn.hits.clear();
    if let Overlay::Command(line) = overlay {
        command::draw(stage, line, body, footer);
        return;
    }
    dim(stage, body);
    // A click beside it closes it.
    stage.drawn.hits.on_click(body, Msg::Do(Action::Close));
    match overlay {
        Overlay::Help => help::draw(stage, body),
        Overlay::Contents(picker) => picker::draw(stage, picker, "Contents", body),
        Overlay::Forks(picker) => picker::draw(stage, picker, "Branches", body),
        Overlay::Problems(picker) => problems::draw(stage, picker, body),
        Overlay::Links(picker) => picker::draw(stage, picker, "Links", body),
        Overlay::Bookmarks(picker) => picker::draw(stage, picker, "Bookmarks", body),
        Overlay::Copy(picker) => picker::draw(stage, picker, "Copy", body),
        Overlay::Web(address) => message::draw(stage, &web(address), body),
        Overlay::Search(search) => search::draw(stage, search, body),
        Overlay::Term(term) => term::draw(stage, term, body),
        Overlay::Message(message) => message::draw(stage, message, body),
        Overlay::Templates(picker) => picker::draw(stage, picker, "Events", body),
        Overlay::Confirm(confirm) => confirm::draw(stage, confirm, body),
        Overlay::Tune(tune) => tune::draw(stage, tune, body),
        Overlay::Month(view) => month::draw(stage, view, body),
        Overlay::BreakEven(view) => break_even::draw(stage, view, body),
        Overlay::Command(_) => {}
    }
}

/// An address, and what becomes of it.
fn web(address: &str) -> Message {
    Message {
        title: "On the web".to_owned(),
        text: format!("{address}\n\nNothing is fetched. y copies the address, O opens it outside of coldstart."),
    }
}

/// What is behind steps back.
fn dim(stage: &mut Stage<'_>, body: Rect) {
    let look = stage.look;
    let style = if look.theme.is_colourless() {
        Style::new()
            .remove_modifier(Modifier::BOLD | Modifier::REVERSED | Modifier::UNDERLINED)
            .add_modifier(Modifier::DIM)
    } else {
        Style::new()
            .fg(look.theme.colour(Role::Rule))
            .bg(look.theme.colour(Role::Ground))
            .remove_modifier(Modifier::BOLD)
    };
    let mut pen = stage.pen(body);
    let (width, height) = (pen.width(), pen.height());
    pen.tint(0, 0, width, height, style);
}

/// Clears a centred box with a titled rule on top and a plain one at its foot; returns the room inside.
fn open(stage: &mut Stage<'_>, title: &str, right: &str, body: Rect, (width, height): (u16, u16)) -> Rect {
    let look = stage.look;
    let width = width.min(WIDTH_MAX).min(body.width.saturating_sub(2));
    let height = (height + 3).min(body.height);
    let area = Rect { x: body.x + (body.width - width) / 2, y: body.y + (body.height - height) / 3, width, height };
    stage.drawn.hits.cover(area);
    let mut pen = Pen::new(stage.buffer, area);
    pen.fill(0, 0, width, height, look.theme.on(Role::Text, Role::Panel));
    rule::titled(&mut pen, &look, title, right, true);
    rule::plain(&mut pen, &look, 0, width, height.saturating_sub(1));
    edges(&mut pen, &look);
    Rect { x: area.x + 3, y: area.y + 2, width: width.saturating_sub(6), height: height.saturating_sub(3) }
}

/// Without colours there is no ground to tell it from what is behind.
fn edges(pen: &mut Pen<'_>, look: &Look<'_>) {
    if !look.theme.is_colourless() {
        return;
    }
    let (width, height) = (pen.width(), pen.height());
    for y in 1..height.saturating_sub(1) {
        pen.text(0, y, look.glyphs.wall, look.style(Role::Rule));
        pen.text(width.saturating_sub(1), y, look.glyphs.wall, look.style(Role::Rule));
    }
}
