//! The text line by line: what is open, what a line ends, what it begins, and what of it is prose.

use std::ops::Range;

use super::code::{Fence, is_item};
use super::container::{Container, End, Opening};
use super::paging::Paging;
use super::writer::Writer;
use super::{FACTS, MARK, Rewritten, facts, phrase, slides, tag};
use crate::course::front_matter::PageRule;
use crate::course::lesson::LessonHead;
use crate::problem::Problem;

/// Nobody reads deeper; what is nested deeper still shows, in what it stands in.
const DEPTH_MAX: usize = 12;
/// A list indents no item further.
const LEAD_MAX: usize = 40;

/// A lesson on its way into our Markdown.
pub struct Lines<'a> {
    pub(super) text: &'a str,
    body: usize,
    pub(super) writer: Writer<'a>,
    pub(super) open: Vec<Container>,
    prefix: String,
    pub(super) fence: Option<Fence>,
    pub(super) paging: Paging,
    /// Whether the line before was blank.
    pub(super) is_after_blank: bool,
    is_in_list: bool,
    /// Whether the line before was indented code.
    is_in_code: bool,
    pub(super) is_raw: bool,
    pub(super) is_deck: bool,
    /// Whether a long text may be cut into pages.
    is_paged: bool,
    /// Nothing can be open behind the last of its ends: `:::`, `%%`, `*/}`, `{% endcomment %}`.
    pub(super) last_colons: usize,
    pub(super) last_comment: usize,
    pub(super) last_expression: usize,
    pub(super) last_comment_tag: usize,
    pub(super) remarks: Vec<Problem>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str, body: usize, head: &LessonHead) -> Self {
        Self {
            text,
            body,
            writer: Writer::new(text),
            open: Vec::new(),
            prefix: String::new(),
            fence: None,
            paging: Paging::default(),
            is_after_blank: true,
            is_in_list: false,
            is_in_code: false,
            is_raw: false,
            is_paged: head.pages == PageRule::Comment,
            is_deck: slides::is_deck(head, &text[body..]),
            last_colons: last_line_of_colons(text),
            last_comment: text.rfind("%%").unwrap_or(0),
            last_expression: text.rfind("*/}").unwrap_or(0),
            last_comment_tag: text.rfind("endcomment").max(text.rfind("/comment")).unwrap_or(0),
            remarks: Vec::new(),
        }
    }

    pub(super) fn rewritten(mut self) -> Rewritten {
        self.writer.copy(0..self.body);
        let mut at = self.body;
        if let Some((lines, rest)) = facts::at_the_top(&self.text[at..]) {
            self.facts(lines, at);
            at += rest;
        }
        while at < self.text.len() {
            at = self.line(at);
        }
        let (text, places) = self.writer.finish();
        let breaks = if self.is_paged { self.paging.breaks() } else { Vec::new() };
        Rewritten { text, breaks, remarks: self.remarks, places }
    }

    fn facts(&mut self, lines: Vec<Range<usize>>, body: usize) {
        self.writer.put(&format!("> [!{MARK}{FACTS}]\n>\n"), body);
        for line in lines {
            let span = body + line.start..body + line.end;
            self.writer.put("> ", span.start);
            self.writer.copy(span.clone());
            self.writer.put("\n>\n", span.end);
        }
        self.writer.put("\n", body);
    }

    /// Reads the line at `at`; gives where to go on.
    fn line(&mut self, at: usize) -> usize {
        let end = self.end_of_line(at);
        let start = self.enter(at, end);
        self.rest_of_line(start, end)
    }

    /// Reads a line from behind the indentation of what is open around it.
    pub(super) fn rest_of_line(&mut self, mut start: usize, mut end: usize) -> usize {
        loop {
            let line = &self.text[start..end];
            if self.fence.as_ref().is_some_and(|fence| fence.left_by(line)) {
                self.fence = None;
            }
            if self.fence.is_some() {
                return self.code(start, end);
            }
            if line.trim().is_empty() {
                self.blank(start);
                return self.after(end);
            }
            let lead = columns(line);
            if lead >= 4 && !self.is_in_list && (self.is_after_blank || self.is_in_code) {
                self.is_in_code = true;
                self.copy_line(start, end);
                self.is_after_blank = false;
                return self.after(end);
            }
            self.is_in_code = false;
            if let Some(fence) = Fence::opened(line, self.open.len()) {
                self.fence = Some(fence);
                self.copy_line(start, end);
                return self.after(end);
            }
            match self.block(start, end) {
                Some(next) if next > end => return next,
                // The rest of this line, or of the line where a tag of several lines ended.
                Some(next) => (start, end) = (next, self.end_of_line(next)),
                None => match self.closer(start, end) {
                    Some(next) => (start, end) = (next, self.end_of_line(next)),
                    None => {
                        self.prose(start, end);
                        return self.after(end);
                    }
                },
            }
            if start >= end {
                return self.after(end);
            }
        }
    }

    /// Text, then the tag that ends the innermost container, on one line.
    fn closer(&mut self, start: usize, end: usize) -> Option<usize> {
        let Some(Container { end: End::Tag(name), .. }) = self.open.last() else { return None };
        let line = &self.text[start..end];
        let ends = |at: &usize| {
            let found = tag::template(&line[*at..]).or_else(|| tag::component(&line[*at..]));
            found.filter(|tag| tag.closes && tag.name == name).map(|tag| at + tag.length)
        };
        let mut starts = line.match_indices(['{', '<']).map(|(at, _)| at);
        let (at, after) = starts.find_map(|at| Some((at, ends(&at)?)))?;
        self.prose(start, start + at);
        self.close(self.open.len() - 1, start + at);
        Some(start + after)
    }

    /// Goes behind the indentation of what is open, and closes what this line ends.
    fn enter(&mut self, at: usize, end: usize) -> usize {
        let mut start = at;
        for index in 0..self.open.len() {
            let line = &self.text[start..end];
            let is_blank = line.trim().is_empty();
            let found = columns(line);
            let container = &mut self.open[index];
            let wanted = match &container.end {
                End::Blank if is_blank => {
                    self.close(index, at);
                    break;
                }
                _ if is_blank => break,
                End::Outdent if found < container.lead + 4 => {
                    self.close(index, at);
                    break;
                }
                End::Outdent => container.lead + 4,
                End::Tag(_) => {
                    container.lead + *container.habit.get_or_insert(found.saturating_sub(container.lead).min(8))
                }
                End::Colons(_) | End::Blank => container.lead,
            };
            start += indentation(line, wanted.min(found));
        }
        if self.fence.as_ref().is_some_and(|fence| fence.depth > self.open.len()) {
            self.fence = None;
        }
        start
    }

    fn code(&mut self, start: usize, end: usize) -> usize {
        let line = &self.text[start..end];
        let Some(fence) = &self.fence else { return self.after(end) };
        if let Some(name) = &fence.tag {
            let found = line.match_indices('{').find_map(|(at, _)| {
                tag::template(&line[at..]).filter(|tag| tag.closes && tag.name == name).map(|tag| (at, tag.length))
            });
            let Some((at, length)) = found else {
                self.copy_line(start, end);
                return self.after(end);
            };
            if !line[..at].trim().is_empty() {
                self.put_prefix(start);
                self.writer.copy(start..start + at);
                self.writer.put("\n", start + at);
            }
            self.put_line("``````", start + at);
            self.fence = None;
            return if line[at + length..].trim().is_empty() { self.after(end) } else { start + at + length };
        }
        if fence.closed_by(line) {
            self.fence = None;
        }
        self.copy_line(start, end);
        self.is_after_blank = false;
        self.after(end)
    }

    fn prose(&mut self, start: usize, end: usize) {
        let line = &self.text[start..end];
        let edits = phrase::edits(line, self.is_raw);
        self.is_in_list = is_item(line) || (self.is_in_list && line.starts_with([' ', '\t']));
        if edits.is_empty() {
            self.copy_line(start, end);
            self.is_after_blank = false;
            return;
        }
        let mut kept = 0;
        let mut is_blank = true;
        let pieces: Vec<(Range<usize>, String)> = edits;
        for (span, words) in &pieces {
            is_blank &= line[kept..span.start].trim().is_empty() && words.is_empty();
            kept = span.end;
        }
        if is_blank && line[kept..].trim().is_empty() {
            self.blank(start);
            return;
        }
        self.measure(line);
        self.put_prefix(start);
        let mut at = 0;
        for (span, words) in pieces {
            self.writer.copy(start + at..start + span.start);
            self.writer.put(&words, start + span.start);
            at = span.end;
        }
        self.writer.copy(start + at..end);
        self.writer.put("\n", end);
        self.is_after_blank = false;
    }

    /// Opens a container with a title; what stands in it follows.
    pub(super) fn begin(&mut self, opening: &Opening, title: &str, container: Container, at: usize) {
        if self.open.len() >= DEPTH_MAX {
            if !title.trim().is_empty() {
                self.put_line(title, at);
            }
            return;
        }
        let container = Container { lead: container.lead.min(LEAD_MAX), ..container };
        let lead = " ".repeat(container.lead);
        if container.quotes {
            self.put_prefix(at);
            self.writer.put(&format!("{lead}> [!{}]{} ", opening.name, opening.fold), at);
            self.say(title, at);
            self.writer.put("\n", at);
        }
        self.push(container);
        self.blank(at);
    }

    pub(super) fn push(&mut self, container: Container) {
        if self.open.len() < DEPTH_MAX {
            self.is_in_list = false;
            self.open.push(container);
            self.prefixed();
        }
    }

    /// Closes all but the outermost `left` containers.
    pub(super) fn close(&mut self, left: usize, at: usize) {
        let lead = self.open.get(left).map_or(0, |container| container.lead);
        self.open.truncate(left);
        self.prefixed();
        self.is_in_list = lead > 0;
        self.blank(at);
    }

    fn prefixed(&mut self) {
        self.prefix = self.open.iter().map(Container::prefix).collect();
    }

    /// Title words: copied if they stand in the text, so that a problem in them has its place.
    fn say(&mut self, words: &str, at: usize) {
        match self.span_of(words) {
            Some(span) => self.writer.copy(span),
            None => self.writer.put(words, at),
        }
    }

    /// The bytes of a piece of the text.
    pub(super) fn span_of(&self, piece: &str) -> Option<Range<usize>> {
        let start = (piece.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        let end = start + piece.len();
        (end <= self.text.len()).then_some(start..end)
    }

    /// A line of ours.
    pub(super) fn put_line(&mut self, line: &str, at: usize) {
        self.put_prefix(at);
        self.writer.put(line, at);
        self.writer.put("\n", at);
        self.is_after_blank = false;
    }

    /// Nothing for the reader, and the end of a paragraph.
    pub(super) fn blank(&mut self, at: usize) {
        self.measure("");
        let prefix = self.prefix.trim_end().to_owned();
        if !prefix.is_empty() {
            self.writer.put(&prefix, at);
        }
        self.writer.put("\n", at);
        self.is_after_blank = true;
    }

    fn copy_line(&mut self, start: usize, end: usize) {
        let line = &self.text[start..end];
        if self.fence.is_some() {
            self.paging.count(line);
        } else {
            self.measure(line);
        }
        self.put_prefix(start);
        let next = self.after(end);
        self.writer.copy(start..next);
        if next == end {
            self.writer.put("\n", end);
        }
    }

    fn measure(&mut self, line: &str) {
        if self.open.is_empty() {
            self.paging.line(line, self.writer.out.len());
        } else {
            self.paging.count(line);
        }
    }

    fn put_prefix(&mut self, at: usize) {
        if !self.prefix.is_empty() {
            self.writer.put(&self.prefix, at);
        }
    }

    pub(super) fn end_of_line(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |found| at + found)
    }

    /// Behind the line end at `end`, if there is one.
    pub(super) fn after(&self, end: usize) -> usize {
        end + usize::from(self.text.as_bytes().get(end) == Some(&b'\n'))
    }
}

/// Where the last line of colons alone begins.
fn last_line_of_colons(text: &str) -> usize {
    let mut rest = text;
    while let Some(at) = rest.rfind(":::") {
        let begin = rest[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
        if text[begin..end].trim().bytes().all(|byte| byte == b':') {
            return begin;
        }
        rest = &rest[..begin];
    }
    0
}

/// Columns of the blanks at the beginning of a line; a tab is four.
pub(super) fn columns(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).map(|byte| if byte == b'\t' { 4 } else { 1 }).sum()
}

/// The bytes of the blanks that make up `wanted` columns.
fn indentation(line: &str, wanted: usize) -> usize {
    let mut passed = 0;
    let blanks = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t'));
    blanks
        .take_while(|byte| {
            let before = passed;
            passed += if *byte == b'\t' { 4 } else { 1 };
            before < wanted
        })
        .count()
}
