//! The load of a lab on functions and on servers: a chart of the two costs, and a row for each kind of server.

use ratatui::layout::Rect;

use crate::app::{BreakEvenView, Extent, Msg, Region, Role};
use crate::billing::break_even::Meeting;
use crate::lab::break_even::{Row, rate};
use crate::ui::figures;
use crate::ui::look::Look;
use crate::ui::pen::Pen;
use crate::ui::stage::Stage;
use crate::ui::text;
use crate::ui::widgets::{curves, more, rule};

/// Columns left free at both sides.
const MARGIN: u16 = 2;
/// Rows of the chart below which it is not drawn.
const CHART_MIN: u16 = 6;
/// Rows of servers that should be seen before the chart grows.
const ROWS_WANTED: u16 = 5;
/// Rows that a chart reads well with.
const CHART_GOOD: u16 = 20;
/// Columns of a server's name; on a wide screen the figures stay near it.
const NAME_MAX: usize = 44;

pub(super) fn draw(stage: &mut Stage<'_>, view: &BreakEvenView, body: Rect) {
    let look = stage.look;
    stage.drawn.hits.cover(body);
    let mut pen = Pen::new(stage.buffer, body);
    let (width, height) = (pen.width(), pen.height());
    pen.fill(0, 0, width, height, look.theme.on(Role::Text, Role::Ground));
    let title = format!("Break-even {} {}", look.glyphs.dot, view.comparison.basis.functions.join(", "));
    let facts =
        look.joined(&[format!("free tier: {}", view.comparison.basis.free_tier), "a month of 730 h".to_owned()]);
    rule::titled(&mut pen, &look, &title, &facts, true);
    // The rule below is the screen's; the walls that ended in it are covered now.
    let below = Rect { y: body.bottom(), height: 1, ..body };
    rule::plain(&mut stage.pen(below), &look, 0, width, 0);

    let inner = Rect {
        x: body.x + MARGIN,
        y: body.y + 1,
        width: width.saturating_sub(2 * MARGIN),
        height: height.saturating_sub(1),
    };
    let notes = notes(view, usize::from(inner.width), &look);
    let all = view.comparison.rows.len() as u16;
    let fixed = 1 + 1 + 1 + notes.len() as u16; // the load, an empty row, the head of the table, the notes
    let free = inner.height.saturating_sub(fixed);
    // All servers where the chart stays large enough to be read; else a third of the room.
    let wanted = if free >= all + CHART_GOOD { all } else { all.min(ROWS_WANTED.max(free / 3)) };
    let chart = evenly(free.saturating_sub(wanted), (free, wanted), view);
    let chart = if chart < CHART_MIN { 0 } else { chart };
    let rows = free.saturating_sub(chart).min(all);

    let part = |y: u16, height: u16| Rect { y: inner.y + y, height, ..inner };
    load(&mut stage.pen(part(0, 1)), view, &look);
    if chart > 0 {
        draw_chart(&mut stage.pen(part(1, chart)), view, &look);
    }
    let table = part(2 + chart, 1 + rows);
    draw_table(stage, view, table);
    let mut pen = stage.pen(part(inner.height.saturating_sub(notes.len() as u16), notes.len() as u16));
    for (y, note) in notes.iter().enumerate() {
        pen.text(0, y as u16, note, look.style(Role::Muted));
    }
}

/// `▴ this lab: 5.00 /s, 100 ms each       $13.58 a month on functions`
fn load(pen: &mut Pen<'_>, view: &BreakEvenView, look: &Look<'_>) {
    let basis = &view.comparison.basis;
    let mean = basis.mean_billed_ms.map_or(String::new(), |ms| format!(", {} ms each", rate(ms)));
    let x = pen.text(0, 0, look.glyphs.mark, look.bold(Role::Accent));
    let end = pen.text(x + 1, 0, &format!("this lab: {} /s{mean}", rate(basis.rps)), look.style(Role::Text));
    let cost = figures::money_short(view.comparison.functions_at(basis.rps));
    let words = format!("{cost} a month on functions");
    if usize::from(pen.width().saturating_sub(end)) > text::width(&words) + 2 {
        pen.right(pen.width(), 0, &words, look.bold(Role::Money));
    }
}

/// Powers of ten of both axes.
fn ranges(row: &Row, view: &BreakEvenView) -> ((i32, i32), (i32, i32)) {
    let comparison = &view.comparison;
    let server = row.server.monthly().as_f64();
    let curve = |power: i32| comparison.functions_at(libm::pow(10.0, f64::from(power))).as_f64();
    let x = reach(&[Some(comparison.basis.rps), row.rps()]);
    let far = curve(x.1);
    let near = curve(x.0).max(far.max(server) / 1e6);
    (x, (floor_of(near.min(server)), ceil_of(far.max(server))))
}

/// Rows of the chart that make its powers of ten whole rows: up to two more from the list if it is long, else fewer.
fn evenly(chart: u16, (free, wanted): (u16, u16), view: &BreakEvenView) -> u16 {
    let Some((_, (from, to))) = view.chosen().map(|row| ranges(row, view)) else { return chart };
    let powers = (to - from).max(1) as u16;
    let over = chart.saturating_sub(curves::BELOW + 1) % powers;
    let more = if over == 0 { 0 } else { powers - over };
    if more <= 2 && wanted >= ROWS_WANTED && chart + more <= free { chart + more } else { chart - over.min(chart) }
}

fn draw_chart(pen: &mut Pen<'_>, view: &BreakEvenView, look: &Look<'_>) {
    let Some(row) = view.chosen() else { return };
    let comparison = &view.comparison;
    let server = row.server.monthly().as_f64();
    let curve = |rps: f64| comparison.functions_at(rps).as_f64();
    let (x, y) = ranges(row, view);
    let met = row.rps().map(|rps| (rps, meeting_words(row, rps)));
    let name = named(row);
    curves::draw(
        pen,
        look,
        &curves::Chart {
            x,
            y,
            curve: &curve,
            curve_style: (look.style(Role::Money), "functions"),
            level: (server, look.style(Role::Text), &name),
            meeting: met.as_ref().map(|(rps, words)| (*rps, words.as_str(), look.bold(Role::Ok))),
            mark: Some((comparison.basis.rps, look.bold(Role::Accent))),
            unit: " /s",
            axis: (look.style(Role::Rule), look.style(Role::Muted)),
        },
    );
}

/// Three powers of ten at least, with all of these well inside.
fn reach(values: &[Option<f64>]) -> (i32, i32) {
    let seen = values.iter().flatten().copied().filter(|value| *value > 0.0);
    let (least, most) = seen.fold((f64::INFINITY, 0.0_f64), |(least, most), value| (least.min(value), most.max(value)));
    if most == 0.0 {
        return (-2, 2);
    }
    let (mut from, mut to) = (floor_of(least / 2.0).max(-6), ceil_of(most * 2.0).min(7));
    while to - from < 3 {
        if to < 7 {
            to += 1;
        } else {
            from -= 1;
        }
        if to - from < 3 && from > -6 {
            from -= 1;
        }
    }
    (from, to)
}

fn floor_of(value: f64) -> i32 {
    libm::floor(libm::log10(value.max(1e-6))) as i32
}

fn ceil_of(value: f64) -> i32 {
    libm::ceil(libm::log10(value.max(1e-5))) as i32
}

/// `11.2 a second: 29,388,339 requests a month`
fn meeting_words(row: &Row, rps: f64) -> String {
    match row.meeting {
        Meeting::At(requests) => format!("{} a second: {} a month", rate(rps), figures::count(requests)),
        Meeting::Never | Meeting::Beyond => String::new(),
    }
}

fn named(row: &Row) -> String {
    match row.server.count {
        1 => row.server.name.clone(),
        count => format!("{count} x {}", row.server.name),
    }
}

/// The columns of the table: head, width, and what a row has there.
const COLUMNS: [(&str, usize); 5] =
    [("$ a month", 11), ("meets at", 12), ("requests a month", 18), ("at once", 9), ("price", 19)];

fn draw_table(stage: &mut Stage<'_>, view: &BreakEvenView, area: Rect) {
    let look = stage.look;
    let width = usize::from(area.width);
    // The last two columns are the scroll marks'.
    let mut name = width.saturating_sub(2);
    let mut shown = 0;
    for (_, wide) in COLUMNS {
        if name < wide + 22 {
            break;
        }
        name -= wide;
        shown += 1;
    }
    let name = name.min(NAME_MAX);
    let rows = area.height.saturating_sub(1);
    let extent = Extent { content: view.comparison.rows.len(), view: rows };
    stage.measured(Region::Overlay, extent);
    let scroll = view.selected.saturating_sub(usize::from(rows / 2)).min(extent.scroll_max());
    {
        let mut pen = stage.pen(area);
        let mut x = pen.text(0, 0, &text::left("  always on", name), look.style(Role::Muted));
        for (head, wide) in COLUMNS.iter().take(shown) {
            x = pen.text(x, 0, &text::right(head, *wide), look.style(Role::Muted));
        }
    }
    for (y, (place, row)) in view.comparison.rows.iter().enumerate().skip(scroll).take(usize::from(rows)).enumerate() {
        let line = Rect { y: area.y + 1 + y as u16, height: 1, ..area };
        let chosen = place == view.selected;
        let mut pen = stage.pen(line);
        let mark = if chosen { look.glyphs.chosen } else { " " };
        let style = if chosen { look.bold(Role::Strong) } else { look.style(Role::Text) };
        let x = pen.text(0, 0, &format!("{mark} "), look.bold(Role::Accent));
        let mut x = pen.text(x, 0, &text::left(&text::cut(&named(row), name - 2, look.glyphs.more), name - 2), style);
        for (place, (value, (_, wide))) in cells(row, view).iter().zip(COLUMNS).take(shown).enumerate() {
            let ink = if place == 0 { look.style(Role::Money) } else { style };
            x = pen.text(x, 0, &text::right(value, wide), ink);
        }
        if chosen {
            pen.tint(0, 0, line.width, 1, look.chosen());
        }
        stage.drawn.hits.on_click(line, Msg::Pick(place));
    }
    let list = Rect { y: area.y + 1, height: rows, ..area };
    more::draw(&mut stage.pen(list), &look, scroll, extent);
}

fn cells(row: &Row, view: &BreakEvenView) -> [String; 5] {
    let (rps, requests) = match row.meeting {
        Meeting::At(requests) => {
            (row.rps().map_or_else(String::new, |rps| format!("{} /s", rate(rps))), figures::count(requests))
        }
        Meeting::Never => ("never".to_owned(), "server cheaper".to_owned()),
        Meeting::Beyond => ("never".to_owned(), "functions cheaper".to_owned()),
    };
    let at_once = row.at_once(&view.comparison.basis).map_or_else(|| "-".to_owned(), rate);
    [row.server.monthly().rounded(2), rps, requests, at_once, row.server.certainty.label().to_owned()]
}

/// What has to be believed, in as few rows as it takes.
fn notes(view: &BreakEvenView, width: usize, look: &Look<'_>) -> Vec<String> {
    let servers = match view.count {
        1 => "one server is taken to carry the load".to_owned(),
        count => format!("{count} servers are taken to carry the load"),
    };
    let measured = if view.ahead {
        "the load is the lab's own, played ahead"
    } else {
        "the load is what ran so far, cold starts included"
    };
    let mut assumed = vec![servers, measured.to_owned(), "list prices, nothing around the server".to_owned()];
    if view.comparison.basis.mean_billed_ms.is_none() {
        assumed.push("settings changed on the way: no mean time".to_owned());
    }
    let assumed = look.joined(&assumed);
    text::wrap_plain(&format!("Assumed: {assumed}."), width)
}
