//! Floor 8, though nothing here touches the outside: a course as static pages that read well without the program.
//!
//! 1. [`Site::of`] reads every lesson and gives the files of a folder: pages, one stylesheet, a picture of each lab.
//! 2. `addresses` knows where each lesson, heading and term stands; `words`, `blocks` and `cards` write what is on a page, `frame` what is around it.
//! 3. `screen` plays a lab for a moment and draws the cells that the screen would show.
//!
//! Everything is written through `maud`, which escapes whatever is not a template of ours, so nothing that a course holds can become a tag.
//! There are no scripts, and nothing is loaded from elsewhere.

mod addresses;
mod blocks;
mod cards;
mod frame;
mod screen;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use addresses::Addresses;
use maud::{Markup, html};

use crate::catalog::Catalog;
use crate::course::{Course, Lesson, Library};
use crate::ui::Highlighter;

/// What begins the stylesheet, and tells a folder of ours from others.
pub const MARK: &str = "/* coldstart export */";

/// Where the stylesheet lies.
pub const STYLESHEET: &str = "style.css";

const STYLE: &str = include_str!("../../assets/site.css");

/// The files of a course as a site.
pub struct Site {
    /// Paths inside the folder, and what is in them.
    pub files: Vec<(String, Vec<u8>)>,
    /// Pictures of the course that pages show, by their paths in the course; they lie below `files/`.
    pub pictures: BTreeSet<String>,
}

/// What one page is written with.
struct Writer<'a> {
    course: &'a Course,
    number: usize,
    library: &'a Arc<Library>,
    catalog: &'a Arc<Catalog>,
    addresses: Addresses,
    highlighter: Highlighter,
    files: Vec<(String, Vec<u8>)>,
    pictures: BTreeSet<String>,
}

/// What is being written.
#[derive(Clone, Copy)]
struct Here<'a> {
    lesson: &'a Lesson,
    /// Counted from zero.
    page: usize,
}

impl Site {
    /// The course of this place in the library.
    pub fn of(library: &Arc<Library>, number: usize, catalog: &Arc<Catalog>) -> Option<Self> {
        let course = library.courses.get(number)?;
        let lessons: Vec<Arc<Lesson>> =
            course.lessons().filter(|head| !head.draft).map(|head| Arc::new(course.read(head, catalog))).collect();
        let glossary = course.glossary_lesson(catalog);
        let addresses = Addresses::of(&lessons, glossary.as_ref());
        let mut writer = Writer {
            course,
            number,
            library,
            catalog,
            addresses,
            highlighter: Highlighter::new(),
            files: vec![(STYLESHEET.to_owned(), format!("{MARK}\n{STYLE}").into_bytes())],
            pictures: BTreeSet::new(),
        };
        writer.index(&lessons);
        for (place, lesson) in lessons.iter().enumerate() {
            let before = place.checked_sub(1).and_then(|place| lessons.get(place));
            writer.lesson(lesson, before, lessons.get(place + 1));
        }
        if let Some(glossary) = &glossary {
            writer.glossary(glossary);
        }
        Some(Self { files: writer.files, pictures: writer.pictures })
    }
}

impl Writer<'_> {
    fn put(&mut self, path: String, page: Markup) {
        self.files.push((path, page.into_string().into_bytes()));
    }

    /// The course map.
    fn index(&mut self, lessons: &[Arc<Lesson>]) {
        let body = html! {
            main {
                h1 { (self.course.title) }
                nav class="map" aria-label="Lessons" {
                    @for module in &self.course.modules {
                        @if !module.title.is_empty() { h2 { (module.title) } }
                        ol {
                            @for lesson in lessons.iter().filter(|lesson| module.lessons.iter().any(|head| head.path == lesson.head.path)) {
                                li {
                                    a href=(self.addresses.page(&lesson.head.id)) { (lesson.head.title) }
                                    @if let Some(minutes) = lesson.head.minutes { span class="aside" { " " (minutes) " min" } }
                                    @if let Some(summary) = &lesson.head.summary { p class="aside" { (summary) } }
                                }
                            }
                        }
                    }
                    @if self.addresses.has_glossary() { p { a href=(addresses::GLOSSARY) { "Glossary" } } }
                }
            }
        };
        let page = frame::page(
            self.course,
            &self.course.title,
            lessons.first().and_then(|lesson| lesson.head.lang.as_deref()),
            &body,
        );
        self.put(addresses::INDEX.to_owned(), page);
    }

    fn lesson(&mut self, lesson: &Arc<Lesson>, before: Option<&Arc<Lesson>>, after: Option<&Arc<Lesson>>) {
        let head = &lesson.head;
        let starts_with_title = lesson.pages.first().is_some_and(|page| page.title == head.title);
        let pages = self.pages(lesson);
        let module = self.course.module_of(&head.id).map(|module| module.title.clone()).unwrap_or_default();
        let turn = |lesson: Option<&Arc<Lesson>>, rel: &str, word: &str| {
            html! {
                @if let Some(lesson) = lesson {
                    a rel=(rel) href=(self.addresses.page(&lesson.head.id)) { span class="aside" { (word) " " } (lesson.head.title) }
                }
            }
        };
        let body = html! {
            (frame::way(self.course, &module, self.addresses.has_glossary()))
            main {
                @if !starts_with_title { h1 { (head.title) } }
                (frame::facts(head))
                (frame::contents(lesson))
                (pages)
            }
            nav class="turn" aria-label="Lessons before and after" {
                (turn(before, "prev", "Previous"))
                (turn(after, "next", "Next"))
            }
        };
        let page = frame::page(self.course, &head.title, head.lang.as_deref(), &body);
        self.put(self.addresses.page(&head.id), page);
    }

    fn pages(&mut self, lesson: &Arc<Lesson>) -> Markup {
        let mut sections = Vec::new();
        for (number, page) in lesson.pages.iter().enumerate() {
            let blocks = self.blocks(&page.blocks, Here { lesson, page: number });
            sections.push(html! { section class="page" id={ "page-" (number + 1) } { (blocks) } });
        }
        html! { @for section in sections { (section) } }
    }

    fn glossary(&mut self, glossary: &Lesson) {
        let mut blocks = Vec::new();
        for (number, page) in glossary.pages.iter().enumerate() {
            blocks.push(self.blocks(&page.blocks, Here { lesson: glossary, page: number }));
        }
        let has_title = glossary.headings().iter().any(|heading| heading.level == 1);
        let body = html! {
            (frame::way(self.course, "", false))
            main class="glossary" {
                @if !has_title { h1 { "Glossary" } }
                @for part in blocks { (part) }
            }
        };
        let page = frame::page(self.course, "Glossary", None, &body);
        self.put(addresses::GLOSSARY.to_owned(), page);
    }
}
