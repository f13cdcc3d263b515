//! HTML that has a shape: tables, lists, headings, folds, code. Only in lessons written for another tool.
//!
//! Elements stand on the same stack as Markdown's containers and never reach across one of those: what is open when its
//! Markdown container ends, ends with it.

use std::ops::Range;

use super::{DEPTH_MAX, Parser};
use crate::course::block::{Alignment, Block, BlockKind, CodeBlock, Definition, Table};
use crate::course::clean;
use crate::course::frame::{Frame, FrameKind, tidy};
use crate::course::html;
use crate::course::inline::{Inline, Inlines};

impl Parser<'_> {
    /// Opens an element that has a shape; `false` for all others.
    pub(super) fn open_element(&mut self, name: &str, attributes: &str, span: &Range<usize>) -> bool {
        let kind = match name {
            "details" if span.start <= self.last_details => {
                FrameKind::Details(html::has(attributes, "open"), Inlines::new())
            }
            "summary" if self.is_in("details") => FrameKind::Summary,
            "table" => FrameKind::Table(Vec::new(), Vec::new(), Vec::new()),
            "tr" if self.is_in("table") => FrameKind::Row(Vec::new(), 0),
            "td" | "th" if self.is_in("tr") => FrameKind::Cell,
            "ul" => FrameKind::List(None, Vec::new()),
            "ol" => FrameKind::List(Some(1), Vec::new()),
            "li" if self.is_in("ul") || self.is_in("ol") => FrameKind::Item(None),
            "dl" => FrameKind::Definitions(Vec::new()),
            "dt" if self.is_in("dl") => FrameKind::Term,
            "dd" if self.is_in("dl") => FrameKind::Meaning,
            "blockquote" => FrameKind::Quote(None),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => FrameKind::Heading(name.as_bytes()[1] - b'0'),
            _ => return false,
        };
        if !self.is_foreign() || self.open.len() >= DEPTH_MAX {
            return false;
        }
        self.flush();
        // `<li>`, `<tr>` and their like end the one before.
        match name {
            "li" => self.close_down_to(&["ul", "ol"]),
            "tr" => self.close_down_to(&["table"]),
            "td" | "th" => self.close_down_to(&["tr"]),
            "dt" | "dd" => self.close_down_to(&["dl"]),
            _ => {}
        }
        if let FrameKind::Heading(level) = kind {
            self.break_before_heading(level, span.start);
        }
        self.open.push(Frame { kind, span: span.clone(), element: Some(name.to_owned()), ..Frame::default() });
        true
    }

    /// Whether an element is open, with no Markdown container inside it.
    fn is_in(&self, name: &str) -> bool {
        let elements = self.open.iter().rev().map_while(|frame| frame.element.as_deref());
        elements.into_iter().any(|element| element == name)
    }

    /// Closes what is open inside the nearest of these elements.
    fn close_down_to(&mut self, names: &[&str]) {
        while let Some(element) = self.open.last().and_then(|frame| frame.element.as_deref()) {
            if names.contains(&element) {
                return;
            }
            self.flush();
            self.close_tag();
        }
    }

    /// Closes an element and what is open in it.
    pub(super) fn close_element(&mut self, name: &str, span: &Range<usize>) {
        if !self.is_in(name) {
            self.flush();
            return;
        }
        loop {
            self.flush();
            let Some(mut frame) = self.open.pop() else { return };
            let is_it = frame.element.as_deref() == Some(name);
            frame.span.end = frame.span.end.max(span.end);
            self.close(frame);
            if is_it {
                return;
            }
        }
    }

    /// Closes every element that is open in the innermost Markdown container.
    pub(super) fn close_elements(&mut self) {
        while self.open.last().is_some_and(|frame| frame.element.is_some()) {
            self.flush();
            self.close_tag();
        }
    }

    /// Closes elements that Markdown cannot stand in: a row without a cell, a heading.
    pub(super) fn close_hollow(&mut self) {
        use FrameKind::*;
        while let Some(frame) = self.open.last() {
            let hollow =
                matches!(frame.kind, Table(..) | Row(..) | List(..) | Definitions(_) | Heading(_) | Summary | Term);
            if !hollow || frame.element.is_none() {
                return;
            }
            self.close_tag();
        }
    }

    /// Words between rows or items belong before the table or list.
    pub(super) fn hoist(&mut self, words: &str, span: &Range<usize>) -> bool {
        use FrameKind::*;
        let hollow = matches!(self.top().kind, Table(..) | Row(..) | List(..) | Definitions(_));
        if hollow && self.top().element.is_some() {
            let inlines = tidy(vec![Inline::Text(words.to_owned())]);
            if !inlines.is_empty() {
                self.add(BlockKind::Paragraph(inlines), span.clone());
            }
            return true;
        }
        false
    }

    pub(super) fn html_row(&mut self, cells: Vec<Inlines>) {
        if let FrameKind::Table(_, head, rows) = &mut self.top().kind {
            if head.is_empty() { *head = cells } else { rows.push(cells) }
        }
    }

    pub(super) fn html_table(&mut self, mut head: Vec<Inlines>, mut rows: Vec<Vec<Inlines>>, span: Range<usize>) {
        let columns = rows.iter().map(Vec::len).chain([head.len()]).max().unwrap_or(0);
        if columns == 0 {
            return;
        }
        head.resize(columns, Inlines::new());
        for row in &mut rows {
            row.resize(columns, Inlines::new());
        }
        self.add(BlockKind::Table(Table { align: vec![Alignment::Left; columns], head, rows }), span);
    }

    pub(super) fn html_code(&mut self, text: &str, lang: &str, span: &Range<usize>) {
        let text = clean::untabbed(&clean::visible(text.trim_matches('\n')));
        self.add(BlockKind::Code(CodeBlock { lang: lang.to_owned(), text, ..CodeBlock::default() }), span.clone());
    }

    pub(super) fn summary(&mut self, inlines: Inlines) {
        let title = tidy(inlines);
        if let FrameKind::Details(_, before) = &mut self.top().kind {
            *before = title;
        }
    }

    pub(super) fn term(&mut self, term: Inlines) {
        if let FrameKind::Definitions(definitions) = &mut self.top().kind {
            match definitions.last_mut().filter(|last| last.meanings.is_empty()) {
                Some(last) => last.terms.push(term),
                None => definitions.push(Definition { terms: vec![term], meanings: Vec::new() }),
            }
        }
    }

    pub(super) fn meaning(&mut self, blocks: Vec<Block>) {
        if let FrameKind::Definitions(definitions) = &mut self.top().kind {
            if definitions.is_empty() {
                definitions.push(Definition::default());
            }
            if let Some(last) = definitions.last_mut() {
                last.meanings.push(blocks);
            }
        }
    }
}

/// A block in a cell is a line of it.
pub(super) fn say_block(cell: &mut Inlines, block: Block) {
    if !cell.is_empty() {
        cell.push(Inline::Break);
    }
    match block.kind {
        BlockKind::Paragraph(inlines) | BlockKind::Heading { text: inlines, .. } => cell.extend(inlines),
        BlockKind::Image(image) => {
            cell.push(Inline::Image { alt: image.alt, target: image.target, caption: image.caption });
        }
        _ => {
            for (number, line) in block.words().lines().enumerate() {
                if number > 0 {
                    cell.push(Inline::Break);
                }
                cell.push(Inline::Text(line.to_owned()));
            }
        }
    }
}

/// Small letters below or above the line, where there are such; else the words with a mark.
pub(super) fn small(words: &str, name: &str) -> String {
    const ABOVE: [(char, char); 16] = [
        ('0', '⁰'),
        ('1', '¹'),
        ('2', '²'),
        ('3', '³'),
        ('4', '⁴'),
        ('5', '⁵'),
        ('6', '⁶'),
        ('7', '⁷'),
        ('8', '⁸'),
        ('9', '⁹'),
        ('+', '⁺'),
        ('-', '⁻'),
        ('(', '⁽'),
        (')', '⁾'),
        ('n', 'ⁿ'),
        ('i', 'ⁱ'),
    ];
    const BELOW: [(char, char); 15] = [
        ('0', '₀'),
        ('1', '₁'),
        ('2', '₂'),
        ('3', '₃'),
        ('4', '₄'),
        ('5', '₅'),
        ('6', '₆'),
        ('7', '₇'),
        ('8', '₈'),
        ('9', '₉'),
        ('+', '₊'),
        ('-', '₋'),
        ('(', '₍'),
        (')', '₎'),
        ('n', 'ₙ'),
    ];
    let (table, mark): (&[(char, char)], char) = if name == "sup" { (&ABOVE, '^') } else { (&BELOW, '_') };
    let letter = |c: char| table.iter().find(|(plain, _)| *plain == c).map(|(_, small)| *small);
    let all: Option<String> = words.chars().map(letter).collect();
    all.unwrap_or_else(|| {
        // `™` and words in small letters read as they are.
        if words.chars().all(char::is_alphanumeric) && words.chars().count() == 1 {
            format!("{mark}{words}")
        } else {
            words.to_owned()
        }
    })
}

/// What `<a href>` leads to is resolved when its words are known; here it is only taken from the tag.
pub(super) fn anchor(attributes: &str) -> Option<FrameKind> {
    let target = html::attribute(attributes, "href")?;
    Some(FrameKind::Link { target: clean::one_line(&target), wiki: false, labelled: true })
}
