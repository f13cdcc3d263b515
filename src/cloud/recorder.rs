//! What full detail keeps: the journal and the latest invocations, both bounded.

use std::collections::VecDeque;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::cloud::entry::{Entry, TextId, What};
use crate::cloud::view::{InvocationSpan, Outcome};
use crate::cloud::{Part, Parts};
use crate::sim::bounds::{TEXT_BYTES_MAX, TEXTS_MAX, TIMELINE_BARS_MAX};
use crate::sim::{Fingerprint, Journal};
use crate::units::Moment;

/// Keeps what the screen shows. It listens and never speaks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorder {
    journal: Journal<Entry>,
    bars: VecDeque<InvocationSpan>,
    bars_ever: u64,
    texts: Texts,
}

/// The latest texts that journal entries speak of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    kept: VecDeque<Arc<str>>,
    bytes: usize,
    ever: u64,
}

impl Texts {
    fn keep(&mut self, text: Arc<str>) -> TextId {
        let mut fingerprint = Fingerprint::new();
        text.hash(&mut fingerprint);
        self.bytes += text.len();
        self.kept.push_back(text);
        self.ever += 1;
        while self.kept.len() > TEXTS_MAX || self.bytes > TEXT_BYTES_MAX && self.kept.len() > 1 {
            self.bytes -= self.kept.pop_front().map_or(0, |text| text.len());
        }
        TextId { number: self.ever - 1, fingerprint: fingerprint.finish() }
    }

    /// A text, unless it is forgotten.
    pub(crate) fn get(&self, id: TextId) -> Option<&Arc<str>> {
        let forgotten = self.ever - self.kept.len() as u64;
        self.kept.get(id.number.checked_sub(forgotten)? as usize)
    }
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

    /// Changes what is known of an invocation, unless it is forgotten.
    pub(crate) fn amend_bar(&mut self, number: u64, amend: impl FnOnce(&mut InvocationSpan)) {
        let forgotten = self.bars_ever - self.bars.len() as u64;
        if let Some(bar) = number.checked_sub(forgotten).and_then(|place| self.bars.get_mut(place as usize)) {
            amend(bar);
        }
    }

    /// Keeps a text beside the journal.
    pub(crate) fn keep(&mut self, text: Arc<str>) -> TextId {
        self.texts.keep(text)
    }

    pub(crate) const fn texts(&self) -> &Texts {
        &self.texts
    }

    pub(crate) const fn journal(&self) -> &Journal<Entry> {
        &self.journal
    }

    pub(crate) fn bars(&self) -> impl DoubleEndedIterator<Item = &InvocationSpan> {
        self.bars.iter()
    }
}
