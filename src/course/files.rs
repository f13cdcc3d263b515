//! The bytes of a course folder, wherever they came from.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::clean::{self, Cleaned};

/// Paths relative to the course folder, with `/`, and what is in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    read: BTreeMap<String, Cow<'static, [u8]>>,
    /// There, and not read.
    noted: BTreeSet<String>,
    /// Whether garbled characters stay as they are.
    as_they_are: bool,
}

impl Files {
    /// No files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file; a second one of the same path replaces the first.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Cow<'static, [u8]>>) {
        self.read.insert(path.into(), bytes.into());
    }

    /// Notes that a file is there, whose bytes nobody needs: a picture, a film.
    pub fn note(&mut self, path: impl Into<String>) {
        self.noted.insert(path.into());
    }

    /// Whether a file is there, read or not.
    pub fn has(&self, path: &str) -> bool {
        self.read.contains_key(path) || self.noted.contains(path)
    }

    /// What is in a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.read.get(path).map(AsRef::as_ref)
    }

    /// Garbled characters stay as they are in the files.
    pub fn keep_garbled(&mut self) {
        self.as_they_are = true;
    }

    /// Whether garbled characters stay as they are.
    pub fn keeps_garbled(&self) -> bool {
        self.as_they_are
    }

    /// A page of prose with its garbled characters put right, unless they are wanted as they are; at most `most` bytes of it.
    pub fn prose(&self, path: &str, most: usize) -> Cleaned {
        let bytes = self.get(path).unwrap_or_default();
        let bytes = if most < bytes.len() { clean::beginning(bytes, most) } else { bytes };
        if self.as_they_are { clean::as_it_is(bytes) } else { clean::prose(bytes) }
    }

    /// The text of a file, made safe to show.
    pub fn text(&self, path: &str) -> Option<String> {
        self.get(path).map(|bytes| clean::text(bytes).0)
    }

    /// The paths of all files that were read, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.read.keys().map(String::as_str)
    }
}
