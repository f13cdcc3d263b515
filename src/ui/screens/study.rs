//! A lesson with its lab: the page at the left, the panes at the right; on a small screen, one of them at a time.

use std::ops::Range;

use ratatui::layout::Rect;

use super::home::draw_rows;
use crate::app::{Action, App, Bench, Extent, Msg, Pane, PaneContext, Region, Role, Study};
use crate::course::{Block, BlockKind, CodeBlock, Directive, Image, Task};
use crate::ui::cards;
use crate::ui::figures;
use crate::ui::follow::Follower;
use crate::ui::lesson::{LessonLayout, PageKey, Reading, Row, Window};
use crate::ui::look::Look;
use crate::ui::panes;
use crate::ui::pen::Pen;
use crate::ui::regions::{self, Division, READING_WIDTH};
use crate::ui::stage::Stage;
use crate::ui::text;
use crate::ui::time_bar;
use crate::ui::widgets::{more, rule};

/// What the view keeps for the page.
type Kept<'a> = (&'a mut LessonLayout, &'a mut Follower);

/// Draws the screen; returns the columns where walls stand on the footer's rule.
pub fn draw(stage: &mut Stage<'_>, study: &Study, kept: Kept<'_>, body: Rect) -> Vec<u16> {
    let Some(bench) = study.bench() else {
        draw_page(stage, study, kept, body, false);
        return Vec::new();
    };
    if let Some(other) = &bench.beside {
        return super::compare::draw(stage, study, (bench, other), body);
    }
    match regions::study(body, study.wide || stage.app.lab_only) {
        Division::Tabs { tabs, content } => {
            draw_tabs(stage, study, bench, tabs);
            let shown = shown_tab(stage, study, bench);
            let (bar, content) = if shown.is_some() { with_bar(content) } else { (None, content) };
            if let Some(bar) = bar {
                time_bar::draw(stage, bench, bar);
            }
            match shown {
                Some(pane) => draw_pane_content(stage, bench, pane, inset(content), true),
                None => draw_page_content(stage, study, kept, content),
            }
            Vec::new()
        }
        Division::Columns { lesson, panes } => {
            if lesson.width > 0 {
                draw_page(stage, study, kept, lesson, true);
            }
            let all = Rect { width: body.right().saturating_sub(panes[0].x), ..panes[0] };
            let (bar, below) = with_bar(all);
            if let Some(bar) = bar {
                time_bar::draw(stage, bench, bar);
                if lesson.width > 0 {
                    let look = stage.look;
                    let mut pen = stage.pen(Rect { x: bar.x - 1, width: 1, ..bar });
                    pen.text(0, 0, look.glyphs.wall, look.style(Role::Rule));
                }
            }
            let panes: Vec<Rect> =
                panes.iter().map(|pane| Rect { y: below.y, height: below.height, ..*pane }).collect();
            draw_columns(stage, study, bench, &panes, lesson.width > 0)
        }
    }
}

/// Rows from which one can be spared for the bar of time.
const BAR_FROM: u16 = 12;

/// The row of the bar of time above the panes, and what is left for them.
pub(super) fn with_bar(area: Rect) -> (Option<Rect>, Rect) {
    if area.height < BAR_FROM {
        return (None, area);
    }
    let bar = Rect { height: 1, ..area };
    (Some(bar), Rect { y: area.y + 1, height: area.height - 1, ..area })
}

// ---- the page

/// The page below a rule with its title.
fn draw_page(stage: &mut Stage<'_>, study: &Study, kept: Kept<'_>, area: Rect, beside_panes: bool) {
    let look = stage.look;
    let focused = study.focus.is_none() && beside_panes;
    rule::titled(&mut stage.pen(Rect { height: 1.min(area.height), ..area }), &look, "Lesson", "", focused);
    if beside_panes {
        stage.drawn.hits.on_click(area, Msg::Focus(None));
    }
    let content = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    draw_page_content(stage, study, kept, content);
}

fn draw_page_content(stage: &mut Stage<'_>, study: &Study, kept: Kept<'_>, area: Rect) {
    let (layout, follower) = kept;
    let look = stage.look;
    let margin = if area.width > READING_WIDTH + 8 { (area.width - READING_WIDTH) / 2 } else { 2 };
    let top = u16::from(area.height > 14);
    let text_area = Rect {
        x: area.x + margin,
        y: area.y + top,
        width: area.width.saturating_sub(2 * margin).min(READING_WIDTH),
        height: area.height.saturating_sub(top),
    };
    let last_row = last_row(stage.app, study, &look);
    let height = usize::from(text_area.height);
    let tail = if last_row.is_some() { 2 } else { 0 };
    let wanted = stage.app.scroll(&Region::Page);
    let scroll = with_reading(stage, study, layout, usize::from(text_area.width), |layout, key, blocks, reading| {
        let scroll = layout.update(key, blocks, reading, Window { scroll: wanted, height, tail });
        if let Some(rows) = study.goal.and_then(|block| layout.rows_of(block)) {
            return layout.show(blocks, reading, Window { scroll: rows.start, height, tail });
        }
        let page = (study.lesson.head.id.clone(), study.page);
        match follower.follow(page, active_rows(study, layout), scroll, height) {
            Some(scroll) => layout.show(blocks, reading, Window { scroll, height, tail }),
            None => scroll,
        }
    });
    let extent = Extent { content: layout.height() + tail, view: text_area.height };
    stage.measured(Region::Page, extent);
    if scroll != wanted {
        stage.drawn.moved = Some((Region::Page, scroll));
    }
    let window = Window { scroll, height, tail };
    stage.drawn.seen = layout.seen(window);
    stage.drawn.hits.on_wheel(area, Region::Page);
    draw_marks(stage, study, layout, (text_area, window));
    draw_rows(stage, text_area, &layout.rows(window), 0);
    if let Some(row) = last_row {
        let y = (layout.height() + 1).saturating_sub(scroll);
        if y < height {
            draw_rows(stage, Rect { y: text_area.y + y as u16, height: 1, ..text_area }, &[row], 0);
        }
    }
    let edge = Rect { width: area.width.saturating_sub(1), y: text_area.y, height: text_area.height, ..area };
    more::draw(&mut stage.pen(edge), &look, scroll, extent);
}

/// A flag in the margin of each marked block.
fn draw_marks(stage: &mut Stage<'_>, study: &Study, layout: &LessonLayout, (area, window): (Rect, Window)) {
    let look = stage.look;
    for block in study.marks(stage.app) {
        let row = layout.rows_of(block).map(|rows| rows.start);
        let Some(row) = row.and_then(|row| row.checked_sub(window.scroll)).filter(|row| *row < window.height) else {
            continue;
        };
        let mut pen = stage.pen(Rect { x: area.x.saturating_sub(2), y: area.y + row as u16, width: 1, height: 1 });
        pen.text(0, 0, look.glyphs.star, look.style(Role::Money));
    }
}

/// The card that has the keys, and its rows.
fn active_rows<'a>(study: &'a Study, layout: &LessonLayout) -> Option<(&'a str, Range<usize>)> {
    let active = study.active.as_deref()?;
    let is_active = |block: &Block| matches!(&block.kind, BlockKind::Directive(directive) if directive.id() == active);
    let place = study.blocks().iter().position(is_active)?;
    Some((active, layout.rows_of(place)?))
}

/// Below all that is on the page: what waits behind a pause, or behind the last page.
fn last_row(app: &App, study: &Study, look: &Look<'_>) -> Option<Row> {
    if study.has_more() {
        return Some(key_row(look, "", Action::More, &format!("goes on {}", look.glyphs.down)));
    }
    let (course, lesson) = app.next_lesson().filter(|_| study.is_last_page())?;
    let next = app.library.courses.get(course)?.lessons().find(|head| head.id == lesson)?;
    let is_done = app.progress.status(&study.lesson.head.id) == crate::quiz::Status::Done;
    let said = if is_done { "Lesson finished. " } else { "" };
    Some(key_row(look, said, Action::NextPage, &format!("next lesson: {}", next.title)))
}

/// `n goes on ↓`
fn key_row(look: &Look<'_>, before: &str, action: Action, after: &str) -> Row {
    use crate::ui::text::Piece;
    let target = std::sync::Arc::new(Msg::Do(action));
    Row::new(vec![
        Piece::new(before, look.style(Role::Ok)),
        Piece::new("n", look.bold(Role::Accent)).leading_to(&target),
        Piece::new(format!(" {after}"), look.style(Role::Muted)).leading_to(&target),
    ])
}

/// Hands the layout what the rows of the page are made of.
fn with_reading<T>(
    stage: &Stage<'_>,
    study: &Study,
    layout: &mut LessonLayout,
    width: usize,
    lay_out: impl FnOnce(&mut LessonLayout, PageKey, &[Block], &Reading<'_>) -> T,
) -> T {
    let app = stage.app;
    let blocks = study.blocks();
    let is_ticked = |task: &Task| study.ticked.contains(&task.id) || task.done;
    let picture = |image: &Image| app.picture(image);
    let highlighted = |code: &CodeBlock| app.highlights.get(&code.lang, &code.text);
    let plain = |_: &Directive, _: usize| Vec::new();
    let reading = Reading {
        theme: stage.look.theme,
        glyphs: stage.look.glyphs,
        ink: stage.look.style(Role::Text),
        shift: usize::from(study.shift),
        focus_step: study.focus_step,
        source: &study.lesson.source,
        is_ticked: &is_ticked,
        highlighted: &highlighted,
        picture: &picture,
        directive: &plain,
    };
    let cards = |directive: &Directive, width: usize| cards::rows(app, study, directive, reading, width);
    let reading = Reading { directive: &cards, ..reading };
    let coloured = blocks
        .iter()
        .filter(|block| matches!(&block.kind, BlockKind::Code(code) if highlighted(code).is_some()))
        .count();
    let key = PageKey {
        lesson: study.lesson.head.id.clone(),
        page: study.page,
        revealed: blocks.len(),
        width,
        theme: stage.look.theme.name,
        plain: (stage.look.theme.is_colourless(), stage.look.glyphs.ascii),
        shift: reading.shift,
        focus_step: reading.focus_step,
        revision: fingerprint(study.ticked.iter().map(String::as_str))
            .wrapping_add(coloured as u64)
            .wrapping_add(app.pictures.revision << 24)
            .wrapping_add(study.edition << 32),
    };
    lay_out(layout, key, blocks, &reading)
}

/// A number that changes when the ticks do.
fn fingerprint<'a>(words: impl Iterator<Item = &'a str>) -> u64 {
    const PRIME: u64 = 0x0100_0000_01b3;
    words.flat_map(str::bytes).fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

// ---- the panes

/// The panes of the lab, in its order.
pub(super) fn watched(bench: &Bench) -> Vec<&'static dyn Pane> {
    bench.watch.iter().filter_map(|name| panes::named(name)).collect()
}

fn context<'a>(stage: &Stage<'a>, bench: &'a Bench, pane: &dyn Pane, focused: bool) -> PaneContext<'a> {
    PaneContext {
        snapshot: &bench.snapshot,
        other: None,
        bench,
        theme: stage.look.theme,
        glyphs: stage.look.glyphs,
        highlights: &stage.app.highlights,
        focused,
        editing: editing(stage, pane),
        scroll: stage.app.scroll(&Region::Pane(pane.name().to_owned())),
    }
}

/// Whether letters go to the text of this pane.
fn editing(stage: &Stage<'_>, pane: &dyn Pane) -> bool {
    let study = stage.app.study();
    study.is_some_and(|study| study.editing && study.focus.as_deref() == Some(pane.name()))
}

/// Columns of panes; returns where walls stand.
fn draw_columns(
    stage: &mut Stage<'_>,
    study: &Study,
    bench: &Bench,
    columns: &[Rect],
    beside_lesson: bool,
) -> Vec<u16> {
    let shown = enough(bench, columns.len());
    let mut walls = Vec::new();
    let look = stage.look;
    for (place, (column, panes)) in columns.iter().zip(divided(stage, bench, &shown, columns)).enumerate() {
        if place > 0 || beside_lesson {
            let wall = column.x - 1;
            walls.push(wall);
            let mut pen = stage.pen(Rect { x: wall, width: 1, ..*column });
            for y in 0..column.height {
                pen.text(0, y, look.glyphs.wall, look.style(Role::Rule));
            }
        }
        draw_column(stage, study, bench, *column, &panes);
    }
    walls
}

/// The lab's panes; where there is room for more columns, also those it did not ask for.
fn enough(bench: &Bench, columns: usize) -> Vec<&'static dyn Pane> {
    let mut shown = watched(bench);
    if columns > 1 {
        let others = panes::ALL.iter().copied().filter(|pane| match pane.name() {
            "code" => bench.code().is_some(),
            "event" | "result" => bench.code().is_some_and(|file| file.runs),
            // A table of names is for those who ask for it.
            "metrics" => false,
            _ => true,
        });
        for pane in others {
            if shown.iter().all(|known| known.name() != pane.name()) {
                shown.push(pane);
            }
        }
    }
    shown
}

/// The panes of each column. Who writes has a column for it.
fn divided(
    stage: &Stage<'_>,
    bench: &Bench,
    shown: &[&'static dyn Pane],
    columns: &[Rect],
) -> Vec<Vec<&'static dyn Pane>> {
    let (mut written, mut others): (Vec<_>, Vec<_>) = shown.iter().copied().partition(|pane| editing(stage, *pane));
    let Some((_, free)) = columns.split_first().filter(|_| !written.is_empty()) else {
        return shared(stage, bench, shown, columns);
    };
    // Who sends from there sees what comes of it.
    if free.is_empty() && bench.calls.result.is_some() {
        written.extend(panes::named("result"));
        others.clear();
    }
    let mut divided = vec![written];
    if !free.is_empty() {
        divided.extend(shared(stage, bench, &others, free));
    }
    divided
}

/// The panes of each column: in order, each column about as tall as the others.
fn shared(
    stage: &Stage<'_>,
    bench: &Bench,
    shown: &[&'static dyn Pane],
    columns: &[Rect],
) -> Vec<Vec<&'static dyn Pane>> {
    let width = columns.first().map_or(0, |column| column.width);
    let wanted = |pane: &dyn Pane| pane.wanted_height(&context(stage, bench, pane, false), width) + 1;
    let total: u16 = shown.iter().map(|pane| wanted(*pane)).sum();
    let each = total.div_ceil(columns.len().max(1) as u16);
    let mut shares: Vec<Vec<&'static dyn Pane>> = vec![Vec::new()];
    let mut used = 0;
    for pane in shown {
        let height = wanted(*pane);
        if used > 0 && used + height / 2 > each && shares.len() < columns.len() {
            shares.push(Vec::new());
            used = 0;
        }
        if let Some(last) = shares.last_mut() {
            last.push(*pane);
        }
        used += height;
    }
    shares.resize_with(columns.len(), Vec::new);
    shares
}

fn draw_column(stage: &mut Stage<'_>, study: &Study, bench: &Bench, column: Rect, panes: &[&'static dyn Pane]) {
    let is_focused = |pane: &dyn Pane| study.focus.as_deref() == Some(pane.name());
    let wanted: Vec<u16> = panes
        .iter()
        .map(|pane| pane.wanted_height(&context(stage, bench, *pane, false), column.width.saturating_sub(2)) + 1)
        .collect();
    // A bill is as long as it is; the others show more when they are given more.
    let elastic: Vec<bool> = panes.iter().map(|pane| pane.name() != "bill").collect();
    let heights = regions::heights(&wanted, &elastic, column.height);
    let mut y = column.y;
    for (pane, height) in panes.iter().zip(heights) {
        let area = Rect { y, height: height.min(column.bottom().saturating_sub(y)), ..column };
        y += area.height;
        draw_pane(stage, bench, *pane, area, is_focused(*pane));
    }
}

fn draw_pane(stage: &mut Stage<'_>, bench: &Bench, pane: &dyn Pane, area: Rect, focused: bool) {
    if area.is_empty() {
        return;
    }
    let title = pane.title(&context(stage, bench, pane, focused));
    let look = stage.look;
    rule::titled(&mut stage.pen(Rect { height: 1, ..area }), &look, &title.left, &title.right, focused);
    stage.drawn.hits.on_click(area, Msg::Focus(Some(pane.name().to_owned())));
    let content = Rect { y: area.y + 1, height: area.height - 1, ..area };
    draw_pane_content(stage, bench, pane, inset(content), focused);
}

fn draw_pane_content(stage: &mut Stage<'_>, bench: &Bench, pane: &dyn Pane, area: Rect, focused: bool) {
    let region = Region::Pane(pane.name().to_owned());
    let context = context(stage, bench, pane, focused);
    let extent = pane.draw(&context, area, stage.buffer);
    stage.drawn.hits.on_wheel(area, region.clone());
    if let Some(writing) = pane.writing(&context, area) {
        stage.drawn.hits.on_text(pane.name(), writing);
    }
    for (part, msg) in pane.clicks(&context, area) {
        stage.drawn.hits.on_click(part, msg);
    }
    stage.drawn.extents.insert(region, extent);
}

/// Nothing touches an edge.
pub(super) fn inset(area: Rect) -> Rect {
    Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(2), ..area }
}

// ---- tabs

/// The pane that a small screen shows; `None` is the page.
fn shown_tab(stage: &Stage<'_>, study: &Study, bench: &Bench) -> Option<&'static dyn Pane> {
    let focused = study.focus.as_deref().and_then(panes::named);
    let alone = stage.app.lab_only || study.wide;
    focused.or_else(|| {
        if alone {
            watched(bench).get(bench.tab).or_else(|| watched(bench).first().map(|_| &panes::ALL[0])).copied()
        } else {
            None
        }
    })
}

/// `─ Lesson ─ Fleet ─ Latency ─ Bill ──────────── 1 warm · 3.1 s · $0.00057 ─`
fn draw_tabs(stage: &mut Stage<'_>, study: &Study, bench: &Bench, area: Rect) {
    let look = stage.look;
    let shown = shown_tab(stage, study, bench).map(Pane::name);
    let width = area.width;
    let mut tabs: Vec<(String, Option<&'static str>)> = Vec::new();
    if !stage.app.lab_only {
        tabs.push(("Lesson".to_owned(), None));
    }
    tabs.extend(watched(bench).iter().map(|pane| (capital(pane.name()), Some(pane.name()))));
    let facts = facts(bench);
    let mut pen = Pen::new(stage.buffer, area);
    pen.repeat(0, width, 0, look.glyphs.rule, look.style(Role::Rule));
    let mut x = 1;
    for (title, name) in tabs {
        let chosen = name == shown;
        let label = format!(" {title} ");
        let style = if chosen { look.bold(Role::Accent).patch(look.chosen()) } else { look.style(Role::Muted) };
        let end = pen.text(x, 0, &label, style);
        stage.drawn.hits.on_click(Rect { x: area.x + x, width: end - x, ..area }, Msg::Focus(name.map(str::to_owned)));
        x = end + 1;
    }
    let room = usize::from(width.saturating_sub(x + 3));
    // The environments always stay: that a key did something is seen there first.
    let fitting = facts.iter().map(|facts| look.joined(facts)).find(|facts| text::width(facts) <= room);
    if let Some(facts) = fitting {
        pen.right(width.saturating_sub(1), 0, &format!(" {facts} "), look.style(Role::Muted));
    }
}

/// The lab in three figures, for who reads the page meanwhile; in fewer and shorter words where there is less room.
fn facts(bench: &Bench) -> Vec<Vec<String>> {
    let snapshot = &bench.snapshot;
    let environments: u32 =
        snapshot.functions.iter().map(|function| function.starting + function.running + function.idle).sum();
    let money = figures::money_short(snapshot.invoice.total);
    let p99 = snapshot.latency.p99.map_or_else(String::new, |p99| format!("p99 {}", figures::span(p99)));
    let plural = if environments == 1 { "" } else { "s" };
    let long = format!("{environments} environment{plural}");
    let short = format!("{environments} env{plural}");
    vec![
        vec![long.clone(), p99.clone(), money.clone()],
        vec![short.clone(), p99, money.clone()],
        vec![long, money.clone()],
        vec![short.clone(), money],
        vec![short],
        vec![environments.to_string()],
    ]
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}
