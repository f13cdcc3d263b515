//! Going about: lessons, pages, links, the way back, and where one left off.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::home::Standing;
use super::tasks::Underway;
use super::{App, Bench, Effect, Home, Message, Overlay, Place, Region, Screen, Study};
use crate::course::{Block, BlockKind, CodeBlock, CodeKind, Directive, Lesson, LinkTarget};
use crate::quiz::{ProgressEvent, Status};

/// The labs of a lesson that was left, as they stood: who comes straight back goes on with them.
pub(super) struct PutAway {
    pub(super) course: usize,
    pub(super) lesson: String,
    benches: BTreeMap<String, Bench>,
}

impl App {
    /// Goes to a place and keeps the way back.
    pub(super) fn travel(&mut self, place: &Place) -> Vec<Effect> {
        let (here, spot) = (self.place(), self.spot());
        if here == *place && spot == here {
            return Vec::new();
        }
        let effects = self.arrive(place);
        if self.place() != here || matches!(place, Place::Block { .. }) {
            self.trail.leave(spot);
        }
        effects
    }

    pub(super) fn go_back(&mut self) -> Vec<Effect> {
        let here = self.spot();
        let place = self.trail.back(here);
        place.map(|place| self.arrive(&place)).unwrap_or_default()
    }

    pub(super) fn go_forward(&mut self) -> Vec<Effect> {
        let here = self.spot();
        let place = self.trail.forward(here);
        place.map(|place| self.arrive(&place)).unwrap_or_default()
    }

    /// Opens the lesson with this id or alias, at the page where it was left; false if there is none.
    pub fn open_lesson(&mut self, id: &str) -> Option<Vec<Effect>> {
        let (course, lesson) = self.find_lesson(id)?;
        Some(self.travel(&Place::Lesson { course, lesson }))
    }

    /// Opens one lab of a lesson, without the lesson: `coldstart lab`.
    pub fn open_lab(&mut self, course: usize, lesson: Arc<Lesson>, lab: &str) -> Vec<Effect> {
        let page = lesson.directives().iter().find(|(_, directive)| directive.id() == lab).map_or(0, |(page, _)| *page);
        self.lab_only = true;
        self.enter(course, lesson, page);
        self.show_lab(lab);
        if let Some(study) = self.study_mut() {
            study.wide = true;
            study.cards.clear();
            study.active = None;
            study.focus = study.bench().and_then(|bench| bench.watch.first().cloned());
        }
        self.code_to_highlight()
    }

    /// Opens a recorded run on its lab: `coldstart replay`.
    pub fn open_recording(
        &mut self,
        course: usize,
        lesson: Arc<Lesson>,
        lab: &str,
        recording: &crate::lab::Recording,
    ) -> Vec<Effect> {
        let effects = self.open_lab(course, lesson, lab);
        self.with_bench(|bench| bench.load(recording));
        effects
    }

    pub(super) fn arrive(&mut self, place: &Place) -> Vec<Effect> {
        self.overlay = None;
        match place {
            Place::Home => {
                let left = self.leave_lesson();
                let lesson = self.study().map(|study| study.lesson.head.id.clone());
                self.put_labs_away();
                self.screen = Screen::Home(Home::default());
                self.select_lesson(lesson.as_deref());
                self.scrolls.to(Region::Page, 0);
                left
            }
            Place::Block { course, lesson, page, block } => {
                let mut effects = self.arrive_on(*course, lesson, *page);
                effects.extend(self.show_block(*page, *block));
                effects
            }
            Place::Page { course, lesson, page } => self.arrive_at(*course, lesson, Some(*page)),
            Place::Lesson { course, lesson } => self.arrive_at(*course, lesson, None),
        }
    }

    /// Opens a lesson at a page, unless it is on the screen.
    fn arrive_on(&mut self, course: usize, lesson: &str, page: usize) -> Vec<Effect> {
        let is_there = self.place() == Place::Page { course, lesson: lesson.to_owned(), page };
        if is_there { Vec::new() } else { self.arrive_at(course, lesson, Some(page)) }
    }

    /// Opens a lesson at a page, or at the one where it was left.
    fn arrive_at(&mut self, course: usize, lesson: &str, page: Option<usize>) -> Vec<Effect> {
        if let Some(study) = self.study().filter(|study| study.course == course && study.lesson.head.id == lesson) {
            let page = page.unwrap_or(study.page);
            return self.turn_to(page);
        }
        // Who opens a long lesson sees its beginning at once. Who goes to a place in it waits for the place.
        let library = Arc::clone(&self.library);
        let found = library.courses.get(course).and_then(|course| Some((course, course.lesson(lesson)?)));
        let in_steps = page.is_none() && found.is_some_and(|(course, head)| course.is_long(head));
        let opened = found.map(|(course, head)| {
            if in_steps { course.read_beginning(head, &self.catalog) } else { course.read(head, &self.catalog) }
        });
        let Some(opened) = opened else {
            self.refuse(format!("there is no lesson `{lesson}`"));
            return Vec::new();
        };
        let mut left = self.leave_lesson();
        let asked = page;
        let page = page.unwrap_or_else(|| self.page_left(&opened));
        let tasks = (!in_steps).then(|| tasks_of(&opened));
        self.enter(course, Arc::new(opened), page);
        left.extend(self.record(ProgressEvent::LessonOpened { lesson: lesson.to_owned(), tasks }));
        left.extend(self.turn_to(page));
        if let (None, Some(block), Some(study)) = (asked, self.block_left(), self.study_mut()) {
            study.goal = Some(block);
        }
        if in_steps {
            left.push(Effect::ReadLesson { course, lesson: lesson.to_owned() });
        }
        left
    }

    /// The rest of the lesson on the screen is there. Who has not moved yet is brought to where they left off.
    pub(super) fn lesson_read(&mut self, read: super::LessonRead) -> Vec<Effect> {
        let super::LessonRead { course, lesson } = read;
        let is_open = |study: &&Study| study.course == course && study.lesson.head.id == lesson.head.id;
        if !self.study().is_some_and(|study| is_open(&study)) {
            return Vec::new();
        }
        let (cards, ticked) = (self.cards_of(&lesson), self.ticked_of(&lesson));
        let left = self.page_left(&lesson);
        let tasks = Some(tasks_of(&lesson));
        let (id, pages) = (lesson.head.id.clone(), lesson.pages.len() as u32);
        let Some(study) = self.study_mut() else { return Vec::new() };
        let has_moved = study.page > 0 || study.seen.start > 0;
        study.lesson = lesson;
        study.ticked = ticked;
        for (id, card) in cards {
            study.cards.entry(id).or_insert(card);
        }
        let page = study.page().id.clone();
        let mut effects = self.record(ProgressEvent::LessonOpened { lesson: id.clone(), tasks });
        if has_moved || left == 0 {
            effects.extend(self.record(ProgressEvent::PageSeen { lesson: id, page, pages }));
            effects.extend(self.code_to_highlight());
            return effects;
        }
        effects.extend(self.turn_to(left));
        if let (Some(block), Some(study)) = (self.block_left(), self.study_mut()) {
            study.goal = Some(block);
        }
        effects
    }

    /// Sets up the study screen for a lesson.
    fn enter(&mut self, course: usize, lesson: Arc<Lesson>, page: usize) {
        self.highlights.clear();
        let cards = self.cards_of(&lesson);
        let ticked = self.ticked_of(&lesson);
        let page = page.min(lesson.pages.len().saturating_sub(1));
        // Taken before the labs of the lesson on the screen go to their place.
        let known = self.put_away.take_if(|away| away.course == course && away.lesson == lesson.head.id);
        self.put_labs_away();
        self.screen = Screen::Study(Box::new(Study {
            course,
            lesson,
            edition: 0,
            page,
            reveals: 0,
            focus_step: 0,
            shift: 0,
            seen: 0..0,
            goal: None,
            cards,
            active: None,
            typing: false,
            answering: false,
            ticked,
            underway: Underway::default(),
            benches: known.map(|away| away.benches).unwrap_or_default(),
            shown: None,
            focus: None,
            editing: false,
            wide: false,
        }));
    }

    /// Keeps the labs of the lesson that is left, standing still; those of the lesson before it make room for them.
    fn put_labs_away(&mut self) {
        let Some(study) = self.study_mut().filter(|study| !study.benches.is_empty()) else { return };
        let mut benches = std::mem::take(&mut study.benches);
        for bench in benches.values_mut() {
            let now = bench.now();
            bench.pace.stop(now);
        }
        let (course, lesson) = (study.course, study.lesson.head.id.clone());
        self.put_away = Some(PutAway { course, lesson, benches });
    }

    /// Shows a page of the lesson that is open.
    pub(super) fn turn_to(&mut self, page: usize) -> Vec<Effect> {
        let Some(study) = self.study_mut() else { return Vec::new() };
        study.page = page.min(study.lesson.pages.len().saturating_sub(1));
        (study.typing, study.answering) = (false, false);
        (study.focus_step, study.shift) = (0, 0);
        (study.seen, study.goal) = (0..0, None);
        study.underway = Underway::default();
        let (lesson, page) = (study.lesson.head.id.clone(), study.page().id.clone());
        let pages = study.lesson.pages.len() as u32;
        let known = self.progress.lesson(&lesson).is_some_and(|progress| progress.pages_seen.contains(&page));
        let seen = ProgressEvent::PageSeen { lesson, page, pages };
        let Some(study) = self.study_mut() else { return Vec::new() };
        // Who has seen the page before need not uncover it again.
        study.reveals = if known { study.page().pauses() } else { 0 };
        self.scrolls.to(Region::Page, 0);
        if let Some(lab) = self.lab_of_page() {
            self.show_lab(&lab);
        } else if let Some(study) = self.study_mut() {
            study.shown = None;
        }
        self.focus(None);
        self.wake_first_card();
        let mut effects = self.record(seen);
        effects.extend(self.code_to_highlight());
        effects
    }

    /// Reveals what waits behind a pause, else scrolls on, else turns the page: one key reads the whole lesson.
    pub(super) fn more(&mut self) -> Vec<Effect> {
        if self.study().is_some_and(Study::has_more) {
            return self.next_page();
        }
        if self.scrolls.more_below(&Region::Page) {
            let view = self.scrolls.extent(&Region::Page).view;
            self.scrolls.by(&Region::Page, i32::from(view.saturating_sub(2).max(1)));
            return Vec::new();
        }
        self.next_page()
    }

    /// Reveals what waits behind a pause, else turns the page; after the last comes the next lesson.
    pub(super) fn next_page(&mut self) -> Vec<Effect> {
        let Some(study) = self.study_mut() else { return Vec::new() };
        if study.has_more() {
            study.reveals += 1;
            self.wake_first_card();
            return self.code_to_highlight();
        }
        if !study.is_last_page() {
            let next = study.page + 1;
            return self.turn_to(next);
        }
        let lesson = study.lesson.head.id.clone();
        let mut effects = Vec::new();
        if !self.progress.lesson(&lesson).is_some_and(|lesson| lesson.finished) {
            effects.extend(self.record(ProgressEvent::LessonFinished { lesson }));
        }
        let next = match self.next_lesson() {
            Some((course, lesson)) => Place::Lesson { course, lesson },
            None => Place::Home,
        };
        effects.extend(self.travel(&next));
        effects
    }

    pub(super) fn previous_page(&mut self) -> Vec<Effect> {
        let page = self.study().map_or(0, |study| study.page);
        if page == 0 { Vec::new() } else { self.turn_to(page - 1) }
    }

    /// The lesson after this one.
    pub fn next_lesson(&self) -> Option<(usize, String)> {
        let study = self.study()?;
        let next = self.library.courses.get(study.course)?.next(&study.lesson.head.id)?;
        Some((study.course, next.id.clone()))
    }

    /// Follows a link of a page.
    pub(super) fn follow(&mut self, target: &LinkTarget) -> Vec<Effect> {
        self.overlay = None;
        match target {
            LinkTarget::Lesson { id, anchor } => self.follow_to_lesson(id, anchor.as_deref()),
            LinkTarget::Anchor(anchor) => self.follow_to_anchor(anchor),
            LinkTarget::Term(name) => {
                let term = self.course().and_then(|course| course.term(name, &self.catalog));
                match term {
                    Some(term) => {
                        self.scrolls.to(Region::Overlay, 0);
                        self.overlay = Some(Overlay::Term(Box::new(term)));
                    }
                    None => self.refuse(format!("the glossary has no `{name}`")),
                }
                Vec::new()
            }
            LinkTarget::Url(address) => {
                // Nothing is ever fetched: the address is shown, for whoever wants to go there.
                self.overlay(Overlay::Web(address.clone()));
                Vec::new()
            }
            LinkTarget::File(path) => {
                self.notice(Message { title: "A file of this course".to_owned(), text: path.clone() });
                Vec::new()
            }
            LinkTarget::Dead(name) => {
                self.refuse(format!("`{name}` leads nowhere"));
                Vec::new()
            }
        }
    }

    fn follow_to_lesson(&mut self, id: &str, anchor: Option<&str>) -> Vec<Effect> {
        let Some((course, lesson)) = self.find_lesson(id) else {
            self.refuse(format!("there is no lesson `{id}` here"));
            return Vec::new();
        };
        let place = match anchor {
            // The heading may stand behind the beginning of a long lesson, which then is read whole.
            Some(_) if self.place_of_lesson().is_none_or(|open| open != (course, lesson.as_str())) => {
                Place::Page { course, lesson, page: 0 }
            }
            _ => Place::Lesson { course, lesson },
        };
        let mut effects = self.travel(&place);
        if let Some(anchor) = anchor {
            effects.extend(self.turn_to_anchor(anchor));
        }
        effects
    }

    /// The course and the lesson on the screen.
    fn place_of_lesson(&self) -> Option<(usize, &str)> {
        self.study().map(|study| (study.course, study.lesson.head.id.as_str()))
    }

    fn follow_to_anchor(&mut self, anchor: &str) -> Vec<Effect> {
        let from = self.spot();
        let effects = self.turn_to_anchor(anchor);
        if self.study().is_some_and(|study| study.goal.is_some()) || self.place() != from {
            self.trail.leave(from);
        }
        effects
    }

    fn turn_to_anchor(&mut self, anchor: &str) -> Vec<Effect> {
        let heading = self.study().and_then(|study| study.lesson.heading(anchor));
        if let Some(heading) = heading {
            return self.show_block(heading.page, heading.block);
        }
        let page = self.study().and_then(|study| study.lesson.page_of(anchor));
        if let Some(page) = page {
            return self.turn_to(page);
        }
        self.refuse(format!("there is no heading `{anchor}` in this lesson"));
        Vec::new()
    }

    // ---- where one left off

    /// The lesson to continue at: the last one, unless it is done; then the next that is not.
    pub fn where_left_off(&self) -> Option<Place> {
        let (lesson, _) = self.progress.continue_at()?;
        let (_, lesson) = self.find_lesson(lesson)?;
        let map = self.map();
        let here = map.iter().position(|entry| entry.lesson == lesson)?;
        let (before, from_here) = map.split_at(here);
        let next = from_here.iter().chain(before).find(|entry| entry.standing != Standing::Done)?;
        Some(Place::Lesson { course: next.course, lesson: next.lesson.clone() })
    }

    pub(super) fn continue_where_left_off(&mut self) -> Vec<Effect> {
        self.where_left_off().map(|place| self.travel(&place)).unwrap_or_default()
    }

    /// The page a lesson opens at: the one last seen; the first, if it is done or was never begun.
    fn page_left(&self, lesson: &Lesson) -> usize {
        let progress = self.progress.lesson(&lesson.head.id).filter(|progress| progress.status() != Status::Done);
        let page = progress.and_then(|progress| progress.page());
        page.and_then(|page| lesson.pages.iter().position(|known| known.id == page)).unwrap_or(0)
    }

    /// A lesson by id, alias, number or title, in any course.
    pub(super) fn find_lesson(&self, name: &str) -> Option<(usize, String)> {
        let courses = || self.library.courses.iter().enumerate();
        let by_id = courses().find_map(|(number, course)| Some((number, course.lesson(name)?.id.clone())));
        let by_title = || {
            courses().find_map(|(number, course)| {
                let head = course.lessons().find(|head| head.title.eq_ignore_ascii_case(name))?;
                Some((number, head.id.clone()))
            })
        };
        by_id.or_else(by_title)
    }

    pub(super) fn select_where_left_off(&mut self) {
        let lesson = match self.where_left_off() {
            Some(Place::Lesson { lesson, .. }) => Some(lesson),
            _ => self.progress.continue_at().map(|(lesson, _)| lesson.to_owned()),
        };
        self.select_lesson(lesson.as_deref());
    }

    fn select_lesson(&mut self, lesson: Option<&str>) {
        let row = lesson.and_then(|lesson| self.map().iter().position(|entry| entry.lesson == lesson));
        if let (Screen::Home(home), Some(row)) = (&mut self.screen, row) {
            home.selected = row;
        }
    }

    pub(super) fn open_selected(&mut self) -> Vec<Effect> {
        let Some(entry) = self.home().and_then(|home| self.map().into_iter().nth(home.selected)) else {
            return Vec::new();
        };
        self.travel(&Place::Lesson { course: entry.course, lesson: entry.lesson })
    }

    // ---- memory

    /// Something that happened: known from now on, and to be kept.
    pub(super) fn record(&mut self, event: ProgressEvent) -> Vec<Effect> {
        self.progress.apply(&event);
        vec![Effect::Record(event)]
    }

    /// The boxes that are ticked: by the file, unless the learner did otherwise.
    fn ticked_of(&self, lesson: &Lesson) -> BTreeSet<String> {
        let progress = self.progress.lesson(&lesson.head.id);
        let tasks = lesson.pages.iter().flat_map(|page| &page.outline().tasks).map(|(_, task)| task);
        let ticked = tasks.filter(|task| progress.and_then(|progress| progress.task(&task.id)).unwrap_or(task.done));
        ticked.map(|task| task.id.clone()).collect()
    }

    /// The first box of the page that is not ticked.
    pub(super) fn next_task(&self) -> Option<String> {
        let study = self.study()?;
        study.tasks().find(|task| !study.ticked.contains(&task.id)).map(|task| task.id.clone())
    }

    /// Ticks a box, or clears it.
    pub(super) fn tick(&mut self, task: &str) -> Vec<Effect> {
        let Some(study) = self.study_mut() else { return Vec::new() };
        let done = study.ticked.insert(task.to_owned());
        if !done {
            study.ticked.remove(task);
        }
        let lesson = study.lesson.head.id.clone();
        self.record(ProgressEvent::TaskToggled { lesson, task: task.to_owned(), done })
    }

    // ---- code

    /// The code of the page, and of the lab's functions, that nobody has coloured yet.
    pub fn code_to_highlight(&mut self) -> Vec<Effect> {
        let Some(study) = self.study() else { return Vec::new() };
        let mut jobs = Vec::new();
        collect_code(study.blocks(), &mut jobs);
        let new = jobs.into_iter().filter(|job| self.highlights.ask(job)).collect::<Vec<_>>();
        let mut effects: Vec<Effect> = new.into_iter().map(Effect::Highlight).collect();
        effects.extend(self.colours_to_ask());
        effects.extend(self.pictures_to_load());
        effects
    }
}

/// What there is to be done in a lesson: its challenges, and the questions of its quizzes.
fn tasks_of(lesson: &Lesson) -> Vec<String> {
    let mut tasks = Vec::new();
    for (_, directive) in lesson.directives() {
        match directive {
            Directive::Challenge(challenge) => tasks.push(challenge.id.clone()),
            Directive::Quiz(quiz) => tasks.extend(quiz.quiz.questions.iter().map(|question| question.id.clone())),
            _ => {}
        }
    }
    tasks
}

/// Where a link leads, in words.
pub(super) fn describe(target: &LinkTarget) -> String {
    match target {
        LinkTarget::Lesson { id, .. } => format!("lesson {id}"),
        LinkTarget::Term(_) => "glossary".to_owned(),
        LinkTarget::Anchor(_) => "this lesson".to_owned(),
        LinkTarget::File(path) => path.clone(),
        LinkTarget::Url(address) => address.clone(),
        LinkTarget::Dead(_) => "leads nowhere".to_owned(),
    }
}

/// Longer code is data that somebody put into a fence; colouring it would take seconds.
const COLOURED_MAX: usize = 256 * 1024;

/// Code in a language; drawings, sessions and plain text have no colours of a grammar, and nobody waits for one on their account.
fn collect_code(blocks: &[Block], jobs: &mut Vec<super::HighlightJob>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Code(CodeBlock { lang, text, kind: CodeKind::Source, .. })
                if !lang.is_empty() && text.len() <= COLOURED_MAX =>
            {
                jobs.push(super::HighlightJob { lang: lang.clone(), text: text.clone() });
            }
            _ => {}
        }
        for child in block.children() {
            collect_code(std::slice::from_ref(child), jobs);
        }
    }
}
