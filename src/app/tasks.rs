//! Boxes that tick themselves: a task that names keys is done when they have been used, one after the other.
//!
//! `- [ ] Press <kbd>R</kbd>, then <kbd>g</kbd>` asks for two steps. What else the learner does in between does not matter, and a click on
//! the footer counts like the key. A task that names no key stays the learner's to tick.

use super::keymap::{self, Action};
use super::{App, Effect, Key};
use crate::course::TaskBox;

/// How far the learner is with a task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Underway {
    /// The task.
    task: String,
    /// How many of its keys were used.
    steps: usize,
}

impl App {
    /// Whether this action is what the page asks for next. To be asked before the action changes what keys mean.
    pub(super) fn is_next_step(&self, action: Action) -> bool {
        let step = self.task_underway().and_then(|(task, steps)| keys_of(task).get(steps).copied());
        step.is_some_and(|key| keymap::lookup(self, key) == Some(action))
    }

    /// Notes that the learner did what the page asked for; the last step ticks the box.
    pub(super) fn take_step(&mut self) -> Vec<Effect> {
        let Some((task, steps)) = self.task_underway() else { return Vec::new() };
        let is_done = steps + 1 >= keys_of(task).len();
        let id = task.id.clone();
        let Some(study) = self.study_mut() else { return Vec::new() };
        if is_done {
            study.underway = Underway::default();
            return self.tick(&id);
        }
        study.underway = Underway { task: id, steps: steps + 1 };
        Vec::new()
    }

    /// The first open task that names keys, and how many of them were used. Who sees the lab alone is asked for nothing.
    fn task_underway(&self) -> Option<(&TaskBox, usize)> {
        let study = self.study().filter(|_| !self.lab_only)?;
        let open = |task: &&TaskBox| !keys_of(task).is_empty() && !study.ticked.contains(&task.id);
        let task = study.tasks().find(open)?;
        let steps = if study.underway.task == task.id { study.underway.steps } else { 0 };
        Some((task, steps))
    }
}

/// The keys that a task names, those that are any.
fn keys_of(task: &TaskBox) -> Vec<Key> {
    task.keys.iter().filter_map(|name| Key::parse(name)).collect()
}
