//! The lab that a single file makes: one function and nobody who calls it.

use std::path::Path;

use toml::{Table, Value};

use super::InvokeArgs;
use crate::cli::found::{Refusal, told, unusable};
use crate::edge::text_beside;
use crate::lab::{LabSpec, quantity};
use crate::problem::visible;

/// A name in a lab is one that AWS Lambda takes.
const NAME_MAX: usize = 64;

/// The function's name and the lab around it.
pub(super) fn of(args: &InvokeArgs) -> Result<(String, LabSpec), Refusal> {
    let file = file_name(&args.file)?;
    let stem = file.split('.').next().unwrap_or_default();
    let name = args.function_name.clone().unwrap_or_else(|| plain(stem));
    let text = text(args, &name, &file, stem);
    let (spec, problems) = LabSpec::parse_beside(&text, &|path| text_beside(&args.file, path));
    match (spec, problems.first()) {
        (Some(spec), _) => Ok((name, spec)),
        // The lab is ours, so its lines and columns would tell nobody anything.
        (None, Some(problem)) => Err(unusable(&told(problem))),
        (None, None) => Err(unusable(&format!("{} cannot be called", visible(&file)))),
    }
}

fn file_name(path: &Path) -> Result<String, Refusal> {
    let shown = path.display();
    if path.is_dir() {
        return Err(unusable(&format!("{shown} is a folder; name the file with the handler, as in {shown}/index.js")));
    }
    if !path.exists() {
        return Err(unusable(&format!("there is no file {shown}")));
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let is_code = [".js", ".mjs", ".cjs"].iter().any(|end| name.ends_with(end));
    if is_code {
        Ok(name)
    } else {
        Err(unusable(&format!("{shown} is no JavaScript: its name ends with .js, .mjs or .cjs")))
    }
}

fn text(args: &InvokeArgs, name: &str, file: &str, stem: &str) -> String {
    let whole = |number: u32| Value::Integer(i64::from(number));
    let variables: Table = args.env.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect();
    let function = Table::from_iter([
        ("code".to_owned(), Value::from(file)),
        ("handler".to_owned(), Value::from(format!("{stem}.{}", args.handler))),
        ("memory_mb".to_owned(), whole(args.memory.0)),
        ("timeout_s".to_owned(), Value::from(quantity::exact_span(args.timeout))),
        ("environment".to_owned(), Value::Table(variables)),
    ]);
    let functions = Table::from_iter([(name.to_owned(), Value::Table(function))]);
    Table::from_iter([("functions".to_owned(), Value::Table(functions))]).to_string()
}

/// A file's name as a function's: `my handler.test` is `my-handler`.
fn plain(stem: &str) -> String {
    let letter = |letter: char| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' };
    let name: String = stem.chars().map(letter).take(NAME_MAX).collect();
    if name.is_empty() { "function".to_owned() } else { name }
}
