//! One invocation under the glass: chosen on the timeline, opened as a waterfall.

use super::{App, Bench};
use crate::lab::{HttpResponse, InvocationBar};
use crate::units::InvocationId;

/// The pane in which invocations are chosen.
pub(super) const PANE: &str = "timeline";

/// What the learner looks at closely.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inspected {
    /// The invocation, as it was when it was last seen: the timeline forgets, this does not.
    pub bar: Option<InvocationBar>,
    /// Whether its waterfall is open.
    pub open: bool,
    /// What its caller got.
    pub response: Option<HttpResponse>,
}

impl Inspected {
    /// Which one.
    pub fn id(&self) -> Option<InvocationId> {
        self.bar.as_ref().map(|bar| bar.span.id)
    }

    /// The invocation whose waterfall is open.
    pub fn opened(&self) -> Option<&InvocationBar> {
        self.bar.as_ref().filter(|_| self.open)
    }
}

impl Bench {
    /// Chooses an invocation of the timeline.
    pub fn inspect(&mut self, id: InvocationId) {
        let found = self.snapshot.timeline.iter().find(|bar| bar.span.id == id);
        if let Some(bar) = found.cloned() {
            self.inspected.bar = Some(bar);
            self.inspected.response = self.response(id);
        }
    }

    /// The learner chose an invocation: what came of it shows in the pane of results, too.
    fn choose(&mut self, id: InvocationId) {
        self.inspect(id);
        self.look_at_chosen();
    }

    /// Chooses an earlier or a later one, in the order of arrival; at first the newest.
    pub fn inspect_next(&mut self, step: isize) {
        let bars = &self.snapshot.timeline;
        let here = self.inspected.id().and_then(|id| bars.iter().position(|bar| bar.span.id == id));
        let last = bars.len().saturating_sub(1);
        let next = here.map_or(last, |here| here.saturating_add_signed(step).min(last));
        if let Some(id) = bars.get(next).map(|bar| bar.span.id) {
            self.choose(id);
        }
    }

    /// Looks again at the one that is chosen, for as long as it can be seen.
    pub(super) fn inspect_again(&mut self) {
        if let Some(id) = self.inspected.id() {
            self.inspect(id);
        }
    }
}

impl App {
    /// Whether keys go to the timeline, and there is an invocation to choose.
    pub(super) fn on_timeline(&self) -> bool {
        let on_pane = self.overlay.is_none() && self.study().is_some_and(|study| study.focus.as_deref() == Some(PANE));
        on_pane && self.bench().is_some_and(|bench| !bench.snapshot.timeline.is_empty())
    }

    /// Whether a waterfall is open.
    pub(super) fn has_waterfall(&self) -> bool {
        self.bench().is_some_and(|bench| bench.inspected.opened().is_some())
    }

    /// Chooses another invocation.
    pub(super) fn inspect_next(&mut self, step: isize) {
        self.scrolls.to(super::Region::Pane(PANE.to_owned()), 0);
        if let Some(bench) = self.bench_mut() {
            bench.inspect_next(step);
        }
    }

    /// Opens the chosen invocation, or closes it.
    pub(super) fn toggle_waterfall(&mut self) {
        self.scrolls.to(super::Region::Pane(PANE.to_owned()), 0);
        if let Some(bench) = self.bench_mut() {
            if bench.inspected.bar.is_none() {
                bench.inspect_next(0);
            }
            bench.inspected.open = !bench.inspected.open && bench.inspected.bar.is_some();
        }
    }

    /// A click on an invocation opens it.
    pub(super) fn open_invocation(&mut self, id: InvocationId) {
        self.focus(Some(PANE.to_owned()));
        if let Some(bench) = self.bench_mut() {
            bench.choose(id);
            bench.inspected.open = bench.inspected.id() == Some(id);
        }
    }
}
