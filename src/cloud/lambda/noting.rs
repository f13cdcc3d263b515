//! Writing down what an invocation spends its time on, or not: the plan is the same, and without notes they cost nothing.

use crate::cloud::{Part, Parts};
use crate::units::Span;

/// Takes notes while an invocation is planned. It listens and never speaks.
pub(super) trait Noting {
    /// A part takes this long.
    fn note(&mut self, part: Part, span: Span);

    /// Only so much of the parts that `wanted` names comes to pass.
    fn cut(&mut self, wanted: fn(Part) -> bool, most: Span);
}

/// Metrics detail: nobody looks.
impl Noting for () {
    fn note(&mut self, _part: Part, _span: Span) {}

    fn cut(&mut self, _wanted: fn(Part) -> bool, _most: Span) {}
}

/// Full detail.
impl Noting for Parts {
    fn note(&mut self, part: Part, span: Span) {
        self.set(part, span);
    }

    fn cut(&mut self, wanted: fn(Part) -> bool, most: Span) {
        Self::cut(self, wanted, most);
    }
}
