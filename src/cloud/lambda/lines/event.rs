//! What became of events that nobody waits for. CloudWatch has no such lines; the lab shows them all the same.

use super::Lines;
use crate::cloud::EventStep;
use crate::units::InvocationId;

impl Lines<'_> {
    /// That an event was queued needs no line: its first attempt follows at once.
    pub(super) fn event(&self, id: InvocationId, step: EventStep) -> Option<String> {
        let request = self.request(id);
        match step {
            EventStep::Queued => None,
            EventStep::Retry { throttled, attempt, due } => {
                let what = if throttled { "throttled" } else { "failed" };
                Some(format!("EVENT RequestId: {request} {what}; attempt {attempt} at {}", self.calendar(due)))
            }
            EventStep::Dropped { reason, age } => {
                Some(format!("EVENT RequestId: {request} dropped after {age}: {}", reason.words()))
            }
            EventStep::HandedOn { delivery, taken } => {
                let what = if taken { "handed on to the" } else { "not taken by the" };
                Some(format!("EVENT RequestId: {request} {what} {}", delivery.words()))
            }
        }
    }
}
