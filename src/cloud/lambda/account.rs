//! What all functions of an account share.

use crate::cloud::record::Level;
use crate::cloud::{AccountRecord, PlatformFacts};
use crate::sim::{Gauge, TokenBucket};
use crate::units::Moment;

/// The account's limits and levels.
#[derive(Clone)]
pub(super) struct Account {
    pub(super) concurrency: u32,
    /// What single functions have set aside, added up.
    pub(super) reserved: u32,
    /// What functions without reserved concurrency have provisioned, added up.
    pub(super) provisioned: u32,
    /// Requests a second, of all functions together.
    pub(super) rate: TokenBucket,
    pub(super) running: Gauge,
    pub(super) unreserved: Gauge,
    pub(super) environments: Gauge,
}

impl Account {
    pub(super) fn new(concurrency: u32, facts: &PlatformFacts) -> Self {
        Self {
            concurrency,
            reserved: 0,
            provisioned: 0,
            rate: rate(concurrency, facts),
            running: Gauge::default(),
            unreserved: Gauge::default(),
            environments: Gauge::default(),
        }
    }

    /// Most requests in progress of functions without reserved concurrency.
    pub(super) const fn unreserved_limit(&self) -> u32 {
        self.concurrency.saturating_sub(self.reserved).saturating_sub(self.provisioned)
    }

    pub(super) fn take_record(&mut self, at: Moment) -> AccountRecord {
        AccountRecord {
            running: Level::take(&mut self.running, at),
            unreserved: Level::take(&mut self.unreserved, at),
            environments: Level::take(&mut self.environments, at),
        }
    }

    pub(super) fn read_record(&self, at: Moment) -> AccountRecord {
        AccountRecord {
            running: Level::read(&self.running, at),
            unreserved: Level::read(&self.unreserved, at),
            environments: Level::read(&self.environments, at),
        }
    }
}

/// The limit on requests a second that comes with some concurrency.
pub(super) fn rate(concurrency: u32, facts: &PlatformFacts) -> TokenBucket {
    let per_s = u64::from(concurrency) * u64::from(facts.rps_per_concurrency);
    TokenBucket::new(burst(concurrency, facts), per_s)
}

/// How many requests may come at once (a model value): as many as may run at once, so that a burst meets the limit on concurrency first,
/// and at least one unit's second. Any second then carries about a tenth more than the rule says, and no more.
pub(super) fn burst(concurrency: u32, facts: &PlatformFacts) -> u64 {
    u64::from(concurrency.max(facts.rps_per_concurrency))
}
