//! A course that lies on a disk: it is watched, read again when somebody saves, and looked through, all on a thread of its own.
//!
//! Nothing is looked at before the system says that something changed, so an open course costs nothing.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender as Orders, TryRecvError};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc::Sender;

use super::courses::{self, OnDisk};
use super::wake::Wake;
use crate::app::{Message, Msg};
use crate::catalog::Catalog;
use crate::course::check::{check_text, check_while};
use crate::course::{Files, Library};

/// An editor writes a file in several steps, and a branch of git many files: they are one save when nothing happens for so long.
const QUIET: Duration = Duration::from_millis(60);
/// Whoever never stops writing is shown now and then.
const QUIET_MAX: Duration = Duration::from_millis(600);

/// Where an open course lies.
#[derive(Clone, Debug)]
pub struct OpenCourse {
    path: PathBuf,
    root: PathBuf,
    /// A lesson without a course around it: of its folder, only what lies beside it matters.
    alone: bool,
    files: Files,
}

impl OpenCourse {
    /// The folder it lies in.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The course that was read from `path`.
    pub fn new(path: &Path, on_disk: &OnDisk) -> Self {
        let alone = on_disk.lesson.is_some() && !on_disk.root.join("course.toml").is_file();
        Self { path: path.to_owned(), root: on_disk.root.clone(), alone, files: on_disk.files.clone() }
    }
}

enum Order {
    /// Something changed.
    Saved,
    /// Play the challenges, too.
    Check,
}

/// The way to the thread; it ends when this is dropped.
pub(super) struct Author {
    root: PathBuf,
    orders: Orders<Order>,
    /// Put there by the thread, because walking through a large folder takes a moment; dropped here, because it holds the inbox open.
    _watcher: Arc<OnceLock<RecommendedWatcher>>,
}

impl Author {
    /// Begins to watch; says what is wrong with the course as it is.
    pub(super) fn start(course: OpenCourse, library: Arc<Library>, wakes: Sender<Wake>) -> Self {
        let root = course.root.clone();
        let (orders, inbox) = mpsc::channel();
        let watcher = Arc::new(OnceLock::new());
        let (place, saves) = (Arc::clone(&watcher), orders.clone());
        thread::spawn(move || {
            let watching = watch(&course, saves).map(|watcher| drop(place.set(watcher)));
            drop(place);
            if let Err(error) = watching {
                let text = format!("{error}\n\nThe course is open all the same; open it again to see what was saved.");
                let title = "Changes on the disk will not be noticed".to_owned();
                let _ = wakes.blocking_send(Wake::Job(Msg::Notice(Message { title, text })));
            }
            Desk { course, library, catalog: Arc::new(Catalog::embedded()), wakes, waiting: Vec::new() }.work(&inbox);
        });
        Self { root, orders, _watcher: watcher }
    }

    /// Asks for everything that is wrong, challenges included.
    pub(super) fn check(&self) {
        let _ = self.orders.send(Order::Check);
    }

    /// Where a file of the course lies.
    pub(super) fn path_of(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }
}

fn watch(course: &OpenCourse, saves: Orders<Order>) -> notify::Result<RecommendedWatcher> {
    let root = course.root.clone();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| is_a_change(&event, &root)) {
            let _ = saves.send(Order::Saved);
        }
    })?;
    if course.alone {
        watcher.watch(&course.root, RecursiveMode::NonRecursive)?;
        for folder in courses::BESIDE_A_LESSON.map(|name| course.root.join(name)) {
            if folder.is_dir() {
                watcher.watch(&folder, RecursiveMode::Recursive)?;
            }
        }
    } else {
        watcher.watch(&course.root, RecursiveMode::Recursive)?;
    }
    Ok(watcher)
}

/// Reading is no change, and neither is what editors and git keep for themselves.
fn is_a_change(event: &Event, root: &Path) -> bool {
    let written = match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    };
    let is_own = |path: &PathBuf| {
        let inside = path.strip_prefix(root).unwrap_or(path);
        inside.iter().any(|part| part.to_string_lossy().starts_with('.')) || inside.to_string_lossy().ends_with('~')
    };
    written && (event.paths.is_empty() || !event.paths.iter().all(is_own))
}

/// The thread's own things.
struct Desk {
    course: OpenCourse,
    library: Arc<Library>,
    catalog: Arc<Catalog>,
    wakes: Sender<Wake>,
    /// Came in while something took long.
    waiting: Vec<Order>,
}

impl Desk {
    fn work(mut self, inbox: &Receiver<Order>) {
        self.look_through();
        while let Some(order) = self.waiting.pop().or_else(|| inbox.recv().ok()) {
            match order {
                Order::Saved => {
                    self.settle(inbox);
                    self.read_again();
                }
                Order::Check => self.play(inbox),
            }
        }
    }

    /// Waits until the save is over.
    fn settle(&mut self, inbox: &Receiver<Order>) {
        let begun = Instant::now();
        while begun.elapsed() < QUIET_MAX {
            match inbox.recv_timeout(QUIET) {
                Ok(Order::Saved) => {}
                Ok(order) => self.waiting.push(order),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn read_again(&mut self) {
        // A file that is being replaced is missing for a moment; its return is the next change.
        let Ok(mut on_disk) = courses::read(&self.course.path) else { return };
        if self.library.main().is_some_and(|course| course.files.keeps_garbled()) {
            on_disk.files.keep_garbled();
        }
        if on_disk.files == self.course.files {
            return;
        }
        self.course.files = on_disk.files.clone();
        self.library = Arc::new(Library::from_files(&on_disk.name, on_disk.files));
        self.tell(Msg::Reloaded(Arc::clone(&self.library)));
        self.look_through();
    }

    /// Says what is wrong at first sight.
    fn look_through(&self) {
        let findings = self.library.courses.iter().flat_map(|course| check_text(course, &self.catalog, None));
        self.tell(Msg::Checked(findings.collect(), false));
    }

    /// Says everything that is wrong, unless something else is wanted before.
    fn play(&mut self, inbox: &Receiver<Order>) {
        let (library, catalog) = (Arc::clone(&self.library), Arc::clone(&self.catalog));
        let came = std::cell::RefCell::new(std::mem::take(&mut self.waiting));
        let wanted = || match inbox.try_recv() {
            Ok(order) => {
                came.borrow_mut().push(order);
                false
            }
            Err(TryRecvError::Empty) => came.borrow().is_empty(),
            Err(TryRecvError::Disconnected) => false,
        };
        let findings: Option<Vec<_>> =
            library.courses.iter().map(|course| check_while(course, &catalog, &wanted)).collect();
        self.waiting = came.into_inner();
        if let Some(findings) = findings {
            self.tell(Msg::Checked(findings.into_iter().flatten().collect(), true));
        }
    }

    fn tell(&self, news: Msg) {
        let _ = self.wakes.blocking_send(Wake::Job(news));
    }
}
