//! How much memory an invocation uses, where that varies, and whether it is more than there is.
//!
//! It is drawn from the invocation's number and not from a stream: a REPORT line can then say it again when the invocation is
//! over, and nothing has to be remembered in between.

use std::hash::Hasher as _;

use super::environment::Made;
use crate::cloud::{FunctionConfig, Model, QuantileLine};
use crate::sim::{Fingerprint, Streams};
use crate::units::{InvocationId, Megabytes};

/// Whether invocations of a version have enough memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "one for each function, read on each invocation")]
pub(super) enum MemoryNeed {
    /// All have.
    Met,
    /// None has.
    Unmet,
    /// Those have that need no more than this.
    Varies(QuantileLine, Megabytes),
}

impl MemoryNeed {
    pub(super) fn of(model: &Model, config: &FunctionConfig) -> Self {
        match model.memory_spread {
            _ if model.memory_used <= config.memory => Self::Met,
            Some(line) => Self::Varies(line, config.memory),
            None => Self::Unmet,
        }
    }

    /// Whether an invocation has enough.
    #[inline(always)]
    pub(super) fn is_met(&self, salt: u64, id: InvocationId) -> bool {
        match self {
            Self::Met => true,
            Self::Unmet => false,
            Self::Varies(line, memory) => line.megabytes(bits(salt, id)) <= *memory,
        }
    }
}

/// What a REPORT line shows as Max Memory Used.
pub(super) fn used(made: &Made, salt: u64, id: InvocationId) -> Megabytes {
    made.memory_spread.map_or(made.memory_used, |line| line.megabytes(bits(salt, id)).min(made.memory))
}

/// What tells the functions of a run, and runs, apart.
pub(super) fn salt(function: &str, streams: Streams) -> u64 {
    streams.stream(&format!("lambda/{function}/memory")).bits()
}

fn bits(salt: u64, id: InvocationId) -> u64 {
    let mut mixed = Fingerprint::new();
    mixed.write_u64(salt);
    mixed.write_u64(id.0);
    mixed.finish()
}
