//! What came out of a sweep: a table for people, one JSON document, or lines of CSV.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Axis, Choice};
use crate::lab::assumed::{self, ModelValue};
use crate::lab::metrics::{self, MetricName, Metrics, Unit};
use crate::lab::told::{self, Number, pretty, shown};
use crate::units::{Moment, Span};

/// The figures of every point.
#[derive(Clone, Debug)]
pub struct Table {
    /// The seed of all points.
    pub seed: u64,
    /// How far each was played.
    pub until: Moment,
    /// Whether all points met the same requests at the same moments; not so where the load itself is swept.
    pub same_arrivals: bool,
    /// The settings.
    pub axes: Vec<Axis>,
    /// What is wanted.
    pub choice: Choice,
    /// The points, the last axis fastest.
    pub rows: Vec<Row>,
    /// The place of the best point; none when no point keeps the bound.
    pub best: Option<usize>,
    /// What the points assume because no provider publishes it.
    pub model_values: Vec<ModelValue>,
}

/// One point.
#[derive(Clone, Debug)]
pub struct Row {
    /// The value of each axis.
    pub values: Vec<String>,
    /// Everything that was measured.
    pub metrics: Metrics,
    /// The function whose times count, where only its settings are swept in a lab with several.
    pub of: Option<String>,
    /// It fails no more of its requests than the others.
    pub sound: bool,
    /// It keeps the bound.
    pub meets: bool,
    /// No other sound point is both as fast and as cheap.
    pub pareto: bool,
}

/// The columns of the table: the metric, and what people call it.
const COLUMNS: [(&str, &str); 9] = [
    ("p50_ms", "p50"),
    ("p95_ms", "p95"),
    ("p99_ms", "p99"),
    ("duration_mean_ms", "duration"),
    ("cold_starts", "cold"),
    ("throttles", "throttled"),
    ("errors", "errors"),
    ("cost", "cost"),
    ("cost_per_m", "per million"),
];

/// Columns that are left out where they are nought for all.
const QUIET: [&str; 2] = ["throttles", "errors"];

impl Row {
    pub(super) const fn new(values: Vec<String>, metrics: Metrics, of: Option<String>) -> Self {
        Self { values, metrics, of, sound: false, meets: false, pareto: false }
    }

    /// A figure: times are those of the function that is tuned, everything else is the whole lab's.
    pub fn value(&self, metric: &str) -> Option<f64> {
        match &self.of {
            Some(function) if is_time(metric) => self.metrics.value_of(function, metric),
            _ => self.metrics.value(metric),
        }
    }
}

/// Whether a metric is a time of requests.
fn is_time(metric: &str) -> bool {
    metrics::lookup(metric).is_some_and(|row| row.unit == Unit::Millis)
}

/// A table of floats is only ever compared with itself.
impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        self.to_json("") == other.to_json("")
    }
}

impl Table {
    /// What the best point is, or that there is none, in one sentence.
    pub fn verdict(&self) -> String {
        let Some(best) = self.best.and_then(|best| self.rows.get(best)) else {
            return self.choice.missed();
        };
        let settings = self.axes.iter().zip(&best.values);
        let settings: Vec<String> = settings.map(|(axis, value)| format!("{} {value}", axis.name())).collect();
        format!("{}: {}", settings.join(", "), self.choice.words())
    }

    /// The function whose times are shown, where the lab has several and only one is tuned.
    pub fn of(&self) -> Option<&str> {
        self.rows.first()?.of.as_deref()
    }

    /// The rows, aligned, with the best marked and a word on how it was chosen.
    pub fn to_text(&self, lab: &str) -> String {
        let time = Span(self.until.as_micros());
        let mut text = format!("{lab} · seed {} · {time} of virtual time at each point\n\n", self.seed);
        let mut lines: Vec<Vec<String>> = vec![self.heads()];
        lines.extend(self.rows.iter().map(|row| self.cells(row)));
        let widths: Vec<usize> = (0..lines[0].len())
            .map(|column| lines.iter().map(|cells| cells[column].chars().count()).max().unwrap_or(0))
            .collect();
        for (place, cells) in lines.iter().enumerate() {
            let row = place.checked_sub(1);
            let mark = match row.map(|row| (self.best == Some(row), self.rows[row].pareto)) {
                Some((true, _)) => "*",
                Some((false, true)) => "+",
                _ => " ",
            };
            let cells: Vec<String> = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:>width$}")).collect();
            let _ = writeln!(text, "{mark} {}", cells.join("  "));
        }
        let _ = writeln!(text, "\n* {}", self.verdict());
        text.push_str("+ no other is both faster and cheaper\n");
        if self.choice.under.is_empty() && self.rows.iter().any(|row| !row.sound) {
            text.push_str("  points that fail more of their requests than others are left out of both\n");
        }
        text.push_str(self.about_arrivals());
        if let Some(of) = self.of() {
            let _ = writeln!(text, "  p50, p95, p99 and duration are those of {of}, all else is the whole lab's");
        }
        text.push_str(&assumed::told(
            &self.model_values,
            self.rows.first().map_or(1, |row| row.metrics.functions.len()),
        ));
        text
    }

    /// One JSON document; see the guide for its keys.
    pub fn to_json(&self, lab: &str) -> String {
        let settings = |values: &[String]| -> Value {
            self.axes.iter().zip(values).map(|(axis, value)| (axis.target.clone(), json!(value))).collect()
        };
        let points = self.rows.iter().enumerate().map(|(place, row)| {
            json!({
                "settings": settings(&row.values),
                "best": self.best == Some(place),
                "meets": row.meets,
                "pareto": row.pareto,
                "metrics": told::Row(&row.metrics.total),
                "of": row.of.as_ref().and_then(|of| {
                    let values = row.metrics.functions.iter().find(|(name, _)| name == of).map(|(_, values)| values)?;
                    Some(json!({ "function": of, "metrics": told::Row(values) }))
                }),
            })
        });
        let axes = self.axes.iter().map(|axis| json!({ "setting": axis.target, "values": axis.values }));
        pretty(&json!({
            "lab": lab,
            "seed": self.seed,
            "virtual_s": self.until.since(Moment::START).as_secs_f64(),
            "same_arrivals": self.same_arrivals,
            "sweep": axes.collect::<Vec<_>>(),
            "choice": {
                "best": self.choice.best.name,
                "under": self.choice.under.iter().map(|goal| goal.text.as_str()).collect::<Vec<_>>(),
                "words": self.choice.words(),
            },
            "best": self.best.map(|best| settings(&self.rows[best].values)),
            "points": points.collect::<Vec<_>>(),
            "model_values": self.model_values,
        }))
    }

    /// A line for each point, under a line of names; every metric has its column.
    pub fn to_csv(&self) -> String {
        let names = self.axes.iter().map(|axis| quoted(&axis.target));
        let names = names.chain(["best", "meets", "pareto"].map(str::to_owned));
        let names = names.chain(metrics::NAMES.iter().map(|row| row.name.to_owned()));
        let mut text = names.collect::<Vec<_>>().join(",");
        text.push('\n');
        for (place, row) in self.rows.iter().enumerate() {
            let marks = [self.best == Some(place), row.meets, row.pareto].map(|mark| mark.to_string());
            let values = row.values.iter().map(|value| quoted(value)).chain(marks);
            let figures = row.metrics.total.iter().map(|(name, value)| Number(name.unit, value).to_plain());
            text.push_str(&values.chain(figures).collect::<Vec<_>>().join(","));
            text.push('\n');
        }
        text
    }

    fn columns(&self) -> impl Iterator<Item = (&'static MetricName, &'static str)> + '_ {
        let used = |name: &str| !QUIET.contains(&name) || self.rows.iter().any(|row| row.value(name) != Some(0.0));
        let columns = COLUMNS.iter().filter(move |(name, _)| used(name));
        columns.filter_map(|(name, title)| Some((metrics::lookup(name)?, *title)))
    }

    fn heads(&self) -> Vec<String> {
        let settings = self.axes.iter().map(|axis| axis.name().to_owned());
        settings.chain(self.columns().map(|(_, title)| title.to_owned())).collect()
    }

    fn cells(&self, row: &Row) -> Vec<String> {
        let figures = self.columns().map(|(metric, _)| shown(metric.unit, row.value(metric.name)));
        row.values.iter().cloned().chain(figures).collect()
    }

    const fn about_arrivals(&self) -> &'static str {
        if self.same_arrivals {
            "  every point met the same requests at the same moments\n"
        } else {
            "  the load itself is swept: the points met different requests\n"
        }
    }
}

/// A field of CSV.
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
