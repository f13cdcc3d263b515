//! Markdown into pages of blocks, in one pass over the events of the Markdown parser.
//!
//! Containers that are open stand on a stack of `Frame`s. Nothing here calls itself, and what is nested deeper than
//! anybody reads is flattened, so that no file can exhaust the stack: not here, not in whoever walks the blocks later.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{
    Alignment as ColumnAlignment, CodeBlockKind, CowStr, Event, LinkType, Options, Parser as Markdown, Tag, TagEnd,
};

use super::block::{
    Alignment, Block, BlockKind, Callout, CalloutKind, CodeBlock, CodeKind, Footnote, Image, Item, List, Table, Task,
};
use super::clean;
use super::course::Course;
use super::directive::{self, Desk};
use super::fence::Fence;
use super::frame::{Frame, FrameKind, tidy};
use super::front_matter::PageRule;
use super::html::{self, Command, Piece};
use super::include::Include;
use super::inline::{self, Inline, Inlines, LinkTarget};
use super::lesson::LessonHead;
use super::link;
use super::page::Page;
use super::slug::{Slugs, slug};
use super::value;
use crate::catalog::Catalog;
use crate::problem::{Problem, nearest};

/// Nobody reads quotes or lists deeper than this, and no terminal has the columns; what is inside still shows, flat.
const DEPTH_MAX: usize = 24;

/// A page is laid out as a whole; one of more blocks than this is cut in two so that turning to it stays immediate.
const PAGE_BLOCKS_MAX: usize = 1_500;

/// What editors put in where nobody wrote anything.
const EMPTY_WORDS: [&str; 2] = ["image", "alt text"];

/// What a lesson can refer to.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The course it belongs to.
    pub course: &'a Course,
    /// Prices and quotas.
    pub catalog: &'a Arc<Catalog>,
    /// Its own head.
    pub head: &'a LessonHead,
}

/// What parsing a body gives.
#[derive(Debug, Default)]
pub struct Parsed {
    /// At least one.
    pub pages: Vec<Page>,
    /// What is wrong, in order of place.
    pub problems: Vec<Problem>,
}

/// Reads the body of a lesson: `text` from byte `body` on. Every span counts from the start of `text`.
pub fn parse(text: &str, body: usize, around: Surroundings<'_>) -> Parsed {
    let mut parser = Parser::new(text, body, around);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_WIKILINKS;
    for (event, range) in Markdown::new_ext(&text[body..], options).into_offset_iter() {
        parser.take(event, range.start + body..range.end + body);
    }
    parser.finish()
}

/// A page before its footnotes are known.
#[derive(Default)]
struct Draft {
    blocks: Vec<Block>,
    span: Range<usize>,
    /// Labels in order of first mention; a note's number is its place here, from one.
    notes: Vec<String>,
}

/// A footnote before its page is known.
struct Definition {
    page: usize,
    blocks: Vec<Block>,
    mentioned: bool,
}

struct Parser<'a> {
    text: &'a str,
    around: Surroundings<'a>,
    folder: &'a str,
    open: Vec<Frame>,
    /// For each open tag of the Markdown parser, whether it has a frame.
    framed: Vec<bool>,
    /// Events before this byte belong to an expression that was already taken.
    taken: usize,
    pages: Vec<Draft>,
    page_start: usize,
    notes: Vec<String>,
    definitions: BTreeMap<String, Definition>,
    anchors: Slugs,
    anchor_links: Vec<(String, Range<usize>)>,
    tasks: Slugs,
    desk: Desk<'a>,
    problems: Vec<Problem>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, body: usize, around: Surroundings<'a>) -> Self {
        let folder = around.head.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        Self {
            text,
            around,
            folder,
            open: vec![Frame::default()],
            framed: Vec::new(),
            taken: 0,
            pages: Vec::new(),
            page_start: body,
            notes: Vec::new(),
            definitions: BTreeMap::new(),
            anchors: Slugs::default(),
            anchor_links: Vec::new(),
            tasks: Slugs::default(),
            desk: Desk::new(around),
            problems: Vec::new(),
        }
    }

    // ---- events

    fn take(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) => self.text(&text, span),
            Event::Code(code) if span.start >= self.taken => {
                self.say(Inline::Code(clean::one_line(&code)), &span);
            }
            Event::SoftBreak if span.start >= self.taken => self.say(Inline::Text("\n".to_owned()), &span),
            Event::HardBreak if span.start >= self.taken => self.say(Inline::Break, &span),
            Event::Html(html) => self.html(&html, &span),
            Event::InlineHtml(tag) if span.start >= self.taken => self.inline_html(&tag, &span),
            Event::FootnoteReference(label) => self.mention(&label, &span),
            Event::Rule => self.rule(span),
            Event::TaskListMarker(done) => self.task(done),
            // Math stays off, and what an expression has taken is not said twice.
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Range<usize>) {
        let inside_taken = span.start < self.taken;
        let Some(kind) = self.kind(tag, &span).filter(|kind| !inside_taken && self.fits(kind)) else {
            self.framed.push(false);
            return;
        };
        self.close_tags();
        let starts_block = !is_inline(&kind);
        if starts_block && self.top().holds_blocks() {
            self.top().flush();
        }
        if let FrameKind::Heading(level) = kind {
            self.break_before_heading(level, span.start);
        }
        self.framed.push(true);
        self.open.push(Frame { kind, span, ..Frame::default() });
    }

    /// Leaves always fit; containers only to the depth that anybody reads.
    fn fits(&self, kind: &FrameKind) -> bool {
        let leaf =
            matches!(kind, FrameKind::Fence(_) | FrameKind::Html(_) | FrameKind::Paragraph | FrameKind::Heading(_));
        let in_table = matches!(kind, FrameKind::Row(..))
            && matches!(self.open.last().map(|f| &f.kind), Some(FrameKind::Table(..)));
        let in_row =
            matches!(kind, FrameKind::Cell) && matches!(self.open.last().map(|f| &f.kind), Some(FrameKind::Row(..)));
        let in_list = matches!(self.open.last().map(|f| &f.kind), Some(FrameKind::List(..)));
        match kind {
            FrameKind::Row(..) => in_table,
            FrameKind::Cell => in_row,
            FrameKind::Item(_) => in_list,
            _ => leaf || self.open.len() < DEPTH_MAX,
        }
    }

    fn kind(&mut self, tag: Tag<'_>, span: &Range<usize>) -> Option<FrameKind> {
        Some(match tag {
            Tag::Paragraph => FrameKind::Paragraph,
            Tag::Heading { level, .. } => FrameKind::Heading(level as u8),
            Tag::BlockQuote(_) => FrameKind::Quote(None),
            Tag::CodeBlock(kind) => FrameKind::Fence(self.fence(&kind, span)),
            Tag::HtmlBlock => FrameKind::Html(String::new()),
            Tag::List(start) => FrameKind::List(start, Vec::new()),
            Tag::Item => FrameKind::Item(None),
            Tag::FootnoteDefinition(label) => FrameKind::Footnote(clean::one_line(&label)),
            Tag::Table(columns) => {
                FrameKind::Table(columns.iter().copied().map(aligned).collect(), Vec::new(), Vec::new())
            }
            Tag::TableHead | Tag::TableRow => FrameKind::Row(Vec::new(), span.start),
            Tag::TableCell => FrameKind::Cell,
            Tag::Emphasis => FrameKind::Emphasis,
            Tag::Strong => FrameKind::Strong,
            Tag::Strikethrough => FrameKind::Strike,
            Tag::Link { link_type, dest_url, .. } => link_kind(link_type, &dest_url),
            Tag::Image { dest_url, title, .. } => {
                let caption = Some(clean::one_line(&title)).filter(|title| !title.is_empty());
                FrameKind::Image(clean::one_line(&dest_url), caption)
            }
            // Options that stay off.
            _ => return None,
        })
    }

    fn fence(&mut self, kind: &CodeBlockKind<'_>, span: &Range<usize>) -> Fence {
        let info = match kind {
            CodeBlockKind::Fenced(info) => clean::one_line(info),
            CodeBlockKind::Indented => String::new(),
        };
        let (mut fence, problems) = Fence::new(self.text, span.clone(), &info);
        fence.indented = matches!(kind, CodeBlockKind::Indented);
        self.problems.extend(problems);
        fence
    }

    fn end(&mut self, tag: TagEnd, span: Range<usize>) {
        if !self.framed.pop().unwrap_or(false) {
            // What is flattened must not run together.
            if matches!(tag, TagEnd::Item | TagEnd::TableCell | TagEnd::BlockQuote(_)) {
                self.say(Inline::Text(" ".to_owned()), &(span.end..span.end));
            }
            return;
        }
        self.close_tags();
        if self.top().holds_blocks() {
            self.top().flush();
        }
        let Some(frame) = self.open.pop() else { return };
        self.close(frame);
        if matches!(tag, TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::HtmlBlock) {
            self.cut_long_page(span.end);
        }
    }

    fn close(&mut self, frame: Frame) {
        let Frame { kind, span, blocks, inlines, .. } = frame;
        match kind {
            FrameKind::Page => {}
            FrameKind::Paragraph => self.paragraph(inlines, span),
            FrameKind::Heading(level) => self.heading(level, inlines, span),
            FrameKind::Quote(None) => self.add(BlockKind::Quote(blocks), span),
            FrameKind::Quote(Some((kind, title))) => {
                self.add(BlockKind::Callout(Callout { kind, title, blocks }), span);
            }
            FrameKind::List(start, items) => self.add(BlockKind::List(List { start, items }), span),
            FrameKind::Item(task) => self.item(task, blocks),
            FrameKind::Footnote(label) => self.define(label, blocks),
            FrameKind::Table(align, head, rows) => self.add(BlockKind::Table(Table { align, head, rows }), span),
            FrameKind::Row(cells, cell_end) => self.row(cells, cell_end, &span),
            FrameKind::Cell => self.cell(tidy(inlines), &span),
            FrameKind::Emphasis => self.say(Inline::Emphasis(spaced(inlines)), &span),
            FrameKind::Strong => self.say(Inline::Strong(spaced(inlines)), &span),
            FrameKind::Strike => self.say(Inline::Strike(spaced(inlines)), &span),
            FrameKind::Link { target, wiki, labelled } => self.link(&target, wiki, labelled, spaced(inlines), &span),
            FrameKind::Image(target, caption) => self.image(target, caption, &inlines, &span),
            FrameKind::Tag(name) => self.tag(&name, spaced(inlines), &span),
            FrameKind::Fence(fence) => self.fence_end(fence, span),
            FrameKind::Html(html) => self.html_block(&html, &span),
        }
    }

    // ---- inlines

    fn top(&mut self) -> &mut Frame {
        if self.open.is_empty() {
            self.open.push(Frame::default());
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    fn say(&mut self, inline: Inline, span: &Range<usize>) {
        match &mut self.top().kind {
            FrameKind::Fence(_)
            | FrameKind::Html(_)
            | FrameKind::List(..)
            | FrameKind::Table(..)
            | FrameKind::Row(..) => {}
            _ => self.top().say(inline, span),
        }
    }

    fn text(&mut self, text: &CowStr<'_>, span: Range<usize>) {
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
    fn value(&mut self, rest: &str, at: usize, found: usize) -> Option<usize> {
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

    fn mention(&mut self, label: &str, span: &Range<usize>) {
        let label = clean::one_line(label);
        let known = self.notes.iter().position(|note| *note == label);
        let number = known.unwrap_or_else(|| {
            self.notes.push(label.clone());
            self.notes.len() - 1
        });
        self.say(Inline::FootnoteRef { number: number + 1, label }, span);
    }

    fn link(&mut self, target: &str, wiki: bool, labelled: bool, text: Inlines, span: &Range<usize>) {
        let resolved = if wiki {
            link::wiki(self.around.course, target)
        } else {
            link::plain(self.around.course, self.folder, target)
        };
        if let Some(wrong) = resolved.wrong {
            let problem = Problem::error(span.clone(), wrong.message);
            self.problems.push(match wrong.help {
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

    fn image(&mut self, target: String, caption: Option<String>, inlines: &[Inline], span: &Range<usize>) {
        let mut alt = inline::words(inlines).replace('\n', " ").trim().to_owned();
        if alt.is_empty() || EMPTY_WORDS.iter().any(|words| alt.eq_ignore_ascii_case(words)) {
            let problem = Problem::error(span.clone(), "this picture has no words");
            self.problems.push(problem.with_help("say in ![…] what it shows, for whoever cannot see it"));
            target.rsplit('/').next().unwrap_or_default().clone_into(&mut alt);
        }
        self.say(Inline::Image { alt, target, caption }, span);
    }

    // ---- blocks

    fn add(&mut self, kind: BlockKind, span: Range<usize>) {
        let holder = self.open.iter().rposition(Frame::holds_blocks).unwrap_or(0);
        if let Some(frame) = self.open.get_mut(holder) {
            frame.blocks.push(Block { kind, span });
        }
    }

    fn paragraph(&mut self, inlines: Inlines, span: Range<usize>) {
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
    fn callout_mark(&mut self, mut inlines: Inlines) -> Inlines {
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
        *mark = Some((known.unwrap_or(CalloutKind::Note), title));
        if known.is_none() {
            let names = CalloutKind::ALL.map(|(_, written, _)| written);
            let start = self.text[at..].find(&name).map_or(at, |found| at + found);
            let mut problem = Problem::unknown(start..start + name.len(), "callout", &name, names);
            problem.severity = crate::problem::Severity::Warning;
            self.problems.push(problem);
        }
        body
    }

    fn heading(&mut self, level: u8, inlines: Inlines, span: Range<usize>) {
        let text = tidy(inlines);
        let anchor = self.anchors.fresh(&inline::words(&text));
        self.add(BlockKind::Heading { level, text, anchor }, span);
    }

    fn item(&mut self, ticked: Option<bool>, blocks: Vec<Block>) {
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
    fn task(&mut self, done: bool) {
        let item = self.open.iter_mut().rev().find(|frame| matches!(frame.kind, FrameKind::Item(_)));
        if let Some(frame) = item {
            frame.kind = FrameKind::Item(Some(done));
        }
    }

    fn cell(&mut self, inlines: Inlines, span: &Range<usize>) {
        if let FrameKind::Row(cells, end) = &mut self.top().kind {
            cells.push(inlines);
            *end = span.end;
        }
    }

    fn row(&mut self, mut cells: Vec<Inlines>, cell_end: usize, span: &Range<usize>) {
        self.surplus(&mut cells, cell_end, span);
        if let FrameKind::Table(_, head, rows) = &mut self.top().kind {
            if head.is_empty() { *head = cells } else { rows.push(cells) }
        }
    }

    /// The Markdown parser drops cells that no column waits for; their words join the last cell.
    fn surplus(&mut self, cells: &mut [Inlines], cell_end: usize, span: &Range<usize>) {
        let line = self.text.get(cell_end..span.end.max(cell_end)).unwrap_or_default();
        let line = line.split('\n').next().unwrap_or_default();
        let words = line.trim_matches(|c: char| c == '|' || c.is_whitespace());
        if words.is_empty() {
            return;
        }
        if let Some(last) = cells.last_mut() {
            last.push(Inline::Text(format!(" {}", clean::one_line(words))));
        }
        let start = cell_end + line.find(words).unwrap_or(0);
        let problem =
            Problem::warning(start..start + words.len(), "this row has more cells than the table has columns");
        self.problems.push(problem.with_help("write `\\|` for a bar inside a cell"));
    }

    fn fence_end(&mut self, mut fence: Fence, span: Range<usize>) {
        // The range of an unclosed fence or of indented code ends with a blank line that is not its own.
        fence.span = span.clone();
        if let Some(ticks) = fence.unclosed(self.text) {
            self.open_ended(&fence, ticks);
            return;
        }
        if let Some(kind) = directive::kind(&fence.info.word) {
            let read = kind.read(&fence, &mut self.desk);
            self.problems.append(&mut self.desk.problems);
            if let Some(directive) = read {
                self.add(BlockKind::Directive(Box::new(directive)), span);
                return;
            }
        }
        self.problems.extend(directive::misspelt(&fence));
        let code = self.code(&fence);
        self.add(BlockKind::Code(code), span);
    }

    /// What such a fence swallowed is shown as code; reading it as a directive would say a hundred things about prose.
    fn open_ended(&mut self, fence: &Fence, ticks: Range<usize>) {
        if let (Some(kind), Some(id)) = (directive::kind(&fence.info.word), fence.info.get("id")) {
            self.desk.claim(kind.name, id, fence.key_place("id"));
        }
        let marks = self.text[ticks.clone()].to_owned();
        let problem = Problem::error(ticks, "this fence is never closed");
        self.problems
            .push(problem.with_help(format!("end it with a line {marks}; everything below is code until then")));
        let code = self.code(fence);
        self.add(BlockKind::Code(code), fence.span.clone());
    }

    fn code(&mut self, fence: &Fence) -> CodeBlock {
        let lang = fence.info.word.trim_start_matches('.').to_owned();
        let kind = match lang.as_str() {
            "diff" => CodeKind::Diff,
            "ascii" => CodeKind::Ascii,
            "console" => CodeKind::Console,
            _ => CodeKind::Source,
        };
        let (text, included) = self.included(fence);
        let text = clean::untabbed(&clean::visible(text.trim_end_matches('\n')));
        let title = fence.info.get("title").map(str::to_owned);
        self.question_focus(fence, &text);
        CodeBlock { lang, kind, text, focus: fence.info.focus.clone(), title, included }
    }

    /// The body with its include lines replaced by what they name.
    fn included(&mut self, fence: &Fence) -> (String, Option<String>) {
        if !fence.body.contains("{{#include") {
            return (fence.body.clone(), None);
        }
        let mut text = String::new();
        let mut from = None;
        let mut at = 0;
        for line in fence.body.split_inclusive('\n') {
            let asked = Include::parse(line);
            match asked.as_ref().map(|include| include.read(&self.around.course.files, self.folder)) {
                Some(Ok((path, lines))) => {
                    text.push_str(&lines);
                    text.push('\n');
                    from.get_or_insert(path);
                }
                Some(Err(message)) => {
                    let place = fence.place(&(at..at + line.trim_end().len()));
                    self.problems.push(Problem::error(place, format!("cannot include: {message}")));
                    text.push_str(line);
                }
                None => text.push_str(line),
            }
            at += line.len();
        }
        (text, from)
    }

    fn question_focus(&mut self, fence: &Fence, text: &str) {
        let lines = text.lines().count();
        let last = fence.info.focus.iter().filter_map(|step| match step {
            super::block::FocusStep::Lines(ranges) => ranges.iter().map(|range| *range.end()).max(),
            super::block::FocusStep::All => None,
        });
        if let Some(last) = last.max().filter(|last| *last > lines) {
            let message = format!("the line focus names line {last}, but the code has {lines}");
            self.problems.push(Problem::warning(fence.head(), message));
        }
    }

    fn quiz_file(&mut self, path: &str, span: Range<usize>) {
        let read = directive::quiz_from_file(path, span.clone(), &mut self.desk);
        self.problems.append(&mut self.desk.problems);
        match read {
            Some(directive) => self.add(BlockKind::Directive(Box::new(directive)), span),
            None => {
                let words = format!("{{{{#quiz {path}}}}}");
                self.add(BlockKind::Paragraph(vec![Inline::Text(words)]), span);
            }
        }
    }

    // ---- html

    fn html(&mut self, html: &str, span: &Range<usize>) {
        match &mut self.top().kind {
            FrameKind::Html(collected) => collected.push_str(html),
            _ => self.inline_html(html, span),
        }
    }

    fn html_block(&mut self, html: &str, span: &Range<usize>) {
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
    fn question_open_comment(&mut self, span: &Range<usize>) {
        let html = &self.text[span.clone()];
        let Some(at) = html.rfind("<!--").filter(|at| !html[*at..].contains("-->")) else { return };
        let start = span.start + at;
        let end = start + html[at..].lines().next().map_or(0, str::len);
        let problem = Problem::warning(start..end, "this comment is never closed and hides what follows");
        self.problems.push(problem.with_help("end it with `-->`"));
    }

    fn flush(&mut self) {
        if self.top().holds_blocks() {
            self.top().flush();
        }
    }

    fn inline_html(&mut self, html: &str, span: &Range<usize>) {
        for piece in html::pieces(html) {
            match piece {
                Piece::Comment(comment) => self.comment(&comment, span, false),
                Piece::Text(text) => self.say(Inline::Text(text), span),
                piece => self.inline_tag(piece, span),
            }
        }
    }

    fn inline_tag(&mut self, piece: Piece, span: &Range<usize>) {
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
    fn close_tags(&mut self) {
        while matches!(self.top().kind, FrameKind::Tag(_)) {
            self.close_tag();
        }
    }

    fn close_tag(&mut self) {
        if let Some(frame) = self.open.pop() {
            self.close(frame);
        }
    }

    fn tag(&mut self, name: &str, inlines: Inlines, span: &Range<usize>) {
        let inline = match name {
            "kbd" => Inline::Kbd(inline::words(&inlines)),
            "code" => Inline::Code(inline::words(&inlines)),
            "b" | "strong" => Inline::Strong(inlines),
            "s" | "del" => Inline::Strike(inlines),
            _ => Inline::Emphasis(inlines),
        };
        self.say(inline, span);
    }

    fn comment(&mut self, comment: &str, span: &Range<usize>, alone: bool) {
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
    fn question_comment(&mut self, comment: &str, span: &Range<usize>) {
        let word = comment.split(':').next().unwrap_or_default().trim();
        let meant = nearest(word, html::COMMANDS).filter(|_| !word.contains(char::is_whitespace));
        if let Some(meant) = meant {
            let problem = Problem::warning(span.clone(), format!("unknown command `{}`", clean::one_line(word)));
            self.problems.push(problem.with_help(format!("did you mean `<!-- {meant} -->`?")));
        }
    }

    fn misplaced(&mut self, command: &Command, span: &Range<usize>) {
        let name = if *command == Command::Pause { "pause" } else { "pagebreak" };
        let message = format!("a {name} inside a paragraph, list or quote does nothing");
        self.problems
            .push(Problem::warning(span.clone(), message).with_help("put it on a line of its own, not indented"));
    }

    // ---- pages

    fn rule(&mut self, span: Range<usize>) {
        self.flush();
        if self.around.head.pages == PageRule::Rule && self.open.len() == 1 {
            self.turn(span.start, span.end);
        } else {
            self.add(BlockKind::Rule, span);
        }
    }

    fn break_before_heading(&mut self, level: u8, at: usize) {
        let deepest = match self.around.head.pages {
            PageRule::Heading1 => 1,
            PageRule::Heading2 => 2,
            _ => 0,
        };
        if level <= deepest && self.open.len() == 1 {
            self.turn(at, at);
        }
    }

    fn cut_long_page(&mut self, at: usize) {
        if self.open.len() == 1 && self.open[0].blocks.len() >= PAGE_BLOCKS_MAX {
            self.turn(at, at);
        }
    }

    /// Ends a page; one without blocks is no page.
    fn turn(&mut self, end: usize, next: usize) {
        self.flush();
        let blocks = std::mem::take(&mut self.top().blocks);
        if blocks.is_empty() {
            self.page_start = next;
            return;
        }
        let notes = std::mem::take(&mut self.notes);
        self.pages.push(Draft { blocks, span: self.page_start..end, notes });
        self.page_start = next;
    }

    fn define(&mut self, label: String, blocks: Vec<Block>) {
        let page = self.pages.len();
        self.definitions.entry(label).or_insert(Definition { page, blocks, mentioned: false });
    }

    fn finish(mut self) -> Parsed {
        self.close_tags();
        let end = self.text.len();
        self.turn(end, end);
        if self.pages.is_empty() {
            self.pages.push(Draft { span: self.page_start.min(end)..end, ..Draft::default() });
        }
        self.place_notes();
        self.question_anchors();
        self.problems.append(&mut self.desk.finish());
        self.problems.sort_by_key(|problem| (problem.span.start, std::cmp::Reverse(problem.severity)));
        self.problems.dedup();
        let mut ids = Slugs::default();
        let title = &self.around.head.title;
        let pages: Vec<Page> = self.pages.into_iter().map(|draft| page(draft, title, &mut ids)).collect();
        Parsed { pages, problems: self.problems }
    }

    /// The Markdown parser takes a mention without a note for words: `[^name]`.
    fn question_notes(&mut self, inlines: &[Inline], span: &Range<usize>) {
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
                self.problems.push(problem.with_help(format!("write it on a line of its own: `{mention}: …`")));
            }
        }
    }

    /// Notes stand at the end of the page that mentions them; one that no page mentions, at the end of its own.
    fn place_notes(&mut self) {
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

    fn push_notes(&mut self, page: usize, mut notes: Vec<Footnote>) {
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

    fn question_anchors(&mut self) {
        for (anchor, span) in std::mem::take(&mut self.anchor_links) {
            if !self.anchors.contains(&slug(&anchor)) {
                let known = nearest(&anchor, self.anchors.all()).map(|near| format!("did you mean `#{near}`?"));
                let problem = Problem::error(span, format!("this lesson has no heading `#{anchor}`"));
                self.problems.push(match known {
                    Some(help) => problem.with_help(help),
                    None => problem,
                });
            }
        }
    }
}

fn page(draft: Draft, lesson_title: &str, ids: &mut Slugs) -> Page {
    let heading = draft.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Heading { text, .. } => Some(inline::words(text)),
        _ => None,
    });
    let title = heading.unwrap_or_else(|| lesson_title.to_owned());
    Page { id: ids.fresh(&title), title, blocks: draft.blocks, span: draft.span }
}

/// Line ends inside marks become spaces at once; the outer line still needs its own to find a callout's title.
fn spaced(mut inlines: Inlines) -> Inlines {
    for inline in &mut inlines {
        if let Inline::Text(text) = inline {
            *text = text.replace(['\n', '\t'], " ");
        }
    }
    inlines
}

/// What stands before the line end in piece `line`, and what after it.
fn split_line(mut inlines: Inlines, line: Option<usize>) -> (Option<Inlines>, Inlines) {
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

fn link_kind(link_type: LinkType, target: &str) -> FrameKind {
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

fn aligned(column: ColumnAlignment) -> Alignment {
    match column {
        ColumnAlignment::None | ColumnAlignment::Left => Alignment::Left,
        ColumnAlignment::Center => Alignment::Center,
        ColumnAlignment::Right => Alignment::Right,
    }
}

fn is_inline(kind: &FrameKind) -> bool {
    use FrameKind::*;
    matches!(kind, Emphasis | Strong | Strike | Link { .. } | Image(..) | Tag(_))
}

fn wraps(name: &str) -> bool {
    matches!(name, "kbd" | "code" | "b" | "strong" | "s" | "del" | "i" | "em")
}

fn is_block_tag(name: &str) -> bool {
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
