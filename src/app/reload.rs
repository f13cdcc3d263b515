//! The course on the disk was saved: the screen shows it as it is now, and whatever the author was in the middle of stays.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{App, Effect, Home, Screen, Study};
use crate::course::{BlockKind, Course, Directive, Files, Lesson, Library};
use crate::lab::LabSpec;

impl App {
    /// Takes over a library that was read again. Page, scroll, answers and labs stay; a lab starts afresh only where its own text changed.
    pub(super) fn reload(&mut self, library: Arc<Library>) -> Vec<Effect> {
        let before = std::mem::replace(&mut self.library, library);
        self.index = None;
        let changed = |course: usize, lesson: &str| {
            let pair = before.courses.get(course).zip(self.library.courses.get(course));
            pair.is_none_or(|(before, after)| !is_alike(before, after, lesson))
        };
        if self.put_away.as_ref().is_some_and(|away| changed(away.course, &away.lesson)) {
            self.put_away = None;
        }
        let last = self.map().len().saturating_sub(1);
        if let Screen::Home(home) = &mut self.screen {
            home.selected = home.selected.min(last);
            return Vec::new();
        }
        self.reload_study(&before)
    }

    fn reload_study(&mut self, before: &Library) -> Vec<Effect> {
        let Some(study) = self.study().filter(|_| !self.lab_only) else { return Vec::new() };
        let (old, number) = (Arc::clone(&study.lesson), study.course);
        let Some(course) = self.library.courses.get(number) else { return Vec::new() };
        let by_path = course.lessons().find(|head| head.path == old.source.name);
        let Some(head) = by_path.or_else(|| course.lesson(&old.head.id)) else {
            self.screen = Screen::Home(Home::default());
            self.refuse(format!("{} is no longer in the course", old.source.name));
            return Vec::new();
        };
        let fresh = Arc::new(course.read(head, &self.catalog));
        let files = |library: &Library| library.courses.get(number).map(|course| Arc::clone(&course.files));
        let (was, is) = (files(before).unwrap_or_default(), files(&self.library).unwrap_or_default());
        let cards = kept(&fences(&old), &fences(&fresh));
        let labs = kept(&makings(&old, &was), &makings(&fresh, &is));
        let mut new_cards = self.cards_of(&fresh);
        let restarted = match self.study_mut() {
            Some(study) => {
                for (id, card) in std::mem::take(&mut study.cards) {
                    if cards.contains(&id) && new_cards.contains_key(&id) {
                        new_cards.insert(id, card);
                    }
                }
                study.cards = new_cards;
                let stale: Vec<String> = study.benches.keys().filter(|key| !labs.contains(*key)).cloned().collect();
                study.benches.retain(|key, _| !stale.contains(key));
                study.take(fresh);
                stale
            }
            None => Vec::new(),
        };
        self.put_back_on_bench();
        if self.study().is_some_and(|study| study.active.as_ref().is_none_or(|id| !study.cards.contains_key(id))) {
            self.wake_first_card();
        }
        let still_there: Vec<String> = restarted
            .into_iter()
            .filter(|key| self.study().is_some_and(|study| study.benches.contains_key(key)))
            .map(|key| format!("`{key}`"))
            .collect();
        match still_there.as_slice() {
            [] => self.say("saved: this is how it reads now"),
            labs => self.say(format!("saved: the lab {} changed and starts afresh", labs.join(", "))),
        }
        self.code_to_highlight()
    }

    /// The lab of the page, the same as before where it is still the page's.
    fn put_back_on_bench(&mut self) {
        match self.lab_of_page() {
            Some(lab) => self.show_lab(&lab),
            None => {
                if let Some(study) = self.study_mut() {
                    study.shown = None;
                }
            }
        }
    }
}

impl Study {
    /// The lesson as it is now, at the page that was in view: the one of the same name, else the one in its place.
    fn take(&mut self, fresh: Arc<Lesson>) {
        let (old, revealed_all) = (self.page().id.clone(), !self.has_more());
        let last = fresh.pages.len().saturating_sub(1);
        self.page = fresh.pages.iter().position(|page| page.id == old).unwrap_or(self.page.min(last));
        self.lesson = fresh;
        let pauses = self.page().pauses();
        self.reveals = if revealed_all { pauses } else { self.reveals.min(pauses) };
        self.focus_step %= self.focus_steps().max(1);
        self.edition += 1;
    }
}

/// What two texts have in common under the same name.
fn kept(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> BTreeSet<String> {
    old.iter().filter(|(id, text)| new.get(*id) == Some(text)).map(|(id, _)| id.clone()).collect()
}

/// The source of each directive, by its id. Questions of a file of their own may have changed without it.
fn fences(lesson: &Lesson) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for block in lesson.blocks() {
        let BlockKind::Directive(directive) = &block.kind else { continue };
        let text = lesson.source.text.get(block.span.clone()).unwrap_or_default();
        let own = if text.contains("{{#quiz") { format!("{directive:?}") } else { text.to_owned() };
        found.insert(directive.id().to_owned(), own);
    }
    found
}

/// All that a lab on the bench is made of, by the key it has there.
fn makings(lesson: &Lesson, files: &Files) -> BTreeMap<String, String> {
    let of_lab = |text: &str, spec: &LabSpec| {
        let code = spec.functions.iter().filter_map(|function| function.code.as_ref());
        let code: Vec<_> = code.map(|path| files.get(path).map(String::from_utf8_lossy)).collect();
        format!("{:?}\n{text}\n{code:?}", lesson.head.seed)
    };
    let mut found = BTreeMap::new();
    for (_, directive) in lesson.directives() {
        match directive {
            Directive::Lab(card) => {
                found.insert(card.id.clone(), of_lab(&card.text, &card.spec));
            }
            Directive::Challenge(challenge) => {
                let Some(lab) = lesson.lab(&challenge.lab) else { continue };
                let start: Vec<_> = challenge.start.iter().map(|setting| (&setting.target, &setting.value)).collect();
                let text = format!("{}\n{start:?}", of_lab(&lab.text, &lab.spec));
                found.entry(super::cards::bench_key(challenge)).or_insert(text);
            }
            _ => {}
        }
    }
    found
}

/// Whether a lesson and all that labs may run are the same in both.
fn is_alike(before: &Course, after: &Course, lesson: &str) -> bool {
    let path = before.lesson(lesson).map(|head| head.path.as_str());
    let concerns = |name: &&str| Some(*name) == path || name.rsplit_once('.').is_none_or(|(_, ending)| ending != "md");
    let (old, new) = (&before.files, &after.files);
    let all = |files: &Files| files.paths().filter(concerns).map(str::to_owned).collect::<Vec<_>>();
    let names = all(old);
    names == all(new) && names.iter().all(|name| old.get(name) == new.get(name))
}
