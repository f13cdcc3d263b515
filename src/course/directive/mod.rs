//! Fences that do something. A new kind is one file here and one line in `KINDS`.

mod body;
mod challenge;
mod desk;
mod event;
mod lab;
mod predict;
mod quiz;

pub use challenge::{Challenge, Setting, WrongFix};
pub use desk::{Desk, Mention};
pub use event::{EventCard, SOURCES as EVENT_SOURCES};
pub use lab::LabCard;
pub use predict::{Measure, Predict, Truth};
pub use quiz::{QuizCard, quiz_from_file};

use super::clean;
use super::fence::Fence;
use crate::problem::{Problem, nearest};

/// A fence that does something.
#[derive(Clone, Debug)]
pub enum Directive {
    /// Starts a simulation.
    Lab(LabCard),
    /// Asks for a guess before the run.
    Predict(Predict),
    /// Sets a goal.
    Challenge(Challenge),
    /// Asks questions.
    Quiz(QuizCard),
    /// An event to send.
    Event(EventCard),
}

/// One kind of directive.
pub struct Kind {
    /// The first word of the fence.
    pub name: &'static str,
    /// What it is for, in one line.
    pub meaning: &'static str,
    /// The keys of its info string.
    pub keys: &'static [&'static str],
    /// Whether words without `=` may stand there.
    pub words: bool,
    /// A complete example, for the author's guide; a test reads it.
    pub sample: &'static str,
    /// Reads one; says what is wrong at the desk, and gives nothing when the fence is better shown as code.
    read: fn(&Fence, &mut Desk<'_>) -> Option<Directive>,
}

/// Every kind.
pub const KINDS: [Kind; 5] = [lab::KIND, predict::KIND, challenge::KIND, quiz::KIND, event::KIND];

/// The kind that a fence's first word names.
pub fn kind(word: &str) -> Option<&'static Kind> {
    const LIST: &[Kind] = &KINDS;
    LIST.iter().find(|kind| kind.name == word)
}

impl Kind {
    /// Reads a fence of this kind.
    pub fn read(&self, fence: &Fence, desk: &mut Desk<'_>) -> Option<Directive> {
        self.question_info(fence, desk);
        if let Some((span, code)) = clean::hidden_control(&fence.body) {
            let problem = Problem::error(span, format!("the control character U+{code:04X} cannot stand in a lesson"));
            desk.problems.push(fence.placed(problem));
            return None;
        }
        (self.read)(fence, desk)
    }

    fn question_info(&self, fence: &Fence, desk: &mut Desk<'_>) {
        for pair in fence.info.pairs.iter().filter(|pair| !self.keys.contains(&pair.key.as_str())) {
            let place = fence.pair_place(pair);
            let key = place.start..place.start + pair.key.len();
            desk.problems.push(Problem::unknown(
                key,
                &format!("key of {}", self.name),
                &pair.key,
                self.keys.iter().copied(),
            ));
        }
        for (word, span) in fence.info.switches.iter().filter(|_| !self.words) {
            let problem =
                Problem::error(fence.switch_place(span), format!("`{word}` stands alone after {}", self.name));
            desk.problems
                .push(problem.with_help(format!("write keys and values, as in `{} {}=…`", self.name, self.keys[0])));
        }
    }
}

/// A first word that is nearly a directive's, on a fence that has a directive's keys.
pub fn misspelt(fence: &Fence) -> Option<Problem> {
    let word = &fence.info.word;
    if kind(word).is_some() {
        return None;
    }
    let looks_like_one = fence.info.pairs.iter().any(|pair| matches!(pair.key.as_str(), "id" | "lab"));
    let meant = nearest(word, KINDS.iter().map(|kind| kind.name)).filter(|_| looks_like_one)?;
    let start = fence.head().start;
    let problem = Problem::error(start..start + word.len(), format!("unknown directive `{word}`"));
    Some(problem.with_help(format!("did you mean `{meant}`?")))
}

impl Directive {
    /// Its id: what the learner's memory hangs on.
    pub fn id(&self) -> &str {
        match self {
            Self::Lab(card) => &card.id,
            Self::Predict(card) => &card.id,
            Self::Challenge(card) => &card.id,
            Self::Quiz(card) => &card.id,
            Self::Event(card) => &card.id,
        }
    }

    /// What it says, for search and for reading aloud.
    pub fn words(&self) -> String {
        match self {
            Self::Lab(card) => card.title.clone(),
            Self::Predict(card) => card.prompt.clone(),
            Self::Challenge(card) => card.title.clone(),
            Self::Quiz(card) => {
                card.quiz.questions.iter().map(|question| question.prompt.as_str()).collect::<Vec<_>>().join("\n")
            }
            Self::Event(card) => card.title.clone().unwrap_or_else(|| card.source.clone()),
        }
    }
}
