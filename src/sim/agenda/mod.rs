//! What will happen, earliest first; of two things at the same time, the one that was scheduled first.
//!
//! Time only goes forward, and that allows something simpler than a heap. What is next lies in a list, in order. As long as few events
//! wait, as in a run of one function with a dozen requests in progress, they all lie there, and most are put at its end. Of many, only those before some moment
//! do; the others lie on a wheel, sorted as far as is needed now, and come from it to the list a few at a time.
//!
//! An event a tenth of a second away moves two or three times in its life, however many are waiting.

mod near;
mod wheel;

use self::near::Near;
use self::wheel::Wheel;
use crate::sim::bounds::AGENDA_EVENTS_MAX;
use crate::units::Moment;

/// Events in order of time, first in first out at equal times.
#[derive(Clone, Debug)]
pub struct Agenda<E> {
    /// Those before `border`.
    near: Near<E>,
    /// All others.
    wheel: Wheel<E>,
    border: u64,
    /// When the last event that was taken happened.
    last: u64,
    /// When the next one happens: it is asked for at least as often as events come and go.
    next: u64,
    waiting: usize,
}

/// The agenda holds as many events as it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("more than {AGENDA_EVENTS_MAX} events are waiting")]
pub struct Full;

/// So many events are few: the wheel is cleared into the list.
const FEW: usize = 16;
/// So many are fetched from the wheel at a time, if they come soon.
const SOME: usize = 8;
/// With so many, putting one into the middle of the list is work.
const MANY: usize = 48;

impl<E: Copy> Agenda<E> {
    /// An agenda with nothing on it.
    pub fn new() -> Self {
        Self { near: Near::new(), wheel: Wheel::new(), border: u64::MAX, last: 0, next: u64::MAX, waiting: 0 }
    }

    /// Puts `event` on the agenda for `at`, behind everything already scheduled for that moment. What is scheduled for
    /// the past happens at the moment of the last event taken.
    #[inline(always)]
    pub fn schedule(&mut self, at: Moment, event: E) -> Result<(), Full> {
        if self.waiting >= AGENDA_EVENTS_MAX {
            return Err(Full);
        }
        self.waiting += 1;
        let at = at.0.max(self.last);
        self.next = self.next.min(at);
        if at >= self.border {
            self.wheel.put(at, event);
        } else if self.near.last().is_none_or(|last| last <= at) {
            self.near.push(at, event);
        } else if self.near.len() < MANY {
            self.near.insert(at, event);
        } else {
            self.clear_near();
            self.wheel.put(at, event);
        }
        Ok(())
    }

    /// Takes the next event off the agenda.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<(Moment, E)> {
        if self.near.is_empty() {
            self.refill();
        }
        let (at, event) = self.near.pop()?;
        self.last = at;
        self.waiting -= 1;
        self.next = match self.near.next() {
            Some(next) => next,
            None => self.look_ahead(),
        };
        Some((Moment(at), event))
    }

    /// When the next event happens; [`Moment::NEVER`] when none waits.
    pub const fn next(&self) -> Moment {
        Moment(self.next)
    }

    /// When the next event happens.
    pub const fn peek(&self) -> Option<Moment> {
        if self.is_empty() { None } else { Some(Moment(self.next)) }
    }

    /// How many events wait.
    pub const fn len(&self) -> usize {
        self.waiting
    }

    /// Whether nothing waits.
    pub const fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    /// About how many bytes it takes.
    pub const fn weight(&self) -> usize {
        self.wheel.weight() + self.near.len() * size_of::<(u64, E)>()
    }

    /// Moves the list to the wheel.
    #[cold]
    #[inline(never)]
    fn clear_near(&mut self) {
        self.wheel.turn_back(self.last);
        for (at, event) in self.near.iter() {
            self.wheel.put(at, event);
        }
        self.near.clear();
        self.border = self.last;
    }

    /// When the next event happens, if none lies in the list. Many that happen at one moment are left on the wheel until it has come: something
    /// may still be put before them.
    #[inline(always)]
    fn look_ahead(&mut self) -> u64 {
        let Some(bucket) = self.wheel.next_bucket() else { return u64::MAX };
        if let Some(moment) = self.wheel.moment_of(bucket) {
            return moment;
        }
        self.refill();
        self.near.next().unwrap_or(u64::MAX)
    }

    /// Fetches the next events from the wheel: those of its next bucket, and all that are left when these are few.
    #[inline(never)]
    fn refill(&mut self) {
        while let Some(bucket) = self.wheel.next_bucket() {
            // Events of one moment are in order as they are.
            let at_once = self.near.is_empty() && self.wheel.moment_of(bucket).is_some();
            if self.wheel.take(bucket, if at_once { usize::MAX } else { FEW }, &mut self.near) {
                self.border = self.wheel.hand().saturating_add(1);
                if self.wheel.len() > FEW && self.near.len() >= SOME {
                    return;
                }
            } else if !self.near.is_empty() {
                return;
            } else {
                self.wheel.spread(bucket);
                self.border = self.wheel.hand();
            }
        }
    }
}

impl<E: Copy> Default for Agenda<E> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The simplest thing that is right: a list, sorted by time and by number.
    #[derive(Default)]
    struct Model {
        waiting: Vec<(u64, usize)>,
    }

    impl Model {
        fn schedule(&mut self, at: u64, number: usize) {
            self.waiting.push((at, number));
            self.waiting.sort_unstable();
        }

        fn pop(&mut self) -> Option<(u64, usize)> {
            (!self.waiting.is_empty()).then(|| self.waiting.remove(0))
        }
    }

    proptest! {
        #[test]
        fn events_leave_in_order_of_time_and_then_of_arrival(
            steps in prop::collection::vec(prop_oneof![Just(None), (0u64..40).prop_map(Some), any::<u64>().prop_map(Some)], 0..300),
        ) {
            let (mut agenda, mut model, mut now) = (Agenda::new(), Model::default(), 0);
            for (number, step) in steps.into_iter().enumerate() {
                if let Some(later) = step {
                    let at = u64::saturating_add(now, later);
                    agenda.schedule(Moment(at), number).unwrap();
                    model.schedule(at, number);
                } else {
                    let popped = agenda.pop().map(|(at, number)| (at.0, number));
                    prop_assert_eq!(popped, model.pop());
                    now = popped.map_or(now, |(at, _)| at);
                }
                prop_assert_eq!(agenda.peek().map(|at| at.0), model.waiting.first().map(|&(at, _)| at));
                prop_assert_eq!(agenda.len(), model.waiting.len());
            }
            while let Some(expected) = model.pop() {
                prop_assert_eq!(agenda.pop().map(|(at, number)| (at.0, number)), Some(expected));
            }
            prop_assert!(agenda.is_empty());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Hundreds wait, near and far, some of them at one moment: the list overflows, the wheel turns back and is emptied.
        #[test]
        fn among_many_they_leave_in_order_too(
            steps in prop::collection::vec(prop_oneof![
                3 => Just(None),
                1 => (0u64..5).prop_map(Some),
                1 => (0u64..2_000).prop_map(Some),
                2 => (0u64..400_000).prop_map(Some),
                1 => (0u64..900_000_000).prop_map(Some),
            ], 500..2_000),
        ) {
            let (mut agenda, mut model, mut now) = (Agenda::new(), Model::default(), 0);
            for (number, step) in steps.into_iter().enumerate() {
                if let Some(later) = step {
                    agenda.schedule(Moment(now + later), number).unwrap();
                    model.schedule(now + later, number);
                } else {
                    let popped = agenda.pop().map(|(at, number)| (at.0, number));
                    prop_assert_eq!(popped, model.pop());
                    now = popped.map_or(now, |(at, _)| at);
                }
                prop_assert_eq!(agenda.peek().map(|at| at.0), model.waiting.first().map(|&(at, _)| at));
            }
            while let Some(expected) = model.pop() {
                prop_assert_eq!(agenda.pop().map(|(at, number)| (at.0, number)), Some(expected));
            }
            prop_assert!(agenda.is_empty());
        }
    }

    #[test]
    fn the_past_is_now() {
        let mut agenda = Agenda::new();
        agenda.schedule(Moment(10), "first").unwrap();
        agenda.pop();
        agenda.schedule(Moment(10), "second").unwrap();
        agenda.schedule(Moment(3), "third").unwrap();
        assert_eq!([agenda.pop(), agenda.pop()], [Some((Moment(10), "second")), Some((Moment(10), "third"))]);
    }
}
