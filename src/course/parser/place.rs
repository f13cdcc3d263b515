//! Places in the file, of a lesson that was written anew before it was parsed.

use super::Parsed;
use crate::course::block::{Block, BlockKind};
use crate::course::dialect::Rewritten;
use crate::course::directive::Directive;

/// Moves every span to where its bytes came from.
pub(super) fn in_the_file(parsed: &mut Parsed, rewritten: &Rewritten) {
    for problem in parsed.problems.iter_mut().chain(&mut parsed.remarks) {
        problem.span = rewritten.place(&problem.span);
    }
    for page in &mut parsed.pages {
        page.span = rewritten.place(&page.span);
        blocks(&mut page.blocks, rewritten);
    }
}

/// Blocks are nested only as deep as the parser lets them be.
fn blocks(blocks: &mut [Block], rewritten: &Rewritten) {
    for block in blocks {
        block.span = rewritten.place(&block.span);
        if let BlockKind::Directive(directive) = &mut block.kind
            && let Directive::Challenge(challenge) = &mut **directive
        {
            for wrong in &mut challenge.wrong {
                wrong.span = rewritten.place(&wrong.span);
            }
            let sets = challenge.wrong.iter_mut().flat_map(|wrong| &mut wrong.set);
            for setting in sets.chain(&mut challenge.start).chain(&mut challenge.solution) {
                setting.span = rewritten.place(&setting.span);
            }
        }
        for inside in block.children_mut() {
            self::blocks(inside, rewritten);
        }
    }
}
