//! What a learner has done: events that are only ever added, and what they add up to.
//!
//! [`Progress`] is the same whatever the order its events come in, and where events are stored each is stored once.
//! So the memories of two machines are merged by putting their events together, and a stored sum never goes stale.

mod event;
mod latest;
mod lesson;
mod page_key;
mod sum;

pub use event::{EventId, GoalOutcome, ProgressEvent, Recorded, merged};
pub use latest::{Latest, Stamp};
pub use lesson::{
    Bookmark, ChallengeProgress, Draft, Drawn, Guess, LessonProgress, PageMark, QuestionProgress, Status,
};
pub use page_key::page_keys;
pub use sum::Progress;
