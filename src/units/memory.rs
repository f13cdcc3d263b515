//! Memory as providers sell it: whole megabytes of 1,024 kilobytes.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Whole megabytes; 1,024 of them are a GB on the bill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Megabytes(pub u32);

impl fmt::Display for Megabytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} MB", self.0))
    }
}
