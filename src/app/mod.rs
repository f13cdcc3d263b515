//! Floor 6: what the program is doing, without drawing it.
//!
//! One way round: an event of the outside becomes a `Msg`, `update` changes the `App` and returns `Effect`s for the outside to perform,
//! the view draws the `App`. Nothing here reads a clock, a file or a terminal; any number of `App`s live in one process.
//!
//! 1. `App` is the whole state: the library, the learner's progress, the screen, what lies over it.
//! 2. A key goes through `keymap`, whose rows the footer and the help read too; it becomes an `Action`, which `act` performs.
//! 3. A lab lives on a `Bench`: a run, its clock (`Pace`), its controls, and the last look at it (`Snapshot`).
//! 4. `Msg::Frame` says how much wall time passed; `App::work` lets the simulation catch up in small pieces; `App::finish_frame` looks.
//! 5. Whatever is worth remembering becomes a `ProgressEvent`, applied at once and handed out as an `Effect` to be stored.

mod act;
#[allow(clippy::module_inception, reason = "one noun, one file: this one holds `App`")]
mod app;
mod bench;
mod branches;
mod break_even;
mod call_result;
mod cards;
mod code_file;
mod command_line;
mod deploy;
mod drafts;
mod edit;
mod editor;
mod event_draft;
mod extent;
mod frame;
mod glyphs;
mod home;
mod inspect;
mod job;
mod key;
pub mod keymap;
mod month;
mod msg;
mod overlay;
mod pace;
mod pane;
mod pictures;
mod place;
mod play;
mod problems;
mod reading;
mod reload;
mod search;
mod study;
mod syntax;
mod tasks;
mod templates;
#[cfg(test)]
mod tests;
mod theme;
mod travel;
mod tune;
mod turn;
mod turn_line;
mod update;
mod when;

pub use app::{App, Looks, Opening, Screen, Status};
pub use bench::{Bench, ControlState, Said};
pub use break_even::BreakEvenView;
pub use call_result::{Answer, CallResult, Calls, Failure};
pub use cards::{
    Card, ChallengeCard, ChallengeResult, EventCard, GoalState, PredictCard, PredictStage, Truth, answer_text,
};
pub use code_file::{CodeFile, CodeView, DiffLine};
pub use command_line::{CommandLine, Proposal};
pub use edit::Edited;
pub use editor::{BYTES_MAX, Buffer, Cursor, Editor, Find, Mark, Stretches, column_of};
pub use event_draft::EventDraft;
pub use extent::{Extent, Region, Scrolls};
pub use glyphs::Glyphs;
pub use home::{Home, MapEntry, Standing};
pub use inspect::Inspected;
pub use job::{JOBS_MAX, Job, JobId, JobResult, Jobs};
pub use key::Key;
pub use keymap::{Action, Group, KeyRow};
pub use month::MonthView;
pub use msg::{Effect, LessonRead, Msg};
pub use overlay::{Confirm, Message, Overlay, PickRow, Picker, Search};
pub use pace::{FastForward, Pace, SPEEDS};
pub use pane::{Pane, PaneContext, PaneTitle, Writing};
pub use pictures::{Picture, Pictures, Sight};
pub use place::{Place, Trail};
pub use problems::{Played, Problems};
pub use study::Study;
pub use syntax::{HighlightJob, HighlightedLines, Highlights, SyntaxRole};
pub use tasks::Underway;
pub use templates::{TEMPLATES, Template};
pub use theme::{Depth, Role, Theme};
pub use tune::{Tune, TuneStage};
pub use turn_line::Turn;
pub use update::update;
pub use when::SIDE_BY_SIDE_FROM;
