//! Finding the links of a page.

use crate::course::{Block, BlockKind, Inline, LinkTarget, inline};

/// The links in these blocks, in reading order: what they say and where they lead.
pub(super) fn of_blocks(blocks: &[Block]) -> Vec<(String, LinkTarget)> {
    let mut found = Vec::new();
    visit(blocks, &mut |inlines| of_inlines(inlines, &mut found));
    found
}

fn of_inlines(inlines: &[Inline], found: &mut Vec<(String, LinkTarget)>) {
    for piece in inlines {
        match piece {
            Inline::Link { target, text } => found.push((inline::words(text), target.clone())),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) => of_inlines(inner, found),
            _ => {}
        }
    }
}

fn visit(blocks: &[Block], see: &mut impl FnMut(&[Inline])) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } => see(text),
            BlockKind::Paragraph(inlines) => see(inlines),
            BlockKind::Table(table) => {
                table.head.iter().chain(table.rows.iter().flatten()).for_each(|cell| see(cell));
            }
            BlockKind::Callout(callout) => {
                if let Some(title) = &callout.title {
                    see(title);
                }
            }
            _ => {}
        }
        for child in block.children() {
            visit(std::slice::from_ref(child), see);
        }
    }
}
