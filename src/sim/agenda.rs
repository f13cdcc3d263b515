//! What will happen, earliest first; of two things at the same time, the one that was scheduled first.
//!
//! Time only goes forward, and that allows a simpler order than a heap's: wheels within wheels (Varghese and Lauck, 1987).
//! A time is read as digits to base 64. An event waits at the level of the highest digit in which its time differs from that
//! of the last event taken, in the bucket of that digit. The next event is in the lowest bucket of the lowest level that holds
//! any; before it is taken, its bucket is spread over the lower levels, in order, until one bucket holds one moment.
//!
//! An event a tenth of a second away moves twice in its life, however many are waiting, and is compared with nothing.

use crate::sim::bounds::AGENDA_EVENTS_MAX;
use crate::units::Moment;

/// Events in order of time, first in first out at equal times.
#[derive(Clone, Debug)]
pub struct Agenda<E> {
    /// Level by level, digit by digit.
    buckets: Vec<Bucket<E>>,
    /// For each level a bit for each bucket that holds events.
    occupied: [u64; LEVELS],
    /// A bit for each level that holds events.
    levels: u32,
    /// How many events of the bucket in use are already taken: all of them happen at `last`, in their order.
    taken: usize,
    /// When the last event that was taken happened.
    last: u64,
    /// When the next one happens: it is asked for at least as often as events come and go.
    next: u64,
    waiting: usize,
}

/// Events whose times begin with the same digits. Most buckets hold one at a time, and that one lies in the bucket itself.
#[derive(Clone, Debug)]
struct Bucket<E> {
    /// The event that came first, if the bucket is occupied, and when it happens.
    first: Option<(u64, E)>,
    /// Those that came after it, in their order.
    rest: Vec<(u64, E)>,
    earliest: u64,
}

/// The agenda holds as many events as it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("more than {AGENDA_EVENTS_MAX} events are waiting")]
pub struct Full;

const DIGIT_BITS: u32 = 6;
const DIGITS: usize = 1 << DIGIT_BITS;
/// Enough for 64 bits.
const LEVELS: usize = 11;

impl<E: Copy> Agenda<E> {
    /// An agenda with nothing on it.
    pub fn new() -> Self {
        let empty = || Bucket { first: None, rest: Vec::new(), earliest: u64::MAX };
        let buckets = std::iter::repeat_with(empty).take(LEVELS * DIGITS).collect();
        Self { buckets, occupied: [0; LEVELS], levels: 0, taken: 0, last: 0, next: u64::MAX, waiting: 0 }
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
        self.put(at, event);
        Ok(())
    }

    /// Takes the next event off the agenda.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<(Moment, E)> {
        let (level, digit) = self.next_bucket()?;
        let at_hand = if level > 0 { self.take_alone(level, digit) } else { self.take_first(digit) };
        let event = match at_hand {
            Some(event) => event,
            None => {
                self.spread(level, digit);
                self.take_first(self.occupied[0].trailing_zeros() as usize)?
            }
        };
        self.waiting -= 1;
        self.next = self.find_next();
        Some((Moment(self.last), event))
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
        LEVELS * DIGITS * size_of::<Bucket<E>>() + self.waiting * size_of::<(u64, E)>()
    }

    #[inline(always)]
    fn put(&mut self, at: u64, event: E) {
        let level = ((at ^ self.last) | 1).ilog2() / DIGIT_BITS;
        let digit = (at >> (level * DIGIT_BITS)) as usize % DIGITS;
        let level = level as usize;
        let bucket = &mut self.buckets[level * DIGITS + digit];
        if bucket.first.is_none() {
            (bucket.first, bucket.earliest) = (Some((at, event)), at);
        } else {
            bucket.rest.push((at, event));
            bucket.earliest = bucket.earliest.min(at);
        }
        self.occupied[level] |= 1 << digit;
        self.levels |= 1 << level;
    }

    fn vacate(&mut self, level: usize, digit: usize) {
        self.occupied[level] &= !(1 << digit);
        if self.occupied[level] == 0 {
            self.levels &= !(1 << level);
        }
    }

    /// Level and digit of the bucket that holds the next event.
    fn next_bucket(&self) -> Option<(usize, usize)> {
        let level = self.levels.trailing_zeros() as usize;
        Some((level, self.occupied.get(level)?.trailing_zeros() as usize))
    }

    #[inline(always)]
    fn find_next(&self) -> u64 {
        match self.next_bucket() {
            None => u64::MAX,
            Some((0, digit)) => self.last >> DIGIT_BITS << DIGIT_BITS | digit as u64,
            Some((level, digit)) => self.buckets[level * DIGITS + digit].earliest,
        }
    }

    /// Takes the first event of the lowest level, all of whose buckets hold one moment each; none where nothing waits there.
    #[inline(always)]
    fn take_first(&mut self, digit: usize) -> Option<E> {
        let bucket = &mut self.buckets[digit];
        let (at, event) = match self.taken.checked_sub(1) {
            None => bucket.first?,
            Some(place) => *bucket.rest.get(place)?,
        };
        self.last = at;
        self.taken += 1;
        if self.taken > bucket.rest.len() {
            bucket.first = None;
            bucket.rest.clear();
            self.taken = 0;
            self.vacate(0, digit);
        }
        Some(event)
    }

    /// Takes an event that is alone in its bucket, as most are, without spreading the bucket.
    #[inline(always)]
    fn take_alone(&mut self, level: usize, digit: usize) -> Option<E> {
        let bucket = &mut self.buckets[level * DIGITS + digit];
        if !bucket.rest.is_empty() {
            return None;
        }
        let (at, alone) = bucket.first.take()?;
        self.last = at;
        self.vacate(level, digit);
        Some(alone)
    }

    /// Spreads the lowest bucket over lower levels, as seen from its earliest event. They were empty, so the order in which
    /// events came is kept.
    #[inline(never)]
    fn spread(&mut self, level: usize, digit: usize) {
        self.vacate(level, digit);
        let bucket = &mut self.buckets[level * DIGITS + digit];
        self.last = bucket.earliest;
        let (first, mut rest) = (bucket.first.take(), std::mem::take(&mut bucket.rest));
        for &(at, event) in first.iter().chain(&rest) {
            self.put(at, event);
        }
        // The bucket keeps its room for the next events.
        rest.clear();
        self.buckets[level * DIGITS + digit].rest = rest;
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
