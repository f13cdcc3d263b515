//! What a page is made of.

use maud::{Markup, html};

use super::{Here, Writer};
use crate::app::SyntaxRole;
use crate::course::{
    Alignment, Block, BlockKind, Callout, CodeBlock, CodeKind, Definition, Fold, Footnote, Image, Inline, List, Tab,
    Table,
};

impl Writer<'_> {
    /// Blocks, one below the other.
    pub(super) fn blocks(&mut self, blocks: &[Block], here: Here<'_>) -> Markup {
        let mut parts = Vec::new();
        for block in blocks {
            parts.push(self.block(block, here));
        }
        html! { @for part in parts { (part) } }
    }

    fn block(&mut self, block: &Block, here: Here<'_>) -> Markup {
        match &block.kind {
            BlockKind::Heading { level, text, anchor } => self.heading(*level, text, anchor, here),
            BlockKind::Paragraph(inlines) => html! { p { (self.words(inlines, here)) } },
            BlockKind::List(list) => self.list(list, here),
            BlockKind::Quote(blocks) => html! { blockquote { (self.blocks(blocks, here)) } },
            BlockKind::Callout(callout) => self.callout(callout, here),
            BlockKind::Code(code) => self.code(code),
            BlockKind::Table(table) => self.table(table, here),
            BlockKind::Image(image) => self.figure(image, here),
            BlockKind::Rule => html! { hr; },
            BlockKind::Footnotes(notes) => self.footnotes(notes, here),
            BlockKind::Directive(directive) => self.card(directive, here),
            BlockKind::Details(details) => {
                let title = self.words(&details.title, here);
                let blocks = self.blocks(&details.blocks, here);
                html! { details open[details.open] { summary { (title) } (blocks) } }
            }
            BlockKind::Tabs(tabs) => self.tabs(tabs, here),
            BlockKind::Definitions(definitions) => self.definitions(definitions, here),
            BlockKind::Facts(facts) => {
                let lines: Vec<Markup> = facts.iter().map(|fact| self.words(fact, here)).collect();
                html! { ul class="facts" { @for line in lines { li { (line) } } } }
            }
            // A page on paper has nothing to wait for; notes and mistakes are the author's.
            BlockKind::Pause | BlockKind::Note(_) | BlockKind::Problems(_) => html! {},
        }
    }

    fn heading(&mut self, level: u8, text: &[Inline], anchor: &str, here: Here<'_>) -> Markup {
        let words = self.words(text, here);
        match level {
            1 => html! { h1 id=(anchor) { (words) } },
            2 => html! { h2 id=(anchor) { (words) } },
            3 => html! { h3 id=(anchor) { (words) } },
            4 => html! { h4 id=(anchor) { (words) } },
            5 => html! { h5 id=(anchor) { (words) } },
            _ => html! { h6 id=(anchor) { (words) } },
        }
    }

    fn list(&mut self, list: &List, here: Here<'_>) -> Markup {
        let mut items = Vec::new();
        for item in &list.items {
            let inside = match item.blocks.as_slice() {
                // One paragraph is the item itself.
                [Block { kind: BlockKind::Paragraph(inlines), .. }, rest @ ..] => {
                    let (words, rest) = (self.words(inlines, here), self.blocks(rest, here));
                    html! { (words) (rest) }
                }
                blocks => self.blocks(blocks, here),
            };
            let mark = item.task.as_ref().map(|task| if task.done { "☑ " } else { "☐ " });
            items.push(html! { li class=[mark.map(|_| "task")] { @if let Some(mark) = mark { (mark) } (inside) } });
        }
        match list.start {
            Some(start) => html! { ol start=[(start != 1).then_some(start)] { @for item in items { (item) } } },
            None => html! { ul { @for item in items { (item) } } },
        }
    }

    fn callout(&mut self, callout: &Callout, here: Here<'_>) -> Markup {
        let kind = callout.kind.title();
        let title = match &callout.title {
            Some(title) => self.words(title, here),
            None => html! { (kind) },
        };
        let blocks = self.blocks(&callout.blocks, here);
        let class = format!("callout {}", kind.to_lowercase());
        match callout.fold {
            Fold::None => html! { aside class=(class) { p class="title" { (title) } (blocks) } },
            fold => {
                html! { details class=(class) open[fold == Fold::Open] { summary class="title" { (title) } (blocks) } }
            }
        }
    }

    fn table(&mut self, table: &Table, here: Here<'_>) -> Markup {
        let side = |column: usize| match table.align.get(column) {
            Some(Alignment::Center) => Some("center"),
            Some(Alignment::Right) => Some("right"),
            _ => None,
        };
        let head: Vec<Markup> = table.head.iter().map(|cell| self.words(cell, here)).collect();
        let mut rows: Vec<Vec<Markup>> = Vec::new();
        for row in &table.rows {
            rows.push(row.iter().map(|cell| self.words(cell, here)).collect());
        }
        html! {
            div class="wide" { table {
                thead { tr { @for (column, cell) in head.iter().enumerate() { th scope="col" class=[side(column)] { (cell) } } } }
                tbody { @for row in &rows { tr { @for (column, cell) in row.iter().enumerate() { td class=[side(column)] { (cell) } } } } }
            } }
        }
    }

    fn figure(&mut self, image: &Image, here: Here<'_>) -> Markup {
        let picture = self.image(&image.alt, &image.target, here);
        html! { figure { (picture) @if let Some(caption) = &image.caption { figcaption { (caption) } } } }
    }

    fn footnotes(&mut self, notes: &[Footnote], here: Here<'_>) -> Markup {
        let page = here.page + 1;
        let mut items = Vec::new();
        for note in notes {
            let blocks = self.blocks(&note.blocks, here);
            items.push(html! {
                li id={ "note-" (page) "-" (note.number) } value=(note.number) {
                    (blocks)
                    a href={ "#ref-" (page) "-" (note.number) } aria-label="Back to the text" { "↩" }
                }
            });
        }
        html! { section class="notes" aria-label="Notes" { ol { @for item in items { (item) } } } }
    }

    fn tabs(&mut self, tabs: &[Tab], here: Here<'_>) -> Markup {
        let mut parts = Vec::new();
        for tab in tabs {
            let (title, blocks) = (self.words(&tab.title, here), self.blocks(&tab.blocks, here));
            parts.push(html! { section class="tab" { p class="title" { (title) } (blocks) } });
        }
        html! { @for part in parts { (part) } }
    }

    fn definitions(&mut self, definitions: &[Definition], here: Here<'_>) -> Markup {
        let mut parts = Vec::new();
        for definition in definitions {
            for term in &definition.terms {
                parts.push(html! { dt { (self.words(term, here)) } });
            }
            for meaning in &definition.meanings {
                parts.push(html! { dd { (self.blocks(meaning, here)) } });
            }
        }
        html! { dl { @for part in parts { (part) } } }
    }

    fn code(&self, code: &CodeBlock) -> Markup {
        let text = match code.kind {
            CodeKind::Source => self.coloured(&code.lang, &code.text),
            CodeKind::Diff => by_line(&code.text, |line| match line.as_bytes().first() {
                Some(b'+') => Some("added"),
                Some(b'-') => Some("removed"),
                _ => None,
            }),
            CodeKind::Console => by_line(&code.text, |line| (!line.starts_with("$ ")).then_some("answer")),
            CodeKind::Ascii => html! { (code.text) },
        };
        html! {
            figure class="code" {
                @if let Some(title) = &code.title { figcaption { (title) } }
                pre { code { (text) } }
            }
        }
    }

    /// Code in its parts of speech.
    pub(super) fn coloured(&self, lang: &str, text: &str) -> Markup {
        let lines = self.highlighter.highlight(lang, text);
        html! {
            @for (number, line) in lines.iter().enumerate() {
                @if number > 0 { "\n" }
                @for (role, part) in line {
                    @match class(*role) {
                        Some(class) => span class=(class) { (part) },
                        None => (part),
                    }
                }
            }
        }
    }
}

fn class(role: SyntaxRole) -> Option<&'static str> {
    match role {
        SyntaxRole::Plain => None,
        SyntaxRole::Comment => Some("c"),
        SyntaxRole::Keyword => Some("k"),
        SyntaxRole::String => Some("s"),
        SyntaxRole::Number => Some("n"),
        SyntaxRole::Name => Some("f"),
        SyntaxRole::Punctuation => Some("p"),
    }
}

/// Lines that are told apart by how they begin.
fn by_line(text: &str, class: impl Fn(&str) -> Option<&'static str>) -> Markup {
    html! {
        @for (number, line) in text.split('\n').enumerate() {
            @if number > 0 { "\n" }
            @match class(line) {
                Some(class) => span class=(class) { (line) },
                None => (line),
            }
        }
    }
}
