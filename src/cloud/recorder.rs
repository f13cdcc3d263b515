//! What full detail keeps: the journal and the latest invocations, both bounded.

use std::collections::VecDeque;

use crate::cloud::entry::{Entry, What};
use crate::cloud::view::{InvocationSpan, Outcome};
use crate::cloud::{Part, Parts};
use crate::sim::Journal;
use crate::sim::bounds::TIMELINE_BARS_MAX;
use crate::units::Moment;

/// Keeps what the screen shows. It listens and never speaks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorder {
    journal: Journal<Entry>,
    bars: VecDeque<InvocationSpan>,
    bars_ever: u64,
}

impl Recorder {
    pub(crate) fn write(&mut self, at: Moment, what: What) {
        self.journal.write(Entry { at, what });
    }

    /// Notes an invocation, and returns the number under which it can be closed.
    pub(crate) fn open_bar(&mut self, bar: InvocationSpan) -> u64 {
        if self.bars.len() == TIMELINE_BARS_MAX {
            self.bars.pop_front();
        }
        self.bars.push_back(bar);
        self.bars_ever += 1;
        self.bars_ever - 1
    }

    /// Says since when an invocation's event had been queued.
    pub(crate) fn note_queued(&mut self, number: u64, since: Moment) {
        let forgotten = self.bars_ever - self.bars.len() as u64;
        if let Some(bar) = number.checked_sub(forgotten).and_then(|place| self.bars.get_mut(place as usize)) {
            bar.queued = Some(since);
            bar.parts.set(Part::Queue, bar.arrived.since(since));
        }
    }

    /// Says how an invocation ended and what of it is billed, unless it is forgotten; returns what it spent its time on.
    pub(crate) fn close_bar(&mut self, number: u64, ended: Moment, outcome: Outcome, billed_ms: u64) -> Parts {
        let forgotten = self.bars_ever - self.bars.len() as u64;
        if let Some(bar) = number.checked_sub(forgotten).and_then(|place| self.bars.get_mut(place as usize)) {
            bar.ended = Some(ended);
            bar.outcome = outcome;
            bar.billed_ms = billed_ms;
            return bar.parts;
        }
        Parts::default()
    }

    pub(crate) const fn journal(&self) -> &Journal<Entry> {
        &self.journal
    }

    pub(crate) fn bars(&self) -> impl DoubleEndedIterator<Item = &InvocationSpan> {
        self.bars.iter()
    }
}
