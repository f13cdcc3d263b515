//! A lesson: its head for maps and lists, its pages for reading.

use super::directive::Directive;
use super::front_matter::{Level, PageRule};
use super::page::Page;
use super::{Block, BlockKind, inline};
use crate::problem::{Problem, Source};

/// What is known of a lesson without reading its body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LessonHead {
    /// Stable; the learner's progress hangs on it.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// A shorter title for narrow lists.
    pub short_title: Option<String>,
    /// Its file inside the course folder: `lessons/06-cold-starts.md`.
    pub path: String,
    /// The module it says it belongs to: a number or a name.
    pub module: Option<String>,
    /// Its place among the lessons when there is no `SUMMARY.md`.
    pub order: Option<f64>,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// For whom.
    pub level: Option<Level>,
    /// What it is about.
    pub services: Vec<String>,
    /// Ids of lessons to take before.
    pub prerequisites: Vec<String>,
    /// What the learner can do afterwards.
    pub objectives: Vec<String>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// In one sentence.
    pub summary: Option<String>,
    /// Hidden from lists.
    pub draft: bool,
    /// The language it is written in.
    pub lang: Option<String>,
    /// Other names that links may use.
    pub aliases: Vec<String>,
    /// What starts a new page.
    pub pages: PageRule,
    /// Whether dollar signs enclose formulas; without, they are dollars.
    pub math: bool,
    /// For its labs, unless they say otherwise.
    pub seed: Option<u64>,
    /// Whether the front matter names an `id`: then it is one of ours, and `{= … }` is computed.
    pub own: bool,
    /// Keys we do not know, kept for the info card.
    pub extra: Vec<(String, String)>,
}

/// A lesson, read.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// Title, id and the like.
    pub head: LessonHead,
    /// At least one.
    pub pages: Vec<Page>,
    /// Everything that is wrong with it, in order of place.
    pub problems: Vec<Problem>,
    /// How many characters garbled by a wrong decoding were put right; `Course::read_as_it_is` has them as in the file.
    pub repaired: usize,
    /// The file's text, to show places in; line ends and control characters already made safe.
    pub source: Source,
}

/// A line of the table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// One to six.
    pub level: u8,
    /// What it says.
    pub text: String,
    /// Its address.
    pub anchor: String,
    /// The page it stands on, from zero.
    pub page: usize,
    /// Its place among the blocks of the page, from zero.
    pub block: usize,
}

/// More mistakes than this in one lesson have one cause; nobody reads the list.
const PROBLEMS_MAX: usize = 200;

impl Lesson {
    /// A lesson whose problems stand in it, each after the block it is about.
    /// What is only remarked on stands in the list and not on the page.
    pub fn new(
        head: LessonHead,
        mut pages: Vec<Page>,
        mut problems: Vec<Problem>,
        remarks: Vec<Problem>,
        source: Source,
    ) -> Self {
        problems.sort_by_key(|problem| (problem.span.start, std::cmp::Reverse(problem.severity)));
        problems.dedup();
        if problems.len() > PROBLEMS_MAX {
            let more = problems.len() - PROBLEMS_MAX;
            problems.truncate(PROBLEMS_MAX);
            let end = source.text.len();
            problems.push(Problem::error(end..end, format!("{more} more problems are not listed")));
        }
        show(&problems, &mut pages);
        if !remarks.is_empty() {
            problems.extend(remarks.into_iter().take(PROBLEMS_MAX));
            problems.sort_by_key(|problem| (problem.span.start, std::cmp::Reverse(problem.severity)));
        }
        Self { head, pages, problems, repaired: 0, source }
    }

    /// The table of contents.
    pub fn headings(&self) -> Vec<Heading> {
        let of_page = |(page, contents): (usize, &Page)| {
            let heading = move |(place, block): (usize, &Block)| match &block.kind {
                BlockKind::Heading { level, text, anchor } => Some(Heading {
                    level: *level,
                    text: inline::words(text),
                    anchor: anchor.clone(),
                    page,
                    block: place,
                }),
                _ => None,
            };
            contents.blocks.iter().enumerate().filter_map(heading).collect::<Vec<_>>()
        };
        self.pages.iter().enumerate().flat_map(of_page).collect()
    }

    /// The heading with this anchor.
    pub fn heading(&self, anchor: &str) -> Option<Heading> {
        self.headings().into_iter().find(|heading| heading.anchor == anchor)
    }

    /// The page with this heading or page id.
    pub fn page_of(&self, anchor: &str) -> Option<usize> {
        let by_heading = self.heading(anchor).map(|heading| heading.page);
        by_heading.or_else(|| self.pages.iter().position(|page| page.id == anchor))
    }

    /// Every directive with the page it stands on, in reading order.
    pub fn directives(&self) -> Vec<(usize, &Directive)> {
        let mut found = Vec::new();
        for (number, page) in self.pages.iter().enumerate() {
            for block in &page.blocks {
                collect(block, number, &mut found);
            }
        }
        found
    }

    /// Every block, those inside others after what holds them, in reading order.
    pub fn blocks(&self) -> Vec<&Block> {
        let mut open: Vec<&Block> = self.pages.iter().rev().flat_map(|page| page.blocks.iter().rev()).collect();
        let mut found = Vec::new();
        while let Some(block) = open.pop() {
            found.push(block);
            open.extend(block.children().into_iter().rev());
        }
        found
    }

    /// The lab with this id.
    pub fn lab(&self, id: &str) -> Option<&super::LabCard> {
        self.directives().into_iter().find_map(|(_, directive)| match directive {
            Directive::Lab(card) if card.id == id => Some(card),
            _ => None,
        })
    }
}

/// Puts each problem after the block it is about; what is about no block comes first.
fn show(problems: &[Problem], pages: &mut [Page]) {
    let mut rest = problems;
    let last = pages.len().saturating_sub(1);
    for (number, page) in pages.iter_mut().enumerate() {
        let mut shown = Vec::with_capacity(page.blocks.len());
        for block in std::mem::take(&mut page.blocks) {
            let before = rest.iter().take_while(|problem| problem.span.start < block.span.start).count();
            push_problems(&mut shown, &mut rest, before);
            let end = block.span.end;
            shown.push(block);
            let inside = rest.iter().take_while(|problem| problem.span.start < end).count();
            push_problems(&mut shown, &mut rest, inside);
        }
        let until = if number == last { usize::MAX } else { page.span.end };
        let after = rest.iter().take_while(|problem| problem.span.start < until).count();
        push_problems(&mut shown, &mut rest, after);
        page.blocks = shown;
    }
}

fn push_problems(blocks: &mut Vec<Block>, rest: &mut &[Problem], count: usize) {
    if count == 0 {
        return;
    }
    let (here, later) = rest.split_at(count);
    *rest = later;
    let span = here[0].span.clone();
    blocks.push(Block { kind: BlockKind::Problems(here.to_vec()), span });
}

fn collect<'a>(block: &'a Block, page: usize, found: &mut Vec<(usize, &'a Directive)>) {
    if let BlockKind::Directive(directive) = &block.kind {
        found.push((page, directive));
    }
    for child in block.children() {
        collect(child, page, found);
    }
}
