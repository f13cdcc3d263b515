//! What one invocation spent its time on, from the request's arrival to the answer.

use crate::units::Span;

/// A part of an invocation, in the order in which the parts follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// An asynchronous event waits for its turn.
    Queue,
    /// The provider finds a place, fetches the code and unpacks it: in no log line.
    Place,
    /// A snapshot is restored.
    Restore,
    /// The runtime starts.
    RuntimeInit,
    /// The function's own code outside the handler.
    OwnInit,
    /// The runtime starts once more, inside the invocation.
    RuntimeAgain,
    /// The function's own code outside the handler, once more and inside the invocation.
    OwnAgain,
    /// Loading and compiling what INIT did not, in the first call of an environment.
    FirstCall,
    /// The handler computes.
    Compute,
    /// The handler waits for others.
    Wait,
}

/// The parts of one invocation. They add up to the time from arrival (for an event, from its queue) to answer, to the microsecond.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Parts([Span; Part::ALL.len()]);

impl Part {
    /// Every part, in order.
    pub const ALL: [Self; 10] = [
        Self::Queue,
        Self::Place,
        Self::Restore,
        Self::RuntimeInit,
        Self::OwnInit,
        Self::RuntimeAgain,
        Self::OwnAgain,
        Self::FirstCall,
        Self::Compute,
        Self::Wait,
    ];

    /// As a report in JSON has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Place => "place",
            Self::Restore => "restore",
            Self::RuntimeInit => "runtime_init",
            Self::OwnInit => "own_init",
            Self::RuntimeAgain => "runtime_again",
            Self::OwnAgain => "own_again",
            Self::FirstCall => "first_call",
            Self::Compute => "compute",
            Self::Wait => "wait",
        }
    }

    /// Whether it is in the REPORT line's Init Duration, or in its Restore Duration.
    pub const fn is_init(self) -> bool {
        matches!(self, Self::Restore | Self::RuntimeInit | Self::OwnInit)
    }

    /// Whether it is in the REPORT line's Duration.
    pub const fn is_duration(self) -> bool {
        matches!(self, Self::RuntimeAgain | Self::OwnAgain | Self::FirstCall | Self::Compute | Self::Wait)
    }
}

impl Parts {
    /// How long one of them took.
    pub const fn of(&self, part: Part) -> Span {
        self.0[part as usize]
    }

    /// The parts that took any time, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Part, Span)> + '_ {
        Part::ALL.into_iter().map(|part| (part, self.of(part))).filter(|(_, span)| *span > Span::ZERO)
    }

    /// All of them together.
    pub fn total(&self) -> Span {
        self.0.iter().fold(Span::ZERO, |sum, span| sum + *span)
    }

    /// Says how long one took.
    pub const fn set(&mut self, part: Part, span: Span) {
        self.0[part as usize] = span;
    }

    /// Cuts off the end of those that `wanted` names, so that together they take no more than `most`.
    pub fn cut(&mut self, wanted: fn(Part) -> bool, most: Span) {
        let mut left = most;
        for part in Part::ALL.into_iter().filter(|part| wanted(*part)) {
            let kept = self.of(part).min(left);
            self.set(part, kept);
            left = left - kept;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_off_is_the_end() {
        let mut parts = Parts::default();
        parts.set(Part::Place, Span(100));
        parts.set(Part::FirstCall, Span(30));
        parts.set(Part::Compute, Span(50));
        parts.set(Part::Wait, Span(70));
        parts.cut(Part::is_duration, Span(90));
        let kept: Vec<(Part, u64)> = parts.iter().map(|(part, span)| (part, span.0)).collect();
        assert_eq!(kept, [(Part::Place, 100), (Part::FirstCall, 30), (Part::Compute, 50), (Part::Wait, 10)]);
        assert_eq!(parts.total(), Span(190));
    }
}
