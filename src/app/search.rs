//! Words in the course: titles, headings, text, glossary.

use std::sync::Arc;

use super::overlay::{PickRow, Search};
use super::{Msg, Place};
use crate::catalog::Catalog;
use crate::course::{Course, Lesson, Library, LinkTarget};

/// More hits than this are no help; the word was too short.
const HITS_MAX: usize = 60;
/// Characters of text on each side of a hit.
const AROUND: usize = 28;

/// The words of a course, in lower case, ready to be looked through at every key.
#[derive(Clone, Debug, Default)]
pub struct Index {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    weight: u8,
    title: String,
    text: String,
    folded: String,
    msg: Msg,
}

impl Index {
    /// Reads every lesson of every course once; milliseconds, and only when somebody searches.
    pub(super) fn of(library: &Library, catalog: &Arc<Catalog>) -> Self {
        let mut entries = Vec::new();
        for (number, course) in library.courses.iter().enumerate() {
            for head in course.lessons() {
                add_lesson(number, &course.read(head, catalog), &mut entries);
            }
            add_glossary(course, catalog, &mut entries);
        }
        Self { entries }
    }

    /// Everything that holds all the words, titles before headings before text.
    pub(super) fn find(&self, words: &str) -> Vec<PickRow> {
        let wanted: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        let holds = |entry: &&Entry| wanted.iter().all(|word| entry.folded.contains(word.as_str()));
        let mut hits: Vec<&Entry> = self.entries.iter().filter(holds).collect();
        hits.sort_by_key(|entry| entry.weight);
        hits.truncate(HITS_MAX);
        hits.into_iter()
            .map(|entry| PickRow::new(entry.around(&wanted[0]), entry.title.clone(), 0, entry.msg.clone()))
            .collect()
    }
}

impl Entry {
    fn new(weight: u8, title: &str, text: &str, msg: Msg) -> Self {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { weight, title: title.to_owned(), folded: text.to_lowercase(), text, msg }
    }

    /// The text near the word, cut at word boundaries.
    fn around(&self, word: &str) -> String {
        let characters: Vec<char> = self.text.chars().collect();
        let at = self.folded.find(word).map_or(0, |byte| self.folded[..byte].chars().count()).min(characters.len());
        let mut start = at.saturating_sub(AROUND);
        while start > 0 && start < at && !characters[start - 1].is_whitespace() {
            start += 1;
        }
        let end = (start + 2 * AROUND + word.chars().count()).min(characters.len());
        let cut: String = characters[start..end].iter().collect();
        let (head, tail) = (if start > 0 { "… " } else { "" }, if end < characters.len() { " …" } else { "" });
        format!("{head}{}{tail}", cut.trim())
    }
}

fn add_lesson(course: usize, lesson: &Lesson, entries: &mut Vec<Entry>) {
    let place = |page, block| match block {
        0 => Msg::Go(Place::Page { course, lesson: lesson.head.id.clone(), page }),
        block => Msg::Go(Place::Block { course, lesson: lesson.head.id.clone(), page, block }),
    };
    entries.push(Entry::new(0, "lesson", &lesson.head.title, place(0, 0)));
    for heading in lesson.headings() {
        entries.push(Entry::new(1, &lesson.head.title, &heading.text, place(heading.page, heading.block)));
    }
    for (number, page) in lesson.pages.iter().enumerate() {
        for (at, block) in page.blocks.iter().enumerate() {
            entries.push(Entry::new(3, &lesson.head.title, &block.words(), place(number, at)));
        }
    }
}

fn add_glossary(course: &Course, catalog: &Arc<Catalog>, entries: &mut Vec<Entry>) {
    for term in course.terms(catalog) {
        let words: Vec<String> = term.blocks.iter().map(crate::course::Block::words).collect();
        let text = format!("{}: {}", term.name, words.join(" "));
        entries.push(Entry::new(2, "glossary", &text, Msg::Follow(LinkTarget::Term(term.name.clone()))));
    }
}

impl Search {
    /// Looks again, after the words changed.
    pub(super) fn refresh(&mut self) {
        self.picker = super::Picker::new("Search", self.index.find(self.input.value()));
    }
}
