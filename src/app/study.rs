//! The study screen: a lesson, a page of it, the cards on it, the lab beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::tasks::Underway;
use super::{Bench, Card};
use crate::course::{Block, BlockKind, Lesson, Page, TaskBox};

/// A lesson being studied.
pub struct Study {
    /// The course, by its place in the library.
    pub course: usize,
    /// The lesson.
    pub lesson: Arc<Lesson>,
    /// How often the lesson was read again since it was opened: its author saved it.
    pub edition: u64,
    /// The page, from zero.
    pub page: usize,
    /// How many pauses of this page the learner has passed.
    pub reveals: usize,
    /// Which step of a line focus the code of this page shows.
    pub focus_step: usize,
    /// Columns that the code of this page is scrolled.
    pub shift: u16,
    /// The blocks of the page that are on the screen.
    pub seen: std::ops::Range<usize>,
    /// The block that the next frame shows from its first row on.
    pub goal: Option<usize>,
    /// The cards of the lesson, by the id of their directive.
    pub cards: BTreeMap<String, Card>,
    /// The card that keys go to.
    pub active: Option<String>,
    /// Whether letters go to the active card rather than to the keymap.
    pub typing: bool,
    /// Whether the active card is a quiz that is being taken.
    pub answering: bool,
    /// The task boxes that are ticked.
    pub ticked: BTreeSet<String>,
    /// How far the learner is with the first open one.
    pub underway: Underway,
    /// The labs set up so far, by the id of the lab, or of the challenge that starts from its own settings.
    pub benches: BTreeMap<String, Bench>,
    /// The one beside the page.
    pub shown: Option<String>,
    /// The pane that keys scroll; the lesson if none.
    pub focus: Option<String>,
    /// Whether letters go to the text of the pane that has the keys.
    pub editing: bool,
    /// Whether the panes have the whole screen.
    pub wide: bool,
}

impl Study {
    /// The page in view.
    pub fn page(&self) -> &Page {
        &self.lesson.pages[self.page.min(self.lesson.pages.len() - 1)]
    }

    /// What of the page is to be seen.
    pub fn blocks(&self) -> &[Block] {
        self.page().revealed(self.reveals)
    }

    /// The ids of the cards on what is to be seen of the page, in reading order.
    pub fn visible_cards(&self) -> Vec<&String> {
        let seen = self.blocks().len();
        let ids = self.page().outline().cards.iter().filter(|(block, _)| *block < seen);
        ids.filter_map(|(_, id)| self.cards.get_key_value(id).map(|(key, _)| key)).collect()
    }

    /// Whether there is a link on what is to be seen of the page.
    pub fn has_links(&self) -> bool {
        let seen = self.blocks().len();
        self.page().outline().links.iter().any(|(block, ..)| *block < seen)
    }

    /// The boxes of task lists on what is to be seen of the page.
    pub fn tasks(&self) -> impl Iterator<Item = &TaskBox> {
        let seen = self.blocks().len();
        self.page().outline().tasks.iter().filter(move |(block, _)| *block < seen).map(|(_, task)| task)
    }

    /// How many steps the line focus of this page's code has; one is no reason for a key.
    pub fn focus_steps(&self) -> usize {
        let steps = |block: &Block| match &block.kind {
            BlockKind::Code(code) => code.focus.len(),
            _ => 0,
        };
        self.blocks().iter().map(steps).max().unwrap_or(0)
    }

    /// Whether something on this page may be wider than the page: code, or a table of many columns.
    pub fn has_wide(&self) -> bool {
        self.blocks().iter().any(|block| match &block.kind {
            BlockKind::Code(_) => true,
            BlockKind::Table(table) => table.head.len() > 3,
            _ => false,
        })
    }

    /// Whether a key reveals more of this page.
    pub fn has_more(&self) -> bool {
        self.reveals < self.page().pauses()
    }

    /// Whether this is the last page.
    pub fn is_last_page(&self) -> bool {
        self.page + 1 >= self.lesson.pages.len()
    }

    /// The lab beside the page.
    pub fn bench(&self) -> Option<&Bench> {
        self.benches.get(self.shown.as_ref()?)
    }

    /// The lab beside the page, to be changed.
    pub fn bench_mut(&mut self) -> Option<&mut Bench> {
        self.benches.get_mut(self.shown.as_ref()?)
    }

    /// The card that keys go to.
    pub fn active_card(&self) -> Option<&Card> {
        self.cards.get(self.active.as_ref()?)
    }

    /// The card that keys go to, to be changed.
    pub fn active_card_mut(&mut self) -> Option<&mut Card> {
        self.cards.get_mut(self.active.as_ref()?)
    }
}
