//! Texts with holes: `{{name}}` for a drawn variable, `{= expression}` for a published number.

use std::ops::Range;

use super::Values;

/// A hole in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hole<'t> {
    /// `{{name}}`
    Variable(&'t str),
    /// `{= expression}`
    Expression(&'t str),
}

/// The text with its holes filled; what cannot be filled stays as written.
pub(super) fn fill(text: &str, values: &Values) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut done = 0;
    for (hole, range) in holes(text) {
        let content = match hole {
            Hole::Variable(name) => values.get(name).map(str::to_owned),
            Hole::Expression(expression) => values.text(expression).ok(),
        };
        filled.push_str(&text[done..range.start]);
        filled.push_str(content.as_deref().unwrap_or(&text[range.clone()]));
        done = range.end;
    }
    filled.push_str(&text[done..]);
    filled
}

/// All holes of a text, with the bytes they take.
pub(super) fn holes(text: &str) -> impl Iterator<Item = (Hole<'_>, Range<usize>)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let (hole, range) = next_hole(text, from)?;
        from = range.end;
        Some((hole, range))
    })
}

fn next_hole(text: &str, from: usize) -> Option<(Hole<'_>, Range<usize>)> {
    let mut from = from;
    loop {
        let start = from + text[from..].find('{')?;
        let rest = &text[start..];
        if let Some(inside) = rest.strip_prefix("{=") {
            let end = inside.find('}')?;
            return Some((Hole::Expression(inside[..end].trim()), start..start + 2 + end + 1));
        }
        if let Some((name, _)) = rest.strip_prefix("{{").and_then(|inside| inside.split_once("}}")) {
            let range = start..start + name.len() + 4;
            let name = name.trim();
            if is_name(name) {
                return Some((Hole::Variable(name), range));
            }
        }
        from = start + 1;
    }
}

/// Whether a word can name a variable.
pub(super) fn is_name(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::NoBook;
    use super::*;

    #[test]
    fn holes_are_filled_and_everything_else_is_left_alone() {
        let mut values = Values::none(Arc::new(NoBook));
        values.set_number("n", 20_000.into());
        values.set_text("runtime", "nodejs");
        for (text, filled) in [
            ("{{n}} requests", "20,000 requests"),
            ("{{ n }} on {{runtime}}", "20,000 on nodejs"),
            ("{{stranger}} stays", "{{stranger}} stays"),
            ("{ \"json\": {{1}} }", "{ \"json\": {{1}} }"),
            ("{= lambda.x} stays", "{= lambda.x} stays"),
            ("an open {{n", "an open {{n"),
            ("ünïcödé {{n}}", "ünïcödé 20,000"),
        ] {
            assert_eq!(values.fill(text), filled, "{text}");
        }
    }
}
