//! A run's time, cut into slices, so that a window can be measured without having kept every request.
//!
//! 1. Slices follow a grid that starts at a second and doubles whenever there are too many of them: a month is then as cheap to keep as
//!    a minute.
//! 2. Some edges are firm and are never merged away: the last use of each action (`after:KEY`), and the edges of windows that were
//!    announced before the run got there.
//! 3. Counts, histograms, usage and time integrals add up exactly over slices, and a peak is the highest of them, so a window between
//!    two edges is exact.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::minutes::{CloudWatchView, Minutes};
use super::snapshot::LatencyColumn;
use super::window::Window;
use crate::cloud::{Detail, Slice};
use crate::units::{Moment, Span};

/// Slices kept: twice as many as the latency chart has columns, so that a doubling still leaves it full.
const SLICES_MAX: usize = 240;
/// Where the grid starts: what a person sees as "now".
const GRID_START: Span = Span::from_secs(1);

/// The slices of a run so far.
#[derive(Clone, Debug)]
pub struct Slices {
    pieces: Vec<Piece>,
    grid: Span,
    /// Cuts are numbered, because several may fall on one moment.
    cuts: u64,
    marks: BTreeMap<String, u64>,
    planned: BTreeSet<Moment>,
    /// What was counted since the last piece, where only the end of a minute came in between.
    held: Option<Slice>,
    /// The run minute by minute, where somebody looks.
    minutes: Option<Minutes>,
}

/// A slice and the number of the cut it begins at.
#[derive(Clone, Debug)]
struct Piece {
    cut: u64,
    firm: bool,
    /// Copies of a run share what lies behind them.
    slice: Arc<Slice>,
    /// What a chart shows of it; worked out once, because a screen asks for all of them at each frame.
    column: LatencyColumn,
}

impl Default for Slices {
    fn default() -> Self {
        Self {
            pieces: Vec::new(),
            grid: GRID_START,
            cuts: 0,
            marks: BTreeMap::new(),
            planned: BTreeSet::new(),
            held: None,
            minutes: None,
        }
    }
}

impl Slices {
    /// As a run of this detail needs them.
    pub fn of(detail: Detail) -> Self {
        Self { minutes: (detail == Detail::Full).then(Minutes::default), ..Self::default() }
    }

    /// When time must be cut next, at the latest.
    pub fn next_cut(&self, now: Moment) -> Moment {
        let grid = self.grid.as_micros();
        let next = Moment((now.as_micros() / grid + 1).saturating_mul(grid));
        let planned = self.planned.range(Moment(now.as_micros() + 1)..).next();
        let next = planned.map_or(next, |planned| next.min(*planned));
        if self.minutes.is_some() { next.min(Minutes::next_edge(now)) } else { next }
    }

    /// Whether a cut at this moment is an edge of a slice, and not of a minute alone.
    fn is_edge(&self, at: Moment) -> bool {
        at.as_micros().is_multiple_of(self.grid.as_micros()) || self.planned.contains(&at)
    }

    /// Takes in what was counted up to a moment that came by itself: the edge of a slice, or of a minute.
    pub fn pass(&mut self, slice: Slice) {
        if self.is_edge(slice.to) {
            return self.add(slice);
        }
        if let Some(minutes) = &mut self.minutes {
            minutes.add(&slice);
        }
        self.held = Some(self.since_last_piece(slice));
    }

    /// All that was counted since the last piece, where `current` is what was counted since the last cut.
    pub fn since_last_piece(&self, current: Slice) -> Slice {
        match &self.held {
            None => current,
            Some(held) => {
                let mut whole = held.clone();
                whole.merge(&current);
                whole
            }
        }
    }

    /// The run minute by minute, where `current` is what was counted since the last cut.
    pub fn cloudwatch(&self, current: &Slice) -> CloudWatchView {
        self.minutes.as_ref().map(|minutes| minutes.view(current)).unwrap_or_default()
    }

    /// Takes in what was counted since the last cut.
    pub fn add(&mut self, slice: Slice) {
        if let Some(minutes) = &mut self.minutes {
            minutes.add(&slice);
        }
        let slice = self.since_last_piece(slice);
        self.held = None;
        let firm = self.is_firm(self.cuts, slice.from);
        let column = column(&slice);
        self.pieces.push(Piece { cut: self.cuts, firm, slice: Arc::new(slice), column });
        self.cuts += 1;
        while self.pieces.len() > SLICES_MAX && self.grid.as_micros() < u64::MAX / 4 {
            self.grid = self.grid + self.grid;
            self.merge();
        }
    }

    /// From the next slice on, `after:KEY` begins.
    pub fn mark(&mut self, key: &str) {
        self.marks.insert(key.to_owned(), self.cuts);
    }

    /// Makes the edges of a window firm, for a run that ends at `end`.
    pub fn plan(&mut self, window: &Window, end: Moment) {
        match window {
            Window::All | Window::After(_) => {}
            Window::Last(span) => {
                self.planned.insert(Moment(end.as_micros().saturating_sub(span.as_micros())));
            }
            Window::Between(from, to) => self.planned.extend([*from, *to]),
        }
    }

    /// Everything counted in a window, where `current` is what was counted since the last cut.
    pub fn window(&self, window: &Window, current: &Slice) -> Slice {
        let now = current.to;
        match window {
            Window::All => self.sum(current, |_, _| true),
            Window::Last(span) => {
                let from = Moment(now.as_micros().saturating_sub(span.as_micros()));
                self.sum(current, |_, slice| slice.from >= from)
            }
            Window::Between(from, to) => self.sum(current, |_, slice| slice.from >= *from && slice.to <= *to),
            Window::After(key) => match self.marks.get(key) {
                Some(cut) => self.sum(current, |other, _| other >= *cut),
                None => Slice { from: now, to: now, ..Slice::default() },
            },
        }
    }

    /// Where each slice begins in which cold starts did, and how many.
    pub fn cold_starts(&self) -> Vec<(Moment, u64)> {
        let columns = self.pieces.iter().map(|piece| &piece.column);
        columns.filter(|column| column.cold_starts > 0).map(|column| (column.start, column.cold_starts)).collect()
    }

    /// About how many bytes of it no copy shares: everything but what was counted in each slice.
    pub fn weight(&self) -> usize {
        self.pieces.len() * size_of::<Piece>() + self.minutes.as_ref().map_or(0, Minutes::weight)
    }

    /// Where time was cut last.
    pub fn last_cut(&self) -> Moment {
        if let Some(held) = &self.held {
            return held.to;
        }
        self.pieces.last().map_or(Moment::START, |piece| piece.slice.to)
    }

    /// The last `most` columns of the chart, oldest first, with the one that is still growing.
    pub fn columns(&self, current: &Slice, most: usize) -> Vec<LatencyColumn> {
        let mut columns: Vec<LatencyColumn> = self.pieces.iter().map(|piece| piece.column).collect();
        columns.push(column(current));
        columns.retain(|column| column.width > Span::ZERO);
        let skipped = columns.len().saturating_sub(most);
        columns.split_off(skipped)
    }

    fn sum(&self, current: &Slice, belongs: impl Fn(u64, &Slice) -> bool) -> Slice {
        let pieces = self.pieces.iter().map(|piece| (piece.cut, &*piece.slice)).chain([(self.cuts, current)]);
        let mut chosen = pieces.filter(|(cut, slice)| belongs(*cut, slice)).map(|(_, slice)| slice);
        let Some(first) = chosen.next() else { return Slice { from: current.to, to: current.to, ..Slice::default() } };
        let mut sum = first.clone();
        for slice in chosen {
            sum.merge(slice);
        }
        sum
    }

    fn is_firm(&self, cut: u64, from: Moment) -> bool {
        self.planned.contains(&from) || self.marks.values().any(|mark| *mark == cut)
    }

    /// Joins neighbours that lie in one cell of the grid, except across firm edges.
    fn merge(&mut self) {
        let grid = self.grid.as_micros();
        let marks: BTreeSet<u64> = self.marks.values().copied().collect();
        let mut merged: Vec<Piece> = Vec::with_capacity(self.pieces.len());
        for mut piece in std::mem::take(&mut self.pieces) {
            // An action that was used again lets go of its old edge.
            piece.firm = marks.contains(&piece.cut) || self.planned.contains(&piece.slice.from);
            match merged.last_mut() {
                Some(last)
                    if !piece.firm && last.slice.from.as_micros() / grid == piece.slice.from.as_micros() / grid =>
                {
                    Arc::make_mut(&mut last.slice).merge(&piece.slice);
                    last.column = column(&last.slice);
                }
                _ => merged.push(piece),
            }
        }
        self.pieces = merged;
    }
}

/// What a chart shows of a slice.
fn column(slice: &Slice) -> LatencyColumn {
    let total = slice.total();
    let latency = total.latency();
    LatencyColumn {
        start: slice.from,
        width: slice.width(),
        count: latency.count(),
        cold: total.cold.count(),
        p50: latency.quantile(0.50),
        p99: latency.quantile(0.99),
        max: latency.max(),
        cold_starts: total.counters.cold_starts,
        throttles: total.counters.throttles,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloud::FunctionRecord;

    fn slice(from_s: u64, to_s: u64, requests: u64) -> Slice {
        let mut record = FunctionRecord::default();
        record.counters.requests = requests;
        let moment = |seconds: u64| Moment(seconds * 1_000_000);
        Slice { from: moment(from_s), to: moment(to_s), functions: vec![record], ..Slice::default() }
    }

    fn requests(slices: &Slices, window: &Window, current: &Slice) -> u64 {
        slices.window(window, current).functions.iter().map(|record| record.counters.requests).sum()
    }

    #[test]
    fn a_day_of_seconds_stays_small_and_whole() {
        let mut slices = Slices::default();
        slices.plan(&Window::Last(Span::from_secs(1_000)), Moment(86_400_000_000));
        let mut now = Moment::START;
        while now < Moment(86_400_000_000) {
            let next = slices.next_cut(now).min(Moment(86_400_000_000));
            let (from, to) = (now.as_micros() / 1_000_000, next.as_micros() / 1_000_000);
            slices.add(slice(from, to, to - from));
            now = next;
        }
        let current = slice(86_400, 86_400, 0);
        assert!(slices.pieces.len() <= SLICES_MAX);
        assert_eq!(requests(&slices, &Window::All, &current), 86_400);
        assert_eq!(requests(&slices, &Window::Last(Span::from_secs(1_000)), &current), 1_000);
    }

    #[test]
    fn after_an_action_counts_from_its_last_use() {
        let mut slices = Slices::default();
        slices.add(slice(0, 5, 1));
        slices.mark("b");
        slices.add(slice(5, 5, 10));
        slices.mark("b");
        slices.add(slice(5, 9, 100));
        let after = Window::After("b".into());
        assert_eq!(requests(&slices, &after, &slice(9, 9, 1000)), 1100);
        assert_eq!(requests(&slices, &Window::After("x".into()), &slice(9, 9, 1000)), 0);
    }
}
