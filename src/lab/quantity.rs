//! Quantities in people's notation, with one sentence for each way to get them wrong.

use crate::units::{
    Megabytes, QuantityError, Ratio, Span, parse_fractional_megabytes, parse_megabytes, parse_number, parse_ratio,
    parse_span,
};

/// What a bare number means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bare {
    /// As in `timeout_s = 3`.
    Seconds,
    /// As in `init = 120`.
    Millis,
}

/// A finite number that is not negative.
pub fn number(text: &str) -> Result<f64, String> {
    parse_number(text).map_err(|error| match error {
        QuantityError::Negative(_) | QuantityError::TooLarge(_) => error.to_string(),
        QuantityError::NoNumber(_) | QuantityError::Unit { .. } => format!("`{text}` is not a number"),
    })
}

/// `300ms`, `5m`, or a bare number of seconds or milliseconds.
pub fn span(text: &str, bare: Bare) -> Result<Span, String> {
    if bare == Bare::Millis
        && let Ok(millis) = number(text)
    {
        return parse_span(&format!("{millis}ms")).map_err(|error| error.to_string());
    }
    parse_span(text).map_err(|error| error.to_string())
}

/// `128MB`, `1GB`, or a bare number of megabytes.
pub fn megabytes(text: &str) -> Result<Megabytes, String> {
    parse_megabytes(text).map_err(|error| error.to_string())
}

/// The same, not rounded.
pub fn fractional_megabytes(text: &str) -> Result<f64, String> {
    parse_fractional_megabytes(text).map_err(|error| error.to_string())
}

/// `2%` or a fraction of one; never more than all.
pub fn ratio(text: &str) -> Result<Ratio, String> {
    let ratio = parse_ratio(text).map_err(|error| error.to_string())?;
    if ratio > Ratio::ONE { Err(format!("`{text}` is more than 100%")) } else { Ok(ratio) }
}

/// A weight: `3`, or `20%`.
pub fn ratio_or_number(text: &str) -> Result<f64, String> {
    number(text).or_else(|_| ratio(text).map(Ratio::as_f64))
}

/// A span in the largest unit that keeps it whole, so that it reads back to the same microsecond: `30s`, `90m`, `1500ms`.
pub fn exact_span(span: Span) -> String {
    let micros = span.as_micros();
    let units = [(86_400_000_000, "d"), (3_600_000_000, "h"), (60_000_000, "m"), (1_000_000, "s"), (1_000, "ms")];
    match units.into_iter().find(|(size, _)| micros > 0 && micros.is_multiple_of(*size)) {
        Some((size, unit)) => format!("{}{unit}", micros / size),
        None if micros == 0 => "0s".to_owned(),
        None => format!("{micros}us"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_span_reads_back() {
        for text in ["0s", "30s", "90m", "30d", "1500ms", "7us"] {
            let read = span(text, Bare::Seconds).unwrap();
            assert_eq!(exact_span(read), text);
        }
    }

    #[test]
    fn a_bare_number_takes_the_unit_of_its_key() {
        assert_eq!(span("120", Bare::Millis), Ok(Span::from_millis(120)));
        assert_eq!(span("120", Bare::Seconds), Ok(Span::from_secs(120)));
        assert_eq!(span("2s", Bare::Millis), Ok(Span::from_secs(2)));
        assert_eq!(span("1e1", Bare::Millis), Ok(Span::from_millis(10)));
    }
}
