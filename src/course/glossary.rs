//! The words of the trade: `glossary.md`, one level-two heading a term.

use super::block::{Block, BlockKind};
use super::inline;
use super::lesson::Lesson;

/// The terms of a course, in the order of the file. Only names: what they mean is read when somebody asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glossary {
    names: Vec<String>,
}

/// A word and what it means.
#[derive(Clone, Debug)]
pub struct Term {
    /// As its heading has it.
    pub name: String,
    /// What it means.
    pub blocks: Vec<Block>,
}

impl Glossary {
    /// The terms that a glossary file has.
    pub fn scan(text: &str) -> Self {
        let name = |line: &str| line.strip_prefix("## ").map(|name| name.trim().trim_matches('#').trim().to_owned());
        Self { names: text.lines().filter_map(name).filter(|name| !name.is_empty()).collect() }
    }

    /// Every term's name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The name a term has in the glossary: case, hyphens and a plural do not matter.
    pub fn find(&self, written: &str) -> Option<&str> {
        let wanted = root(written);
        self.names().find(|name| root(name) == wanted)
    }
}

/// `Cold Starts`, `cold-start` and `cold start` are one word.
pub fn root(word: &str) -> String {
    let plain = word.trim().to_lowercase().replace(['-', '_'], " ");
    let singular = match plain.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => plain.strip_suffix('s').filter(|stem| !stem.ends_with('s')).unwrap_or(&plain).to_owned(),
    };
    singular.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The terms of a glossary that was read as a lesson.
pub fn terms(lesson: &Lesson) -> Vec<Term> {
    let mut found: Vec<Term> = Vec::new();
    for block in lesson.pages.iter().flat_map(|page| &page.blocks) {
        match (&block.kind, found.last_mut()) {
            (BlockKind::Heading { level: 2, text, .. }, _) => {
                found.push(Term { name: inline::words(text), blocks: Vec::new() });
            }
            (_, Some(term)) => term.blocks.push(block.clone()),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_found_in_any_case_and_number() {
        let glossary = Glossary::scan("# Words\n\n## Cold start\nA wait.\n\n## Policy\n## Process\n");
        for (written, name) in [
            ("cold starts", "Cold start"),
            ("Cold-Start", "Cold start"),
            ("policies", "Policy"),
            ("process", "Process"),
        ] {
            assert_eq!(glossary.find(written), Some(name), "{written}");
        }
        assert_eq!(glossary.find("warm start"), None);
    }
}
