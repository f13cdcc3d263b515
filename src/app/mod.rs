//! Floor 6: what the program is doing, without drawing it.
//!
//! One way round: an event of the outside becomes a `Msg`, `update` changes the `App` and returns `Effect`s for the outside to perform,
//! the view draws the `App`. Nothing here reads a clock, a file or a terminal; any number of `App`s live in one process.

mod glyphs;
mod key;
mod pace;
mod syntax;
mod theme;

pub use glyphs::Glyphs;
pub use key::Key;
pub use pace::{FastForward, Pace, SPEEDS};
pub use syntax::{HighlightJob, HighlightedLines, Highlights, SyntaxRole};
pub use theme::{Depth, Role, Theme};
