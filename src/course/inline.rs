//! What a line of text is made of.

use std::fmt::Write as _;

/// A run of text with its marks.
pub type Inlines = Vec<Inline>;

/// One piece of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Words. A line end of the file is a space here.
    Text(String),
    /// `*soft*`
    Emphasis(Inlines),
    /// `**loud**`
    Strong(Inlines),
    /// `~~gone~~`
    Strike(Inlines),
    /// `==seen==`, `<mark>`
    Mark(Inlines),
    /// `` `code` ``
    Code(String),
    /// `<kbd>b</kbd>`
    Kbd(String),
    /// Something to follow.
    Link {
        /// Where it leads.
        target: LinkTarget,
        /// What it says.
        text: Inlines,
    },
    /// A line end that stays.
    Break,
    /// The number of a note at the end of this page.
    FootnoteRef {
        /// As shown.
        number: usize,
        /// As the file calls it.
        label: String,
    },
    /// A picture inside a line: its words.
    Image {
        /// What it shows.
        alt: String,
        /// The file.
        target: String,
        /// The line below it, when it stands alone.
        caption: Option<String>,
    },
    /// `{= lambda.gb_second}`: computed from the catalog, so that no price in prose can grow old.
    Value {
        /// As shown; the expression itself if it could not be computed.
        text: String,
        /// The expression as written.
        expression: String,
        /// Where the value comes from, for whoever asks; empty if it could not be computed.
        source: String,
        /// Whether it could be computed.
        known: bool,
    },
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// Another lesson of the course, perhaps at a heading.
    Lesson {
        /// Its id.
        id: String,
        /// The heading's anchor.
        anchor: Option<String>,
    },
    /// A term of the glossary, by the name it has there.
    Term(String),
    /// A heading of this lesson.
    Anchor(String),
    /// Another file of the course folder.
    File(String),
    /// The web. Never fetched by us.
    Url(String),
    /// Nowhere: what it names does not exist, or is no kind of link we follow.
    Dead(String),
}

/// The words without the marks.
pub fn words(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_words(inlines, &mut text);
    text
}

fn push_words(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Code(words) | Inline::Kbd(words) | Inline::Value { text: words, .. } => {
                text.push_str(words);
            }
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Mark(inner)
            | Inline::Link { text: inner, .. } => {
                push_words(inner, text);
            }
            Inline::Break => text.push('\n'),
            Inline::FootnoteRef { number, .. } => {
                let _ = write!(text, "[{number}]");
            }
            Inline::Image { alt, .. } => text.push_str(alt),
        }
    }
}
