//! What a page holds that keys can do something with: found once, asked for at every key.

use super::block::{Block, BlockKind};
use super::inline::{self, Inline, LinkTarget};

/// What a page holds, each with the place of its block on the page, in reading order.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The ids of the directives.
    pub cards: Vec<(usize, String)>,
    /// The links: what they say and where they lead.
    pub links: Vec<(usize, String, LinkTarget)>,
    /// The boxes of task lists.
    pub tasks: Vec<(usize, TaskBox)>,
    /// The first block that holds code.
    pub code: Option<usize>,
}

/// A box of a task list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskBox {
    /// Made of its words.
    pub id: String,
    /// Whether the file has it ticked.
    pub done: bool,
    /// The keys it names, in reading order; what its own lists name is theirs.
    pub keys: Vec<String>,
}

impl Outline {
    /// Reads the blocks of a page.
    pub fn of(blocks: &[Block]) -> Self {
        let mut outline = Self::default();
        for (place, block) in blocks.iter().enumerate() {
            outline.add(place, block);
        }
        outline
    }

    fn add(&mut self, place: usize, block: &Block) {
        match &block.kind {
            BlockKind::Directive(directive) => self.cards.push((place, directive.id().to_owned())),
            BlockKind::Code(_) => self.code = self.code.or(Some(place)),
            BlockKind::List(list) => {
                for item in &list.items {
                    if let Some(task) = &item.task {
                        let keys = keys_of(&item.blocks);
                        self.tasks.push((place, TaskBox { id: task.id.clone(), done: task.done, keys }));
                    }
                    item.blocks.iter().for_each(|block| self.add(place, block));
                }
                return;
            }
            _ => {}
        }
        for line in block.lines() {
            self.add_links(place, line);
        }
        for child in block.children() {
            self.add(place, child);
        }
    }

    fn add_links(&mut self, place: usize, inlines: &[Inline]) {
        for piece in inlines {
            match piece {
                Inline::Link { target, text } => self.links.push((place, inline::words(text), target.clone())),
                Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Mark(inner) => {
                    self.add_links(place, inner);
                }
                _ => {}
            }
        }
    }
}

fn keys_of(blocks: &[Block]) -> Vec<String> {
    let mut keys = Vec::new();
    for block in blocks {
        if let BlockKind::Paragraph(inlines) = &block.kind {
            collect_keys(inlines, &mut keys);
        }
    }
    keys
}

fn collect_keys(inlines: &[Inline], keys: &mut Vec<String>) {
    for piece in inlines {
        match piece {
            Inline::Kbd(name) => keys.push(name.clone()),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) => collect_keys(inner, keys),
            _ => {}
        }
    }
}
