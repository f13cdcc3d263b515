//! A course: modules of lessons, a glossary, and the files they are made of.

use std::sync::Arc;

use super::block::{Block, BlockKind};
use super::clean::{self, Cleaned};
use super::files::Files;
use super::front_matter::FrontMatter;
use super::glossary::{self, Glossary, Term};
use super::inline::Inline;
use super::lesson::{Lesson, LessonHead};
use super::manifest::Manifest;
use super::order;
use super::parser::{self, Surroundings};
use super::slug::slug;
use super::summary;
use crate::catalog::Catalog;
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

/// A lesson of more bytes is read in two steps.
const LONG: usize = 512 * 1024;
/// The bytes of the first: some hundred screens, parsed in ten milliseconds.
const BEGINNING: usize = 128 * 1024;

/// The file with the terms.
pub const GLOSSARY: &str = "glossary.md";

impl Course {
    /// Reads the heads of a course; `name` is what a person calls its folder or file.
    pub fn load(name: &str, files: Files) -> Self {
        let mut problems = Vec::new();
        let manifest = Manifest::read(&files, &mut problems);
        let stem = name.trim_end_matches('/').rsplit('/').next().unwrap_or(name);
        let glossary = files.get(GLOSSARY).map(|bytes| Glossary::scan(&clean::text(bytes).0)).unwrap_or_default();
        let modules = summary::modules(&files, &mut problems);
        Self {
            id: manifest.id.unwrap_or_else(|| slug(stem)),
            title: manifest
                .title
                .or_else(|| order::title(&files))
                .unwrap_or_else(|| stem.trim_end_matches(".md").to_owned()),
            modules,
            glossary,
            problems,
            files: Arc::new(files),
        }
    }

    /// Reads a lesson, by its id or an alias.
    pub fn open(&self, id: &str, catalog: &Arc<Catalog>) -> Option<Lesson> {
        self.lesson(id).map(|head| self.read(head, catalog))
    }

    /// Whether reading this lesson whole would keep somebody waiting who opens it.
    pub fn is_long(&self, head: &LessonHead) -> bool {
        self.files.get(&head.path).is_some_and(|bytes| bytes.len() > LONG)
    }

    /// Reads the beginning of a long lesson: enough to see its first pages while the rest is read.
    pub fn read_beginning(&self, head: &LessonHead, catalog: &Arc<Catalog>) -> Lesson {
        let bytes = self.files.get(&head.path).unwrap_or_default();
        let begin = &bytes[..bytes.len().min(BEGINNING)];
        let end = begin.iter().rposition(|byte| *byte == b'\n').map_or(begin.len(), |newline| newline + 1);
        self.parsed(head, catalog, clean::prose(&begin[..end]))
    }

    /// Reads the lesson of this head.
    pub fn read(&self, head: &LessonHead, catalog: &Arc<Catalog>) -> Lesson {
        self.parsed(head, catalog, self.files.prose(&head.path, usize::MAX))
    }

    /// Reads the lesson of this head without putting garbled characters right.
    pub fn read_as_it_is(&self, head: &LessonHead, catalog: &Arc<Catalog>) -> Lesson {
        self.parsed(head, catalog, clean::as_it_is(self.files.get(&head.path).unwrap_or_default()))
    }

    fn parsed(&self, head: &LessonHead, catalog: &Arc<Catalog>, cleaned: Cleaned) -> Lesson {
        let Cleaned { text, mut problems, repaired } = cleaned;
        let mut front = FrontMatter::cut(&text);
        front.head(&text, &head.path);
        problems.append(&mut front.problems);
        let around = Surroundings { course: self, catalog, head };
        let mut parsed = if head.own {
            parser::parse(&text, front.body, around)
        } else {
            parser::parse_foreign(&text, front.body, around)
        };
        if repaired > 0
            && let Some(first) = parsed.pages.first_mut()
        {
            first.blocks.insert(0, told(repaired, front.body));
        }
        problems.extend(parsed.problems);
        let source = Source::new(head.path.clone(), text);
        Lesson { repaired, ..Lesson::new(head.clone(), parsed.pages, problems, parsed.remarks, source) }
    }

    /// What the terms of the glossary mean.
    pub fn terms(&self, catalog: &Arc<Catalog>) -> Vec<Term> {
        self.glossary_lesson(catalog).map(|lesson| glossary::terms(&lesson)).unwrap_or_default()
    }

    /// What one term means; the name may be in any case or number.
    pub fn term(&self, name: &str, catalog: &Arc<Catalog>) -> Option<Term> {
        let name = self.glossary.find(name)?;
        self.terms(catalog).into_iter().find(|term| term.name == name)
    }

    /// The glossary as a page to read.
    pub fn glossary_lesson(&self, catalog: &Arc<Catalog>) -> Option<Lesson> {
        self.files.get(GLOSSARY)?;
        // Prices in the glossary are computed as in any lesson of the course.
        let own = self.lessons().any(|head| head.own);
        let head = LessonHead {
            id: "glossary".into(),
            title: "Glossary".into(),
            path: GLOSSARY.into(),
            own,
            ..LessonHead::default()
        };
        Some(self.read(&head, catalog))
    }

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

/// What was put right, for whoever wants it as it was.
fn told(repaired: usize, at: usize) -> Block {
    let garbled = if repaired == 1 { "1 garbled character was" } else { "garbled characters were" };
    let count = if repaired == 1 { String::new() } else { format!("{repaired} ") };
    let words = format!("{count}{garbled} put right; coldstart open --as-is shows the file as it is.");
    Block { kind: BlockKind::Facts(vec![vec![Inline::Text(words)]]), span: at..at }
}
