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
    /// How long one tick of the engine takes with this much memory ([`Limits::tick_at`]). Everything that a handler can see of time goes by
    /// it: `Date.now()`, the deadline, the durations that are billed.
    pub tick: Span,
    /// Ticks that a turn may compute without a wait before it is taken to be endless: then its time is up at once. Without this an endless
    /// loop would be computed through to its timeout, which may be a quarter of an hour away.
    pub endless_ticks: u64,
    /// Calls to services that may be open at once.
    pub calls: usize,
}

/// What one tick of the engine takes on one whole vCPU under Node.js. **A model value**; nobody publishes more.
///
/// `QuickJS` ticks once in 10,000 calls, branches back and branches not taken, so this says 5 ns for each: a turn of a loop (two of them) takes
/// 10 ns, a call of a small recursive function (three) 15 ns. Node.js takes 1 ns and 5–10 ns for these once its optimising compiler has seen
/// them, and 10–30 ns and 20–50 ns before. Handlers are short and mostly run in the lower tiers, hence the middle: a recursive Fibonacci takes
/// about what it takes there, a tight numeric loop up to ten times as long. The same ticks come on every machine, whatever its speed.
pub const TICK_AT_ONE_VCPU: Span = Span(50);

/// Bytes of log kept of one turn; Lambda's own log would go on, a learner's screen need not.
pub(super) const PRINTED_BYTES_MAX: usize = 1 << 20;

/// Lines kept of one invocation: an empty line costs memory too.
pub(super) const PRINTED_LINES_MAX: usize = 20_000;

/// Subsegments that may be open at once, and that one turn may tell of: X-Ray takes no larger trace either.
pub(super) const SUBSEGMENTS_MAX: usize = 1_000;

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
            endless_ticks: 30_000,
            calls: 1_000,
        }
    }
}

impl Limits {
    /// The tick with this much memory: a smaller share of a vCPU takes proportionally longer. Node.js runs a handler on one thread, so more
    /// than one vCPU makes it no faster.
    pub const fn tick_at(memory_mb: u32, mb_per_vcpu: u32) -> Span {
        let share = if memory_mb == 0 { 1 } else { memory_mb };
        if share >= mb_per_vcpu {
            TICK_AT_ONE_VCPU
        } else {
            Span(TICK_AT_ONE_VCPU.0 * mb_per_vcpu as u64 / share as u64)
        }
    }
}
