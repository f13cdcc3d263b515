//! Which bracket belongs to which.

use super::{Buffer, Place};

const PAIRS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];

/// Lines that are searched for the partner: beyond them nobody sees both.
const LINES_MAX: usize = 2_000;

/// The bracket at the cursor, or just before it, and its partner. What stands in texts and comments counts as
/// `is_code` says.
pub(super) fn pair(buffer: &Buffer, at: Place, is_code: impl Fn(Place) -> bool) -> Option<(Place, Place)> {
    let here = |place: Place| buffer.line(place.line)[place.byte..].chars().next();
    let mut places = vec![at];
    if at.byte > 0 {
        places.push(buffer.before(at));
    }
    places.into_iter().filter(|place| is_code(*place)).find_map(|place| {
        let letter = here(place)?;
        let partner = match PAIRS.iter().find(|(open, close)| letter == *open || letter == *close)? {
            (open, close) if letter == *open => forward(buffer, place, (*open, *close), &is_code),
            (open, close) => backward(buffer, place, (*open, *close), &is_code),
        };
        Some((place, partner?))
    })
}

fn forward(
    buffer: &Buffer,
    from: Place,
    (open, close): (char, char),
    is_code: &impl Fn(Place) -> bool,
) -> Option<Place> {
    let lines = from.line..buffer.lines().len().min(from.line + LINES_MAX);
    let letters = lines.flat_map(|line| {
        let start = if line == from.line { from.byte } else { 0 };
        let letters = buffer.line(line)[start..].char_indices();
        letters.map(move |(byte, letter)| (Place::new(line, start + byte), letter))
    });
    partner(letters, (open, close), is_code)
}

fn backward(
    buffer: &Buffer,
    from: Place,
    (open, close): (char, char),
    is_code: &impl Fn(Place) -> bool,
) -> Option<Place> {
    let lines = (from.line.saturating_sub(LINES_MAX)..=from.line).rev();
    let letters = lines.flat_map(|line| {
        let text = buffer.line(line);
        let end = if line == from.line { from.byte + close.len_utf8() } else { text.len() };
        text[..end].char_indices().rev().map(move |(byte, letter)| (Place::new(line, byte), letter))
    });
    partner(letters, (close, open), is_code)
}

/// Where the bracket that comes first is closed again, going through the letters in their order.
fn partner(
    letters: impl Iterator<Item = (Place, char)>,
    (deeper, shallower): (char, char),
    is_code: &impl Fn(Place) -> bool,
) -> Option<Place> {
    let mut depth = 0_usize;
    for (place, letter) in letters.filter(|(place, letter)| [deeper, shallower].contains(letter) && is_code(*place)) {
        if letter == deeper {
            depth += 1;
        } else {
            depth -= 1;
            if depth == 0 {
                return Some(place);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bracket_finds_its_partner_in_both_directions() {
        let buffer = Buffer::new("f({\n  a: [1],\n})");
        let all = |_: Place| true;
        let at = Place::new;
        assert_eq!(pair(&buffer, at(0, 1), all), Some((at(0, 1), at(2, 1))));
        assert_eq!(pair(&buffer, at(2, 2), all), Some((at(2, 1), at(0, 1))));
        assert_eq!(pair(&buffer, at(1, 8), all), Some((at(1, 7), at(1, 5))));
        assert_eq!(pair(&buffer, at(1, 3), all), None);
        assert_eq!(pair(&Buffer::new("(("), at(0, 0), all), None);
    }

    #[test]
    fn brackets_in_texts_do_not_count() {
        let buffer = Buffer::new("(\")\")");
        let code = |place: Place| !(1..4).contains(&place.byte);
        assert_eq!(pair(&buffer, Place::new(0, 0), code), Some((Place::new(0, 0), Place::new(0, 4))));
    }
}
