//! A lab on paper: played for a minute, and drawn from the same cells that the screen shows.

use std::sync::Arc;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use crate::app::{App, Depth, Glyphs, Key, Looks, Msg, Opening, Role, Theme, update};
use crate::catalog::Catalog;
use crate::course::{Lesson, Library};
use crate::quiz::Progress;
use crate::ui::{View, picture};

/// Columns and rows of the panes; with the rows above and below them that only a screen needs.
const SIZE: (u16, u16) = (104, 26);
const ABOVE: u16 = 1;
const BELOW: u16 = 2;
/// What is seen of a lab: how it stands after this command.
const PLAYED: &str = ":ff 1m";
/// More frames than the jump needs; a lab that is heavier is drawn as far as it came.
const FRAMES_MAX: usize = 400;
const FRAME: Duration = Duration::from_millis(40);
/// Events of one frame, at most.
const EVENTS: u64 = 20_000;

/// The panes of a lab as an SVG; nothing when it cannot be set up.
pub(super) fn of_lab(
    library: &Arc<Library>,
    course: usize,
    lesson: &Lesson,
    lab: &str,
    catalog: &Arc<Catalog>,
) -> Option<String> {
    let depth = Depth::True;
    let theme = Theme::dark(depth);
    let colour = |role| match theme.colour(role) {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        _ => "#808080".to_owned(),
    };
    let (ink, ground) = (colour(Role::Text), colour(Role::Ground));
    let mut app = App::new(Opening {
        library: Arc::clone(library),
        catalog: Arc::clone(catalog),
        progress: Progress::default(),
        looks: Looks { theme, depth, glyphs: Glyphs::UNICODE },
        seed: None,
        size: SIZE,
    });
    app.open_lab(course, Arc::new(lesson.clone()), lab);
    let first = app.bench()?.spec.actions.first().map(|action| action.key);
    let typed = first.into_iter().chain(PLAYED.chars()).map(Key::char);
    for key in typed.chain(Key::parse("enter")) {
        update(&mut app, Msg::Key(key));
    }
    for _ in 0..FRAMES_MAX {
        if app.bench()?.pace.fast_forward.is_none() {
            break;
        }
        update(&mut app, Msg::Frame { elapsed: FRAME });
        app.work(EVENTS);
        app.finish_frame();
    }
    app.overlay = None;
    app.status = None;
    let area = Rect::new(0, 0, SIZE.0, SIZE.1);
    let mut cells = Buffer::empty(area);
    View::default().draw_into(&app, area, &mut cells);
    Some(picture(&panes(&cells), &ink, &ground))
}

/// The rows between the program's own.
fn panes(screen: &Buffer) -> Buffer {
    let area = Rect::new(0, 0, screen.area.width, screen.area.height.saturating_sub(ABOVE + BELOW));
    let mut cells = Buffer::empty(area);
    for position in area.positions() {
        cells[position] = screen[(position.x, position.y + ABOVE)].clone();
    }
    cells
}
