//! Addresses made of words: `Watch one burst` → `watch-one-burst`.

use std::collections::BTreeMap;

/// Lower case, words joined with `-`; never empty.
pub fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let joined = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    if joined.is_empty() { "section".to_owned() } else { joined }
}

/// Gives out each address once: the second `notes` is `notes-2`.
#[derive(Debug, Default)]
pub struct Slugs(BTreeMap<String, u32>);

impl Slugs {
    /// An address made of `text` that was not given out before.
    pub fn fresh(&mut self, text: &str) -> String {
        let wanted = slug(text);
        // The last number is kept, so that a million equal headings do not make a million searches.
        let mut number = self.0.get(&wanted).copied().unwrap_or(0) + 1;
        let mut address = if number == 1 { wanted.clone() } else { format!("{wanted}-{number}") };
        while number > 1 && self.0.contains_key(&address) {
            number += 1;
            address = format!("{wanted}-{number}");
        }
        self.0.insert(wanted, number);
        self.0.entry(address.clone()).or_insert(1);
        address
    }

    /// Whether this address was given out.
    pub fn contains(&self, address: &str) -> bool {
        self.0.contains_key(address)
    }

    /// Every address given out.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
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
