//! What a learner has done in one lesson.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::latest::offer;
use super::{Latest, ProgressEvent, Stamp};
use crate::quiz::Answer;

/// How far a lesson is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Not begun.
    #[default]
    Open,
    /// Begun.
    Started,
    /// Every page seen, every challenge met, every question answered.
    Done,
}

/// One lesson's part of a [`super::Progress`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LessonProgress {
    /// When anything was done here last.
    pub touched: Stamp,
    /// Keys of the pages seen.
    pub pages_seen: BTreeSet<String>,
    /// The page last seen.
    pub last_page: Option<Latest<PageMark>>,
    /// Whether it was left by its last page.
    pub finished: bool,
    /// What there was to be done in it when it was opened last: challenges and questions. Unknown to an old memory.
    pub wanted: Option<Latest<Vec<String>>>,
    /// The latest guess of each prediction, by id.
    pub predictions: BTreeMap<String, Latest<Guess>>,
    /// Questions by id.
    pub questions: BTreeMap<String, QuestionProgress>,
    /// Challenges by id.
    pub challenges: BTreeMap<String, ChallengeProgress>,
    /// The furthest hint used, by challenge or question.
    pub hints: BTreeMap<String, u8>,
    /// Texts the learner has written, by what they are drafts of.
    pub drafts: BTreeMap<String, Latest<Draft>>,
    /// Boxes of task lists by key.
    pub tasks: BTreeMap<String, Latest<bool>>,
    /// What was marked, and whether it still is, by page and block.
    pub bookmarks: BTreeMap<String, Latest<(Bookmark, bool)>>,
    /// The block at which each page was left.
    pub positions: BTreeMap<String, Latest<u32>>,
}

/// Where in a lesson somebody was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageMark {
    /// The page's key.
    pub page: String,
    /// How many pages the lesson had.
    pub pages: u32,
}

/// A text that the learner has written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// All of it; nothing when it is the lesson's own again.
    pub text: Option<String>,
    /// The digest of the lesson's own text that it began from.
    pub original: String,
}

/// A place the learner marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// The page's key.
    pub page: String,
    /// The block on it, from zero.
    pub block: u32,
    /// How the block begins.
    pub words: String,
}

/// A guess and its truth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guess {
    /// Nothing when it was skipped.
    pub guess: Option<String>,
    /// What the run showed.
    pub truth: Option<String>,
    /// Whether it was near enough.
    pub right: Option<bool>,
}

/// All answers to one question.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuestionProgress {
    /// How often it was answered.
    pub tries: u32,
    /// The best score, from 0 to 1.
    pub best: f64,
    /// The latest score.
    pub last: Option<Latest<f64>>,
    /// The latest answer, with what the question was drawn from.
    pub answer: Option<Latest<Drawn>>,
}

/// An answer, and the drawing of the question that it answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// What was drawn from.
    pub draw: u64,
    /// What was answered.
    pub answer: Answer,
}

/// All tries of one challenge.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChallengeProgress {
    /// How often it was tried.
    pub tries: u32,
    /// Whether it was met once.
    pub met: bool,
    /// The most stars earned.
    pub stars: u8,
}

impl LessonProgress {
    /// How far it is.
    pub fn status(&self) -> Status {
        let read = self.finished || self.fraction() >= 1.0;
        let met = |task: &String| self.challenges.get(task).is_some_and(|challenge| challenge.met);
        let answered = |task: &String| self.questions.get(task).is_some_and(|question| question.tries > 0);
        let nothing_left = match &self.wanted {
            Some(wanted) => wanted.value.iter().all(|task| met(task) || answered(task)),
            None => self.finished || self.challenges.values().all(|challenge| challenge.met),
        };
        if read && nothing_left {
            Status::Done
        } else if self.touched == Stamp::default() {
            Status::Open
        } else {
            Status::Started
        }
    }

    /// The share of its pages that were seen, from 0 to 1.
    pub fn fraction(&self) -> f64 {
        let pages = self.last_page.as_ref().map_or(0, |mark| mark.value.pages);
        if pages == 0 { 0.0 } else { (self.pages_seen.len() as f64 / f64::from(pages)).min(1.0) }
    }

    /// The key of the page to continue at.
    pub fn page(&self) -> Option<&str> {
        self.last_page.as_ref().map(|mark| mark.value.page.as_str())
    }

    /// The most stars earned, over all its challenges.
    pub fn stars(&self) -> u32 {
        self.challenges.values().map(|challenge| u32::from(challenge.stars)).sum()
    }

    /// The mean of the best scores of the questions answered; nothing before the first.
    pub fn quiz_score(&self) -> Option<f64> {
        let total: f64 = self.questions.values().map(|question| question.best).sum();
        (!self.questions.is_empty()).then(|| total / self.questions.len() as f64)
    }

    /// Whether a task is ticked, where the learner has touched it.
    pub fn task(&self, key: &str) -> Option<bool> {
        self.tasks.get(key).map(|latest| latest.value)
    }

    /// What is marked, in the order of pages' keys and blocks.
    pub fn marks(&self) -> impl Iterator<Item = &Bookmark> {
        self.bookmarks.values().filter(|latest| latest.value.1).map(|latest| &latest.value.0)
    }

    /// The block at which a page was left.
    pub fn block_of_page(&self, page: &str) -> Option<u32> {
        self.positions.get(page).map(|latest| latest.value)
    }

    /// The latest guess of a prediction; once there is one, even a skipped one, its lab may run.
    pub fn prediction(&self, predict: &str) -> Option<&Guess> {
        self.predictions.get(predict).map(|latest| &latest.value)
    }

    /// A text the learner has written, where it is not the lesson's own again.
    pub fn draft(&self, name: &str) -> Option<&Draft> {
        self.drafts.get(name).map(|latest| &latest.value).filter(|draft| draft.text.is_some())
    }

    pub(super) fn apply(&mut self, stamp: Stamp, event: &ProgressEvent) {
        self.touched = self.touched.max(stamp);
        match event {
            ProgressEvent::PageSeen { page, pages, .. } => self.see_page(stamp, page, *pages),
            ProgressEvent::Predicted { predict, guess, truth, right, .. } => {
                let value = Guess { guess: guess.clone(), truth: truth.clone(), right: *right };
                offer(&mut self.predictions, predict, Latest { stamp, value });
            }
            ProgressEvent::Answered { question, score, answer, draw, .. } => {
                let drawn = draw.map(|draw| Drawn { draw, answer: answer.clone() });
                self.questions.entry(question.clone()).or_default().apply(stamp, *score, drawn);
            }
            ProgressEvent::ChallengeTried { challenge, met, .. } => {
                let challenge = self.challenges.entry(challenge.clone()).or_default();
                challenge.tries += 1;
                challenge.met |= met;
            }
            ProgressEvent::StarsEarned { challenge, stars, .. } => {
                let challenge = self.challenges.entry(challenge.clone()).or_default();
                challenge.stars = challenge.stars.max(*stars);
            }
            ProgressEvent::HintUsed { task, hint, .. } => {
                let furthest = self.hints.entry(task.clone()).or_default();
                *furthest = (*furthest).max(*hint);
            }
            ProgressEvent::TaskToggled { task, done, .. } => {
                offer(&mut self.tasks, task, Latest { stamp, value: *done });
            }
            ProgressEvent::DraftKept { draft, text, original, .. } => {
                let value = Draft { text: text.clone(), original: original.clone() };
                offer(&mut self.drafts, draft, Latest { stamp, value });
            }
            ProgressEvent::BookmarkSet { page, block, words, set, .. } => {
                let mark = Bookmark { page: page.clone(), block: *block, words: words.clone() };
                offer(&mut self.bookmarks, &format!("{page}#{block:06}"), Latest { stamp, value: (mark, *set) });
            }
            ProgressEvent::PositionLeft { page, block, .. } => {
                offer(&mut self.positions, page, Latest { stamp, value: *block });
            }
            ProgressEvent::LessonFinished { .. } => self.finished = true,
            ProgressEvent::LessonOpened { tasks: Some(tasks), .. } => {
                let wanted = Latest { stamp, value: tasks.clone() };
                self.wanted = Some(self.wanted.take().map_or(wanted.clone(), |known| known.or_later(wanted)));
            }
            ProgressEvent::LessonOpened { .. } | ProgressEvent::SettingChosen { .. } | ProgressEvent::Unknown => {}
        }
    }

    fn see_page(&mut self, stamp: Stamp, page: &str, pages: u32) {
        if !self.pages_seen.contains(page) {
            self.pages_seen.insert(page.to_owned());
        }
        let mark = Latest { stamp, value: PageMark { page: page.to_owned(), pages } };
        self.last_page = Some(self.last_page.take().map_or(mark.clone(), |known| known.or_later(mark)));
    }
}

impl QuestionProgress {
    fn apply(&mut self, stamp: Stamp, score: f64, drawn: Option<Drawn>) {
        let latest = Latest { stamp, value: score };
        self.tries += 1;
        self.best = self.best.max(score);
        self.last = Some(self.last.take().map_or(latest.clone(), |known| known.or_later(latest)));
        if let Some(value) = drawn {
            let latest = Latest { stamp, value };
            self.answer = Some(self.answer.take().map_or(latest.clone(), |known| known.or_later(latest)));
        }
    }
}
