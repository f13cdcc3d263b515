//! Floor 5: questions, how they are graded, and what a learner has done.
//!
//! The life of a question:
//! 1. [`Quiz::parse`] reads TOML (the format of mdbook-quiz and our extras) into [`Question`]s, and says every mistake with its place.
//! 2. [`Question::draw`] makes it an [`Asked`]: variables get values, choices get an order, both from a seed.
//! 3. The learner fills its [`Form`] by way of a [`QuizCard`], which makes an [`Answer`].
//! 4. [`Asked::grade`] says how right it is, what to tell about each wrong pick, and which misconceptions showed.
//! 5. A [`ProgressEvent`] remembers it; [`Progress`] is what all events add up to.

mod answer;
mod asked;
mod card;
mod fields;
mod form;
mod grade;
mod kinds;
mod misconception;
mod number;
mod progress;
mod question;
mod read;
mod shuffle;
mod template;
mod values;
mod variable;

#[cfg(test)]
mod tests;

pub use answer::Answer;
pub use asked::Asked;
pub use card::{QuizCard, QuizResult};
pub use form::Form;
pub use grade::{Grade, Remark, Verdict};
pub use kinds::{Draw, Marks, QuestionKind};
pub use misconception::{Misconception, Misconceptions};
pub use number::{Tolerance, read_number, show_number};
pub use progress::{
    Bookmark, ChallengeProgress, Draft, EventId, GoalOutcome, Guess, Latest, LessonProgress, PageMark, Progress,
    ProgressEvent, QuestionProgress, Recorded, Stamp, Status, merged, page_keys,
};
pub use question::{Question, Quiz};
pub use read::Rules;
pub use values::{Book, NoBook, Values};
