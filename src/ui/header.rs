//! The first row: where one is in the course, and how far.
//!
//! ```text
//!  coldstart   Lambda from inside › The first passenger waits              page 2 of 5  ▰▰▰▱▱▱▱▱ 31 %
//! ```

use ratatui::layout::Rect;

use super::figures;
use super::stage::Stage;
use super::text;
use super::widgets::meter;
use crate::app::{Action, App, Msg, Role, Screen, Standing};

/// Steps of the progress bar.
const STEPS: u16 = 8;

/// Draws the row.
pub fn draw(stage: &mut Stage<'_>, area: Rect) {
    let look = stage.look;
    let app = stage.app;
    let share = progress(app);
    let place = place(app);
    let mut pen = stage.pen(area);
    let width = area.width;
    pen.tint(0, 0, width, 1, look.theme.fill(Role::Bar));

    // From the right: the bar, the page; from the left: the name, the path; the path gives first.
    let mut end = width.saturating_sub(1);
    if !app.lab_only {
        let figures = text::right(&figures::percent(share), 6);
        end = pen.right(end, 0, &figures, look.style(Role::Muted));
    }
    if width >= 60 && !app.lab_only {
        end = end.saturating_sub(STEPS + 1);
        meter::draw(&mut pen, &look, (end + 1, 0), STEPS, share, Role::Ok);
    }
    if let Some(place) = place.filter(|_| !app.lab_only) {
        end = pen.right(end.saturating_sub(1), 0, &place, look.style(Role::Muted));
    }
    let start = pen.text(1, 0, "coldstart", look.bold(Role::Accent)) + 3;
    let room = usize::from(end.saturating_sub(start + 2));
    draw_path(&mut pen, &look, app, start, room);
    if !app.lab_only && app.study().is_some() {
        stage.drawn.hits.on_click(Rect { width: 11.min(width), ..area }, Msg::Do(Action::Home));
    }
}

/// `Lambda from inside › The first passenger waits`; without the module when both do not fit.
fn draw_path(pen: &mut super::pen::Pen<'_>, look: &super::look::Look<'_>, app: &App, x: u16, room: usize) {
    let (above, here) = path(app);
    let arrow = format!(" {} ", look.glyphs.path);
    let full = text::width(&above) + text::width(&arrow) + text::width(&here);
    let mut x = x;
    if !above.is_empty() && full <= room {
        x = pen.text(x, 0, &above, look.style(Role::Muted));
        x = pen.text(x, 0, &arrow, look.style(Role::Muted));
    }
    let room = room.min(usize::from(pen.width().saturating_sub(x)));
    pen.text(x, 0, &text::cut(&here, room, look.glyphs.more), look.bold(Role::Strong));
}

fn path(app: &App) -> (String, String) {
    let course = app.course();
    match &app.screen {
        Screen::Home(_) => (String::new(), course.map(|course| course.title.clone()).unwrap_or_default()),
        Screen::Study(study) => {
            let head = &study.lesson.head;
            let module = course.and_then(|course| course.module_of(&head.id)).map(|module| module.title.clone());
            (module.unwrap_or_default(), head.title.clone())
        }
    }
}

fn place(app: &App) -> Option<String> {
    let study = app.study().filter(|study| study.lesson.pages.len() > 1)?;
    Some(format!("page {} of {}", study.page + 1, study.lesson.pages.len()))
}

/// How much of the course is done; of a single lesson, how much is read.
fn progress(app: &App) -> f64 {
    if let Some(study) =
        app.study().filter(|_| app.library.courses.iter().flat_map(crate::course::Course::lessons).count() < 2)
    {
        return (study.page + 1) as f64 / study.lesson.pages.len().max(1) as f64;
    }
    let map = app.map();
    let done: f64 = map
        .iter()
        .map(|entry| match entry.standing {
            Standing::Open => 0.0,
            Standing::Begun(read, pages) => (read as f64 / pages.max(1) as f64).min(1.0) * 0.9,
            Standing::Done => 1.0,
        })
        .sum();
    if map.is_empty() { 0.0 } else { done / map.len() as f64 }
}
