//! What of a block is laid out at once. Most blocks are one part; a list of ten thousand items or code of as many lines is laid out as far
//! as it is in view.

use std::ops::Range;

use super::{Reading, Row, list, paragraph, table};
use crate::course::{Block, BlockKind, CodeBlock, Inline, Inlines};

/// Items, table rows and lines of code that are laid out together.
const TOGETHER: usize = 100;
/// A block with fewer of them is one part.
const MANY: usize = 400;
/// Bytes of running text that are wrapped together; longer paragraphs are machine-made and nobody minds where they break.
const WORDS: usize = 8 * 1024;

/// A part of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The block, by its place on the page.
    pub block: usize,
    stretch: Stretch,
}

/// Which part.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stretch {
    /// All of it.
    Whole,
    /// Items of a list or rows of a table.
    Items(Range<usize>),
    /// Bytes of a code block, and the lines in them.
    Lines(Range<usize>, usize),
    /// Running text from one place to another: the inline and the byte in it.
    Words((usize, usize), (usize, usize)),
}

impl Part {
    /// The parts of a block, in reading order.
    pub(super) fn of(place: usize, block: &Block) -> Vec<Self> {
        let stretches = match &block.kind {
            BlockKind::List(list) if list.items.len() > MANY => items(list.items.len()),
            BlockKind::Table(table) if table.rows.len() > MANY => items(table.rows.len()),
            BlockKind::Code(code) if code.text.len() > WORDS && code.focus.is_empty() => lines(&code.text),
            BlockKind::Paragraph(inlines) if block.span.len() > 4 * WORDS => words(inlines),
            _ => vec![Stretch::Whole],
        };
        stretches.into_iter().map(|stretch| Self { block: place, stretch }).collect()
    }

    /// About how many rows it will have, without a look at its text.
    pub(super) fn estimate(&self, block: &Block, width: usize) -> usize {
        let bytes = |bytes: usize| bytes / width.max(1) + 1;
        match (&self.stretch, &block.kind) {
            (_, BlockKind::Pause | BlockKind::Note(_)) => 0,
            (Stretch::Whole, BlockKind::Code(code)) => code.text.lines().count(),
            (Stretch::Whole, BlockKind::List(list)) => list.items.len().max(bytes(block.span.len())),
            (Stretch::Whole, BlockKind::Table(table)) => table.rows.len() + 2,
            (Stretch::Whole, _) => bytes(block.span.len()),
            (Stretch::Items(range), _) => range.len(),
            (Stretch::Lines(_, lines), _) => *lines,
            (Stretch::Words(..), _) => bytes(WORDS),
        }
    }

    /// Its rows.
    pub(super) fn rows(&self, block: &Block, reading: &Reading<'_>, width: usize) -> Vec<Row> {
        match (&self.stretch, &block.kind) {
            (Stretch::Items(range), BlockKind::List(list)) => list::rows_of(list, range.clone(), reading, width),
            (Stretch::Items(range), BlockKind::Table(table)) => table::rows_of(table, range.clone(), reading, width),
            (Stretch::Lines(range, _), BlockKind::Code(code)) => {
                let part = part_of_code(code, range);
                super::block(&Block { kind: BlockKind::Code(part), span: block.span.clone() }, reading, width)
            }
            (Stretch::Words(start, end), BlockKind::Paragraph(inlines)) => {
                paragraph::rows(&between(inlines, *start, *end), reading, width)
            }
            _ => super::block(block, reading, width),
        }
    }
}

fn items(count: usize) -> Vec<Stretch> {
    (0..count).step_by(TOGETHER).map(|start| Stretch::Items(start..(start + TOGETHER).min(count))).collect()
}

/// Code in stretches of lines; one that is a single long line is one stretch, because code is cut at the screen's edge and not wrapped.
fn lines(text: &str) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let (mut start, mut count) = (0, 0);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        count += 1;
        if count == TOGETHER {
            stretches.push(Stretch::Lines(start..at, count));
            (start, count) = (at, 0);
        }
    }
    if count > 0 {
        stretches.push(Stretch::Lines(start..at, count));
    }
    if stretches.len() < 2 { vec![Stretch::Whole] } else { stretches }
}

/// The title and the language stand above the first line only.
fn part_of_code(code: &CodeBlock, range: &Range<usize>) -> CodeBlock {
    let text = code.text.get(range.clone()).unwrap_or_default();
    let first = range.start == 0;
    CodeBlock {
        lang: if first { code.lang.clone() } else { String::new() },
        kind: code.kind,
        text: text.strip_suffix('\n').unwrap_or(text).to_owned(),
        title: code.title.clone().filter(|_| first),
        ..CodeBlock::default()
    }
}

/// Running text in stretches that end at a blank, or between two inlines.
fn words(inlines: &Inlines) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let (mut start, mut used) = ((0, 0), 0);
    for (place, inline) in inlines.iter().enumerate() {
        let Inline::Text(text) = inline else {
            used += weight(inline);
            continue;
        };
        let mut from = 0;
        while used + (text.len() - from) > WORDS {
            let end = blank_after(text, from + WORDS.saturating_sub(used));
            stretches.push(Stretch::Words(start, (place, end)));
            (start, from, used) = ((place, end), end, 0);
        }
        used += text.len() - from;
    }
    stretches.push(Stretch::Words(start, (inlines.len(), 0)));
    stretches
}

/// The byte after the first blank from `at` on; without one near by, the next character.
fn blank_after(text: &str, at: usize) -> usize {
    let at = (at.min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let near = text[at..].char_indices().take(200).find(|(_, letter)| *letter == ' ');
    near.map_or(at, |(blank, _)| at + blank + 1)
}

fn weight(inline: &Inline) -> usize {
    match inline {
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Link { text: inner, .. } => {
            inner.iter().map(weight).sum()
        }
        Inline::Text(text) | Inline::Code(text) => text.len(),
        _ => 8,
    }
}

fn between(inlines: &Inlines, start: (usize, usize), end: (usize, usize)) -> Inlines {
    let upto = if end.1 > 0 { end.0 + 1 } else { end.0 };
    let cut = |(place, inline): (usize, &Inline)| match inline {
        Inline::Text(text) => {
            let from = if place == start.0 { start.1 } else { 0 };
            let to = if place == end.0 { end.1 } else { text.len() };
            Inline::Text(text.get(from..to).unwrap_or_default().to_owned())
        }
        other => other.clone(),
    };
    inlines.iter().enumerate().take(upto).skip(start.0).map(cut).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::inline;

    fn paragraph(inlines: Inlines) -> Block {
        Block { kind: BlockKind::Paragraph(inlines), span: 0..1_000_000 }
    }

    #[test]
    fn a_paragraph_in_parts_says_every_word_once() {
        let long = "zwölf Boxkämpfer jagen ".repeat(4_000);
        let inlines = vec![
            Inline::Text("short ".to_owned()),
            Inline::Strong(vec![Inline::Text("loud".to_owned())]),
            Inline::Text(long),
            Inline::Code("x".repeat(20_000)),
            Inline::Text("日本語".repeat(9_000)),
        ];
        let block = paragraph(inlines.clone());
        let parts = Part::of(0, &block);
        assert!(parts.len() > 10);
        let mut said = String::new();
        for part in &parts {
            let Stretch::Words(start, end) = part.stretch else { panic!("{part:?}") };
            said.push_str(&inline::words(&between(&inlines, start, end)));
        }
        assert!(said == inline::words(&inlines), "words were lost or said twice");
    }

    #[test]
    fn code_in_parts_has_every_line_once() {
        let text: String = (0..1_050).map(|line| format!("line {line}, which is as long as lines are\n")).collect();
        let code = CodeBlock { lang: "js".into(), text: text.trim_end().to_owned(), ..CodeBlock::default() };
        let block = Block { kind: BlockKind::Code(code.clone()), span: 0..9 };
        let parts = Part::of(0, &block);
        assert_eq!(parts.len(), 11);
        let texts: Vec<String> = parts
            .iter()
            .map(|part| match &part.stretch {
                Stretch::Lines(range, _) => part_of_code(&code, range).text,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(texts.join("\n"), code.text);
        assert_eq!(parts.iter().map(|part| part.estimate(&block, 80)).sum::<usize>(), 1_050);
    }
}
