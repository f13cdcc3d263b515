//! The learner's memory: one `SQLite` file of events that are only ever added.
//!
//! 1. [`Store::open`] looks at the file and folds its events into a [`Progress`]. A damaged file is set aside and a new one
//!    started, a newer one is left alone, and whatever happens the program goes on, with a notice.
//! 2. [`Store::record`] gives an event its name and time and hands it to a thread that writes it.
//! 3. [`Store::close`] waits until everything is on the disk.
//!
//! Why a thread: with `synchronous = FULL` a commit waits until the disk says it has the data, 1 to 30 ms on an ordinary one.
//! A key must be answered within 2 ms, so the screen cannot wait for that; and giving up `FULL` would lose the last steps
//! when a machine loses power. What comes in while a commit waits goes into the next one together.
//!
//! Why a stored sum: ten thousand events take 20 ms to read as JSON, a first paint has 12. The table `sum` holds the
//! [`Progress`] of all events up to a number; it can be thrown away at any time and is made again from the events.

mod damaged;
mod data_dir;
mod database;
mod schema;
mod trouble;
mod writer;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

pub use data_dir::data_dir;
pub use trouble::Trouble;

use crate::quiz::{EventId, Progress, ProgressEvent, Recorded};
use database::Database;
use writer::Writer;

/// The name of the file within the data directory.
const FILE: &str = "learner.db";

/// What opening the memory gave.
#[derive(Debug)]
pub struct Opened {
    /// Where new events go; nothing when they cannot be kept.
    pub store: Option<Store>,
    /// What is remembered.
    pub progress: Progress,
    /// What the learner must know about it.
    pub notice: Option<String>,
}

/// The learner's memory, open for new events.
#[derive(Debug)]
pub struct Store {
    writer: Writer,
    session: u64,
    count: u32,
}

impl Store {
    /// Opens the memory in this directory, or starts one. Never fails: at worst nothing is kept, and the notice says why.
    pub fn open(dir: &Path) -> Opened {
        let path = dir.join(FILE);
        match Self::open_file(dir, &path) {
            Ok(opened) => opened,
            Err(trouble @ Trouble::Damaged(_)) => Self::open_after_damage(&path, &trouble),
            Err(trouble) => Self::without(&path, &trouble),
        }
    }

    /// Keeps an event. Returns at once; writing happens elsewhere.
    ///
    /// # Errors
    /// When earlier events could not be written, once for each kind of trouble. They are not lost yet:
    /// they are tried again every few seconds, with the next event and in [`Self::close`].
    pub fn record(&mut self, event: &ProgressEvent) -> Result<(), Trouble> {
        let id = EventId { session: self.session, count: self.count };
        self.count += 1;
        self.writer.keep(Recorded { id, at_ms: now_ms(), event: event.clone() });
        self.writer.news().map_or(Ok(()), Err)
    }

    /// Waits until everything is on the disk.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn flush(&mut self) -> Result<(), Trouble> {
        self.writer.flush()
    }

    /// Writes what is left and lets go of the file.
    ///
    /// # Errors
    /// When something could not be written; then it is lost.
    pub fn close(mut self) -> Result<(), Trouble> {
        self.flush()
    }

    fn open_file(dir: &Path, path: &Path) -> Result<Opened, Trouble> {
        std::fs::create_dir_all(dir).map_err(|error| Trouble::Unreachable(error.to_string()))?;
        schema::peek(path)?;
        let database = Database::open(path)?;
        Self::start(database, path, None)
    }

    fn open_after_damage(path: &Path, trouble: &Trouble) -> Opened {
        let replaced = damaged::replace(path, trouble);
        let opened = replaced.and_then(|(database, notice)| Self::start(database, path, notice));
        opened.unwrap_or_else(|trouble| Self::without(path, &trouble))
    }

    fn start(mut database: Database, path: &Path, notice: Option<String>) -> Result<Opened, Trouble> {
        let memory = database.load()?;
        if database.is_read_only() {
            let notice = Trouble::ReadOnly.notice(path);
            return Ok(Opened { store: None, progress: memory.progress, notice: Some(notice) });
        }
        let session = database.random()?;
        let progress = memory.progress.clone();
        let store = Self { writer: Writer::start(database, memory), session, count: 0 };
        Ok(Opened { store: Some(store), progress, notice })
    }

    fn without(path: &Path, trouble: &Trouble) -> Opened {
        // What cannot be written may still be read.
        let memory = if trouble.may_be_readable() { Database::peep(path) } else { None };
        let trouble = match (trouble, &memory) {
            (Trouble::Unreachable(_), Some(_)) => &Trouble::ReadOnly,
            _ => trouble,
        };
        let progress = memory.map(|memory| memory.progress).unwrap_or_default();
        Opened { store: None, progress, notice: Some(trouble.notice(path)) }
    }
}

/// The pages that were turned to last, newest first: lesson and page. Nothing is written, and a memory that cannot be read has none.
pub fn newest_pages(dir: &Path) -> Vec<(String, String)> {
    let database = Database::read_only(&dir.join(FILE));
    database.and_then(|database| database.newest_pages(NEWEST)).unwrap_or_default()
}

/// Enough to find one that belongs to the course in hand, were somebody else reading another one.
const NEWEST: u32 = 50;

/// The companions `SQLite` keeps beside a database file.
fn companions(path: &Path) -> [PathBuf; 2] {
    ["-wal", "-shm"].map(|suffix| with_suffix(path, suffix))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Milliseconds since 1970; a clock set before that is taken as then.
fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
