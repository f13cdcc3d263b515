//! The open file: reading everything, adding events, storing the sum.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, TransactionBehavior, params};

use super::{Trouble, companions, schema};
use crate::quiz::{EventId, Progress, ProgressEvent, Recorded};

/// What the stored sum means. A change of what [`Progress`] remembers or how it adds up gets the next number,
/// and every stored sum is made anew.
const MEANING: u32 = 2;

/// How long a write waits for another coldstart to finish its own, which takes milliseconds.
const WRITE_PATIENCE: Duration = Duration::from_secs(5);

/// How long opening waits; nothing is on the screen yet.
const OPEN_PATIENCE: Duration = Duration::from_millis(1_500);

/// An open file that is ours.
#[derive(Debug)]
pub(super) struct Database(Connection);

/// Everything that is remembered.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// The sum of all events.
    pub progress: Progress,
    /// The number of the last one.
    pub through: i64,
    /// How many had to be read one by one.
    pub unsummed: usize,
}

impl Database {
    /// Opens or creates the file. Another coldstart may be doing the same at this moment; then they take turns.
    pub fn open(path: &Path) -> Result<Self, Trouble> {
        let start = Instant::now();
        loop {
            match Self::connect(path) {
                // Switching a new file to WAL does not wait by itself.
                Err(Trouble::Locked) if start.elapsed() < OPEN_PATIENCE => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                outcome => return outcome,
            }
        }
    }

    fn connect(path: &Path) -> Result<Self, Trouble> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(Duration::from_millis(100))?;
        // Until it is known to be ours, nothing is written into it, not even what SQLite tidies up on closing.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        schema::prepare(&mut connection)?;
        connection.pragma_update(None, "synchronous", "full")?;
        let database = Self(connection);
        database.check()?;
        database.0.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        database.0.busy_timeout(WRITE_PATIENCE)?;
        Ok(database)
    }

    /// What can be read of a file that cannot be written.
    pub fn peep(path: &Path) -> Option<Memory> {
        Self::read_only(path).ok()?.load().ok()
    }

    /// Opens a file for reading only. Without a log beside it nothing else can be needed, and `SQLite` may leave it at that.
    pub fn read_only(path: &Path) -> Result<Self, Trouble> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let [log, _] = companions(path);
        let immutable = if log.exists() { "" } else { "?immutable=1" };
        Ok(Self(Connection::open_with_flags(format!("file:{}{immutable}", as_uri(path)), flags)?))
    }

    /// Whether events can only be read.
    pub fn is_read_only(&self) -> bool {
        self.0.is_readonly("main").unwrap_or(true)
    }

    /// The stored sum and every event after it.
    pub fn load(&mut self) -> Result<Memory, Trouble> {
        let stored = self.stored_sum()?;
        let mut memory = stored.unwrap_or_default();
        let mut rows =
            self.0.prepare("SELECT number, id, at_ms, event FROM events WHERE number > ?1 ORDER BY number")?;
        let mut rows = rows.query([memory.through])?;
        while let Some(row) = rows.next()? {
            memory.through = row.get(0)?;
            memory.unsummed += 1;
            if let Some(event) = event_of(row)? {
                memory.progress.apply_recorded(&event);
            }
        }
        Ok(memory)
    }

    /// The lessons and pages of the newest events that tell of a page, newest first.
    pub fn newest_pages(&self, most: u32) -> Result<Vec<(String, String)>, Trouble> {
        let mut rows = self.0.prepare("SELECT event FROM events ORDER BY number DESC LIMIT ?1")?;
        let mut rows = rows.query([most])?;
        let mut pages = Vec::new();
        while let Some(row) = rows.next()? {
            if let Ok(ProgressEvent::PageSeen { lesson, page, .. }) =
                serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())
            {
                pages.push((lesson, page));
            }
        }
        Ok(pages)
    }

    /// As many events as can be read of a damaged file: from the start to the first fault, and from the end back to the last.
    pub fn rescue(&mut self) -> Vec<Recorded> {
        // Without this a file shorter than it says is not read at all.
        let _ = self.0.pragma_update(None, "writable_schema", true);
        let mut events = self.read_until_fault("SELECT number, id, at_ms, event FROM events ORDER BY number");
        if let Some(known) = events.last().map(|event| event.id) {
            let mut last = self.read_until_fault("SELECT number, id, at_ms, event FROM events ORDER BY number DESC");
            last.truncate(last.iter().position(|event| event.id == known).unwrap_or(last.len()));
            events.extend(last.into_iter().rev());
        }
        events
    }

    /// Adds events, all or none. One that is there already stays as it is.
    pub fn add<'e>(&mut self, events: impl IntoIterator<Item = &'e Recorded>) -> Result<(), Trouble> {
        let transaction = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut insert =
                transaction.prepare_cached("INSERT OR IGNORE INTO events (id, at_ms, event) VALUES (?1, ?2, ?3)")?;
            for event in events {
                let body =
                    serde_json::to_string(&event.event).map_err(|error| Trouble::Unreachable(error.to_string()))?;
                insert.execute(params![event.id.to_string(), event.at_ms.cast_signed(), body])?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// Stores the sum, so that the next start need not read every event.
    pub fn store_sum(&mut self, memory: &Memory) -> Result<(), Trouble> {
        let progress =
            serde_json::to_string(&memory.progress).map_err(|error| Trouble::Unreachable(error.to_string()))?;
        self.0.execute(
            "INSERT OR REPLACE INTO sum (only, meaning, through, progress) VALUES (1, ?1, ?2, ?3)",
            params![MEANING, memory.through, progress],
        )?;
        Ok(())
    }

    /// A random number from `SQLite`'s generator, which the system seeds.
    pub fn random(&self) -> Result<u64, Trouble> {
        Ok(self.0.query_row("SELECT random()", [], |row| row.get::<_, i64>(0))?.cast_unsigned())
    }

    /// Lets the file grow to so many pages only, as a full disk would; says how many it has.
    #[cfg(test)]
    pub fn limit_pages(&self, most: Option<u32>) -> u32 {
        if let Some(most) = most {
            self.0.pragma_update(None, "max_page_count", most).unwrap();
        }
        self.0.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap()
    }

    fn check(&self) -> Result<(), Trouble> {
        let verdict: String = self.0.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if verdict == "ok" { Ok(()) } else { Err(Trouble::Damaged(verdict)) }
    }

    /// The stored sum, unless it means something else, is not readable, or speaks of events that are not there.
    fn stored_sum(&self) -> Result<Option<Memory>, Trouble> {
        let query = "SELECT through, progress FROM sum
                     WHERE meaning = ?1 AND through <= (SELECT coalesce(max(number), 0) FROM events)";
        let read = |row: &rusqlite::Row| Ok((row.get(0)?, row.get::<_, String>(1)?));
        let stored: Option<(i64, String)> = self.0.query_row(query, [MEANING], read).optional()?;
        Ok(stored.and_then(|(through, progress)| {
            let progress = serde_json::from_str(&progress).ok()?;
            Some(Memory { progress, through, unsummed: 0 })
        }))
    }

    fn read_until_fault(&self, query: &str) -> Vec<Recorded> {
        let mut events = Vec::new();
        let Ok(mut statement) = self.0.prepare(query) else { return events };
        let Ok(mut rows) = statement.query([]) else { return events };
        while let Ok(Some(row)) = rows.next() {
            events.extend(event_of(row).ok().flatten());
        }
        events
    }
}

/// The event of a row; nothing when a person has edited it into something else.
fn event_of(row: &rusqlite::Row) -> rusqlite::Result<Option<Recorded>> {
    let id: Option<EventId> = row.get_ref(1)?.as_str()?.parse().ok();
    let at_ms: i64 = row.get(2)?;
    let event: Option<ProgressEvent> = serde_json::from_str(row.get_ref(3)?.as_str()?).ok();
    Ok(id.zip(event).map(|(id, event)| Recorded { id, at_ms: at_ms.cast_unsigned(), event }))
}

/// A path as `SQLite`'s URIs want it.
fn as_uri(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}
