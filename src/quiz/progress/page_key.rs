//! Names for pages that survive corrections: a page is called by its heading, not by its number.

use std::collections::BTreeMap;

/// A key for each page, from its title: `watch-one-burst`.
/// The second page of one name gets `-2`, one without a title is a `page`.
pub fn page_keys<'t>(titles: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let key = |title: &str| {
        let words = title.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
        let slug = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
        let slug = if slug.is_empty() { "page".to_owned() } else { slug };
        let times = seen.entry(slug.clone()).or_insert(0);
        *times += 1;
        if *times == 1 { slug } else { format!("{slug}-{times}") }
    };
    titles.into_iter().map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_called_by_its_heading() {
        let titles = ["The first passenger waits", "Watch one burst!", "", "Watch one burst", "Größe & Preis", ""];
        let keys =
            ["the-first-passenger-waits", "watch-one-burst", "page", "watch-one-burst-2", "größe-preis", "page-2"];
        assert_eq!(page_keys(titles), keys);
    }
}
