//! `course.toml`: what a course is called.

use serde::Deserialize;

use super::clean;
use super::files::Files;
use crate::problem::{Problem, Source, read_toml};

/// `course.toml`. All of it is optional; a folder without one is a course, too.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Manifest {
    /// What the course is called.
    pub title: Option<String>,
    /// Stable; progress hangs on it.
    pub id: Option<String>,
    /// The language it is written in.
    pub language: Option<String>,
    /// The day its prices were checked.
    pub price_book: Option<String>,
    /// In a few words.
    pub summary: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
}

/// Its name in the course folder.
pub const FILE: &str = "course.toml";

impl Manifest {
    /// The manifest of a course, or an empty one.
    pub fn read(files: &Files, problems: &mut Vec<(Source, Problem)>) -> Self {
        let Some(bytes) = files.get(FILE) else { return Self::default() };
        let text = clean::text(bytes).0;
        match read_toml::<Self>(&text) {
            Ok(manifest) => manifest.cleaned(),
            Err(problem) => {
                problems.push((Source::new(FILE, text), problem));
                Self::default()
            }
        }
    }

    fn cleaned(mut self) -> Self {
        for text in [&mut self.title, &mut self.id, &mut self.language, &mut self.summary].into_iter().flatten() {
            *text = clean::one_line(text);
        }
        self
    }
}
