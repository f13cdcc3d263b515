//! Where the records of a modelled source come from.

use crate::api::Record;
use crate::cloud::SourceSpec;
use crate::sim::{Stream, Streams};
use crate::units::{Moment, Ratio};

/// The inflow of one source: when its next record comes, and what it is.
#[derive(Clone, Debug)]
pub(super) struct Source {
    backlog: u32,
    rps: f64,
    independent: bool,
    poison: Ratio,
    bytes: u32,
    /// Seconds until the next record, from the start.
    at: f64,
    arrived: u64,
    made: u64,
    times: Stream,
    nature: Stream,
}

impl Source {
    pub(super) fn new(spec: &SourceSpec, streams: Streams) -> Self {
        let stream = |question: &str| streams.stream(&format!("source/{}/{question}", spec.name));
        let mut inflow = Self {
            backlog: spec.arrivals.backlog,
            rps: spec.arrivals.rps,
            independent: spec.arrivals.independent,
            poison: spec.poison,
            bytes: spec.record_bytes,
            at: 0.0,
            arrived: 0,
            made: 0,
            times: stream("arrivals"),
            nature: stream("records"),
        };
        if inflow.independent {
            inflow.advance();
        }
        inflow
    }

    /// Records that are there at the start.
    pub(super) const fn backlog(&self) -> u32 {
        self.backlog
    }

    /// When the next record comes, if one ever does.
    pub(super) fn next(&self) -> Option<Moment> {
        (self.rps > 0.0).then_some(Moment((self.at * 1e6) as u64))
    }

    /// Moves on to the record after.
    pub(super) fn advance(&mut self) {
        if self.rps <= 0.0 {
            return;
        }
        self.arrived += 1;
        if self.independent {
            self.at += self.times.standard_exponential() / self.rps;
        } else {
            self.at = self.arrived as f64 / self.rps;
        }
    }

    /// A record that somebody sends now: an event that failed elsewhere, and may well succeed here.
    pub(super) fn sent(&mut self, now: Moment, bytes: u32) -> Record {
        let poison = self.poison;
        self.poison = Ratio::ZERO;
        let record = Record { bytes, ..self.make(now) };
        self.poison = poison;
        record
    }

    /// The record that comes now.
    pub(super) fn make(&mut self, now: Moment) -> Record {
        let id = self.made;
        self.made += 1;
        let key = self.nature.bits() as u32;
        let poison = self.poison > Ratio::ZERO && self.nature.chance(self.poison);
        Record { id, sent_us: now.as_micros(), key, bytes: self.bytes, receives: 0, poison }
    }
}
