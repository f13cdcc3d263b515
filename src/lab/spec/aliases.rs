//! `[functions.NAME.aliases]`: names for published versions that are there when the lab begins.

use super::read::{Reader, Reading};
use crate::cloud::AliasConfig;
use crate::lab::command::{Command, Verb};
use crate::problem::Problem;

/// Versions a lab may begin with.
const VERSIONS_MAX: u32 = 20;

/// The table of one function; no aliases where there is none.
pub fn read(reader: &mut Reader, reading: &Reading<'_>) -> Vec<AliasConfig> {
    let node = reading.table.and_then(|table| table.get("aliases"));
    let Some((table, _)) = node.and_then(|entry| reader.table_of("aliases", &entry.node)) else { return Vec::new() };
    let mut aliases = Vec::new();
    for entry in table.iter() {
        let text = entry.node.scalar().unwrap_or_default();
        // As a command gives one, so that both take the same words and refuse the same mistakes.
        let line = format!("alias f {} {text}", entry.key);
        match Verb::parse(&line) {
            Ok(Verb::World(Command::Alias { name, weights, .. })) if name == entry.key => {
                if weights.iter().any(|(version, _)| !(1..=VERSIONS_MAX).contains(version)) {
                    let problem = Problem::error(entry.node.span.clone(), "a lab begins with versions 1 to 20");
                    reader.note(
                        problem.with_help("all up to the highest that is named are there, each like the function"),
                    );
                    continue;
                }
                aliases.push(AliasConfig { name, weights });
            }
            Ok(_) => {
                let problem = Problem::error(entry.key_span.clone(), format!("`{}` cannot be an alias", entry.key));
                reader.note(problem.with_help("letters, digits, hyphens and underscores"));
            }
            Err(problem) => {
                let span = if problem.message.contains("alias") && text.is_empty() {
                    &entry.key_span
                } else {
                    &entry.node.span
                };
                let help = "write `live = 1`, or `live = \"1=90% 2=10%\"`".to_owned();
                reader.note(Problem {
                    span: span.clone(),
                    help: problem.help.filter(|help| !help.contains("write")).or(Some(help)),
                    ..problem
                });
            }
        }
    }
    aliases
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::cloud::AliasConfig;
    use crate::lab::{Budget, Detail, LabSpec, Run, Window};
    use crate::units::{Moment, Ratio};

    fn read(aliases: &str) -> Result<Arc<LabSpec>, String> {
        let text = format!(
            "[functions.shop]\nruntime = \"modelled\"\n[functions.shop.model]\nwait = 10\n[functions.shop.aliases]\n{aliases}\n[load]\nrps = 10\n"
        );
        let (spec, problems) = LabSpec::parse(&text);
        spec.map(Arc::new).ok_or_else(|| problems.iter().map(|problem| problem.message.clone()).collect())
    }

    fn tenths(tenths: u64) -> Ratio {
        Ratio(tenths * 100_000_000)
    }

    #[test]
    fn an_alias_names_one_version_or_two_by_weight() {
        let spec = read("prod = 1\ncanary = \"1=90% 2=10%\"").expect("aliases");
        let alias =
            |name: &str, weights: &[(u32, Ratio)]| AliasConfig { name: name.to_owned(), weights: weights.to_vec() };
        let expected = [alias("prod", &[(1, tenths(10))]), alias("canary", &[(1, tenths(9)), (2, tenths(1))])];
        assert_eq!(spec.functions[0].config.versions.aliases, expected);
    }

    #[test]
    fn what_cannot_be_an_alias_is_said() {
        for (aliases, told) in [
            ("prod = \"1=90%\"", "add up to 100 %"),
            ("prod = \"one\"", "`one` is not a version"),
            ("prod = 99", "a lab begins with versions 1 to 20"),
            ("prod = 0", "a lab begins with versions 1 to 20"),
            ("prod = \"\"", "is missing"),
        ] {
            let problem = read(aliases).expect_err(aliases);
            assert!(problem.contains(told), "{aliases}: {problem}");
        }
    }

    #[test]
    fn they_are_there_at_the_start_and_live_takes_the_traffic() {
        let spec = read("live = \"1=70% 2=30%\"\nprod = 2").expect("aliases");
        let mut run = Run::new(spec, 1, Detail::Full, LabSpec::catalog());
        run.advance_to(Moment(100_000_000), &mut Budget::unlimited());
        let logs = run.snapshot().logs;
        let of = |version: &str| logs.iter().filter(|line| line.text.ends_with(&format!("Version: {version}"))).count();
        assert!(of("1") > 2 * of("2") && of("2") > 0 && of("$LATEST") == 0, "{} {}", of("1"), of("2"));
        assert_eq!(run.measure(&Window::All).value("deploys"), Some(0.0));
        let command = |line: &str| crate::lab::command::Command::parse(line).expect("a command");
        run.submit(command("invoke shop:prod")).expect("the alias is known");
        run.submit(command("invoke shop:2 async")).expect("so is the version");
        assert!(run.submit(command("invoke shop:nope")).is_err());
    }
}
