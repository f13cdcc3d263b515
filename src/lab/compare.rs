//! Two runs of one lab side by side, and how the second differs.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::assumed;
use super::goal::Judged;
use super::metrics::{MetricName, Unit, Values};
use super::report::{NAME, Report};
use super::spec::LabSpec;
use super::told::{Number, pretty, shown};

/// One run beside the run it is compared with.
#[derive(Clone, Debug)]
pub struct Compared {
    /// What is different, as in `hello.memory_mb=512`.
    pub setting: String,
    /// Whether both runs met the same requests at the same moments.
    pub same_arrivals: bool,
    /// The other run.
    pub report: Report,
}

/// How one metric differs.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    /// Which metric.
    pub metric: &'static MetricName,
    /// In the first run; none where there was nothing to measure.
    pub before: Option<f64>,
    /// In the second.
    pub after: Option<f64>,
}

/// Whether two labs bring the same requests at the same moments, given the same seed and the same commands: each function draws its
/// arrivals from a stream of its own name, so it takes the same load on the same functions.
pub fn same_arrivals(one: &LabSpec, other: &LabSpec) -> bool {
    let names = |spec: &LabSpec| spec.functions.iter().map(|function| function.name.clone()).collect::<Vec<_>>();
    one.load == other.load && one.faults == other.faults && names(one) == names(other)
}

/// Each metric that was measured in either run.
pub fn differences(before: &Values, after: &Values) -> Vec<Difference> {
    let rows = before.iter().zip(after.iter());
    rows.map(|((metric, before), (_, after))| Difference { metric, before, after })
        .filter(|row| (row.before, row.after) != (None, None))
        .collect()
}

impl Difference {
    /// By how much the second is more.
    pub fn change(&self) -> Option<f64> {
        Some(self.after? - self.before?).filter(|change| change.is_finite())
    }

    /// The same in percent of the first; nothing where the first is nought.
    pub fn percent(&self) -> Option<f64> {
        let before = self.before.filter(|before| *before != 0.0)?;
        Some(self.change()? / before * 100.0)
    }

    /// Whether there is a difference at all.
    pub fn is_any(&self) -> bool {
        self.before.map(f64::to_bits) != self.after.map(f64::to_bits)
    }

    /// For people: `+12.0 ms  +4.1 %`; nothing where there is no difference that people would see.
    pub fn told(&self) -> String {
        if !self.is_any() {
            return String::new();
        }
        let Some(change) = self.change() else { return "new".to_owned() };
        let unit = self.metric.unit;
        if shown(unit, self.before) == shown(unit, self.after) {
            return String::new(); // too little to be seen in the figures beside it
        }
        let sign = if change < 0.0 { '-' } else { '+' };
        let absolute = match unit {
            Unit::Share => format!("{sign}{:.2} points", change.abs() * 100.0),
            _ => format!("{sign}{}", shown(unit, Some(change.abs()))),
        };
        match self.percent() {
            Some(percent) => format!("{absolute:<14} {percent:+.1} %"),
            None => absolute,
        }
    }
}

impl Report {
    /// This run and others beside it, for people.
    pub fn compare(&self, others: &[Compared]) -> String {
        let mut text = self.headline();
        for (place, other) in others.iter().enumerate() {
            if place > 0 {
                text.push('\n');
            }
            text.push_str(&self.beside(other));
        }
        let mut model_values = self.model_values.clone();
        for other in others {
            assumed::merge(&mut model_values, other.report.model_values.clone());
        }
        text.push_str(&assumed::told(&model_values, self.functions.len()));
        text
    }

    /// The same as one JSON document; see the guide for its keys.
    pub fn compare_json(&self, others: &[Compared]) -> String {
        let runs = std::iter::once(self).chain(others.iter().map(|other| &other.report));
        let comparisons = others.iter().map(|other| {
            let rows = differences(&self.metrics, &other.report.metrics).into_iter().filter(Difference::is_any);
            let rows: Map<String, Value> = rows.map(|row| (row.metric.name.to_owned(), told_as_json(&row))).collect();
            json!({ "setting": other.setting, "same_arrivals": other.same_arrivals, "differences": rows })
        });
        let comparisons: Vec<Value> = comparisons.collect();
        pretty(&json!({ "runs": runs.collect::<Vec<_>>(), "comparisons": comparisons }))
    }

    fn beside(&self, other: &Compared) -> String {
        let mut text = format!("Compared with {}\n", other.setting);
        text.push_str(if other.same_arrivals {
            "Both met the same requests at the same moments.\n\n"
        } else {
            "The load differs, so the two met different requests.\n\n"
        });
        let wide = other.setting.chars().count().clamp(14, 40);
        let _ = writeln!(text, "  {:<NAME$} {:>14} {:>wide$}  difference", "", "as it is", other.setting);
        for row in differences(&self.metrics, &other.report.metrics) {
            let (name, unit) = (row.metric.name, row.metric.unit);
            let line = format!(
                "  {name:<NAME$} {:>14} {:>wide$}  {}",
                shown(unit, row.before),
                shown(unit, row.after),
                row.told()
            );
            let _ = writeln!(text, "{}", line.trim_end());
        }
        if !self.goals.is_empty() {
            text.push_str("\nGoals\n");
            for ((before, unit), (after, _)) in self.goals.iter().zip(&other.report.goals) {
                let verdict = |judged: &Judged| {
                    format!("{} ({})", if judged.met { "met" } else { "missed" }, shown(*unit, judged.value))
                };
                let _ = writeln!(text, "  {:<28} {} → {}", before.goal, verdict(before), verdict(after));
            }
        }
        text
    }
}

fn told_as_json(row: &Difference) -> Value {
    let unit = row.metric.unit;
    json!({
        "before": Number(unit, row.before),
        "after": Number(unit, row.after),
        "change": Number(unit, row.change()),
        "percent": row.percent().map(|percent| (percent * 1e3).round() / 1e3),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::metrics::lookup;

    fn row(name: &str, before: Option<f64>, after: Option<f64>) -> String {
        Difference { metric: lookup(name).unwrap(), before, after }.told()
    }

    #[test]
    fn a_difference_is_told_in_its_unit_and_in_percent() {
        assert_eq!(row("p95_ms", Some(200.0), Some(150.0)), "-50.0 ms       -25.0 %");
        assert_eq!(row("cold_starts", Some(0.0), Some(3.0)), "+3", "percent of nothing is nothing");
        assert_eq!(row("cold_ratio", Some(0.02), Some(0.05)), "+3.00 points   +150.0 %");
        assert_eq!(row("cost", Some(0.5), Some(0.5)), "");
        assert_eq!(row("mean_ms", Some(237.91), Some(237.94)), "", "both are 237.9 ms");
        assert_eq!(row("init_ms", None, Some(400.0)), "new");
    }

    #[test]
    fn another_memory_size_meets_the_same_requests_and_another_load_does_not() {
        let (spec, _) = LabSpec::parse("[functions.hello]\n[load]\nrps = 2\n");
        let spec = spec.unwrap();
        let with = |target: &str, value: &str| spec.with([(target, value)]).unwrap();
        assert!(same_arrivals(&spec, &with("hello.memory_mb", "512")));
        assert!(!same_arrivals(&spec, &with("load.rps", "3")));
    }
}
