//! What arrives, and when.
//!
//! Each function of a load has its own sources and its own random stream, so that adding a function moves nobody else's arrivals.
//! The next arrival is kept here and not on the world's agenda: a month of traffic is then a comparison an arrival instead of a queue.

mod client;
mod csv;
mod curve;
mod load;
mod source;
mod trace;

pub use client::{ClientSpec, Jitter, Retry};
pub use csv::CsvTrace;
pub use curve::Curve;
pub use load::{Burst, LoadSpec, Spread};
pub use source::Kind;
pub use trace::Trace;

use self::client::Clients;
use self::source::Source;
use crate::sim::{Stream, Streams};
use crate::units::{Moment, Span};

/// Everything that arrives at the functions of a lab.
#[derive(Clone, Debug)]
pub struct Traffic {
    load: LoadSpec,
    sources: Vec<Source>,
    streams: Vec<Stream>,
    clients: Clients,
    next: Moment,
    index: usize,
}

/// Requests that arrive together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// When.
    pub at: Moment,
    /// At which function, by its place in the lab.
    pub function: usize,
    /// How many.
    pub count: u32,
    /// Why.
    pub kind: Kind,
    /// Which attempt it is, and how long its client has waited for it.
    pub call: Retry,
}

/// The place of those that come again, after all sources.
const AGAIN: usize = usize::MAX;

impl Traffic {
    /// The traffic of a load from the start of a run; `functions` are the names of all functions of the lab in order.
    pub fn new(load: &LoadSpec, functions: &[String], streams: &Streams) -> Self {
        let clients = Clients::new(functions, *streams);
        let streams = functions.iter().map(|name| streams.stream(&format!("arrivals/{name}"))).collect();
        let (load, sources) = (load.clone(), Vec::new());
        let mut traffic = Self { load, sources, streams, clients, next: Moment::NEVER, index: 0 };
        traffic.sources = traffic.load.rates(Moment::START, &mut traffic.streams);
        traffic.sources.extend(traffic.bursts_from(Moment::START));
        traffic.sources.extend(traffic.pings_from(Moment::START));
        traffic.find_next();
        traffic
    }

    /// When something arrives next; never is [`Moment::NEVER`].
    pub const fn next(&self) -> Moment {
        self.next
    }

    /// If the next arrival is a single request of a source: at which function, by its place in the lab. Call it only when
    /// [`Traffic::next`] is not never.
    #[inline(always)]
    pub fn next_single(&self) -> Option<usize> {
        self.sources.get(self.index).filter(|source| source.count == 1).map(|source| source.function)
    }

    /// Takes the next arrival; call it only when [`Traffic::next`] is not never.
    pub fn take(&mut self) -> Arrival {
        if self.index == AGAIN
            && let Some((at, call)) = self.clients.take()
        {
            self.find_next();
            return Arrival { at, function: call.function, count: 1, kind: Kind::Retry, call };
        }
        let source = &self.sources[self.index];
        let (function, count, kind) = (source.function, source.count, source.kind);
        let call = Retry { function, attempt: 0, waited: Span::ZERO };
        let arrival = Arrival { at: source.next, function, count, kind, call };
        self.pass();
        arrival
    }

    /// A call was turned away, now; whether its client will make it again.
    pub fn turned_away(&mut self, now: Moment, call: Retry) -> bool {
        let again = self.clients.turned_away(&self.load.client, now, call);
        if again {
            self.find_next();
        }
        again
    }

    /// Goes on to the arrival after the next, which must not be one that comes again.
    #[inline(always)]
    pub fn pass(&mut self) {
        if let ([alone], Moment::NEVER) = (self.sources.as_mut_slice(), self.clients.next()) {
            alone.advance(&mut self.streams[alone.function]);
            self.next = alone.next;
        } else {
            self.pass_one_of_many();
        }
    }

    #[inline(never)]
    fn pass_one_of_many(&mut self) {
        let source = &mut self.sources[self.index];
        source.advance(&mut self.streams[source.function]);
        self.find_next();
    }

    /// From `now` on, this load instead. A rate that stays the same keeps its beat, or its place on its curve, and so do pings.
    pub fn replace(&mut self, load: LoadSpec, now: Moment) {
        let (same_rates, same_pings) = (load.has_rates_of(&self.load), load.has_pings_of(&self.load));
        self.load = load;
        let mut sources = if same_rates { self.kept(Kind::Rate) } else { self.load.rates(now, &mut self.streams) };
        sources.extend(self.bursts_from(now));
        sources.extend(if same_pings { self.kept(Kind::Ping) } else { self.pings_from(now) });
        self.sources = sources;
        self.find_next();
    }

    /// So many requests at once, once, on top of what runs.
    pub fn burst(&mut self, count: u32, now: Moment) {
        let bursts = self.load.bursts(count, now, None);
        self.sources.retain(|source| source.next < Moment::NEVER); // bursts that are over
        self.sources.extend(bursts);
        self.find_next();
    }

    /// Requests a second at `now`, bursts and pings left out.
    pub fn rps(&self, now: Moment) -> f64 {
        self.sources.iter().map(|source| source.rate(now)).sum()
    }

    /// The load as it is now.
    pub const fn spec(&self) -> &LoadSpec {
        &self.load
    }

    fn kept(&self, kind: Kind) -> Vec<Source> {
        self.sources.iter().filter(|source| source.kind == kind).cloned().collect()
    }

    /// The bursts of the load that are still to come: they stand on the run's own clock, whatever else is changed.
    fn bursts_from(&self, now: Moment) -> Vec<Source> {
        let Some(Burst { size, every, first }) = self.load.burst else { return Vec::new() };
        if now == Moment::START || now < first {
            return self.load.bursts(size, first, every);
        }
        every.map_or_else(Vec::new, |period| self.load.bursts(size, next_after(first, period, now), every))
    }

    /// Pings that begin one period after they are set up, as a schedule of the form `rate(5 minutes)` does.
    fn pings_from(&self, now: Moment) -> Vec<Source> {
        let Some(every) = self.load.ping_every else { return Vec::new() };
        let targets = self.load.targets.iter();
        targets.map(|(function, _)| Source::repeated(*function, Kind::Ping, 1, now + every, Some(every))).collect()
    }

    /// Equal moments go in the order of the sources: rates, bursts, pings, each in the order of the targets; then those who come again.
    fn find_next(&mut self) {
        self.next = Moment::NEVER;
        for (index, source) in self.sources.iter().enumerate() {
            if source.next < self.next {
                (self.next, self.index) = (source.next, index);
            }
        }
        if self.clients.next() < self.next {
            (self.next, self.index) = (self.clients.next(), AGAIN);
        }
    }
}

/// The beat later than `now` of a period whose first beat was at `first`.
fn next_after(first: Moment, every: Span, now: Moment) -> Moment {
    let period = every.as_micros().max(1);
    first + Span((now.since(first).as_micros() / period + 1).saturating_mul(period))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::command::Shape;

    fn traffic(load: &LoadSpec) -> Traffic {
        Traffic::new(load, &["a".to_owned(), "b".to_owned()], &Streams::new(7))
    }

    fn arrivals(traffic: &mut Traffic, until: Moment) -> Vec<Arrival> {
        let mut found = Vec::new();
        while traffic.next() < until {
            found.push(traffic.take());
        }
        found
    }

    fn to_a(rps: f64, shape: Shape) -> LoadSpec {
        LoadSpec { targets: vec![(0, 1.0)], ..LoadSpec::of(rps, shape) }
    }

    #[test]
    fn steady_arrivals_never_drift() {
        let mut traffic = traffic(&to_a(3.0, Shape::Steady));
        for k in 0..100_000_u64 {
            assert_eq!(traffic.take().at, Moment(k * 1_000_000 / 3));
        }
    }

    #[test]
    fn a_slow_rate_keeps_its_period_to_the_microsecond() {
        let period = Span::from_secs(601);
        let given = LoadSpec { period: Some(period), ..to_a(1.0 / 601.0, Shape::Steady) };
        for load in [to_a(1.0 / 601.0, Shape::Steady), given] {
            let mut traffic = traffic(&load);
            let found = arrivals(&mut traffic, Moment(50 * period.as_micros()));
            assert_eq!(found.len(), 50);
            assert_eq!(found[49].at, Moment(49 * period.as_micros()));
            assert!((traffic.rps(Moment::START) - 1.0 / 601.0).abs() < 1e-15);
        }
    }

    #[test]
    fn bursts_keep_the_beat_of_the_first_when_the_load_changes() {
        let (first, every) = (Moment(10_000_000), Some(Span::from_secs(60)));
        let bursts = |rps| LoadSpec { burst: Some(Burst { size: 5, every, first }), ..to_a(rps, Shape::Steady) };
        let mut traffic = traffic(&bursts(0.0));
        assert_eq!(traffic.take().at, first);
        traffic.replace(bursts(0.001), Moment(65_000_000));
        assert_eq!(traffic.take().at, Moment(70_000_000));
    }

    #[test]
    fn poisson_arrivals_come_at_their_rate_and_differ_by_seed() {
        let hour = Moment(3_600_000_000);
        let count = arrivals(&mut traffic(&to_a(100.0, Shape::Poisson)), hour).len() as f64;
        assert!((count - 360_000.0).abs() < 4.0 * 600.0, "{count}");
        let other = Traffic::new(&to_a(100.0, Shape::Poisson), &["a".to_owned()], &Streams::new(8));
        assert_ne!(other.next(), traffic(&to_a(100.0, Shape::Poisson)).next());
    }

    #[test]
    fn a_day_of_people_adds_up() {
        let mut traffic = traffic(&to_a(2.0, Shape::Day));
        let day = arrivals(&mut traffic, Moment(86_400_000_000));
        assert!((day.len() as f64 - 172_800.0).abs() < 4.0 * 416.0, "{}", day.len());
        let at_three = day.iter().filter(|a| a.at.as_micros() / 3_600_000_000 == 3).count();
        let at_nineteen = day.iter().filter(|a| a.at.as_micros() / 3_600_000_000 == 19).count();
        assert!(at_nineteen > 8 * at_three, "{at_three} {at_nineteen}");
    }

    #[test]
    fn a_burst_comes_on_top_of_what_runs_and_is_shared_by_weight() {
        let mut traffic = traffic(&LoadSpec { targets: vec![(0, 3.0), (1, 1.0)], ..LoadSpec::of(0.0, Shape::Steady) });
        traffic.burst(22, Moment(5));
        let found = arrivals(&mut traffic, Moment(10));
        assert_eq!(found.iter().map(|a| (a.function, a.count)).collect::<Vec<_>>(), [(0, 17), (1, 5)]);
    }

    #[test]
    fn a_ping_keeps_its_beat_when_the_load_changes() {
        let pinged = |rps: f64| LoadSpec { ping_every: Some(Span::from_secs(300)), ..to_a(rps, Shape::Steady) };
        let mut traffic = traffic(&pinged(0.0));
        traffic.replace(pinged(0.001), Moment(299_000_000));
        let ping = traffic.take();
        assert_eq!((ping.at, ping.count, ping.kind), (Moment(300_000_000), 1, Kind::Ping));
    }

    #[test]
    fn a_ping_beside_a_ramp_does_not_start_the_ramp_again() {
        let ramp = to_a(50.0, Shape::Ramp(Span::from_secs(60)));
        let (mut plain, mut pinged) = (traffic(&ramp), traffic(&ramp));
        let middle = Moment(30_000_000);
        assert_eq!(arrivals(&mut plain, middle), arrivals(&mut pinged, middle));
        pinged.replace(LoadSpec { ping_every: Some(Span::from_secs(300)), ..ramp }, middle);
        assert_eq!(pinged.next(), plain.next());
        assert!((pinged.rps(middle) - 25.0).abs() < 1e-9);
    }

    #[test]
    fn another_function_moves_nobodys_arrivals() {
        let alone = arrivals(&mut traffic(&to_a(10.0, Shape::Poisson)), Moment(60_000_000));
        let both = LoadSpec { targets: vec![(0, 1.0), (1, 1.0)], ..LoadSpec::of(20.0, Shape::Poisson) };
        let mut both = arrivals(&mut traffic(&both), Moment(60_000_000));
        both.retain(|arrival| arrival.function == 0);
        assert_eq!(alone, both);
    }

    #[test]
    fn turning_a_knob_sends_nothing() {
        let mut traffic = traffic(&to_a(1.0, Shape::Steady));
        traffic.take();
        for step in 1..=10 {
            traffic.replace(to_a(1.0 + f64::from(step), Shape::Steady), Moment(500_000));
        }
        assert_eq!(traffic.next(), Moment(500_000 + 90_909));
    }
}
