//! What the file looks like, and how to tell ours from others.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::Trouble;

/// "cold" in ASCII, in the place `SQLite` keeps for the program a file belongs to.
const APPLICATION: u32 = 0x636f_6c64;

/// The format written now. A change of the tables gets the next number and a step from the one before.
pub(super) const FORMAT: u32 = 1;

/// Events are added and nothing else; the triggers hold even for somebody with the `SQLite` shell in a hurry.
/// `sum` is the progress of all events up to `through`, see the head of this module.
const TABLES: &str = "
    CREATE TABLE events (
        number INTEGER PRIMARY KEY,
        id     TEXT    NOT NULL UNIQUE,
        at_ms  INTEGER NOT NULL,
        event  TEXT    NOT NULL
    ) STRICT;
    CREATE TRIGGER events_stay   BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
    CREATE TRIGGER events_are_so BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
    CREATE TABLE sum (
        only     INTEGER PRIMARY KEY CHECK (only = 1),
        meaning  INTEGER NOT NULL,
        through  INTEGER NOT NULL,
        progress TEXT    NOT NULL
    ) STRICT;
";

/// The first bytes of every `SQLite` file.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Looks at the head of the file without `SQLite`, which would leave traces beside a file that must not be touched.
pub(super) fn peek(path: &Path) -> Result<(), Trouble> {
    let mut head = Vec::new();
    match File::open(path).and_then(|file| file.take(100).read_to_end(&mut head)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Trouble::Unreachable(error.to_string())),
        Ok(0) => return Ok(()), // SQLite makes such a file before it writes to it
        Ok(_) => {}
    }
    if head.len() < 100 || !head.starts_with(MAGIC) {
        return Err(Trouble::Damaged("it is not a database".to_owned()));
    }
    let number_at = |place: usize| u32::from_be_bytes([head[place], head[place + 1], head[place + 2], head[place + 3]]);
    match (number_at(68), number_at(60)) {
        (0, 0) => Ok(()), // perhaps a start that was cut short; `prepare` looks whether it is empty
        (application, format) => judge(application, format),
    }
}

/// Checks that an open file is ours, and makes the tables of a new one.
pub(super) fn prepare(connection: &mut Connection) -> Result<(), Trouble> {
    if is_empty(connection)? {
        create(connection)?;
    }
    let (application, format) = marks(connection)?;
    judge(application, format)
}

fn judge(application: u32, format: u32) -> Result<(), Trouble> {
    match (application, format) {
        (APPLICATION, FORMAT) => Ok(()),
        (APPLICATION, newer) if newer > FORMAT => Err(Trouble::Newer { found: newer, known: FORMAT }),
        (APPLICATION, _) => Err(Trouble::Damaged("its format has no number".to_owned())),
        _ => Err(Trouble::Damaged("it belongs to another program".to_owned())),
    }
}

fn marks(connection: &Connection) -> rusqlite::Result<(u32, u32)> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    Ok((number("application_id")?.cast_unsigned(), number("user_version")?.cast_unsigned()))
}

fn is_empty(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))
}

fn create(connection: &mut Connection) -> Result<(), Trouble> {
    // Kept in the file: readers and a writer work at the same time, and a kill leaves it whole.
    connection.pragma_update(None, "journal_mode", "wal")?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if is_empty(&transaction)? {
        transaction.execute_batch(TABLES)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", FORMAT)?;
    }
    Ok(transaction.commit()?)
}
