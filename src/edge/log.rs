//! `--log FILE`: what the program did, a line each, for whoever looks for a fault. Without the option nothing is written anywhere.

use std::cell::RefCell;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

/// Where lines go, if anywhere.
#[derive(Debug, Default)]
pub struct Log {
    file: Option<RefCell<File>>,
    start: Option<Instant>,
}

impl Log {
    /// Appends to `path`.
    pub fn to(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        Ok(Self { file: Some(RefCell::new(file)), start: Some(Instant::now()) })
    }

    /// Writes a line with the milliseconds since the start in front.
    pub fn line(&self, text: impl FnOnce() -> String) {
        let (Some(file), Some(start)) = (&self.file, self.start) else { return };
        // A full disk must not end a lesson.
        let _ = writeln!(file.borrow_mut(), "{:>10.3} {}", start.elapsed().as_secs_f64() * 1e3, text());
    }
}
