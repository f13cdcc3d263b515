//! The run's time in one row: what was played, what is known of what lies ahead, and what happened where. A press or a drag goes there.
//!
//! ```text
//!  fork-1  ━━━━━━▴━━━━◧━━━●──────✗──────············  00:20:00
//! ```

use ratatui::layout::Rect;

use super::look::Look;
use super::stage::Stage;
use super::text;
use crate::app::{Action, Bench, Msg, Role};
use crate::lab::history::MarkKind;
use crate::units::{Moment, Span};

/// A bar shorter than this says nothing.
const LEAST: u16 = 8;
/// Columns of a branch's name.
const NAME_MAX: usize = 16;

/// Seconds that a bar may stand for: steps people know, so that it seldom changes its scale.
const STEPS_S: [u64; 18] = [
    10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400, 172_800, 604_800,
    2_592_000,
];

/// Draws the bar into a row.
pub fn draw(stage: &mut Stage<'_>, bench: &Bench, area: Rect) {
    let look = stage.look;
    let history = bench.history();
    let end = horizon(history.newest(), bench.snapshot.end);
    let mut pen = stage.pen(area);
    let width = pen.width();
    let mut left = 1;
    if history.fork_count() > 1 {
        let name = text::cut(history.fork_name(history.fork_in_hand()), NAME_MAX, look.glyphs.more);
        left = pen.text(1, 0, &name, look.style(Role::Accent)) + 2;
    }
    let clock = end.clock();
    let right = width.saturating_sub(1 + text::width(&clock) as u16);
    if right < left + LEAST + 2 {
        return;
    }
    pen.text(right, 0, &clock, look.style(Role::Muted));
    let columns = right - 2 - left;
    for (place, (glyph, role)) in cells(bench, end, columns, &look).into_iter().enumerate() {
        let style = if role == Role::Accent { look.bold(role) } else { look.style(role) };
        pen.text(left + place as u16, 0, glyph, style);
    }
    let track = Rect { x: area.x + left, width: columns, height: 1, ..area };
    stage.drawn.hits.on_slide(track, end);
    if left > 1 {
        stage.drawn.hits.on_click(Rect { width: left, height: 1, ..area }, Msg::Do(Action::Forks));
    }
}

/// Where the bar ends: a round time with all in it that was played, but not beyond the end of the lab.
fn horizon(newest: Moment, end: Option<Moment>) -> Moment {
    let round =
        STEPS_S.into_iter().map(|seconds| Moment::START + Span::from_secs(seconds)).find(|step| *step >= newest);
    let round = round.unwrap_or(newest);
    end.map_or(round, |end| round.min(end))
}

/// One entry a column.
fn cells(bench: &Bench, end: Moment, columns: u16, look: &Look<'_>) -> Vec<(&'static str, Role)> {
    let history = bench.history();
    let column = |at: Moment| column_of(at, end, columns);
    let (now, newest) = (column(history.now()), column(history.newest()));
    let track = |place: u16| match place {
        place if place < now => (look.glyphs.track, Role::Text),
        place if place <= newest && history.is_past() => (look.glyphs.rule, Role::Muted),
        _ => (look.glyphs.open, Role::Rule),
    };
    let mut cells: Vec<(&'static str, Role)> = (0..columns).map(track).collect();
    let mut seen: Vec<Option<MarkKind>> = vec![None; usize::from(columns)];
    for mark in history.marks() {
        let known = &mut seen[usize::from(column(mark.at))];
        *known = (*known).max(Some(mark.kind));
    }
    for (cell, mark) in cells.iter_mut().zip(seen) {
        if let Some(drawn) = mark.map(|kind| drawn(kind, look)) {
            *cell = drawn;
        }
    }
    if let Some(cell) = cells.get_mut(usize::from(now)) {
        *cell = (look.glyphs.here, Role::Accent);
    }
    cells
}

const fn drawn(kind: MarkKind, look: &Look<'_>) -> (&'static str, Role) {
    match kind {
        MarkKind::ColdStarts(_) => (look.glyphs.starting, Role::Starting),
        MarkKind::Fork => (look.glyphs.head, Role::Accent),
        MarkKind::Command => (look.glyphs.mark, Role::Money),
        MarkKind::Fault => (look.glyphs.failed, Role::Danger),
    }
}

fn column_of(at: Moment, end: Moment, columns: u16) -> u16 {
    let last = columns.saturating_sub(1);
    let share = at.as_micros() as f64 / end.as_micros().max(1) as f64;
    ((share * f64::from(last)).round() as u16).min(last)
}

/// The moment of a column: what [`draw`] shows there.
pub fn moment_at(column: u16, columns: u16, end: Moment) -> Moment {
    let last = columns.saturating_sub(1).max(1);
    Moment((end.as_micros() as f64 * f64::from(column.min(last)) / f64::from(last)) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_ends_at_a_round_time_or_with_the_lab() {
        let at = |seconds: u64| Moment(seconds * 1_000_000);
        for (newest, end, expected) in [
            (0, None, 10),
            (761, None, 1_200),
            (761, Some(900), 900),
            (761, Some(86_400), 1_200),
            (4_000_000, None, 4_000_000),
        ] {
            assert_eq!(horizon(at(newest), end.map(at)), at(expected));
        }
    }

    #[test]
    fn a_press_on_a_column_goes_where_the_column_is() {
        let end = Moment(1_200_000_000);
        for column in [0, 1, 17, 98, 99] {
            assert_eq!(column_of(moment_at(column, 100, end), end, 100), column);
        }
        assert_eq!((moment_at(0, 100, end), moment_at(99, 100, end)), (Moment::START, end));
    }
}
