//! The break-even over the screen: what was compared, which server is looked at, how many of them there are.

use std::sync::Arc;

use super::{App, Overlay};
use crate::billing::FreeTier;
use crate::billing::break_even::Server;
use crate::catalog::Catalog;
use crate::lab::break_even::Row;
use crate::lab::{BreakEven, Budget, Detail, Run};
use crate::problem::Problem;
use crate::units::{Moment, Span};

/// What is looked at before somebody chose.
const USUAL: &str = "t3.medium";

/// Steps of the number of servers, as a person would take them.
const COUNTS: [u32; 9] = [1, 2, 3, 4, 6, 8, 10, 20, 50];

/// A lab that has not run yet is played ahead for so long, and no more than so many events: a blink.
const AHEAD: Span = Span::from_secs(600);
const AHEAD_EVENTS: u64 = 100_000;

/// The comparison on the screen.
#[derive(Clone, Debug)]
pub struct BreakEvenView {
    /// The load and the servers.
    pub comparison: BreakEven,
    /// The row whose curve is drawn.
    pub selected: usize,
    /// How many servers of each kind are taken to carry the load.
    pub count: u32,
    /// Whether the load was played ahead, because nothing had run yet.
    pub ahead: bool,
}

impl BreakEvenView {
    /// The row whose curve is drawn.
    pub fn chosen(&self) -> Option<&Row> {
        self.comparison.rows.get(self.selected)
    }

    /// Moves the choice by so many rows.
    pub(super) fn step(&mut self, rows: isize) {
        let last = self.comparison.rows.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }

    /// Chooses a row.
    pub(super) fn pick(&mut self, row: usize) {
        self.selected = row.min(self.comparison.rows.len().saturating_sub(1));
    }

    /// More or fewer servers of each kind.
    pub(super) fn step_count(&mut self, more: bool) {
        let next = if more {
            COUNTS.iter().find(|count| **count > self.count)
        } else {
            COUNTS.iter().rev().find(|count| **count < self.count)
        };
        if let Some(count) = next {
            self.count = *count;
            self.comparison = self.comparison.with_count(*count);
        }
    }
}

impl App {
    /// Opens the break-even of the lab on the bench.
    pub(super) fn open_break_even(&mut self) -> Result<(), Problem> {
        let Some(bench) = self.bench() else {
            return Err(self.no_lab());
        };
        if self.locked_by().is_some() {
            let problem = Problem::error(0..0, "first guess what will happen");
            return Err(problem.with_help("commit a guess, or press s to skip it"));
        }
        let rented = bench.spec.servers.first();
        let count = rented.map_or(1, |server| server.count);
        let servers: Vec<Server> =
            Server::all(&self.catalog).into_iter().map(|server| Server { count, ..server }).collect();
        let usual = rented.map_or(USUAL, |server| server.instance.as_str());
        let selected = servers.iter().position(|server| server.name == usual).unwrap_or(0);
        let priced = |run: &Run| {
            BreakEven::of(run, &servers, FreeTier::None).map_err(|error| Problem::error(0..0, error.to_string()))
        };
        let (comparison, ahead) = match priced(bench.run())? {
            Some(comparison) => (Some(comparison), false),
            None => (priced(&played_ahead(bench.run(), &self.catalog))?, true),
        };
        let Some(comparison) = comparison else {
            let problem = Problem::error(0..0, "nothing calls a function here, so there is no load to compare");
            return Err(problem.with_help("invoke it with i, or give it load with +"));
        };
        self.scrolls.to(super::Region::Overlay, 0);
        self.overlay = Some(Overlay::BreakEven(Box::new(BreakEvenView { comparison, selected, count, ahead })));
        Ok(())
    }
}

/// The same lab a while later, for a look at a load that has not begun.
fn played_ahead(run: &Run, catalog: &Arc<Catalog>) -> Run {
    let spec = Arc::clone(run.spec());
    let mut ahead = Run::new(spec, run.seed(), Detail::Metrics, Arc::clone(catalog));
    ahead.advance_to(Moment::START + AHEAD, &mut Budget::events(AHEAD_EVENTS));
    ahead
}
