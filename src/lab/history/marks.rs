//! What a bar of time shows of a branch: what was done, what went wrong, where cold starts came.

use super::History;
use super::branch::What;
use crate::lab::command::Command;
use crate::units::Moment;

/// Something worth finding again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeMark {
    /// When.
    pub at: Moment,
    /// What.
    pub kind: MarkKind,
}

/// What kind of thing; where several fall on one place, the later in this order is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// So many cold starts began in the stretch of the run from there.
    ColdStarts(u64),
    /// Another branch left this one.
    Fork,
    /// The learner did something.
    Command,
    /// Something went wrong on purpose.
    Fault,
}

impl History {
    /// The marks of the branch in hand, up to the newest moment, in no particular order.
    pub fn marks(&self) -> Vec<TimeMark> {
        let branch = self.branch();
        let newest = self.newest();
        let mut marks: Vec<TimeMark> = Vec::new();
        let live = if self.is_past() { Vec::new() } else { self.run().slices().cold_starts() };
        let cold = if self.is_past() { &branch.cold_starts } else { &live };
        marks.extend(cold.iter().map(|(at, count)| TimeMark { at: *at, kind: MarkKind::ColdStarts(*count) }));
        let children =
            self.branches.iter().filter(|other| other.parent == Some(branch.id) && other.change == branch.change);
        marks.extend(children.map(|fork| TimeMark { at: fork.forked_at, kind: MarkKind::Fork }));
        let commands = branch.deeds.iter().filter_map(|deed| match &deed.what {
            What::Command(Command::Fault(_)) => Some((deed.at, MarkKind::Fault)),
            What::Command(_) => Some((deed.at, MarkKind::Command)),
            What::Key(_) => None,
        });
        marks.extend(commands.map(|(at, kind)| TimeMark { at, kind }));
        let faults = branch.spec.faults.iter().filter(|fault| fault.at <= newest);
        marks.extend(faults.map(|fault| TimeMark { at: fault.at, kind: MarkKind::Fault }));
        marks
    }
}
