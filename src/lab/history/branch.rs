//! One line of time: a lab, a seed, and what was done when.

use std::sync::Arc;

use super::checkpoints::{Checkpoint, Checkpoints};
use crate::lab::command::{Command, TimedCommand};
use crate::lab::run::Run;
use crate::lab::spec::LabSpec;
use crate::problem::Problem;
use crate::units::Moment;

/// Which branch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ForkId(pub u32);

/// What one may know of a branch.
#[derive(Clone, Debug, PartialEq)]
pub struct Fork {
    /// Which one.
    pub id: ForkId,
    /// What it is called.
    pub name: String,
    /// The branch it came from; the first one came from none.
    pub parent: Option<ForkId>,
    /// When it left that branch.
    pub forked_at: Moment,
    /// What its dice were thrown from.
    pub seed: u64,
    /// The setting by which its lab differs from the start, if that is how it was made.
    pub change: Option<(String, String)>,
    /// What was done in it, and when.
    pub commands: Vec<TimedCommand>,
    /// The latest moment it was played to.
    pub newest: Moment,
}

/// Something the learner did.
#[derive(Clone, Debug)]
pub(super) struct Deed {
    pub at: Moment,
    pub what: What,
}

/// What the learner did.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// Gave a command.
    Command(Command),
    /// Used the action with this key: `after:KEY` counts from there.
    Key(String),
}

/// A branch, whole.
pub(super) struct Branch {
    pub id: ForkId,
    pub name: String,
    pub parent: Option<ForkId>,
    pub forked_at: Moment,
    /// The lab at the first moment.
    pub spec: Arc<LabSpec>,
    pub seed: u64,
    pub change: Option<(String, String)>,
    /// In order of time.
    pub deeds: Vec<Deed>,
    pub newest: Moment,
    pub checkpoints: Checkpoints,
    /// The run at the newest moment, while somebody is elsewhere.
    pub tip: Option<Arc<Checkpoint>>,
    /// Where cold starts began in all that was played, for the marks of what lies ahead.
    pub cold_starts: Vec<(Moment, u64)>,
}

impl What {
    /// Whether it sets this setting, called by its full name.
    pub fn sets(&self, lab: &LabSpec, setting: &str) -> bool {
        match self {
            Self::Command(Command::Set { target, .. }) => lab.canonical(target).is_ok_and(|name| name == setting),
            _ => false,
        }
    }

    /// Does it to a run.
    pub fn happens_to(&self, run: &mut Run) -> Result<(), Problem> {
        match self {
            Self::Command(command) => run.submit(command.clone()),
            Self::Key(key) => {
                run.mark(key);
                Ok(())
            }
        }
    }
}

impl Branch {
    /// The run as it was begun.
    pub fn first(spec: Arc<LabSpec>, seed: u64) -> Self {
        Self {
            id: ForkId::default(),
            name: "main".to_owned(),
            parent: None,
            forked_at: Moment::START,
            spec,
            seed,
            change: None,
            deeds: Vec::new(),
            newest: Moment::START,
            checkpoints: Checkpoints::default(),
            tip: None,
            cold_starts: Vec::new(),
        }
    }

    /// A branch that shares the first `done` deeds up to `now`.
    pub fn fork(&self, id: ForkId, name: String, now: Moment, done: usize) -> Self {
        Self {
            id,
            name,
            parent: Some(self.id),
            forked_at: now,
            spec: Arc::clone(&self.spec),
            seed: self.seed,
            change: self.change.clone(),
            deeds: self.deeds[..done].to_vec(),
            newest: now,
            checkpoints: self.checkpoints.up_to(now, done),
            tip: None,
            cold_starts: Vec::new(),
        }
    }

    /// The same deeds in a lab with another setting from the start; whoever set that very setting later would undo the difference.
    pub fn twin(&self, id: ForkId, name: String, spec: Arc<LabSpec>, change: (String, String)) -> Self {
        let newest = self.deeds.last().map_or(Moment::START, |deed| deed.at);
        let seed = if change.0 == "seed" { spec.seed } else { self.seed };
        let deeds = self.deeds.iter().filter(|deed| !deed.what.sets(&spec, &change.0)).cloned().collect();
        Self {
            spec,
            seed,
            change: Some(change),
            deeds,
            newest,
            checkpoints: Checkpoints::default(),
            ..self.fork(id, name, Moment::START, self.deeds.len())
        }
    }

    /// How many deeds come before a moment, or up to it.
    pub fn deeds_until(&self, moment: Moment, included: bool) -> usize {
        self.deeds.partition_point(|deed| deed.at < moment || (included && deed.at == moment))
    }

    /// What one may know of it.
    pub fn told(&self) -> Fork {
        let command = |deed: &Deed| match &deed.what {
            What::Command(command) => Some(TimedCommand { at: deed.at, command: command.clone() }),
            What::Key(_) => None,
        };
        Fork {
            id: self.id,
            name: self.name.clone(),
            parent: self.parent,
            forked_at: self.forked_at,
            seed: self.seed,
            change: self.change.clone(),
            commands: self.deeds.iter().filter_map(command).collect(),
            newest: self.newest,
        }
    }
}
