//! What a person sees: each screen and each pane, at the sizes that matter, as text that is reviewed as a diff.

mod any_size;
mod author;
mod break_even;
mod cells;
mod crowd;
mod dialects;
mod editing;
mod metrics;
mod mouse;
mod person;
mod picture;
mod seen;
mod time;
mod tune;
mod world;
