//! Clients that try again: how often, and how long they wait before they do.
//!
//! A client learns at once that it is turned away, waits, and asks again. Its wait grows twofold from attempt to attempt up to a
//! ceiling; jitter spreads those who were turned away together, so that they do not come back together.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::sim::{Stream, Streams};
use crate::units::{Moment, Span};

/// How the clients of a load behave when they are turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientSpec {
    /// How often they try again.
    pub retries: u32,
    /// The ceiling of the first wait; that of each further one is twice as high.
    pub back_off: Span,
    /// No ceiling is higher than this.
    pub back_off_max: Span,
    /// How the wait is spread below its ceiling.
    pub jitter: Jitter,
}

/// How a wait is spread below its ceiling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jitter {
    /// Anything from nothing to the ceiling.
    Full,
    /// Half of the ceiling, and anything up to the other half.
    Equal,
    /// Always the ceiling.
    Off,
}

/// A call that will be made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Retry {
    /// At which function, by its place in the lab.
    pub function: usize,
    /// Which attempt it is: the first retry is 1.
    pub attempt: u32,
    /// How long the client has waited in all.
    pub waited: Span,
}

/// Calls that wait to be made again.
#[derive(Clone, Debug)]
pub(super) struct Clients {
    /// By moment, and those of one moment in the order in which they were turned away.
    waiting: BinaryHeap<Reverse<(Moment, u64, Retry)>>,
    streams: Vec<Stream>,
    turned_away: u64,
}

/// Calls that wait at once; more clients than this give up. A lab that gets there has long shown what retries do.
const WAITING_MAX: usize = 1_000_000;

impl Default for ClientSpec {
    fn default() -> Self {
        Self { retries: 0, back_off: Span::from_millis(100), back_off_max: Span::from_secs(20), jitter: Jitter::Full }
    }
}

impl ClientSpec {
    /// The wait before this attempt; the first retry is 1.
    pub fn pause(&self, attempt: u32, stream: &mut Stream) -> Span {
        let doublings = attempt.saturating_sub(1).min(40);
        let ceiling = Span(self.back_off.0.saturating_mul(1 << doublings)).min(self.back_off_max);
        match self.jitter {
            Jitter::Full => stream.between(Span::ZERO, ceiling),
            Jitter::Equal => ceiling - stream.between(Span::ZERO, Span(ceiling.0 / 2)),
            Jitter::Off => ceiling,
        }
    }
}

impl Clients {
    pub fn new(functions: &[String], streams: Streams) -> Self {
        let streams = functions.iter().map(|name| streams.stream(&format!("client/{name}"))).collect();
        Self { waiting: BinaryHeap::new(), streams, turned_away: 0 }
    }

    /// When the next of them asks again.
    pub fn next(&self) -> Moment {
        self.waiting.peek().map_or(Moment::NEVER, |Reverse((at, ..))| *at)
    }

    /// Takes the next one.
    pub fn take(&mut self) -> Option<(Moment, Retry)> {
        self.waiting.pop().map(|Reverse((at, _, retry))| (at, retry))
    }

    /// A call was turned away. Whether its client will try again.
    pub fn turned_away(&mut self, client: &ClientSpec, now: Moment, call: Retry) -> bool {
        if call.attempt >= client.retries || self.waiting.len() >= WAITING_MAX {
            return false;
        }
        let attempt = call.attempt + 1;
        let pause = client.pause(attempt, &mut self.streams[call.function]);
        self.turned_away += 1;
        let retry = Retry { attempt, waited: call.waited + pause, ..call };
        self.waiting.push(Reverse((now + pause, self.turned_away, retry)));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: ClientSpec = ClientSpec {
        retries: 4,
        back_off: Span::from_millis(100),
        back_off_max: Span::from_millis(300),
        jitter: Jitter::Off,
    };

    #[test]
    fn waits_double_up_to_their_ceiling() {
        let mut stream = Streams::new(1).stream("client");
        let waits: Vec<u64> = (1..=4).map(|attempt| CLIENT.pause(attempt, &mut stream).0 / 1_000).collect();
        assert_eq!(waits, [100, 200, 300, 300]);
    }

    #[test]
    fn jitter_stays_in_its_range() {
        let mut stream = Streams::new(1).stream("client");
        for (jitter, range) in [(Jitter::Full, 0..=100_000), (Jitter::Equal, 50_000..=100_000)] {
            let client = ClientSpec { jitter, ..CLIENT };
            let waits: Vec<u64> = (0..1_000).map(|_| client.pause(1, &mut stream).0).collect();
            assert!(waits.iter().all(|wait| range.contains(wait)), "{jitter:?}");
            let (least, most) = (waits.iter().min().unwrap(), waits.iter().max().unwrap());
            let width = range.end() - range.start();
            assert!(most - least > width * 9 / 10, "{jitter:?} uses all of its range: {least} to {most}");
        }
    }

    #[test]
    fn a_client_comes_back_until_it_gives_up() {
        let mut clients = Clients::new(&["a".to_owned()], Streams::new(1));
        let (mut now, mut call) = (Moment::START, Retry { function: 0, attempt: 0, waited: Span::ZERO });
        while clients.turned_away(&CLIENT, now, call) {
            (now, call) = clients.take().expect("it comes back");
        }
        assert_eq!((call.attempt, call.waited, now), (4, Span::from_millis(900), Moment(900_000)));
        assert_eq!(clients.next(), Moment::NEVER);
    }
}
