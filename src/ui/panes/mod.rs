//! The windows on a running lab. A new pane is one file here and one line in `ALL`; a lab names it in its `watch`.

mod bill;
mod code;
mod fleet;
mod latency;
mod logs;
mod timeline;

use crate::app::{Pane, PaneContext};

use super::look::Look;

/// Every pane, in the order a screen with room for all shows them.
pub const ALL: &[&dyn Pane] =
    &[&fleet::Fleet, &timeline::Timeline, &latency::Latency, &bill::Bill, &logs::Logs, &code::Code];

/// The pane with this name.
pub fn named(name: &str) -> Option<&'static dyn Pane> {
    ALL.iter().copied().find(|pane| pane.name() == name)
}

fn look<'a>(context: &PaneContext<'a>) -> Look<'a> {
    Look { theme: context.theme, glyphs: context.glyphs }
}

/// ` · hello` when the lab has one function, nothing when it has more: then each row says whose it is.
fn only_function(context: &PaneContext<'_>) -> String {
    match context.snapshot.functions.as_slice() {
        [function] => format!(" {} {}", context.glyphs.dot, function.name),
        _ => String::new(),
    }
}
