//! The panes a lab can ask for: one list, read here for their names and in `ui` for what draws them.

/// Calls a macro with every pane: the module in `src/ui/panes` whose name a lab's `watch` gives, and the type that draws it. Their order
/// is the order in which a screen with room for all shows them.
///
/// A new pane is one line here and one file there.
macro_rules! each_pane {
    ($make:ident) => {
        $make! {
            fleet => Fleet,
            timeline => Timeline,
            latency => Latency,
            bill => Bill,
            logs => Logs,
            metrics => Metrics,
            code => Code,
            event => Event,
            result => Result,
        }
    };
}

macro_rules! names {
    ($($module:ident => $pane:ident,)*) => {
        /// What `watch` may say. The lesson is always there; it may be named for the sake of the order.
        pub const NAMES: &[&str] = &[$(stringify!($module),)* "lesson"];
    };
}

each_pane!(names);

pub(crate) use each_pane;
