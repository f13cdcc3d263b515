//! Paragraphs, headings, items, and callouts, which begin as a mark in a quote.

use std::ops::Range;

use super::{Parser, elements};
use crate::course::block::{Block, BlockKind, Image, Item, Task};
use crate::course::frame::{Frame, FrameKind, tidy};
use crate::course::inline::{self, Inline, Inlines};

impl Parser<'_> {
    pub(super) fn add(&mut self, kind: BlockKind, span: Range<usize>) {
        let holder = self.open.iter().rposition(Frame::holds_blocks).unwrap_or(0);
        let block = Block { kind, span };
        // Blocks in a cell of HTML become lines of it; one that stands between definitions belongs to the last of them.
        for frame in self.open.iter_mut().skip(holder + 1).rev() {
            match &mut frame.kind {
                FrameKind::Cell if frame.element.is_some() => {
                    elements::say_block(&mut frame.inlines, block);
                    return;
                }
                FrameKind::Definitions(definitions) => {
                    if let Some(meaning) = definitions.last_mut().and_then(|last| last.meanings.last_mut()) {
                        meaning.push(block);
                        return;
                    }
                }
                _ => {}
            }
        }
        if let Some(frame) = self.open.get_mut(holder) {
            frame.blocks.push(block);
        }
    }

    pub(super) fn paragraph(&mut self, inlines: Inlines, span: Range<usize>) {
        let inlines = self.callout_mark(inlines);
        let mut inlines = tidy(inlines);
        self.question_notes(&inlines, &span);
        match &mut inlines[..] {
            [] => {}
            [Inline::Image { alt, target, caption }] => {
                let image = Image { alt: std::mem::take(alt), target: std::mem::take(target), caption: caption.take() };
                self.add(BlockKind::Image(image), span);
            }
            [Inline::Text(text)] if text.starts_with("{{#quiz ") && text.ends_with("}}") => {
                let path = text["{{#quiz ".len()..text.len() - 2].trim().to_owned();
                self.quiz_file(&path, span);
            }
            _ => self.add(BlockKind::Paragraph(inlines), span),
        }
    }

    pub(super) fn heading(&mut self, level: u8, inlines: Inlines, span: Range<usize>) {
        let mut text = tidy(inlines);
        let named = if self.is_foreign() { anchor_of(&mut text) } else { None };
        let anchor = self.anchors.fresh(&named.unwrap_or_else(|| inline::words(&text)));
        self.add(BlockKind::Heading { level, text, anchor }, span);
    }

    pub(super) fn item(&mut self, ticked: Option<bool>, blocks: Vec<Block>) {
        let task = ticked.map(|done| {
            let words = blocks.first().map(Block::words).unwrap_or_default();
            let short: String = words.chars().take(60).collect();
            Task { id: self.tasks.fresh(&short), done }
        });
        match &mut self.top().kind {
            FrameKind::List(_, items) => items.push(Item { task, blocks }),
            _ => self.top().blocks.extend(blocks),
        }
    }

    /// The box stands in the item or, with blank lines between items, in its first paragraph.
    pub(super) fn task(&mut self, done: bool) {
        let item = self.open.iter_mut().rev().find(|frame| matches!(frame.kind, FrameKind::Item(_)));
        if let Some(frame) = item {
            frame.kind = FrameKind::Item(Some(done));
        }
    }
}

/// `Heading {#address}`, `Heading {: #address .class}`: the address, which is taken off the words.
fn anchor_of(text: &mut Inlines) -> Option<String> {
    let Some(Inline::Text(last)) = text.last_mut() else { return None };
    let (words, attributes) = last.strip_suffix('}')?.rsplit_once('{')?;
    let attributes = attributes.strip_prefix(':').unwrap_or(attributes).trim();
    let is_attributes = attributes.starts_with(['#', '.']) && !attributes.contains(['{', '`']);
    let address = attributes.split_whitespace().find_map(|word| word.strip_prefix('#')).map(str::to_owned);
    if is_attributes && (words.is_empty() || words.ends_with(' ')) {
        *last = words.trim_end().to_owned();
        return address;
    }
    None
}

/// What stands before the line end in piece `line`, and what after it.
pub(super) fn split_line(mut inlines: Inlines, line: Option<usize>) -> (Option<Inlines>, Inlines) {
    let mut body = match line {
        Some(at) => inlines.split_off(at),
        None => Vec::new(),
    };
    if let Some(Inline::Text(text)) = body.first_mut()
        && let Some((before, after)) = text.split_once('\n')
    {
        inlines.push(Inline::Text(before.to_owned()));
        *text = after.to_owned();
    }
    let title = tidy(inlines);
    (Some(title).filter(|title| !title.is_empty()), body)
}
