//! HTML: a few tags mean something, comments give commands, the rest is words.

use std::ops::Range;

use super::{DEPTH_MAX, Parser};
use crate::course::block::BlockKind;
use crate::course::clean;
use crate::course::frame::{Frame, FrameKind};
use crate::course::front_matter::PageRule;
use crate::course::html::{self, Command, Piece};
use crate::course::inline::{self, Inline, Inlines};
use crate::problem::{Problem, nearest};

impl Parser<'_> {
    pub(super) fn html(&mut self, html: &str, span: &Range<usize>) {
        match &mut self.top().kind {
            FrameKind::Html(collected) => collected.push_str(html),
            _ => self.inline_html(html, span),
        }
    }

    pub(super) fn html_block(&mut self, html: &str, span: &Range<usize>) {
        self.question_open_comment(span);
        for piece in html::pieces(html) {
            match piece {
                Piece::Comment(comment) => {
                    self.close_tags();
                    self.flush();
                    self.comment(&comment, span, true);
                }
                Piece::Open { name, .. } | Piece::Close(name) if is_block_tag(&name) => {
                    self.close_tags();
                    self.flush();
                }
                Piece::Text(text) if text.trim().is_empty() && self.top().inlines.is_empty() => {}
                Piece::Text(text) => self.say(Inline::Text(text), span),
                piece => self.inline_tag(piece, span),
            }
        }
        self.close_tags();
        self.flush();
    }

    /// A comment without its end hides the rest of the file.
    pub(super) fn question_open_comment(&mut self, span: &Range<usize>) {
        let html = &self.text[span.clone()];
        let Some(at) = html.rfind("<!--").filter(|at| !html[*at..].contains("-->")) else { return };
        let start = span.start + at;
        let end = start + html[at..].lines().next().map_or(0, str::len);
        let problem = Problem::warning(start..end, "this comment is never closed and hides what follows");
        self.problems.push(problem.with_help("end it with `-->`"));
    }

    pub(super) fn flush(&mut self) {
        if self.top().holds_blocks() {
            self.top().flush();
        }
    }

    pub(super) fn inline_html(&mut self, html: &str, span: &Range<usize>) {
        for piece in html::pieces(html) {
            match piece {
                Piece::Comment(comment) => self.comment(&comment, span, false),
                Piece::Text(text) => self.say(Inline::Text(text), span),
                piece => self.inline_tag(piece, span),
            }
        }
    }

    pub(super) fn inline_tag(&mut self, piece: Piece, span: &Range<usize>) {
        match piece {
            Piece::Open { name, .. } if name == "br" => self.say(Inline::Break, span),
            Piece::Open { name, attributes } if name == "img" => {
                let target = html::attribute(&attributes, "src").unwrap_or_default();
                let alt = html::attribute(&attributes, "alt").unwrap_or_default();
                self.image(clean::one_line(&target), None, &[Inline::Text(clean::one_line(&alt))], span);
            }
            Piece::Open { name, .. } if wraps(&name) && self.open.len() < DEPTH_MAX => {
                self.open.push(Frame { kind: FrameKind::Tag(name), span: span.clone(), ..Frame::default() });
            }
            Piece::Close(name) => {
                if matches!(&self.top().kind, FrameKind::Tag(open) if *open == name) {
                    self.close_tag();
                }
            }
            _ => {}
        }
    }

    /// Tags that were never closed end where what they stand in ends.
    pub(super) fn close_tags(&mut self) {
        while matches!(self.top().kind, FrameKind::Tag(_)) {
            self.close_tag();
        }
    }

    pub(super) fn close_tag(&mut self) {
        if let Some(frame) = self.open.pop() {
            self.close(frame);
        }
    }

    pub(super) fn tag(&mut self, name: &str, inlines: Inlines, span: &Range<usize>) {
        let inline = match name {
            "kbd" => Inline::Kbd(inline::words(&inlines)),
            "code" => Inline::Code(inline::words(&inlines)),
            "b" | "strong" => Inline::Strong(inlines),
            "s" | "del" => Inline::Strike(inlines),
            _ => Inline::Emphasis(inlines),
        };
        self.say(inline, span);
    }

    pub(super) fn comment(&mut self, comment: &str, span: &Range<usize>, alone: bool) {
        match Command::parse(comment) {
            None => self.question_comment(comment, span),
            Some(Command::Note(note)) => self.add(BlockKind::Note(clean::visible(&note).into_owned()), span.clone()),
            Some(command) if !alone || self.open.len() > 1 => self.misplaced(&command, span),
            Some(Command::Pause) => self.add(BlockKind::Pause, span.clone()),
            Some(Command::PageBreak) if self.around.head.pages == PageRule::None => {}
            Some(Command::PageBreak) => self.turn(span.start, span.end),
        }
    }

    /// `<!-- pagebrake -->` is one word and nearly a command.
    pub(super) fn question_comment(&mut self, comment: &str, span: &Range<usize>) {
        let word = comment.split(':').next().unwrap_or_default().trim();
        let meant = nearest(word, html::COMMANDS).filter(|_| !word.contains(char::is_whitespace));
        if let Some(meant) = meant {
            let problem = Problem::warning(span.clone(), format!("unknown command `{}`", clean::one_line(word)));
            self.problems.push(problem.with_help(format!("did you mean `<!-- {meant} -->`?")));
        }
    }

    pub(super) fn misplaced(&mut self, command: &Command, span: &Range<usize>) {
        let name = if *command == Command::Pause { "pause" } else { "pagebreak" };
        let message = format!("a {name} inside a paragraph, list or quote does nothing");
        self.problems
            .push(Problem::warning(span.clone(), message).with_help("put it on a line of its own, not indented"));
    }
}

pub(super) fn wraps(name: &str) -> bool {
    matches!(name, "kbd" | "code" | "b" | "strong" | "s" | "del" | "i" | "em")
}

pub(super) fn is_block_tag(name: &str) -> bool {
    const TAGS: [&str; 25] = [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "table",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "details",
        "summary",
        "blockquote",
        "pre",
        "section",
        "figure",
        "hr",
        "center",
    ];
    TAGS.contains(&name)
}
