//! Words: text, what stands in it for a value, links, pictures.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

use super::Parser;
use crate::course::clean;
use crate::course::frame::FrameKind;
use crate::course::inline::{self, Inline, Inlines, LinkTarget};
use crate::course::link;
use crate::course::math;
use crate::course::value;
use crate::problem::Problem;

/// What editors put in where nobody wrote anything.
const EMPTY_WORDS: [&str; 2] = ["image", "alt text"];

impl Parser<'_> {
    pub(super) fn say(&mut self, inline: Inline, span: &Range<usize>) {
        match &mut self.top().kind {
            FrameKind::Fence(_)
            | FrameKind::Html(_)
            | FrameKind::List(..)
            | FrameKind::Table(..)
            | FrameKind::Row(..) => {}
            _ => self.top().say(inline, span),
        }
    }

    /// A formula as text; one between double dollars has lines of its own.
    pub(super) fn formula(&mut self, tex: &str, apart: bool, span: &Range<usize>) {
        let words = math::readable(&clean::visible(tex));
        if apart && !self.top().inlines.is_empty() {
            self.say(Inline::Break, span);
        }
        for (place, line) in words.split('\n').enumerate() {
            if place > 0 {
                self.say(Inline::Break, span);
            }
            self.say(Inline::Emphasis(vec![Inline::Text(line.to_owned())]), span);
        }
        if apart {
            self.say(Inline::Break, span);
        }
    }

    pub(super) fn text(&mut self, text: &CowStr<'_>, span: Range<usize>) {
        if let FrameKind::Fence(fence) = &mut self.top().kind {
            fence.push(text, span.start);
            return;
        }
        if span.end <= self.taken {
            return;
        }
        let verbatim = text.len() == span.len();
        let skip = if verbatim { self.taken.saturating_sub(span.start) } else { 0 };
        let mut rest = text.get(skip..).unwrap_or_default();
        let mut at = span.start + skip;
        if self.around.head.own && verbatim {
            while let Some(found) = rest.find("{=") {
                let Some(end) = self.value(rest, at, found) else { break };
                if end >= span.end {
                    return;
                }
                rest = &text[end - span.start..];
                at = end;
            }
        }
        self.say(Inline::Text(clean::visible(rest).into_owned()), &(at..span.end));
    }

    /// Says the words before an expression and its value; gives the place after it.
    pub(super) fn value(&mut self, rest: &str, at: usize, found: usize) -> Option<usize> {
        let begin = at + found;
        let escaped = self.text[..begin].ends_with('\\');
        let (inside, end) = value::find(self.text, begin).filter(|_| !escaped)?;
        if found > 0 {
            self.say(Inline::Text(clean::visible(&rest[..found]).into_owned()), &(at..begin));
        }
        let (inline, problem) = value::evaluate(self.text, inside, self.around.catalog);
        self.problems.extend(problem);
        self.say(inline, &(begin..end));
        self.taken = end;
        Some(end)
    }

    pub(super) fn mention(&mut self, label: &str, span: &Range<usize>) {
        let label = clean::one_line(label);
        let known = self.notes.iter().position(|note| *note == label);
        let number = known.unwrap_or_else(|| {
            self.notes.push(label.clone());
            self.notes.len() - 1
        });
        self.say(Inline::FootnoteRef { number: number + 1, label }, span);
    }

    pub(super) fn link(&mut self, target: &str, wiki: bool, labelled: bool, text: Inlines, span: &Range<usize>) {
        let resolved = if wiki {
            link::wiki(self.around.course, target)
        } else {
            link::plain(self.around.course, self.folder, target)
        };
        if let Some(wrong) = resolved.wrong {
            let problem = Problem::error(span.clone(), wrong.message);
            self.remark(match wrong.help {
                Some(help) => problem.with_help(help),
                None => problem,
            });
        }
        if let LinkTarget::Anchor(anchor) = &resolved.target {
            self.anchor_links.push((anchor.clone(), span.clone()));
        }
        let text = match resolved.label.filter(|_| wiki && !labelled) {
            Some(label) => vec![Inline::Text(label)],
            None => text,
        };
        self.say(Inline::Link { target: resolved.target, text }, span);
    }

    pub(super) fn image(&mut self, target: String, caption: Option<String>, inlines: &[Inline], span: &Range<usize>) {
        let mut alt = inline::words(inlines).replace(['\n', '\t'], " ").trim().to_owned();
        // `![[queue.png|300]]` says how wide, not what.
        let is_size = alt.contains(|c: char| c.is_ascii_digit()) && alt.chars().all(|c| c.is_ascii_digit() || c == 'x');
        if alt.is_empty()
            || (is_size && self.is_foreign())
            || EMPTY_WORDS.iter().any(|words| alt.eq_ignore_ascii_case(words))
        {
            let problem = Problem::error(span.clone(), "this picture has no words");
            self.remark(problem.with_help("say in ![…] what it shows, for whoever cannot see it"));
            target.rsplit('/').next().unwrap_or_default().clone_into(&mut alt);
        }
        self.say(Inline::Image { alt, target, caption }, span);
    }
}

/// Line ends inside marks become spaces at once; the outer line still needs its own to find a callout's title.
pub(super) fn spaced(mut inlines: Inlines) -> Inlines {
    for inline in &mut inlines {
        if let Inline::Text(text) = inline {
            *text = text.replace(['\n', '\t'], " ");
        }
    }
    inlines
}

pub(super) fn link_kind(link_type: LinkType, target: &str) -> FrameKind {
    let (wiki, labelled) = match link_type {
        LinkType::WikiLink { has_pothole } => (true, has_pothole),
        _ => (false, true),
    };
    let target = match link_type {
        LinkType::Email => format!("mailto:{target}"),
        _ => target.to_owned(),
    };
    FrameKind::Link { target: clean::one_line(&target), wiki, labelled }
}

/// Whether a file is a picture by its name.
pub(super) fn is_picture(target: &str) -> bool {
    const KINDS: [&str; 9] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "ico"];
    let ending = target.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| KINDS.iter().any(|kind| kind.eq_ignore_ascii_case(ending)))
}

pub(super) fn is_inline(kind: &FrameKind) -> bool {
    use FrameKind::*;
    matches!(kind, Emphasis | Strong | Strike | Link { .. } | Image(..) | Tag(_))
}
