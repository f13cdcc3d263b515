//! A file that cannot be trusted any more is renamed, never overwritten; a new one takes its place with whatever can be read.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::database::Database;
use super::{Trouble, companions, schema, with_suffix};

/// Sets the file aside and starts a new one; the text says where the old one is.
///
/// Two coldstarts may find the damage at once: a lock file lets them take turns, and the second finds a sound file.
pub(super) fn replace(path: &Path, trouble: &Trouble) -> Result<(Database, Option<String>), Trouble> {
    let turn = File::create(with_suffix(path, ".lock")).and_then(|file| file.lock().map(|()| file));
    let _turn = turn.map_err(|_| trouble.clone())?;
    match schema::peek(path).and_then(|()| Database::open(path)).and_then(loaded) {
        Ok(database) => return Ok((database, None)),
        Err(Trouble::Damaged(_)) => {}
        Err(other) => return Err(other),
    }
    let aside = free_name(path)?;
    set_aside(path, &aside).map_err(|_| trouble.clone())?;
    let mut database = Database::open(path)?;
    let rescued = rescue(&aside, &mut database)?;
    Ok((database, Some(notice(trouble, &aside, rescued))))
}

/// A database whose events can all be read.
fn loaded(mut database: Database) -> Result<Database, Trouble> {
    database.load().map(|_| database)
}

/// `learner.db.damaged-2026-11-20-1`, or the next number that is free.
fn free_name(path: &Path) -> Result<PathBuf, Trouble> {
    let today: String = Connection::open_in_memory()?.query_row("SELECT date('now')", [], |row| row.get(0))?;
    let names = (1_u32..).map(|number| with_suffix(path, &format!(".damaged-{today}-{number}")));
    let is_free = |name: &PathBuf| !name.exists() && companions(name).iter().all(|companion| !companion.exists());
    names.into_iter().find(is_free).ok_or_else(|| Trouble::Unreachable("no name is free".to_owned()))
}

/// Renames the file and its companions. The companions first: a log that stayed behind would be taken for the new file's.
fn set_aside(path: &Path, aside: &Path) -> std::io::Result<()> {
    for (companion, aside) in companions(path).iter().zip(companions(aside)) {
        if companion.exists() {
            fs::rename(companion, aside)?;
        }
    }
    fs::rename(path, aside)
}

/// Carries over what can still be read, and says how much that is.
fn rescue(aside: &Path, database: &mut Database) -> Result<usize, Trouble> {
    let events = Database::read_only(aside).map(|mut old| old.rescue()).unwrap_or_default();
    database.add(&events)?;
    Ok(events.len())
}

fn notice(trouble: &Trouble, aside: &Path, rescued: usize) -> String {
    let carried = match rescued {
        0 => "None of it could be read".to_owned(),
        1 => "The one step that could be read was carried over".to_owned(),
        steps => format!("The {steps} steps that could be read were carried over"),
    };
    format!(
        "Your progress could not be loaded as it was: {trouble}.\n{carried}; the old file was kept as {}, and a new one was started.",
        aside.display()
    )
}
