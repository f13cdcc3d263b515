//! Addresses made of words: `Watch one burst` → `watch-one-burst`.

use std::collections::BTreeSet;

/// Lower case, words joined with `-`; never empty.
pub fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let joined = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    if joined.is_empty() { "section".to_owned() } else { joined }
}

/// Gives out each address once: the second `notes` is `notes-2`.
#[derive(Debug, Default)]
pub struct Slugs(BTreeSet<String>);

impl Slugs {
    /// An address made of `text` that was not given out before.
    pub fn fresh(&mut self, text: &str) -> String {
        let wanted = slug(text);
        let numbered = (2..).map(|number| format!("{wanted}-{number}"));
        let free = std::iter::once(wanted.clone()).chain(numbered).find(|candidate| !self.0.contains(candidate));
        let free = free.unwrap_or(wanted);
        self.0.insert(free.clone());
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_given_out_once() {
        let mut slugs = Slugs::default();
        assert_eq!(slugs.fresh("Watch: one *burst*!"), "watch-one-burst");
        assert_eq!(slugs.fresh("watch one burst"), "watch-one-burst-2");
        assert_eq!(slugs.fresh("—"), "section");
    }
}
