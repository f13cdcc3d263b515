//! Where `import` finds things: in the package, or among the modules of Node.js.

use std::fmt::Write as _;

use rquickjs::loader::{ImportAttributes, Loader, Resolver};
use rquickjs::{Ctx, Error, Function, Module, Object, Result, module::Declared};

use super::package::{Format, ROOT};
use super::state::Shared;

/// Finds and reads modules for one process.
#[derive(Clone)]
pub(super) struct Modules(pub(super) Shared);

/// The hidden object with what the prelude offers its host.
pub(super) fn core<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    ctx.globals().get("__coldstart")
}

impl Resolver for Modules {
    fn resolve<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        base: &str,
        name: &str,
        _: Option<ImportAttributes<'js>>,
    ) -> Result<String> {
        let builtin: Function = core(ctx)?.get("builtin")?;
        if !builtin.call::<_, rquickjs::Value>((name,))?.is_undefined() {
            return Ok(format!("node:{}", name.trim_start_matches("node:")));
        }
        let state = self.0.get();
        let base = base.strip_prefix(ROOT).unwrap_or(base);
        let relative = name.starts_with('.') || name.starts_with('/');
        match state.package.resolve(base, name).filter(|_| relative) {
            Some(path) => Ok(format!("{ROOT}{path}")),
            None => Err(Error::new_resolving_message(base, name, missing_words(base, name))),
        }
    }
}

impl Loader for Modules {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        path: &str,
        _: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        if let Some(name) = path.strip_prefix("node:") {
            return Module::declare(
                ctx.clone(),
                path,
                reexports(ctx, &format!("__coldstart.builtin({name:?})"), Some(name))?,
            );
        }
        let file = path.strip_prefix(ROOT).unwrap_or(path).to_owned();
        let (source, format) = {
            let state = self.0.get();
            (state.package.source(&file).ok_or_else(|| Error::new_loading(path))?, state.package.format(&file))
        };
        match format {
            Format::Module => Module::declare(ctx.clone(), path, source.as_bytes()),
            Format::Json => Module::declare(ctx.clone(), path, format!("export default {source};")),
            Format::CommonJs => {
                Module::declare(ctx.clone(), path, reexports(ctx, &format!("__coldstart.requireFile({file:?})"), None)?)
            }
        }
    }
}

/// A module that passes on what an expression is: as its default, and each of its members by name.
fn reexports(ctx: &Ctx<'_>, expression: &str, builtin: Option<&str>) -> Result<String> {
    let value: rquickjs::Value = match builtin {
        Some(name) => core(ctx)?.get::<_, Function>("builtin")?.call((name,))?,
        None => ctx.eval(expression)?,
    };
    let mut text = format!("const all = {expression};\nexport default all;\n");
    if let Some(object) = value.as_object() {
        for name in object.keys::<String>().flatten().filter(|name| is_name(name)) {
            let _ = writeln!(text, "export const {name} = all.{name};");
        }
    }
    Ok(text)
}

fn is_name(text: &str) -> bool {
    const TAKEN: [&str; 4] = ["default", "all", "class", "function"];
    let mut letters = text.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic() || "_$".contains(first))
        && letters.all(|letter| letter.is_ascii_alphanumeric() || "_$".contains(letter))
        && !TAKEN.contains(&text)
}

/// What is said of a module that is not there.
fn missing_words(base: &str, name: &str) -> String {
    super::prelude::missing(name).unwrap_or_else(|| format!("Cannot find package '{name}' imported from {ROOT}{base}"))
}
