//! Where everything stands: lessons, headings, terms.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::course::glossary::root;
use crate::course::slug::{Slugs, slug};
use crate::course::{Lesson, LinkTarget};

/// The course map.
pub(super) const INDEX: &str = "index.html";
/// The words of the trade.
pub(super) const GLOSSARY: &str = "glossary.html";

/// Where everything stands.
pub(super) struct Addresses {
    /// The page of each lesson, and what can be found on it.
    lessons: BTreeMap<String, (String, Places)>,
    /// The anchor of each term, by the root of its name.
    terms: Option<BTreeMap<String, String>>,
}

/// What a page can be entered at.
#[derive(Default)]
struct Places {
    headings: BTreeSet<String>,
    /// Names of pages that are no headings.
    pages: BTreeMap<String, usize>,
}

impl Addresses {
    pub(super) fn of(lessons: &[Arc<Lesson>], glossary: Option<&Lesson>) -> Self {
        let mut names = Slugs::default();
        for taken in ["index", "glossary"] {
            names.fresh(taken);
        }
        let entry = |lesson: &Arc<Lesson>| {
            let name = format!("{}.html", names.fresh(&ascii(&lesson.head.id)));
            (lesson.head.id.clone(), (name, Places::of(lesson)))
        };
        let lessons = lessons.iter().map(entry).collect();
        let terms = |glossary: &Lesson| {
            let headings = glossary.headings().into_iter().filter(|heading| heading.level == 2);
            headings.map(|heading| (root(&heading.text), heading.anchor)).collect()
        };
        Self { lessons, terms: glossary.map(terms) }
    }

    pub(super) fn has_glossary(&self) -> bool {
        self.terms.is_some()
    }

    /// The file of a lesson.
    pub(super) fn page(&self, lesson: &str) -> String {
        self.lessons.get(lesson).map_or_else(|| INDEX.to_owned(), |(file, _)| file.clone())
    }

    /// Where a link of a lesson leads; nothing for what is not followed.
    pub(super) fn link(&self, from: &str, target: &LinkTarget) -> Option<String> {
        match target {
            LinkTarget::Lesson { id, anchor } => {
                let (file, places) = self.lessons.get(id)?;
                let place = anchor.as_ref().and_then(|anchor| places.find(anchor)).unwrap_or_default();
                Some(format!("{file}{place}"))
            }
            LinkTarget::Anchor(anchor) => self.lessons.get(from)?.1.find(anchor),
            LinkTarget::Term(name) => {
                let anchor = self.terms.as_ref()?.get(&root(name))?;
                Some(format!("{GLOSSARY}#{}", encoded(anchor)))
            }
            LinkTarget::Url(address) => {
                let lower = address.to_ascii_lowercase();
                ["https://", "http://", "mailto:"].iter().any(|known| lower.starts_with(known)).then(|| address.clone())
            }
            LinkTarget::File(_) | LinkTarget::Dead(_) => None,
        }
    }
}

impl Places {
    fn of(lesson: &Lesson) -> Self {
        let headings: BTreeSet<String> = lesson.headings().into_iter().map(|heading| heading.anchor).collect();
        let pages = lesson.pages.iter().enumerate().map(|(number, page)| (page.id.clone(), number + 1));
        Self { pages: pages.filter(|(id, _)| !headings.contains(id)).collect(), headings }
    }

    fn find(&self, anchor: &str) -> Option<String> {
        if self.headings.contains(anchor) {
            return Some(format!("#{}", encoded(anchor)));
        }
        self.pages.get(anchor).map(|number| format!("#page-{number}"))
    }
}

/// A file name that every system and every server takes as it is.
pub(super) fn ascii(name: &str) -> String {
    let letters: String = slug(name).chars().filter(char::is_ascii).collect();
    let name = letters.trim_matches('-').chars().take(80).collect::<String>();
    if name.is_empty() { "lesson".to_owned() } else { name }
}

/// Letters that an address cannot have as they are.
pub(super) fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'/') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
