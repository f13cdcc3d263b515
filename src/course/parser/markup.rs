//! HTML: a few tags mean something, comments give commands, the rest is words.

use std::ops::Range;

use super::inlines::is_inline;
use super::{DEPTH_MAX, Parser, elements};
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
        // The words of a `<pre>` with the language its `<code>` names.
        let mut code: Option<(String, String)> = None;
        for piece in html::pieces(html) {
            if let Some((text, lang)) = &mut code {
                match piece {
                    Piece::Text(words) => text.push_str(&words),
                    Piece::Open { name, .. } if name == "br" => text.push('\n'),
                    Piece::Open { name, attributes } if name == "code" => *lang = language(&attributes),
                    Piece::Close(name) if name == "pre" => {
                        self.html_code(text, lang, span);
                        code = None;
                    }
                    _ => {}
                }
                continue;
            }
            match piece {
                Piece::Comment(comment) => {
                    self.close_tags();
                    self.flush();
                    self.comment(&comment, span, true);
                }
                Piece::Open { name, attributes } if is_block_tag(&name) => {
                    self.close_tags();
                    self.flush();
                    if name == "pre" && self.is_foreign() {
                        code = Some((String::new(), language(&attributes)));
                    } else if !self.open_element(&name, &attributes, span) {
                        self.plain_element(&name, &attributes, span);
                    }
                }
                Piece::Close(name) if is_block_tag(&name) => {
                    self.close_tags();
                    self.close_element(&name, span);
                }
                Piece::Text(text) if self.hoist(&text, span) => {}
                Piece::Text(text) if text.trim().is_empty() && self.top().inlines.is_empty() => {}
                Piece::Text(text) => self.say(Inline::Text(text), span),
                piece => self.inline_tag(piece, span),
            }
        }
        if let Some((text, lang)) = code {
            self.html_code(&text, &lang, span);
        }
        self.close_tags();
        self.flush();
    }

    /// Elements without a shape of their own.
    fn plain_element(&mut self, name: &str, attributes: &str, span: &Range<usize>) {
        let breaks = ["page-break", "break-after: page", "break-before: page"];
        if !self.is_foreign() {
            return;
        }
        if name == "hr" {
            self.add(BlockKind::Rule, span.clone());
        } else if self.open.len() == 1 && breaks.iter().any(|words| attributes.contains(words)) {
            self.turn(span.start, span.end);
        }
    }

    /// A comment without its end hides the rest of the file.
    pub(super) fn question_open_comment(&mut self, span: &Range<usize>) {
        let html = &self.text[span.clone()];
        let Some(at) = html.rfind("<!--").filter(|at| !html[*at..].contains("-->")) else { return };
        let start = span.start + at;
        let end = start + html[at..].lines().next().map_or(0, str::len);
        let problem = Problem::warning(start..end, "this comment is never closed and hides what follows");
        self.remark(problem.with_help("end it with `-->`"));
    }

    pub(super) fn flush(&mut self) {
        if self.top().holds_blocks() {
            self.top().flush();
        }
    }

    pub(super) fn inline_html(&mut self, html: &str, span: &Range<usize>) {
        // What stands in it arrives as text of its own, up to the closing tag.
        let hidden = ["script", "style"].into_iter().find(|name| {
            html.get(1..=name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name)) && !html.contains("</")
        });
        if let Some(name) = hidden.filter(|name| self.wraps(name) && self.open.len() < DEPTH_MAX) {
            let element = Some(name.to_owned());
            self.open.push(Frame {
                kind: FrameKind::Tag(name.to_owned()),
                span: span.clone(),
                element,
                ..Frame::default()
            });
            return;
        }
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
            Piece::Open { name, attributes } if self.wraps(&name) && self.open.len() < DEPTH_MAX => {
                let link = elements::anchor(&attributes).filter(|_| name == "a");
                if name == "a" && link.is_none() {
                    return;
                }
                let kind = link.unwrap_or_else(|| FrameKind::Tag(name.clone()));
                self.open.push(Frame { kind, span: span.clone(), element: Some(name), ..Frame::default() });
            }
            Piece::Close(name)
                if self.top().element.as_deref() == Some(name.as_str()) && is_inline(&self.top().kind) =>
            {
                self.close_tag();
            }
            _ => {}
        }
    }

    /// Whether a tag changes how the words in it look or where they lead.
    fn wraps(&self, name: &str) -> bool {
        let own = matches!(name, "kbd" | "code" | "b" | "strong" | "s" | "del" | "i" | "em");
        own || (self.is_foreign() && matches!(name, "a" | "mark" | "sub" | "sup" | "script" | "style"))
    }

    /// Tags that were never closed end where what they stand in ends.
    pub(super) fn close_tags(&mut self) {
        while self.top().element.is_some() && is_inline(&self.top().kind) {
            self.close_tag();
        }
    }

    pub(super) fn close_tag(&mut self) {
        if let Some(frame) = self.open.pop() {
            self.close(frame);
        }
    }

    pub(super) fn tag(&mut self, name: &str, inlines: Inlines, span: &Range<usize>) {
        // Programs are not for the reader.
        if matches!(name, "script" | "style") {
            return;
        }
        let inline = match name {
            "kbd" => Inline::Kbd(inline::words(&inlines)),
            "code" => Inline::Code(inline::words(&inlines)),
            "b" | "strong" => Inline::Strong(inlines),
            "s" | "del" => Inline::Strike(inlines),
            "mark" => Inline::Mark(inlines),
            "sub" | "sup" => Inline::Text(elements::small(&inline::words(&inlines), name)),
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
            self.remark(problem.with_help(format!("did you mean `<!-- {meant} -->`?")));
        }
    }

    pub(super) fn misplaced(&mut self, command: &Command, span: &Range<usize>) {
        let name = if *command == Command::Pause { "pause" } else { "pagebreak" };
        let message = format!("a {name} inside a paragraph, list or quote does nothing");
        self.remark(Problem::warning(span.clone(), message).with_help("put it on a line of its own, not indented"));
    }
}

/// The language that `<code class="language-js">` names.
fn language(attributes: &str) -> String {
    let class = html::attribute(attributes, "class").unwrap_or_default();
    let named = class.split_whitespace().find_map(|word| word.strip_prefix("language-").or(word.strip_prefix("lang-")));
    clean::one_line(named.unwrap_or_default())
}

pub(super) fn is_block_tag(name: &str) -> bool {
    const TAGS: [&str; 34] = [
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
        "dl",
        "dt",
        "dd",
        "tfoot",
        "caption",
        "article",
        "main",
        "header",
        "footer",
    ];
    TAGS.contains(&name)
}
