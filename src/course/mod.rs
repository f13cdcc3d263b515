//! Floor 5: lessons. Markdown becomes blocks with source positions, fences become typed directives.
//!
//! The life of a lesson:
//! 1. `Files` holds the bytes of a course folder; who read them (the binary itself, a disk) does not matter.
//! 2. `Library` and `Course` read `course.toml`, `SUMMARY.md` and each lesson's front matter only: enough for a map.
//! 3. `Course::open` parses one lesson: bytes are made safe (`clean`), front matter is cut off (`front_matter`),
//!    the body becomes pages (`page`) of blocks (`block`) of inlines (`inline`), and directive fences are read (`directive`).
//! 4. Mistakes are `Problem`s with their place in the file. They stand in the lesson, after the block they are about,
//!    and `check` lists them; a lesson always opens.
//!
//! Nothing here can speak to the terminal: every visible text has lost its control characters in step 3.

pub mod block;
pub mod check;
pub mod clean;
#[allow(clippy::module_inception, reason = "one noun, one file: this one holds `Course`")]
pub mod course;
mod dialect;
pub mod directive;
pub mod fence;
pub mod files;
mod frame;
pub mod front_matter;
pub mod glossary;
pub mod html;
pub mod include;
pub mod info;
pub mod inline;
pub mod lesson;
pub mod library;
mod link;
mod manifest;
pub mod math;
mod mojibake;
mod order;
pub mod outline;
pub mod page;
pub mod parser;
pub mod plain;
pub mod slug;
mod summary;
mod value;

pub use block::{
    Alignment, Block, BlockKind, Callout, CalloutKind, CodeBlock, CodeKind, Definition, Details, FocusStep, Fold,
    Footnote, Image, Item, List, Tab, Table, Task,
};
pub use course::{Course, Module};
pub use directive::{
    Challenge, Directive, EVENT_SOURCES, EventCard, LabCard, Measure, Predict, QuizCard, Setting, Truth, WrongFix,
};
pub use files::Files;
pub use front_matter::{Level, PageRule};
pub use glossary::{Glossary, Term};
pub use inline::{Inline, Inlines, LinkTarget};
pub use lesson::{Heading, Lesson, LessonHead};
pub use library::Library;
pub use outline::{Outline, TaskBox};
pub use page::Page;
