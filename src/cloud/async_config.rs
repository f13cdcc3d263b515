//! How a function treats events that arrive without a caller who waits.

use crate::catalog::AsyncFacts;
use crate::cloud::ConfigError;
use crate::units::{FunctionId, Span};

/// What happens to an event that fails, grows old or succeeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AsyncConfig {
    /// How often an event is tried again after the function failed; the platform's default when absent.
    pub maximum_retry_attempts: Option<u32>,
    /// How long an event may wait in the queue; the platform's default when absent.
    pub maximum_event_age: Option<Span>,
    /// Where a record of each event goes that succeeded.
    pub on_success: Option<Target>,
    /// Where a record of each event goes that was given up.
    pub on_failure: Option<Target>,
    /// Where the event itself goes when it was given up.
    pub dead_letter: Option<Target>,
}

/// Somewhere an event can go. Real queues, topics and buses join with their services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Another function.
    Function(FunctionId),
    /// A modelled queue, by its place among the event sources.
    Queue(u16),
}

impl AsyncConfig {
    /// Whether the platform would accept it.
    pub fn check(&self, facts: &AsyncFacts) -> Result<(), ConfigError> {
        if let Some(retries) = self.maximum_retry_attempts.filter(|retries| *retries > facts.retries_max) {
            return Err(ConfigError::RetryAttempts { value: retries, max: facts.retries_max });
        }
        let (min, max) = facts.event_age;
        if let Some(value) = self.maximum_event_age.filter(|age| *age < min || *age > max) {
            return Err(ConfigError::EventAge { value, min, max });
        }
        Ok(())
    }

    /// How often an event is tried again.
    pub fn retries(&self, facts: &AsyncFacts) -> u32 {
        self.maximum_retry_attempts.unwrap_or(facts.retries_max)
    }

    /// How long an event may wait.
    pub fn event_age(&self, facts: &AsyncFacts) -> Span {
        self.maximum_event_age.unwrap_or(facts.event_age.1)
    }
}

impl AsyncFacts {
    /// How long until the next try, after so many tries that failed in the function.
    pub fn after_error(&self, failures: u32) -> Span {
        self.retry_waits[usize::from(failures > 1)]
    }

    /// How long until the next try, after so many throttles in a row.
    pub fn after_throttle(&self, throttles: u32) -> Span {
        doubling(self.back_off, throttles)
    }

    /// As how many requests an event of this size is billed.
    pub const fn requests(&self, bytes: u64) -> u64 {
        if bytes <= self.unit_first || self.unit_next == 0 {
            return 1;
        }
        1 + (bytes - self.unit_first).div_ceil(self.unit_next)
    }
}

/// A pause that doubles with each failure in a row, from the first to the longest.
pub(crate) fn doubling((first, longest): (Span, Span), failures: u32) -> Span {
    let doublings = failures.max(1) - 1;
    // Past 40 doublings a microsecond is longer than any run.
    let doubled = if doublings < 40 { first.0.saturating_mul(1 << doublings) } else { u64::MAX };
    Span(doubled).min(longest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    fn facts() -> AsyncFacts {
        Catalog::embedded().lambda().asynchronous.clone()
    }

    #[test]
    fn the_first_256_kb_are_a_request_and_each_started_64_kb_another() {
        let kb = 1024;
        let requests =
            [0, 256 * kb, 256 * kb + 1, 320 * kb, 320 * kb + 1, 1024 * kb].map(|bytes| facts().requests(bytes));
        assert_eq!(requests, [1, 1, 2, 2, 3, 13]);
    }

    #[test]
    fn throttles_back_off_from_a_second_to_five_minutes() {
        let waits = [1, 2, 3, 9, 10, 11, 80, 1_000].map(|throttles| facts().after_throttle(throttles));
        assert_eq!(waits, [1, 2, 4, 256, 300, 300, 300, 300].map(Span::from_secs));
    }

    #[test]
    fn errors_are_retried_after_one_minute_and_then_two() {
        assert_eq!([1, 2].map(|failures| facts().after_error(failures)), [60, 120].map(Span::from_secs));
    }
}
