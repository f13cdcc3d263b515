//! One thing a learner did.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::super::Answer;
use super::Stamp;

/// Something worth remembering. Names are ids that stay when a lesson is corrected, never numbers of pages or lines.
///
/// Stored as JSON with the name of the variant in `event`. Fields are only ever added, with a default;
/// an event of a newer version reads as [`ProgressEvent::Unknown`] and stays stored as it was written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ProgressEvent {
    /// A lesson was opened.
    LessonOpened {
        /// The lesson's id.
        lesson: String,
        /// What there is to be done in it: the ids of its challenges and of its quizzes' questions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tasks: Option<Vec<String>>,
    },
    /// A page was reached.
    PageSeen {
        /// The lesson's id.
        lesson: String,
        /// The page's key, see [`super::page_keys`].
        page: String,
        /// How many pages the lesson has now.
        pages: u32,
    },
    /// A prediction was made or skipped; again when its truth became known.
    Predicted {
        /// The lesson's id.
        lesson: String,
        /// The lab it is about.
        lab: String,
        /// The prediction's id within the lesson.
        predict: String,
        /// What was guessed; nothing when it was skipped.
        guess: Option<String>,
        /// What the run showed, once it did.
        truth: Option<String>,
        /// Whether the guess was near enough, once that is known.
        right: Option<bool>,
    },
    /// A question was answered.
    Answered {
        /// The lesson's id.
        lesson: String,
        /// The quiz it stood in; empty for a review.
        quiz: String,
        /// The question's id.
        question: String,
        /// From 0 to 1.
        score: f64,
        /// The answer itself.
        answer: Answer,
        /// Ids of the beliefs that showed.
        #[serde(default)]
        misconceptions: Vec<String>,
        /// From which the question was drawn; unknown to an old memory.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        draw: Option<u64>,
    },
    /// A challenge was tried.
    ChallengeTried {
        /// The lesson's id.
        lesson: String,
        /// The challenge's id.
        challenge: String,
        /// Whether every goal was met.
        met: bool,
        /// Each goal and what was measured.
        values: Vec<GoalOutcome>,
    },
    /// A challenge was met with so many stars.
    StarsEarned {
        /// The lesson's id.
        lesson: String,
        /// The challenge's id.
        challenge: String,
        /// One to three.
        stars: u8,
    },
    /// Help was asked for; never refused, only known.
    HintUsed {
        /// The lesson's id.
        lesson: String,
        /// The challenge's or question's id.
        task: String,
        /// The first, the second, …
        hint: u8,
    },
    /// A box of a task list was ticked or cleared.
    TaskToggled {
        /// The lesson's id.
        lesson: String,
        /// The task's key: the slug of its text.
        task: String,
        /// Whether it is ticked now.
        done: bool,
    },
    /// A place was marked, or its mark taken away.
    BookmarkSet {
        /// The lesson's id.
        lesson: String,
        /// The page's key.
        page: String,
        /// The block on it, from zero.
        block: u32,
        /// How the block begins: finds it again when the lesson was edited.
        #[serde(default)]
        words: String,
        /// Whether it is marked now.
        set: bool,
    },
    /// A lesson was left in the middle of a page, or at its top again.
    PositionLeft {
        /// The lesson's id.
        lesson: String,
        /// The page's key.
        page: String,
        /// The block that was at the top of the screen, from zero.
        block: u32,
    },
    /// The last page was left for good.
    LessonFinished {
        /// The lesson's id.
        lesson: String,
    },
    /// A text was written: a function's code, an event. What stands here is all of it.
    DraftKept {
        /// The lesson's id.
        lesson: String,
        /// What it is a draft of: `code:hello:functions/hello.js`, `event:hello`, `card:ping`.
        draft: String,
        /// The text; nothing when it is the lesson's own again.
        text: Option<String>,
        /// The digest of the lesson's own text that it began from.
        original: String,
    },
    /// A preference was set: the theme, the speed.
    SettingChosen {
        /// What is set.
        name: String,
        /// To what.
        value: String,
    },
    /// Something a newer version remembers.
    #[serde(other)]
    Unknown,
}

/// A goal of a challenge and how it came out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalOutcome {
    /// The goal as written: `p99_ms < 900`.
    pub goal: String,
    /// What was measured; nothing when there was nothing to measure.
    pub value: Option<f64>,
    /// Whether it was met.
    pub met: bool,
}

/// An event with its name and time, both given by the edge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// Its name for ever, on every machine.
    pub id: EventId,
    /// Milliseconds since 1970, by the clock of the machine it happened on.
    pub at_ms: u64,
    /// What happened.
    #[serde(flatten)]
    pub event: ProgressEvent,
}

/// A name no other event has: a random number for each start of the program, and a count within it.
/// A copied memory goes on under another number, so two copies can be merged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct EventId {
    /// The start of the program.
    pub session: u64,
    /// The event within it.
    pub count: u32,
}

impl ProgressEvent {
    /// The lesson it happened in.
    pub fn lesson(&self) -> Option<&str> {
        match self {
            Self::LessonOpened { lesson, .. }
            | Self::PageSeen { lesson, .. }
            | Self::Predicted { lesson, .. }
            | Self::Answered { lesson, .. }
            | Self::ChallengeTried { lesson, .. }
            | Self::StarsEarned { lesson, .. }
            | Self::HintUsed { lesson, .. }
            | Self::TaskToggled { lesson, .. }
            | Self::DraftKept { lesson, .. }
            | Self::BookmarkSet { lesson, .. }
            | Self::PositionLeft { lesson, .. }
            | Self::LessonFinished { lesson } => Some(lesson),
            Self::SettingChosen { .. } | Self::Unknown => None,
        }
    }
}

impl Recorded {
    /// When it happened, with its name to decide between equals.
    pub fn stamp(&self) -> Stamp {
        Stamp { at_ms: self.at_ms, id: self.id }
    }
}

/// The events of two memories as one: each once, in the order they happened.
pub fn merged(one: &[Recorded], other: &[Recorded]) -> Vec<Recorded> {
    let by_id: BTreeMap<EventId, &Recorded> = one.iter().chain(other).map(|event| (event.id, event)).collect();
    let mut events: Vec<Recorded> = by_id.into_values().cloned().collect();
    events.sort_by_key(Recorded::stamp);
    events
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}-{}", self.session, self.count)
    }
}

impl FromStr for EventId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once('-').and_then(|(session, count)| {
            Some(Self { session: u64::from_str_radix(session, 16).ok()?, count: count.parse().ok()? })
        });
        parts.ok_or_else(|| format!("`{text}` is not the name of an event"))
    }
}

impl From<EventId> for String {
    fn from(id: EventId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for EventId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_flat_line_of_json() {
        let event = Recorded {
            id: EventId { session: 0xC01D, count: 3 },
            at_ms: 5,
            event: ProgressEvent::PageSeen { lesson: "cold-starts".into(), page: "watch-one-burst".into(), pages: 4 },
        };
        let json = serde_json::to_string(&event).unwrap();
        let flat = r#"{"id":"000000000000c01d-3","at_ms":5,"event":"page_seen","lesson":"cold-starts","page":"watch-one-burst","pages":4}"#;
        assert_eq!(json, flat);
        assert_eq!(serde_json::from_str::<Recorded>(&json).unwrap(), event);
    }

    #[test]
    fn an_event_of_the_future_is_read_as_unknown() {
        let event: ProgressEvent = serde_json::from_str(r#"{"event":"reviewed","card":"cs-burst","ease":3}"#).unwrap();
        assert_eq!(event, ProgressEvent::Unknown);
        let event: ProgressEvent =
            serde_json::from_str(r#"{"event":"lesson_opened","lesson":"sqs","mood":"curious"}"#).unwrap();
        assert_eq!(event, ProgressEvent::LessonOpened { lesson: "sqs".into(), tasks: None });
    }
}
