//! Boxes that tick themselves: a task that names keys is done when they have been used, one after the other.
//!
//! `- [ ] Press <kbd>R</kbd>, then <kbd>g</kbd>` asks for two steps. What else the learner does in between does not matter, and a click on
//! the footer counts like the key. A task that names no key stays the learner's to tick.

use super::keymap::{self, Action};
use super::{App, Effect, Key};
use crate::course::{Block, BlockKind, Inline};

/// A box of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Task {
    /// Made of its words.
    pub id: String,
    /// Whether the file has it ticked.
    pub done: bool,
    /// The keys it names, in reading order.
    pub keys: Vec<Key>,
}

/// The boxes in these blocks, in reading order.
pub(super) fn of_blocks(blocks: &[Block]) -> Vec<Task> {
    let mut found = Vec::new();
    for block in blocks {
        if let BlockKind::List(list) = &block.kind {
            for item in &list.items {
                found.extend(item.task.iter().map(|task| Task {
                    id: task.id.clone(),
                    done: task.done,
                    keys: keys_of(&item.blocks),
                }));
                found.extend(of_blocks(&item.blocks));
            }
        } else {
            for child in block.children() {
                found.extend(of_blocks(std::slice::from_ref(child)));
            }
        }
    }
    found
}

/// The keys that an item names itself; what its own lists name is theirs.
fn keys_of(blocks: &[Block]) -> Vec<Key> {
    let mut keys = Vec::new();
    for block in blocks {
        if let BlockKind::Paragraph(inlines) = &block.kind {
            collect(inlines, &mut keys);
        }
    }
    keys
}

fn collect(inlines: &[Inline], keys: &mut Vec<Key>) {
    for piece in inlines {
        match piece {
            Inline::Kbd(name) => keys.extend(Key::parse(name)),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Mark(inner) => {
                collect(inner, keys);
            }
            _ => {}
        }
    }
}

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
        let step = self.task_underway().and_then(|(task, steps)| task.keys.get(steps).copied());
        step.is_some_and(|key| keymap::lookup(self, key) == Some(action))
    }

    /// Notes that the learner did what the page asked for; the last step ticks the box.
    pub(super) fn take_step(&mut self) -> Vec<Effect> {
        let Some((task, steps)) = self.task_underway() else { return Vec::new() };
        let is_done = steps + 1 >= task.keys.len();
        let Some(study) = self.study_mut() else { return Vec::new() };
        if is_done {
            study.underway = Underway::default();
            return self.tick(&task.id);
        }
        study.underway = Underway { task: task.id, steps: steps + 1 };
        Vec::new()
    }

    /// The first open task that names keys, and how many of them were used. Who sees the lab alone is asked for nothing.
    fn task_underway(&self) -> Option<(Task, usize)> {
        let study = self.study().filter(|_| !self.lab_only)?;
        let open = |task: &Task| !task.keys.is_empty() && !study.ticked.contains(&task.id);
        let task = of_blocks(study.blocks()).into_iter().find(open)?;
        let steps = if study.underway.task == task.id { study.underway.steps } else { 0 };
        Some((task, steps))
    }
}
