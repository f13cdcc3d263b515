//! Hours of readiness: two times, each a dial of its own, for the common schedule of "so many, from then until then".

use super::read::{Reader, Reading};
use crate::cloud::{ScheduledTarget, VersionsConfig};
use crate::problem::Problem;
use crate::units::Span;

/// Keeps the provisioned environments from `provisioned_from` until `provisioned_until` only.
pub(super) fn within(reader: &mut Reader, reading: &Reading<'_>, versions: VersionsConfig) -> VersionsConfig {
    let from = reader.span(reading, "provisioned_from");
    let until = reader.span(reading, "provisioned_until");
    if from.is_none() && until.is_none() {
        return versions;
    }
    let key = if from.is_some() { "provisioned_from" } else { "provisioned_until" };
    if !versions.provisioned_schedule.is_empty() {
        let problem = Problem::error(reading.place_of(key), format!("`{key}` and a schedule both say when"));
        reader.note(problem.with_help("keep one of the two"));
        return versions;
    }
    let (from, ready) = (from.unwrap_or(Span::ZERO), versions.provisioned_concurrency);
    if until.is_some_and(|until| until <= from) {
        let problem = Problem::error(reading.place_of("provisioned_until"), "it is over before it begins");
        reader.note(problem.with_help("`provisioned_until` must be later than `provisioned_from`"));
        return versions;
    }
    if ready == 0 {
        return versions;
    }
    let begins = (from > Span::ZERO).then_some(ScheduledTarget { at: from, target: ready });
    let ends = until.map(|at| ScheduledTarget { at, target: 0 });
    VersionsConfig {
        provisioned_concurrency: if begins.is_some() { 0 } else { ready },
        provisioned_schedule: begins.into_iter().chain(ends).collect(),
        ..versions
    }
}

#[cfg(test)]
mod tests {
    use crate::cloud::{ScheduledTarget, VersionsConfig};
    use crate::lab::LabSpec;
    use crate::units::Span;

    fn read(keys: &str) -> Result<VersionsConfig, String> {
        let (spec, problems) = LabSpec::parse(&format!("[functions.hello]\n{keys}\n"));
        match problems.into_iter().next() {
            Some(problem) => Err(problem.message),
            None => Ok(spec.expect("it reads").functions[0].config.versions.clone()),
        }
    }

    fn target(minutes: u64, target: u32) -> ScheduledTarget {
        ScheduledTarget { at: Span::from_secs(minutes * 60), target }
    }

    #[test]
    fn hours_are_a_schedule() {
        let read = |keys| read(keys).map(|versions| (versions.provisioned_concurrency, versions.provisioned_schedule));
        for (keys, now, then) in [
            ("provisioned_concurrency = 40", 40, vec![]),
            (
                "provisioned_concurrency = 40\nprovisioned_from = \"8h\"\nprovisioned_until = \"9h\"",
                0,
                vec![target(480, 40), target(540, 0)],
            ),
            ("provisioned_concurrency = 40\nprovisioned_from = \"8h\"", 0, vec![target(480, 40)]),
            ("provisioned_concurrency = 40\nprovisioned_until = \"9h\"", 40, vec![target(540, 0)]),
            ("provisioned_concurrency = 40\nprovisioned_from = \"0s\"", 40, vec![]),
            ("provisioned_from = \"8h\"", 0, vec![]),
        ] {
            assert_eq!(read(keys), Ok((now, then)), "{keys}");
        }
    }

    #[test]
    fn hours_that_cannot_be_are_refused() {
        let over = read("provisioned_concurrency = 1\nprovisioned_from = \"9h\"\nprovisioned_until = \"8h\"");
        assert_eq!(over, Err("it is over before it begins".to_owned()));
        let both = read(
            "provisioned_concurrency = 1\nprovisioned_from = \"9h\"\n[[functions.hello.provisioned_schedule]]\nat = \"8h\"\ntarget = 2",
        );
        assert_eq!(both, Err("`provisioned_from` and a schedule both say when".to_owned()));
    }
}
