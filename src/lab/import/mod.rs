//! From a function's own log to a lab: REPORT lines become distributions and a load that can be played again.
//!
//! 1. [`Reports`] takes text piece by piece, in whatever wrapping a log came: plain, JSON, an answer of an API, a table.
//! 2. [`Report`] is one REPORT line: what it says, and when.
//! 3. [`Findings`] adds them up, in histograms and counts a minute, whatever the length of the log.
//! 4. [`Findings::lab`] writes the lab, and [`Findings::notes`] says what no log can tell.
//! 5. [`Findings::replay`] plays that lab, and says how well it agrees with the log.
//!
//! A log comes from outside: nothing in it may make this panic, run long, or speak to the terminal.

mod agreement;
mod findings;
mod fit;
mod lab_text;
mod line;
mod notes;
mod when;

pub use agreement::{Agreement, Replay};
pub use findings::Findings;
pub use lab_text::plain_name;
pub use line::{Report, Reports};
