//! Footnotes and anchors: what one place says of another, settled at the end.

use std::ops::Range;

use super::{Definition, Parser};
use crate::course::block::{Block, BlockKind, Footnote};
use crate::course::inline::Inline;
use crate::course::slug::slug;
use crate::problem::{Problem, nearest};

impl Parser<'_> {
    pub(super) fn define(&mut self, label: String, blocks: Vec<Block>) {
        let page = self.pages.len();
        self.definitions.entry(label).or_insert(Definition { page, blocks, mentioned: false });
    }

    /// The Markdown parser takes a mention without a note for words: `[^name]`.
    pub(super) fn question_notes(&mut self, inlines: &[Inline], span: &Range<usize>) {
        for inline in inlines {
            let Inline::Text(text) = inline else { continue };
            for (at, _) in text.match_indices("[^") {
                let Some((label, _)) = text[at + 2..].split_once(']') else { continue };
                if label.is_empty() || !label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
                    continue;
                }
                let mention = format!("[^{label}]");
                let place = self.text[span.clone()].find(&mention).map_or(span.start, |at| span.start + at);
                let problem = Problem::warning(place..place + mention.len(), format!("there is no footnote `{label}`"));
                self.remark(problem.with_help(format!("write it on a line of its own: `{mention}: …`")));
            }
        }
    }

    /// Notes stand at the end of the page that mentions them; one that no page mentions, at the end of its own.
    pub(super) fn place_notes(&mut self) {
        for number in 0..self.pages.len() {
            let labels = std::mem::take(&mut self.pages[number].notes);
            let mut notes: Vec<Footnote> = Vec::new();
            for (index, label) in labels.into_iter().enumerate() {
                let Some(definition) = self.definitions.get_mut(&label) else { continue };
                definition.mentioned = true;
                notes.push(Footnote { number: index + 1, blocks: definition.blocks.clone(), label });
            }
            self.push_notes(number, notes);
        }
        let last_page = self.pages.len() - 1;
        for (label, definition) in std::mem::take(&mut self.definitions) {
            if !definition.mentioned {
                let note = Footnote { number: 0, label, blocks: definition.blocks };
                self.push_notes(definition.page.min(last_page), vec![note]);
            }
        }
    }

    pub(super) fn push_notes(&mut self, page: usize, mut notes: Vec<Footnote>) {
        if notes.is_empty() {
            return;
        }
        let draft = &mut self.pages[page];
        if let Some(Block { kind: BlockKind::Footnotes(present), .. }) = draft.blocks.last_mut() {
            for note in &mut notes {
                note.number = present.last().map_or(0, |last| last.number) + 1;
            }
            present.append(&mut notes);
            return;
        }
        for note in notes.iter_mut().filter(|note| note.number == 0) {
            note.number = 1;
        }
        let span = draft.span.end..draft.span.end;
        draft.blocks.push(Block { kind: BlockKind::Footnotes(notes), span });
    }

    pub(super) fn question_anchors(&mut self) {
        for (anchor, span) in std::mem::take(&mut self.anchor_links) {
            if !self.anchors.contains(&slug(&anchor)) {
                let known = nearest(&anchor, self.anchors.all()).map(|near| format!("did you mean `#{near}`?"));
                let problem = Problem::error(span, format!("this lesson has no heading `#{anchor}`"));
                self.remark(match known {
                    Some(help) => problem.with_help(help),
                    None => problem,
                });
            }
        }
    }
}
