//! The program: reads its arguments, does what they say, says how it went.

use std::process::ExitCode;

fn main() -> ExitCode {
    coldstart::cli::run()
}
