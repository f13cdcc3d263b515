//! The windows on a running lab. A new pane is one file here and one line in `src/lab/panes.rs`; a lab names it in its `watch`.

mod bill;
mod code;
mod event;
mod fleet;
mod latency;
mod log_words;
mod logs;
mod metrics;
mod result;
mod timeline;
mod waterfall;

use crate::app::{Pane, PaneContext};
use crate::lab::panes::each_pane;

use super::look::Look;

macro_rules! panes {
    ($($module:ident => $pane:ident,)*) => {
        /// Every pane, in the order a screen with room for all shows them.
        pub const ALL: &[&dyn Pane] = &[$(&$module::$pane,)*];
    };
}

each_pane!(panes);

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

#[cfg(test)]
mod tests {
    use super::ALL;
    use crate::lab::panes::NAMES;

    #[test]
    fn a_pane_calls_itself_what_labs_call_it() {
        let own: Vec<&str> = ALL.iter().map(|pane| pane.name()).collect();
        assert_eq!(own, NAMES[..ALL.len()]);
    }
}
