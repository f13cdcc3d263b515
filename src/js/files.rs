//! `/tmp`: the one place where a function may write.

use std::collections::BTreeMap;

/// The files of one environment. They outlive its process: a reset does not clear them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tmp {
    files: BTreeMap<String, Vec<u8>>,
    bytes: usize,
}

impl Tmp {
    /// Bytes in use.
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// A file's content.
    pub fn read(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// Paths of the files, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Writes a file; false when it does not fit.
    pub(super) fn write(&mut self, path: &str, content: &[u8], limit: usize) -> bool {
        let freed = self.files.get(path).map_or(0, Vec::len);
        let bytes = self.bytes - freed + content.len();
        if bytes > limit {
            return false;
        }
        self.bytes = bytes;
        self.files.insert(path.to_owned(), content.to_vec());
        true
    }

    /// Removes a file; false when there is none.
    pub(super) fn remove(&mut self, path: &str) -> bool {
        let removed = self.files.remove(path);
        self.bytes -= removed.as_ref().map_or(0, Vec::len);
        removed.is_some()
    }
}
