//! What a world is made of.

use crate::cloud::{EndpointSpec, FunctionConfig, SourceSpec};

/// A world before its first moment.
#[derive(Clone, Debug, PartialEq)]
pub struct WorldSpec {
    /// The account all functions share.
    pub account: AccountConfig,
    /// The functions, in the order of their [`FunctionId`](crate::units::FunctionId)s.
    pub functions: Vec<FunctionSpec>,
    /// Modelled queues and streams, each read for a function.
    pub event_sources: Vec<SourceSpec>,
    /// Addresses outside the cloud that functions speak to.
    pub endpoints: Vec<EndpointSpec>,
    /// What the first moment is called on a calendar, in seconds since 1970; log lines print it.
    pub epoch_unix_s: u64,
}

/// 2026-01-01T00:00:00Z: a date on which every log can begin, because a run reads no clock.
pub const EPOCH_UNIX_S: u64 = 1_767_225_600;

/// The account all functions share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountConfig {
    /// Most requests in progress at once.
    pub concurrency: u32,
    /// Where it is, as in `us-east-1`.
    pub region: String,
}

/// A function and its name.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionSpec {
    /// Its name.
    pub name: String,
    /// Its configuration.
    pub config: FunctionConfig,
}

/// How much of what happens is kept. It never changes what happens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Log lines, invocation bars, a journal: for the screen.
    #[default]
    Full,
    /// Counters, histograms, usage: for a month in seconds.
    Metrics,
}
