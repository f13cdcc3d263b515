//! A file the learner asked for. What is there already stays there.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};

use crate::problem::visible;

/// Writes a new file; its name, or why not.
pub(super) fn save(name: &str, text: &str) -> Result<String, String> {
    let shown = visible(name).into_owned();
    let written =
        OpenOptions::new().write(true).create_new(true).open(name).and_then(|mut file| file.write_all(text.as_bytes()));
    match written {
        Ok(()) => Ok(shown),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Err(format!("{shown} exists already; choose another name"))
        }
        Err(error) => Err(format!("{shown} cannot be written: {error}")),
    }
}
