//! Floor 3: the world, a small cloud that really runs.
//!
//! 1. Something asks: a client outside ([`World::offer`]) or a service. It becomes a [`Call`](crate::api::Call).
//! 2. The [`Door`] looks at it: who is it, may it, is it too much, and writes it down.
//! 3. The service answers, now or later: it puts a wake on the agenda and goes on when it comes.
//! 4. The reply passes the door again, to whoever asked.
//!
//! A service is one file or folder here, its words in [`crate::api`], and one line in the list there. Services never name each
//! other's types. What providers do comes in as [`PlatformFacts`]; no number here is true of a provider.
//!
//! What can go wrong: events may wait in the agenda only up to a bound, and a world refuses calls (500) beyond it.

mod async_config;
mod async_record;
mod bill;
mod catalog;
mod client_record;
mod code;
mod config;
mod context;
mod dist;
mod disturbance;
mod door;
#[cfg(test)]
mod echo;
mod endpoint;
mod entry;
mod event_step;
mod facts;
mod lambda;
mod logging;
mod mapping_record;
mod measured;
mod parts;
mod quantile_line;
mod record;
mod recorder;
mod service;
mod source;
mod source_config;
mod spec;
mod versions_config;
mod view;
mod world;

pub use async_config::{AsyncConfig, Target};
pub use async_record::AsyncRecord;
pub use client_record::ClientRecord;
pub use code::Code;
pub use config::{Architecture, ConfigError, Failure, FunctionConfig, Handler, Model, PackageKind, Routing, Runtime};
pub use dist::Dist;
pub use disturbance::Disturbance;
pub use door::{Door, DoorCounts};
pub use endpoint::EndpointSpec;
pub use entry::{Ending, Entry, InitPhase, Restore, ShutDownReason, What};
pub use event_step::{Delivery, DropReason, EventStep};
pub use facts::{
    FIRST_INVOKE_MEMORY, InitKey, InitTime, PlatformFacts, PlatformTime, RestoreTime, RuntimeVersion, VersionFacts,
};
pub use lambda::{CLOUDWATCH_METRICS, CloudWatchMetric, HttpResponse, MetricUnit, MetricValue};
pub use logging::{LogFormat, LoggingConfig, SystemLogLevel, Traced, Tracing};
pub use mapping_record::MappingRecord;
pub use measured::Quantiles;
pub use parts::{Part, Parts};
pub use quantile_line::QuantileLine;
pub use record::{AccountRecord, Counters, FunctionRecord, Level, Slice, Usage};
pub use source_config::{Arrivals, MappingConfig, SourceKind, SourceSpec};
pub use spec::{AccountConfig, Detail, EPOCH_UNIX_S, FunctionSpec, WorldSpec};
pub use versions_config::{AliasConfig, ScheduledTarget, VersionsConfig};
pub use view::{
    AccountStatus, AliasStatus, EnvironmentState, EnvironmentStatus, FunctionStatus, InvocationSpan, LogKind, LogLine,
    ModelNote, Outcome, SourceStatus, VersionStatus,
};
pub use world::World;

use crate::api::ServiceId;
use service::services;

crate::api::each_service!(services);
