//! How much a process may use.

use crate::units::Span;

/// What bounds a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of memory the code may use.
    pub memory_bytes: usize,
    /// Bytes of stack: some thousand calls deep.
    pub stack_bytes: usize,
    /// Bytes that fit into `/tmp`.
    pub tmp_bytes: usize,
    /// Bytes of a response.
    pub response_bytes: usize,
    /// How long one tick of the engine takes here: the model of a processor (see [`TICK_AT_ONE_VCPU`]) times how much slower this share of it is.
    pub tick: Span,
}

/// What one tick of the engine, 10,000 calls and turns of loops, takes on one whole vCPU under Node.js. A model value: it lets the recursive
/// Fibonacci of our samples take the time that the same code takes there, and nobody publishes more.
pub const TICK_AT_ONE_VCPU: Span = Span(100);

/// Bytes of log kept of one turn; Lambda's own log would go on, a learner's screen need not.
pub(super) const PRINTED_BYTES_MAX: usize = 1 << 20;

/// Timers a process may have: more is a mistake, and each costs memory that the limit would find later.
pub(super) const TIMERS_MAX: usize = 10_000;

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory_bytes: 64 << 20,
            stack_bytes: 512 << 10,
            tmp_bytes: 512 << 20,
            response_bytes: 6 << 20,
            tick: TICK_AT_ONE_VCPU,
        }
    }
}
