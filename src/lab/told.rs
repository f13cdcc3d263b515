//! Measured values as people read them, and as JSON and CSV carry them.

use serde::Serialize;
use serde::ser::Serializer;

use super::metrics::{MetricName, Unit, Values};

/// A figure as people read it.
pub fn shown(unit: Unit, value: Option<f64>) -> String {
    let Some(value) = value else { return "-".to_owned() };
    match unit {
        Unit::Count if value.fract() == 0.0 => grouped(value as u64),
        Unit::Count => format!("{value:.2}"),
        Unit::Share => format!("{:.2} %", value * 100.0),
        Unit::Millis if value >= 10_000.0 => format!("{:.1} s", value / 1e3),
        Unit::Millis => format!("{value:.1} ms"),
        Unit::Seconds => format!("{value:.1} s"),
        Unit::Dollars if value == 0.0 => "$0".to_owned(),
        Unit::Dollars if value >= 0.01 => format!("${value:.4}"),
        Unit::Dollars => format!("${value:.8}"),
    }
}

/// A number with its thousands apart.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// One JSON document, for people too.
pub fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// A measured value as JSON: counts are whole where they can be, money is a string.
#[derive(Clone, Copy)]
pub struct Number(pub Unit, pub Option<f64>);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(value) = self.1.filter(|value| value.is_finite()) else { return serializer.serialize_none() };
        match self.0 {
            Unit::Dollars => serializer.serialize_str(&decimal(value)),
            Unit::Count if value.fract() == 0.0 && value.abs() < 9e15 => serializer.serialize_i64(value as i64),
            _ => serializer.serialize_f64((value * 1e6).round() / 1e6),
        }
    }
}

impl Number {
    /// As a field of CSV: what JSON says, without quotation marks; nothing for null.
    pub fn to_plain(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(text)) => text,
            Ok(serde_json::Value::Null) | Err(_) => String::new(),
            Ok(number) => number.to_string(),
        }
    }
}

/// Fifteen significant digits at most, so that an exact price shows no dust of binary fractions.
fn decimal(value: f64) -> String {
    let rounded = format!("{value:.15}");
    rounded.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// All metrics of a run, under their names.
pub struct Row<'a>(pub &'a Values);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        values(self.0, serializer)
    }
}

/// All metrics of a run, under their names.
pub fn values<S: Serializer>(values: &Values, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(values.iter().map(|(row, value): (&MetricName, _)| (row.name, Number(row.unit, value))))
}
