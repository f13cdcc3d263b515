//! The branches of a run: made, named, taken in hand, played beside each other, deleted.

use std::sync::Arc;

use super::branch::{Branch, Fork, ForkId};
use super::head::Head;
use super::{FORKS_MAX, History, branch_of, too_many};
use crate::problem::Problem;

/// More of a name fits no list.
const NAME_MAX: usize = 40;

impl History {
    /// Every branch, in the order in which they were made.
    pub fn forks(&self) -> Vec<Fork> {
        self.branches.iter().map(Branch::told).collect()
    }

    /// The branch in hand.
    pub const fn fork_in_hand(&self) -> ForkId {
        self.main.fork
    }

    /// The branch beside it, if two are compared.
    pub fn fork_beside(&self) -> Option<ForkId> {
        self.beside.as_ref().map(|head| head.fork)
    }

    /// What a branch is called.
    pub fn fork_name(&self, id: ForkId) -> &str {
        self.branches.iter().find(|branch| branch.id == id).map_or("", |branch| &branch.name)
    }

    /// The branch of this name.
    pub fn fork_named(&self, name: &str) -> Result<ForkId, Problem> {
        let found = self.branches.iter().find(|branch| branch.name == name).map(|branch| branch.id);
        found.ok_or_else(|| {
            let names = self.branches.iter().map(|branch| branch.name.as_str());
            Problem::unknown(0..0, "branch", name, names)
        })
    }

    /// How many branches there are.
    pub fn fork_count(&self) -> usize {
        self.branches.len()
    }

    /// Forks the run at the present moment and takes the fork in hand; the branch it leaves stays whole.
    pub fn fork(&mut self, name: Option<&str>) -> Result<ForkId, Problem> {
        let name = name.map(|name| self.free_name(name)).transpose()?;
        if self.branches.len() >= FORKS_MAX {
            return Err(too_many());
        }
        Ok(self.branch_off(name))
    }

    /// Gives a branch another name.
    pub fn rename(&mut self, id: ForkId, name: &str) -> Result<(), Problem> {
        if self.fork_name(id) != name {
            branch_of(&mut self.branches, id).name = self.free_name(name)?;
        }
        Ok(())
    }

    /// Takes another branch in hand, where it was left.
    pub fn switch(&mut self, id: ForkId) {
        if id == self.main.fork || !self.branches.iter().any(|branch| branch.id == id) {
            return;
        }
        let Self { branches, main, catalog, detail, windows, .. } = self;
        main.leave(branch_of(branches, main.fork));
        let branch = branch_of(branches, id);
        *main = Head::start(branch, *detail, catalog);
        main.go_to(branch, branch.newest, (windows, catalog, *detail));
        if self.fork_beside() == Some(id) {
            self.part();
        }
    }

    /// Deletes a branch; not the one in hand.
    pub fn delete(&mut self, id: ForkId) -> Result<(), Problem> {
        if id == self.main.fork {
            return Err(Problem::error(0..0, "this is the branch in hand").with_help("take another one in hand first"));
        }
        if self.fork_beside() == Some(id) {
            self.part();
        }
        let parent = self.branches.iter().find(|branch| branch.id == id).and_then(|branch| branch.parent);
        self.branches.retain(|branch| branch.id != id);
        for branch in self.branches.iter_mut().filter(|branch| branch.parent == Some(id)) {
            branch.parent = parent;
        }
        Ok(())
    }

    /// Plays a branch beside the one in hand.
    pub fn compare_with(&mut self, id: ForkId) -> Result<(), Problem> {
        if id == self.main.fork {
            return Err(
                Problem::error(0..0, "this is the branch in hand").with_help("compare it with another one: `forks`")
            );
        }
        self.part();
        let now = self.now();
        let Self { branches, catalog, detail, windows, .. } = self;
        let branch = branch_of(branches, id);
        let mut beside = Head::start(branch, *detail, catalog);
        beside.go_to(branch, now, (windows, catalog, *detail));
        self.beside = Some(beside);
        Ok(())
    }

    /// Plays the same run beside this one, with the same arrivals and the same deeds, but with one setting different from the start.
    pub fn compare_setting(&mut self, target: &str, value: &str) -> Result<(), Problem> {
        self.part();
        let branch = self.branch();
        let target = branch.spec.canonical(target)?;
        let spec = Arc::new(branch.spec.with([(target.as_str(), value)])?);
        let name = format!("{}={value}", target.rsplit('.').next().unwrap_or(&target));
        let known = self.branches.iter().find(|branch| {
            branch.parent == Some(self.main.fork) && branch.change.as_ref() == Some(&(target.clone(), value.to_owned()))
        });
        // The same question again gets a fresh answer: the run may have had other deeds since.
        if let Some(id) = known.map(|known| known.id) {
            self.delete(id)?;
        }
        if self.branches.len() >= FORKS_MAX {
            return Err(too_many());
        }
        let name = self.free_name(&name).unwrap_or_else(|_| self.next_name());
        let id = self.next_id();
        let twin = self.branch().twin(id, name, spec, (target, value.to_owned()));
        self.beside = Some(Head::start(&twin, self.detail, &self.catalog));
        self.branches.push(twin);
        self.twins = true;
        Ok(())
    }

    /// Ends the comparison; the branch that was beside stays.
    pub fn part(&mut self) {
        if let Some(beside) = &mut self.beside {
            beside.leave(branch_of(&mut self.branches, beside.fork));
        }
        (self.beside, self.twins) = (None, false);
    }

    /// Makes a branch of the run in hand as it is now.
    pub(super) fn branch_off(&mut self, name: Option<String>) -> ForkId {
        let name = name.unwrap_or_else(|| self.next_name());
        let id = self.next_id();
        self.main.leave(branch_of(&mut self.branches, self.main.fork));
        let fork = self.branch().fork(id, name, self.main.run.now(), self.main.done);
        self.main.moves_to(&fork);
        self.branches.push(fork);
        id
    }

    fn next_id(&mut self) -> ForkId {
        let id = ForkId(self.next_fork);
        self.next_fork += 1;
        id
    }

    /// `fork-1`, `fork-2`, …: the first that is free.
    fn next_name(&self) -> String {
        let names = (1..=FORKS_MAX + 1).map(|number| format!("fork-{number}"));
        names.into_iter().find(|name| self.fork_named(name).is_err()).unwrap_or_default()
    }

    fn free_name(&self, name: &str) -> Result<String, Problem> {
        let name: String = name.trim().chars().filter(|letter| !letter.is_control()).take(NAME_MAX).collect();
        if name.is_empty() {
            return Err(Problem::error(0..0, "a branch needs a name").with_help("as in `fork more-memory`"));
        }
        match self.fork_named(&name) {
            Ok(_) => {
                Err(Problem::error(0..0, format!("there is a branch `{name}` already"))
                    .with_help("choose another name"))
            }
            Err(_) => Ok(name),
        }
    }
}
