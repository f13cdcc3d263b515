//! Numbers as people read them, in widths that do not jump when they change.

use crate::units::{Money, Span};

/// The columns a duration takes at most: `59 m 59 s`.
pub const SPAN_WIDTH: usize = 7;

/// A duration with two or three figures: `14 ms`, `3.1 s`, `12 min`, `2.5 h`.
pub fn span(span: Span) -> String {
    let micros = span.as_micros();
    let seconds = span.as_secs_f64();
    match micros {
        0 => "0 ms".to_owned(),
        1..9_950 => format!("{:.1} ms", span.as_millis_f64()),
        9_950..999_500 => format!("{:.0} ms", span.as_millis_f64()),
        999_500..9_950_000 => format!("{seconds:.1} s"),
        9_950_000..119_500_000 => format!("{seconds:.0} s"),
        119_500_000..7_200_000_000 => format!("{:.0} min", seconds / 60.0),
        7_200_000_000..172_800_000_000 => format!("{:.1} h", seconds / 3_600.0),
        _ => format!("{:.0} d", seconds / 86_400.0),
    }
}

/// A round duration, for the end of an axis: `5 s`, `200 ms`.
pub fn round_span(value: Span) -> String {
    span(value).replacen(".0 ", " ", 1)
}

/// A duration, or a dash while there is none yet.
pub fn span_or_dash(value: Option<Span>) -> String {
    value.map_or_else(|| "–".to_owned(), span)
}

/// A count with thousands set apart: `1,234,567`.
pub fn count(value: u64) -> String {
    group(&value.to_string())
}

/// A count in at most five columns: `999`, `9,999`, `12.3k`, `4.5M`.
pub fn short_count(value: u64) -> String {
    match value {
        0..=9_999 => count(value),
        10_000..=99_949 => format!("{:.1}k", value as f64 / 1e3),
        99_950..=999_499 => format!("{:.0}k", value as f64 / 1e3),
        999_500..=9_949_999 => format!("{:.1}M", value as f64 / 1e6),
        9_950_000..=999_499_999 => format!("{:.0}M", value as f64 / 1e6),
        _ => format!("{:.1}G", value as f64 / 1e9),
    }
}

/// A decimal string with thousands set apart and at most `digits` decimals: `1,234.5`.
pub fn decimal(text: &str, digits: usize) -> String {
    let Some((whole, fraction)) = text.split_once('.') else { return group(text) };
    let fraction = fraction[..fraction.len().min(digits)].trim_end_matches('0');
    if fraction.is_empty() { group(whole) } else { format!("{}.{fraction}", group(whole)) }
}

/// Dollars with as many decimals as it takes to see something: `$0.00057233`, `$3.10`, `$1,204.00`.
pub fn money(amount: Money) -> String {
    format!("${}", group_decimal(&amount.rounded(8)))
}

/// Dollars for an estimate, where cents are enough: `$3.10`; below a cent, the first two figures that count.
pub fn money_short(amount: Money) -> String {
    money_to(amount, money_digits(amount))
}

/// How many digits after the point show the first two figures that count.
pub fn money_digits(amount: Money) -> u32 {
    match amount.as_f64().abs() {
        value if value == 0.0 || value >= 0.1 => 2,
        value if value >= 0.001 => 4,
        value if value >= 0.000_01 => 6,
        _ => 8,
    }
}

/// Dollars with so many digits after the point, so that amounts one above the other line up.
pub fn money_to(amount: Money, digits: u32) -> String {
    format!("${}", group_decimal(&amount.rounded(digits)))
}

/// A share as a percentage of two figures: `31 %`.
pub fn percent(share: f64) -> String {
    format!("{:.0} %", (share * 100.0).clamp(0.0, 100.0))
}

/// Requests a second: `0`, `0.5`, `20`, `1,000`.
pub fn rate(per_second: f64) -> String {
    if per_second > 0.0 && per_second < 10.0 && per_second.fract() > 0.0 {
        return format!("{per_second:.1}");
    }
    count(per_second.max(0.0) as u64)
}

fn group_decimal(text: &str) -> String {
    match text.split_once('.') {
        Some((whole, fraction)) => format!("{}.{fraction}", group(whole)),
        None => group(text),
    }
}

fn group(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let mut grouped = sign.to_owned();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_two_or_three_figures_and_its_unit() {
        let expected = [
            (0, "0 ms"),
            (400, "0.4 ms"),
            (9_949, "9.9 ms"),
            (14_100, "14 ms"),
            (999_499, "999 ms"),
            (3_100_000, "3.1 s"),
            (35_000_000, "35 s"),
            (360_000_000, "6 min"),
            (9_000_000_000, "2.5 h"),
            (864_000_000_000, "10 d"),
        ];
        for (micros, text) in expected {
            assert_eq!(span(Span(micros)), text);
            assert!(text.len() <= SPAN_WIDTH);
        }
    }

    #[test]
    fn counts_are_grouped_and_short_ones_stay_short() {
        assert_eq!(count(1_234_567), "1,234,567");
        for value in [0, 9_999, 10_000, 99_949, 99_950, 999_500, 9_950_000, 25_920_000_000] {
            assert!(short_count(value).len() <= 5, "{}", short_count(value));
        }
        assert_eq!(decimal("1234.5000", 2), "1,234.5");
        assert_eq!(decimal("4.41", 2), "4.41");
    }

    #[test]
    fn money_shows_what_there_is() {
        assert_eq!(money(Money::new(57_233, 100_000_000)), "$0.00057233");
        assert_eq!(money_short(Money::new(310, 100)), "$3.10");
        assert_eq!(money_short(Money::new(120_400, 100)), "$1,204.00");
        assert_eq!(money_short(Money::new(12, 10_000)), "$0.0012");
    }
}
