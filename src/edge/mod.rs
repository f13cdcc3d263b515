//! Floor 8: the only floor with clocks, files, signals and a terminal.
//!
//! 1. `Terminal` borrows the screen and gives it back on every way out.
//! 2. `Session` is the event loop; `wake` lists everything that can wake it.
//! 3. `painter` colours code on a thread, `worker` does long jobs on another, `store` keeps the learner's memory, `courses` reads courses from a disk.
//! 4. `author` watches a course that lies on a disk and looks through it, `editor` lends the terminal to the author's own editor.

mod author;
mod courses;
mod editor;
mod foreground;
mod handed;
mod keyboard;
mod log;
mod painter;
mod pictures;
mod prompter;
mod reader;
mod save;
mod session;
pub mod store;
mod surroundings;
mod terminal;
mod wake;
mod worker;

pub use author::OpenCourse;
pub use courses::{OnDisk, here as course_here, read as read_course, text_beside, write_new};
pub use foreground::{Foreground, work_through};
pub use log::Log;
pub use prompter::Prompter;
pub use session::Session;
pub use surroundings::{colour_depth, is_dumb};
pub use terminal::Terminal;
