//! A text in the hands of the learner's own editor: a file in a folder of its own, which is gone when the text is back.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::app::BYTES_MAX;

/// A text that was handed over.
pub(super) struct Handed {
    /// Goes away with this.
    _folder: TempDir,
    path: PathBuf,
}

impl Handed {
    /// Puts a text into a file of this name, which nobody else can read.
    pub(super) fn new(name: &str, text: &str) -> Result<Self, String> {
        let folder = tempfile::Builder::new().prefix("coldstart-").tempdir();
        let folder = folder.map_err(|error| format!("there is no place for a temporary file: {error}"))?;
        let path = folder.path().join(name);
        fs::write(&path, format!("{text}\n"))
            .map_err(|error| format!("the temporary file cannot be written: {error}"))?;
        Ok(Self { _folder: folder, path })
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What became of the text.
    pub(super) fn read(self) -> Result<String, String> {
        let written = fs::read(&self.path).map_err(|error| format!("the temporary file cannot be read: {error}"))?;
        if written.len() > BYTES_MAX {
            let limit = BYTES_MAX / 1024;
            return Err(format!("the file is larger than {limit} KB; your text is as it was"));
        }
        Ok(String::from_utf8_lossy(&written).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_and_leaves_nothing_behind() {
        let handed = Handed::new("hello.js", "let a;").expect("a file");
        let path = handed.path().to_owned();
        assert_eq!(fs::read_to_string(&path).expect("the file"), "let a;\n");
        fs::write(&path, "let b;\n").expect("an editor writes");
        assert_eq!(handed.read(), Ok("let b;\n".to_owned()));
        assert!(!path.parent().expect("a folder").exists());
        let handed = Handed::new("hello.js", "").expect("a file");
        fs::write(handed.path(), vec![b'x'; BYTES_MAX + 1]).expect("an editor writes");
        assert!(handed.read().is_err_and(|words| words.contains("256 KB")));
    }
}
