//! How much work one call may do before it must give the screen a chance.

/// A number of events that may still be processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    left: u64,
}

impl Budget {
    /// May process this many events.
    pub const fn events(left: u64) -> Self {
        Self { left }
    }

    /// May process whatever it takes.
    pub const fn unlimited() -> Self {
        Self { left: u64::MAX }
    }

    /// Pays for `events`; going below zero counts as spent.
    pub fn spend(&mut self, events: u64) {
        self.left = self.left.saturating_sub(events);
    }

    /// Whether nothing is left.
    pub const fn is_spent(self) -> bool {
        self.left == 0
    }

    /// Events that may still be processed.
    pub const fn left(self) -> u64 {
        self.left
    }
}
