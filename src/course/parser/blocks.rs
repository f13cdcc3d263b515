//! Paragraphs, headings, items, and callouts, which begin as a mark in a quote.

use std::ops::Range;

use super::Parser;
use crate::course::block::{Block, BlockKind, CalloutKind, Fold, Image, Item, Task};
use crate::course::frame::{Frame, FrameKind, Mark, tidy};
use crate::course::inline::{self, Inline, Inlines};
use crate::problem::Problem;

impl Parser<'_> {
    pub(super) fn add(&mut self, kind: BlockKind, span: Range<usize>) {
        let holder = self.open.iter().rposition(Frame::holds_blocks).unwrap_or(0);
        if let Some(frame) = self.open.get_mut(holder) {
            frame.blocks.push(Block { kind, span });
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

    /// `[!NOTE] Title` on the first line of a quote makes it a callout; the rest of the paragraph is its text.
    pub(super) fn callout_mark(&mut self, mut inlines: Inlines) -> Inlines {
        let frame = self.top();
        let FrameKind::Quote(mark @ None) = &mut frame.kind else { return inlines };
        let Some(Inline::Text(first)) = inlines.first().filter(|_| frame.blocks.is_empty()) else { return inlines };
        let Some((name, rest)) = first.strip_prefix("[!").and_then(|rest| rest.split_once(']')) else { return inlines };
        let at = frame.span.start;
        let known = CalloutKind::parse(name);
        let (name, rest) = (name.to_owned(), rest.to_owned());
        inlines[0] = Inline::Text(rest);
        let line = inlines.iter().position(|inline| matches!(inline, Inline::Text(text) if text.contains('\n')));
        let (title, body) = split_line(inlines, line);
        *mark = Some(Mark { kind: known.unwrap_or(CalloutKind::Note), title, fold: Fold::None });
        if known.is_none() {
            let names = CalloutKind::ALL.map(|(_, written, _)| written);
            let start = self.text[at..].find(&name).map_or(at, |found| at + found);
            let mut problem = Problem::unknown(start..start + name.len(), "callout", &name, names);
            problem.severity = crate::problem::Severity::Warning;
            self.problems.push(problem);
        }
        body
    }

    pub(super) fn heading(&mut self, level: u8, inlines: Inlines, span: Range<usize>) {
        let text = tidy(inlines);
        let anchor = self.anchors.fresh(&inline::words(&text));
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
