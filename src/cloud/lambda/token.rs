//! What Lambda wants to be reminded of: each wake and each answer to a call of its own carries one number.

use crate::cloud::event_step::Delivery;

/// What a wake is about.
///
/// Environments are woken a thousand times as often as all else: their token is their slot, and telling them apart from the
/// rest is one comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wake {
    /// The environment in this slot goes on.
    Environment(u32),
    /// The event with this ticket is tried again, or given up.
    Event(u32),
    /// The mapping with this number looks at its pollers.
    Mapping(u32),
    /// The poller with this ticket goes on.
    Poller(u32),
    /// The moment of the timer with this number has come.
    Timer(u32),
}

/// Up to here a token is a slot; there are never as many environments.
const ENVIRONMENTS: u32 = 1 << KIND_SHIFT;
const KIND_SHIFT: u32 = 28;
const NUMBER: u32 = ENVIRONMENTS - 1;

impl Wake {
    /// As the agenda keeps it.
    pub(super) const fn token(self) -> u32 {
        match self {
            Self::Environment(slot) => slot,
            Self::Event(ticket) => 1 << KIND_SHIFT | ticket,
            Self::Mapping(number) => 2 << KIND_SHIFT | number,
            Self::Poller(ticket) => 3 << KIND_SHIFT | ticket,
            Self::Timer(number) => 4 << KIND_SHIFT | number,
        }
    }

    /// From the agenda.
    #[inline(always)]
    pub(super) const fn of(token: u32) -> Self {
        if token < ENVIRONMENTS { Self::Environment(token) } else { Self::of_others(token) }
    }

    const fn of_others(token: u32) -> Self {
        let number = token & NUMBER;
        match token >> KIND_SHIFT {
            1 => Self::Event(number),
            2 => Self::Mapping(number),
            3 => Self::Poller(number),
            _ => Self::Timer(number),
        }
    }
}

/// Whose answer comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// A try of the event with this ticket is over.
    Attempt(u32),
    /// A record of an event of this function was taken by its target, or refused.
    Delivery {
        /// Whose event it was.
        function: u16,
        /// The call that brought it.
        event: u64,
        /// As what it was handed on.
        delivery: Delivery,
        /// Whether that was all that is left of a failed event.
        alone: bool,
    },
    /// What the poller with this ticket asked its source for.
    Source(u32),
    /// A source has heard what is done; nothing follows.
    Told,
    /// The invocation of the poller with this ticket is over.
    Batch(u32),
    /// What a process asked for with the call of this number.
    Process(u64),
}

const ANSWER_SHIFT: u32 = 61;
const DELIVERY_SHIFT: u32 = 59;
const ALONE: u64 = 1 << 58;
const FUNCTION_SHIFT: u32 = 42;
const CALL: u64 = (1 << ANSWER_SHIFT) - 1;
const EVENT: u64 = (1 << FUNCTION_SHIFT) - 1;
const DELIVERIES: [Delivery; 3] = [Delivery::OnSuccess, Delivery::OnFailure, Delivery::DeadLetter];

impl Answer {
    /// As a call carries it.
    pub(super) const fn token(self) -> u64 {
        match self {
            Self::Attempt(ticket) => ticket as u64,
            Self::Delivery { function, event, delivery, alone } => {
                let alone = if alone { ALONE } else { 0 };
                1 << ANSWER_SHIFT
                    | (delivery as u64) << DELIVERY_SHIFT
                    | alone
                    | (function as u64) << FUNCTION_SHIFT
                    | event & EVENT
            }
            Self::Source(ticket) => 2 << ANSWER_SHIFT | ticket as u64,
            Self::Batch(ticket) => 3 << ANSWER_SHIFT | ticket as u64,
            Self::Told => 4 << ANSWER_SHIFT,
            Self::Process(number) => 5 << ANSWER_SHIFT | number & CALL,
        }
    }

    /// From a reply.
    pub(super) const fn of(token: u64) -> Self {
        match token >> ANSWER_SHIFT {
            0 => Self::Attempt(token as u32),
            1 => Self::Delivery {
                function: (token >> FUNCTION_SHIFT) as u16,
                event: token & EVENT,
                delivery: DELIVERIES[(token >> DELIVERY_SHIFT) as usize & 3],
                alone: token & ALONE != 0,
            },
            2 => Self::Source(token as u32),
            3 => Self::Batch(token as u32),
            5 => Self::Process(token & CALL),
            _ => Self::Told,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wake_is_what_it_was() {
        for wake in [
            Wake::Environment(999_999),
            Wake::Event(0),
            Wake::Event(NUMBER),
            Wake::Mapping(3),
            Wake::Poller(7),
            Wake::Timer(1),
        ] {
            assert_eq!(Wake::of(wake.token()), wake);
        }
    }

    #[test]
    fn every_answer_is_what_it_was() {
        for answer in [
            Answer::Attempt(u32::MAX),
            Answer::Delivery { function: u16::MAX, event: EVENT, delivery: Delivery::DeadLetter, alone: true },
            Answer::Delivery { function: 3, event: 259_200_000, delivery: Delivery::OnSuccess, alone: false },
            Answer::Source(7),
            Answer::Told,
            Answer::Batch(u32::MAX),
            Answer::Process(1 << 40),
        ] {
            assert_eq!(Answer::of(answer.token()), answer);
        }
    }
}
