//! The whole state of one program: a person, a library, a screen.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cards::Card;
use super::{
    Bench, Depth, Extent, Glyphs, Highlights, Home, Jobs, Message, Overlay, Place, Region, Scrolls, Study, Theme,
    Trail, when,
};
use crate::catalog::Catalog;
use crate::course::{Course, Library, LinkTarget};
use crate::quiz::{Form, Progress};

/// One program. Any number of them live in one process and know nothing of each other.
pub struct App {
    /// The courses at hand.
    pub library: Arc<Library>,
    /// Prices, quotas, measurements.
    pub catalog: Arc<Catalog>,
    /// What the learner has done, ever.
    pub progress: Progress,
    /// How things look, and what they are drawn with.
    pub looks: Looks,
    /// What is on the screen.
    pub screen: Screen,
    /// What lies over it.
    pub overlay: Option<Overlay>,
    /// The way back.
    pub trail: Trail,
    /// How far things are scrolled.
    pub scrolls: Scrolls,
    /// Code in colours.
    pub highlights: Highlights,
    /// Pictures, if they are drawn.
    pub pictures: super::Pictures,
    /// What is being worked on in the background.
    pub jobs: Jobs,
    /// Lines of the command line, oldest first.
    pub history: Vec<String>,
    /// One line above the footer, until the next key: what just happened, or why not.
    pub status: Option<Status>,
    /// What is wrong with the course; `None` for the one inside the program.
    pub problems: Option<super::Problems>,
    /// Whether this is one lab without a lesson (`coldstart lab`).
    pub lab_only: bool,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The labs of the lesson that was left last.
    pub(super) put_away: Option<super::travel::PutAway>,
    /// The seed of every lab, if not the lab's own.
    pub(super) seed: Option<u64>,
    /// The words of the library, once somebody searched it.
    pub(super) index: Option<Arc<super::search::Index>>,
    pub(super) dirty: bool,
}

/// How things look.
#[derive(Clone, Debug)]
pub struct Looks {
    /// The colours.
    pub theme: Theme,
    /// How many colours the terminal shows, for a change of theme.
    pub depth: Depth,
    /// The characters.
    pub glyphs: Glyphs,
}

/// What is on the screen.
pub enum Screen {
    /// The course map.
    Home(Home),
    /// A lesson, or one lab.
    Study(Box<Study>),
}

/// One line to the learner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The line.
    pub text: String,
    /// Whether it tells of a mistake.
    pub wrong: bool,
}

/// What an `App` is made with.
pub struct Opening {
    /// The courses at hand.
    pub library: Arc<Library>,
    /// Prices, quotas, measurements.
    pub catalog: Arc<Catalog>,
    /// What the learner has done, ever.
    pub progress: Progress,
    /// How things look.
    pub looks: Looks,
    /// The seed of every lab, if not the lab's own.
    pub seed: Option<u64>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
}

impl App {
    /// A program at home, before anything was pressed.
    pub fn new(opening: Opening) -> Self {
        let Opening { library, catalog, progress, looks, seed, size } = opening;
        let mut app = Self {
            library,
            catalog,
            progress,
            looks,
            screen: Screen::Home(Home::default()),
            overlay: None,
            trail: Trail::default(),
            scrolls: Scrolls::default(),
            highlights: Highlights::default(),
            pictures: super::Pictures::default(),
            jobs: Jobs::default(),
            history: Vec::new(),
            status: None,
            problems: None,
            lab_only: false,
            put_away: None,
            size,
            seed,
            index: None,
            dirty: true,
        };
        app.select_where_left_off();
        app
    }

    /// The lesson on the screen.
    pub fn study(&self) -> Option<&Study> {
        match &self.screen {
            Screen::Study(study) => Some(study),
            Screen::Home(_) => None,
        }
    }

    /// The lesson on the screen, to be changed.
    pub(super) fn study_mut(&mut self) -> Option<&mut Study> {
        match &mut self.screen {
            Screen::Study(study) => Some(study),
            Screen::Home(_) => None,
        }
    }

    /// The course map, if it is on the screen.
    pub fn home(&self) -> Option<&Home> {
        match &self.screen {
            Screen::Home(home) => Some(home),
            Screen::Study(_) => None,
        }
    }

    /// The lab beside the page.
    pub fn bench(&self) -> Option<&Bench> {
        self.study()?.bench()
    }

    /// The lab beside the page, to be changed.
    pub(super) fn bench_mut(&mut self) -> Option<&mut Bench> {
        self.study_mut()?.bench_mut()
    }

    /// The course the screen is about.
    pub fn course(&self) -> Option<&Course> {
        let course = match &self.screen {
            Screen::Home(home) => self.map().get(home.selected).map_or(0, |entry| entry.course),
            Screen::Study(study) => study.course,
        };
        self.library.courses.get(course)
    }

    /// Where the learner is.
    pub fn place(&self) -> Place {
        match &self.screen {
            Screen::Home(_) => Place::Home,
            Screen::Study(study) => {
                Place::Page { course: study.course, lesson: study.lesson.head.id.clone(), page: study.page }
            }
        }
    }

    /// The prediction that locks the run keys of the lab beside the page, by its id.
    pub fn locked_by(&self) -> Option<&str> {
        let study = self.study()?;
        let bench = study.shown.as_deref()?;
        let locks = |id: &&String| match study.cards.get(*id) {
            Some(Card::Predict(card)) => card.locks() && card.predict.lab == bench,
            _ => false,
        };
        study.visible_cards().into_iter().find(locks).map(String::as_str)
    }

    /// Whether a challenge is being checked.
    pub fn is_checking(&self) -> bool {
        self.study().is_some_and(|study| {
            study.cards.values().any(|card| matches!(card, Card::Challenge(card) if card.trial.is_some()))
        })
    }

    /// Whether digits are an answer now, though letters are keys.
    pub fn enters_number(&self) -> bool {
        matches!(self.open_form(), Some(Form::Type { number: true, .. }))
    }

    /// The ids of the cards on the page in view, in reading order.
    pub fn cards_on_page(&self) -> Vec<&String> {
        self.study().map(|study| study.visible_cards()).unwrap_or_default()
    }

    /// The links of the page in view, in reading order: what they say and where they lead.
    pub fn links_on_page(&self) -> Vec<(String, LinkTarget)> {
        let Some(study) = self.study() else { return Vec::new() };
        let seen = study.blocks().len();
        let links = study.page().outline().links.iter().filter(|(block, ..)| *block < seen);
        links.map(|(_, words, target)| (words.clone(), target.clone())).collect()
    }

    /// How far `region` is scrolled.
    pub fn scroll(&self, region: &Region) -> usize {
        self.scrolls.get(region)
    }

    /// Takes over what the view measured while drawing; a reason to draw again only where one writes.
    pub fn measured(&mut self, extents: BTreeMap<Region, Extent>) {
        let seen = self.focused_region();
        let before = self.scrolls.extent(&seen).view;
        self.scrolls.measured(extents);
        // A window that became smaller still shows where one writes.
        if self.edited().is_some() && self.scrolls.extent(&seen).view != before {
            self.follow_cursor();
            self.dirty = true;
        }
    }

    /// Whether the screen no longer shows the state.
    pub fn is_dirty(&self) -> bool {
        self.dirty
    }

    /// The screen shows the state.
    pub fn drawn(&mut self) {
        self.dirty = false;
    }

    /// Whether time must be told to this program: a lab runs or a challenge is being checked.
    pub fn wants_frames(&self) -> bool {
        self.is_checking() || when::lab_works(self)
    }

    /// Something for the learner to read before going on.
    pub fn notice(&mut self, message: Message) {
        self.overlay = Some(Overlay::Message(message));
        self.dirty = true;
    }

    /// A line above the footer.
    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.status = Some(Status { text: text.into(), wrong: false });
    }

    /// A line above the footer about what is not possible, and what is.
    pub(super) fn refuse(&mut self, text: impl Into<String>) {
        self.status = Some(Status { text: text.into(), wrong: true });
    }
}
