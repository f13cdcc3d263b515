//! The course map: what is open, done and under way.

use std::fmt;

use super::App;
use crate::quiz::{LessonProgress, Status};

/// The home screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// The chosen lesson, by its place among all lessons of the library.
    pub selected: usize,
}

/// A lesson on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapEntry {
    /// The course, by its place in the library.
    pub course: usize,
    /// The number of its module.
    pub module: u32,
    /// The title of its module; a heading wherever it changes.
    pub module_title: String,
    /// The lesson's id.
    pub lesson: String,
    /// What it is called.
    pub title: String,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// How far the learner got.
    pub standing: Standing,
    /// Stars earned in its challenges.
    pub stars: u32,
}

/// How far the learner got in a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not begun.
    Open,
    /// Begun: pages read, of how many.
    Begun(usize, usize),
    /// Finished.
    Done,
}

impl App {
    /// Every lesson of the library as it stands on the map.
    pub fn map(&self) -> Vec<MapEntry> {
        let mut entries = Vec::new();
        for (course, contents) in self.library.courses.iter().enumerate() {
            for module in &contents.modules {
                for head in module.lessons.iter().filter(|head| !head.draft) {
                    let lesson = self.progress.lesson(&head.id);
                    entries.push(MapEntry {
                        course,
                        module: module.number,
                        module_title: module.title.clone(),
                        lesson: head.id.clone(),
                        title: head.title.clone(),
                        minutes: head.minutes,
                        standing: standing(lesson),
                        stars: lesson.map_or(0, LessonProgress::stars),
                    });
                }
            }
        }
        entries
    }
}

fn standing(lesson: Option<&LessonProgress>) -> Standing {
    match lesson.map(|lesson| (lesson.status(), lesson)) {
        None | Some((Status::Open, _)) => Standing::Open,
        Some((Status::Done, _)) => Standing::Done,
        // Who only tried its labs has read none of it.
        Some((Status::Started, lesson)) => lesson.last_page.as_ref().map_or(Standing::Open, |mark| {
            let pages = mark.value.pages as usize;
            Standing::Begun(lesson.pages_seen.len().min(pages), pages)
        }),
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => Ok(()),
            Self::Begun(read, pages) => write!(f, "{read} of {pages}"),
            Self::Done => f.write_str("done"),
        }
    }
}
