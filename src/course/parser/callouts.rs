//! Quotes that mean something: callouts, and what other tools' blocks became.

use std::ops::Range;

use super::Parser;
use super::blocks::split_line;
use crate::course::block::{Block, BlockKind, Callout, CalloutKind, Details, Fold, Tab};
use crate::course::dialect::{self, admonition};
use crate::course::frame::{Frame, FrameKind, Mark, Role, tidy};
use crate::course::inline::{self, Inline, Inlines};
use crate::problem::Problem;

impl Parser<'_> {
    /// `[!NOTE] Title` on the first line of a quote makes it a callout; the rest of the paragraph is its text.
    pub(super) fn callout_mark(&mut self, inlines: Inlines) -> Inlines {
        let foreign = self.is_foreign();
        let frame = self.top();
        if !matches!(frame.kind, FrameKind::Quote(None)) || !frame.blocks.is_empty() {
            return inlines;
        }
        let Some((name, rest)) = mark(&inlines) else {
            return if foreign { self.bold_mark(inlines) } else { inlines };
        };
        let (role, name) = role(&name);
        let (fold, rest) = match rest.as_bytes().first() {
            Some(b'-') => (Fold::Closed, rest[1..].to_owned()),
            Some(b'+') => (Fold::Open, rest[1..].to_owned()),
            _ => (Fold::None, rest),
        };
        let mut inlines = inlines;
        inlines[0] = Inline::Text(rest);
        let line = inlines.iter().position(|inline| matches!(inline, Inline::Text(text) if text.contains('\n')));
        let (title, body) = split_line(inlines, line);
        let (kind, title) = if foreign {
            let named =
                || admonition::title(name).filter(|_| role == Role::Callout).map(|title| vec![Inline::Text(title)]);
            (admonition::kind(name).unwrap_or(CalloutKind::Note), title.or_else(named))
        } else {
            if CalloutKind::parse(name).is_none() {
                self.question_callout(name);
            }
            (CalloutKind::parse(name).unwrap_or(CalloutKind::Note), title)
        };
        self.top().kind = FrameKind::Quote(Some(Mark { kind, title, fold, role }));
        body
    }

    fn question_callout(&mut self, name: &str) {
        let at = self.top().span.start;
        let names = CalloutKind::ALL.map(|(_, written, _)| written);
        let start = self.text[at..].find(name).map_or(at, |found| at + found);
        let mut problem = Problem::unknown(start..start + name.len(), "callout", name, names);
        problem.severity = crate::problem::Severity::Warning;
        self.problems.push(problem);
    }

    /// `> **Note:** words`: a callout by hand.
    fn bold_mark(&mut self, mut inlines: Inlines) -> Inlines {
        let words = |inline: &Inline| inline::words(std::slice::from_ref(inline));
        let lead = inlines.iter().take_while(|inline| {
            matches!(inline, Inline::Text(text) if !text.contains('\n') && !text.contains(char::is_alphanumeric))
        });
        let at = lead.count();
        let Some(Inline::Strong(bold)) = inlines.get(at) else { return inlines };
        let said = inline::words(bold);
        let Some(kind) = admonition::of_bold(&said) else { return inlines };
        let after = inlines.get(at + 1).map(words).unwrap_or_default();
        let ends = said.trim_end().ends_with(':') || after.is_empty() || after.starts_with([':', '\n']);
        if !ends {
            return inlines;
        }
        let mut body = inlines.split_off(at + 1);
        inlines.truncate(at);
        if let Some(Inline::Text(first)) = body.first_mut() {
            *first = first.trim_start_matches([':', ' ', '\n']).to_owned();
        }
        inlines.push(Inline::Text(said.trim().trim_end_matches(':').to_owned()));
        let title = Some(tidy(inlines));
        self.top().kind = FrameKind::Quote(Some(Mark { kind, title, fold: Fold::None, role: Role::Callout }));
        body
    }

    pub(super) fn marked_quote(&mut self, mark: Mark, blocks: Vec<Block>, span: Range<usize>) {
        let Mark { kind, title, fold, role } = mark;
        match role {
            Role::Callout => self.add(BlockKind::Callout(Callout { kind, title, fold, blocks }), span),
            Role::Tab => self.tab(Tab { title: title.unwrap_or_default(), blocks }, span),
            Role::Details => self.details(title.unwrap_or_default(), fold == Fold::Open, blocks, span),
            Role::Facts => {
                let line = |block: Block| match block.kind {
                    BlockKind::Paragraph(inlines) => inlines,
                    _ => vec![Inline::Text(block.words())],
                };
                self.add(BlockKind::Facts(blocks.into_iter().map(line).collect()), span);
            }
        }
    }

    /// Tabs that stand next to each other are one choice.
    fn tab(&mut self, tab: Tab, span: Range<usize>) {
        let holder = self.open.iter_mut().rev().find(|frame| frame.holds_blocks());
        if let Some(Frame { blocks, .. }) = holder
            && let Some(Block { kind: BlockKind::Tabs(tabs), span: whole }) = blocks.last_mut()
        {
            whole.end = span.end;
            tabs.push(tab);
            return;
        }
        self.add(BlockKind::Tabs(vec![tab]), span);
    }

    pub(super) fn details(&mut self, title: Inlines, open: bool, blocks: Vec<Block>, span: Range<usize>) {
        let title = if title.is_empty() { vec![Inline::Text("Details".to_owned())] } else { title };
        self.add(BlockKind::Details(Details { title, open, blocks }), span);
    }
}

/// `NOTE` and what follows of `[!NOTE] Title`.
fn mark(inlines: &[Inline]) -> Option<(String, String)> {
    let Some(Inline::Text(first)) = inlines.first() else { return None };
    let (name, rest) = first.strip_prefix("[!")?.split_once(']')?;
    Some((name.to_owned(), rest.to_owned()))
}

/// What a name stands for; of `note|right` the name is the first part.
fn role(written: &str) -> (Role, &str) {
    let name = written.split('|').next().unwrap_or_default();
    match name.strip_prefix(dialect::MARK) {
        Some(dialect::TAB) => (Role::Tab, ""),
        Some(dialect::DETAILS) => (Role::Details, ""),
        Some(dialect::FACTS) => (Role::Facts, ""),
        _ => (Role::Callout, name),
    }
}
