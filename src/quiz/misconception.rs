//! What people believe before they have seen it run. A distractor names the belief it tempts with.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::problem::{Problem, read_toml};

/// The list that ships with the program.
const EMBEDDED: &str = include_str!("../../assets/misconceptions.toml");

/// All beliefs there are names for, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Misconceptions(BTreeMap<String, Misconception>);

/// One belief and what a lab shows instead.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Misconception {
    /// What people believe.
    pub belief: String,
    /// What is so.
    pub truth: String,
    /// The ids of the lessons that show it, the best one first.
    pub lessons: Vec<String>,
}

impl Misconceptions {
    /// The list that ships with the program.
    pub fn embedded() -> Self {
        Self::parse(EMBEDDED).unwrap_or_default() // a test reads the file, so it is never the default
    }

    /// Reads a list: one table a belief, its id as the name.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        read_toml(text)
    }

    /// The belief with this id.
    pub fn get(&self, id: &str) -> Option<&Misconception> {
        self.0.get(id)
    }

    /// All ids.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_list_is_complete() {
        let misconceptions = Misconceptions::parse(EMBEDDED).unwrap();
        let expected: Vec<String> = (1..=46).map(|number| format!("M{number:02}")).collect();
        assert_eq!(misconceptions.ids().collect::<Vec<_>>(), expected);
        for id in misconceptions.ids() {
            let misconception = misconceptions.get(id).unwrap();
            assert!(!misconception.belief.is_empty() && !misconception.truth.is_empty(), "{id}");
            assert!(!misconception.lessons.is_empty(), "{id}");
        }
    }
}
