//! What was counted: plain numbers that the lab cuts into windows, adds up and prices.

use crate::cloud::{Architecture, AsyncRecord, ClientRecord, MappingRecord};
use crate::sim::{Gauge, Histogram};
use crate::units::{Moment, Span};

/// All that was counted in a stretch of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slice {
    /// Where the stretch begins.
    pub from: Moment,
    /// Where it ends.
    pub to: Moment,
    /// Each function, by [`FunctionId`](crate::units::FunctionId).
    pub functions: Vec<FunctionRecord>,
    /// All functions together, where that is not their sum.
    pub account: AccountRecord,
}

/// All that was counted for one function.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FunctionRecord {
    /// How often.
    pub counters: Counters,
    /// What the provider charges for.
    pub usage: Usage,
    /// Requests in progress.
    pub running: Level,
    /// Environments, busy and idle.
    pub environments: Level,
    /// Init Duration, of each cold start.
    pub init: Histogram,
    /// What a client waited for a warm invocation, which is also its Duration.
    pub warm: Histogram,
    /// What a client waited for a cold one: time before INIT, INIT, Duration.
    pub cold: Histogram,
    /// The Duration alone of a cold one.
    pub cold_duration: Histogram,
    /// Restore Duration, of each start from a snapshot.
    pub restore: Histogram,
    /// Provisioned environments that can take a request or have one.
    pub provisioned: Level,
    /// Requests in progress in provisioned environments.
    pub provisioned_running: Level,
    /// Events that nobody waited for.
    pub asynchronous: AsyncRecord,
    /// What event source mappings brought.
    pub mapping: MappingRecord,
    /// What clients went through that try again.
    pub client: ClientRecord,
}

/// How often things happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Requests that arrived.
    pub requests: u64,
    /// Requests that got an environment, counted as they got it (CloudWatch: Invocations).
    pub invocations: u64,
    /// Invocations that waited for a new environment.
    pub cold_starts: u64,
    /// Invocations that ended well.
    pub completed: u64,
    /// Invocations that failed in any way (CloudWatch: Errors).
    pub errors: u64,
    /// Of the errors: cut off at the timeout.
    pub timeouts: u64,
    /// Of the errors: killed for using more memory than the function has.
    pub killed: u64,
    /// Requests turned away (CloudWatch: Throttles).
    pub throttles: u64,
    /// Requests refused for their size, or because they went round in a loop; they count neither as invocations nor as throttles.
    pub refused: u64,
    /// Throttles by [`ThrottleReason::index`](crate::api::ThrottleReason::index).
    pub throttles_by_reason: [u64; 5],
    /// Environments created.
    pub environments_created: u64,
    /// Environments shut down.
    pub environments_shut_down: u64,
    /// Changes that made new environments necessary.
    pub deploys: u64,
    /// Of the invocations: in provisioned environments (CloudWatch: `ProvisionedConcurrencyInvocations`).
    pub provisioned: u64,
    /// Of the invocations: of a version with provisioned concurrency, but on demand (CloudWatch:
    /// `ProvisionedConcurrencySpilloverInvocations`).
    pub spillover: u64,
}

/// What the provider charges for, in exact integers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Requests.
    pub requests: u64,
    /// Billed milliseconds times megabytes of memory, by architecture (x86, arm). INIT is in it.
    pub compute_mb_ms: [u128; 2],
    /// Of `compute_mb_ms`, what would not be there without INIT.
    pub init_mb_ms: [u128; 2],
    /// Billed milliseconds times megabytes of `/tmp` beyond the free ones.
    pub ephemeral_mb_ms: u128,
    /// Billed milliseconds.
    pub billed_ms: u64,
    /// Milliseconds times megabytes of provisioned concurrency, used or not, by architecture.
    pub provisioned_mb_ms: [u128; 2],
    /// Billed milliseconds times megabytes in provisioned environments, by architecture; it is not in `compute_mb_ms`.
    pub provisioned_used_mb_ms: [u128; 2],
    /// Milliseconds times megabytes of snapshots kept.
    pub snapshot_mb_ms: u128,
    /// Megabytes restored from snapshots.
    pub restored_mb: u128,
}

/// How many of something there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// At most.
    pub peak: u32,
    /// Their time, added up: divided by the stretch, it is their mean.
    pub time: Span,
}

/// Levels of all functions together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccountRecord {
    /// Requests in progress (CloudWatch: `ConcurrentExecutions`).
    pub running: Level,
    /// Requests in progress of functions without reserved concurrency (CloudWatch: `UnreservedConcurrentExecutions`).
    pub unreserved: Level,
    /// Environments, busy and idle.
    pub environments: Level,
}

impl Slice {
    /// How long the stretch is.
    pub fn width(&self) -> Span {
        self.to.since(self.from)
    }

    /// Adds a stretch that begins where this one ends.
    pub fn merge(&mut self, next: &Self) {
        self.to = self.to.max(next.to);
        self.functions.resize_with(self.functions.len().max(next.functions.len()), FunctionRecord::default);
        for (own, other) in self.functions.iter_mut().zip(&next.functions) {
            own.merge(other);
        }
        self.account.running.merge(next.account.running);
        self.account.unreserved.merge(next.account.unreserved);
        self.account.environments.merge(next.account.environments);
    }

    /// All functions in one record: sums, and the account's own levels.
    pub fn total(&self) -> FunctionRecord {
        let mut total = FunctionRecord::default();
        for function in &self.functions {
            total.merge(function);
        }
        total.running = self.account.running;
        total.environments = self.account.environments;
        total
    }
}

impl FunctionRecord {
    /// What clients waited, for invocations that ended.
    pub fn latency(&self) -> Histogram {
        let mut latency = self.warm.clone();
        latency.merge(&self.cold);
        latency
    }

    /// Durations as REPORT lines print them.
    pub fn duration(&self) -> Histogram {
        let mut duration = self.warm.clone();
        duration.merge(&self.cold_duration);
        duration
    }

    /// Which share of its time provisioned concurrency had work; nothing where none is provisioned.
    pub fn provisioned_utilization(&self) -> Option<f64> {
        let (busy, all) = (self.provisioned_running.time, self.provisioned.time);
        (all > Span::ZERO).then(|| busy.0 as f64 / all.0 as f64)
    }

    /// Time that environments spent waiting for work.
    pub fn idle_time(&self) -> Span {
        self.environments.time - self.running.time
    }

    /// Adds what was counted in the stretch after.
    pub fn merge(&mut self, next: &Self) {
        self.counters.merge(&next.counters);
        self.usage.merge(&next.usage);
        self.running.merge(next.running);
        self.environments.merge(next.environments);
        self.init.merge(&next.init);
        self.warm.merge(&next.warm);
        self.cold.merge(&next.cold);
        self.cold_duration.merge(&next.cold_duration);
        self.restore.merge(&next.restore);
        self.provisioned.merge(next.provisioned);
        self.provisioned_running.merge(next.provisioned_running);
        self.asynchronous.merge(&next.asynchronous);
        self.mapping.merge(&next.mapping);
        self.client.merge(&next.client);
    }
}

impl Counters {
    /// Adds what was counted in the stretch after.
    pub fn merge(&mut self, next: &Self) {
        self.requests += next.requests;
        self.invocations += next.invocations;
        self.cold_starts += next.cold_starts;
        self.completed += next.completed;
        self.errors += next.errors;
        self.timeouts += next.timeouts;
        self.killed += next.killed;
        self.throttles += next.throttles;
        self.refused += next.refused;
        for (own, other) in self.throttles_by_reason.iter_mut().zip(next.throttles_by_reason) {
            *own += other;
        }
        self.environments_created += next.environments_created;
        self.environments_shut_down += next.environments_shut_down;
        self.deploys += next.deploys;
        self.provisioned += next.provisioned;
        self.spillover += next.spillover;
    }
}

impl Usage {
    /// Adds what was used in the stretch after.
    pub fn merge(&mut self, next: &Self) {
        self.requests += next.requests;
        for place in 0..2 {
            self.compute_mb_ms[place] += next.compute_mb_ms[place];
            self.init_mb_ms[place] += next.init_mb_ms[place];
            self.provisioned_mb_ms[place] += next.provisioned_mb_ms[place];
            self.provisioned_used_mb_ms[place] += next.provisioned_used_mb_ms[place];
        }
        self.ephemeral_mb_ms += next.ephemeral_mb_ms;
        self.billed_ms += next.billed_ms;
        self.snapshot_mb_ms += next.snapshot_mb_ms;
        self.restored_mb += next.restored_mb;
    }

    /// `compute_mb_ms` of one architecture.
    pub const fn compute(&self, architecture: Architecture) -> u128 {
        self.compute_mb_ms[architecture as usize]
    }
}

impl Level {
    /// Reads a gauge at `at` and lets it start anew.
    pub(crate) fn take(gauge: &mut Gauge, at: Moment) -> Self {
        let level = Self::read(gauge, at);
        gauge.rest(at);
        level
    }

    /// Reads a gauge at `at`.
    pub(crate) fn read(gauge: &Gauge, at: Moment) -> Self {
        Self { peak: gauge.peak(), time: gauge.integral(at) }
    }

    /// The mean over a stretch of this width; 0 of no time at all.
    pub fn mean(self, width: Span) -> f64 {
        if width == Span::ZERO { 0.0 } else { self.time.0 as f64 / width.0 as f64 }
    }

    fn merge(&mut self, next: Self) {
        self.peak = self.peak.max(next.peak);
        self.time += next.time;
    }
}
