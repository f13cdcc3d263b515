//! Markdown into pages of blocks, in one pass over the events of the Markdown parser.
//!
//! Containers that are open stand on a stack of `Frame`s. Nothing here calls itself, and what is nested deeper than
//! anybody reads is flattened, so that no file can exhaust the stack: not here, not in whoever walks the blocks later.

mod blocks;
mod callouts;
mod elements;
mod fences;
mod inlines;
mod markup;
mod notes;
mod pages;
mod place;
mod table;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser as Markdown, Tag, TagEnd};

use self::inlines::{is_inline, is_picture, link_kind, spaced};
use self::pages::page;
use self::table::aligned;
use crate::catalog::Catalog;
use crate::course::block::{Block, BlockKind, List, Table};
use crate::course::clean;
use crate::course::course::Course;
use crate::course::dialect;
use crate::course::directive::Desk;
use crate::course::fence::Fence;
use crate::course::frame::{Frame, FrameKind, tidy};
use crate::course::inline::Inline;
use crate::course::lesson::LessonHead;
use crate::course::page::Page;
use crate::course::slug::Slugs;
use crate::problem::Problem;

/// Nobody reads quotes or lists deeper than this, and no terminal has the columns; what is inside still shows, flat.
const DEPTH_MAX: usize = 24;

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
    /// What is unusual in a lesson of another tool: listed for its author, not shown to its reader.
    pub remarks: Vec<Problem>,
}

/// Reads the body of a lesson: `text` from byte `body` on. Every span counts from the start of `text`.
pub fn parse(text: &str, body: usize, around: Surroundings<'_>) -> Parsed {
    Parser::new(text, body, around).run(body, OPTIONS)
}

/// The same for a lesson written for another tool. Spans count from the start of `text`, although it is written anew.
pub fn parse_foreign(text: &str, body: usize, around: Surroundings<'_>) -> Parsed {
    let rewritten = dialect::rewritten(text, body, around.head);
    let mut parser = Parser::new(&rewritten.text, body, around);
    parser.breaks.clone_from(&rewritten.breaks);
    let mut parsed = parser.run(body, OPTIONS.union(Options::ENABLE_DEFINITION_LIST));
    place::in_the_file(&mut parsed, &rewritten);
    parsed.remarks.extend(rewritten.remarks);
    parsed
}

/// What Markdown is here.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_WIKILINKS);

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
    remarks: Vec<Problem>,
    /// Headings that begin a page.
    breaks: Vec<usize>,
    /// No `<details>` behind this byte ever ends.
    last_details: usize,
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
            remarks: Vec::new(),
            breaks: Vec::new(),
            last_details: text.rfind("</details").unwrap_or(0),
        }
    }

    fn run(mut self, body: usize, options: Options) -> Parsed {
        let options = if self.around.head.math { options.union(Options::ENABLE_MATH) } else { options };
        for (event, range) in Markdown::new_ext(&self.text[body..], options).into_offset_iter() {
            self.take(event, range.start + body..range.end + body);
        }
        self.finish()
    }

    /// Whether the lesson was written for another tool.
    fn is_foreign(&self) -> bool {
        !self.around.head.own
    }

    /// Something that an author of ours did wrong, and an author of another tool perhaps not.
    fn remark(&mut self, problem: Problem) {
        if self.is_foreign() { self.remarks.push(problem) } else { self.problems.push(problem) }
    }

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
            Event::InlineMath(tex) if span.start >= self.taken => self.formula(&tex, false, &span),
            Event::DisplayMath(tex) if span.start >= self.taken => self.formula(&tex, true, &span),
            // What an expression has taken is not said twice.
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
        if starts_block && !matches!(kind, FrameKind::Html(_)) {
            self.close_hollow();
        }
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
        let in_definitions = matches!(self.open.last().map(|f| &f.kind), Some(FrameKind::Definitions(_)));
        match kind {
            FrameKind::Row(..) => in_table,
            FrameKind::Cell => in_row,
            FrameKind::Item(_) => in_list,
            FrameKind::Term | FrameKind::Meaning => in_definitions,
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
            Tag::DefinitionList => FrameKind::Definitions(Vec::new()),
            Tag::DefinitionListTitle => FrameKind::Term,
            Tag::DefinitionListDefinition => FrameKind::Meaning,
            Tag::Image { link_type: link_type @ LinkType::WikiLink { .. }, dest_url, .. }
                if self.is_foreign() && !is_picture(&dest_url) =>
            {
                link_kind(link_type, &dest_url)
            }
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
            let apart = matches!(
                tag,
                TagEnd::Item
                    | TagEnd::TableCell
                    | TagEnd::BlockQuote(_)
                    | TagEnd::DefinitionListTitle
                    | TagEnd::DefinitionListDefinition
            );
            if apart {
                self.say(Inline::Text(" ".to_owned()), &(span.end..span.end));
            }
            return;
        }
        self.close_elements();
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
        let Frame { kind, span, blocks, inlines, element, .. } = frame;
        match kind {
            FrameKind::Table(_, head, rows) if element.is_some() => self.html_table(head, rows, span),
            FrameKind::Row(cells, _) if element.is_some() => self.html_row(cells),
            FrameKind::List(_, items) if element.is_some() && items.is_empty() => {}
            FrameKind::Page => {}
            FrameKind::Paragraph => self.paragraph(inlines, span),
            FrameKind::Heading(level) => self.heading(level, inlines, span),
            FrameKind::Quote(None) => self.add(BlockKind::Quote(blocks), span),
            FrameKind::Quote(Some(mark)) => self.marked_quote(mark, blocks, span),
            FrameKind::Details(open, title) => self.details(title, open, blocks, span),
            FrameKind::Summary => self.summary(inlines),
            FrameKind::Definitions(definitions) => self.add(BlockKind::Definitions(definitions), span),
            FrameKind::Term => self.term(tidy(inlines)),
            FrameKind::Meaning => self.meaning(blocks),
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

    fn top(&mut self) -> &mut Frame {
        if self.open.is_empty() {
            self.open.push(Frame::default());
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    fn finish(mut self) -> Parsed {
        self.close_elements();
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
        Parsed { pages, problems: self.problems, remarks: self.remarks }
    }
}
