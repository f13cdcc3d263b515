//! The course map: where to go on, what there is, how far one got.
//!
//! ```text
//!   Learn serverless by running it in your terminal.
//!
//!   c  continue   The first passenger waits            page 2 of 5
//!
//!   1  What serverless is
//!   ✓  Servers you never see                   12 min   ★★★
//! › ·  Pay for the meal                        15 min
//! ```

use std::sync::Arc;

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::app::{Action, Extent, Home, MapEntry, Msg, Place, Region, Role, Standing};
use crate::course::{LessonHead, Level};
use crate::ui::lesson::Row;
use crate::ui::look::Look;
use crate::ui::pen::Pen;
use crate::ui::stage::Stage;
use crate::ui::text::{self, Piece};
use crate::ui::widgets::{more, rule};

/// Columns of the list; more would tear the titles from their figures.
const LIST_MAX: u16 = 76;
/// Columns from which the chosen lesson is described beside the list.
const ASIDE_FROM: u16 = 112;

/// Draws the map; returns the columns where walls stand.
pub fn draw(stage: &mut Stage<'_>, home: &Home, body: Rect) -> Vec<u16> {
    let aside = body.width >= ASIDE_FROM;
    let list_width = if aside { (body.width * 58 / 100).min(LIST_MAX + 16) } else { body.width };
    let margin = (list_width.saturating_sub(LIST_MAX) / 2).clamp(2, 8);
    let list = Rect {
        x: body.x + margin,
        y: body.y + 1,
        width: list_width.saturating_sub(2 * margin),
        height: body.height.saturating_sub(1),
    };
    draw_list(stage, home, list);
    if !aside {
        return Vec::new();
    }
    let wall = body.x + list_width;
    let look = stage.look;
    let mut pen = stage.pen(Rect { x: wall, width: 1, ..body });
    for y in 0..body.height {
        pen.text(0, y, look.glyphs.wall, look.style(Role::Rule));
    }
    draw_aside(stage, home, Rect { x: wall + 1, width: body.width - list_width - 1, ..body });
    vec![wall]
}

fn draw_list(stage: &mut Stage<'_>, home: &Home, area: Rect) {
    let entries = stage.app.map();
    let mut rows = welcome(stage, usize::from(area.width));
    let mut chosen_row = 0;
    let mut module = None;
    for (place, entry) in entries.iter().enumerate() {
        let here = (entry.course, entry.module, entry.module_title.clone());
        if module.as_ref() != Some(&here) {
            rows.push(Row::empty());
            rows.extend(module_row(stage, entry, usize::from(area.width)));
            module = Some(here);
        }
        if place == home.selected {
            chosen_row = rows.len();
        }
        rows.push(entry_row(stage, entry, place, place == home.selected, usize::from(area.width)));
    }
    if entries.is_empty() {
        rows.push(Row::empty());
        rows.push(Row::of("There is no lesson here.", stage.look.style(Role::Muted)));
    }
    let extent = Extent { content: rows.len(), view: area.height };
    let scroll = in_view(stage.measured(Region::Page, extent), chosen_row, extent);
    stage.drawn.hits.on_wheel(area, Region::Page);
    draw_rows(stage, area, &rows, scroll);
    let look = stage.look;
    more::draw(&mut stage.pen(area), &look, scroll, extent);
}

/// The chosen row is always on the screen.
fn in_view(scroll: usize, row: usize, extent: Extent) -> usize {
    let lowest = (row + 2).saturating_sub(usize::from(extent.view));
    let highest = row.saturating_sub(1);
    scroll.clamp(lowest.min(highest), highest.max(lowest)).min(extent.scroll_max())
}

/// What this is, for who has not been here; where to go on, for who has.
fn welcome(stage: &Stage<'_>, width: usize) -> Vec<Row> {
    let look = stage.look;
    let wrapped = |words: &str, style: Style| {
        text::wrap(&[Piece::new(words, style)], width, width).into_iter().map(Row::new).collect::<Vec<_>>()
    };
    let app = stage.app;
    let map = app.map();
    let Some(place) = app.where_left_off().filter(|_| map.iter().any(|entry| entry.standing != Standing::Open)) else {
        let mut rows = wrapped("Learn serverless by running it in your terminal.", look.bold(Role::Strong));
        let how = "You read on the left and run a small simulated cloud on the right: it starts, scales, fails and costs like the \
                   real one. No account, no network, no bill. Each lesson takes ten to twenty minutes.";
        rows.push(Row::empty());
        rows.extend(wrapped(how, look.style(Role::Muted)));
        return rows;
    };
    let Place::Lesson { lesson, .. } = place else { return Vec::new() };
    let Some(entry) = map.iter().find(|entry| entry.lesson == lesson) else { return Vec::new() };
    let target = Arc::new(Msg::Do(Action::Continue));
    let standing = match entry.standing {
        Standing::Begun(read, pages) => format!("  {read} of {pages} pages"),
        Standing::Open | Standing::Done => String::new(),
    };
    let row = Row::new(vec![
        Piece::new("c  ", look.bold(Role::Accent)).leading_to(&target),
        Piece::new("continue  ", look.style(Role::Muted)).leading_to(&target),
        Piece::new(entry.title.clone(), look.bold(Role::Strong)).leading_to(&target),
        Piece::new(standing, look.style(Role::Muted)).leading_to(&target),
    ]);
    vec![row]
}

fn module_row(stage: &Stage<'_>, entry: &MapEntry, width: usize) -> Option<Row> {
    if entry.module_title.is_empty() {
        return None;
    }
    let look = stage.look;
    let title = text::cut(&entry.module_title, width.saturating_sub(5), look.glyphs.more);
    Some(Row::new(vec![
        Piece::new(format!("  {:<3}", entry.module), look.style(Role::Muted)),
        Piece::new(title, look.bold(Role::Accent)),
    ]))
}

fn entry_row(stage: &Stage<'_>, entry: &MapEntry, place: usize, chosen: bool, width: usize) -> Row {
    let look = stage.look;
    let (glyph, role) = match entry.standing {
        Standing::Done => (look.glyphs.done, Role::Ok),
        Standing::Begun(..) => (look.glyphs.playing, Role::Warning),
        Standing::Open => (look.glyphs.open, Role::Muted),
    };
    let minutes = entry.minutes.map_or_else(String::new, |minutes| format!("{minutes} min"));
    let state = match entry.standing {
        Standing::Begun(read, pages) => format!("{read} of {pages}"),
        _ => String::new(),
    };
    let stars = if entry.stars == 0 { String::new() } else { format!("{} {}", look.glyphs.star, entry.stars) };
    let figures = format!("{state}  {}  ", text::right(&minutes, 6));
    let stars = Piece::new(text::left(&stars, 4), look.style(Role::Money));
    let style = if chosen { look.bold(Role::Strong) } else { look.style(Role::Text) };
    let mark = if chosen { look.glyphs.chosen } else { " " };
    let title = text::cut(&entry.title, width.saturating_sub(5 + text::width(&figures) + 5), look.glyphs.more);
    let row = Row::new(vec![
        Piece::new(format!("{mark} "), look.bold(Role::Accent)),
        Piece::new(format!("{glyph}  "), look.style(role)),
        Piece::new(title, style),
    ])
    .with_right(vec![Piece::new(figures, look.style(Role::Muted)), stars], width);
    let target = Arc::new(Msg::Select(place));
    let row = Row { pieces: row.pieces.into_iter().map(|piece| piece.leading_to(&target)).collect(), ..row };
    if chosen { row.on(look.chosen(), width) } else { row }
}

/// Draws rows from the `scroll`th on, and makes their targets clickable.
pub fn draw_rows(stage: &mut Stage<'_>, area: Rect, rows: &[Row], scroll: usize) {
    let mut pen = Pen::new(stage.buffer, area);
    for (line, row) in rows.iter().skip(scroll).take(usize::from(area.height)).enumerate() {
        row.draw(&mut pen, 0, line as u16);
        let mut x = area.x;
        for piece in &row.pieces {
            let width = piece.width() as u16;
            if let Some(target) = &piece.target {
                let spot = Rect::new(x, area.y + line as u16, width, 1).intersection(area);
                stage.drawn.hits.on_click(spot, Msg::clone(target));
            }
            x = x.saturating_add(width);
        }
    }
}

/// What the chosen lesson is about.
fn draw_aside(stage: &mut Stage<'_>, home: &Home, area: Rect) {
    let look = stage.look;
    let app = stage.app;
    let map = app.map();
    let Some(entry) = map.get(home.selected) else { return };
    let Some(head) = app.library.courses.get(entry.course).and_then(|course| course.lesson(&entry.lesson)) else {
        return;
    };
    rule::titled(&mut stage.pen(Rect { height: 1, ..area }), &look, &head.title, "", false);
    let inner = Rect {
        x: area.x + 2,
        y: area.y + 2,
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(2),
    };
    let after: Vec<String> = head.prerequisites.iter().map(|id| title_of(stage, entry.course, id)).collect();
    let rows = about(head, &after, &look, usize::from(inner.width));
    draw_rows(stage, inner, &rows, 0);
}

/// How the map calls a lesson.
fn title_of(stage: &Stage<'_>, course: usize, id: &str) -> String {
    let known = stage.app.library.courses.get(course).and_then(|course| course.lesson(id));
    known.map_or_else(|| id.to_owned(), |head| head.title.clone())
}

fn about(head: &LessonHead, after: &[String], look: &Look<'_>, width: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut say = |words: &str, style: Style, indent: &str| {
        let room = width.saturating_sub(text::width(indent)).max(1);
        let mut lead = indent.to_owned();
        for line in text::wrap(&[Piece::new(words, style)], room, room) {
            rows.push(Row::new(line).behind(Piece::new(lead.clone(), look.style(Role::Muted))));
            lead = " ".repeat(text::width(indent));
        }
    };
    if let Some(summary) = &head.summary {
        say(summary, look.style(Role::Text), "");
        say("", Style::default(), "");
    }
    if !head.objectives.is_empty() {
        say("Afterwards you can", look.style(Role::Muted), "");
        for objective in &head.objectives {
            say(objective, look.style(Role::Text), &format!("{} ", look.glyphs.bullet));
        }
        say("", Style::default(), "");
    }
    let level = head.level.map(|level| match level {
        Level::Beginner => "beginner",
        Level::Intermediate => "intermediate",
        Level::Advanced => "advanced",
    });
    let facts = [
        level.unwrap_or_default().to_owned(),
        head.minutes.map_or_else(String::new, |minutes| format!("{minutes} minutes")),
        head.services.join(", "),
    ];
    say(&look.joined(&facts), look.style(Role::Muted).add_modifier(Modifier::ITALIC), "");
    if !after.is_empty() {
        say(&after.join(", "), look.style(Role::Muted), "after: ");
    }
    rows
}
