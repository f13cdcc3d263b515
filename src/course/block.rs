//! What a page is made of.

use std::ops::{Range, RangeInclusive};

use super::directive::Directive;
use super::inline::{self, Inline, Inlines};
use crate::problem::Problem;

/// One block and where it stands in the lesson's text.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes in `Lesson::source`.
    pub span: Range<usize>,
}

/// Everything that can stand on a page.
#[derive(Clone, Debug)]
pub enum BlockKind {
    /// `## Watch one burst`
    Heading {
        /// One to six.
        level: u8,
        /// What it says.
        text: Inlines,
        /// Its address inside the lesson, unique: `watch-one-burst`.
        anchor: String,
    },
    /// Running text.
    Paragraph(Inlines),
    /// Bullets, numbers or tasks.
    List(List),
    /// `> …`
    Quote(Vec<Block>),
    /// `> [!NOTE]`
    Callout(Callout),
    /// Something to open and close: `<details>`.
    Details(Details),
    /// The same thing said in several ways, one of which a reader wants.
    Tabs(Vec<Tab>),
    /// Words and what they mean.
    Definitions(Vec<Definition>),
    /// Loose lines of a note that say something about it: `Status: #draft`. One line each.
    Facts(Vec<Inlines>),
    /// A fence or indented code.
    Code(CodeBlock),
    /// A grid with aligned columns.
    Table(Table),
    /// A picture alone in its paragraph.
    Image(Image),
    /// A line across the page.
    Rule,
    /// The notes of this page, in order of first mention; always the last block of a page.
    Footnotes(Vec<Footnote>),
    /// What follows on this page waits for a key.
    Pause,
    /// Words for the instructor, not for the page.
    Note(String),
    /// A lab, a prediction, a challenge, a quiz, an event.
    Directive(Box<Directive>),
    /// What is wrong with the block before, for the author's eyes.
    Problems(Vec<Problem>),
}

/// Bullets, numbers or tasks.
#[derive(Clone, Debug)]
pub struct List {
    /// The first number; `None` for bullets.
    pub start: Option<u64>,
    /// The items.
    pub items: Vec<Item>,
}

/// One item of a list.
#[derive(Clone, Debug)]
pub struct Item {
    /// The box before it, if it has one.
    pub task: Option<Task>,
    /// What it says; usually one paragraph.
    pub blocks: Vec<Block>,
}

/// A box the learner can tick. The tick lives in the learner's memory, never in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Made of the words of the item, so that moving or numbering items loses nobody's ticks.
    pub id: String,
    /// Whether the file has it ticked.
    pub done: bool,
}

/// A quote that means something.
#[derive(Clone, Debug)]
pub struct Callout {
    /// Which of the five.
    pub kind: CalloutKind,
    /// Its own title, if it has one; else the kind's.
    pub title: Option<Inlines>,
    /// Whether it can be closed, and how it stands at first.
    pub fold: Fold,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// Whether something can be closed, and how it stands at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fold {
    /// It is always open.
    #[default]
    None,
    /// It can be closed.
    Open,
    /// It can be opened.
    Closed,
}

/// Something to open and close.
#[derive(Clone, Debug)]
pub struct Details {
    /// What is seen while it is closed.
    pub title: Inlines,
    /// Whether it is open at first.
    pub open: bool,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// One of several ways to say a thing.
#[derive(Clone, Debug)]
pub struct Tab {
    /// Which way: `macOS`.
    pub title: Inlines,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// Words and what they mean.
#[derive(Clone, Debug, Default)]
pub struct Definition {
    /// One or more words that mean the same.
    pub terms: Vec<Inlines>,
    /// One or more meanings.
    pub meanings: Vec<Vec<Block>>,
}

/// GitHub's five.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalloutKind {
    /// Worth knowing.
    Note,
    /// Makes it easier.
    Tip,
    /// Needed to succeed.
    Important,
    /// Could go wrong.
    Warning,
    /// Will go wrong.
    Caution,
}

impl CalloutKind {
    /// All of them, as the file names them and as the page does.
    pub const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Note, "NOTE", "Note"),
        (Self::Tip, "TIP", "Tip"),
        (Self::Important, "IMPORTANT", "Important"),
        (Self::Warning, "WARNING", "Warning"),
        (Self::Caution, "CAUTION", "Caution"),
    ];

    /// The kind that a file names, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, written, _)| written.eq_ignore_ascii_case(name)).map(|(kind, ..)| kind)
    }

    /// `Note`
    pub fn title(self) -> &'static str {
        Self::ALL[self as usize].2
    }
}

/// Code, or another text whose lines must stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeBlock {
    /// The first word of the fence: `js`; empty for none.
    pub lang: String,
    /// How it wants to be shown.
    pub kind: CodeKind,
    /// The code, includes filled in, without the last line end.
    pub text: String,
    /// `{2|5-7|all}`: what to look at, step by step; empty for everything at once.
    pub focus: Vec<FocusStep>,
    /// `title="…"`
    pub title: Option<String>,
    /// The file it was included from.
    pub included: Option<String>,
}

/// How a code block wants to be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CodeKind {
    /// Highlighted.
    #[default]
    Source,
    /// Lines with `+` and `-` in colour.
    Diff,
    /// A drawing: never wrapped, never reflowed.
    Ascii,
    /// A session: lines after `$ ` are typed, the others are answers and dimmed.
    Console,
}

/// One step of a line focus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FocusStep {
    /// Every line.
    All,
    /// These lines, counted from one.
    Lines(Vec<RangeInclusive<usize>>),
}

impl FocusStep {
    /// Whether line `number` (from one) is meant.
    pub fn contains(&self, number: usize) -> bool {
        match self {
            Self::All => true,
            Self::Lines(ranges) => ranges.iter().any(|range| range.contains(&number)),
        }
    }
}

/// A grid with aligned columns; every row has as many cells as the head.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// One for each column.
    pub align: Vec<Alignment>,
    /// The titles.
    pub head: Vec<Inlines>,
    /// The rows.
    pub rows: Vec<Vec<Inlines>>,
}

/// Where the text of a column stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right, as figures should.
    Right,
}

/// A picture, which on a terminal is a titled box with its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    /// What it shows, in words.
    pub alt: String,
    /// The file.
    pub target: String,
    /// The line below it.
    pub caption: Option<String>,
}

/// A note at the end of the page.
#[derive(Clone, Debug)]
pub struct Footnote {
    /// As shown, counted from one on each page.
    pub number: usize,
    /// As the file calls it.
    pub label: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

impl Block {
    /// The words of this block and those inside it, in reading order, without marks.
    pub fn words(&self) -> String {
        let mut text = String::new();
        self.push_words(&mut text);
        text
    }

    fn push_words(&self, text: &mut String) {
        let mut say = |words: &str| say_in(text, words);
        match &self.kind {
            BlockKind::Code(code) => say(&code.text),
            BlockKind::Image(image) => {
                say(&image.alt);
                say(image.caption.as_deref().unwrap_or_default());
            }
            BlockKind::Table(table) => {
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    say(&row.iter().map(|cell| inline::words(cell)).collect::<Vec<_>>().join("  "));
                }
            }
            BlockKind::Directive(directive) => say(&directive.words()),
            // Each way with its name before it, each meaning after its words.
            BlockKind::Tabs(tabs) => {
                for tab in tabs {
                    say_in(text, &inline::words(&tab.title));
                    tab.blocks.iter().for_each(|block| block.push_words(text));
                }
                return;
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    definition.terms.iter().for_each(|term| say_in(text, &inline::words(term)));
                    definition.meanings.iter().flatten().for_each(|block| block.push_words(text));
                }
                return;
            }
            _ => self.lines().into_iter().for_each(|line| say(&inline::words(line))),
        }
        for block in self.children() {
            block.push_words(text);
        }
    }

    /// The lines of running text that stand in this block itself: titles, cells, terms.
    pub fn lines(&self) -> Vec<&[Inline]> {
        match &self.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => vec![text],
            BlockKind::Table(table) => {
                table.head.iter().chain(table.rows.iter().flatten()).map(Vec::as_slice).collect()
            }
            BlockKind::Callout(callout) => callout.title.as_deref().into_iter().collect(),
            BlockKind::Details(details) => vec![&details.title],
            BlockKind::Tabs(tabs) => tabs.iter().map(|tab| tab.title.as_slice()).collect(),
            BlockKind::Definitions(definitions) => {
                definitions.iter().flat_map(|definition| &definition.terms).map(Vec::as_slice).collect()
            }
            BlockKind::Facts(facts) => facts.iter().map(Vec::as_slice).collect(),
            _ => Vec::new(),
        }
    }

    /// The groups of blocks inside this one, in reading order.
    pub fn children_mut(&mut self) -> Vec<&mut [Self]> {
        match &mut self.kind {
            BlockKind::List(list) => list.items.iter_mut().map(|item| item.blocks.as_mut_slice()).collect(),
            BlockKind::Quote(blocks) => vec![blocks],
            BlockKind::Callout(callout) => vec![&mut callout.blocks],
            BlockKind::Details(details) => vec![&mut details.blocks],
            BlockKind::Tabs(tabs) => tabs.iter_mut().map(|tab| tab.blocks.as_mut_slice()).collect(),
            BlockKind::Definitions(definitions) => {
                definitions.iter_mut().flat_map(|definition| &mut definition.meanings).map(Vec::as_mut_slice).collect()
            }
            BlockKind::Footnotes(notes) => notes.iter_mut().map(|note| note.blocks.as_mut_slice()).collect(),
            _ => Vec::new(),
        }
    }

    /// The blocks inside this one, in reading order.
    pub fn children(&self) -> Vec<&Self> {
        match &self.kind {
            BlockKind::List(list) => list.items.iter().flat_map(|item| &item.blocks).collect(),
            BlockKind::Quote(blocks) => blocks.iter().collect(),
            BlockKind::Callout(callout) => callout.blocks.iter().collect(),
            BlockKind::Details(details) => details.blocks.iter().collect(),
            BlockKind::Tabs(tabs) => tabs.iter().flat_map(|tab| &tab.blocks).collect(),
            BlockKind::Definitions(definitions) => {
                definitions.iter().flat_map(|definition| &definition.meanings).flatten().collect()
            }
            BlockKind::Footnotes(notes) => notes.iter().flat_map(|note| &note.blocks).collect(),
            _ => Vec::new(),
        }
    }
}

/// Adds a line of words.
fn say_in(text: &mut String, words: &str) {
    if !text.is_empty() && !words.is_empty() {
        text.push('\n');
    }
    text.push_str(words);
}
