//! The events that are further off, sorted as far as is needed now: wheels within wheels (Varghese and Lauck, 1987).
//!
//! A time is read as digits. An event lies at the level of the highest digit in which its time differs from that of the wheel's
//! hand, in the bucket of that digit; the next event is in the lowest bucket of the lowest level that holds any. The last digit
//! tells microseconds apart, the one before it stretches of 64 µs through a quarter of a second: most events lie in one of these, few
//! to a bucket, until they are next.
//!
//! All buckets share one store, each a chain through it with the event that came last in front. It is as large as the most events that ever waited at
//! once, and what is moved from bucket to bucket is a link.

use super::near::Near;

/// Events, none of them before the hand.
#[derive(Clone, Debug)]
pub(super) struct Wheel<E> {
    store: Vec<Node<E>>,
    /// The first free place of the store, from which a chain leads to the others.
    free: u32,
    /// Where each bucket's chain begins, level by level, digit by digit.
    buckets: Vec<u32>,
    /// A bit for each bucket that holds events.
    occupied: [u64; WORDS],
    /// A bit for each word that has one.
    words: [u64; 2],
    hand: u64,
    len: usize,
}

#[derive(Clone, Copy, Debug)]
struct Node<E> {
    at: u64,
    event: E,
    /// The event that came before it into its bucket.
    next: u32,
}

/// A digit of times: a level.
#[derive(Clone, Copy, Debug)]
struct Digit {
    /// Bits below it.
    shift: u32,
    /// Its largest value.
    most: u32,
    /// Where its buckets begin.
    buckets: u32,
}

/// The end of a chain.
const NONE: u32 = u32::MAX;
const NARROW_BITS: u32 = 6;
const WIDE_BITS: u32 = 12;
const NARROW: usize = 1 << NARROW_BITS;
const WIDE: usize = 1 << WIDE_BITS;
/// Narrow digits above the wide one, enough for 64 bits.
const HIGH_DIGITS: usize = (64 - (NARROW_BITS + WIDE_BITS) as usize).div_ceil(NARROW_BITS as usize);
const BUCKETS: usize = NARROW + WIDE + HIGH_DIGITS * NARROW;
const WORDS: usize = BUCKETS / 64;
/// The digit that each of a time's 64 bits belongs to.
const DIGITS: [Digit; 64] = digits();

const fn digits() -> [Digit; 64] {
    let mut digits = [Digit { shift: 0, most: NARROW as u32 - 1, buckets: 0 }; 64];
    let mut bit = 0;
    while bit < 64 {
        let above = NARROW_BITS + WIDE_BITS;
        if bit >= above {
            let high = (bit - above) / NARROW_BITS;
            digits[bit as usize].shift = above + high * NARROW_BITS;
            digits[bit as usize].buckets = (NARROW + WIDE) as u32 + high * NARROW as u32;
        } else if bit >= NARROW_BITS {
            digits[bit as usize] = Digit { shift: NARROW_BITS, most: WIDE as u32 - 1, buckets: NARROW as u32 };
        }
        bit += 1;
    }
    digits
}

impl Digit {
    /// The highest digit in which two times differ; the lowest where they do not.
    #[inline(always)]
    const fn of_difference(one: u64, other: u64) -> Self {
        DIGITS[((one ^ other) | 1).ilog2() as usize]
    }

    /// The digit whose buckets this one is among.
    const fn of_bucket(bucket: usize) -> Self {
        DIGITS[if bucket < NARROW {
            0
        } else if bucket < NARROW + WIDE {
            NARROW_BITS as usize
        } else {
            (NARROW_BITS + WIDE_BITS) as usize + (bucket - NARROW - WIDE) / NARROW * NARROW_BITS as usize
        }]
    }

    /// The bucket of a time among those of this digit.
    #[inline(always)]
    const fn bucket(self, at: u64) -> usize {
        (self.buckets + ((at >> self.shift) as u32 & self.most)) as usize
    }
}

impl<E: Copy> Wheel<E> {
    pub(super) fn new() -> Self {
        let buckets = vec![NONE; BUCKETS];
        Self { store: Vec::new(), free: NONE, buckets, occupied: [0; WORDS], words: [0; 2], hand: u64::MAX, len: 0 }
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// About how many bytes it takes.
    pub(super) const fn weight(&self) -> usize {
        BUCKETS * size_of::<u32>() + self.store.capacity() * size_of::<Node<E>>() + size_of::<Self>()
    }

    /// No event may be put before it.
    pub(super) const fn hand(&self) -> u64 {
        self.hand
    }

    /// Adds an event that does not happen before the hand.
    #[inline(always)]
    pub(super) fn put(&mut self, at: u64, event: E) {
        let place = self.free;
        let node = Node { at, event, next: NONE };
        if let Some(free) = self.store.get_mut(place as usize) {
            self.free = free.next;
            *free = node;
            self.link(place, at);
        } else {
            self.store.push(node);
            self.link(self.store.len() as u32 - 1, at);
        }
        self.len += 1;
    }

    /// The bucket that holds the next event.
    #[inline(always)]
    pub(super) fn next_bucket(&self) -> Option<usize> {
        let half = usize::from(self.words[0] == 0);
        let word = half * 64 + self.words[half].trailing_zeros() as usize;
        Some(word * 64 + self.occupied.get(word)?.trailing_zeros() as usize)
    }

    /// When the events of a bucket happen, if they all happen at one moment: the lowest digit tells these apart.
    pub(super) const fn moment_of(&self, bucket: usize) -> Option<u64> {
        if bucket < NARROW { Some(self.hand & !(NARROW as u64 - 1) | bucket as u64) } else { None }
    }

    /// Moves the events of the next bucket to `near`, and the hand to the last moment of the bucket, if there are at most `most` of them.
    #[inline(always)]
    pub(super) fn take(&mut self, bucket: usize, most: usize, near: &mut Near<E>) -> bool {
        let (first, mut place, mut count) = (self.buckets[bucket], self.buckets[bucket], 0);
        let mut last = place;
        while let Some(node) = self.store.get(place as usize) {
            if count == most {
                near.drop_last(count);
                return false;
            }
            near.push(node.at, node.event);
            (last, place, count) = (place, node.next, count + 1);
        }
        near.sort_last(count);
        self.empty(bucket);
        let last = &mut self.store[last as usize];
        self.hand = last.at | ((1 << Digit::of_bucket(bucket).shift) - 1);
        (last.next, self.free) = (self.free, first);
        self.len -= count;
        if self.len == 0 {
            self.hand = u64::MAX;
        }
        true
    }

    /// Spreads the next bucket over the lower levels, as seen from its beginning, to which the hand moves. Those levels are empty.
    #[inline(never)]
    pub(super) fn spread(&mut self, bucket: usize) {
        let mut chain = self.reversed(self.buckets[bucket]);
        self.empty(bucket);
        let shift = Digit::of_bucket(bucket).shift;
        if let Some(node) = self.store.get(chain as usize) {
            self.hand = node.at >> shift << shift;
        }
        while let Some(&Node { at, next, .. }) = self.store.get(chain as usize) {
            self.link(chain, at);
            chain = next;
        }
    }

    /// Moves the hand back to an earlier time. What is spread over levels that are too low as seen from there goes back up.
    pub(super) fn turn_back(&mut self, to: u64) {
        let digit = Digit::of_difference(to, self.hand);
        let target = digit.bucket(self.hand);
        while let Some(bucket) = self.next_bucket().filter(|bucket| *bucket < digit.buckets as usize) {
            let first = self.buckets[bucket];
            let mut last = first as usize;
            while self.store[last].next != NONE {
                last = self.store[last].next as usize;
            }
            self.store[last].next = self.buckets[target];
            self.empty(bucket);
            self.buckets[target] = first;
            self.mark(target);
        }
        self.hand = to;
    }

    /// Puts the event at a place of the store in front of its bucket's chain.
    #[inline(always)]
    fn link(&mut self, place: u32, at: u64) {
        let bucket = Digit::of_difference(at, self.hand).bucket(at);
        let next = std::mem::replace(&mut self.buckets[bucket], place);
        self.store[place as usize].next = next;
        if next == NONE {
            self.mark(bucket);
        }
    }

    #[inline(always)]
    fn mark(&mut self, bucket: usize) {
        let word = bucket / 64;
        self.occupied[word] |= 1 << (bucket % 64);
        self.words[word / 64] |= 1 << (word % 64);
    }

    #[inline(always)]
    fn empty(&mut self, bucket: usize) {
        let word = bucket / 64;
        self.buckets[bucket] = NONE;
        self.occupied[word] &= !(1 << (bucket % 64));
        if self.occupied[word] == 0 {
            self.words[word / 64] &= !(1 << (word % 64));
        }
    }

    /// The same chain from its other end.
    fn reversed(&mut self, mut chain: u32) -> u32 {
        let mut reversed = NONE;
        while let Some(node) = self.store.get_mut(chain as usize) {
            let next = std::mem::replace(&mut node.next, reversed);
            (reversed, chain) = (chain, next);
        }
        reversed
    }
}
