//! Finding the links of a page.

use crate::course::{Block, Inline, LinkTarget, inline};

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
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Mark(inner) => {
                of_inlines(inner, found);
            }
            _ => {}
        }
    }
}

fn visit(blocks: &[Block], see: &mut impl FnMut(&[Inline])) {
    for block in blocks {
        block.lines().into_iter().for_each(&mut *see);
        for child in block.children() {
            visit(std::slice::from_ref(child), see);
        }
    }
}
