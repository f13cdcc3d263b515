//! People's notation for quantities: `300ms`, `5m`, `128MB`, `2%`.

use thiserror::Error;

use super::{Megabytes, Ratio, Span};

/// Why a quantity could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum QuantityError {
    /// There is no number at the start.
    #[error("`{0}` does not start with a number")]
    NoNumber(String),
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

/// `250us`, `300ms`, `5s`, `5m`, `2h`, `30d`; a bare number is seconds.
pub fn parse_span(text: &str) -> Result<Span, QuantityError> {
    let (number, unit) = split(text)?;
    let micros = match unit {
        "us" | "µs" => 1.0,
        "ms" => 1e3,
        "" | "s" => 1e6,
        "m" | "min" => 6e7,
        "h" => 3.6e9,
        "d" => 8.64e10,
        _ => {
            return Err(QuantityError::Unit { unit: unit.to_owned(), what: "time", known: "us, ms, s, m, h or d" });
        }
    };
    let total = number * micros;
    if total > 3.2e16 {
        return Err(QuantityError::TooLarge(text.to_owned())); // a thousand years: no lab means it
    }
    Ok(Span((total + 0.5) as u64))
}

/// `128MB`, `1GB`; a bare number is megabytes.
pub fn parse_megabytes(text: &str) -> Result<Megabytes, QuantityError> {
    let (number, unit) = split(text)?;
    let megabytes = match unit {
        "" | "MB" | "MiB" => number,
        "GB" | "GiB" => number * 1024.0,
        _ => return Err(QuantityError::Unit { unit: unit.to_owned(), what: "memory", known: "MB or GB" }),
    };
    if megabytes > f64::from(u32::MAX) {
        return Err(QuantityError::TooLarge(text.to_owned()));
    }
    Ok(Megabytes(megabytes.round() as u32))
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
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '_')).unwrap_or(text.len());
    let number: f64 = text[..end].replace('_', "").parse().map_err(|_| QuantityError::NoNumber(text.to_owned()))?;
    Ok((number, text[end..].trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_read_as_people_write_them() {
        assert_eq!(parse_span("300ms"), Ok(Span::from_millis(300)));
        assert_eq!(parse_span("5m"), Ok(Span::from_secs(300)));
        assert_eq!(parse_span("1.5 h"), Ok(Span::from_secs(5400)));
        assert_eq!(parse_megabytes("2GB"), Ok(Megabytes(2048)));
        assert_eq!(parse_ratio("2%"), Ok(Ratio(20_000_000)));
    }

    #[test]
    fn a_wrong_unit_names_the_right_ones() {
        let error = parse_span("5 parsecs").unwrap_err();
        assert_eq!(error.to_string(), "`parsecs` is not a unit of time; use us, ms, s, m, h or d");
        assert!(parse_span("soon").is_err());
    }
}
