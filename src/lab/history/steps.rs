//! The next and the last stop in time: an event, a cold start, something that was done.

use super::branch::What;
use super::{History, MarkKind};
use crate::lab::run::{LOOK_AHEAD, Progress};
use crate::sim::Budget;
use crate::units::{Moment, Span};

/// What one can step to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Whatever happens.
    Event,
    /// A request that finds no environment.
    ColdStart,
    /// A command, a fault, a fork.
    Mark,
}

/// Where no record goes back far enough, a step back is this long.
const BLIND_STEP: Span = Span::from_secs(1);

impl History {
    /// The next stop after the present moment.
    pub fn next(&mut self, stop: Stop) -> Option<Moment> {
        match stop {
            Stop::Event => {
                let deed = self.branch().deeds.get(self.main.done).map(|deed| deed.at);
                let event = self.main.run.next_event();
                deed.into_iter().chain(event).min()
            }
            Stop::ColdStart => self.next_cold_start(),
            Stop::Mark => {
                let now = self.now();
                let later = self.stops().filter(|at| *at > now).min();
                later.or_else(|| self.is_past().then(|| self.newest()))
            }
        }
    }

    /// The last stop before the present moment; the start, if there is none.
    pub fn last(&self, stop: Stop) -> Moment {
        let now = self.now();
        let found = match stop {
            Stop::Event => self.run().last_event(now).or_else(|| self.forgotten(now)),
            Stop::ColdStart => self.run().last_cold_start(now).or_else(|| self.last_cold_column(now)),
            Stop::Mark => self.stops().filter(|at| *at < now).max(),
        };
        found.unwrap_or(Moment::START)
    }

    /// Commands, faults and forks.
    fn stops(&self) -> impl Iterator<Item = Moment> {
        self.marks().into_iter().filter(|mark| !matches!(mark.kind, MarkKind::ColdStarts(_))).map(|mark| mark.at)
    }

    /// The journal keeps so much and no more: what lies before is a step into the dark.
    fn forgotten(&self, now: Moment) -> Option<Moment> {
        let journal = self.run().journal()?;
        let all = journal.kept() as u64 == journal.written();
        (!all).then(|| Moment(now.as_micros().saturating_sub(BLIND_STEP.as_micros())))
    }

    /// The last stretch in which cold starts began, at its start.
    fn last_cold_column(&self, now: Moment) -> Option<Moment> {
        self.run().slices().cold_starts().into_iter().map(|(at, _)| at).filter(|at| *at < now).max()
    }

    /// Plays a copy ahead, with what is still to be done in this branch.
    fn next_cold_start(&self) -> Option<Moment> {
        let (mut ahead, now) = (self.run().clone(), self.now());
        let mut budget = Budget::events(LOOK_AHEAD);
        for deed in &self.branch().deeds[self.main.done..] {
            if ahead.seek_cold_start(deed.at, now, &mut budget) {
                return Some(ahead.now());
            }
            if ahead.advance_to(deed.at, &mut budget) == Progress::OutOfBudget {
                return None;
            }
            if let What::Command(_) = &deed.what {
                deed.what.happens_to(&mut ahead).ok()?;
            }
            if ahead.saw_cold_start() && ahead.now() > now {
                return Some(ahead.now());
            }
        }
        ahead.seek_cold_start(Moment::NEVER, now, &mut budget).then(|| ahead.now())
    }
}
