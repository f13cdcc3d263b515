//! The program as a learner uses it: keys go in, the state and what is to be kept come out.

use std::sync::Arc;
use std::time::Duration;

mod author;
mod cards;
mod editing;
mod guess;
mod keys;
mod lab;
mod lesson;
mod reading;
mod tune;
mod turn;

use super::*;
use crate::catalog::Catalog;
use crate::course::{Files, Library};
use crate::lab::Budget;
use crate::quiz::{Progress, ProgressEvent};

/// A frame of the screen.
const FRAME: Duration = Duration::from_millis(33);
/// Pieces of work in one frame, more than any test needs.
const PIECES: usize = 10_000;

/// A learner at the keyboard.
struct Session {
    saved: Vec<(String, String)>,
    copied: Vec<String>,
    opened: Vec<String>,
    to_read: Vec<(usize, String)>,
    to_load: Vec<String>,
    app: App,
    kept: Vec<ProgressEvent>,
    outside: Vec<(String, String)>,
    jobs: Vec<Job>,
    /// What only an author asks for.
    asked: Vec<Effect>,
    ended: bool,
}

/// Somebody new, at home.
fn newcomer() -> Session {
    session_with(Library::embedded(), Progress::default(), None)
}

/// Somebody new, in this lesson.
fn session(lesson: &str) -> Session {
    newcomer().goes_to(lesson)
}

/// Somebody new, with a course of one lesson.
fn reader_of(markdown: &str) -> Session {
    let mut files = Files::new();
    files.insert("lesson.md", markdown.as_bytes().to_vec());
    session_with(Library::from_files("lesson", files), Progress::default(), None).press("enter")
}

fn session_with(library: Library, progress: Progress, seed: Option<u64>) -> Session {
    let depth = Depth::True;
    let app = App::new(Opening {
        library: Arc::new(library),
        catalog: Arc::new(Catalog::embedded()),
        progress,
        looks: Looks { theme: Theme::dark(depth), depth, glyphs: Glyphs::UNICODE },
        seed,
        size: (120, 36),
    });
    let (saved, copied, opened, to_read, to_load, asked, outside) = Default::default();
    let (kept, jobs) = (Vec::new(), Vec::new());
    Session { saved, copied, opened, to_read, to_load, app, kept, outside, jobs, asked, ended: false }
}

impl Session {
    fn goes_to(mut self, lesson: &str) -> Self {
        let effects = self.app.open_lesson(lesson).unwrap_or_else(|| panic!("there is a lesson {lesson}"));
        self.perform(effects);
        self
    }

    /// Presses keys, named as in the documentation, one after another.
    fn press(mut self, keys: &str) -> Self {
        for key in keys.split(' ').filter(|key| !key.is_empty()) {
            let key = Key::parse(key).unwrap_or_else(|| panic!("{key} is a key"));
            self.send(Msg::Key(key));
        }
        self
    }

    /// Types text, letter by letter.
    fn types(mut self, text: &str) -> Self {
        for letter in text.chars() {
            self.send(Msg::Key(Key::char(letter)));
        }
        self
    }

    /// Enters a command line.
    fn commands(self, line: &str) -> Self {
        self.press(":").types(line).press("enter")
    }

    /// Watches for so many frames.
    fn frames(mut self, count: usize) -> Self {
        for _ in 0..count {
            self.send(Msg::Frame { elapsed: FRAME });
            for _ in 0..PIECES {
                if !self.app.work(2_000) {
                    break;
                }
            }
            let effects = self.app.finish_frame();
            self.perform(effects);
        }
        self
    }

    /// Watches until a check is over.
    fn until_checked(mut self) -> Self {
        for _ in 0..PIECES {
            if !self.app.is_checking() {
                return self;
            }
            self = self.frames(1);
        }
        panic!("the check never ends");
    }

    fn send(&mut self, msg: Msg) {
        let effects = update(&mut self.app, msg);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Record(event) => self.kept.push(event),
                Effect::Quit => self.ended = true,
                Effect::StartJob(job) => self.jobs.push(job),
                Effect::CancelJob(id) => self.jobs.retain(|job| job.id != id),
                Effect::Save(name, text) => self.saved.push((name, text)),
                Effect::Check | Effect::Edit { .. } => self.asked.push(effect),
                Effect::Highlight(_) | Effect::Colour(_) | Effect::Suspend => {}
                Effect::EditText { name, text, .. } => self.outside.push((name, text)),
                Effect::ReadLesson { course, lesson } => self.to_read.push((course, lesson)),
                Effect::LoadPicture { path, .. } => self.to_load.push(path),
                Effect::Copy(text) => self.copied.push(text),
                Effect::OpenOutside(address) => self.opened.push(address),
            }
        }
    }

    /// The outside does so much of its jobs, and says how far they are.
    fn works(mut self, events: u64) -> Self {
        for mut job in std::mem::take(&mut self.jobs) {
            if job.step(&mut Budget::events(events)) {
                self.send(Msg::JobDone(job.id, job.finish()));
            } else {
                self.send(Msg::JobProgress(job.id, job.progress()));
                self.jobs.push(job);
            }
        }
        self
    }

    fn study(&self) -> &Study {
        self.app.study().expect("a lesson is open")
    }

    fn bench(&self) -> &Bench {
        self.app.bench().expect("a lab is on the bench")
    }

    fn card(&self, id: &str) -> &Card {
        &self.study().cards[id]
    }

    fn footer(&self) -> Vec<String> {
        keymap::footer(&self.app).into_iter().map(|row| row.label.into_owned()).collect()
    }

    fn at(&self) -> (String, usize) {
        (self.study().lesson.head.id.clone(), self.study().page)
    }

    /// The same learner, the next day.
    fn next_day(self) -> Self {
        let mut progress = Progress::default();
        self.kept.iter().for_each(|event| progress.apply(event));
        session_with(Library::embedded(), progress, None)
    }
}

const LAB_WITH_EVENT: &str =
    "# A lab\n\n```lab id=one\n[functions.hello]\nmemory_mb = 128\n```\n\n```event test\n{}\n```\n";

impl Session {
    /// Turns pages until the card is the one that keys go to.
    fn at_card(mut self, id: &str) -> Self {
        for _ in 0..40 {
            if self.study().active.as_deref() == Some(id) {
                return self;
            }
            if matches!(self.study().active_card(), Some(Card::Predict(card)) if card.locks()) {
                self = self.press("s");
            }
            self = self.press("n");
        }
        panic!("there is no card {id}");
    }
}
