//! One setting and the values it takes in a sweep: `functions.hello.memory_mb=128..3008`.

use crate::lab::spec::LabSpec;
use crate::lab::spec::schema::{Kind, Limit};
use crate::problem::Problem;

/// A setting that is varied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// The setting, in full.
    pub target: String,
    /// Its values, as `set` takes them; at least two.
    pub values: Vec<String>,
}

/// Memory sizes worth trying: the doublings AWS Lambda Power Tuning starts with, one whole vCPU (1,769 MB), three, and the largest.
const MEMORY_POINTS: [f64; 8] = [128.0, 256.0, 512.0, 1_024.0, 1_769.0, 3_008.0, 5_307.0, 10_240.0];
/// The memory a sweep tries when nobody says which.
const MEMORY_RANGE: &str = "128..3008";
/// Values of one setting: a chart of more points shows no more.
const VALUES_MAX: usize = 100;
/// So many whole numbers are tried one by one.
const ONE_BY_ONE: f64 = 8.0;
/// A range so many times wider than its start is tried in steps that grow.
const WIDE: f64 = 8.0;
/// How a sweep is written.
const FORM: &str =
    "write SETTING=A..B, SETTING=A..B/STEP or SETTING=A,B,C, as in `functions.hello.memory_mb=128..3008`";

impl Axis {
    /// Reads `SETTING=A..B`, `SETTING=A..B/STEP`, `SETTING=A,B,C`, or a setting alone whose values the lab or its rules list.
    /// Every value is checked by the rules of the lab. A mistake is placed within the text.
    pub fn parse(text: &str, spec: &LabSpec) -> Result<Self, Problem> {
        let (written, points) = match text.split_once('=') {
            Some((target, points)) => (target, Some(points.trim())),
            None => (text, None),
        };
        let place = 0..written.len();
        if written.trim().is_empty() {
            return Err(Problem::error(0..text.len(), "a sweep needs a setting and its values").with_help(FORM));
        }
        let target = spec.canonical(written).map_err(|problem| Problem { span: place.clone(), ..problem })?;
        refuse_what_measures(&target, place.clone())?;
        let kind = LabSpec::kind_of(&target).unwrap_or(Kind::Text);
        let written = match points {
            Some(points) => points.to_owned(),
            None => listed(&target, kind, spec)
                .ok_or_else(|| Problem::error(place.clone(), format!("which values of `{target}`?")).with_help(FORM))?,
        };
        let at = points.map_or(place, |points| text.len() - points.len()..text.len());
        let mut values = values(&written, &target, kind)
            .map_err(|problem| Problem { span: at.clone(), ..problem.with_help(FORM) })?;
        let mut seen = Vec::new();
        values.retain(|value| {
            !seen.contains(value) && {
                seen.push(value.clone());
                true
            }
        });
        match values.len() {
            0 | 1 => {
                let problem = Problem::error(at, "a sweep compares at least two values");
                return Err(problem.with_help(format!("`set {target} {written}` changes it to one")));
            }
            count if count > VALUES_MAX => {
                let problem = Problem::error(at, format!("{count} values of one setting are more than {VALUES_MAX}"));
                return Err(problem.with_help("take a larger step"));
            }
            _ => {}
        }
        for value in &values {
            spec.with([(target.as_str(), value.as_str())])
                .map_err(|problem| Problem { span: at.clone(), ..problem })?;
        }
        Ok(Self { target, values })
    }

    /// The last word of the setting: `memory_mb`.
    pub fn name(&self) -> &str {
        self.target.rsplit('.').next().unwrap_or(&self.target)
    }
}

/// Settings that change how a run is measured, or nothing at all, have no best value.
fn refuse_what_measures(target: &str, place: std::ops::Range<usize>) -> Result<(), Problem> {
    let problem = |text: &str| Problem::error(place, format!("`{target}` {text}"));
    match target.split('.').next().unwrap_or_default() {
        "functions" | "load" | "account" | "servers" => Ok(()),
        "seed" => Err(problem("is the same for all points, so that they meet the same traffic")
            .with_help("play the sweep once more with `--seed`")),
        "time" => Err(problem("is the same for all points").with_help("`--for` says how long each is played")),
        _ => Err(problem("changes nothing that is measured").with_help(FORM)),
    }
}

/// The values of a setting that can be listed without being told.
fn listed(target: &str, kind: Kind, spec: &LabSpec) -> Option<String> {
    let control = spec.controls.iter().find(|control| control.target == target && control.values.len() > 1);
    match (control, kind) {
        (Some(control), _) => Some(control.values.join(",")),
        (None, Kind::Choice(words)) => Some(words.join(",")),
        (None, Kind::Bool) => Some("false,true".to_owned()),
        (None, _) if target.ends_with(".memory_mb") => Some(MEMORY_RANGE.to_owned()),
        _ => None,
    }
}

/// The values of a range or a list.
fn values(text: &str, target: &str, kind: Kind) -> Result<Vec<String>, Problem> {
    let Some((from, to)) = text.split_once("..") else { return Ok(list(text)) };
    let (to, step) = match to.trim_start_matches('=').split_once('/') {
        Some((to, step)) => (to, Some(step)),
        None => (to.trim_start_matches('='), None),
    };
    let wrong = |message: String| Problem::error(0..0, message);
    let ((low, low_unit), (high, high_unit)) = (number_and_unit(from)?, number_and_unit(to)?);
    if !low_unit.is_empty() && low_unit != high_unit {
        return Err(wrong(format!("`{low_unit}` and `{high_unit}` are not the same unit")));
    }
    if high <= low {
        return Err(wrong(format!("from {} to {} is no way up", from.trim(), to.trim())));
    }
    let points = match step {
        Some(step) => evenly(low, high, number_and_unit(step)?.0).ok_or_else(|| {
            wrong(format!(
                "steps of {} from {} to {} are no 2 to {VALUES_MAX} values",
                step.trim(),
                from.trim(),
                to.trim()
            ))
        })?,
        None if target.ends_with(".memory_mb") && high_unit.is_empty() => with_ends(low, high, MEMORY_POINTS),
        None => sensible(low, high, is_whole(kind)),
    };
    Ok(points.into_iter().map(|point| format!("{point}{high_unit}")).collect())
}

/// `a, b, [1, 2]` is three values.
fn list(text: &str) -> Vec<String> {
    let (mut depth, mut quoted, mut parts, mut part) = (0_u32, false, Vec::new(), String::new());
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            '[' | '{' if !quoted => depth += 1,
            ']' | '}' if !quoted => depth = depth.saturating_sub(1),
            ',' if !quoted && depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(letter);
    }
    parts.push(part);
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// `512MB` is 512 and `MB`.
fn number_and_unit(text: &str) -> Result<(f64, &str), Problem> {
    let text = text.trim();
    let end = text.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | '_')).unwrap_or(text.len());
    let number = text[..end].replace('_', "").parse::<f64>();
    let number = number.map_err(|_| Problem::error(0..0, format!("`{text}` does not begin with a number")))?;
    Ok((number, text[end..].trim()))
}

const fn is_whole(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Count(_) | Kind::Seconds(Limit { whole: Some(_), .. }) | Kind::Megabytes(Limit { whole: Some(_), .. })
    )
}

/// From `low` to `high` by `step`, the end included whether or not a step leads there.
fn evenly(low: f64, high: f64, step: f64) -> Option<Vec<f64>> {
    let count = if step > 0.0 { (high - low) / step } else { f64::INFINITY };
    if count > VALUES_MAX as f64 {
        return None;
    }
    // The rounding takes away what adding up decimal steps leaves behind.
    let point = |index: u32| libm::round((low + f64::from(index) * step) * 1e9) / 1e9;
    Some(with_ends(low, high, (0..=count as u32).map(point)))
}

/// Values worth trying: each whole number of a few, 1-2-5 steps over a wide range, else about eight round ones.
fn sensible(low: f64, high: f64, whole: bool) -> Vec<f64> {
    if whole && high - low <= ONE_BY_ONE {
        return with_ends(low, high, (0..=ONE_BY_ONE as u32).map(|index| low + f64::from(index)));
    }
    if high >= WIDE * low {
        let least = if low > 0.0 {
            low
        } else if whole {
            1.0
        } else {
            high / 1_000.0
        };
        return with_ends(low, high, round_numbers().filter(|point| *point >= least));
    }
    let step = round_numbers().find(|step| (high - low) / step <= ONE_BY_ONE && (!whole || *step >= 1.0));
    step.and_then(|step| {
        let first = libm::ceil(low / step) * step;
        evenly(first, high.max(first), step)
    })
    .map_or_else(|| vec![low, high], |points| with_ends(low, high, points))
}

/// 0.001, 0.002, 0.005, 0.01, … exactly as one writes them.
fn round_numbers() -> impl Iterator<Item = f64> {
    let of_power = |power: i32| [1, 2, 5].into_iter().filter_map(move |digit| format!("{digit}e{power}").parse().ok());
    (-6..=9).flat_map(of_power)
}

/// The points between two ends, with these.
fn with_ends(low: f64, high: f64, points: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let inside = points.into_iter().filter(|point| *point > low && *point < high);
    std::iter::once(low).chain(inside).chain([high]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lab() -> LabSpec {
        let text = "[functions.hello]\nmemory_mb = 512\n[functions.hello.model]\ninit = 100\nlazy_init = 10\n[load]\nrps = 1\n[[controls]]\ntarget = \"hello.timeout_s\"\nvalues = [3, 30]\n";
        let (spec, problems) = LabSpec::parse(text);
        spec.unwrap_or_else(|| panic!("{problems:?}"))
    }

    #[test]
    fn a_range_becomes_the_values_worth_trying() {
        for (written, target, values) in [
            ("functions.hello.memory_mb=128..3008", "functions.hello.memory_mb", "128 256 512 1024 1769 3008"),
            ("hello.memory=200..600", "functions.hello.memory_mb", "200 256 512 600"),
            ("memory=512..10240/2048", "functions.hello.memory_mb", "512 2560 4608 6656 8704 10240"),
            ("memory=512MB..1536MB/512", "functions.hello.memory_mb", "512MB 1024MB 1536MB"),
            ("memory_mb=256,1024", "functions.hello.memory_mb", "256 1024"),
            ("hello.architecture=x86_64, arm64", "functions.hello.architecture", "x86_64 arm64"),
            ("hello.reserved_concurrency=1..5", "functions.hello.reserved_concurrency", "1 2 3 4 5"),
            ("hello.reserved_concurrency=0..100", "functions.hello.reserved_concurrency", "0 1 2 5 10 20 50 100"),
            ("load.rps=1..30", "load.rps", "1 2 5 10 20 30"),
            ("hello.wait=100ms..160ms", "functions.hello.model.wait", "100ms 110ms 120ms 130ms 140ms 150ms 160ms"),
            ("hello.idle_expiry=[60, 120],300", "functions.hello.idle_expiry_s", "[60, 120] 300"),
        ] {
            let axis = Axis::parse(written, &lab()).unwrap_or_else(|problem| panic!("{written}: {}", problem.message));
            assert_eq!(axis.target, target, "{written}");
            let joined = axis.values.join(" ");
            assert_eq!(joined, values, "{written}");
        }
    }

    #[test]
    fn a_setting_alone_takes_the_values_the_lab_or_its_rules_list() {
        let values = |text: &str| Axis::parse(text, &lab()).map(|axis| axis.values.join(" "));
        assert_eq!(values("hello.timeout_s").unwrap(), "3 30", "the control's");
        assert_eq!(values("architecture").unwrap(), "x86_64 arm64");
        assert_eq!(values("lazy_load").unwrap(), "false true");
        assert_eq!(values("memory_mb").unwrap(), "128 256 512 1024 1769 3008");
        assert_eq!(values("load.rps").unwrap_err().message, "which values of `load.rps`?");
    }

    #[test]
    fn a_mistake_says_what_and_where() {
        for (written, at, message) in [
            ("", 0..0, "a sweep needs a setting and its values"),
            ("hello.memroy=1..2", 0..12, "unknown setting `hello.memroy`"),
            ("memory=128", 7..10, "a sweep compares at least two values"),
            ("memory=3008..128", 7..16, "from 3008 to 128 is no way up"),
            ("memory=a..b", 7..11, "`a` does not begin with a number"),
            ("memory=128..10240/1", 7..19, "steps of 1 from 128 to 10240 are no 2 to 100 values"),
            ("seed=1..9", 0..4, "`seed` is the same for all points, so that they meet the same traffic"),
            ("title=a,b", 0..5, "`title` changes nothing that is measured"),
        ] {
            let problem = Axis::parse(written, &lab()).unwrap_err();
            assert_eq!((problem.span, problem.message.as_str()), (at, message), "{written}");
        }
        let problem = Axis::parse("memory=64..512", &lab()).unwrap_err();
        assert!(problem.message.contains("64") && problem.message.contains("in `"), "{}", problem.message);
    }
}
