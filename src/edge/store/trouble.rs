//! Why progress cannot be kept, in words a learner can do something with.

use std::path::Path;

use rusqlite::ErrorCode;
use thiserror::Error;

/// What is wrong with the learner's memory.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Trouble {
    /// The file is not a database, or its pages or tables are not what they should be.
    #[error("the file is damaged ({0})")]
    Damaged(String),
    /// A newer coldstart wrote it.
    #[error("the file was written by a newer coldstart (format {found}; this one knows {known})")]
    Newer {
        /// The format of the file.
        found: u32,
        /// The newest one we know.
        known: u32,
    },
    /// Another program holds it and does not let go.
    #[error("another program is holding the file")]
    Locked,
    /// There is no room left.
    #[error("the disk is full")]
    Full,
    /// It may be read but not written.
    #[error("the file or its directory is write-protected")]
    ReadOnly,
    /// It cannot be reached at all.
    #[error("{0}")]
    Unreachable(String),
}

impl Trouble {
    /// What happened, what that means, and what to do.
    pub fn notice(&self, path: &Path) -> String {
        let path = path.display();
        match self {
            Self::Newer { .. } => format!(
                "Your progress is not loaded and not saved: {self}.\n{path} was left as it is. \
                 Update coldstart to go on where you were, or start afresh with --data-dir DIR."
            ),
            Self::Damaged(_) => format!(
                "Your progress is not loaded and not saved: {self}, and it could not be set aside.\n\
                 Move {path} somewhere else, or start afresh with --data-dir DIR."
            ),
            Self::Locked => format!(
                "Your progress is not saved: {self}.\nClose whatever has {path} open and start coldstart again."
            ),
            Self::Full => {
                format!("Your progress is not saved: {self}.\nMake room for {path} and start coldstart again.")
            }
            Self::ReadOnly => format!(
                "Your progress is shown, but nothing new is saved: {path} or its directory is write-protected.\n\
                 Make it writable, or keep your progress elsewhere with --data-dir DIR."
            ),
            Self::Unreachable(reason) => format!(
                "Your progress is not saved: {path} cannot be used ({reason}).\nKeep it elsewhere with --data-dir DIR."
            ),
        }
    }

    /// Whether the file may still be read though it cannot be written.
    pub(super) fn may_be_readable(&self) -> bool {
        matches!(self, Self::Locked | Self::Full | Self::ReadOnly | Self::Unreachable(_))
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        let Some(code) = error.sqlite_error_code() else { return Self::Damaged(error.to_string()) };
        match code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Locked,
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::ReadOnly => Self::ReadOnly,
            ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::OutOfMemory => {
                Self::Unreachable(error.to_string())
            }
            ErrorCode::SystemIoFailure if !is_short_read(&error) => Self::Unreachable(error.to_string()),
            // Not a database, malformed pages, a missing table or column, a value of the wrong type.
            _ => Self::Damaged(error.to_string()),
        }
    }
}

/// Reading past the end: the file was cut off.
fn is_short_read(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|inner| inner.extended_code == rusqlite::ffi::SQLITE_IOERR_SHORT_READ)
}
