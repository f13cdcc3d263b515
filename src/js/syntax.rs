//! Whether code can be read at all, before anything of it runs.

use rquickjs::context::EvalOptions;
use rquickjs::loader::{ImportAttributes, Loader, Resolver};
use rquickjs::module::Declared;
use rquickjs::{CatchResultExt as _, CaughtError, Context, Ctx, Module, Result, Runtime, Value};

use super::package::{Format, Package};

/// More than any function that is read in an engine of its own.
const MEMORY_BYTES: usize = 64 * 1024 * 1024;

/// Where code cannot be read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The line, from one.
    pub line: usize,
    /// The column, from one.
    pub column: usize,
    /// Why, in the engine's words.
    pub message: String,
}

/// What is wrong with the code of a file, if it cannot be read. Nothing of it runs.
pub fn syntax_error(path: &str, source: &str) -> Option<SyntaxError> {
    let runtime = Runtime::new().ok()?;
    runtime.set_memory_limit(MEMORY_BYTES);
    runtime.set_loader(Anything, Anything);
    let context = Context::full(&runtime).ok()?;
    let format = Package::single(path, source).format(path);
    context.with(|ctx| {
        let read = match format {
            Format::Json => return None,
            Format::Module => Module::declare(ctx.clone(), path, source).map(drop),
            Format::CommonJs => {
                let mut options = EvalOptions::default();
                (options.strict, options.filename) = (false, Some(path.to_owned()));
                // A file of the older kind is the inside of a function, where `return` may stand; it is made and not called.
                let function = format!("{BEFORE}{source}\n}})");
                ctx.eval_with_options::<Value, _>(function, options).map(drop)
            }
        };
        let mut error = problem(read.catch(&ctx).err()?)?;
        if format == Format::CommonJs && error.line == 1 {
            error.column = error.column.saturating_sub(BEFORE.len()).max(1);
        }
        Some(error)
    })
}

/// What stands before a file of the older kind, in its first line.
const BEFORE: &str = "(function () {";

/// What a file imports is not looked for: whether it is there shows when it is wanted.
struct Anything;

impl Resolver for Anything {
    fn resolve<'js>(&mut self, _: &Ctx<'js>, _: &str, name: &str, _: Option<ImportAttributes<'js>>) -> Result<String> {
        Ok(name.to_owned())
    }
}

impl Loader for Anything {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        _: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        Module::declare(ctx.clone(), name, "")
    }
}

fn problem(error: CaughtError<'_>) -> Option<SyntaxError> {
    let CaughtError::Exception(exception) = error else { return None };
    let (line, column) = exception.stack().as_deref().and_then(place).unwrap_or((1, 1));
    Some(SyntaxError { line, column, message: exception.message().unwrap_or_default() })
}

/// The numbers at the end of `    at functions/hello.js:3:5`.
fn place(stack: &str) -> Option<(usize, usize)> {
    let first = stack.lines().next()?.trim_end_matches(')');
    let mut numbers = first.rsplit(':').map(str::parse::<usize>);
    let column = numbers.next()?.ok()?;
    Some((numbers.next()?.ok()?, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str, source: &str) -> Option<(usize, usize)> {
        syntax_error(path, source).map(|error| (error.line, error.column))
    }

    #[test]
    fn code_that_can_be_read_is_left_alone() {
        assert_eq!(at("f.js", "import x from './there-is-none.js';\nexport const handler = async () => x;\n"), None);
        assert_eq!(at("f.js", "exports.handler = async () => { throw new Error('not run'); };\nthrow 1;"), None);
        assert_eq!(
            at("f.js", "exports.handler = () => { with (Math) return 010; };"),
            None,
            "the older kind is not strict"
        );
        assert_eq!(at("f.js", "const { a } = require('x');\nexports.handler = () => a;\nreturn;"), None);
        assert_eq!(at("f.mjs", "const x = await Promise.resolve(1);\nexport const handler = () => x;"), None);
    }

    #[test]
    fn what_cannot_be_read_has_a_line_and_a_column() {
        assert_eq!(at("f.js", "export const handler = async () => {\n  return {;\n};\n"), Some((2, 11)));
        assert_eq!(at("f.js", "exports.handler = (;"), Some((1, 20)));
        let error = syntax_error("f.mjs", "let a;\nlet a;").expect("a name given twice");
        assert_eq!(error.line, 2);
        assert!(!error.message.is_empty());
    }
}
