//! Time turned back, branches of the run, two of them side by side: what the bench does when somebody asks for it.

use std::sync::Arc;

use super::Bench;
use crate::lab::history::{ForkId, Stop};
use crate::lab::{Budget, Detail, History, Recording};
use crate::problem::Problem;
use crate::units::{Moment, Span};

/// Events that are played at once on the way to another moment, before a frame has to be drawn: some milliseconds of work, so that in
/// most labs one is there when the key is up. Tests want to be on the way.
const AT_ONCE: u64 = if cfg!(test) { 50 } else { 20_000 };

impl Bench {
    /// Goes to a moment of this branch, at most the newest, and stands there.
    pub fn go_to(&mut self, moment: Moment) {
        let now = self.now();
        self.pace.stop(now);
        self.history.go_to(moment);
        self.travel(&mut Budget::events(AT_ONCE));
    }

    /// Goes back by this much.
    pub fn go_back(&mut self, span: Span) {
        let now = self.now();
        self.go_to(Moment(now.as_micros().saturating_sub(span.as_micros())));
    }

    /// Works on the way to another moment; whether there is more to do.
    pub(super) fn travel(&mut self, budget: &mut Budget) -> bool {
        if !self.history.travel(budget) {
            return true;
        }
        let now = self.now();
        self.pace.stop(now);
        self.stale = true;
        self.show_settings();
        self.say(if self.history.is_past() {
            format!("{}, the newest is {}: a change here forks the run", now.clock(), self.history.newest().clock())
        } else {
            "the newest moment of this branch".to_owned()
        });
        !self.catch_up(budget)
    }

    /// Lets the run beside catch up; whether both are at one moment.
    pub(super) fn catch_up(&mut self, budget: &mut Budget) -> bool {
        if self.history.is_together() {
            return true;
        }
        self.stale = true;
        self.history.follow(budget)
    }

    /// Whether there is work to do though the clock may stand.
    pub fn is_busy(&self) -> bool {
        self.history.travelling().is_some() || !self.history.is_together()
    }

    /// Stays where one is instead of going on to another moment.
    pub(super) fn stay(&mut self) {
        self.history.stay();
    }

    /// Moves to the next stop, and stands there.
    pub fn step(&mut self, stop: Stop) {
        // All that belongs to this moment comes first: a step leads to a later one.
        let now = self.now();
        self.history.run_out(now);
        self.stale = true;
        let next = self.history.next(stop);
        self.pace.stop(now);
        match next {
            Some(moment) if moment > now && stop == Stop::Mark => self.go_to(moment),
            Some(moment) if moment > now => self.pace.jump(now, moment),
            // What was done at this very moment happens again.
            Some(_) if self.history.is_past() => {
                self.history.advance_to(now, &mut Budget::unlimited());
                self.show_settings();
            }
            Some(_) => {}
            None => self.say(match stop {
                Stop::ColdStart => "no cold start in sight".to_owned(),
                Stop::Event => "nothing more will happen by itself".to_owned(),
                Stop::Mark => "this is the newest moment".to_owned(),
            }),
        }
    }

    /// Goes back to the last stop.
    pub fn step_back(&mut self, stop: Stop) {
        let to = self.history.last(stop);
        self.go_to(to);
    }

    // ---- branches

    /// Forks the run here.
    pub fn fork(&mut self, name: Option<&str>) -> Result<(), Problem> {
        let id = self.history.fork(name)?;
        self.stale = true;
        self.say(format!("now in branch {}", self.history.fork_name(id)));
        Ok(())
    }

    /// Takes another branch in hand.
    pub fn take_fork(&mut self, id: ForkId) {
        let now = self.now();
        self.pace.stop(now);
        self.history.switch(id);
        self.travel(&mut Budget::events(AT_ONCE));
        self.say(format!("now in branch {}", self.history.fork_name(id)));
    }

    /// Gives a branch another name; without an old one, the branch in hand.
    pub fn rename_fork(&mut self, old: Option<&str>, new: &str) -> Result<(), Problem> {
        let id = old.map_or_else(|| Ok(self.history.fork_in_hand()), |old| self.history.fork_named(old))?;
        let before = self.history.fork_name(id).to_owned();
        self.history.rename(id, new)?;
        self.stale = true;
        self.say(format!("branch {before} is now {}", self.history.fork_name(id)));
        Ok(())
    }

    /// Deletes a branch.
    pub fn delete_fork(&mut self, id: ForkId) -> Result<(), Problem> {
        let name = self.history.fork_name(id).to_owned();
        self.history.delete(id)?;
        self.stale = true;
        self.say(format!("branch {name} is deleted"));
        Ok(())
    }

    /// Puts a branch, or the same run with another setting, beside the run in hand.
    pub fn compare(&mut self, with: &str) -> Result<(), Problem> {
        match with.split_once('=') {
            Some((target, value)) => self.history.compare_setting(target.trim(), value.trim())?,
            None => {
                let id = self.history.fork_named(with)?;
                self.history.compare_with(id)?;
            }
        }
        self.after_comparing();
        Ok(())
    }

    /// Puts a branch beside the run in hand.
    pub fn compare_fork(&mut self, id: ForkId) -> Result<(), Problem> {
        self.history.compare_with(id)?;
        self.after_comparing();
        Ok(())
    }

    /// Stands at the first moment of a recorded run, with all of it still to come.
    pub fn load(&mut self, recording: &Recording) {
        self.history = History::of(recording, Detail::Full, Arc::clone(&self.catalog));
        self.seed = recording.seed;
        self.stale = true;
        self.show_settings();
        self.say("a recorded run: space plays it, end goes to its last moment".to_owned());
    }

    /// Ends the comparison.
    pub fn part(&mut self) {
        self.history.part();
        self.stale = true;
    }

    fn after_comparing(&mut self) {
        self.catch_up(&mut Budget::events(AT_ONCE));
        self.stale = true;
    }

    /// Who changed the past is told what became of it.
    pub(super) fn say_if_forked(&mut self, before: ForkId) {
        let after = self.history.fork_in_hand();
        if before != after {
            let (old, new) = (self.history.fork_name(before), self.history.fork_name(after));
            let what = self.said.as_ref().map_or("", |said| said.text.as_str());
            let words = format!("{what}: now in branch {new}, {old} stays as it was");
            self.say(words);
        }
    }
}
