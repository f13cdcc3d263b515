//! What computing costs where the engine's ticks are too coarse to see it.
//!
//! A tick comes once in 10,000 calls and turns of loops; most handlers answer between two of them, and none of them computes in no time.
//! So whatever passes the border between a handler and its host has a price as a share of a tick: fixed, and therefore the same in a replay.
//! All are model values: what Node.js takes for such work on one vCPU, as far as the order of magnitude goes.

use crate::units::Span;

/// Work that is counted by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// The runtime's loop takes up an event, a reply or a timer: 20 µs.
    Turn,
    /// A promise's continuation runs: 0.4 µs each, counted by [`JOBS`].
    Jobs,
    /// A line is formatted and written: 5 µs.
    Line,
    /// An SDK builds, signs and sends a request, and reads its response: 300 µs.
    Call,
    /// The engine's own functions go through so many bytes: 0.5 ns each.
    Native(usize),
    /// So much text is read or written as JSON, hashed, or copied: 5 ns a byte.
    Bytes(usize),
}

/// Continuations that are counted together.
pub(super) const JOBS: u32 = 5;

/// Continuations that take as long as a tick.
pub(super) const JOBS_OF_A_TICK: u32 = 125;

impl Work {
    /// How long it takes where a tick takes this long.
    pub(super) const fn takes(self, tick: Span) -> Span {
        let (shares, of) = match self {
            Self::Turn => (2, 5),
            Self::Jobs => (1, 25),
            Self::Line => (1, 10),
            Self::Call => (6, 1),
            Self::Native(bytes) => (bytes as u64, 100_000),
            Self::Bytes(bytes) => (bytes as u64, 10_000),
        };
        Span(tick.0.saturating_mul(shares) / of)
    }
}
