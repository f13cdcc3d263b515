//! Whether code can be read at all, before anything of it runs.

use rquickjs::{CatchResultExt as _, CaughtError, Context, Ctx, Module, Runtime};

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
    let context = Context::full(&runtime).ok()?;
    context.with(|ctx| {
        let read = match Package::single(path, source).format(path) {
            Format::Json => return None,
            Format::Module => Module::declare(ctx.clone(), path, source).map(drop),
            // A file of the older kind is the inside of a function, where `return` may stand.
            Format::CommonJs => Module::declare(ctx.clone(), path, format!("(function () {{{source}\n}})")).map(drop),
        };
        let shift = |line| if line == 1 && Package::single(path, source).format(path) == Format::CommonJs { 14 } else { 0 };
        let mut error = problem(read.catch(&ctx).err()?)?;
        error.column = error.column.saturating_sub(shift(error.line)).max(1);
        Some(error)
    })
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
