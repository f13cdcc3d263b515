//! Functions of a lab that are code.

use std::sync::Arc;

use super::files;
use super::read::{Reader, Reading};
use super::tree::{Node, Value};
use crate::cloud::{Code, FunctionConfig, Handler, Model, Runtime};
use crate::js::Package;
use crate::problem::{Problem, nearest};

/// The table of a function's environment variables.
pub const VARIABLES: &str = "environment";

/// Makes a function run the file at `path`.
pub fn read(reader: &mut Reader, reading: &Reading<'_>, config: &mut FunctionConfig, path: &str) {
    for other in ["sample", "model", "shows", "lazy_load"] {
        let node = reading.table.and_then(|table| table.get(other));
        if let Some(entry) = node.filter(|entry| entry.node.value != Value::Bool(false)) {
            let message = format!("a function with `code` takes no `{other}`: it takes what its code takes");
            reader.note(Problem::error(entry.key_span.clone(), message).with_help("a model shows a file with `shows`"));
        }
    }
    if !runs_javascript(&config.runtime) {
        let message = format!("`{}` does not run JavaScript", config.runtime);
        let problem = Problem::error(reading.place_of("runtime"), message);
        reader.note(problem.with_help("code runs on nodejs22.x and its like; other languages are models here"));
    }
    if !reader.files.contains_key(path) {
        let known = reader.files.keys().map(String::as_str);
        let help = nearest(path, known).map_or_else(
            || "its path starts at the folder of the course or of the lab; or the lab carries it in [files]".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("there is no file `{path}`");
        return reader.note(Problem::error(reading.place_of("code"), message).with_help(help));
    }
    let (variables, event) = (variables(reader, reading), event(reader, reading));
    let handler = reader.text(reading, "handler").unwrap_or_else(|| of_file(path));
    match Package::new(files::of(&reader.files, path), &handler) {
        Ok(package) => {
            let beside = Model::default();
            let code = Code { package, entry: path.to_owned(), variables, event, beside };
            config.handler = Handler::Code(Arc::new(code));
        }
        Err(error) => reader.note(Problem::error(reading.place_of("handler"), error.to_string())),
    }
}

/// Code is JavaScript, and so is whatever has no runtime of a provider.
fn runs_javascript(runtime: &Runtime) -> bool {
    matches!(runtime, Runtime::Modelled) || matches!(runtime, Runtime::Named(name) if name.starts_with("nodejs"))
}

/// `functions/hello.js` has `functions/hello.handler`.
fn of_file(path: &str) -> String {
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    let stem = path[name..].split('.').next().unwrap_or_default();
    format!("{}{stem}.handler", &path[..name])
}

fn event(reader: &mut Reader, reading: &Reading<'_>) -> Arc<str> {
    let text = reader.text(reading, "event").unwrap_or_else(|| "{}".to_owned());
    match serde_json::from_str::<serde_json::Value>(&text) {
        Ok(event) => event.to_string().into(),
        Err(error) => {
            let message = format!("the event is not JSON: {error}");
            reader.note(Problem::error(reading.place_of("event"), message).with_help("event = '{\"name\": \"Ada\"}'"));
            "{}".into()
        }
    }
}

fn variables(reader: &mut Reader, reading: &Reading<'_>) -> Vec<(String, String)> {
    let Some(entry) = reading.table.and_then(|table| table.get(VARIABLES)) else { return Vec::new() };
    let Some((table, place)) = reader.table_of(VARIABLES, &entry.node) else { return Vec::new() };
    let mut variables = Vec::new();
    for entry in table.iter() {
        match entry.node.scalar() {
            Some(value) if is_name(&entry.key) => variables.push((entry.key.clone(), value.to_owned())),
            Some(_) => {
                let message = format!("`{}` cannot be the name of an environment variable", entry.key);
                let help = "AWS Lambda allows letters, digits and underscores, beginning with a letter";
                reader.note(Problem::error(entry.key_span.clone(), message).with_help(help));
            }
            None => reader.note(not_a_text(&entry.key, &entry.node)),
        }
    }
    let bytes: usize = variables.iter().map(|(name, value)| name.len() + value.len()).sum();
    let most_kb =
        reader.rules.catalog.quota("lambda.environment_variables_max_kb").map_or(f64::INFINITY, |quota| quota.number);
    if bytes as f64 > most_kb * 1_024.0 {
        let problem = Problem::error(place, format!("the environment variables have {bytes} bytes"));
        let help = format!("AWS Lambda takes {most_kb} KB of them, names and values together");
        reader.note(problem.with_help(help));
    }
    variables
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn not_a_text(name: &str, node: &Node) -> Problem {
    Problem::error(node.span.clone(), format!("`{name}` must be a text, not {}", node.kind()))
}
