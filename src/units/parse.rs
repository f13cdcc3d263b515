//! People's notation for quantities: `300ms`, `5m`, `128MB`, `2%`.

use thiserror::Error;

use super::{Megabytes, Ratio, Span};

/// Why a quantity could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum QuantityError {
    /// There is no number at the start.
    #[error("`{0}` does not start with a number")]
    NoNumber(String),
    /// There is less than nothing of anything here.
    #[error("`{0}` must not be negative")]
    Negative(String),
    /// The number is fine, the unit is not.
    #[error("`{unit}` is not a unit of {what}; use {known}")]
    Unit {
        /// What was written.
        unit: String,
        /// What is measured: time, memory.
        what: &'static str,
        /// The units there are.
        known: &'static str,
    },
    /// Out of the range that can be kept exactly.
    #[error("`{0}` is too large")]
    TooLarge(String),
}

/// A plain number with nothing behind it: `0.5`, `1_000`.
pub fn parse_number(text: &str) -> Result<f64, QuantityError> {
    let (number, unit) = split(text)?;
    if unit.is_empty() {
        return Ok(number);
    }
    Err(QuantityError::Unit { unit: unit.to_owned(), what: "a plain number", known: "no unit" })
}

/// `250us`, `300ms`, `5s`, `5m`, `2h`, `30d`, or several of them from large to small, `7h50m`; a bare number is seconds.
pub fn parse_span(text: &str) -> Result<Span, QuantityError> {
    let (mut rest, mut total, mut last) = (text.trim(), 0.0, f64::INFINITY);
    loop {
        let (number, behind) = split(rest)?;
        let end = behind.find(|c: char| c.is_ascii_digit()).filter(|digit| *digit > 0);
        let unit = behind[..end.unwrap_or(behind.len())].trim_end();
        let wrong = || QuantityError::Unit { unit: behind.to_owned(), what: "time", known: "us, ms, s, m, h or d" };
        let micros = micros_of(unit).filter(|micros| *micros < last).ok_or_else(wrong)?;
        // Behind another one, a number without a unit could be anything.
        if unit.is_empty() && last.is_finite() {
            return Err(wrong());
        }
        total += number * micros;
        match end {
            Some(end) => (rest, last) = (&behind[end..], micros),
            None => break,
        }
    }
    if total > 3.2e16 {
        return Err(QuantityError::TooLarge(text.to_owned())); // a thousand years: no lab means it
    }
    Ok(Span((total + 0.5) as u64))
}

fn micros_of(unit: &str) -> Option<f64> {
    Some(match unit {
        "us" | "µs" => 1.0,
        "ms" => 1e3,
        "" | "s" => 1e6,
        "m" | "min" => 6e7,
        "h" => 3.6e9,
        "d" => 8.64e10,
        _ => return None,
    })
}

/// `128MB`, `1GB`; a bare number is megabytes.
pub fn parse_megabytes(text: &str) -> Result<Megabytes, QuantityError> {
    parse_fractional_megabytes(text).map(|megabytes| Megabytes(megabytes.round() as u32))
}

/// The same before it is rounded to whole megabytes.
pub fn parse_fractional_megabytes(text: &str) -> Result<f64, QuantityError> {
    let (number, unit) = split(text)?;
    let megabytes = match unit {
        "" | "MB" | "MiB" => number,
        "GB" | "GiB" => number * 1024.0,
        _ => return Err(QuantityError::Unit { unit: unit.to_owned(), what: "memory", known: "MB or GB" }),
    };
    if megabytes > f64::from(u32::MAX) {
        return Err(QuantityError::TooLarge(text.to_owned()));
    }
    Ok(megabytes)
}

/// `2%` or a fraction of one.
pub fn parse_ratio(text: &str) -> Result<Ratio, QuantityError> {
    let (number, unit) = split(text)?;
    match unit {
        "" => Ok(Ratio::from_f64(number)),
        "%" => Ok(Ratio::from_f64(number / 100.0)),
        _ => Err(QuantityError::Unit { unit: unit.to_owned(), what: "a share", known: "% or a fraction of one" }),
    }
}

fn split(text: &str) -> Result<(f64, &str), QuantityError> {
    let text = text.trim();
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    let end = number_len(unsigned);
    if end == 0 && text.strip_prefix('-').is_some_and(|rest| number_len(rest) > 0) {
        return Err(QuantityError::Negative(text.to_owned()));
    }
    let number: f64 = unsigned[..end].replace('_', "").parse().map_err(|_| QuantityError::NoNumber(text.to_owned()))?;
    if !number.is_finite() {
        return Err(QuantityError::TooLarge(text.to_owned()));
    }
    Ok((number, unsigned[end..].trim()))
}

/// Bytes of the number at the start, with its exponent: of `1e-3s`, the first four.
fn number_len(text: &str) -> usize {
    let digits =
        |text: &str, or: &[char]| text.find(|c: char| !(c.is_ascii_digit() || or.contains(&c))).unwrap_or(text.len());
    let mantissa = digits(text, &['.', '_']);
    let Some(exponent) = text[mantissa..].strip_prefix(['e', 'E']).filter(|_| mantissa > 0) else { return mantissa };
    let sign = usize::from(exponent.starts_with(['+', '-']));
    match digits(&exponent[sign..], &['_']) {
        0 => mantissa,
        length => mantissa + 1 + sign + length,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_read_as_people_write_them() {
        assert_eq!(parse_span("300ms"), Ok(Span::from_millis(300)));
        assert_eq!(parse_span("5m"), Ok(Span::from_secs(300)));
        assert_eq!(parse_span("1.5 h"), Ok(Span::from_secs(5400)));
        assert_eq!(parse_span("7h50m"), Ok(Span::from_secs(28_200)));
        assert_eq!(parse_span("1d 2h 3m 4s 5ms"), Ok(Span::from_millis(93_784_005)));
        assert_eq!(parse_megabytes("2GB"), Ok(Megabytes(2048)));
        assert_eq!(parse_ratio("2%"), Ok(Ratio(20_000_000)));
    }

    #[test]
    fn an_exponent_belongs_to_its_number() {
        assert_eq!(parse_number("1e-1"), Ok(0.1));
        assert_eq!(parse_number("+1_0E+0_1"), Ok(100.0));
        assert_eq!(parse_span("1e1ms"), Ok(Span::from_millis(10)));
        assert_eq!(parse_span("1e-06"), Ok(Span(1)));
        assert_eq!(parse_megabytes("1e3 MB"), Ok(Megabytes(1000)));
        assert_eq!(parse_span("1em").unwrap_err().to_string(), "`em` is not a unit of time; use us, ms, s, m, h or d");
        assert_eq!(parse_number("1e999"), Err(QuantityError::TooLarge("1e999".to_owned())));
    }

    #[test]
    fn less_than_nothing_is_not_the_same_as_no_number() {
        assert_eq!(parse_span("-5s").unwrap_err().to_string(), "`-5s` must not be negative");
        assert_eq!(parse_number("-1e3").unwrap_err().to_string(), "`-1e3` must not be negative");
        assert_eq!(parse_number("-").unwrap_err().to_string(), "`-` does not start with a number");
    }

    #[test]
    fn a_wrong_unit_names_the_right_ones() {
        let error = parse_span("5 parsecs").unwrap_err();
        assert_eq!(error.to_string(), "`parsecs` is not a unit of time; use us, ms, s, m, h or d");
        assert!(parse_span("soon").is_err());
        for slip in ["50m7h", "7h50", "7h7h", "1h-5m", "7hx"] {
            assert!(parse_span(slip).is_err(), "{slip}");
        }
    }
}
