//! The machines nobody sees: one cell an environment, and the wall they may not grow past.
//!
//! ```text
//! ■ ◧ ◧ ◧ ◧ ◧ ◧ ◧ ◧ ◧ ◧ ◧ ◧ ◧ ◧ ◧ ◧ ◧ ◧ ◧
//!
//! ◧ starting  19   ■ running   1   □ idle   0   × 429 now   0
//! in use  ▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱│   20 of 100
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{look, only_function};
use crate::app::{Extent, Pane, PaneContext, PaneTitle, Role};
use crate::lab::{AccountView, EnvironmentState, EnvironmentView, FunctionView, ServerView, SourceStatus};
use crate::ui::figures;
use crate::ui::look::Look;
use crate::ui::pen::Pen;
use crate::ui::text;
use crate::units::Moment;

/// The environments of each function.
pub struct Fleet;

impl Pane for Fleet {
    fn name(&self) -> &'static str {
        "fleet"
    }

    fn title(&self, context: &PaneContext<'_>) -> PaneTitle {
        let functions = &context.snapshot.functions;
        let sum = |count: fn(&FunctionView) -> u32| functions.iter().map(count).sum::<u32>();
        let there = match sum(total) {
            1 => "1 environment".to_owned(),
            there => format!("{} environments", figures::count(u64::from(there))),
        };
        let totals = &context.snapshot.totals;
        let throttled = match totals.throttles {
            0 => String::new(),
            throttles => format!("throttled {}", figures::short_count(throttles)),
        };
        let queued = match sum(|function| function.queued) {
            0 => String::new(),
            queued => format!("queued {}", figures::short_count(u64::from(queued))),
        };
        let cold = format!("cold starts {}", figures::short_count(totals.cold_starts));
        let facts = [queued, throttled, cold, there];
        PaneTitle { left: format!("Fleet{}", only_function(context)), right: look(context).joined(&facts) }
    }

    fn wanted_height(&self, context: &PaneContext<'_>, width: u16) -> u16 {
        let blocks: u16 =
            context.snapshot.functions.iter().map(|function| block_height(context, function, width)).sum();
        blocks + (context.snapshot.servers.len() + context.snapshot.sources.len()) as u16 + 4
    }

    fn draw(&self, context: &PaneContext<'_>, area: Rect, buffer: &mut Buffer) -> Extent {
        let look = look(context);
        let mut pen = Pen::new(buffer, area);
        let height = pen.height();
        // The legend and the wall stand below, as long as there is room for a cell above them.
        let foot = height.saturating_sub(1).min(2);
        // Air above, as long as every cell has its row.
        let mut y = u16::from(height > 5 || height > foot + 1 + rows_at_least(context, pen.width()));
        for function in &context.snapshot.functions {
            let room = height.saturating_sub(foot + y);
            if room == 0 {
                break;
            }
            y += draw_function(&mut pen, &look, context, function, (y, room));
        }
        for source in &context.snapshot.sources {
            if y + foot < height {
                draw_source(&mut pen, &look, source, y);
                y += 1;
            }
        }
        for server in &context.snapshot.servers {
            if y + foot < height {
                draw_server(&mut pen, &look, server, y);
                y += 1;
            }
        }
        if foot > 0 {
            // What is left over becomes one row of air, not a foot far away.
            let foot_row = (y + 1).min(height - foot);
            draw_legend(&mut pen, &look, context, foot_row);
            if foot > 1 {
                draw_wall(&mut pen, &look, &context.snapshot.account, foot_row + 1);
            }
            draw_details(&mut pen, &look, context, foot_row + foot + 1);
        }
        Extent { content: usize::from(height), view: height }
    }
}

/// A function's rows when nobody is short of room: cells, a name above them when there are several, air below.
fn block_height(context: &PaneContext<'_>, function: &FunctionView, width: u16) -> u16 {
    let named = u16::from(context.snapshot.functions.len() > 1);
    let grid = Grid::new(function, width.max(1), ROWS_WANTED);
    grid.rows + named + 1 + u16::from(grid.per_cell > 1) + u16::from(function.provisioned.is_some())
}

/// Rows that cells and servers take when nothing is left over.
fn rows_at_least(context: &PaneContext<'_>, width: u16) -> u16 {
    let functions = &context.snapshot.functions;
    let named = u16::from(functions.len() > 1);
    let cells: u16 = functions.iter().map(|function| Grid::new(function, width.max(1), ROWS_WANTED).rows + named).sum();
    cells + context.snapshot.servers.len() as u16
}

/// Rows of cells a function gets at most when the panes share out their heights.
const ROWS_WANTED: u16 = 3;
/// Rows of cells a function gets at most: more squares say no more.
const ROWS_MAX: u16 = 6;

/// How the environments of a function are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Grid {
    /// Columns from one cell to the next.
    step: u16,
    /// Environments a cell stands for.
    per_cell: u32,
    /// Rows it takes.
    rows: u16,
}

impl Grid {
    /// Cells with air while they fit two rows, then without, then several environments a cell.
    fn new(function: &FunctionView, width: u16, rows_max: u16) -> Self {
        let total = total(function);
        let rows_for = |columns: u32| total.div_ceil(columns.max(1)).max(1) as u16;
        let airy = rows_for(u32::from(width.div_ceil(2)));
        if airy <= rows_max.min(2) && function.hidden == 0 {
            return Self { step: 2, per_cell: 1, rows: airy };
        }
        let dense = rows_for(u32::from(width));
        if dense <= rows_max && function.hidden == 0 {
            return Self { step: 1, per_cell: 1, rows: dense };
        }
        // Each state begins a cell of its own, so keep a few cells back.
        let cells = (u32::from(width) * u32::from(rows_max)).saturating_sub(3).max(1);
        let per_cell = nice(total.div_ceil(cells));
        Self {
            step: 1,
            per_cell,
            rows: rows_max.min(total.div_ceil(per_cell).div_ceil(u32::from(width.max(1))).max(1) as u16),
        }
    }
}

/// The next number people count in: 1, 2, 5, 10, 20, 50 …
fn nice(least: u32) -> u32 {
    let mut decade = 1;
    loop {
        for step in [1, 2, 5] {
            if step * decade >= least {
                return step * decade;
            }
        }
        decade *= 10;
    }
}

fn total(function: &FunctionView) -> u32 {
    function.starting + function.running + function.idle
}

/// Draws a function's cells; returns the rows it took.
fn draw_function(
    pen: &mut Pen<'_>,
    look: &Look<'_>,
    context: &PaneContext<'_>,
    function: &FunctionView,
    (y, room): (u16, u16),
) -> u16 {
    let named = context.snapshot.functions.len() > 1;
    let mut row = y;
    if named && room > 1 {
        draw_name(pen, look, function, row);
        row += 1;
    }
    let grid = Grid::new(function, pen.width(), (room - (row - y)).clamp(1, ROWS_MAX));
    let per_row = pen.width().div_ceil(grid.step).max(1);
    for (place, (glyph, role)) in cells(function, grid, look).into_iter().enumerate() {
        let (column, line) = (place as u16 % per_row, place as u16 / per_row);
        if line < grid.rows {
            pen.text(column * grid.step, row + line, glyph, look.style(role));
        }
    }
    if total(function) == 0 {
        pen.text(0, row, "no environment exists", look.style(Role::Muted));
    }
    let mut used = row - y + grid.rows;
    if grid.per_cell > 1 && used < room {
        let scale = format!("a cell stands for {} environments", figures::count(u64::from(grid.per_cell)));
        pen.text(0, y + used, &scale, look.style(Role::Muted));
        used += 1;
    }
    if let Some(provisioned) = function.provisioned
        && used < room
    {
        draw_provisioned(pen, look, provisioned, y + used);
        used += 1;
    }
    used + u16::from(named && used < room)
}

/// `◇ provisioned  3 of 10 ready`: what the cells with corners are.
fn draw_provisioned(pen: &mut Pen<'_>, look: &Look<'_>, (ready, wanted): (u32, u32), y: u16) {
    let [starting, _, idle] = look.glyphs.kept;
    let glyph = if ready < wanted { starting } else { idle };
    let end = pen.text(0, y, glyph, look.style(if ready < wanted { Role::Starting } else { Role::Idle }));
    let end = pen.text(end + 1, y, "provisioned", look.style(Role::Muted));
    let count = |number: u32| figures::count(u64::from(number));
    pen.text(end + 2, y, &format!("{} of {} ready", count(ready), count(wanted)), look.style(Role::Muted));
}

fn draw_name(pen: &mut Pen<'_>, look: &Look<'_>, function: &FunctionView, y: u16) {
    let end = pen.text(0, y, &function.name, look.bold(Role::Text));
    let reserved = function.reserved.map_or_else(String::new, |reserved| format!("  reserved {reserved}"));
    pen.text(end + 2, y, &format!("{}{reserved}", function.memory), look.style(Role::Muted));
}

/// One entry a cell. While each environment has its own, they stand in order of birth; later, in order of state.
fn cells(function: &FunctionView, grid: Grid, look: &Look<'_>) -> Vec<(&'static str, Role)> {
    let cell = |state| (state_glyph(state, look), state_role(state));
    if grid.per_cell == 1 {
        let environments = function.environments.iter();
        return environments.map(|one| (environment_glyph(one, look), state_role(one.state))).collect();
    }
    let states = [
        (EnvironmentState::Running, function.running),
        (EnvironmentState::Starting, function.starting),
        (EnvironmentState::Idle, function.idle),
    ];
    let repeated = |(state, count): (EnvironmentState, u32)| {
        std::iter::repeat_n(cell(state), count.div_ceil(grid.per_cell) as usize)
    };
    states.into_iter().flat_map(repeated).collect()
}

fn state_glyph(state: EnvironmentState, look: &Look<'_>) -> &'static str {
    match state {
        EnvironmentState::Starting => look.glyphs.starting,
        EnvironmentState::Running => look.glyphs.running,
        EnvironmentState::Idle => look.glyphs.idle,
    }
}

/// What is kept ready has corners where the others have sides.
fn environment_glyph(environment: &EnvironmentView, look: &Look<'_>) -> &'static str {
    let [starting, running, idle] = look.glyphs.kept;
    match environment.state {
        state if !environment.provisioned => state_glyph(state, look),
        EnvironmentState::Starting => starting,
        EnvironmentState::Running => running,
        EnvironmentState::Idle => idle,
    }
}

fn state_role(state: EnvironmentState) -> Role {
    match state {
        EnvironmentState::Starting => Role::Starting,
        EnvironmentState::Running => Role::Running,
        EnvironmentState::Idle => Role::Idle,
    }
}

fn state_name(state: EnvironmentState) -> &'static str {
    match state {
        EnvironmentState::Starting => "starting",
        EnvironmentState::Running => "running",
        EnvironmentState::Idle => "idle",
    }
}

/// The meaning of the cells, with how many there are of each.
fn draw_legend(pen: &mut Pen<'_>, look: &Look<'_>, context: &PaneContext<'_>, y: u16) {
    let functions = &context.snapshot.functions;
    let sum = |count: fn(&FunctionView) -> u32| functions.iter().map(count).sum::<u32>();
    let entries = [
        (look.glyphs.starting, Role::Starting, "starting", sum(|function| function.starting)),
        (look.glyphs.running, Role::Running, "running", sum(|function| function.running)),
        (look.glyphs.idle, Role::Idle, "idle", sum(|function| function.idle)),
        (look.glyphs.throttled, Role::Throttled, "429 now", sum(|function| function.throttled_recently)),
    ];
    let names: usize = entries.iter().map(|(_, _, name, _)| name.len() + 3).sum();
    let (gap, figure) = legend_spacing(usize::from(pen.width()), names);
    let mut x = 0;
    for (glyph, role, name, count) in entries {
        let quiet = if count == 0 { Role::Muted } else { role };
        x = pen.text(x, y, glyph, look.style(role));
        x = pen.text(x + 1, y, name, look.style(Role::Muted));
        if figure > 0 {
            x = pen.text(x + 1, y, &text::right(&fitting_count(count, figure), figure), look.style(quiet));
        }
        x += gap;
    }
}

/// Columns between two entries and for each figure. Figures get the same room whatever they say, so that nothing moves when they change.
fn legend_spacing(width: usize, names: usize) -> (u16, usize) {
    let figure = |gap: usize| width.saturating_sub(names + 3 * gap) / 4;
    let choices = [(3, 3), (2, 3), (1, 3), (1, 2)];
    let chosen = choices.into_iter().find(|(gap, least)| figure(*gap) >= *least);
    chosen.map_or((2, 0), |(gap, _)| (gap as u16, figure(gap).min(5)))
}

/// A count in so many columns: `2,950`, `2.9k`, `3k`.
fn fitting_count(count: u32, columns: usize) -> String {
    let exact = figures::count(u64::from(count));
    if exact.len() <= columns || count < 1_000 {
        return exact;
    }
    let thousands = format!("{:.1}k", f64::from(count) / 1e3);
    if thousands.len() <= columns { thousands } else { format!("{:.0}k", f64::from(count) / 1e3) }
}

/// How much of what the account allows is in use.
fn draw_wall(pen: &mut Pen<'_>, look: &Look<'_>, account: &AccountView, y: u16) {
    if account.limit == 0 {
        return;
    }
    let limit = figures::count(u64::from(account.limit));
    let used = text::right(&figures::count(u64::from(account.concurrency)), limit.len());
    let figures = format!("{used} of {limit}");
    let start = pen.text(0, y, "in use  ", look.style(Role::Muted));
    let end = pen.width().saturating_sub(text::width(&figures) as u16 + 2);
    let at_wall = account.concurrency >= account.limit;
    let role = if at_wall { Role::Throttled } else { Role::Running };
    if end > start + 4 {
        let steps = end - start - 1;
        let share = f64::from(account.concurrency) / f64::from(account.limit);
        let full = ((share.min(1.0) * f64::from(steps)).ceil() as u16).min(steps);
        pen.repeat(start, start + full, y, look.glyphs.full, look.style(role));
        pen.repeat(start + full, start + steps, y, look.glyphs.empty, look.style(Role::Rule));
        pen.text(end - 1, y, look.glyphs.wall, look.style(if at_wall { Role::Throttled } else { Role::Muted }));
    }
    pen.right(pen.width(), y, &figures, look.style(if at_wall { Role::Throttled } else { Role::Muted }));
}

/// A modelled queue or stream: what waits in it, and what has been handed out.
fn draw_source(pen: &mut Pen<'_>, look: &Look<'_>, source: &SourceStatus, y: u16) {
    let end = pen.text(0, y, look.glyphs.queued, look.style(Role::Starting));
    let end = pen.text(end + 1, y, &source.name, look.style(Role::Text));
    let hidden = match source.hidden {
        0 => String::new(),
        hidden => format!(", {} handed out", figures::count(hidden)),
    };
    pen.text(end + 2, y, &format!("modelled {}{hidden}", source.kind), look.style(Role::Muted));
    let what = if source.kind == "queue" { "waiting" } else { "kept" };
    pen.right(pen.width(), y, &format!("{} {what}", figures::count(source.waiting)), look.style(Role::Text));
}

/// A rented server stands there whether it is used or not.
fn draw_server(pen: &mut Pen<'_>, look: &Look<'_>, server: &ServerView, y: u16) {
    let end = pen.text(0, y, look.glyphs.cell, look.style(Role::Money));
    let end = pen.text(end + 1, y, &server.name, look.style(Role::Text));
    let count = if server.count == 1 { String::new() } else { format!("{} {} ", server.count, look.glyphs.times) };
    pen.text(end + 2, y, &format!("{count}{}, always on", server.instance), look.style(Role::Muted));
    let hourly = format!("{} an hour", figures::money_short(server.hourly));
    pen.right(pen.width(), y, &hourly, look.style(Role::Money));
}

/// Environments worth describing one by one: all of them, or at least so many.
const DETAILS_MIN: usize = 4;

/// With room to spare, the youngest environments one by one: what each does, and when it leaves.
fn draw_details(pen: &mut Pen<'_>, look: &Look<'_>, context: &PaneContext<'_>, top: u16) {
    let now = context.snapshot.now;
    let functions = &context.snapshot.functions;
    let room = usize::from(pen.height().saturating_sub(top));
    let all: Vec<(&FunctionView, &EnvironmentView)> =
        functions.iter().flat_map(|function| function.environments.iter().map(move |one| (function, one))).collect();
    // One of many would only be picked at random.
    if room < all.len().min(DETAILS_MIN) {
        return;
    }
    let first = all.len().saturating_sub(room);
    let end = pen.width().saturating_sub(if first > 0 { 2 } else { 0 });
    if first > 0 {
        pen.text(end + 1, top, look.glyphs.up, look.style(Role::Accent));
    }
    for (row, (function, environment)) in all[first..].iter().enumerate() {
        let y = top + row as u16;
        let style = look.style(state_role(environment.state));
        pen.text(0, y, &format!("e{:02}", environment.id.0), look.style(Role::Muted));
        pen.text(6, y, environment_glyph(environment, look), style);
        pen.text(8, y, state_name(environment.state), style);
        let owner = if functions.len() > 1 { format!("{}  ", function.name) } else { String::new() };
        let doing_end = pen.text(18, y, &format!("{owner}{}", doing(environment, now)), look.style(Role::Muted));
        let taken = match environment.invocations {
            0 => String::new(),
            1 => "1 request ".to_owned(),
            count => format!("{} requests", figures::short_count(count)),
        };
        // What it does says more than how often it has; where both do not fit, the count goes.
        if usize::from(end.saturating_sub(doing_end)) > text::width(&taken) + 1 {
            pen.right(end, y, &taken, look.style(Role::Muted));
        }
    }
}

fn doing(environment: &EnvironmentView, now: Moment) -> String {
    let left = |until: Moment| figures::span(until.since(now));
    match (environment.state, environment.until) {
        (EnvironmentState::Starting, Some(until)) => format!("ready in {}", left(until)),
        (EnvironmentState::Running, Some(until)) => format!("answers in {}", left(until)),
        (EnvironmentState::Idle, _) if environment.provisioned => {
            format!("kept ready, since {}", figures::span(now.since(environment.since)))
        }
        // No provider publishes when it takes an idle environment away.
        (EnvironmentState::Idle, Some(until)) => format!("leaves in {}, a model value", left(until)),
        (_, _) => format!("since {}", figures::span(now.since(environment.since))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(count: u32, width: u16, rows: u16) -> Grid {
        Grid::new(&FunctionView { idle: count, ..FunctionView::default() }, width, rows)
    }

    #[test]
    fn cells_lose_their_air_and_then_their_own_place() {
        assert_eq!(grid(20, 58, 3), Grid { step: 2, per_cell: 1, rows: 1 });
        assert_eq!(grid(100, 58, 3), Grid { step: 1, per_cell: 1, rows: 2 });
        assert_eq!(grid(1_000, 58, 3), Grid { step: 1, per_cell: 10, rows: 2 });
        assert_eq!(grid(25_000, 58, 1).per_cell, 500);
        assert_eq!(grid(0, 58, 3).rows, 1);
    }

    #[test]
    fn people_count_in_nice_numbers() {
        assert_eq!(
            (fitting_count(999, 3), fitting_count(2_940, 4), fitting_count(2_940, 3)),
            ("999".into(), "2.9k".into(), "3k".into())
        );
        for (least, number) in [(1, 1), (3, 5), (6, 10), (11, 20), (101, 200), (2_001, 5_000)] {
            assert_eq!(nice(least), number);
        }
    }
}
