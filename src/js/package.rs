//! What is deployed: files, and where in them the handler is.

use std::collections::BTreeMap;
use std::sync::Arc;

/// A deployment package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    files: BTreeMap<String, Arc<str>>,
    handler: String,
}

/// A package that Lambda could not start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// Not `file.function`.
    #[error("the handler `{0}` is not of the form `file.function`, as in `index.handler`")]
    Handler(String),
}

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Module,
    CommonJs,
    Json,
}

/// Where a package is unpacked.
pub(super) const ROOT: &str = "/var/task/";

impl Package {
    /// One file, whose exported `handler` is called.
    pub fn single(name: &str, source: impl Into<Arc<str>>) -> Self {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let files = BTreeMap::from([(name.to_owned(), source.into())]);
        Self { files, handler: format!("{stem}.handler") }
    }

    /// Several files by their path, and the handler as Lambda's setting names it.
    pub fn new(files: BTreeMap<String, Arc<str>>, handler: &str) -> Result<Self, PackageError> {
        let package = Self { files, handler: handler.to_owned() };
        let wrong = || PackageError::Handler(handler.to_owned());
        let (file, function) = package.split().ok_or_else(wrong)?;
        if file.is_empty() || function.is_empty() { Err(wrong()) } else { Ok(package) }
    }

    /// `index.handler`.
    pub fn handler(&self) -> &str {
        &self.handler
    }

    /// The module and the path of names within it: `src/index` and `handler`.
    pub(super) fn split(&self) -> Option<(&str, &str)> {
        let file_name = self.handler.rfind('/').map_or(0, |slash| slash + 1);
        let dot = file_name + self.handler[file_name..].find('.')?;
        Some((&self.handler[..dot], &self.handler[dot + 1..]))
    }

    /// The file in which the handler is looked for.
    pub(super) fn entry(&self) -> Option<String> {
        let (module, _) = self.split()?;
        ["mjs", "js", "cjs"].iter().map(|end| format!("{module}.{end}")).find(|name| self.files.contains_key(name))
    }

    pub(super) fn source(&self, path: &str) -> Option<Arc<str>> {
        self.files.get(path).cloned()
    }

    /// The files that a name may mean when it stands in another file, most likely first; nothing leads out of the package.
    pub fn candidates(base: &str, name: &str) -> Vec<String> {
        let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
        let joined = match name.strip_prefix(ROOT) {
            Some(path) => normal("", path),
            None => normal(folder, name),
        };
        let ends = ["", ".js", ".mjs", ".cjs", ".json", "/index.js", "/index.mjs", "/index.cjs"];
        joined.map_or_else(Vec::new, |joined| ends.iter().map(|end| format!("{joined}{end}")).collect())
    }

    /// The file that a name means when it stands in another file.
    pub(super) fn resolve(&self, base: &str, name: &str) -> Option<String> {
        Self::candidates(base, name).into_iter().find(|path| self.files.contains_key(path))
    }

    pub(super) fn format(&self, path: &str) -> Format {
        match path.rsplit_once('.').map(|(_, end)| end) {
            Some("mjs") => Format::Module,
            Some("cjs") => Format::CommonJs,
            Some("json") => Format::Json,
            _ if self.says_module() || self.source(path).is_some_and(|text| has_module_syntax(&text)) => Format::Module,
            _ => Format::CommonJs,
        }
    }

    /// `"type": "module"` in the package's own description.
    fn says_module(&self) -> bool {
        let description = self.files.get("package.json").and_then(|text| serde_json::from_str(text).ok());
        description.is_some_and(|description: serde_json::Value| description["type"] == "module")
    }
}

/// Node.js looks for module syntax in a file that does not say what it is; so does this, line by line.
fn has_module_syntax(text: &str) -> bool {
    text.lines().map(str::trim_start).any(|line| {
        let after = |word: &str| line.strip_prefix(word).and_then(|rest| rest.chars().next());
        after("export").is_some_and(|next| " {*".contains(next))
            || after("import").is_some_and(|next| " {*'\"".contains(next))
    })
}

/// Joins two paths and resolves `.` and `..`; nothing leads out of the package.
fn normal(folder: &str, name: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(name.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
