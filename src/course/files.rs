//! The bytes of a course folder, wherever they came from.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Paths relative to the course folder, with `/`, and what is in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files(BTreeMap<String, Cow<'static, [u8]>>);

impl Files {
    /// No files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file; a second one of the same path replaces the first.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Cow<'static, [u8]>>) {
        self.0.insert(path.into(), bytes.into());
    }

    /// What is in a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(AsRef::as_ref)
    }

    /// All paths, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
