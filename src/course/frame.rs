//! What the parser is in the middle of.

use std::ops::Range;

use super::block::{Alignment, Block, BlockKind, CalloutKind, Definition, Fold, Item};
use super::fence::Fence;
use super::inline::{Inline, Inlines};

/// One open container of blocks or of inlines.
#[derive(Debug, Default)]
pub struct Frame {
    /// What it is.
    pub kind: FrameKind,
    /// Its bytes in the lesson.
    pub span: Range<usize>,
    /// The blocks that are complete.
    pub blocks: Vec<Block>,
    /// The line being written.
    pub inlines: Inlines,
    /// Where that line stands.
    pub line: Range<usize>,
    /// The HTML element that opened it; `None` for Markdown.
    pub element: Option<String>,
}

/// What can be open.
#[derive(Debug, Default)]
pub enum FrameKind {
    /// The page.
    #[default]
    Page,
    /// `>`; once its first line was read, perhaps a callout.
    Quote(Option<Mark>),
    /// The first number and the items so far.
    List(Option<u64>, Vec<Item>),
    /// Whether the box is ticked, if there is one.
    Item(Option<bool>),
    /// Its label.
    Footnote(String),
    /// `<details>`: whether it is open at first, and its title.
    Details(bool, Inlines),
    /// `<summary>`
    Summary,
    /// Words and what they mean, so far.
    Definitions(Vec<Definition>),
    /// The words of a definition.
    Term,
    /// One meaning.
    Meaning,
    /// Running text.
    Paragraph,
    /// Its level.
    Heading(u8),
    /// Columns, head, rows.
    Table(Vec<Alignment>, Vec<Inlines>, Vec<Vec<Inlines>>),
    /// The cells so far, and where the last one ended.
    Row(Vec<Inlines>, usize),
    /// One cell.
    Cell,
    /// `*…*`
    Emphasis,
    /// `**…**`
    Strong,
    /// `~~…~~`
    Strike,
    /// Where it leads, as written; whether it is a `[[…]]`; whether that has a label of its own.
    Link {
        /// As written.
        target: String,
        /// `[[…]]`
        wiki: bool,
        /// `[[…|label]]`
        labelled: bool,
    },
    /// The file and the caption.
    Image(String, Option<String>),
    /// A tag that wraps inlines.
    Tag(String),
    /// Code or a directive.
    Fence(Fence),
    /// HTML, collected.
    Html(String),
}

/// `[!NOTE]- Title`: what makes a quote a callout.
#[derive(Debug)]
pub struct Mark {
    /// Which of the five.
    pub kind: CalloutKind,
    /// Its own title.
    pub title: Option<Inlines>,
    /// `-` or `+`
    pub fold: Fold,
    /// What it becomes.
    pub role: Role,
}

/// What a marked quote becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// A callout.
    #[default]
    Callout,
    /// One of several tabs.
    Tab,
    /// Something to open and close.
    Details,
    /// Loose lines at the top of a note.
    Facts,
}

impl Frame {
    /// Whether blocks may stand in it.
    pub fn holds_blocks(&self) -> bool {
        use FrameKind::*;
        matches!(self.kind, Page | Quote(_) | Item(_) | Footnote(_) | Details(..) | Meaning)
    }

    /// Adds words to the line.
    pub fn say(&mut self, inline: Inline, span: &Range<usize>) {
        if self.inlines.is_empty() {
            self.line = span.clone();
        }
        self.line.end = self.line.end.max(span.end);
        match (self.inlines.last_mut(), inline) {
            (Some(Inline::Text(last)), Inline::Text(more)) => last.push_str(&more),
            (_, inline) => self.inlines.push(inline),
        }
    }

    /// Ends a line that no paragraph mark ended, as in a list without blank lines.
    pub fn flush(&mut self) {
        let inlines = std::mem::take(&mut self.inlines);
        let inlines = tidy(inlines);
        if !inlines.is_empty() {
            self.blocks.push(Block { kind: BlockKind::Paragraph(inlines), span: self.line.clone() });
        }
    }
}

/// Line ends of the file become spaces, and blanks at both ends go.
pub fn tidy(mut inlines: Inlines) -> Inlines {
    for inline in &mut inlines {
        if let Inline::Text(text) = inline
            && text.contains(['\n', '\t'])
        {
            *text = text.replace(['\n', '\t'], " ");
        }
    }
    if let Some(Inline::Text(first)) = inlines.first_mut() {
        *first = first.trim_start_matches([' ', '\n']).to_owned();
    }
    if let Some(Inline::Text(last)) = inlines.last_mut() {
        last.truncate(last.trim_end_matches([' ', '\n']).len());
    }
    inlines.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
    while inlines.last() == Some(&Inline::Break) {
        inlines.pop();
    }
    inlines
}
