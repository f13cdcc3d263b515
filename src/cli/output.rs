//! What goes to standard output, and what becomes of the program when it cannot.

use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;

/// Prints all of `text` and ends with `code`.
pub(super) fn print(text: impl AsRef<[u8]>, code: ExitCode) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_ref()).and_then(|()| out.flush()) {
        Ok(()) => code,
        Err(error) => unwritten("to standard output", &error),
    }
}

/// A reader that has seen enough, as in `| head`, is no error of ours; a full disk is one.
pub(super) fn unwritten(name: &str, error: &io::Error) -> ExitCode {
    if error.kind() == ErrorKind::BrokenPipe {
        return ExitCode::SUCCESS;
    }
    eprintln!("error: cannot write {name}: {error}");
    ExitCode::FAILURE
}
