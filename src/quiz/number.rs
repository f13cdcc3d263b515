//! Numbers as people write them, and how near two of them are.

/// How far from the truth a number may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tolerance {
    /// This much on either side, in the unit of the answer.
    Absolute(f64),
    /// This share of the truth on either side: `0.05` is 5 %.
    Relative(f64),
}

/// Half the points are given up to this many tolerances away.
const NEARLY: f64 = 3.0;

/// Floats that should be equal differ by less than this share of their size.
const ROUNDING: f64 = 1e-9;

impl Tolerance {
    /// Exactly the number.
    pub const EXACT: Self = Self::Absolute(0.0);

    /// `5%`, `0.02`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.strip_suffix('%') {
            Some(percent) => plain_number(percent.trim()).map(|percent| Self::Relative(percent / 100.0)),
            None => plain_number(text).map(Self::Absolute),
        }
        .filter(|tolerance| tolerance.size() >= 0.0)
    }

    /// 1 inside the tolerance, half up to three times as far, 0 beyond.
    pub fn score(self, given: f64, truth: f64) -> f64 {
        let distance = (given - truth).abs();
        let slack = truth.abs().max(given.abs()) * ROUNDING;
        let allowed = match self {
            Self::Absolute(width) => width,
            Self::Relative(share) => share * truth.abs(),
        };
        if distance <= allowed + slack {
            1.0
        } else if distance <= NEARLY * allowed + slack {
            0.5
        } else {
            0.0
        }
    }

    fn size(self) -> f64 {
        match self {
            Self::Absolute(size) | Self::Relative(size) => size,
        }
    }
}

/// A number and the word behind it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quantity {
    pub value: f64,
    pub unit: String,
}

/// Units of one kind, each with how many of the first it is.
const SCALES: [&[(&str, f64)]; 2] = [
    &[("us", 1.0), ("µs", 1.0), ("ms", 1e3), ("s", 1e6), ("sec", 1e6), ("min", 6e7), ("h", 3.6e9), ("d", 8.64e10)],
    &[("KB", 1.0), ("MB", 1024.0), ("GB", 1_048_576.0), ("TB", 1_073_741_824.0)],
];

/// Words that stand for zeros.
const ZEROS: [(&str, f64); 6] =
    [("k", 1e3), ("thousand", 1e3), ("M", 1e6), ("million", 1e6), ("bn", 1e9), ("billion", 1e9)];

impl Quantity {
    /// The value in another unit; nothing when the two measure different things.
    /// A word that is no unit we know is taken for a name of what is counted.
    pub fn in_unit(&self, wanted: &str) -> Option<f64> {
        let scale_of = |unit: &str| {
            let find = |scale: &[(&str, f64)]| scale.iter().find(|(name, _)| *name == unit).map(|(_, size)| *size);
            SCALES.iter().enumerate().find_map(|(index, scale)| Some((index, find(scale)?)))
        };
        match (scale_of(&self.unit), scale_of(wanted)) {
            (Some((mine, size)), Some((theirs, wanted_size))) => {
                (mine == theirs).then(|| self.value * size / wanted_size)
            }
            (Some(_), None) if !wanted.starts_with(&self.unit) => None,
            _ => Some(self.value),
        }
    }
}

/// A number the way people write it: `19`, `1,000`, `1 000`, `7.4 %`, `$1.20`, `2e-7`, `3 M`, `19 env`.
///
/// A comma is a thousands separator when three digits follow it and a decimal point otherwise, so `7,4` is 7.4.
/// Words behind the number are not looked at.
pub fn read_number(text: &str) -> Option<f64> {
    read_quantity(text).map(|quantity| quantity.value)
}

/// A number the way people write it, with the unit behind it.
pub(super) fn read_quantity(text: &str) -> Option<Quantity> {
    let text = text.trim();
    let (negative, text) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix(['+', '≈', '~']).unwrap_or(text).trim_start()),
    };
    let text = text.trim_start_matches(['$', '€', '£']).trim_start();
    let end = text.find(|character: char| !belongs_to_number(character)).unwrap_or(text.len());
    let (number, unit) = split_exponent(text, end);
    let attached = number.ends_with(|character: char| !character.is_whitespace());
    if attached && unit.contains(|character: char| character.is_ascii_digit()) {
        return None; // `12a3` is a slip, not a number with a unit
    }
    let value = plain_number(&without_separators(number)?)?;
    let (zeros, unit) = split_zeros(unit.trim());
    let sign = if negative { -1.0 } else { 1.0 };
    Some(Quantity { value: sign * value * zeros, unit: unit.to_owned() })
}

/// `M requests` is a million requests.
fn split_zeros(unit: &str) -> (f64, &str) {
    let (first, rest) = unit.split_once(char::is_whitespace).unwrap_or((unit, ""));
    let zeros = ZEROS.iter().find(|(word, _)| *word == first);
    zeros.map_or((1.0, unit), |(_, factor)| (*factor, rest.trim()))
}

/// A number for people: no more digits than it has, thousands separated from ten thousand on.
pub fn show_number(value: f64) -> String {
    // Ten significant digits hide what a float adds by itself (0.1 + 0.2) and nothing a person typed.
    let rounded: f64 = format!("{value:.9e}").parse().unwrap_or(value);
    let text = format!("{}", rounded.abs());
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let whole = if whole.len() > 4 { grouped(whole) } else { whole.to_owned() };
    let sign = if rounded < 0.0 { "-" } else { "" };
    fraction.map_or_else(|| format!("{sign}{whole}"), |fraction| format!("{sign}{whole}.{fraction}"))
}

/// A right answer for people: money to the cent (or to three digits below a dollar), fractions to four digits, whole numbers as they are.
pub(super) fn show_answer(value: f64, unit: Option<&str>) -> String {
    let money = unit.is_some_and(|unit| unit.starts_with("USD") || unit.starts_with('$'));
    let digits_before = if value == 0.0 { 1 } else { value.abs().log10().floor() as i32 + 1 };
    let decimals = match money {
        true if digits_before >= 1 => 2,
        true => 3 - digits_before,
        false => 4 - digits_before,
    };
    let Ok(decimals) = usize::try_from(decimals) else { return show_number(value.round()) };
    let rounded: f64 = format!("{value:.decimals$}").parse().unwrap_or(value);
    let text = show_number(rounded);
    if !money {
        return text;
    }
    let cents = text.split_once('.').map_or(0, |(_, cents)| cents.len());
    match cents {
        0 => format!("{text}.00"),
        1 => format!("{text}0"),
        _ => text,
    }
}

fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn belongs_to_number(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '.' | ',' | '_' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}')
}

/// Where the digits end and the unit starts, with an exponent such as `e-7` counted as digits.
fn split_exponent(text: &str, end: usize) -> (&str, &str) {
    let rest = &text[end..];
    let Some(exponent) = rest.strip_prefix(['e', 'E']) else { return text.split_at(end) };
    let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let count = digits.find(|character: char| !character.is_ascii_digit()).unwrap_or(digits.len());
    if count == 0 || text[..end].ends_with(' ') {
        return text.split_at(end); // `5 events`
    }
    text.split_at(end + 1 + (exponent.len() - digits.len()) + count)
}

/// The digits with a point, or nothing where the separators make no sense.
fn without_separators(number: &str) -> Option<String> {
    let number = number.trim();
    let mut text: String = number.chars().map(|c| if is_space_like(c) { ' ' } else { c }).collect();
    let spaced: Vec<&str> = text.split(' ').filter(|part| !part.is_empty()).collect();
    if spaced.len() > 1 {
        let grouped =
            spaced[1..].iter().all(|part| part.split(['.', ',']).next().is_some_and(|digits| digits.len() == 3));
        if !grouped {
            return None; // `3 4` is two numbers
        }
        text = spaced.concat();
    }
    let commas = text.matches(',').count();
    let thousands = commas > 0
        && text.split('.').next().is_some_and(|whole| {
            let mut groups = whole.split(',');
            let first = groups.next().unwrap_or_default();
            (1..=3).contains(&first.len()) && first != "0" && groups.all(|group| group.len() == 3)
        });
    match (thousands, commas) {
        (true, _) => Some(text.replace(',', "")),
        (false, 0) => Some(text),
        (false, 1) if !text.contains('.') => Some(text.replace(',', ".")),
        _ => None,
    }
}

fn is_space_like(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{202f}' | '_' | '\'' | '’')
}

fn plain_number(text: &str) -> Option<f64> {
    let starts_right = text.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    text.parse().ok().filter(|number: &f64| starts_right && number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_answer_has_as_many_digits_as_it_needs() {
        for (value, unit, text) in [
            (2.400_004, "USD", "2.40"),
            (12_345.678, "USD", "12,345.68"),
            (0.2, "USD", "0.20"),
            (0.001_234_5, "USD", "0.00123"),
            (0.0, "USD", "0.00"),
            (3.0, "USD", "3.00"),
            (1.0 / 3.0, "s", "0.3333"),
            (123.456_7, "ms", "123.5"),
            (1_234_567.0, "calls", "1,234,567"),
            (19.0, "env", "19"),
            (0.0, "env", "0"),
        ] {
            assert_eq!(show_answer(value, Some(unit)), text, "{value} {unit}");
        }
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        for (text, number) in [
            ("19", Some(19.0)),
            (" 19 ", Some(19.0)),
            ("1,000", Some(1000.0)),
            ("1 000", Some(1000.0)),
            ("1\u{202f}000\u{a0}000", Some(1_000_000.0)),
            ("1'000'000", Some(1_000_000.0)),
            ("1_000", Some(1000.0)),
            ("1,234.5", Some(1234.5)),
            ("1 234,5", Some(1234.5)),
            ("7.4 %", Some(7.4)),
            ("7,4%", Some(7.4)),
            ("0,125", Some(0.125)),
            ("$1.20", Some(1.2)),
            ("$ 1.20", Some(1.2)),
            ("1.20 USD", Some(1.2)),
            ("-3", Some(-3.0)),
            ("−3", Some(-3.0)),
            ("-$3", Some(-3.0)),
            ("~20", Some(20.0)),
            (".5", Some(0.5)),
            ("2e-7", Some(2e-7)),
            ("5 events", Some(5.0)),
            ("5 e", Some(5.0)),
            ("19 env", Some(19.0)),
            ("12.", Some(12.0)),
            ("", None),
            ("nineteen", None),
            ("3 4", None),
            ("1.2.3", None),
            ("1,00,0", None),
            ("3 M", Some(3e6)),
            ("3 million requests", Some(3e6)),
            ("10k", Some(10_000.0)),
            ("5 MB", Some(5.0)),
            ("12a3", None),
            ("$", None),
            ("1e999", None),
            ("inf", None),
            ("nan", None),
        ] {
            assert_eq!(read_number(text), number, "{text:?}");
        }
    }

    #[test]
    fn numbers_are_shown_with_the_digits_they_have() {
        for (number, text) in [
            (19.0, "19"),
            (1769.0, "1769"),
            (20_000.0, "20,000"),
            (1_234_567.5, "1,234,567.5"),
            (0.1 + 0.2, "0.3"),
            (0.000_000_2, "0.0000002"),
            (-12_000.0, "-12,000"),
            (0.0, "0"),
        ] {
            assert_eq!(show_number(number), text);
        }
    }

    #[test]
    fn a_typed_unit_is_taken_seriously() {
        for (text, wanted, number) in [
            ("3.1 s", "ms", Some(3100.0)),
            ("3110", "ms", Some(3110.0)),
            ("90 s", "min", Some(1.5)),
            ("2 GB", "MB", Some(2048.0)),
            ("5 MB", "ms", None),
            ("19 env", "environments", Some(19.0)),
            ("19 cold starts", "", Some(19.0)),
            ("1.20 dollars", "USD", Some(1.2)),
            ("5 s", "USD", None),
            ("5 s", "seconds", Some(5.0)),
        ] {
            assert_eq!(read_quantity(text).unwrap().in_unit(wanted), number, "{text} in {wanted}");
        }
    }

    #[test]
    fn nearness_is_worth_something() {
        let five_percent = Tolerance::parse("5%").unwrap();
        for (tolerance, given, truth, score) in [
            (Tolerance::EXACT, 19.0, 19.0, 1.0),
            (Tolerance::EXACT, 0.3, 0.1 + 0.2, 1.0),
            (Tolerance::EXACT, 18.0, 19.0, 0.0),
            (Tolerance::Absolute(0.01), 1.21, 1.20, 1.0),
            (Tolerance::Absolute(0.01), 1.23, 1.20, 0.5),
            (Tolerance::Absolute(0.01), 1.24, 1.20, 0.0),
            (five_percent, 105.0, 100.0, 1.0),
            (five_percent, 85.0, 100.0, 0.5),
            (five_percent, 84.0, 100.0, 0.0),
            (five_percent, 0.0, 0.0, 1.0),
            (five_percent, -100.0, 100.0, 0.0),
        ] {
            let difference = (tolerance.score(given, truth) - score).abs();
            assert!(difference < 1e-9, "{given} for {truth} within {tolerance:?}");
        }
        assert_eq!(Tolerance::parse("some"), None);
        assert_eq!(Tolerance::parse("-1"), None);
    }
}
