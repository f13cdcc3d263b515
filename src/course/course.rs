//! A course: modules of lessons, a glossary, and the files they are made of.

use std::sync::Arc;

use super::files::Files;
use super::glossary::Glossary;
use super::lesson::LessonHead;
use crate::problem::{Problem, Source};

/// A course. Only heads are read; `open` reads a lesson.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// Stable; progress hangs on it.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// In the order to be taken.
    pub modules: Vec<Module>,
    /// The words of the trade.
    pub glossary: Glossary,
    /// What is wrong with the course itself, with the file it is in.
    pub problems: Vec<(Source, Problem)>,
    /// Where everything is read from.
    pub files: Arc<Files>,
}

/// Lessons that belong together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Module {
    /// Counted from one.
    pub number: u32,
    /// What it is called; empty in a plain folder.
    pub title: String,
    /// In the order to be taken.
    pub lessons: Vec<LessonHead>,
}

impl Course {
    /// Every lesson in the order to be taken.
    pub fn lessons(&self) -> impl Iterator<Item = &LessonHead> {
        self.modules.iter().flat_map(|module| &module.lessons)
    }

    /// The lesson with this id or alias.
    pub fn lesson(&self, id: &str) -> Option<&LessonHead> {
        let by_alias = || self.lessons().find(|head| head.aliases.iter().any(|alias| alias == id));
        self.lessons().find(|head| head.id == id).or_else(by_alias)
    }

    /// The module a lesson is in.
    pub fn module_of(&self, id: &str) -> Option<&Module> {
        self.modules.iter().find(|module| module.lessons.iter().any(|head| head.id == id))
    }

    /// The lesson after this one.
    pub fn next(&self, id: &str) -> Option<&LessonHead> {
        self.lessons().skip_while(|head| head.id != id).nth(1)
    }

    /// The lesson before this one.
    pub fn previous(&self, id: &str) -> Option<&LessonHead> {
        self.lessons().take_while(|head| head.id != id).last()
    }
}
